"""Small graphs written in one line, and naive oracles: what an answer means by the words of the model, not by the code.

The oracles use plain recursion, enumeration and networkx; nothing of them comes from ``queries``.
"""

import itertools
import json
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import networkx as nx

from kb.store.memory import MemoryGraph
from ontology import dates
from ontology.builtin import VOCABULARY
from queries.graph import Edge, Node
from queries.moment import Moment, moment

Span = tuple[int | None, int | None]

#: The day on which every test takes place.
TODAY = date(2026, 6, 15)


# ---- graphs ----------------------------------------------------------------------------------------------------------


def span(edtf: str) -> Span:
    """Earliest and latest day of a text; both open for none."""
    found = dates.parse(edtf) if edtf else None
    assert found or not edtf, f"{edtf} is no date"
    return (found.earliest, found.latest) if found else (None, None)


def node(id_: str, *, retired: str = "", retired_on: str = "", introduced: str = "", **more: Any) -> Node:
    """A pattern; ``retired`` is the word for it, ``retired_on`` its date, ``tier="bronze"`` retires as well."""
    if not retired and retired_on:
        retired = f"retired on {retired_on}"
    elif not retired and more.get("tier") and VOCABULARY.retires(more["tier"]):
        retired = f"tier {more['tier']}"
    elif not retired and more.get("status") and VOCABULARY.retires(more["status"]):
        retired = f"status {more['status']}"
    dated = {"born": span(introduced), "retired_on": span(retired_on), "retired_text": retired_on}
    return Node(id_, **{"title": id_, "kind": "pattern", **dated, **more}, introduced=introduced, retired=retired)


def edge(relation: str, subject: str, object_: str, *, strength: str = "", **details: Any) -> Edge:
    """An edge without key; ``since``, ``until``, ``group``, ``when`` and the rest are its details."""
    method = details.pop("method", "stated")
    detail = json.dumps({name: value for name, value in details.items() if value}, sort_keys=True)
    end = span(details["until"]) if details.get("until") else None
    return Edge(0, relation, subject, object_, strength, span(details.get("since", "")), end, method, detail)


def replaces(new: str, old: str, strength: str = "exact", **details: Any) -> Edge:
    """The newer replaces the older."""
    return edge("replaces", new, old, strength=strength, **details)


def evolved(new: str, old: str, **details: Any) -> Edge:
    """The newer evolved from the older."""
    return edge("evolved-from", new, old, **details)


def keyed(edges: Iterable[Edge], nodes: Iterable[Node] = ()) -> list[Edge]:
    """The edges with keys, in order; one without ``since`` begins with its newer end (of equal ones, the later)."""
    known = {one.id: one for one in nodes}
    made = []
    for key, one in enumerate(edges, 1):
        start = one.start
        if "since" not in one.details():
            ends = [one.subject] if VOCABULARY.relations[one.relation].lineage else [one.subject, one.object]
            dated = [known[end] for end in ends if end in known and known[end].introduced]
            if dated:
                start = max(dated, key=lambda end: (end.born[0] or 0, end.born[1] or 0, end.introduced)).born
        made.append(one._replace(key=key, start=start))
    return made


def graph(*parts: Node | Edge, **more: Any) -> MemoryGraph:
    """A graph of nodes and edges in any order; nodes that only edges name are made, as pages would define them."""
    edges = [part for part in parts if isinstance(part, Edge)]
    given = {part.id: part for part in parts if isinstance(part, Node)}
    named = {end for one in edges for end in (one.subject, one.object)}
    nodes = [*given.values(), *(node(id_) for id_ in sorted(named - given.keys()))]
    return MemoryGraph(nodes, keyed(edges, nodes), **more)


def at(text: str | None = None) -> Moment:
    """A moment; today where none is given."""
    return moment(text, TODAY)


class Counting:
    """A graph that counts how often a question asks it for edges, and for anything."""

    def __init__(self, graph: MemoryGraph) -> None:
        self._graph = graph
        self.edge_calls = 0
        self.calls = 0

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._graph, name)
        if name == "vocabulary":
            return found

        def counted(*args: Any, **more: Any) -> Any:
            self.calls += 1
            self.edge_calls += name == "edges"
            return found(*args, **more)

        return counted


# ---- dates -----------------------------------------------------------------------------------------------------------

NEVER, ALWAYS = 10**9, -(10**9)


def three(values: Iterable[bool]) -> bool | None:
    """What all possible worlds agree on, or None."""
    seen = set(values)
    return seen.pop() if len(seen) == 1 else None


def edge_holds(one: Edge, when: Moment) -> bool | None:
    """Whether an edge holds: tried with the first and the last day on which it can have begun and ended."""
    begins = [day if day is not None else (ALWAYS, NEVER)[side] for side, day in enumerate(one.start)]
    if when.day >= when.today and begins[0] <= when.today:  # what is said today, and may have begun by now, has begun
        begins = [begins[0]]
    ends = (
        [NEVER]
        if one.end is None
        else [day if day is not None else (ALWAYS, NEVER)[s] for s, day in enumerate(one.end)]
    )
    return three(first <= when.day <= last for first in begins for last in ends)


def node_retired(one: Node, when: Moment) -> bool | None:
    """Whether a node's own word says that it is retired: undated from today on, dated by its first and last day."""
    if not one.retired:
        return False
    first, last = one.retired_on
    if when.day >= when.today and (first is None or first <= when.today):
        return True
    if (first, last) == (None, None):
        return False
    return three(
        (ALWAYS if first is None else first, NEVER if last is None else last)[side] <= when.day for side in (0, 1)
    )


# ---- the verdict, by the words of the model --------------------------------------------------------------------------


