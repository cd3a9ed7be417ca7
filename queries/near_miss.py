"""What is nearest to a path where there is none: how far both ends reach, what else would do, which edge would close it."""

from collections.abc import Callable, Collection
from datetime import date, timedelta
from typing import NamedTuple

from queries.closing import Closing, closings
from queries.graph import Edge, Graph, Node
from queries.moment import Moment, holds, moment
from queries.pattern import Automaton, Step
from queries.shortest import Search
from queries.ways import Course, Lead, Leading, Pair, onward, turned

#: How the question is put the other way round.
BACKWARDS = "kb path B A"
#: How many moments are tried, the nearest first.
MOST_MOMENTS = 200


class Otherwise(NamedTuple):
    """A way that there is under another condition."""

    how: str
    """What to change, as a user writes it: ``--as-of 2016``, ``--consider``, ``kb path B A``, ``--relation …``."""
    why: str
    """What that means, in words."""
    ids: tuple[str, ...]
    steps: tuple[Edge, ...]


class Miss(NamedTuple):
    """What is nearest to a path."""

    reached: tuple[str, ...]
    """What is reached from A, nearest first."""
    farthest: int
    """How many steps away the farthest of it is."""
    ends: tuple[str, ...]
    """Where ways from A end: nothing leads on from there."""
    reaching: tuple[str, ...]
    """From what B can be reached, nearest first."""
    beginnings: tuple[str, ...]
    """Where ways to B begin: nothing leads to there."""
    passed: int
    """How many of the stops were passed, at best."""
    otherwise: tuple[Otherwise, ...]
    closing: tuple[Closing, ...]
    """Single edges that would close the gap, the likeliest first."""
    limits: tuple[str, ...] = ()
    """What was not looked at, in sentences."""

    @property
    def named(self) -> set[str]:
        """Every node that is spoken of."""
        told = {id_ for one in self.otherwise for id_ in one.ids} | {
            id_ for one in self.closing for id_ in (one.near, one.far, one.family)
        }
        return {*self.ends, *self.beginnings, *told} - {""}

    @property
    def edges(self) -> tuple[Edge, ...]:
        """Every edge that is spoken of."""
        return (
            *(edge for one in self.otherwise for edge in one.steps),
            *(one.edge for one in self.closing if one.edge is not None),
        )


def near_miss(
    graph: Graph, course: Course, start: Node, end: Node, at: Moment, *, inferred: bool, consider: bool
) -> Miss:
    """Look from both ends for what comes nearest to a way from ``start`` to ``end``."""
    steps = course.automaton.steps
    forward = Search(course, _leading(graph, steps, inferred, consider), lambda one: holds(one, at))
    forward.shortest(start.id, None)
    depths: dict[str, int] = {}
    passed = 0
    away: dict[Pair, int] = {}
    for pair, before in forward.came.items():
        away[pair] = 0 if pair == before else away[before] + 1
        depths.setdefault(pair[0], away[pair])
        passed = max(passed, course.states[pair[1]].passed)
    back = Backward(course)
    back.search(graph, end.id, at, inferred, consider)
    reached = tuple(id_ for id_ in depths if id_ != start.id)
    reaching = tuple(id_ for id_ in back.depths if id_ != end.id)
    ends = tuple(sorted(depths.keys() - forward.leads_on))
    beginnings = tuple(sorted(back.depths.keys() - back.led_to))
    limits: list[str] = []
    otherwise = tuple(_otherwise(graph, course, start, end, at, inferred, consider, limits))
    closed, unseen = closings(graph, course, away, back, (set(ends), set(beginnings)), at)
    if any(one.how == BACKWARDS for one in otherwise):  # a lineage must not go round in a circle
        closed = tuple(one for one in closed if not graph.vocabulary.relations[one.step.relation].lineage)
        unseen = unseen if closed else ()  # there was nothing to look for
    return Miss(
        reached,
        max(depths.values()),
        ends,
        reaching,
        beginnings,
        passed,
        otherwise,
        closed,
        (*limits, *unseen),
    )


class Backward:
    """What can still be completed to a way that arrives at B: nodes with the position that was taken to get there."""

    def __init__(self, course: Course) -> None:
        """Nothing is found before ``search``."""
        self.course = course
        self.found: dict[tuple[str, int, int], int] = {}
        """(node, position of the pattern taken into it, stops passed on arrival) with the steps left from there."""
        self.depths: dict[str, int] = {}
        self.led_to: set[str] = set()
        """Nodes to which some step leads."""

    def search(self, graph: Graph, end: str, at: Moment, inferred: bool, consider: bool) -> None:
        """Go back from B, one question to the store a hop."""
        automaton, stops = self.course.automaton, self.course.stops
        back = turned(automaton.steps)
        before = _before(automaton)
        self.depths[end] = 0
        frontier = [(end, number, len(stops)) for number in sorted(automaton.last)]
        self.found.update(dict.fromkeys(frontier, 0))
        depth = 0
        while frontier:
            depth += 1
            into: dict[str, list[Leading]] = {}
            for one in onward(graph, dict.fromkeys(id_ for id_, _, _ in frontier), back, inferred, consider):
                if holds(one.edge, at):
                    into.setdefault(one.near, []).append(one)
            new: dict[tuple[str, int, int], None] = {}
            for id_, number, passed in frontier:
                for one in into.get(id_, ()):
                    if not turned([one.step]) & automaton.takes[number]:
                        continue
                    if one.far != id_:
                        self.led_to.add(id_)
                    self.depths.setdefault(one.far, depth)
                    for earlier in before[number]:
                        for count in self._passed_before(id_, passed):
                            new[one.far, earlier, count] = None
            frontier = [item for item in new if item not in self.found]
            self.found.update(dict.fromkeys(frontier, depth))

    def _passed_before(self, id_: str, passed: int) -> list[int]:
        """How many stops may have been passed before arriving at a node with ``passed`` of them."""
        counts = [passed]
        while counts[-1] and self.course.stops[counts[-1] - 1] == id_:
            counts.append(counts[-1] - 1)
        return counts


