"""The ways from X to what is live: one shortest path an end, exact where an exact one exists."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from queries.graph import Edge
from queries.verdict import Sizes, by_older, exact_options, exactly_good, is_live, reach


class Route(NamedTuple):
    """``ends`` has each live end with the edges of its path and whether they replace exactly."""

    ends: dict[str, tuple[tuple[Edge, ...], bool]]
    depths: dict[str, int]
    successors: Mapping[str, list[Edge]]


def routes(root: str, edges: Iterable[Edge], retired: set[str], sizes: Sizes) -> Route:
    """Find the live ends reached from ``root`` along edges that hold, and the best way to each.

    ``sizes`` tells how many members each group has (``queries.verdict.group_sizes``).
    """
    successors = by_older(edges)
    depths = reach(root, successors)
    ends = {node for node in depths if node != root and is_live(node, successors, retired)}
    good = exactly_good(ends, successors, root, sizes)
    exact = {
        node: [
            edge for option in exact_options(out, sizes) if all(e.subject in good for e in option) for edge in option
        ]
        for node, out in successors.items()
    }
    by_exact, by_any = _arrivals(root, exact), _arrivals(root, successors)
    found = {
        end: (_back(root, end, by_exact), True) if end in by_exact else (_back(root, end, by_any), False)
        for end in sorted(ends)
    }
    return Route(found, depths, successors)


def _arrivals(root: str, successors: Mapping[str, list[Edge]]) -> dict[str, Edge]:
    """The last edge of a shortest path to every node that can be reached; of several, the one with the smaller ids."""
    arrivals: dict[str, Edge] = {}
    frontier = [root]
    while frontier:
        found: list[str] = []
        for node in frontier:
            for edge in sorted(successors.get(node, ()), key=lambda edge: (edge.strength, edge.subject, edge.key)):
                if edge.subject != root and edge.subject not in arrivals:
                    arrivals[edge.subject] = edge
                    found.append(edge.subject)
        frontier = found
    return arrivals


def _back(root: str, end: str, arrivals: Mapping[str, Edge]) -> tuple[Edge, ...]:
    steps = []
    while end != root:
        steps.append(arrivals[end])
        end = arrivals[end].object
    return tuple(reversed(steps))
