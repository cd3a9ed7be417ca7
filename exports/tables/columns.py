"""What the four tables of a catalogue are: each column with its type and its meaning.

CSV, Parquet, pandas, the data dictionary and the documentation are all made from ``TABLES``.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

from exports.tables import rows
from ontology.claim import Claim
from queries.extract import Extract


class Column(NamedTuple):
    """One column. A value is None where nothing is known."""

    name: str
    type: str
    """``text``, ``integer``, ``boolean``, ``day`` (counted as in ``ontology.dates``), ``texts`` or ``json`` (any data)."""
    about: str


class Table(NamedTuple):
    """One table. ``key`` names the columns that tell its rows apart; ``refers`` those that name a row of ``nodes``."""

    name: str
    about: str
    columns: tuple[Column, ...]
    rows: "Rows"
    key: tuple[str, ...] = ()
    refers: tuple[str, ...] = ()


#: What tables are made of: every open claim with its source's path, in reading order.
Spoken = Callable[[], Iterable[tuple[str, Claim]]]
#: How the rows of a table are made, of a catalogue at a moment and what its sources say.
Rows = Callable[[Extract, Spoken], Iterator[tuple[Any, ...]]]


def _spans(what: str, name: str) -> tuple[Column, Column]:
    return (
        Column(f"{name}_first", "day", f"earliest day of {what}; empty where that side is open or not known"),
        Column(f"{name}_last", "day", f"latest day of {what}; the same"),
    )


TABLES: tuple[Table, ...] = (
    Table(
        "nodes",
        "One row an entry, those known only from references too.",
        (
            Column("id", "text", "what the entry is called in the other tables"),
            Column("title", "text", "its title"),
            Column("kind", "text", "pattern, law, …"),
            Column("defined", "boolean", "false for a name that is known only from references"),
            Column("tier", "text", "its tier"),
            Column("status", "text", "its status"),
            Column("introduced", "text", "when it was introduced, as EDTF"),
            *_spans("the introduction", "introduced"),
            Column("retired", "text", "why it counts as retired; empty while it does not"),
            *_spans("the retirement", "retired"),
            Column("names", "texts", "its other names"),
        ),
        lambda extract, spoken: rows.nodes(extract),
        ("id",),
    ),
    Table(
        "values",
        "One row a value of a property of an entry: the chosen ones, and those that were not chosen.",
        (
            Column("node", "text", "the entry"),
            Column("property", "text", "the property"),
            Column("place", "integer", "the place of the value among those of the property, from 1"),
            Column("value", "text", "the value; what is no text is written as JSON"),
            Column("type", "text", "text, number, boolean or json"),
            Column("state", "text", "chosen, earlier, other (of a dispute) or suspect (a suspected default)"),
            Column("why", "text", "which rule chose it, where there was something to choose from"),
            Column("method", "text", "stated, harvested, inferred or decided"),
            Column("rule", "text", "who read it, and by which rule"),
            Column("source", "text", "the file that says so"),
            Column("line", "integer", "the line there"),
        ),
        lambda extract, spoken: rows.values(extract),
        ("node", "property", "place"),
        ("node",),
    ),
    Table(
        "edges",
        "One row an edge: subject, relation, object.",
        (
            Column("subject", "text", "the entry that the edge leaves; of a replacement the newer one"),
            Column("relation", "text", "replaces, evolved-from, …"),
            Column("object", "text", "the entry that the edge leads to"),
            Column("strength", "text", "of a replacement: exact, partial or consider"),
            Column("method", "text", "stated, harvested, inferred or decided"),
            Column("since", "text", "since when, as EDTF, where a source says so"),
            Column("until", "text", "until when, as EDTF, where a source says so"),
            *_spans("the beginning", "began"),
            Column("ended", "boolean", "whether the edge ceases to hold"),
            *_spans("the end", "ended"),
            Column("when", "texts", "under which conditions"),
            Column("group", "text", "any-of or all-of, with a name where there are several groups"),
            Column("note", "texts", "notes"),
            Column("expected", "boolean", "whether it is expected rather than so"),
            Column("details", "json", "what else is said of it: triggers, guide, effort, …"),
            Column("sources", "texts", "the places that say so, as file:line"),
        ),
        lambda extract, spoken: rows.edges(extract),
        ("subject", "relation", "object"),
        ("subject", "object"),
    ),
    Table(
        "claims",
        "One row a statement that stands, whole, as its source has it, whatever the moment.",
        (
            Column("source", "text", "the file that says so"),
            Column("line", "integer", "the line; 0 where the file has none"),
            Column("column", "integer", "the column, from 1"),
            Column("pointer", "text", "the place inside the file's data"),
            Column("commit", "text", "the commit that it was read at"),
            Column("quote", "text", "the line that says so"),
            Column("subject", "text", "the id of the record that speaks, or with by_name a name to be understood"),
            Column("predicate", "text", "a relation or a property"),
            Column("object", "text", "the name of the other thing; empty where a value is given"),
            Column("value", "json", "the value of a property"),
            Column("qualifiers", "json", "when, since, until, strength, group, note, triggers, …"),
            Column("method", "text", "stated, harvested, inferred or decided"),
            Column("rule", "text", "who read it, and by which rule"),
            Column("backwards", "boolean", "whether the source said it from the other end"),
            Column("by_name", "boolean", "whether the subject is a name"),
            Column("ids", "texts", "what the object's name may mean"),
            Column("subject_ids", "texts", "what the subject's name may mean"),
        ),
        lambda extract, spoken: rows.claims(spoken()),
    ),
)

BY_NAME = {table.name: table for table in TABLES}
