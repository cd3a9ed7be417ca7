"""Lives to be drawn on a time axis: which nodes, sorted into lanes, what leads from one to the other, what is not shown."""

from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import NamedTuple

from queries.errors import BadQuestion
from queries.graph import Edge, Graph, Node
from queries.lineage import lineage_relations
from queries.listing import check_properties
from queries.moment import Moment, begun, holds
from queries.names import the_node
from queries.sorting import families, titled, values
from queries.timeline import MEMBERSHIP
from queries.walk import counts

#: A line of descent with fewer members has no lane of its own.
LINE = 3
#: What ``--lanes`` takes beside the name of a property.
LANES = ("auto", "family", "line", "none")


class Lane(NamedTuple):
    """Nodes that are drawn side by side. ``title`` is empty where there is but one lane."""

    title: str
    nodes: tuple[Node, ...]
    """By id."""
    more: int = 0
    """How many belong here and are not shown."""
    plain: bool = False
    """Whether it holds what has no lane of its own."""


class Chronicle(NamedTuple):
    """Lanes, and the edges between their nodes."""

    title: str
    lanes: tuple[Lane, ...]
    edges: tuple[Edge, ...]
    at: Moment
    centre: str = ""
    sources: Mapping[str, tuple[str, ...]] = MappingProxyType({})
    """What is said of a node's dates and where it is said, by id."""
    hidden: Mapping[str, int] = MappingProxyType({})
    """How many nodes of which sort are not shown, with the option that shows them."""

    @property
    def nodes(self) -> tuple[Node, ...]:
        """Every node that is shown, lane by lane."""
        return tuple(node for lane in self.lanes for node in lane.nodes)

    def hidden_line(self) -> str:
        """One line that says what is not shown; empty where everything is."""
        if not self.hidden:
            return ""
        parts = "; ".join(f"{number} {what}" for what, number in sorted(self.hidden.items()))
        count = len(self.nodes)
        return f"shown {count} {'entry' if count == 1 else 'entries'}; hidden: {parts}"


class _Chosen(NamedTuple):
    """Everything that could be shown, best first."""

    title: str
    centre: str
    nodes: dict[str, Node]
    ranked: list[str]
    edges: list[Edge]
    hidden: dict[str, int]


def chronicle(
    graph: Graph,
    at: Moment,
    name: str = "",
    *,
    where: Collection[tuple[str, str]] = (),
    relations: Collection[str] | None = None,
    lanes: str = "auto",
    most: int = 60,
    others: Collection[str] = (),
) -> Chronicle:
    """The lineage of ``name``, the members of a family with what they come from and went to, or the whole catalogue;
    with ``others`` how they all descend from what they have in common.

    At most ``most`` nodes: a lineage by distance, a family's members first, a catalogue by how well connected they are.
    """
    names = lineage_relations(graph, relations)
    if others:
        chosen = _of_several(graph, at, (name, *others), names)
    else:
        chosen = _of_name(graph, at, name, names) if name else _of_all(graph, at, where, names)
    shown = set(chosen.ranked[:most])
    hidden = dict(chosen.hidden)
    if len(chosen.ranked) > most:
        hidden[f"beyond --most {most} (--most {len(chosen.ranked)} shows all)"] = len(chosen.ranked) - most
    edges = [edge for edge in chosen.edges if edge.subject in shown and edge.object in shown]
    edges.sort(key=lambda edge: (edge.relation, edge.subject, edge.object, edge.key))
    sorted_in = _lanes(graph, chosen, lanes, at)
    made = [
        Lane(
            title, tuple(chosen.nodes[id_] for id_ in ids if id_ in shown), sum(id_ not in shown for id_ in ids), plain
        )
        for title, ids, plain in sorted_in
    ]
    return Chronicle(
        chosen.title,
        tuple(lane for lane in made if lane.nodes),
        tuple(edges),
        at,
        chosen.centre,
        _sources(graph, shown),
        hidden,
    )


