"""A part of the graph to draw: a node with its lineage and its neighbours, within a budget."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from types import MappingProxyType
from typing import NamedTuple

from queries.extract import Extract
from queries.graph import Edge, Graph, Node
from queries.lineage import lineage_relations
from queries.listing import check_properties
from queries.moment import Moment, holds
from queries.names import the_node
from queries.walk import counts

#: So many collapsed groups are drawn at most; what is beyond them is only counted.
MORE = 8


class More(NamedTuple):
    """Nodes beyond the budget that hang on one that is shown, by a relation: ``direction`` is ``in`` where they are its
    subjects.
    """

    anchor: str
    relation: str
    direction: str
    number: int


class View(NamedTuple):
    """Nodes by id and the edges between them, ready to be drawn."""

    title: str
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    at: Moment
    centre: str = ""
    hidden: Mapping[str, int] = MappingProxyType({})
    """How many nodes of which sort are not in the view (``beyond the budget``, ``not true at the moment``)."""

    more: tuple[More, ...] = ()
    """What stands collapsed for nodes beyond the budget, the largest first."""
    ranked: tuple[str, ...] = ()
    """The ids of the nodes, the nearest or best connected first."""

    def cut(self, most: int, why: str) -> "View":
        """The first so many nodes of it; the others are counted as hidden for a reason."""
        kept = set(self.ranked[:most])
        return self._replace(
            nodes=tuple(node for node in self.nodes if node.id in kept),
            edges=tuple(edge for edge in self.edges if edge.subject in kept and edge.object in kept),
            hidden={**self.hidden, why: len(self.nodes) - len(kept)},
            more=(),
            ranked=self.ranked[:most],
        )

    def hidden_line(self) -> str:
        """One line that says what is not shown; empty where everything is."""
        if not self.hidden:
            return ""
        parts = "; ".join(f"{number} {what}" for what, number in sorted(self.hidden.items()))
        return f"shown {len(self.nodes)} nodes and {len(self.edges)} edges; hidden: {parts}"


def around(
    graph: Graph,
    name: str,
    at: Moment,
    *,
    hops: int = 1,
    relations: Collection[str] | None = None,
    most: int = 60,
) -> View:
    """``name`` with its whole lineage both ways, and the neighbours of other relations within ``hops``.

    Ranked by distance from ``name``, lineage first, then defined nodes, then id; at most ``most`` nodes.
    """
    node = the_node(graph, name)
    wanted = lineage_relations(graph, relations) if relations else tuple(graph.vocabulary.relations)
    wanted = tuple(one for one in wanted if graph.vocabulary.relations[one].style.line != "none")
    lineage = tuple(one for one in wanted if graph.vocabulary.relations[one].lineage)
    others = tuple(one for one in wanted if one not in lineage)
    rank: dict[str, tuple[int, int]] = {node.id: (0, 0)}
    edges: dict[int, Edge] = {}
    untrue: set[int] = set()
    for names, direction, most_hops, order in (
        (lineage, "in", None, 0),
        (lineage, "out", None, 0),
        (others, "both", hops, 1),
    ):
        _spread(graph, node.id, names, direction, most_hops, order, at, rank, edges, untrue)
    nodes = graph.nodes(rank)
    aside = _aside(graph, nodes, node.id, relations)
    nodes = {id_: one for id_, one in nodes.items() if id_ not in aside}
    ordered = sorted(nodes, key=lambda id_: (*rank[id_][:1], rank[id_][1], not nodes[id_].defined, id_))
    shown = set(ordered[:most])
    hidden = {}
    if aside:
        kinds = sorted({graph.vocabulary.kinds[kind].plural for kind in aside.values()})
        hidden[f"{' and '.join(kinds)} (ask for them with --relation)"] = len(aside)
    if len(ordered) > most:
        hidden[_beyond(ordered, most)] = len(ordered) - most
    if untrue:
        hidden[f"edges not true, or not surely true, at {at.text}"] = len(untrue)
    inside = [edge for edge in edges.values() if edge.subject in shown and edge.object in shown]
    inside.sort(key=lambda edge: (edge.relation, edge.subject, edge.object, edge.key))
    return View(
        node.title,
        tuple(nodes[id_] for id_ in sorted(shown)),
        tuple(inside),
        at,
        node.id,
        hidden,
        collapsed(graph, ordered, shown, edges.values()),
        tuple(ordered[:most]),
    )


def _beyond(ordered: list[str], most: int) -> str:
    return f"nodes beyond --most {most} (--most {len(ordered)} shows all)"


def collapsed(graph: Graph, ordered: list[str], shown: set[str], edges: Iterable[Edge]) -> tuple[More, ...]:
    """Where the nodes beyond the budget hang: each on the shown node through which it is reached, lineage first, the
    nearest first; and how many hang there by the same relation.
    """
    if len(ordered) == len(shown):
        return ()
    relations = graph.vocabulary.relations
    at: dict[str, list[tuple[bool, str, str, str]]] = {}
    for edge in edges:
        weak = not relations[edge.relation].lineage
        at.setdefault(edge.subject, []).append((weak, edge.object, edge.relation, "in"))
        at.setdefault(edge.object, []).append((weak, edge.subject, edge.relation, "out"))
    home: dict[str, tuple[str, str, str]] = {}
    frontier = [id_ for id_ in ordered if id_ in shown]
    waiting = {id_ for id_ in ordered if id_ not in shown}
    known = set(shown)
    while frontier:
        found: dict[str, tuple[bool, str, str, str]] = {}
        for id_ in sorted({far for near in frontier for _, far, _, _ in at.get(near, ()) if far in waiting}):
            weak, near, relation, direction = min(one for one in at[id_] if one[1] in known)
            found[id_] = (weak, *home.get(near, (near, relation, direction)))
        home |= {id_: one[1:] for id_, one in found.items()}
        known |= found.keys()
        waiting -= found.keys()
        frontier = list(found)
    sizes = Counter(home.values())
    largest = sorted(sizes.items(), key=lambda one: (-one[1], one[0]))[:MORE]
    return tuple(More(*place, number) for place, number in largest)


def _aside(graph: Graph, nodes: dict[str, Node], centre: str, relations: Collection[str] | None) -> dict[str, str]:
    """Nodes with their kind that a picture leaves out unless somebody names the relations to draw."""
    if relations:
        return {}
    kinds = graph.vocabulary.kinds
    return {
        id_: node.kind
        for id_, node in nodes.items()
        if id_ != centre and node.kind in kinds and kinds[node.kind].background
    }


def _spread(
    graph: Graph,
    start: str,
    relations: tuple[str, ...],
    direction: str,
    most_hops: int | None,
    order: int,
    at: Moment,
    rank: dict[str, tuple[int, int]],
    edges: dict[int, Edge],
    untrue: set[int],
) -> None:
    """Walk on from ``start`` and note each node's best rank and each edge met."""
    frontier, hop, seen = [start], 0, {start}
    while relations and frontier and (most_hops is None or hop < most_hops):
        hop += 1
        found = set()
        for edge in graph.edges(frontier, relations, direction):
            if order == 0 and not counts(edge, inferred=False) and edge.strength != "consider":
                continue
            if not holds(edge, at):
                untrue.add(edge.key)
                continue
            edges[edge.key] = edge
            found |= {edge.subject, edge.object}
        frontier = sorted(found - seen)
        seen |= found
        for id_ in frontier:
            rank[id_] = min(rank.get(id_, (order, hop)), (order, hop))


