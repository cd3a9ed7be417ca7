"""Which single edge would close the gap between what A reaches and what leads to B: candidates, by a documented rule.

First come pairs between which the catalogue already has some edge, lineage before the others; then those that join an
end to a beginning; then members of one family; then the fewest years from the older to the newer (undated last); then the
shortest way that would result; then ids. An edge that would close a circle of lineage is no candidate, nor is one whose newer
end is surely older than the other.
"""

from collections.abc import Collection, Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from queries.graph import Edge, Graph, Node
from queries.moment import Moment, holds, retired
from queries.pattern import Step, any_of
from queries.shortest import Search
from queries.ways import Course, Pair, onward

if TYPE_CHECKING:
    from queries.near_miss import Backward

#: How many nodes of each side are compared, those farthest from A and from B first; and how many edges are shown.
MOST_SIDE, MOST_SHOWN = 150, 3
#: How many candidates are looked at for circles.
MOST_LOOKED_AT = 20
MEMBERSHIP = "member-of"


class Closing(NamedTuple):
    """An edge that would close the gap."""

    near: str
    far: str
    step: Step
    """The relation that is missing, and its direction from ``near``."""
    length: int
    """How many steps the way would have."""
    family: str
    """A family that both belong to; empty for none."""
    years: int | None
    """How many years later the far one was introduced."""
    edge: Edge | None
    """An edge that is there between the two, but was not followed."""


def closings(
    graph: Graph,
    course: Course,
    away: Mapping[Pair, int],
    back: "Backward",
    edges_of_gap: tuple[set[str], set[str]],
    at: Moment,
) -> tuple[tuple[Closing, ...], tuple[str, ...]]:
    """The likeliest edges, and what was not looked at, in sentences.

    ``edges_of_gap`` has the ends of what was reached, and the beginnings of what leads to B.
    """
    ends, beginnings = edges_of_gap
    here: dict[str, list[Pair]] = {}
    for pair in away:
        here.setdefault(pair[0], []).append(pair)
    there: dict[str, list[tuple[str, int, int]]] = {}
    for item in back.found:
        there.setdefault(item[0], []).append(item)
    there = {id_: items for id_, items in there.items() if id_ not in here or len(course.states) > 1}
    known = _joined(graph, here, there)
    nears = sorted(here, key=lambda id_: (id_ not in ends, -max(away[pair] for pair in here[id_]), id_))[:MOST_SIDE]
    fars = sorted(there, key=lambda id_: (id_ not in beginnings, -max(map(back.found.__getitem__, there[id_])), id_))
    pairs = {*known, *((near, far) for near in nears for far in fars[:MOST_SIDE] if near != far)}
    nodes = graph.nodes({id_ for pair in pairs for id_ in pair})
    families = _families(graph, nodes)
    found = []
    back_in_time = 0
    for near, far in pairs:
        best = _legal(course, here[near], there[far], away, back)
        if best is None:
            continue
        length, steps = best
        steps = _unsaid(graph, steps, known.get((near, far)), near)
        if not steps:
            continue
        step = _likeliest(graph, steps, nodes[near], at)
        if (near, far) not in known and _back_in_time(graph, step, nodes[near], nodes[far]):
            back_in_time += 1
            continue
        shared = sorted(families.get(near, set()) & families.get(far, set()))
        years = _years(nodes[near], nodes[far])
        one = Closing(near, far, step, length, shared[0] if shared else "", years, known.get((near, far)))
        rank = (
            one.edge is None,
            _weight(graph, one.edge) if one.edge else (0, 0, 0),
            (near not in ends) + (far not in beginnings),
            not shared,
            years is None or years < 0,
            abs(years or 0),
            length,
            near,
            far,
        )
        found.append((rank, one))
    shown: list[Closing] = []
    found.sort(key=lambda item: item[0])
    looked_at = 0
    for _, one in found[:MOST_LOOKED_AT]:
        if len(shown) == MOST_SHOWN:
            break
        looked_at += 1
        if not _circular(graph, one, at):
            shown.append(one)
    return tuple(shown), tuple(_limits(len(here), len(there), len(found) - looked_at, back_in_time))


def _joined(graph: Graph, here: Collection[str], there: Collection[str]) -> dict[tuple[str, str], Edge]:
    """The edge that is there between a node of this side and one of the other; of several a lineage before the others."""
    known: dict[tuple[str, str], Edge] = {}
    for edge in graph.edges(sorted(here), tuple(graph.vocabulary.relations), "both"):
        for near, far in ((edge.subject, edge.object), (edge.object, edge.subject)):
            if near in here and far in there and near != far:
                old = known.get((near, far))
                known[near, far] = edge if old is None else min(old, edge, key=lambda one: _weight(graph, one))
    return known