def _of_name(graph: Graph, at: Moment, name: str, relations: tuple[str, ...]) -> _Chosen:
    node = the_node(graph, name)
    members = set()
    if node.kind == "family":
        members = {edge.subject for edge in graph.edges([node.id], [MEMBERSHIP], "in") if holds(edge, at)}
    start = sorted(members or {node.id})
    ranks = dict.fromkeys(start, 0)
    untrue: set[int] = set()
    for direction in ("in", "out"):
        seen = dict.fromkeys(start, 0)
        frontier, hop = start, 0
        # A family shows where its members come from and went to, not what all those are kin to in turn.
        while frontier and (not members or hop == 0):
            hop += 1
            found = _step(graph, frontier, relations, direction, at, untrue)
            frontier = sorted(found - seen.keys())
            seen |= dict.fromkeys(frontier, hop)
        for id_, hops in seen.items():
            ranks[id_] = min(ranks.get(id_, hops), hops)
    nodes = graph.nodes(ranks)
    hidden = {f"links not true, or not surely true, at {at.text}": len(untrue)} if untrue else {}
    nodes, hidden = _born(nodes, at, hidden, keep=node.id)
    ranked = sorted(nodes, key=lambda id_: (ranks[id_], not nodes[id_].defined, id_))
    return _Chosen(node.title, node.id, nodes, ranked, _between(graph, nodes, relations, at), hidden)


def _of_several(graph: Graph, at: Moment, names: Collection[str], relations: tuple[str, ...]) -> _Chosen:
    """Several entries, what they all descend from, and what lies between; all they descend from where that is nothing."""
    nodes = {node.id: node for node in (the_node(graph, name) for name in names)}
    untrue: set[int] = set()
    older: dict[str, set[str]] = {}
    ranks: dict[str, int] = {}
    above = []
    for start in sorted(nodes):
        seen, frontier, hop = {start: 0}, [start], 0
        while frontier:
            hop += 1
            for edge in graph.edges(frontier, relations, "out"):
                if counts(edge) and holds(edge, at):
                    older.setdefault(edge.subject, set()).add(edge.object)
                elif counts(edge):
                    untrue.add(edge.key)
            frontier = sorted(set().union(*(older.get(id_, ()) for id_ in frontier)) - seen.keys())
            seen |= dict.fromkeys(frontier, hop)
        above.append(seen.keys())
        for id_, hops in seen.items():
            ranks[id_] = min(ranks.get(id_, hops), hops)
    common = set(above[0]).intersection(*above[1:])
    leads = set(common)
    while common and (more := {id_ for id_ in ranks if id_ not in leads and leads & older.get(id_, set())}):
        leads |= more
    wanted = leads | nodes.keys() if common else ranks.keys()
    hidden = {f"links not true, or not surely true, at {at.text}": len(untrue)} if untrue else {}
    found, hidden = _born(graph.nodes(wanted), at, hidden)
    ranked = sorted(found, key=lambda id_: (ranks[id_], not found[id_].defined, id_))
    titles = [node.title for node in nodes.values()]
    title = " and ".join(filter(None, (", ".join(titles[:-1]), titles[-1])))
    return _Chosen(title, "", found, ranked, _between(graph, found, relations, at), hidden)


def _step(
    graph: Graph,
    frontier: list[str],
    relations: tuple[str, ...],
    direction: str,
    at: Moment,
    untrue: set[int],
) -> set[str]:
    """One hop: the far ends; what did not hold is noted."""
    found = set()
    for edge in graph.edges(frontier, relations, direction):
        if not _drawn(edge):
            continue
        if not holds(edge, at):
            untrue.add(edge.key)
            continue
        found.add(edge.subject if direction == "in" else edge.object)
    return found


def _of_all(graph: Graph, at: Moment, where: Collection[tuple[str, str]], relations: tuple[str, ...]) -> _Chosen:
    check_properties(graph, where)
    every = {node.id: node for node in graph.select(tuple(where), at.day if at.given else None)}
    kinds, hidden = graph.vocabulary.kinds, {}
    aside = {id_ for id_, node in every.items() if not where and node.kind in kinds and kinds[node.kind].background} | {
        id_ for id_, node in every.items() if not node.defined and not node.introduced
    }
    nodes = {id_: node for id_, node in every.items() if id_ not in aside}
    named = sum(not every[id_].defined for id_ in aside)
    if named:
        hidden["known only by name, without a date (kb draw NAME shows those of one entry)"] = named
    nodes, hidden = _born(nodes, at, hidden)
    edges = _between(graph, nodes, relations, at)
    weight = _weights(nodes, edges)
    ranked = sorted(nodes, key=lambda id_: (not nodes[id_].defined, -weight[id_], id_))
    title = ", ".join(f"{key} {value}" for key, value in where) or "The whole catalogue"
    return _Chosen(title[:1].upper() + title[1:], "", nodes, ranked, edges, hidden)


def _weights(nodes: Mapping[str, Node], edges: list[Edge]) -> dict[str, int]:
    """How much comes from each node, near and far (twice where there are two ways), and how much it comes from."""
    older: dict[str, list[str]] = {}
    for edge in edges:
        older.setdefault(edge.subject, []).append(edge.object)
    weight = {id_: len(older.get(id_, ())) for id_ in nodes}
    for id_ in sorted(nodes, key=lambda id_: (age(nodes[id_]), id_), reverse=True):
        for one in older.get(id_, ()):
            weight[one] = min(weight[one] + weight[id_] + 1, 10**9)
    return weight


