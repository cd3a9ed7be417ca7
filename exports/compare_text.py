"""A comparison as text for people, as Markdown and as CSV."""

import csv
import io
from collections.abc import Iterator, Sequence

from exports.grid_text import grid
from exports.paint import Paint
from exports.replacement_text import dispute_lines
from exports.said import place
from queries.answers import text_of
from queries.compare import Comparison, Entry, Factors
from queries.graph import Held

HEAD = ("era", "entry", "tier", "status", "use case", "limitations", "today")

#: What stands where an entry says nothing.
NOTHING = "–"
_MARKS = {True: "✓", False: "·", None: "?"}


def render(answer: Comparison, paint: Paint) -> str:
    """The matrix, then capabilities and factors, each as a table that fits; in a narrow terminal entry by entry."""
    rows = [matrix_row(number, one) for number, one in enumerate(answer.entries, 1)]
    lines = [grid(HEAD, rows, paint) or "\n\n".join(_card(row, paint) for row in rows)]
    if answer.capabilities:
        numbers = [str(number) for number in range(1, len(answer.entries) + 1)]
        marks = [[one.node.title, *(_MARKS[state] for state in one.by)] for one in answer.capabilities]
        table = grid(["capability", *numbers], marks, paint)
        lines += ["", table or "\n".join(_who(row, paint) for row in marks)]
        if any(state is None for one in answer.capabilities for state in one.by):
            lines += ["", "?: this entry states no capability at all"]
    for factors in answer.factors:
        lines += ["", *_factors(factors, paint)]
    blocks = (
        ("Sources", [paint.wrap(line, "  ", "     ") for line in _sources(answer)]),
        (
            "Sources disagree",
            [paint.wrap(line, "  ", "    ") for one in answer.disputes for line in dispute_lines(one)],
        ),
        ("Note", [paint.wrap(note, "  ", "    ") for note in answer.notes]),
    )
    for title, texts in blocks:
        if texts:
            lines += ["", paint(title, "bold"), *texts]
    return "\n".join(lines)


def matrix_row(number: int, one: Entry) -> list[str]:
    """The cells of an entry, under ``HEAD``."""
    return [
        one.era or one.node.introduced or NOTHING,
        f"{number} {one.node.title}" + (f" ({one.node.introduced})" if one.node.introduced else ""),
        one.node.tier or NOTHING,
        one.node.status or NOTHING,
        "; ".join(map(value_text, one.uses)) or NOTHING,
        "; ".join(map(value_text, one.limits)) or NOTHING,
        state(one),
    ]


def state(one: Entry) -> str:
    """What became of an entry by the moment: in use, or what replaces it."""
    if one.existed is False:
        return "not introduced yet"
    ends = ", ".join(end.node.title for end in one.today.live)
    return {
        "current": "in use",
        "replaced": f"replaced by {ends}",
        "partly-replaced": f"partly replaced by {ends}",
        "retired": "retired",
        "dead-end": "retired, and so is what replaced it",
        "cycle": "the sources go round in a circle",
        "cannot-tell": "cannot tell",
    }[one.today.verdict]


def value_text(held: Held) -> str:
    """What a cell says of one value."""
    value = held.value
    if held.name == "trade-offs" and isinstance(value, dict):
        return "; ".join(text_of(item) for key, item in value.items() if key in ("cons", "disadvantages")) or text_of(
            value
        )
    return text_of(value)


def _card(row: list[str], paint: Paint) -> str:
    """One entry below another, where there is no room for columns."""
    lines = [paint(row[1], "bold")]
    for name, cell in zip(HEAD, row, strict=True):
        if name != "entry":
            lines.append(paint.wrap(cell, f"  {name:11} ", " " * 14))
    return "\n".join(lines)


def _who(row: list[str], paint: Paint) -> str:
    marked = [str(number) for number, mark in enumerate(row[1:], 1) if mark == _MARKS[True]]
    return paint.wrap(f"{row[0]}: {', '.join(marked) or NOTHING}", "  ", "    ")


def _factors(one: Factors, paint: Paint) -> Iterator[str]:
    yield (
        f"{paint(one.page.title, 'bold')}  ({one.rows[0].claim.source})" if one.rows else paint(one.page.title, "bold")
    )
    head = ["factor", *(node.title for node in one.means)]
    rows = [[row.name, *(cell or NOTHING for cell in row.cells)] for row in one.rows]
    table = grid(head, rows, paint)
    if table is not None:
        yield table
        return
    for row in rows:
        yield row[0]
        for name, cell in zip(head[1:], row[1:], strict=True):
            yield paint.wrap(f"{name}: {cell}", "  ", "    ")


def _sources(answer: Comparison) -> Iterator[str]:
    """Who says what stands in the cells, entry by entry."""
    for number, one in enumerate(answer.entries, 1):
        said = [held.claim for held in (*one.uses, *one.limits)]
        said += [claim for end in one.today.live for edge in end.steps for claim in one.today.claims.get(edge.key, ())]
        places = dict.fromkeys(map(place, said))
        if places:
            yield f"{number}  {', '.join(places)}"


# ---- Markdown and CSV ------------------------------------------------------------------------------------------------


def markdown(answer: Comparison) -> str:
    """The same tables as Markdown."""
    head = ("Era", "Pattern", "Tier", "Status", "Use case", "Limitations", "Today")
    parts = [_table(head, [matrix_row(number, one) for number, one in enumerate(answer.entries, 1)])]
    if answer.capabilities:
        titles = [one.node.title for one in answer.entries]
        parts.append(
            _table(
                ["Capability", *titles],
                [
                    [one.node.title, *("" if state is False else _MARKS[state] for state in one.by)]
                    for one in answer.capabilities
                ],
            )
        )
    for one in answer.factors:
        rows = [[row.name, *row.cells] for row in one.rows]
        parts.append(f"**{_cell(one.page.title)}**\n\n" + _table(["Factor", *(node.title for node in one.means)], rows))
    notes = [*(f"- {_cell(note)}" for note in answer.notes)]
    notes += [f"- {_cell(line)}" for one in answer.disputes for line in dispute_lines(one)]
    return "\n\n".join([*parts, *(["\n".join(notes)] if notes else [])])


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(map(_cell, line))} |" for line in lines)


def _cell(text: str) -> str:
    """Text as it may stand in a cell: nothing of it is markup."""
    plain = "".join(f"\\{char}" if char in "\\|*_`<>[]" else char for char in text)
    return " ".join(plain.split())


def as_csv(answer: Comparison) -> str:
    """One row an entry; a column for each capability, and for each factor of a table."""
    head = ["id", "title", "introduced", "era", "tier", "status", "use case", "limitations", "today", "replaced by"]
    head += [f"capability: {one.node.title}" for one in answer.capabilities]
    head += [f"factor: {row.name} ({one.page.title})" for one in answer.factors for row in one.rows]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(head)
    for place_, one in enumerate(answer.entries):
        cells = [one.node.id, one.node.title, one.node.introduced, one.era, one.node.tier, one.node.status]
        cells += ["; ".join(map(value_text, one.uses)), "; ".join(map(value_text, one.limits)), state(one)]
        cells.append(" ".join(end.node.id for end in one.today.live))
        cells += [{True: "yes", False: "no", None: ""}[row.by[place_]] for row in answer.capabilities]
        for table in answer.factors:
            column = next((number for number, node in enumerate(table.means) if node.id == one.node.id), None)
            cells += ["" if column is None else row.cells[column] for row in table.rows]
        writer.writerow(cells)
    return out.getvalue()
