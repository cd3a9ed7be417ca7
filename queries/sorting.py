"""Sorting nodes for a picture: by family, or by a property."""

from collections.abc import Iterable, Mapping

from queries.graph import Graph, Node
from queries.moment import Moment, holds
from queries.timeline import MEMBERSHIP


def families(graph: Graph, nodes: Mapping[str, Node], at: Moment) -> dict[str, str]:
    """The title of each node's family; of several the first by id."""
    found: dict[str, str] = {}
    edges = [edge for edge in graph.edges(sorted(nodes), [MEMBERSHIP], "out") if holds(edge, at) is not False]
    families = graph.nodes({edge.object for edge in edges})
    for edge in sorted(edges, key=lambda edge: (edge.subject, edge.object)):
        if edge.object in families:
            found.setdefault(edge.subject, families[edge.object].title)
    return found


def values(graph: Graph, nodes: Mapping[str, Node], name: str) -> dict[str, str]:
    """Each node's value of a property, as text; of several the first."""
    found: dict[str, str] = {}
    for held in graph.properties(sorted(nodes), [name]):
        if held.state == "chosen" and isinstance(held.value, str | int | float):
            found.setdefault(held.node, str(held.value))
    return found


def titled(nodes: Iterable[str], titles: Mapping[str, str], rest: str) -> list[tuple[str, list[str], bool]]:
    """Nodes by their titles, in alphabetical order, and those without one under a heading of their own at the end."""
    found: dict[str, list[str]] = {}
    for id_ in sorted(nodes):
        found.setdefault(titles.get(id_, ""), []).append(id_)
    named = [
        (title, found[title], False) for title in sorted(found, key=lambda title: (title.casefold(), title)) if title
    ]
    return [*named, *([(rest, found[""], True)] if "" in found else [])]
