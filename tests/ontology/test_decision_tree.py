"""Decision trees: where answers lead, and what is found wrong, against every way tried by hand and against networkx."""

import itertools
from typing import Any

import networkx as nx
from hypothesis import given
from hypothesis import strategies as st

from ontology.decision_tree import Tree, flaws_of, reach, read_tree, ways

TIERS = ("gold", "silver", "bronze")
OPTIONS = ("x", "y", "z")


def tree_of(questions: list[Any], scenarios: list[Any], start: str = "") -> Tree:
    """A tree out of plain data whose shape is right."""
    asked = [(data, f"/questions/{place}") for place, data in enumerate(questions)]
    found = [(data, f"/scenarios/{place}") for place, data in enumerate(scenarios)]
    tree, flaws = read_tree(asked, found, TIERS, start)
    assert flaws == []
    return tree


@st.composite
def flat_trees(draw: st.DrawFn) -> Tree:
    """Up to four questions, and scenarios with conditions on some of them."""
    questions = [
        {"id": f"q{number}", "options": list(OPTIONS[: draw(st.integers(2, 3))])}
        for number in range(draw(st.integers(1, 4)))
    ]
    scenarios = []
    for number in range(draw(st.integers(1, 6))):
        asked = draw(st.lists(st.sampled_from(questions), unique_by=lambda one: one["id"], max_size=3))
        when = {
            one["id"]: draw(
                st.one_of(st.sampled_from(one["options"]), st.lists(st.sampled_from(one["options"]), min_size=1))
            )
            for one in asked
        }
        scenarios.append({"id": f"s{number}", "when": when, "gold": "saga"})
    return tree_of(questions, scenarios)


@st.composite
def led_trees(draw: st.DrawFn) -> Tree:
    """Up to five questions whose options lead anywhere: on, back, to a scenario, or to what is not there."""
    names = [f"q{number}" for number in range(draw(st.integers(1, 5)))]
    ends = [f"s{number}" for number in range(draw(st.integers(1, 4)))]
    targets = st.sampled_from([*names, *ends, *ends, "gone"])
    questions = [
        {"id": name, "options": [{"id": one, "label": one, "leads_to": draw(targets)} for one in OPTIONS[:2]]}
        for name in names
    ]
    return tree_of(questions, [{"id": one, "recommend": {"gold": "saga"}} for one in ends])


def combinations(tree: Tree) -> list[dict[str, str]]:
    """Every combination of answers to all questions."""
    options = [[(question.id, option.id) for option in question.options] for question in tree.questions]
    return [dict(chosen) for chosen in itertools.product(*options)]


def first_fitting(tree: Tree, answers: dict[str, str]) -> str:
    """The first scenario whose conditions all hold, once everything is answered."""
    for one in tree.scenarios:
        if all(answers[question] in meant for question, meant in one.when.items()):
            return one.id
    return ""


@given(flat_trees())
def test_flat_tree_asks_no_more_than_it_needs(tree: Tree):
    """Asked one question after the other, a flat tree comes to what all answers together mean, and asks nothing twice."""
    for answers in combinations(tree):
        given_: dict[str, str] = {}
        while (question := (found := reach(tree, given_)).question) is not None:
            assert question.id not in given_
            given_[question.id] = answers[question.id]
        assert (found.scenario.id if found.scenario else "") == first_fitting(tree, answers)
        open_still = {
            first_fitting(tree, other)
            for other in combinations(tree)
            if all(other[name] == word for name, word in given_.items())
        }
        assert len(open_still) == 1


@given(flat_trees())
def test_flaws_of_flat_trees(tree: Tree):
    """Answers that no scenario fits, and scenarios that no answers mean, are those that trying everything finds."""
    outcomes = [first_fitting(tree, answers) for answers in combinations(tree)]
    flaws = flaws_of(tree)
    assert ("" in outcomes) == any(one.rule == "tree-dead-end" for one in flaws)
    never = {one.pointer for one in tree.scenarios if one.id not in outcomes}
    unreached = {one.pointer for one in flaws if one.rule == "tree-unreached"}
    assert {one for one in unreached if one.startswith("/scenarios")} == never
    for question in tree.questions:
        if question.pointer in unreached:  # then no answer to it changes anything
            for answers in combinations(tree):
                changed = {first_fitting(tree, {**answers, question.id: one.id}) for one in question.options}
                assert len(changed) == 1


@given(led_trees())
def test_flaws_of_led_trees(tree: Tree):
    """Circles, dead ends and what is not reached are those of the drawn graph."""
    drawn = nx.DiGraph()
    drawn.add_nodes_from(one.id for one in (*tree.questions, *tree.scenarios))
    options = [(question, option) for question in tree.questions for option in question.options]
    drawn.add_edges_from((question.id, option.leads_to) for question, option in options if option.leads_to != "gone")
    flaws = flaws_of(tree)
    found = {
        rule: {one.pointer for one in flaws if one.rule == rule}
        for rule in ("tree-circle", "tree-dead-end", "tree-unreached")
    }
    in_circles = {node for ring in nx.simple_cycles(drawn) for node in ring}
    assert found["tree-circle"] == {one.pointer for one in tree.questions if one.id in in_circles}
    assert found["tree-dead-end"] == {option.pointer for _, option in options if option.leads_to == "gone"}
    near = {tree.start, *nx.descendants(drawn, tree.start)}
    far = {one.pointer for one in (*tree.questions, *tree.scenarios) if one.id not in near}
    assert found["tree-unreached"] == far
    for answers in combinations(tree):
        here, met = tree.start, set[str]()
        while here in answers and here not in met:
            met.add(here)
            question = tree.question(here)
            assert question is not None
            option = question.option(answers[here])
            assert option is not None
            here = option.leads_to
        reached = reach(tree, answers)
        assert reached.question is None
        assert (reached.scenario.id if reached.scenario else "") == (here if here.startswith("s") else "")


def test_wide_tree_is_not_tried_for_ever():
    """A flat tree whose answers combine in millions of ways is checked in a moment, and says that it was not tried out."""
    questions = [{"id": f"q{number}", "options": ["x", "y"]} for number in range(40)]
    scenarios = [{"id": f"s{n}", "when": {f"q{n}": "x", f"q{n + 20}": "x"}, "gold": "saga"} for n in range(20)]
    assert [one.rule for one in flaws_of(tree_of(questions, scenarios))] == ["tree-shape"]


def test_options_are_known_by_id_and_label():
    """An option is known by its id and by its label, read without case and hyphens; conditions may use either."""
    questions = [{"id": "size", "options": [{"id": "s", "label": "rather small"}, {"id": "l", "label": "large"}]}]
    tree = tree_of(
        questions, [{"id": "one", "when": {"size": "Rather-Small"}, "gold": "saga"}, {"id": "two", "gold": "x"}]
    )
    assert tree.scenarios[0].when == {"size": ("s",)}
    assert reach(tree, {"size": "RATHER small"}).scenario == tree.scenarios[0]
    assert [found.scenario.id for found in ways(tree) if found.scenario] == ["one", "two"]
