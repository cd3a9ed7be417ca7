"""A whole catalogue in short: its families, or what else its entries fall into, and how many lines lead from one to another."""

from collections import Counter
from collections.abc import Collection
from typing import NamedTuple

from queries.graph import Edge, Graph, Node
from queries.lineage import lineage_relations
from queries.moment import Moment, begun, holds, retired
from queries.sorting import families, values
from queries.walk import counts

#: With fewer or more groups there is nothing to be seen.
FEW, MANY = 3, 40
#: So many of its entries are named in a group.
NAMED = 3


class Group(NamedTuple):
    """Entries that belong together."""

    title: str
    size: int
    retired: int
    """How many of them are retired."""
    names: tuple[str, ...]
    """Titles of the best connected."""


class Bundle(NamedTuple):
    """Lines of one relation from one group to another, in time for lineage."""

    tail: str
    head: str
    relation: str
    number: int


class Overview(NamedTuple):
    """The groups of a catalogue by title, and what leads from one to another."""

    at: Moment
    by: str
    """What the entries are sorted by: ``family``, or a property."""
    groups: tuple[Group, ...]
    bundles: tuple[Bundle, ...]
    entries: int
    apart: int
    """How many entries belong to no group."""


def overview(
    graph: Graph, at: Moment, where: Collection[tuple[str, str]] = (), relations: Collection[str] | None = None
) -> Overview | None:
    """The groups of a catalogue; None where its entries fall into none, or into too many to be looked at."""
    kinds = graph.vocabulary.kinds
    nodes = {
        node.id: node
        for node in graph.select(tuple(where))
        if node.defined and not (node.kind in kinds and kinds[node.kind].background) and begun(node, at) is not False
    }
    by, home = "family", families(graph, nodes, at)
    if len(home) * 2 < len(nodes):
        by, home = "category", values(graph, nodes, "category")
    titles = sorted(set(home.values()))
    if not FEW <= len(titles) <= MANY or len(home) * 2 < len(nodes):
        return None
    edges = [
        edge
        for edge in graph.edges(sorted(home), lineage_relations(graph, relations), "out")
        if edge.object in home and counts(edge) and holds(edge, at)
    ]
    degree = Counter(end for edge in edges for end in (edge.subject, edge.object))
    groups = [_group(title, [nodes[id_] for id_ in sorted(home) if home[id_] == title], degree, at) for title in titles]
    found = Counter(_ends(edge, home, graph) for edge in edges if home[edge.subject] != home[edge.object])
    bundles = tuple(Bundle(*ends, number) for ends, number in sorted(found.items()))
    return Overview(at, by, tuple(groups), bundles, len(nodes), len(nodes) - len(home))


def _group(title: str, members: list[Node], degree: Counter[str], at: Moment) -> Group:
    best = sorted(members, key=lambda node: (-degree[node.id], node.id))[:NAMED]
    gone = sum(retired(node, at) is True for node in members)
    return Group(title, len(members), gone, tuple(node.title or node.id for node in best))


def _ends(edge: Edge, home: dict[str, str], graph: Graph) -> tuple[str, str, str]:
    tail, head = home[edge.object], home[edge.subject]
    relation = graph.vocabulary.relations[edge.relation]
    if not relation.lineage:
        tail, head = (head, tail) if not relation.symmetric else (min(tail, head), max(tail, head))
    return tail, head, edge.relation
