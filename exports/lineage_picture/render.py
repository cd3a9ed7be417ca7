"""The lineage picture as SVG."""

from datetime import date
from typing import NamedTuple

from exports.drawing.canvas import Canvas, number, plain
from exports.drawing.frame import MARGIN, Frame
from exports.drawing.lines import line_class, told
from exports.drawing.marks import mark
from exports.drawing.metrics import width, wrapped
from exports.lineage_picture.bars import ROOMY, TIGHT, Bar, Size, bars, event_days
from exports.lineage_picture.routes import Link, links, routed
from exports.lineage_picture.rows import Rows
from exports.lineage_picture.scale import Scale
from exports.lineage_picture.shapes import body
from exports.lineage_picture.signs import signs
from exports.picture import TooLarge
from exports.table_text import counted
from ontology.vocabulary import Vocabulary
from queries.chronicle import Chronicle

#: More than anybody could look at, or a program show.
MOST = 10_000
_NARROW, _BROAD, _MANY = 1000.0, 1400.0, 60
_GUTTER, _PAD, _AXIS = 148.0, 7.0, 26.0
_COLUMN = 190.0
#: A label farther from its bar than this is led to by a dotted line.
_LEADER = 16.0
#: How often the axis is made shorter so that labels beside it find room; then the picture becomes wider.
_TRIES = 3
#: So many lines are drawn thin, so that they do not hide the rest.
_DENSE = 60


class Layout(NamedTuple):
    """Where everything stands, before anything is drawn."""

    bars: list[Bar]
    links: list[Link]
    rows: Rows
    scale: Scale
    size: Size
    column: float
    """Where the column of what has no date begins; equal to the axis' left end where there is none."""
    tops: list[float]
    """The y of each lane, below the axis."""
    height: float
    width: float
    names: dict[str, str]
    """What each node is called inside the picture: ``n0``, ``n1``, … by the order of the nodes' own ids."""

    def y(self, bar: Bar) -> float:
        """The middle of a bar."""
        return self.tops[bar.lane] + _PAD + (bar.row - self.rows.first[bar.lane] + 0.5) * self.size.pitch


def render(chronicle: Chronicle, vocabulary: Vocabulary, theme: str = "auto", title: str = "") -> str:
    """The picture. Raises ``TooLarge`` for more than ``MOST`` entries.

    >>> from ontology.builtin import VOCABULARY
    >>> from queries.chronicle import Lane
    >>> from queries.graph import Edge, Node
    >>> from queries.moment import Moment
    >>> old = Node("2pc", "Two-Phase Commit", "pattern", introduced="1976", born=(721354, 721719))
    >>> new = Node("saga", "Saga", "pattern", introduced="1987", born=(725372, 725736))
    >>> seen = Chronicle("Saga", (Lane("", (old, new)),), (Edge(1, "replaces", "saga", "2pc"),), Moment(739000, "2024", 739000))
    >>> text = render(seen, VOCABULARY)
    >>> "Two-Phase Commit → Saga: Replaced by" in text
    True
    """
    if len(chronicle.nodes) > MOST:
        raise TooLarge(
            f"a picture of {len(chronicle.nodes)} entries is too large to be looked at: ask for fewer with --most"
        )
    made = layout(chronicle, vocabulary)
    canvas = Canvas()
    heading = plain(title) or f"{plain(chronicle.title)}: what came from what, and when"
    frame = Frame(canvas, made.width, heading, _subtitle(chronicle), plain(chronicle.hidden_line()))
    frame.legend(signs(canvas, made.bars, made.links, vocabulary, chronicle.at.past))
    top = frame.begin() + _AXIS
    _lanes(canvas, chronicle, made, top)
    _axis(canvas, made, top)
    lines = [_line(canvas, made, link, vocabulary, top) for link in made.links]
    for bar in made.bars:
        _bar(canvas, made, bar, top)
    height = frame.end(top + made.height + (_AXIS if made.height > 500 else 6))
    words = [_count(chronicle), *(bar.tip.split("\n", 1)[0] for bar in made.bars), *lines]
    return canvas.document(made.width, height, heading, words, theme)


