"""The verdict: one of seven words, checked against every completion of what is unknown."""

from unittest import mock

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from queries.listing import verdicts_of
from queries.replacement import what_replaces
from queries.verdict import EXIT_CODES, Judgement, group_of, judge
from tests.helpers import World, at, graph, keyed, node, replaces, verdict_of
from tests.queries.made import GROUPS, IDS, Made, known, quick, thorough

UNKNOWN = st.sampled_from((True, True, True, False, None))


@st.composite
def cases(draw: st.DrawFn) -> tuple[Made, dict[int, bool | None], dict[str, bool | None]]:
    """A graph with at most six unknowns among its edges and nodes."""
    made = draw(known)
    holding = {one.key: draw(UNKNOWN) for one in made.edges}
    gone = {one.id: draw(st.sampled_from((False, False, True, None))) for one in made.nodes}
    assume(sum(state is None for state in (*holding.values(), *gone.values())) <= 6)
    return made, holding, gone


@thorough
@given(cases())
def test_verdict_is_what_every_completion_gives(case):
    """A verdict stands where all completions of the unknown agree, else the unknowns that decide are named."""
    made, holding, gone = case
    judged = judge("a", made.replacements(), holding, gone)
    verdict, decisive = verdict_of("a", made.replacements(), holding, gone)
    assert (judged.verdict, set(judged.open)) == (verdict, decisive)
    assert len(judged.open) == len(decisive)


@thorough
@given(known, st.sets(st.sampled_from(IDS)))
def test_known_worlds_follow_the_words_of_the_model(made, gone):
    """Where everything is known, the verdict is the one that the table of the model gives."""
    holding = dict.fromkeys((one.key for one in made.edges), True)
    state = {one.id: one.id in gone for one in made.nodes}
    true = World("a", tuple(made.replacements()), frozenset(gone))
    assert judge("a", made.replacements(), holding, state) == Judgement(true.verdict())


@quick
@given(cases(), st.randoms(use_true_random=False))
def test_order_of_edges_does_not_matter(case, dice):
    """The same edges and nodes in another order get the same judgement."""
    made, holding, gone = case
    edges, names = made.replacements(), sorted(gone)
    first = judge("a", edges, holding, gone)
    dice.shuffle(edges)
    dice.shuffle(names)
    assert judge("a", edges, holding, {name: gone[name] for name in names}) == first


SMALL = [
    ([node("a")], "current"),
    ([node("a", tier="bronze")], "retired"),
    ([node("a"), replaces("b", "a", "consider")], "current"),
    ([node("a", tier="bronze"), replaces("b", "a", "consider")], "retired"),
    ([replaces("b", "a")], "replaced"),
    ([replaces("b", "a", "partial")], "partly-replaced"),
    ([replaces("b", "a"), replaces("c", "b", "partial")], "replaced"),
    ([replaces("b", "a", "partial"), replaces("c", "b")], "partly-replaced"),
    ([replaces("b", "a"), node("b", tier="bronze")], "dead-end"),
    ([replaces("b", "a"), node("b", tier="bronze"), replaces("c", "b", "consider")], "dead-end"),
    ([replaces("b", "a"), node("b", tier="bronze"), replaces("c", "b", "partial")], "partly-replaced"),
    ([replaces("b", "a"), replaces("a", "b")], "cycle"),
    ([replaces("a", "a")], "cycle"),
    ([replaces("b", "a"), replaces("a", "b", "partial")], "replaced"),
    ([replaces("b", "a", "partial"), replaces("a", "b")], "cycle"),
    ([replaces("b", "a"), replaces("c", "b"), replaces("b", "c")], "cycle"),
    ([replaces("b", "a"), replaces("c", "b"), replaces("b", "c"), replaces("d", "c")], "replaced"),
    ([replaces("b", "a", group="all-of"), replaces("c", "a", group="all-of")], "replaced"),
    ([replaces("b", "a", group="all-of"), replaces("c", "a", "partial", group="all-of")], "partly-replaced"),
    (
        [replaces("b", "a", group="all-of"), replaces("c", "a", group="all-of"), node("c", tier="bronze")],
        "partly-replaced",
    ),
    ([replaces("b", "a", group="any-of"), replaces("c", "a", group="any-of"), node("c", tier="bronze")], "replaced"),
    (
        [
            replaces("b", "a", group="all-of: one"),
            replaces("c", "a", group="all-of: two"),
            node("c", tier="bronze"),
        ],
        "replaced",
    ),
    (
        [
            replaces("m", "a"),
            replaces("b", "m", group="all-of"),
            replaces("c", "m", group="all-of"),
            node("c", tier="bronze"),
        ],
        "partly-replaced",
    ),
    ([replaces("b", "a", since="2030")], "current"),
    ([replaces("b", "a", until="2001")], "current"),
    ([replaces("b", "a", since="2026")], "replaced"),
    ([replaces("b", "a", since="2027")], "current"),
]


