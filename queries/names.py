"""The one node that a question's name means."""

from queries.errors import AmbiguousName, UnknownName
from queries.graph import Graph, Node


def the_node(graph: Graph, name: str) -> Node:
    """The node called ``name``. Raises ``UnknownName`` with near names, or ``AmbiguousName`` with all that fit."""
    found = graph.find(name)
    if not found.nodes:
        raise UnknownName(found)
    if len(found.nodes) > 1:
        raise AmbiguousName(found)
    return found.nodes[0]