def whole(
    graph: Graph,
    at: Moment,
    *,
    where: Collection[tuple[str, str]] = (),
    relations: Collection[str] | None = None,
    most: int = 60,
) -> View:
    """The whole catalogue, or the nodes with some properties; the best connected first within the budget."""
    check_properties(graph, where)
    nodes = {node.id: node for node in graph.select(tuple(where))}
    aside = {} if where else _aside(graph, nodes, "", relations)
    nodes = {id_: node for id_, node in nodes.items() if id_ not in aside}
    wanted = lineage_relations(graph, relations) if relations else tuple(graph.vocabulary.relations)
    drawn = tuple(one for one in wanted if graph.vocabulary.relations[one].style.line != "none")
    edges = [
        edge
        for edge in graph.edges(sorted(nodes), drawn, "out")
        if edge.object in nodes and holds(edge, at) and edge.method != "inferred"
    ]
    degree = dict.fromkeys(nodes, 0)
    for edge in edges:
        weight = 3 if graph.vocabulary.relations[edge.relation].lineage else 1
        degree[edge.subject] += weight
        degree[edge.object] += weight
    ordered = sorted(nodes, key=lambda id_: (not nodes[id_].defined, -degree[id_], id_))
    shown = set(ordered[:most])
    hidden = {_beyond(ordered, most): len(ordered) - most} if len(ordered) > most else {}
    inside = sorted(
        (edge for edge in edges if edge.subject in shown and edge.object in shown),
        key=lambda edge: (edge.relation, edge.subject, edge.object, edge.key),
    )
    return View(
        ", ".join(f"{key} {value}" for key, value in where) or "The whole catalogue",
        tuple(nodes[id_] for id_ in sorted(shown)),
        tuple(inside),
        at,
        "",
        hidden,
        collapsed(graph, ordered, shown, edges),
        tuple(ordered[:most]),
    )


def everything(extract: Extract) -> View:
    """All of a catalogue at a moment, whatever its size; without relations that are never drawn."""
    kinds = extract.vocabulary.relations
    edges = [one.edge for one in extract.links() if kinds[one.edge.relation].style.line != "none"]
    nodes = tuple(entry.node for entry in extract.entries())
    edges.sort(key=lambda edge: (edge.relation, edge.subject, edge.object, edge.key))
    return View("the whole catalogue", nodes, tuple(edges), extract.at)
