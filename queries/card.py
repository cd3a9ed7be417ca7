"""Everything that the catalogue holds about one node: its card."""

from collections.abc import Iterator
from typing import NamedTuple

from ontology import dates
from ontology.claim import Claim
from ontology.spans import begun_by
from queries.answers import Dispute, disputes_of
from queries.graph import Edge, Graph, Held, Node
from queries.moment import Moment, holds, retired
from queries.names import the_node
from queries.observed import as_it_was, held_at


class Card(NamedTuple):
    """A node with its names, settled properties and edges at a moment."""

    node: Node
    at: Moment
    retired: bool | None
    names: tuple[tuple[str, str, str, str], ...]
    """(id, name, rule, since)."""
    properties: tuple[Held, ...]
    edges: tuple[Edge, ...]
    nodes: dict[str, Node]
    claims: dict[int, tuple[Claim, ...]]
    disputes: tuple[Dispute, ...]
    left_out: tuple[Edge, ...]
    """Edges that did not hold, or may not have held, at the moment."""


def show(graph: Graph, name: str, at: Moment) -> Card:
    """The card of the node called ``name``."""
    node = the_node(graph, name)
    node = as_it_was(graph, [node], at)[node.id]
    edges = graph.edges([node.id], tuple(graph.vocabulary.relations), "both")
    now = tuple(edge for edge in edges if holds(edge, at))
    nodes = graph.nodes([node.id, *(id_ for edge in edges for id_ in (edge.subject, edge.object))])
    claims = graph.claims(now)
    return Card(
        node,
        at,
        retired(node, at),
        tuple(graph.names([node.id])),
        tuple(_as_seen([held for held in graph.properties([node.id]) if _seen(held, graph, at)], at)),
        now,
        nodes,
        claims,
        disputes_of(graph, [node], now, claims),
        tuple(edge for edge in edges if edge not in now),
    )


def _seen(held: Held, graph: Graph, at: Moment) -> bool:
    """Whether a record had been observed at a moment; what has no date of its own always had."""
    since = held.claim.qualifiers.get("since")
    if since is None or graph.vocabulary.property(held.name).holds != "record":
        return True
    date = dates.parse(str(since))
    return date is None or begun_by(date.earliest, date.latest, at.day) is not False


def _as_seen(properties: list[Held], at: Moment) -> Iterator[Held]:
    """What was observed again and again: the value of the moment is chosen, others are earlier or later ones."""
    dated: dict[str, list[Held]] = {}
    for held in properties if at.given else ():
        if "since" in held.claim.qualifiers and held.state in ("chosen", "earlier"):
            dated.setdefault(held.name, []).append(held)
    now = {name: held_at(several, at.day) for name, several in dated.items()}
    for held in properties:
        if held not in dated.get(held.name, ()):
            yield held
            continue
        date = dates.parse(str(held.claim.qualifiers["since"]))
        begun = date is None or begun_by(date.earliest, date.latest, at.day)
        yield held._replace(state="chosen" if held in now[held.name] else "earlier" if begun else "later")
