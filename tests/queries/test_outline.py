"""The graph of a decision tree, against following the tree itself with every combination of answers."""

import random

from hypothesis import given
from hypothesis import strategies as st

from ontology.decision_tree import Tree, reach
from queries.outline import MOST_STEPS, laid_out, outline
from tests.helpers import at
from tests.ontology.test_decision_tree import combinations, flat_trees, led_trees, tree_of
from tests.queries.made import thorough
from tests.queries.test_select import TREE, catalogue


@thorough
@given(st.one_of(flat_trees(), led_trees()))
def test_every_combination_of_answers_leads_to_the_same_end(tree: Tree):
    """Along the branches, any answers lead over the questions that the tree asks to the scenario that it comes to."""
    steps, branches, whole = laid_out(tree)
    assert whole
    onward = {(one.start, option.id): one.end for one in branches for option in one.options}
    for answers in combinations(tree):
        here, given_, met = 0, dict[str, str](), set[int]()
        while here not in met and (question := steps[here].question) and question.options:
            met.add(here)
            assert reach(tree, given_).question == question
            option = question.option(answers[question.id])
            assert option
            given_[question.id] = option.id
            here = onward[here, option.id]
        found = reach(tree, given_)
        assert found.scenario == steps[here].scenario
        assert found.question is None or not found.question.options


@thorough
@given(st.one_of(flat_trees(), led_trees()))
def test_no_step_twice_and_none_beside(tree: Tree):
    """Every step but the first is led to, no pair has two branches, and every option of a question is on one of them."""
    steps, branches, _ = laid_out(tree)
    assert {one.end for one in branches} >= set(range(1, len(steps)))
    assert len({(one.start, one.end) for one in branches}) == len(branches)
    for place, step in enumerate(steps):
        options = [option for one in branches if one.start == place for option in one.options]
        assert sorted(options) == sorted(step.question.options if step.question else ())
    ends = [step.scenario.id for step in steps if step.scenario]
    assert len(set(ends)) == len(ends)


def test_recommendations_stand_at_their_scenario():
    """What a scenario recommends is there under its id, as the selection gives it."""
    questions = [{"id": "q", "options": [{"id": "x", "leads_to": "one"}, {"id": "y", "leads_to": "two"}]}]
    scenarios = [{"id": "one", "recommend": {"gold": ["a"]}}, {"id": "two", "recommend": {"silver": ["b", "a"]}}]
    made = outline(catalogue(questions, scenarios), TREE, at())
    assert {id_: [one.node.id for one in several] for id_, several in made.choices.items()} == {
        "one": ["a"],
        "two": ["b", "a"],
    }


def test_endless_tree_is_not_laid_out_for_ever():
    """A flat tree whose answers combine in too many ways is given up with a word."""
    dice = random.Random(3)
    questions = [{"id": f"q{n}", "options": ["x", "y"]} for n in range(20)]
    scenarios = [
        {"id": f"s{n}", "when": {f"q{one}": dice.choice("xy") for one in dice.sample(range(20), 4)}, "gold": ["a"]}
        for n in range(60)
    ]
    steps, _, whole = laid_out(tree_of(questions, scenarios))
    assert not whole
    assert len(steps) <= MOST_STEPS + 2
