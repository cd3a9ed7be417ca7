"""How a catalogue hangs together: components, what is referenced most, keystones, replacements by decade, families.

A *keystone* keeps others from being stranded: a node K keeps X where X is not in use, at least one way of exact or partial
replacements leads from X to something in use, and every such way leads through K or ends at it. Were K retired, X would be
left without anything. What counts is what surely holds at the moment.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from queries.dominators import immediate_dominators
from queries.graph import Edge, Graph, Node
from queries.moment import Moment, begun, holds, retired
from queries.walk import counts

#: Ids in one question to the store.
_CHUNK = 20_000
#: How many of the most referenced entries and of the keystones are told.
MOST_TOLD = 10
UNKNOWN = "unknown"


class Components(NamedTuple):
    """Groups of nodes that edges join, in whichever direction."""

    number: int
    largest: int
    nodes: int
    """How many nodes they have together."""


class Keystone(NamedTuple):
    """A node that keeps others from being stranded."""

    node: Node
    keeps: tuple[str, ...]
    """Ids of those that it keeps, in order."""


class Family(NamedTuple):
    """A family with its members by tier; those without a tier under the empty word."""

    node: Node
    members: int
    retired: int
    tiers: dict[str, int]


class Structure(NamedTuple):
    """How a catalogue hangs together at a moment."""

    at: Moment
    components: Components
    """By relations of any sort; a node without any is a component of its own."""
    lineage: Components
    """By lineage alone, of two nodes or more."""
    referenced: tuple[tuple[Node, int], ...]
    """Entries with the number of others that name them by a relation that is not weak, most first."""
    keystones: tuple[Keystone, ...]
    keystones_in_all: int
    decades: dict[str, int]
    """Replacements by the decade in which they began; ``unknown`` where nothing tells the decade."""
    families: tuple[Family, ...]
    undated: int
    """Nodes without a date of introduction, which count as there at every moment."""
    unsure_nodes: int
    """Nodes of which nobody can tell whether they had been introduced; counted as there."""
    unsure_edges: int
    """Edges of which nobody can tell whether they held; not counted."""
    left_out: int
    """Edges that did not hold."""


def structure(graph: Graph, at: Moment) -> Structure:
    """Look at the whole catalogue once, in pieces."""
    seen = _Survey(graph, at)
    for edge in _edges(graph, list(seen.numbers)):
        seen.take(edge)
    nodes = seen.nodes
    named = Counter(object_ for _, object_ in seen.pairs)
    background = {name for name, kind in graph.vocabulary.kinds.items() if kind.background}
    most = sorted(
        ((nodes[number], times) for number, times in named.items() if nodes[number].kind not in background),
        key=lambda pair: (-pair[1], pair[0].id),
    )
    keystones = _keystones(nodes, seen.replacements, seen.doubtful, at)
    return Structure(
        at,
        seen.every.found(least=1),
        seen.lines.found(least=2),
        tuple(most[:MOST_TOLD]),
        tuple(keystones[:MOST_TOLD]),
        len(keystones),
        dict(sorted(seen.decades.items(), key=lambda item: (item[0] == UNKNOWN, item[0]))),
        tuple(_families(nodes, seen.members, at)),
        seen.undated,
        seen.unsure_nodes,
        seen.unsure_edges,
        seen.left_out,
    )


class _Survey:
    """What one look at every node and edge gives; nodes are numbers, so that a million of them fit."""

    def __init__(self, graph: Graph, at: Moment) -> None:
        self.words, self.at = graph.vocabulary, at
        self.numbers: dict[str, int] = {}
        self.nodes: list[Node] = []
        self.undated = self.unsure_nodes = self.unsure_edges = self.left_out = 0
        for node in graph.select():
            there = begun(node, at)
            if there is not False:
                self.unsure_nodes += there is None
                self.undated += node.born == (None, None)
                self.numbers[node.id] = len(self.nodes)
                self.nodes.append(node)
        self.every, self.lines = _Joined(len(self.nodes)), _Joined(len(self.nodes))
        self.pairs: set[tuple[int, int]] = set()
        self.decades: Counter[str] = Counter()
        self.replacements: list[tuple[int, int, bool]] = []
        """(newer, older, whether exact) of those that hold and are more than suggested."""
        self.doubtful: set[int] = set()
        """Those that an exact successor may have replaced."""
        self.members: dict[int, list[int]] = {}

    def take(self, edge: Edge) -> None:
        """Count one edge."""
        subject, object_ = self.numbers.get(edge.subject), self.numbers.get(edge.object)
        state = holds(edge, self.at)
        if state is None:
            self.unsure_edges += 1
            if object_ is not None and edge.relation == "replaces" and edge.strength == "exact":
                self.doubtful.add(object_)
        elif not state:
            self.left_out += 1
        elif subject is not None and object_ is not None:
            self._held(edge, subject, object_)

    def _held(self, edge: Edge, subject: int, object_: int) -> None:
        relation = self.words.relations[edge.relation]
        self.every.join(subject, object_)
        if relation.lineage and counts(edge):
            self.lines.join(subject, object_)
        if not relation.weak and subject != object_:
            self.pairs.add((subject, object_))
            if relation.symmetric:
                self.pairs.add((object_, subject))
        if edge.relation == "replaces" and edge.strength != "consider":
            self.decades[_decade(edge)] += 1
            self.replacements.append((subject, object_, edge.strength == "exact"))
        if edge.relation == "member-of":
            self.members.setdefault(object_, []).append(subject)


def _edges(graph: Graph, ids: Sequence[str]) -> Iterator[Edge]:
    """Every edge, once."""
    relations = tuple(graph.vocabulary.relations)
    for place in range(0, len(ids), _CHUNK):
        yield from graph.edges(ids[place : place + _CHUNK], relations, "out")


class _Joined:
    """Which numbers are joined (union-find with path halving)."""

    def __init__(self, count: int) -> None:
        self.above = list(range(count))

    def join(self, one: int, two: int) -> None:
        """Join two numbers, and all that each is joined with."""
        one, two = self.root(one), self.root(two)
        if one != two:
            self.above[max(one, two)] = min(one, two)

    def root(self, number: int) -> int:
        """The least number of those that a number is joined with."""
        above = self.above
        while above[number] != number:
            above[number] = above[above[number]]
            number = above[number]
        return number

    def found(self, least: int) -> Components:
        """The groups of at least so many numbers."""
        sizes = [size for size in Counter(map(self.root, range(len(self.above)))).values() if size >= least]
        return Components(len(sizes), max(sizes, default=0), sum(sizes))


def _decade(edge: Edge) -> str:
    """The decade in which an edge surely began."""
    first, last = edge.start
    if first is None or last is None:
        return UNKNOWN
    one, two = (date.fromordinal(day).year // 10 for day in (first, last))
    return f"{one * 10}s" if one == two else UNKNOWN


def _keystones(
    nodes: Sequence[Node], replacements: Iterable[tuple[int, int, bool]], maybe: set[int], at: Moment
) -> list[Keystone]:
    """Every keystone, those that keep most first. What was perhaps replaced (``maybe``) is surely neither in use nor not."""
    dead, doubtful, after = set[int](), set(maybe), dict[int, list[int]]()
    for new, old, exact in replacements:
        after.setdefault(new, []).append(old)
        if exact and new != old:
            dead.add(old)
    touched = {number for new, olds in after.items() for number in (new, *olds)}
    for number in touched:
        gone = retired(nodes[number], at)
        if gone:
            dead.add(number)
        elif gone is None:
            doubtful.add(number)
    root = -1
    following = {new: sorted(set(olds)) for new, olds in after.items()}
    following[root] = sorted(touched - dead - doubtful)
    keeper = immediate_dominators(root, following)
    kept: dict[int, list[str]] = {}
    for number in sorted(keeper.keys() & dead, key=lambda number: nodes[number].id):
        above = keeper[number]
        while above != root:
            kept.setdefault(above, []).append(nodes[number].id)
            above = keeper[above]
    found = [Keystone(nodes[number], tuple(ids)) for number, ids in kept.items()]
    return sorted(found, key=lambda one: (-len(one.keeps), one.node.id))


def _families(nodes: Sequence[Node], members: dict[int, list[int]], at: Moment) -> Iterator[Family]:
    for number in sorted(members, key=lambda number: nodes[number].id):
        several = [nodes[member] for member in sorted(set(members[number]))]
        tiers = Counter(node.tier for node in several)
        yield Family(
            nodes[number],
            len(several),
            sum(bool(retired(node, at)) for node in several),
            dict(sorted(tiers.items(), key=lambda item: (not item[0], -item[1], item[0]))),
        )