def _before(automaton: Automaton) -> list[list[int]]:
    found: list[list[int]] = [[] for _ in automaton.takes]
    for number, after in enumerate(automaton.follow):
        for later in after:
            found[later].append(number)
    return found


# ---- the same question, put otherwise


def _otherwise(
    graph: Graph,
    course: Course,
    start: Node,
    end: Node,
    at: Moment,
    inferred: bool,
    consider: bool,
    limits: list[str],
) -> list[Otherwise]:
    """Ways that there are at another moment, with weaker edges, or against the direction; each kind at most once.

    What was not tried is added to ``limits``.
    """
    steps = course.automaton.steps
    found = []

    def now(edge: Edge) -> bool | None:
        return holds(edge, at)

    leads = remembered(_leading(graph, steps, inferred, consider))
    if other := _another_moment(course, leads, start.id, end.id, at, limits):
        found.append(other)
    weaker = (
        (False, True, "--consider", "along what is only suggested"),
        (True, False, "--inferred", "along what a rule only inferred"),
        (True, True, "--consider --inferred", "along what is only suggested or inferred"),
    )
    for with_inferred, with_consider, how, why in weaker:
        if (with_inferred or inferred, with_consider or consider) == (inferred, consider):
            continue
        search = Search(course, _leading(graph, steps, with_inferred or inferred, with_consider or consider), now)
        if way := search.shortest(start.id, end.id):
            found.append(Otherwise(how, why, way, search.edges_of(way)))
            break
    if not course.stops:
        search = Search(course, leads, now)
        if start.id != end.id and (way := search.shortest(end.id, start.id)):
            found.append(Otherwise(BACKWARDS, "the other way round", way, search.edges_of(way)))
        elif start.id != end.id and (other := _either_way(graph, course, start, end, now, inferred, consider)):
            found.append(other)
    return found


def _either_way(
    graph: Graph,
    course: Course,
    start: Node,
    end: Node,
    now: Callable[[Edge], bool | None],
    inferred: bool,
    consider: bool,
) -> Otherwise | None:
    """A way along the same relations in whichever direction."""
    steps = course.automaton.steps
    both = steps | turned(steps)
    every = frozenset([0])
    loose = Course(Automaton((both,), every, (every,), every, True))
    search = Search(loose, _leading(graph, both, inferred, consider), now)
    if not (way := search.shortest(start.id, end.id)):
        return None
    names = sorted({step.relation for step in steps}, key=list(graph.vocabulary.relations).index)
    pattern = "|".join(f"{name}|^{name}" for name in names if not graph.vocabulary.relations[name].symmetric)
    pattern = "|".join(filter(None, [pattern, *(n for n in names if graph.vocabulary.relations[n].symmetric)]))
    return Otherwise(f"--relation '({pattern})*'", "now with the direction, now against it", way, search.edges_of(way))


def _another_moment(
    course: Course, leads: Lead, start: str, end: str, at: Moment, limits: list[str]
) -> Otherwise | None:
    """The way at the nearest moment at which there is one: those are tried on which some edge began, the nearest first."""
    met: dict[int, Edge] = {}

    def ever(edge: Edge) -> bool:
        met[edge.key] = edge
        return True

    if Search(course, leads, ever).shortest(start, end) is None:
        return None
    began = {edge.start[1] for edge in met.values() if edge.start[1] is not None} | {at.today}
    days = sorted(began - {at.day}, key=lambda day: (abs(day - at.day), day))
    for day in days[:MOST_MOMENTS]:
        then = moment(_written(day), date.fromordinal(at.today), at.seen)
        search = Search(course, leads, lambda edge: holds(edge, then))  # noqa: B023
        if way := search.shortest(start, end):
            return Otherwise(f"--as-of {then.text}", f"at {then.text}", way, search.edges_of(way))
    if len(days) > MOST_MOMENTS:
        limits.append(f"of {len(days):,} moments at which a path may begin, the nearest {MOST_MOMENTS} were tried")
    return None


def _written(day: int) -> str:
    """A day as a moment is written: the last day of a year or month as that year or month.

    >>> _written(date(2016, 12, 31).toordinal()), _written(date(2016, 2, 29).toordinal())
    ('2016', '2016-02')
    """
    if day < 1:  # before Christ
        from ontology.dates import year_of

        return f"{year_of(day):05}"
    when = date.fromordinal(day)
    if (when.month, when.day) == (12, 31):
        return f"{when.year:04}"
    return when.isoformat()[: 7 if (when + timedelta(1)).day == 1 else 10]


def _leading(graph: Graph, steps: Collection[Step], inferred: bool, consider: bool) -> Lead:
    """What leads on by some steps."""
    return lambda ids: list(onward(graph, ids, steps, inferred, consider))


def remembered(lead: Lead) -> Lead:
    """The same, asking the store once for each node."""
    known: dict[str, list[Leading]] = {}

    def asked(ids: Collection[str]) -> list[Leading]:
        if fresh := [id_ for id_ in ids if id_ not in known]:
            known.update((id_, []) for id_ in fresh)
            for one in lead(fresh):
                known[one.near].append(one)
        return [one for id_ in ids for one in known[id_]]

    return asked
