"""Everything that the catalogue holds about one node: its card."""

from typing import NamedTuple

from ontology import dates
from ontology.claim import Claim
from ontology.spans import begun_by
from queries.answers import Dispute, disputes_of
from queries.graph import Edge, Graph, Held, Node
from queries.moment import Moment, holds, retired
from queries.names import the_node


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
    edges = graph.edges([node.id], tuple(graph.vocabulary.relations), "both")
    now = tuple(edge for edge in edges if holds(edge, at))
    nodes = graph.nodes([node.id, *(id_ for edge in edges for id_ in (edge.subject, edge.object))])
    claims = graph.claims(now)
    return Card(
        node,
        at,
        retired(node, at),
        tuple(graph.names([node.id])),
        tuple(held for held in graph.properties([node.id]) if _seen(held, graph, at)),
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