def layout(chronicle: Chronicle, vocabulary: Vocabulary) -> Layout:
    """Find a place for everything."""
    many = len(chronicle.nodes) > _MANY
    size = TIGHT if many else ROOMY
    wide = _BROAD if many else _NARROW
    titled = any(lane.title for lane in chronicle.lanes)
    column = MARGIN + (_GUTTER if titled else 0)
    undated = [node for node in chronicle.nodes if node.born == (None, None)]
    names = [min(width(plain(node.title), size.font), _COLUMN) for node in undated]
    left = column + (max(names) + 46 if undated else 0)
    scale, found, lines, right = _dated(chronicle, vocabulary, size, column, left, wide)
    least = [_least(lane.title, bool(lane.more), size.pitch) if titled else 1 for lane in chronicle.lanes]
    rows = Rows(found, chronicle.lanes, tuple(link.edge for link in lines), least)
    lines = routed(lines, rows.parents, found)
    ends = [*rows.first[1:], rows.count]
    tops, y = [], 0.0
    for first, end in zip(rows.first, ends, strict=True):
        tops.append(y)
        y += (end - first) * size.pitch + 2 * _PAD
    edge = max([right, *(bar.right for bar in found)])
    called = {id_: f"n{place}" for place, id_ in enumerate(sorted(bar.node.id for bar in found))}
    return Layout(found, lines, rows, scale, size, column, tops, y, edge + MARGIN, called)


def _dated(
    chronicle: Chronicle, vocabulary: Vocabulary, size: Size, column: float, left: float, wide: float
) -> tuple[Scale, list[Bar], list[Link], float]:
    """Bars on an axis that leaves room at its right for the labels that need it."""
    days = event_days(chronicle.nodes, chronicle.at)
    right = wide - MARGIN - 8
    scale, found = Scale(days, chronicle.at.day, left, right), list[Bar]()
    for _ in range(_TRIES):
        scale = Scale(days, chronicle.at.day, left, right)
        found = bars(chronicle, vocabulary, scale, size, column)
        over = max((bar.right for bar in found), default=right) - (wide - MARGIN)
        if over <= 0:
            break
        right -= min(over, (wide - left) * 0.3)
    return scale, found, links(chronicle.edges, found, scale, vocabulary), scale.right