def _between(graph: Graph, nodes: Mapping[str, Node], relations: tuple[str, ...], at: Moment) -> list[Edge]:
    """Every edge among the nodes that is drawn and holds."""
    return [
        edge
        for edge in graph.edges(sorted(nodes), relations, "out")
        if edge.object in nodes and _drawn(edge) and holds(edge, at)
    ]


def _drawn(edge: Edge) -> bool:
    return counts(edge) or (edge.strength == "consider" and edge.method != "inferred")


def _born(
    nodes: dict[str, Node], at: Moment, hidden: dict[str, int], keep: str = ""
) -> tuple[dict[str, Node], dict[str, int]]:
    """Leave out what did not exist yet at the moment that was asked for."""
    if not at.given:
        return nodes, hidden
    there = {id_: node for id_, node in nodes.items() if begun(node, at) is not False or id_ == keep}
    if len(there) < len(nodes):
        hidden = {**hidden, f"introduced after {at.text} (a later --as-of)": len(nodes) - len(there)}
    return there, hidden


def _lanes(graph: Graph, chosen: _Chosen, by: str, at: Moment) -> list[tuple[str, list[str], bool]]:
    """Every node that could be shown, in lanes: (title, ids, whether it holds the rest)."""
    if by == "none":
        return [("", sorted(chosen.nodes), False)]
    if by in ("auto", "family"):
        titles = families(graph, chosen.nodes, at)
        if by == "family" or 2 * len(titles) >= len(chosen.nodes):
            return titled(chosen.nodes, titles, "No family")
    if by == "line":
        return _lines(chosen)
    if by == "auto":
        titles = values(graph, chosen.nodes, "category")
        few = 1 < len(set(titles.values())) <= max(12, len(chosen.nodes) // 4)
        return titled(chosen.nodes, titles, "No category") if few and titles else _lines(chosen)
    check_properties(graph, [(by, "")])
    return titled(chosen.nodes, values(graph, chosen.nodes, by), f"No {by.replace('-', ' ')}")


def _lines(chosen: _Chosen) -> list[tuple[str, list[str], bool]]:
    """Lines of descent, oldest first, each called after its oldest member; what hardly descends together in one."""
    home = {id_: id_ for id_ in chosen.nodes}

    def root(id_: str) -> str:
        while home[id_] != id_:
            home[id_] = home[home[id_]]
            id_ = home[id_]
        return id_

    for edge in chosen.edges:
        if edge.subject in home and edge.object in home:
            one, other = sorted((root(edge.subject), root(edge.object)))
            home[other] = one
    lots: dict[str, list[str]] = {}
    for id_ in sorted(chosen.nodes):
        lots.setdefault(root(id_), []).append(id_)
    if len(lots) == 1:
        return [("", lot, False) for lot in lots.values()]
    named, rest = [], []
    for lot in lots.values():
        if len(lot) < LINE:
            rest += lot
            continue
        oldest = min(lot, key=lambda id_: (age(chosen.nodes[id_]), id_))
        named.append((age(chosen.nodes[oldest]), oldest, lot))
    found = [(f"{chosen.nodes[oldest].title} and its line", lot, False) for _, oldest, lot in sorted(named)]
    return [*found, *([("Without kin here" if named else "", sorted(rest), True)] if rest else [])]


def age(node: Node) -> int:
    """The first day a node may have been there; what has no date comes last."""
    known = node.born[0] if node.born[0] is not None else node.born[1]
    return known if known is not None else 9_999_999


def _sources(graph: Graph, ids: Collection[str]) -> dict[str, tuple[str, ...]]:
    """What is said of the nodes' dates: the words, and file and line."""
    found: dict[str, list[str]] = {}
    for held in graph.properties(sorted(ids), ["introduced", "retired-on", "retired", "status", "tier"]):
        if held.state == "chosen":
            words = f"{held.name.replace('-', ' ')} {held.value}: {held.claim.source}"
            found.setdefault(held.node, []).append(words)
    return {id_: tuple(lines) for id_, lines in found.items()}


def check_lanes(graph: Graph, by: str) -> None:
    """Raise ``BadQuestion`` for lanes that nothing could be sorted into."""
    if by in LANES:
        return
    try:
        check_properties(graph, [(by, "")])
    except BadQuestion as error:
        raise BadQuestion(f"--lanes {by}: {error} It takes {', '.join(LANES)}, too") from error
