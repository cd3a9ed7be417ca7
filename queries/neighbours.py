"""What stands in one relation to X, directly and, where it is asked for, through others."""

from typing import NamedTuple

from queries.errors import BadQuestion
from queries.graph import Edge, Graph, Node
from queries.lineage import lineage_relations
from queries.moment import Moment
from queries.names import the_node
from queries.walk import walk


class Neighbours(NamedTuple):
    """Nodes in a relation to a node at a moment, nearest first."""

    node: Node
    at: Moment
    relation: str
    direction: str
    direct: tuple[str, ...]
    all: tuple[str, ...]
    edges: tuple[Edge, ...]
    nodes: dict[str, Node]
    left_out: tuple[Edge, ...]


def neighbours(
    graph: Graph, name: str, relation: str, direction: str, at: Moment, transitive: bool = False
) -> Neighbours:
    """Nodes that ``name`` stands in ``relation`` to: ``out`` = it is the subject, ``in`` = the object, or ``both``."""
    if direction not in ("out", "in", "both"):
        raise BadQuestion(f"direction '{direction}' is none of out, in, both")
    node = the_node(graph, name)
    (relation,) = lineage_relations(graph, [relation])
    if graph.vocabulary.relations[relation].symmetric:
        direction = "both"
    met = walk(graph, [node.id], [relation], direction, at, most_hops=None if transitive else 1)
    # Of itself only where an edge says so: ways that lead round and back do not.
    depths = {id_: depth for id_, depth in met.depths.items() if id_ != node.id or depth == 1}
    reached = tuple(sorted(depths, key=lambda id_: (depths[id_], id_)))
    direct = tuple(id_ for id_ in reached if depths[id_] == 1)
    nodes = graph.nodes([node.id, *reached])
    return Neighbours(
        node, at, relation, direction, direct, reached, tuple(met.edges), nodes, (*met.left_out, *met.unsure)
    )
