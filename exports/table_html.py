"""Answers as HTML tables, for notebooks; cells are text and nothing else, looks are the reader's own."""

import html
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from exports.compare_text import HEAD, NOTHING, matrix_row
from exports.diff_text import shown_changes
from exports.path_text import how
from exports.said import place
from exports.table_text import counted
from ontology.vocabulary import Vocabulary
from queries.answers import text_of
from queries.compare import Comparison
from queries.diff import Difference
from queries.graph import Node
from queries.lineage import CommonAncestors
from queries.listing import Listing
from queries.path import Path
from queries.search import Hits
from queries.timeline import History, Timeline

_MARKS = {True: "✓", False: "", None: "?"}


class Table(NamedTuple):
    """A table with what stands above and below it."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    title: str = ""
    note: str = ""


def render(tables: Iterable[Table]) -> str:
    """The tables one below the other.

    >>> print(render([Table(("a", "b"), (("1", "<2>"),), "Two")]))
    <p><b>Two</b></p><table><thead><tr><th>a</th><th>b</th></tr></thead><tbody><tr><td>1</td><td>&lt;2&gt;</td></tr></tbody></table>
    """
    return "".join(part for table in tables for part in _parts(table))


def _parts(table: Table) -> Iterator[str]:
    if table.title:
        yield f"<p><b>{html.escape(table.title)}</b></p>"
    if table.rows:
        yield f"<table><thead>{_row(table.head, 'th')}</thead><tbody>"
        yield from (_row(row, "td") for row in table.rows)
        yield "</tbody></table>"
    if table.note:
        yield f"<p>{html.escape(table.note)}</p>"


def _row(cells: Sequence[str], tag: str) -> str:
    return f"<tr>{''.join(f'<{tag}>{html.escape(cell)}</{tag}>' for cell in cells)}</tr>"


def _entry(node: Node) -> tuple[str, str, str]:
    return node.introduced, node.tier, node.status


def listing(answer: Listing) -> Iterator[Table]:
    """Entries with what tells them apart."""
    rows = tuple((node.title, node.id, node.kind, *_entry(node)) for node in answer.nodes)
    later = f"; {answer.not_yet} more were introduced after {answer.at.text}" if answer.not_yet else ""
    yield Table(
        ("title", "id", "kind", "introduced", "tier", "status"),
        rows,
        note=counted(len(rows), "entry", "entries") + later,
    )


def hits(answer: Hits) -> Iterator[Table]:
    """What a search found, with what matched."""
    rows = tuple((node.title, node.id, node.kind, *_entry(node), matched) for node, matched in answer.found)
    shown = (
        f"shown {len(rows)} of {answer.total:,}" if len(rows) < answer.total else counted(len(rows), "entry", "entries")
    )
    yield Table(("title", "id", "kind", "introduced", "tier", "status", "matched"), rows, note=shown)


def history(answer: History) -> Iterator[Table]:
    """Observations with who says so."""
    rows = tuple((date or "?", text_of(held.value), place(held.claim)) for date, held in answer.observations)
    yield Table(("date", answer.property, "source"), rows, f"{answer.node.title}: {answer.property}")


def timeline(answer: Timeline) -> Iterator[Table]:
    """Events in order, then why people moved."""
    rows = tuple((event.date or "?", event.node.title, *_entry(event.node)[1:]) for event in answer.events)
    yield Table(("date", "entry", "tier", "status"), rows, answer.node.title)
    moves = tuple(
        (move.trigger.year or "?", move.old.title, move.new.title, move.trigger.text, place(move.trigger.claim))
        for move in answer.moves
    )
    if moves:
        yield Table(("year", "from", "to", "why", "source"), moves, "Why people moved")


def path(answer: Path, words: Vocabulary) -> Iterator[Table]:
    """The steps of the shortest way; nothing where there is none."""
    if answer.ids is None:
        return
    steps = zip(answer.steps, answer.ids, answer.ids[1:], strict=False)
    rows = tuple(
        (
            answer.nodes[before].title,
            how(edge, after, words),
            answer.nodes[after].title,
            "; ".join(map(place, answer.claims.get(edge.key, ()))),
        )
        for edge, before, after in steps
    )
    yield Table(("from", "is", "to", "source"), rows, f"From {answer.start.title} to {answer.end.title}")


def common(answer: CommonAncestors) -> Iterator[Table]:
    """Common ancestors, the nearest first."""
    names = ", ".join(node.title for node in answer.nodes)
    ordered = (*answer.nearest, *(id_ for id_ in answer.all if id_ not in answer.nearest))
    rows = tuple(
        (answer.titles[id_].title, id_, *_entry(answer.titles[id_]), "nearest" if id_ in answer.nearest else "")
        for id_ in ordered
    )
    yield Table(
        ("title", "id", "introduced", "tier", "status", ""), rows, f"{names}: {counted(len(rows), 'common ancestor')}"
    )


def comparison(answer: Comparison) -> Iterator[Table]:
    """The matrix, then capabilities and tables of factors."""
    yield Table(HEAD, tuple(tuple(matrix_row(number, one)) for number, one in enumerate(answer.entries, 1)))
    titles = [one.node.title for one in answer.entries]
    if answer.capabilities:
        rows = tuple((one.node.title, *(_MARKS[has] for has in one.by)) for one in answer.capabilities)
        yield Table(("capability", *titles), rows)
    for one in answer.factors:
        rows = tuple((row.name, *(cell or NOTHING for cell in row.cells)) for row in one.rows)
        yield Table(("factor", *(node.title for node in one.means)), rows, one.page.title)
    yield Table((), (), note="; ".join(answer.notes))


def difference(answer: Difference) -> Iterator[Table]:
    """Changes one by one, those that alter most answers first."""
    changes, own = shown_changes(answer)
    rows = tuple(
        (one.text, str(len(one.answers) or ""), (one.after.sources or one.before.sources or ("",))[0])
        for one in changes
    )
    more = f"; {own:,} more are what new entries say of themselves" if own else ""
    yield Table(
        ("change", "answers changed", "source"),
        rows,
        f"{answer.first} → {answer.second}",
        counted(len(rows), "change") + more,
    )
