"""The one node that a name means: sentences for names that nobody has or that fit several."""

import pytest

from queries.errors import AmbiguousName, BadQuestion, UnknownName
from queries.lineage import ancestors, common_ancestors, descendants
from queries.listing import listing
from queries.neighbours import neighbours
from queries.path import path
from queries.replaced import what_it_replaced
from queries.replacement import what_replaces
from queries.timeline import timeline
from tests.helpers import at, graph, node

NAMED = graph(
    node("two-phase-commit", title="Two-Phase Commit (2PC)"),
    node("saga", title="Saga Pattern"),
    node("storage/lease", title="Lease"),
    node("locks/lease", title="Lease"),
    node("ghost", title="Ghost", defined=False),
)
QUESTIONS = {
    "what-replaces": lambda name: what_replaces(NAMED, name, at()),
    "what-it-replaced": lambda name: what_it_replaced(NAMED, name, at()),
    "ancestors": lambda name: ancestors(NAMED, name, at()),
    "descendants": lambda name: descendants(NAMED, name, at()),
    "common-ancestors": lambda name: common_ancestors(NAMED, ["saga", name], at()),
    "path from": lambda name: path(NAMED, name, "saga", at()),
    "path to": lambda name: path(NAMED, "saga", name, at()),
    "neighbours": lambda name: neighbours(NAMED, name, "pairs-with", "both", at()),
    "timeline": lambda name: timeline(NAMED, name, at()),
}


@pytest.mark.parametrize("question", QUESTIONS)
def test_unknown_name_gives_the_nearest_ones(question):
    """A name that nobody has is never an empty answer: the error names it and what is spelt alike."""
    with pytest.raises(UnknownName) as caught:
        QUESTIONS[question]("sagga pattern")
    assert str(caught.value) == "no entry is called 'sagga pattern'; did you mean: Saga Pattern (saga)?"
    assert [one.id for one in caught.value.found.suggestions] == ["saga"]


@pytest.mark.parametrize("question", QUESTIONS)
def test_ambiguous_name_lists_all_that_fit(question):
    """A name that fits several nodes lists all of them by id."""
    with pytest.raises(AmbiguousName) as caught:
        QUESTIONS[question]("lease")
    assert str(caught.value) == "'lease' fits 2 entries: Lease (locks/lease), Lease (storage/lease); write the id"


def test_unlike_name_gives_no_suggestion():
    """Where nothing is spelt alike, the error suggests nothing."""
    with pytest.raises(UnknownName) as caught:
        what_replaces(NAMED, "xyzzy", at())
    assert str(caught.value) == "no entry is called 'xyzzy'"


@pytest.mark.parametrize(
    ("name", "rule"),
    [
        ("two-phase-commit", "id"),
        (" two-phase-commit ", "id"),
        ("Two-Phase Commit (2PC)", "title"),
        ("TWO phase_commit", "folded"),
        ("2pc", "folded"),
        ("two-phase commits", "plural"),
        ("the two-phase commit protocol", "generic words"),
    ],
)
def test_name_is_understood_by_the_strongest_rule(name, rule):
    """A name is understood by the first level on which something fits, and the answer says by which."""
    found = NAMED.find(name)
    assert ([one.id for one in found.nodes], found.rule, found.name) == (["two-phase-commit"], rule, name)


@pytest.mark.parametrize(
    "question",
    [
        lambda: ancestors(NAMED, "saga", at(), ["no-such"]),
        lambda: path(NAMED, "saga", "saga", at(), ["no-such"]),
        lambda: neighbours(NAMED, "saga", "no-such", "out", at()),
        lambda: neighbours(NAMED, "saga", "pairs-with", "up", at()),
        lambda: common_ancestors(NAMED, ["saga"], at()),
        lambda: listing(NAMED, at(), verdict="gone"),
        lambda: listing(NAMED, at(), alive_on="soon"),
        lambda: listing(NAMED, at(), alive_on="../1990"),
    ],
    ids=["ancestors", "path", "neighbours", "direction", "common", "verdict", "alive-on", "open-day"],
)
def test_question_that_cannot_be_put_is_refused(question):
    """A relation, direction, verdict or day that does not exist is a bad question, not an empty answer."""
    with pytest.raises(BadQuestion):
        question()