def _least(title: str, more: bool, pitch: float) -> int:
    """How many rows a lane needs for its title."""
    lines = len(wrapped(plain(title), 12, _GUTTER - 16, 3, bold=True))
    return int(-(-(lines * 15 + 14 * (1 + more) - 6) // pitch))


def _subtitle(chronicle: Chronicle) -> str:
    at = chronicle.at
    parts = [f"as seen {plain(at.seen)}" if at.seen else "", f"as of {plain(at.text)}" if at.given else ""]
    return " · ".join(filter(None, [_count(chronicle), *parts]))


def _count(chronicle: Chronicle) -> str:
    nodes, edges = len(chronicle.nodes), len(chronicle.edges)
    return f"{nodes} {'entry' if nodes == 1 else 'entries'}, {edges} {'line' if edges == 1 else 'lines'} of descent"


def _axis(canvas: Canvas, made: Layout, top: float) -> None:
    bottom = top + made.height
    ends = (top - 9, bottom + 18) if made.height > 500 else (top - 9,)
    for gap in made.scale.gaps:
        canvas.rect(gap.left, top, gap.right - gap.left, made.height, "paper")
        for y in ends:
            canvas.text(gap.middle, y, gap.label, 11, "muted", "middle")
        canvas.path(_broken(gap.left, top, bottom) + _broken(gap.right, top, bottom), "rule")
    canvas.path("".join(f"M{number(tick.x)} {number(top - 4)}V{number(bottom)}" for tick in made.scale.ticks()), "rule")
    for tick in made.scale.ticks():
        for y in ends:
            canvas.text(tick.x, y, tick.label, 11, "muted", "middle")
    right = made.scale.right
    canvas.path(f"M{number(right)} {number(top - 4)}V{number(bottom)}", "now", more=' stroke-width="1.5"')
    for y in ends:
        canvas.text(right, y, f"{date.fromordinal(made.scale.now):%Y}", 11, "accent", "middle", bold=True)
        if made.column < made.scale.left:
            canvas.text(made.column + 6, y, "no date", 11, "muted")


def _broken(x: float, top: float, bottom: float) -> str:
    """A zigzag from top to bottom: here the axis is broken."""
    steps = max(int((bottom - top) // 12), 1)
    step = (bottom - top) / steps
    points = (f"L{number(x + (3 if at % 2 else -3))} {number(top + at * step)}" for at in range(1, steps + 1))
    return f"M{number(x - 3)} {number(top)}" + "".join(points)


def _lanes(canvas: Canvas, chronicle: Chronicle, made: Layout, top: float) -> None:
    edges = [*made.tops[1:], made.height]
    for number_, (lane, y, end) in enumerate(zip(chronicle.lanes, made.tops, edges, strict=True)):
        if len(chronicle.lanes) > 1:
            if number_ % 2 == 0:
                canvas.rect(MARGIN, top + y, made.width - 2 * MARGIN, end - y, "band")
            canvas.path(f"M{number(MARGIN)} {number(top + y)}H{number(made.width - MARGIN)}", "rule")
        if not lane.title:
            continue
        line = top + y + 17
        for text in wrapped(plain(lane.title), 12, _GUTTER - 16, 3, bold=True):
            canvas.text(MARGIN + 6, line, text, 12, "ink", bold=True)
            line += 15
        count = counted(len(lane.nodes), "entry", "entries") if not lane.more else f"{len(lane.nodes)} shown"
        canvas.text(MARGIN + 6, line, count, 11, "muted")
        if lane.more:
            canvas.text(MARGIN + 6, line + 14, f"+ {lane.more} more", 11, "muted")


def _line(canvas: Canvas, made: Layout, link: Link, vocabulary: Vocabulary, top: float) -> str:
    """Draw a line; gives it in words."""
    tip = told(link.edge, link.older.title, link.newer.title, vocabulary)
    dense = " thin" if len(made.links) > _DENSE else ""
    ends = f' data-ends="{made.names[link.older.node.id]} {made.names[link.newer.node.id]}"'
    canvas.path(_way(made, link, top), f"e{dense} {line_class(canvas, link.look)}", tip, ends)
    return tip


def _way(made: Layout, link: Link, top: float) -> str:
    older, newer, half = link.older, link.newer, made.size.bar / 2
    start, end = top + made.y(older), top + made.y(newer)
    if older.row == newer.row:
        return f"M{number(older.last)} {number(start)}H{number(newer.first - 2)}"
    down = 1 if end > start else -1
    first, last = start + down * half, end - down * (half + 1)
    if newer.start == "none" and link.x > made.scale.left - 1:
        last = end - down * 3
    if link.by >= 0:
        turn = end - down * (made.size.pitch / 2)
        return f"M{number(link.by)} {number(first)}V{number(turn)}H{number(link.x)}V{number(last)}"
    if link.x > older.last:  # taken up again after its end
        along = start + down * (half - 1)
        turn = min(5.0, link.x - older.last)
        return (
            f"M{number(older.last - 1)} {number(along)}H{number(link.x - turn)}"
            f"Q{number(link.x)} {number(along)} {number(link.x)} {number(along + down * turn)}V{number(last)}"
        )
    if older.start == "none" and older.node.introduced == "":
        first = start + down * (half if link.x < made.scale.left else 1)
    return f"M{number(link.x)} {number(first)}V{number(last)}"


def _bar(canvas: Canvas, made: Layout, bar: Bar, top: float) -> None:
    name = canvas.sheet.look(bar.look)
    high = made.size.bar
    y = top + made.y(bar) - high / 2
    canvas.open("n", bar.tip, made.names[bar.node.id])
    life = (bar.start, bar.first, bar.x0, bar.end, bar.x1, bar.last, bar.label_end)
    for shape in body(canvas, name, *life, y, high):
        canvas.path(*shape)
    text = f"t{name}" if bar.inside and bar.end != "open" else "muted" if not bar.node.defined else "ink"
    x = bar.label_x
    if bar.start != "none" and not bar.inside:
        middle = y + high / 2
        if x > bar.last + _LEADER:
            canvas.path(f"M{number(bar.last + 4)} {number(middle)}H{number(x - 3)}", "line dots")
        elif bar.label_end < bar.first - _LEADER:
            canvas.path(f"M{number(bar.label_end + 4)} {number(middle)}H{number(bar.first - 3)}", "line dots")
    if bar.mark:
        canvas.path(mark(bar.mark, x + 5, y + high / 2, 4.6), f"{'m' if bar.inside else 'o'}{name}")
        x += 13
    canvas.text(x, y + high / 2 + made.size.font * 0.35, bar.label, made.size.font, f"l {text}", bold=bar.bold)
    canvas.close()