@pytest.mark.parametrize("number", range(len(SMALL)))
def test_verdict_of_a_small_case(number):
    """Each line of the model's table, and what lies between two of them, has its verdict."""
    parts, verdict = SMALL[number]
    answer = what_replaces(graph(*parts), "a", at())
    assert answer.verdict == verdict
    assert answer.verdict in EXIT_CODES


def test_all_of_group_is_not_complete_before_its_last_member_begins():
    """While one member of an all-of group has not begun, the others together replace only in part."""
    both = graph(
        replaces("b", "a", group="all-of", since="2010"), replaces("c", "a", group="all-of", since="2015"), node("a")
    )
    assert what_replaces(both, "a", at("2016")).verdict == "replaced"
    assert what_replaces(both, "a", at("2012")).verdict == "partly-replaced"
    assert verdicts_of(both, [node("a")], at("2012")) == {"a": "partly-replaced"}


def test_eleven_unknowns_that_matter_cannot_be_told():
    """A verdict that hangs on many unknowns is refused, and all of them are named."""
    edges = keyed(replaces(f"n{number:02}", "a") for number in range(11))
    gone = {"a": False, **{one.subject: False for one in edges}}
    judged = judge("a", edges, dict.fromkeys((one.key for one in edges), None), gone)
    assert judged[:2] == ("cannot-tell", tuple(one.key for one in edges))
    assert judged.fits(["replaced"]) is None
    assert judged.fits(["cannot-tell"]) is True


def test_many_unknowns_that_do_not_matter_leave_the_verdict_alone():
    """A verdict that every completion gives stands, however much beside it is unknown."""
    others = [replaces(f"n{number:02}", "a", "partial") for number in range(11)]
    hub = graph(replaces("b", "a", since="2000"), node("a"), node("b"), *others)
    assert what_replaces(hub, "a", at("2010")).verdict == "replaced"


def test_shortcut_for_many_unknowns_goes_along_what_is_sure():
    """What may or may not have happened further on makes nothing surely replaced, where many things are unknown."""
    others = [replaces(f"n{number:02}", "a", "partial") for number in range(11)]
    gone = node("m", retired_on="1990")
    hub = graph(replaces("m", "a", since="1980"), gone, replaces("end", "m"), node("a"), *others)
    assert what_replaces(hub, "a", at("2010")).verdict == "cannot-tell"


@thorough
@given(cases())
def test_shortcut_for_many_unknowns_is_never_wrong(case):
    """Where completions are not tried, the verdict is that of all of them, or that it cannot be told."""
    made, holding, gone = case
    with mock.patch("queries.verdict.MOST_UNKNOWNS", 0):
        judged = judge("a", made.replacements(), holding, gone)
    assert judged.verdict in ("cannot-tell", verdict_of("a", made.replacements(), holding, gone)[0])


def test_exit_codes_are_those_of_the_model():
    """A circle is a finding, and what cannot be told exits with three."""
    assert {
        **dict.fromkeys(("replaced", "partly-replaced", "current", "retired", "dead-end"), 0),
        "cycle": 1,
        "cannot-tell": 3,
    } == EXIT_CODES


@pytest.mark.parametrize("group", sorted(set(GROUPS) - {""}))
def test_group_of_an_edge_is_what_its_source_says(group):
    """The group of an edge is read as it was written, and is empty where there is none."""
    assert group_of(replaces("b", "a", group=group, note='a "group" of two')) == group
    assert group_of(replaces("b", "a", note='a "group" of two')) == ""
