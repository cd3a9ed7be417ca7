"""Which edges lead on from a frontier, and where in a pattern a way stands: the ground that paths are searched on."""

from collections.abc import Callable, Collection, Iterator
from typing import NamedTuple

from ontology.vocabulary import Vocabulary
from queries.errors import BadQuestion
from queries.graph import Edge, Graph
from queries.pattern import Automaton, Step, any_of, is_pattern, parse, relation_of, suggestion
from queries.walk import counts

#: A pattern that is in more states than this at once is too ambiguous to be searched.
MOST_STATES = 5_000


class Leading(NamedTuple):
    """An edge that leads from one node to another by one step of a pattern."""

    near: str
    far: str
    step: Step
    edge: Edge


#: Gives the edges that lead on from some nodes.
Lead = Callable[[Collection[str]], list[Leading]]
#: A node, and the number of the state in which a way stands there.
Pair = tuple[str, int]
#: Steps that lead from one node to another.
Steps = frozenset[Step]


class State(NamedTuple):
    """Where a way stands: which positions of the pattern may come next, whether it may end, which stops it has passed."""

    following: frozenset[int]
    ends: bool
    passed: int


class Course:
    """A pattern together with the stops that a way must pass in their order; its states are numbered as they are met."""

    def __init__(self, automaton: Automaton, stops: tuple[str, ...] = ()) -> None:
        """``stops`` are ids, in the order in which a way has to pass them."""
        self.automaton, self.stops = automaton, stops
        self.states: list[State] = []
        self._numbers: dict[State, int] = {}
        self._after: dict[tuple[int, Steps, str], int | None] = {}
        self._marked = frozenset(stops)

    @property
    def plain(self) -> bool:
        """Whether a way may take any step at any time and has no stop to pass: then a shortest way passes no node twice."""
        every = frozenset(range(len(self.automaton.takes)))
        return not self.stops and self.automaton.empty and all(after == every for after in self.automaton.follow)

    def start(self, id_: str) -> int:
        """The state of a way that has only begun."""
        return self._number(State(self.automaton.first, self.automaton.empty, self._passed(0, id_)))

    def after(self, state: int, steps: Steps, id_: str) -> int | None:
        """The state after any of some steps to ``id_``; ``None`` where none of them fits."""
        key = (state, steps, id_ if id_ in self._marked else "")
        if key not in self._after:
            now = self.states[state]
            taken = [number for number in now.following if self.automaton.takes[number] & steps]
            self._after[key] = (
                self._number(
                    State(
                        frozenset().union(*(self.automaton.follow[number] for number in taken)),
                        any(number in self.automaton.last for number in taken),
                        self._passed(now.passed, id_),
                    )
                )
                if taken
                else None
            )
        return self._after[key]

    def done(self, state: int) -> bool:
        """Whether a way may end here: the pattern is complete and every stop was passed."""
        now = self.states[state]
        return now.ends and now.passed == len(self.stops)

    def _passed(self, passed: int, id_: str) -> int:
        while passed < len(self.stops) and self.stops[passed] == id_:
            passed += 1
        return passed

    def _number(self, state: State) -> int:
        number = self._numbers.setdefault(state, len(self.states))
        if number == len(self.states):
            if number >= MOST_STATES:
                raise BadQuestion("the pattern can be read in too many ways at once; write a simpler one")
            self.states.append(state)
        return number

    def run(self, steps: list[list[Leading]]) -> tuple[Edge, ...]:
        """One edge a step of a way that fits: of several edges between two nodes the first that goes with the rest."""
        takes, follow, last = self.automaton.takes, self.automaton.follow, self.automaton.last
        possible: list[dict[int, list[Leading]]] = []
        following = self.automaton.first
        for leading in steps:
            here = {
                number: found
                for number in following
                if (found := [one for one in leading if one.step in takes[number]])
            }
            possible.append(here)
            following = frozenset().union(*(follow[number] for number in here)) if here else frozenset()
        good: list[set[int]] = [set() for _ in steps]
        for place in range(len(steps) - 1, -1, -1):
            later = last if place == len(steps) - 1 else frozenset(good[place + 1])
            good[place] = {
                number
                for number in possible[place]
                if (number in last if place == len(steps) - 1 else follow[number] & later)
            }
        chosen: list[Edge] = []
        allowed = self.automaton.first
        for place in range(len(steps)):
            edge, number = min(
                ((one.edge, number) for number in good[place] & allowed for one in possible[place][number]),
                key=lambda pair: (pair[0].key, pair[1]),
            )
            chosen.append(edge)
            allowed = follow[number]
        return tuple(chosen)


def course(vocabulary: Vocabulary, relations: Collection[str] | None, stops: tuple[str, ...]) -> Course:
    """What a way has to follow: all lineage, some relations as often as they come, or one pattern as it is written."""
    if not relations:
        return Course(any_of(vocabulary, vocabulary.names_of(lineage=True)), stops)
    patterns = [text for text in relations if is_pattern(text)]
    if patterns and len(relations) > 1:
        raise BadQuestion(f"the pattern '{patterns[0]}' stands alone; put the other relations into it, with |")
    if patterns:
        return Course(parse(vocabulary, patterns[0]), stops)
    for name in relations:
        if not relation_of(vocabulary, name):
            raise BadQuestion(f"there is no relation '{name}'{suggestion(vocabulary, name)}")
    return Course(any_of(vocabulary, tuple(dict.fromkeys(relations))), stops)


def onward(
    graph: Graph, frontier: Collection[str], steps: Collection[Step], inferred: bool, consider: bool = False
) -> Iterator[Leading]:
    """Edges that lead on from a frontier by some steps, whenever they hold: at most three calls to the store."""
    ways: dict[str, set[str]] = {}
    for step in steps:
        ways.setdefault(step.relation, set()).add(step.direction)
    here = frontier if isinstance(frontier, set | frozenset | dict) else set(frontier)
    for direction in ("in", "out", "both"):
        wanted = {"both": {"in", "out"}}.get(direction, {direction})
        names = [name for name, directions in sorted(ways.items()) if directions == wanted]
        if not names:
            continue
        forth = {name: Step(name, "out") for name in names}
        back = {name: Step(name, "in") for name in names}
        lineage = {name for name in names if graph.vocabulary.relations[name].lineage}
        for edge in graph.edges(frontier, names, direction):
            if edge.relation in lineage and not counts(edge, inferred, consider):
                continue
            if direction != "in" and edge.subject in here:
                yield Leading(edge.subject, edge.object, forth[edge.relation], edge)
            if direction != "out" and edge.object in here:
                yield Leading(edge.object, edge.subject, back[edge.relation], edge)


def turned(steps: Collection[Step]) -> frozenset[Step]:
    """The same steps the other way round."""
    return frozenset(Step(one.relation, "out" if one.direction == "in" else "in") for one in steps)
