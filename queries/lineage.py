"""Ancestors and descendants: where a pattern comes from, and what became of it.

Lineage is ``replaces`` and ``evolved-from``, stated, decided or harvested. What a rule only inferred (the order of an
evolution timeline) counts where it is asked for; what is expected of the future never does.
"""

from collections.abc import Collection, Sequence
from itertools import takewhile
from typing import NamedTuple

from queries.errors import BadQuestion
from queries.graph import Edge, Graph, Node
from queries.moment import Moment
from queries.names import the_node
from queries.walk import Walk, counts, walk


class Lineage(NamedTuple):
    """Ancestors or descendants of a node at a moment."""

    node: Node
    at: Moment
    direction: str
    """``ancestors`` or ``descendants``."""
    direct: tuple[str, ...]
    depths: dict[str, int]
    """Everything reached with its distance in hops, nearest first, ties by id."""
    chain: tuple[str, ...]
    """The whole line, nearest first, where there is exactly one; else empty."""
    edges: Sequence[Edge]
    nodes: dict[str, Node]
    unsure: tuple[Edge, ...]
    left_out: tuple[Edge, ...]


class CommonAncestors(NamedTuple):
    """What several nodes descend from together."""

    nodes: tuple[Node, ...]
    at: Moment
    nearest: tuple[str, ...]
    """Common ancestors of which no descendant is one too; all of them where the sources go round in a circle."""
    all: tuple[str, ...]
    titles: dict[str, Node]


def lineage_relations(graph: Graph, names: Collection[str] | None) -> tuple[str, ...]:
    """The relations to follow: those named, or all lineage. Raises ``BadQuestion`` for one that nobody declared."""
    if not names:
        return graph.vocabulary.names_of(lineage=True)
    for name in names:
        if name not in graph.vocabulary.relations:
            known = ", ".join(graph.vocabulary.relations)
            raise BadQuestion(f"there is no relation '{name}'; the relations are {known}")
    return tuple(dict.fromkeys(names))


def ancestors(
    graph: Graph, name: str, at: Moment, relations: Collection[str] | None = None, inferred: bool = False
) -> Lineage:
    """Everything that ``name`` descends from."""
    return _lineage(graph, name, at, relations, inferred, "ancestors")


def descendants(
    graph: Graph, name: str, at: Moment, relations: Collection[str] | None = None, inferred: bool = False
) -> Lineage:
    """Everything that descends from ``name``."""
    return _lineage(graph, name, at, relations, inferred, "descendants")


def _lineage(
    graph: Graph, name: str, at: Moment, relations: Collection[str] | None, inferred: bool, which: str
) -> Lineage:
    node = the_node(graph, name)
    names = lineage_relations(graph, relations)
    for relation in names:
        if graph.vocabulary.relations[relation].symmetric:
            raise BadQuestion(
                f"'{relation}' has no older and newer end, so nothing descends by it; see kb show, kb path"
            )
    met, nodes = _reached(graph, node.id, at, names, inferred, which)
    if nodes is None:
        hidden = (id_ for edge in (*met.unsure, *met.left_out) for id_ in (edge.subject, edge.object))
        nodes = graph.nodes([node.id, *met.depths, *hidden])
    direct = tuple(takewhile(lambda id_: met.depths[id_] == 1, met.depths))
    chain = _chain(node.id, met, which)
    return Lineage(node, at, which, direct, met.depths, chain, met.edges, nodes, met.unsure, met.left_out)


def _reached(
    graph: Graph, start: str, at: Moment, names: tuple[str, ...], inferred: bool, which: str
) -> tuple[Walk, dict[str, Node] | None]:
    """The walk from a node, nearest first, ties by id, and the nodes that stand in it where they are at hand, by id."""
    direction = "out" if which == "ancestors" else "in"
    kept = graph.kept(names)
    if kept is not None and start in kept:
        return kept.reach(start, direction, at, inferred)
    return walk(graph, [start], names, direction, at, keep=lambda edge: counts(edge, inferred)), None


def _chain(start: str, met: Walk, which: str) -> tuple[str, ...]:
    """The line from ``start`` where every node has exactly one next one; empty where it forks or goes round."""
    if len(met.depths) != max(met.depths.values(), default=0):
        return ()  # two nodes are equally far
    following: dict[str, set[str]] = {}
    for edge in met.edges:
        near, far = (edge.subject, edge.object) if which == "ancestors" else (edge.object, edge.subject)
        following.setdefault(near, set()).add(far)
    chain: dict[str, None] = {}
    here = start
    while len(following.get(here, ())) == 1:
        here = next(iter(following[here]))
        if here == start or here in chain:
            return ()
        chain[here] = None
    return tuple(chain) if not following.get(here) else ()


def common_ancestors(
    graph: Graph, names: Collection[str], at: Moment, relations: Collection[str] | None = None
) -> CommonAncestors:
    """What all of ``names`` descend from; a node counts as its own ancestor, so that a parent can be the answer."""
    if len(names) < 2:
        raise BadQuestion("common ancestors are asked of two or more names")
    nodes = [the_node(graph, name) for name in names]
    followed = lineage_relations(graph, relations)
    walks = [_reached(graph, node.id, at, followed, False, "ancestors")[0] for node in nodes]
    shared = set.intersection(*({node.id, *met.depths} for node, met in zip(nodes, walks, strict=True)))
    newer: dict[str, set[str]] = {id_: set() for id_ in shared}
    for met in walks:
        for edge in met.edges:
            if edge.subject in shared and edge.object in shared and edge.subject != edge.object:
                newer[edge.object].add(edge.subject)
    nearest = {id_ for id_, descendants_ in newer.items() if not descendants_} or shared
    titles = graph.nodes(sorted(shared))
    return CommonAncestors(tuple(nodes), at, tuple(sorted(nearest)), tuple(sorted(shared)), titles)
