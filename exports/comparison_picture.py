"""A comparison as SVG: entries as columns, what is said of them as rows, a dot for each capability that one provides."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import NamedTuple

from exports.compare_text import NOTHING, state, value_text
from exports.drawing import marks
from exports.drawing.canvas import Canvas, plain
from exports.drawing.frame import MARGIN, Frame, Sign
from exports.drawing.metrics import wrapped
from exports.lineage_picture.bars import node_look, node_mark
from exports.node_words import facts, moment_line
from exports.picture import TooLarge
from exports.said import place as said_at
from exports.table_text import counted
from ontology.vocabulary import Vocabulary
from queries.compare import Comparison, Entry
from queries.graph import Held
from queries.moment import retired

#: So many entries stand side by side; more go into a second table below.
COLUMNS = 5
#: More than anybody compares.
MOST = 60
_GUTTER, _COLUMN, _PAD = 210.0, 206.0, 10.0
#: In the table of capabilities of many entries: its first column, and how narrow the others may be.
_NAMES, _NARROW = 330.0, 30.0
_SIZE, _LINE, _TITLE = 12.0, 16.0, 13.5
_HUE = "#9fb3c8"
_DOTS: tuple[tuple[bool | None, str], ...] = (
    (True, "provided"),
    (False, "not said to be provided"),
    (None, "no capability is stated of this entry at all"),
)


class Cell(NamedTuple):
    """One cell: text, or whether a capability is there; and where it is said."""

    text: str
    tip: str = ""
    dot: bool | None = None
    dotted: bool = False


class Row(NamedTuple):
    """One row: what it is about, and a cell for each entry."""

    label: str
    cells: tuple[Cell, ...]


def chosen(answer: Comparison, most: int) -> Comparison:
    """At most so many entries, in their order: those in use first, then the latest."""
    ranked = sorted(range(len(answer.entries)), key=lambda at: (answer.entries[at].retired is True, -at))
    keep = sorted(ranked[:most])
    rows = (one._replace(by=tuple(one.by[at] for at in keep)) for one in answer.capabilities)
    return answer._replace(
        entries=tuple(answer.entries[at] for at in keep), capabilities=tuple(one for one in rows if any(one.by))
    )


def hidden_line(shown: Comparison, answer: Comparison) -> str:
    """How many entries are not shown, and how they are; empty where all are."""
    few, many = len(shown.entries), len(answer.entries)
    return f"shown {few} of {many} entries; --most {many} shows all" if few < many else ""


def heading(answer: Comparison) -> str:
    """What the picture shows."""
    if answer.family:
        return f"{plain(answer.family.title)}, side by side"
    names = [plain(one.node.title) or plain(one.node.id) for one in answer.entries]
    return (
        f"{', '.join(names[:-1])} and {names[-1]}, side by side"
        if len(names) < 7
        else f"{len(names)} entries, side by side"
    )


def render(answer: Comparison, vocabulary: Vocabulary, theme: str = "auto", most: int = MOST) -> str:
    """The picture. Raises ``TooLarge`` for more than ``MOST`` entries."""
    shown = chosen(answer, most)
    count = len(shown.entries)
    if count > MOST:
        raise TooLarge(f"{count} entries side by side are too many to be read: ask for fewer with --most")
    canvas = Canvas()
    wide = 2 * MARGIN + _GUTTER + min(count, COLUMNS) * _COLUMN
    if count > COLUMNS:
        wide = max(wide, 2 * MARGIN + _NAMES + count * _NARROW)
    subtitle = " · ".join(filter(None, (counted(count, "entry", "entries"), moment_line(answer.at))))
    frame = Frame(canvas, wide, heading(answer), subtitle, hidden_line(shown, answer))
    frame.legend(_signs(canvas, shown))
    rows = list(_rows(shown))
    y = frame.begin()
    for start in range(0, count, COLUMNS):
        y = _table(canvas, shown, vocabulary, rows, slice(start, start + COLUMNS), y) + 26
    if count > COLUMNS and shown.capabilities:
        y = _matrix(canvas, shown, vocabulary, wide, y) + 26
    y = _notes(canvas, shown, wide, y - 26 + 6)
    spoken = list(_spoken(shown, vocabulary, rows))
    return canvas.document(wide, frame.end(y), heading(answer), spoken, theme)


def _rows(answer: Comparison) -> Iterator[Row]:
    """Every row, over all entries."""
    texts: tuple[tuple[str, Callable[[Entry], Cell]], ...] = (
        ("Today" if not answer.at.given else "Then", lambda one: Cell(_sentence(state(one)), _today_tip(one))),
        ("Good for", lambda one: _held(one.uses)),
        ("Limits", lambda one: _held(one.limits)),
    )
    for label, cell in texts:
        cells = tuple(cell(one) for one in answer.entries)
        if any(one.text != NOTHING for one in cells):
            yield Row(label, cells)
    for factors in answer.factors:
        yield Row(plain(factors.page.title), ())
        place = {node.id: column for column, node in enumerate(factors.means)}
        for row in factors.rows:
            at = [place.get(one.node.id) for one in answer.entries]
            said = plain(str(row.claim.source))
            yield Row(
                plain(row.name),
                tuple(Cell(plain(row.cells[one]) or NOTHING, said) if one is not None else Cell("") for one in at),
            )
    if answer.capabilities and len(answer.entries) <= COLUMNS:
        yield Row("Capabilities", ())
        for one in answer.capabilities:
            yield Row(plain(one.node.title), tuple(Cell("", dot=has, dotted=True) for has in one.by))


def _held(values: Sequence[Held]) -> Cell:
    told = "\n".join(dict.fromkeys(plain(said_at(one.claim)) for one in values))
    return Cell("; ".join(plain(value_text(one)) for one in values) or NOTHING, told)


def _today_tip(one: Entry) -> str:
    claims = [claim for end in one.today.live for edge in end.steps for claim in one.today.claims.get(edge.key, ())]
    return "\n".join(dict.fromkeys(plain(said_at(claim)) for claim in claims))


def _sentence(text: str) -> str:
    return plain(text[:1].upper() + text[1:])


def _table(
    canvas: Canvas, answer: Comparison, vocabulary: Vocabulary, rows: list[Row], which: slice, y: float
) -> float:
    """One table of a few entries; gives its lower end."""
    entries = answer.entries[which]
    y = _heads(canvas, answer, which, vocabulary, y)
    wide = _GUTTER + len(entries) * _COLUMN
    banded = False
    for row in rows:
        if not row.cells:
            canvas.text(MARGIN, y + 24, row.label, _SIZE, "ink", bold=True)
            y, banded = y + 34, False
            continue
        labels = wrapped(row.label, _SIZE, _GUTTER - _PAD)
        cells = [(cell, wrapped(cell.text, _SIZE, _COLUMN - 2 * _PAD)) for cell in row.cells[which]]
        high = max(len(labels), *(len(lines) for _, lines in cells)) * _LINE + 10
        if banded:
            canvas.rect(MARGIN - 6, y, wide + 12, high, "band", 4)
        for step, line in enumerate(labels):
            canvas.text(MARGIN, y + 17 + step * _LINE, line, _SIZE, "muted")
        for column, (cell, lines) in enumerate(cells):
            _cell(canvas, cell, lines, MARGIN + _GUTTER + column * _COLUMN, y)
        y, banded = y + high, not banded
    return y


def _heads(canvas: Canvas, answer: Comparison, which: slice, vocabulary: Vocabulary, y: float) -> float:
    """The boxes of the entries, equally high, numbered where there are many; gives where the rows begin."""
    entries = list(enumerate(answer.entries, 1))[which]
    numbered = len(answer.entries) > COLUMNS
    titles = [
        wrapped(f"{number} {_name(one)}" if numbered else _name(one), _TITLE, _COLUMN - 2 * _PAD - 24, bold=True)
        for number, one in entries
    ]
    high = max(map(len, titles)) * 18 + 32
    for column, ((_, one), lines) in enumerate(zip(entries, titles, strict=True)):
        x = MARGIN + _GUTTER + column * _COLUMN
        look = canvas.sheet.look(node_look(one.node, vocabulary, bool(retired(one.node, answer.at)), _HUE))
        said = facts(one.node, answer.at, vocabulary)
        canvas.open("n", " · ".join(filter(None, (plain(one.node.title), said))))
        canvas.rect(x, y, _COLUMN - 8, high, f"b{look}", 7)
        mark = node_mark(one.node, vocabulary)
        inset = _PAD + (16 if mark else 0)
        if mark:
            canvas.path(marks.mark(mark, x + _PAD + 4, y + 19, 5), f"m{look}")
        for step, line in enumerate(lines):
            canvas.text(x + inset, y + 23 + step * 18, line, _TITLE, f"t{look}", bold=True)
        canvas.text(x + inset, y + 21 + len(lines) * 18, said, 11, f"t{look}")
        canvas.close()
    return y + high + 8


def _name(one: Entry) -> str:
    return plain(one.node.title) or plain(one.node.id) or "?"


def _matrix(canvas: Canvas, answer: Comparison, vocabulary: Vocabulary, wide: float, y: float) -> float:
    """The capabilities of many entries, a narrow column each, under its number; gives the lower end."""
    canvas.text(MARGIN, y + 17, "Capabilities", _SIZE, "ink", bold=True)
    room = min((wide - 2 * MARGIN - _NAMES) / len(answer.entries), 60.0)
    for column, one in enumerate(answer.entries):
        x = MARGIN + _NAMES + column * room
        look = canvas.sheet.look(node_look(one.node, vocabulary, bool(retired(one.node, answer.at)), _HUE))
        canvas.open("", _name(one))
        canvas.rect(x + room / 2 - 13, y, 26, 24, f"b{look}", 5)
        canvas.text(x + room / 2, y + 16.5, str(column + 1), _SIZE, f"t{look}", "middle", bold=True)
        canvas.close()
    y += 32
    for place, row in enumerate(answer.capabilities):
        labels = wrapped(plain(row.node.title), _SIZE, _NAMES - _PAD)
        high = len(labels) * _LINE + 10
        if place % 2:
            canvas.rect(MARGIN - 6, y, _NAMES + len(answer.entries) * room + 12, high, "band", 4)
        for step, line in enumerate(labels):
            canvas.text(MARGIN, y + 17 + step * _LINE, line, _SIZE, "muted")
        for column, has in enumerate(row.by):
            _dot(canvas, has, MARGIN + _NAMES + (column + 0.5) * room, y + 13)
        y += high
    return y


def _cell(canvas: Canvas, cell: Cell, lines: list[str], x: float, y: float) -> None:
    canvas.open("", cell.tip)
    if cell.dotted:
        _dot(canvas, cell.dot, x + _PAD + 5, y + 13)
    for step, line in enumerate(lines):
        canvas.text(x + _PAD, y + 17 + step * _LINE, line, _SIZE, "muted" if line == NOTHING else "ink")
    canvas.close()


def _dot(canvas: Canvas, has: bool | None, x: float, y: float) -> None:
    if has is None:
        canvas.text(x - 3, y + 4.5, "?", _SIZE, "muted", bold=True)
    elif has:
        canvas.path(marks.mark("disc", x, y, 6), "accent")
    else:
        canvas.path(marks.mark("disc", x, y, 2.4), "line")


def _signs(canvas: Canvas, answer: Comparison) -> Iterator[Sign]:
    states = {has for row in answer.capabilities for has in row.by}
    for has, label in _DOTS:
        if has in states:
            yield Sign(label, partial(_dot_sample, canvas, has), 14)


def _dot_sample(canvas: Canvas, has: bool | None, x: float, y: float) -> None:
    _dot(canvas, has, x + 7, y + 7)


def _notes(canvas: Canvas, answer: Comparison, wide: float, y: float) -> float:
    """What the comparison leans on that is not sure; gives the lower end."""
    disputed = f"sources disagree on {counted(len(answer.disputes), 'value')}; 'kb disputes' tells them"
    for note in (*([disputed] if answer.disputes else []), *answer.notes):
        for line in wrapped(_sentence(note), 11, wide - 2 * MARGIN):
            y += 16
            canvas.text(MARGIN, y, line, 11, "muted")
    return y


def _spoken(answer: Comparison, vocabulary: Vocabulary, rows: list[Row]) -> Iterator[str]:
    """The tables in words, entry by entry."""
    words = {True: "provided", False: "not said to be provided", None: "not stated"}
    for place, one in enumerate(answer.entries):
        yield f"{plain(one.node.title)}: {facts(one.node, answer.at, vocabulary)}"
        for row in rows:
            if row.cells:
                cell = row.cells[place]
                yield f"{row.label}: {words[cell.dot] if cell.dotted else cell.text}"
        if len(answer.entries) > COLUMNS:
            yield from (f"{plain(row.node.title)}: {words[row.by[place]]}" for row in answer.capabilities)
