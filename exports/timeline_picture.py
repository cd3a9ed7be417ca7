"""The timeline as SVG: one entry below the other in order of time, joined by lines of descent, with what was new and why."""

from collections.abc import Iterator
from functools import partial
from typing import NamedTuple

from exports.drawing import marks
from exports.drawing.canvas import Canvas, number, plain
from exports.drawing.frame import MARGIN, Frame, Sign
from exports.drawing.lines import line_class, named, told
from exports.drawing.metrics import shortened, width, wrapped
from exports.drawing.theme import look
from exports.lineage_picture.bars import node_look, node_mark
from exports.node_words import tier_label
from exports.picture import TooLarge, years
from exports.style import Line, line, relation_of, tier_of
from ontology import dates
from ontology.vocabulary import Vocabulary
from queries.graph import Edge, Node
from queries.moment import retired
from queries.story import Chapter, Story

#: More would be a scroll that nobody reads to its end.
MOST = 400
_WIDE, _DATE, _TRACK, _TEXT = 960.0, 92.0, 15.0, 12.0
_TITLE_LINE, _BODY_LINE, _BETWEEN, _DOT = 19.0, 16.0, 15.0, 6.0
_HUE = "#9fb3c8"
#: Years without any event from which on the picture says how many they are: rows are no measure of time.
_PAUSE = 8
_YEAR = 365.25
#: Beyond so many columns they stand closer; text has at least so much room.
_MANY, _LEAST = 16, 520.0


class Row(NamedTuple):
    """A chapter with its place: ``y`` is the middle of its dot, ``track`` its column of the descent."""

    chapter: Chapter
    y: float
    track: int
    date: str
    lines: tuple[tuple[str, str], ...]
    """(label, text) of every line below the title; the label is empty where a line goes on."""


class _Place(NamedTuple):
    """Where things stand from left to right."""

    left: float
    """The middle of the first column of descent."""
    step: float
    """From one column to the next."""
    columns: int
    least: float = 0
    """How wide the text is where nothing but titles is told; 0 where there is more."""

    def x(self, track: int) -> float:
        """The middle of a column."""
        return self.left + track * self.step

    @property
    def text(self) -> float:
        """Where titles begin."""
        return self.x(self.columns) + 10

    @property
    def wide(self) -> float:
        """How wide the picture is: as usual, or wider where descent leaves too little for the text."""
        return self.text + self.least if self.least else max(_WIDE, self.text + _LEAST)


class Join(NamedTuple):
    """A line of descent between two rows, and the column that it runs in."""

    edge: Edge
    look: Line
    older: int
    newer: int
    track: int


def render(story: Story, vocabulary: Vocabulary, theme: str = "auto", title: str = "") -> str:
    """The picture. Raises ``TooLarge`` for more than ``MOST`` entries."""
    if len(story.chapters) > MOST:
        raise TooLarge(f"a timeline of {len(story.chapters)} entries is too long to be read: ask for fewer with --most")
    canvas = Canvas()
    heading = plain(title) or f"{plain(story.title)}: what came when, and why"
    at, count = story.at, len(story.chapters)
    parts = [f"as seen {plain(at.seen)}" if at.seen else "", f"as of {plain(at.text)}" if at.given else ""]
    words = f"{count} {'entry' if count == 1 else 'entries'} in order of time"
    tracks, joins = descent(story, vocabulary)
    columns = max([*tracks, *(join.track for join in joins)], default=0) + 1
    place = _Place(MARGIN + _DATE + 20, _TRACK if columns <= _MANY else _TRACK / 2, columns, _titles(story, vocabulary))
    frame = Frame(canvas, place.wide, heading, " · ".join(filter(None, [words, *parts])), plain(story.hidden_line()))
    frame.legend(_signs(canvas, story, joins, vocabulary))
    rows, bottom = _rows(canvas, story, tracks, frame.begin() + 12, place)
    names = {row.chapter.node.id: f"n{number_}" for number_, row in enumerate(rows)}
    said = [_join(canvas, join, rows, place, names, vocabulary) for join in joins]
    for row in rows:
        _row(canvas, row, story, vocabulary, place, names)
    alt = [words, *(_tip(row.chapter.node, story, vocabulary).split("\n", 1)[0] for row in rows), *said]
    return canvas.document(place.wide, frame.end(bottom), heading, alt, theme)


def _titles(story: Story, vocabulary: Vocabulary) -> float:
    """How wide the titles are with what stands beside them; 0 where there is more to tell than titles."""
    if any(chapter.news or chapter.limits or chapter.moves for chapter in story.chapters):
        return 0
    wide = (
        width(plain(node.title), 13.5, bold=True) + width(_facts(node, story, vocabulary), 11) + 60
        for node in (chapter.node for chapter in story.chapters)
    )
    return min(max(_LEAST, *wide, 0), _WIDE)