def _limits(here: int, there: int, unseen: int, back_in_time: int) -> Iterator[str]:
    """What was not looked at, where there was more than is looked at."""
    if max(here, there) > MOST_SIDE:
        yield (
            f"compared were at most {MOST_SIDE} entries of either side, the farthest, and those that some relation joins:"
            f" of {here:,} on this side and {there:,} on the other"
        )
    if unseen:
        yield f"{unseen:,} less likely edge{'s were' if unseen > 1 else ' was'} not looked at"
    if back_in_time:
        yield f"left out: {back_in_time:,} edge{'s' if back_in_time > 1 else ''} that would lead from the newer to the older"


def _back_in_time(graph: Graph, step: Step, near: Node, far: Node) -> bool:
    """Whether a lineage would have its newer end before its older one was introduced."""
    newer, older = (far, near) if step.direction == "in" else (near, far)
    if not graph.vocabulary.relations[step.relation].lineage or newer.born[1] is None or older.born[0] is None:
        return False
    return newer.born[1] < older.born[0]


def _circular(graph: Graph, one: Closing, at: Moment) -> bool:
    """Whether the far node leads to the near one already, so that a lineage would go round in a circle."""
    if not graph.vocabulary.relations[one.step.relation].lineage:
        return False
    along = Course(any_of(graph.vocabulary, graph.vocabulary.names_of(lineage=True)))
    search = Search(
        along, lambda ids: list(onward(graph, ids, along.automaton.steps, False)), lambda edge: holds(edge, at)
    )
    return search.shortest(one.far, one.near) is not None


def _weight(graph: Graph, edge: Edge) -> tuple[int, int, int]:
    relation = graph.vocabulary.relations[edge.relation]
    return (not relation.lineage, relation.weak, edge.key)


def _legal(
    course: Course,
    pairs: list[Pair],
    items: list[tuple[str, int, int]],
    away: Mapping[Pair, int],
    back: "Backward",
) -> tuple[int, frozenset[Step]] | None:
    """The length of the shortest way that one more edge between two nodes would make, and which steps it may be."""
    best: tuple[int, frozenset[Step]] | None = None
    for pair in pairs:
        state = course.states[pair[1]]
        for item in items:
            id_, number, passed = item
            if number not in state.following:
                continue
            counts = [state.passed]
            while counts[-1] < len(course.stops) and course.stops[counts[-1]] == id_:
                counts.append(counts[-1] + 1)
            if passed not in counts:
                continue
            length, steps = away[pair] + 1 + back.found[item], course.automaton.takes[number]
            if best is None or length < best[0]:
                best = length, steps
            elif length == best[0]:
                best = length, best[1] | steps
    return best


def _unsaid(graph: Graph, steps: frozenset[Step], edge: Edge | None, near: str) -> frozenset[Step]:
    """Steps that do not say the opposite of an edge that is there: of two nodes only one is the older."""
    if edge is None or not graph.vocabulary.relations[edge.relation].lineage:
        return steps
    direction = "out" if edge.subject == near else "in"
    return frozenset(
        one for one in steps if one.direction == direction or not graph.vocabulary.relations[one.relation].lineage
    )


def _likeliest(graph: Graph, steps: frozenset[Step], near: Node, at: Moment) -> Step:
    """The relation to think of first: of lineage a replacement where the older one is retired, else evolution."""
    order = list(graph.vocabulary.relations)
    gone = bool(retired(near, at))

    def rank(step: Step) -> tuple[bool, int, str]:
        lineage = graph.vocabulary.relations[step.relation].lineage
        return (lineage and (step.relation == "replaces") != gone, order.index(step.relation), step.direction)

    return min(steps, key=rank)


def _families(graph: Graph, nodes: Mapping[str, Node]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    if MEMBERSHIP in graph.vocabulary.relations:
        for edge in graph.edges(sorted(nodes), [MEMBERSHIP], "out"):
            found.setdefault(edge.subject, set()).add(edge.object)
    return found


def _years(near: Node, far: Node) -> int | None:
    """Whole years from one introduction to the other, by their latest days; ``None`` where one is not dated."""
    if near.born[1] is None or far.born[1] is None:
        return None
    from ontology.dates import year_of  # only here

    return year_of(far.born[1]) - year_of(near.born[1])