@dataclass(frozen=True)
class World:
    """One way things may be: the replacements that hold, and the nodes retired by their own word."""

    root: str
    edges: tuple[Edge, ...]
    gone: frozenset[str]
    absent: tuple[Edge, ...] = ()
    """Replacements that do not hold; a group is not complete without its members among them."""

    def after(self, old: str) -> list[Edge]:
        """What replaces a node, suggestions left out."""
        return [one for one in self.edges if one.object == old and one.strength != "consider"]

    def reached(self) -> set[str]:
        """Every node to which some chain of replacements leads."""
        drawn = nx.DiGraph([(one.object, one.subject) for one in self.edges if one.strength != "consider"])
        if self.root not in drawn:
            return set()
        return {end for step in drawn[self.root] for end in {step, *nx.descendants(drawn, step)}}

    def live(self, id_: str) -> bool:
        """In use: not retired by its own word, and nothing replaces it exactly."""
        return id_ not in self.gone and all(one.strength != "exact" for one in self.after(id_))

    def ends(self) -> set[str]:
        """The live nodes reached; what is asked about is never its own end."""
        return {id_ for id_ in self.reached() if id_ != self.root and self.live(id_)}

    def ways(self, old: str) -> list[set[str]]:
        """Sets of nodes each of which takes over from ``old`` exactly: one alone, or all of an all-of group."""
        found = []
        groups: dict[str, list[Edge]] = {}
        for one in self.after(old):
            group = one.details().get("group", "")
            if group.startswith("all-of"):
                groups.setdefault(group, []).append(one)
            elif one.strength == "exact":
                found.append({one.subject})
        broken = {
            one.details().get("group", "") for one in self.absent if one.object == old and one.strength != "consider"
        }
        whole = [
            members
            for group, members in groups.items()
            if {one.strength for one in members} == {"exact"} and group not in broken
        ]
        return found + [{one.subject for one in members} for members in whole]

    def takes_over(self, id_: str, trail: frozenset[str] = frozenset()) -> bool:
        """Whether exact ways lead from a node to live ends, on every branch of an all-of group."""
        if id_ == self.root or id_ in trail:
            return False
        if id_ in self.ends():
            return True
        return any(all(self.takes_over(one, trail | {id_}) for one in way) for way in self.ways(id_))

    def exact_steps(self) -> set[tuple[str, str]]:
        """The steps old → new of complete exact ways."""
        olds = {self.root, *self.reached()}
        return {(old, new) for old in olds for way in self.ways(old) if all(map(self.takes_over, way)) for new in way}

    def verdict(self) -> str:
        """The two-valued verdict."""
        if not self.after(self.root):
            return "retired" if self.root in self.gone else "current"
        if any(all(map(self.takes_over, way)) for way in self.ways(self.root)):
            return "replaced"
        if self.ends():
            return "partly-replaced"
        inside = self.reached() | {self.root}
        drawn = nx.DiGraph([(one.object, one.subject) for old in inside for one in self.after(old)])
        return "dead-end" if nx.is_directed_acyclic_graph(drawn) else "cycle"


def completions(
    root: str, edges: Collection[Edge], holding: dict[int, bool | None], retired: dict[str, bool | None]
) -> Iterator[tuple[dict[int | str, bool], World]]:
    """Every way to complete what is unknown, with the world that it makes."""
    states: dict[int | str, bool | None] = {**{one.key: holding[one.key] for one in edges}, **retired}
    unknown = [name for name, state in states.items() if state is None]
    for values in itertools.product((False, True), repeat=len(unknown)):
        chosen = dict(zip(unknown, values, strict=True))
        known = {**states, **chosen}
        true = tuple(one for one in edges if known[one.key])
        false = tuple(one for one in edges if not known[one.key])
        yield chosen, World(root, true, frozenset(id_ for id_ in retired if known[id_]), false)


def verdict_of(
    root: str, edges: Collection[Edge], holding: dict[int, bool | None], retired: dict[str, bool | None]
) -> tuple[str, set[int | str]]:
    """The verdict on which all completions agree, else ``cannot-tell`` with the unknowns of which some one decides."""
    found = {frozenset(chosen.items()): world.verdict() for chosen, world in completions(root, edges, holding, retired)}
    if len(set(found.values())) == 1:
        return next(iter(found.values())), set()
    decisive = {
        name
        for chosen, verdict in found.items()
        for name, _ in chosen
        if found[chosen ^ {(name, True), (name, False)}] != verdict
    }
    return "cannot-tell", decisive


# ---- walks -----------------------------------------------------------------------------------------------------------


def drawn(pairs: Iterable[tuple[str, str]], nodes: Iterable[str] = ()) -> "nx.DiGraph[str]":
    """A directed graph of steps."""
    made: nx.DiGraph[str] = nx.DiGraph()
    made.add_nodes_from(nodes)
    made.add_edges_from(pairs)
    return made


def distances(pairs: Iterable[tuple[str, str]], start: str) -> dict[str, int]:
    """Hops to everything that can be reached; ``start`` itself where a circle leads back to it."""
    steps = drawn(pairs, [start])
    found = {id_: hops for id_, hops in nx.single_source_shortest_path_length(steps, start).items() if id_ != start}
    back = [0 if near == start else found[near] for near in steps.predecessors(start) if near == start or near in found]
    return found | ({start: min(back) + 1} if back else {})


def nearest_first(hops: dict[str, int]) -> tuple[str, ...]:
    """By distance, ties by id."""
    return tuple(sorted(hops, key=lambda id_: (hops[id_], id_)))


def lineage_counts(one: Edge) -> bool:
    """Stated, decided or harvested; not suggested, not expected."""
    return one.strength != "consider" and one.method != "inferred" and not one.details().get("expected")
