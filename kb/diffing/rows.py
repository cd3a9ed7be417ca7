"""A settled catalogue as sorted streams: entries, names, properties and edges, each with where it is said.

What both catalogues have alike flows by; nothing of either is held as a whole.
"""

import json
from collections.abc import Callable, Iterator
from itertools import groupby
from typing import Any, NamedTuple

from ontology.claim import DENIED
from queries.graph import Edge, Node
from queries.moment import Moment, begun, holds, retired

Rows = Callable[..., Iterator[Any]]

#: What of an edge's detail is said of it; the rest follows from how it was said.
QUALIFIERS = ("since", "until", "when", "group", "note", "triggers", "ground", "guide", "effort", "expected")


class EntryRow(NamedTuple):
    """An entry: whether a page defines it, its other ids, and its properties."""

    id: str
    node: Node
    also: tuple[str, ...]
    properties: dict[str, list[tuple[str, str]]]
    """By name: values as JSON, each with the date since when it was observed."""
    sources: dict[str, list[str]]
    """Where the values of each property stand."""
    in_use: bool | None = None
    """Whether it is in use at the moment that was asked for; None where none was."""


class EdgeRow(NamedTuple):
    """An edge by its ends, with what is said of it."""

    key: tuple[str, str, str]
    """(relation, subject, object)."""
    said: dict[str, Any]
    edge: Edge
    sources: tuple[str, ...]


_NODES = (
    "SELECT node.nid, node.id, title, kind, defined, tier, status, introduced, born_first, born_last, retired,"
    " retired_first, retired_last, retired_text FROM node ORDER BY node.id"
)
_VALUES = (
    "SELECT node.id, property.name, property.value, claim.qualifiers, source.path, claim.line FROM property"
    " JOIN node ON node.nid = property.node JOIN claim ON claim.id = property.claim"
    " JOIN source ON source.id = claim.source"
    f" WHERE property.state IN ('chosen', 'earlier') AND property.name != '{DENIED}'"
    " ORDER BY node.id, property.name, property.place"
)
_EDGES = (
    "SELECT edge.key, relation, s.id, o.id, strength, start_first, start_last, ends, end_first, end_last, method, detail"
    " FROM edge JOIN node s ON s.nid = edge.subject JOIN node o ON o.nid = edge.object ORDER BY relation, s.id, o.id"
)
_VOICES = (
    "SELECT s.id, relation, o.id, source.path, claim.line FROM edge JOIN node s ON s.nid = edge.subject"
    " JOIN node o ON o.nid = edge.object JOIN edge_claim ON edge_claim.edge = edge.key"
    " JOIN claim ON claim.id = edge_claim.claim JOIN source ON source.id = claim.source"
    " ORDER BY relation, s.id, o.id, edge_claim.place"
)


def entries(rows: Rows, also: dict[str, list[str]], at: Moment | None) -> Iterator[EntryRow]:
    """All entries by id; at a moment those that may have been there, with whether they were in use."""
    values = groupby(rows(_VALUES), key=lambda row: str(row[0]))
    held_id, held = _next(values)
    for row in rows(_NODES):
        born, gone = (row[8], row[9]), (row[11], row[12])
        node = Node(row[1], row[2], row[3], bool(row[4]), row[5], row[6], row[7], born, row[10], gone, row[13])
        properties: dict[str, list[tuple[str, str]]] = {}
        sources: dict[str, list[str]] = {}
        if held_id == node.id:
            for _, name, value, qualifiers, path, line in held:
                since = str(json.loads(qualifiers).get("since", "")) if '"since"' in qualifiers else ""
                properties.setdefault(name, []).append((value, since))
                sources.setdefault(name, []).append(f"{path}:{line}")
            held_id, held = _next(values)
        if at is None:
            yield EntryRow(node.id, node, tuple(also.get(node.id, ())), properties, sources)
        elif begun(node, at) is not False:
            yield EntryRow(node.id, node, tuple(also.get(node.id, ())), properties, sources, not retired(node, at))


def _next(groups: Iterator[tuple[str, Iterator[Any]]]) -> tuple[str, list[Any]]:
    """The next group, read; an id that none has at the end."""
    for key, group in groups:
        return key, list(group)
    return "", []


def edges(rows: Rows, at: Moment | None) -> Iterator[EdgeRow]:
    """All edges by relation and ends; at a moment those that surely held."""
    voices = groupby(rows(_VOICES), key=lambda row: (str(row[1]), str(row[0]), str(row[2])))
    said_key, said = _next_key(voices)
    for row in rows(_EDGES):
        end = (row[8], row[9]) if row[7] else None
        edge = Edge(row[0], row[1], row[2], row[3], row[4], (row[5], row[6]), end, row[10], row[11])
        key = (edge.relation, edge.subject, edge.object)
        sources: tuple[str, ...] = ()
        if said_key == key:
            sources = tuple(f"{path}:{line}" for _, _, _, path, line in said)
            said_key, said = _next_key(voices)
        if at is None or holds(edge, at):
            yield EdgeRow(key, said_of(edge), edge, sources)


def _next_key(groups: Iterator[tuple[tuple[str, str, str], Iterator[Any]]]) -> tuple[tuple[str, str, str], list[Any]]:
    for key, group in groups:
        return key, list(group)
    return ("", "", ""), []


def said_of(edge: Edge) -> dict[str, Any]:
    """What is said of an edge: strength, dates, conditions, and whether a rule only inferred it."""
    details = edge.details()
    said: dict[str, Any] = {"strength": edge.strength} if edge.strength else {}
    said |= {name: details[name] for name in QUALIFIERS if details.get(name)}
    return said | ({"inferred": True} if edge.method == "inferred" else {})


def other_ids(rows: Rows) -> dict[str, list[str]]:
    """By entry: further ids that are read as it."""
    found: dict[str, list[str]] = {}
    for id_, name in rows(
        "SELECT node.id, name.key FROM name JOIN node ON node.nid = name.node"
        " WHERE name.rule = 'id' AND name.key != node.id ORDER BY node.id, name.key"
    ):
        found.setdefault(id_, []).append(name)
    return found