def descent(story: Story, vocabulary: Vocabulary) -> tuple[list[int], list[Join]]:
    """The column of each row, and of each line: no line runs through the dot of a third row or along another line."""
    place = {chapter.node.id: at for at, chapter in enumerate(story.chapters)}
    found = []
    for edge in story.edges:
        style = line(relation_of(edge.relation, vocabulary).style)
        if style is not None and edge.subject != edge.object:
            look_ = style._replace(dash="dotted") if edge.strength == "consider" else style
            found.append((edge, look_, place[edge.object], place[edge.subject]))
    taken: list[list[tuple[int, int]]] = []

    def take(first: int, last: int, wish: int | None) -> int:
        """The column of the wish, else the first one, that is free strictly between two rows and at the second one."""
        free = [track for track, lot in enumerate(taken) if all(end <= first or start > last for start, end in lot)]
        track = wish if wish is not None and wish in free else free[0] if free else len(taken)
        if track == len(taken):
            taken.append([])
        taken[track].append((first, last))
        return track

    tracks: list[int] = []
    joins: list[Join] = []
    for at, _ in enumerate(story.chapters):
        own = sorted((one for one in found if max(one[2:]) == at), key=lambda one: (-min(one[2:]), one[0].key))
        first = min(own[0][2:]) if own else at - 1
        tracks.append(take(first, at, tracks[first] if own else None))
        for step, (edge, look_, older, newer) in enumerate(own):
            above = min(older, newer)
            same = step and (above, at) == (first, at) and edge.relation == own[0][0].relation
            track = tracks[at] if step == 0 or same else take(above, at, None)
            joins.append(Join(edge, look_, older, newer, track))
    return tracks, joins


def _rows(canvas: Canvas, story: Story, tracks: list[int], y: float, place: _Place) -> tuple[list[Row], float]:
    rows: list[Row] = []
    before: int | None = None
    for chapter, track in zip(story.chapters, tracks, strict=True):
        found = dates.parse(chapter.node.introduced) if chapter.node.introduced else None
        day = found.earliest if found else None
        if before is not None and day is not None and (pause := int((day - before) / _YEAR)) >= _PAUSE:
            canvas.text(MARGIN + _DATE, y + 2, f"{pause} years later", 11, "muted", "end")
            y += 22
        before = found.latest if found and found.latest is not None else before
        lines = tuple(_lines(chapter, place.wide - MARGIN - place.text - 66))
        date = years(chapter.node.introduced) or "no date"
        rows.append(Row(chapter, y, track, date, lines))
        y += _TITLE_LINE + len(lines) * _BODY_LINE + _BETWEEN
    return rows, y - 4


def _lines(chapter: Chapter, most: float) -> Iterator[tuple[str, str]]:
    for label, texts in (("New", chapter.news), ("Limits", chapter.limits)):
        if texts:
            yield from _labelled(label, "; ".join(map(plain, texts)), most)
    for move in chapter.moves:
        reasons = "; ".join(plain(f"{reason} ({year})" if year else reason) for year, reason in move.reasons)
        yield from _labelled("Why", f"moved from {plain(move.older.title)}: {reasons}", most)


def _labelled(label: str, text: str, most: float) -> Iterator[tuple[str, str]]:
    for step, part in enumerate(wrapped(text, _TEXT, most)):
        yield ("" if step else label), part


def _row(canvas: Canvas, row: Row, story: Story, vocabulary: Vocabulary, place: _Place, names: dict[str, str]) -> None:
    node = row.chapter.node
    gone = bool(retired(node, story.at))
    name = canvas.sheet.look(node_look(node, vocabulary, gone, _HUE))
    canvas.open("n", _tip(node, story, vocabulary), names[node.id])
    canvas.text(MARGIN + _DATE, row.y + 4, row.date, 12, "muted", "end", bold=True)
    _dot(canvas, node, name, place.x(row.track), row.y)
    x = text = place.text
    if mark := node_mark(node, vocabulary):
        canvas.path(marks.mark(mark, x + 5, row.y, 4.8), f"o{name}")
        x += 15
    facts = _facts(node, story, vocabulary)
    room = place.wide - MARGIN - x - width(facts, 11) - 10
    title = shortened(plain(node.title) or plain(node.id) or "?", 13.5, room, bold=True)
    canvas.text(x, row.y + 5, title, 13.5, "l ink", bold=True)
    canvas.text(x + width(title, 13.5, bold=True) + 9, row.y + 4.5, facts, 11, "muted")
    for step, (label, words) in enumerate(row.lines):
        y = row.y + 5 + _TITLE_LINE + step * _BODY_LINE - 2
        if label:
            canvas.text(text, y, label, 11, "muted", bold=True)
        canvas.text(text + 46, y, words, _TEXT, "ink")
    canvas.close()


def _facts(node: Node, story: Story, vocabulary: Vocabulary) -> str:
    tier = tier_of(node, vocabulary)
    gone = retired(node, story.at)
    since = f" {years(node.retired_text)}".rstrip() if node.retired_text else ""
    state = "" if gone is False else f"retired{since}" if gone else "perhaps retired"
    return " · ".join(filter(None, [plain(tier.label or tier.name) if tier else "", state]))


