"""What X replaced: the way back to what was there before."""

from typing import NamedTuple

from ontology.claim import Claim
from queries.graph import Edge, Graph, Node
from queries.moment import Moment
from queries.names import the_node
from queries.walk import walk

RELATION = "replaces"


class Replaced(NamedTuple):
    """The answer to "what did X replace" at a moment."""

    node: Node
    at: Moment
    direct: tuple[Edge, ...]
    all: tuple[str, ...]
    """Everything that X replaced, directly or through others, nearest first."""
    origins: tuple[str, ...]
    """Those with nothing before them."""
    edges: tuple[Edge, ...]
    nodes: dict[str, Node]
    claims: dict[int, tuple[Claim, ...]]
    unsure: tuple[Edge, ...]
    left_out: tuple[Edge, ...]


def what_it_replaced(graph: Graph, name: str, at: Moment) -> Replaced:
    """Follow exact and partial replacements from ``name`` back in time."""
    node = the_node(graph, name)
    met = walk(graph, [node.id], [RELATION], "out", at, keep=lambda edge: edge.strength != "consider")
    before = {edge.subject for edge in met.edges}
    direct = tuple(sorted((edge for edge in met.edges if edge.subject == node.id), key=lambda edge: edge.object))
    return Replaced(
        node,
        at,
        direct,
        tuple(sorted(met.depths, key=lambda id_: (met.depths[id_], id_))),
        tuple(sorted(id_ for id_ in met.depths if id_ not in before)),
        tuple(met.edges),
        graph.nodes([node.id, *met.depths, *(edge.object for edge in (*met.unsure, *met.left_out))]),
        graph.claims(direct),
        met.unsure,
        met.left_out,
    )
