"""Walking a relation hop by hop: one call to the store a hop, whatever the graph's size."""

from collections.abc import Callable, Collection, Sequence
from typing import NamedTuple

from queries.graph import Edge, Graph
from queries.moment import Moment, holds


class Walk(NamedTuple):
    """What a walk met. ``depths`` has every node reached with its distance in hops (the start is not among them unless
    a circle leads back to it); ``edges`` those walked along, in the order they were met.
    """

    depths: dict[str, int]
    edges: Sequence[Edge]
    unsure: tuple[Edge, ...]
    """Edges of which nobody can tell whether they held at the moment; walked only where the walker asked for it."""
    left_out: tuple[Edge, ...]
    """Edges that did not hold at the moment."""


def walk(
    graph: Graph,
    start: Collection[str],
    relations: Collection[str],
    direction: str,
    at: Moment,
    *,
    keep: Callable[[Edge], bool] | None = None,
    through_unsure: bool = False,
    most_hops: int | None = None,
    first: Collection[Edge] | None = None,
) -> Walk:
    """Follow ``relations`` from ``start``, ``out`` (subject → object), ``in``, or ``both``.

    ``keep`` leaves edges out of the walk altogether (they are not among ``left_out``). ``first`` are the edges of the
    first hop, where the caller has them already.
    """
    depths: dict[str, int] = {}
    walked: dict[int, Edge] = {}
    unsure: dict[int, Edge] = {}
    left_out: dict[int, Edge] = {}
    frontier, hop = sorted(set(start)), 0
    known = set(frontier)
    while frontier and (most_hops is None or hop < most_hops):
        hop += 1
        found: set[str] = set()
        here = set(frontier)
        for edge in first if first is not None and hop == 1 else graph.edges(frontier, relations, direction):
            if keep is not None and not keep(edge):
                continue
            state = holds(edge, at)
            if state is False:
                left_out[edge.key] = edge
                continue
            if state is None:
                unsure[edge.key] = edge
                if not through_unsure:
                    continue
            walked[edge.key] = edge
            found.update(far_ends(edge, here, direction))
        new = {id_ for id_ in found if id_ not in depths}
        depths.update(dict.fromkeys(sorted(new), hop))
        frontier = sorted(id_ for id_ in new if id_ not in known)
        known |= new
    return Walk(depths, tuple(walked.values()), tuple(unsure.values()), tuple(left_out.values()))


def far_ends(edge: Edge, here: Collection[str], direction: str) -> list[str]:
    """The ends of an edge that lie one hop away from ``here``."""
    ends = []
    if direction in ("out", "both") and edge.subject in here:
        ends.append(edge.object)
    if direction in ("in", "both") and edge.object in here:
        ends.append(edge.subject)
    return ends


def counts(edge: Edge, inferred: bool = False, consider: bool = False) -> bool:
    """Whether an edge counts as lineage: not merely suggested, not merely inferred (unless asked for), not expected."""
    if (edge.strength == "consider" and not consider) or (edge.method == "inferred" and not inferred):
        return False
    return '"expected"' not in edge.detail