def _tip(node: Node, story: Story, vocabulary: Vocabulary) -> str:
    date = years(node.introduced) or "no date of introduction"
    facts = _facts(node, story, vocabulary)
    first = f"{date}: {plain(node.title) or plain(node.id)}" + (f" ({facts})" if facts else "")
    return "\n".join([first, *map(plain, story.sources.get(node.id, ()))])


def _sort_of_date(node: Node) -> str:
    """``exact``, ``band`` (a decade, a range), ``soft`` (about) or ``none``."""
    found = dates.parse(node.introduced) if node.introduced else None
    if found is None:
        return "none"
    if node.introduced.endswith("~"):
        return "soft"
    return "exact" if found.precision in ("day", "month", "year") else "band"


def _dot(canvas: Canvas, node: Node, name: str, x: float, y: float) -> None:
    """The date as what it is: a dot, a bar of several years, a dot without an edge, or a ring."""
    sort = _sort_of_date(node)
    if sort == "band":
        canvas.rect(x - 4, y - 9, 8, 18, f"b{name} maybe", 4)
        return
    if sort == "soft":
        canvas.path(marks.mark("disc", x, y, 9 / 0.85), f"b{name} haze")
    if sort == "none":
        canvas.path(marks.mark("disc", x, y, (_DOT - 1) / 0.85), "paper")
        canvas.path(marks.mark("disc", x, y, (_DOT - 1) / 0.85), "line dash")
        return
    canvas.path(marks.mark("disc", x, y, (4 if sort == "soft" else _DOT) / 0.85), f"b{name}")


def _join(
    canvas: Canvas, join: Join, rows: list[Row], place: _Place, names: dict[str, str], vocabulary: Vocabulary
) -> str:
    older, newer = rows[join.older], rows[join.newer]
    tip = told(join.edge, plain(older.chapter.node.title), plain(newer.chapter.node.title), vocabulary)
    start, end, way = (place.x(track) for track in (older.track, newer.track, join.track))
    down = 1 if newer.y > older.y else -1
    y1, y2 = older.y + down * (_DOT + 1), newer.y - down * (_DOT + 3)
    bend = min(16.0, abs(y2 - y1) / 2)
    d = f"M{number(start)} {number(y1)}"
    if way != start:
        d += f"C{number(start)} {number(y1 + down * bend)} {number(way)} {number(y1)} {number(way)} {number(y1 + down * bend)}"
    if way != end:
        turn = y2 - down * bend
        d += f"V{number(turn)}C{number(way)} {number(y2)} {number(end)} {number(turn)} {number(end)} {number(y2)}"
    else:
        d += f"V{number(y2)}"
    thin = " thin" if place.columns > _MANY else ""
    ends = f' data-ends="{names[older.chapter.node.id]} {names[newer.chapter.node.id]}"'
    canvas.path(d, f"e{thin} {line_class(canvas, join.look)}", tip, ends)
    return tip


def _signs(canvas: Canvas, story: Story, joins: list[Join], vocabulary: Vocabulary) -> Iterator[Sign]:
    nodes = [chapter.node for chapter in story.chapters]
    tiers = {node.tier: node for node in nodes if node_mark(node, vocabulary)}
    ranked = sorted(tiers, key=lambda word: _rank(word, vocabulary))
    for word in ranked:
        node = tiers[word]
        tier = tier_of(node, vocabulary)
        name = canvas.sheet.look(node_look(node, vocabulary, bool(tier and tier.retired), _HUE))
        label = tier_label(tier) if tier else word
        yield Sign(label, partial(_tier_sample, canvas, name, node_mark(node, vocabulary)), 14)
    sorts = {_sort_of_date(node): node for node in reversed(nodes)}
    name = canvas.sheet.look(look(_HUE))
    labels = {"band": "some time within these years", "soft": "about then", "none": "no date of introduction"}
    for sort, label in labels.items():
        if sort in sorts:
            yield Sign(label, partial(_date_sample, canvas, sorts[sort], name), 18)
    seen: dict[tuple[str, str], Join] = {}
    for join in joins:
        seen.setdefault((join.edge.relation, join.look.dash), join)
    for (relation, _), join in sorted(seen.items()):
        label = named(relation, vocabulary) + (" (to consider)" if join.edge.strength == "consider" else "")
        yield Sign(label, partial(_line_sample, canvas, join))


def _rank(word: str, vocabulary: Vocabulary) -> tuple[int, int]:
    found = vocabulary.tier(word)
    return (list(vocabulary.scales).index(found[0].name), found[1]) if found else (len(vocabulary.scales), 0)


def _tier_sample(canvas: Canvas, name: str, shape: str, x: float, y: float) -> None:
    canvas.path(marks.mark(shape, x + 7, y + 7, 5), f"o{name}")


def _date_sample(canvas: Canvas, node: Node, name: str, x: float, y: float) -> None:
    _dot(canvas, node, name, x + 9, y + 7)


def _line_sample(canvas: Canvas, join: Join, x: float, y: float) -> None:
    canvas.path(f"M{number(x)} {number(y + 7)}H{number(x + 28)}", f"e {line_class(canvas, join.look)}")
