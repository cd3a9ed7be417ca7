"""A whole decision tree as a graph: which question leads to which, by which options, and what each end recommends."""

from collections.abc import Mapping
from typing import NamedTuple

from ontology.decision_tree import Option, Question, Recommended, Scenario, Tree
from queries.graph import Graph, Node
from queries.moment import Moment
from queries.select import Choice, choices_of, read, the_tree

#: A tree with more steps than this is not laid out.
MOST_STEPS = 2_000

#: What the rest of a flat tree depends on: the scenarios that may still hold, each with the questions still open.
_State = tuple[tuple[str, frozenset[str]], ...]


class Step(NamedTuple):
    """One box: a question, a scenario, or (both None) an end at which no scenario fits."""

    question: Question | None = None
    scenario: Scenario | None = None


class Branch(NamedTuple):
    """The options that lead from one step to another; both are places in ``Outline.steps``."""

    start: int
    end: int
    options: tuple[Option, ...]


class Outline(NamedTuple):
    """The graph of a tree. The first step is its start; only what can be reached is there."""

    node: Node
    domain: str
    at: Moment
    steps: tuple[Step, ...]
    branches: tuple[Branch, ...]
    choices: Mapping[str, tuple[Choice, ...]]
    """What each scenario recommends, by its id."""
    denied: Mapping[str, tuple[Recommended, ...]]
    """What it recommends on its page, but somebody decided that it does not."""
    whole: bool
    """False where the tree has more than ``MOST_STEPS`` steps, and only the first ones are there."""


def outline(graph: Graph, domain: str, at: Moment) -> Outline:
    """Lay out the tree of a domain, or called so. Raises as ``select`` does."""
    node = the_tree(graph, domain)
    tree, name, _ = read(graph, node)
    steps, branches, whole = laid_out(tree)
    scenarios = {step.scenario.id: step.scenario for step in steps if step.scenario}
    found = {id_: choices_of(graph, node, scenario, at) for id_, scenario in scenarios.items()}
    choices = {id_: made for id_, (made, _) in found.items()}
    denied = {id_: out for id_, (_, out) in found.items() if out}
    return Outline(node, name, at, steps, branches, choices, denied, whole)


def laid_out(tree: Tree) -> tuple[tuple[Step, ...], tuple[Branch, ...], bool]:
    """Steps, branches, and whether that is all. Two steps of a flat tree are one where the same answers are open."""
    places: dict[object, int] = {}
    steps: list[Step] = []
    states: list[_State] = []
    found: dict[tuple[int, int], list[Option]] = {}

    def place(key: object, step: Step, state: _State) -> int:
        if key not in places:
            places[key] = len(steps)
            steps.append(step)
            states.append(state)
        return places[key]

    def led(id_: str) -> int:
        question, scenario = tree.question(id_), tree.scenario(id_)
        # As in following a tree: a scenario goes before a question of the same name.
        return place(("led", id_ if question or scenario else ""), Step(None if scenario else question, scenario), ())

    def flat(state: _State) -> int:
        if not state:
            return place(("none",), Step(), ())
        if not state[0][1]:
            return place(("scenario", state[0][0]), Step(None, tree.scenario(state[0][0])), ())
        asked = frozenset[str]().union(*(open_ for _, open_ in state))
        question = next((one for one in tree.questions if one.id in asked), None)
        return place(("state", state), Step(question), state)

    if tree.flat:
        flat(_shortened(tuple((one.id, frozenset(one.when)) for one in tree.scenarios)))
    else:
        led(tree.start)
        if steps[0].scenario:  # a tree starts with a question; a scenario of that name is not meant
            steps[0] = Step(tree.question(tree.start))
    here = 0
    while here < len(steps) <= MOST_STEPS:
        question = steps[here].question
        for option in question.options if question else ():
            there = (
                flat(_after(tree, states[here], question, option)) if tree.flat and question else led(option.leads_to)
            )
            found.setdefault((here, there), []).append(option)
        here += 1
    branches = tuple(Branch(start, end, tuple(options)) for (start, end), options in found.items())
    return tuple(steps), branches, here >= len(steps)


def _after(tree: Tree, state: _State, question: Question, option: Option) -> _State:
    """What may still hold after an answer."""
    left = []
    for id_, open_ in state:
        scenario = tree.scenario(id_)
        if scenario is None or question.id not in open_:
            left.append((id_, open_))
        elif option.id in scenario.when[question.id]:
            left.append((id_, open_ - {question.id}))
    return _shortened(tuple(left))


def _shortened(state: _State) -> _State:
    """Without what can never be meant: a scenario below one that holds whatever else is answered."""
    for place, (_, open_) in enumerate(state):
        if not open_:
            return state[: place + 1]
    return state
