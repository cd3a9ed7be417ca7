"""The shortest path from A to B: in time for lineage, from subject to object for other relations."""

from collections.abc import Collection
from typing import NamedTuple

from ontology.claim import Claim
from queries.graph import Edge, Graph, Node
from queries.lineage import lineage_relations
from queries.moment import Moment, holds
from queries.names import the_node
from queries.walk import counts


class Path(NamedTuple):
    """A shortest path at a moment; ``ids`` is None where there is none."""

    start: Node
    end: Node
    at: Moment
    relations: tuple[str, ...]
    ids: tuple[str, ...] | None
    steps: tuple[Edge, ...]
    nodes: dict[str, Node]
    claims: dict[int, tuple[Claim, ...]]
    left_out: int = 0
    """Edges met that did not hold, or may not have held, at the moment."""


def path(
    graph: Graph, start: str, end: str, at: Moment, relations: Collection[str] | None = None, inferred: bool = False
) -> Path:
    """Find a shortest path; of several, the one whose ids come first. Default: ``replaces`` and ``evolved-from``."""
    first, last = the_node(graph, start), the_node(graph, end)
    names = lineage_relations(graph, relations)
    arrivals: dict[str, Edge] = {}
    frontier, left_out = [first.id], set[int]()
    while frontier and last.id not in arrivals and first.id != last.id:
        found: dict[str, Edge] = {}
        order = {id_: place for place, id_ in enumerate(frontier)}  # by the ids of the whole way there
        for edge, far in _onward(graph, frontier, names, inferred):
            if not holds(edge, at):
                left_out.add(edge.key)
            elif far != first.id and far not in arrivals:
                known = found.get(far)
                if known is None or (order[_near(edge, far)], edge.key) < (order[_near(known, far)], known.key):
                    found[far] = edge
        arrivals.update(found)
        frontier = sorted(found, key=lambda far: (order[_near(found[far], far)], far))
    if first.id != last.id and last.id not in arrivals:
        return Path(first, last, at, names, None, (), {}, {}, len(left_out))
    ids, steps = [last.id], []
    while ids[-1] != first.id:
        steps.append(arrivals[ids[-1]])
        ids.append(_near(arrivals[ids[-1]], ids[-1]))
    edges = tuple(reversed(steps))
    return Path(
        first, last, at, names, tuple(reversed(ids)), edges, graph.nodes(ids), graph.claims(edges), len(left_out)
    )


def _onward(graph: Graph, frontier: list[str], names: Collection[str], inferred: bool) -> list[tuple[Edge, str]]:
    """Edges that lead on from a frontier with their far ends: lineage old → new, symmetric ones both ways."""
    relations = graph.vocabulary.relations
    lineage = [name for name in names if relations[name].lineage]
    symmetric = [name for name in names if relations[name].symmetric]
    plain = [name for name in names if name not in lineage and name not in symmetric]
    here = set(frontier)
    found = []
    if lineage:
        edges = graph.edges(frontier, lineage, "in")
        found += [(edge, edge.subject) for edge in edges if counts(edge, inferred)]
    if plain:
        found += [(edge, edge.object) for edge in graph.edges(frontier, plain, "out")]
    if symmetric:
        for edge in graph.edges(frontier, symmetric, "both"):
            found += [(edge, far) for near, far in _both_ways(edge) if near in here]
    return found


def _both_ways(edge: Edge) -> tuple[tuple[str, str], tuple[str, str]]:
    return (edge.subject, edge.object), (edge.object, edge.subject)


def _near(edge: Edge, far: str) -> str:
    return edge.subject if edge.object == far else edge.object
