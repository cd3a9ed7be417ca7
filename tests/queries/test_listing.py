"""Lists of nodes by property, day and verdict: each filter against asking node by node."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.store.memory import MemoryGraph
from queries.card import show
from queries.compare import compare
from queries.errors import BadQuestion
from queries.graph import Held
from queries.listing import listing, verdicts_of
from queries.replacement import what_replaces
from queries.verdict import EXIT_CODES
from tests.helpers import Counting, at, distances, graph, keyed, node, replaces
from tests.queries.made import graphs, mixed, quick, thorough
from tests.queries.test_replacement import claim


def ids(found):
    """The ids of a listing."""
    return [one.id for one in found.nodes]


@thorough
@given(mixed)
def test_verdicts_of_all_are_those_of_each(made):
    """The verdicts found for all nodes together are those of asking what replaces each."""
    found = verdicts_of(made.graph, made.nodes, made.when)
    assert found == {one.id: what_replaces(made.graph, one.id, made.when).verdict for one in made.nodes}


@thorough
@given(graphs(), st.sampled_from(sorted(EXIT_CODES)))
def test_listing_by_verdict_gives_the_nodes_with_it(made, verdict):
    """A list by verdict has the defined nodes with that verdict, without those that came later."""
    found = listing(made.graph, made.when, verdict=verdict)
    early = [one for one in made.nodes if not made.when.given or (one.born[0] or 0) <= made.when.day]
    expected = [
        one.id for one in early if one.defined and what_replaces(made.graph, one.id, made.when).verdict == verdict
    ]
    assert ids(found) == expected
    assert found.not_yet == sum(one.defined for one in made.nodes) - sum(one.defined for one in early)


@quick
@given(mixed, st.randoms(use_true_random=False))
def test_order_of_input_does_not_matter(made, dice):
    """Nodes and edges given in another order are listed in the same order, with the same verdicts."""
    nodes, edges = list(made.nodes), list(made.edges)
    dice.shuffle(nodes)
    dice.shuffle(edges)
    other = MemoryGraph(nodes, edges)
    assert listing(other, made.when) == listing(made.graph, made.when)
    assert verdicts_of(other, nodes, made.when) == verdicts_of(made.graph, made.nodes, made.when)


@quick
@given(graphs())
def test_verdicts_of_all_take_one_call_a_hop(made):
    """Judging all nodes together asks the store once a hop, not once a node."""
    counting = Counting(made.graph)
    verdicts_of(counting, made.nodes[:1], made.when)
    hops = distances([(one.object, one.subject) for one in made.replacements()], "a").values()
    assert counting.edge_calls <= max(hops, default=0) + 1
    counting = Counting(made.graph)
    verdicts_of(counting, made.nodes, made.when)
    assert counting.calls <= 3


@pytest.mark.parametrize(
    ("introduced", "gone", "alive"),
    [
        ("1990", "", True),
        ("1990", "1994", False),
        ("1990", "1995", True),
        ("1990", "1995-05-31", False),
        ("1990", "1995-06-01", False),
        ("1990", "199X", True),
        ("1990", "1999", True),
        ("1995-06-01", "", True),
        ("1995-06-02", "", False),
        ("199X", "", True),
        ("1996", "", False),
        ("", "", False),
        ("../1990", "", True),
        ("1990/..", "", True),
        ("1990", "../1994", False),
        ("1990", "1994/..", True),
    ],
)
def test_alive_on_a_day(introduced, gone, alive):
    """Alive on a day is what may have begun on or before it and has not surely ended by then."""
    made = graph(node("a", introduced=introduced, retired_on=gone))
    assert ids(listing(made, at(), alive_on="1995-06-01")) == (["a"] if alive else [])


def test_undated_retirement_does_not_end_a_life():
    """What is retired since nobody knows when may have been alive on any day after its introduction."""
    made = graph(node("a", introduced="1990", tier="bronze"))
    assert ids(listing(made, at(), alive_on="1995")) == ["a"]
    assert ids(listing(made, at(), alive_on="1985")) == []


def test_listing_by_property_matches_what_was_chosen():
    """A property fits by its chosen value without regard to case, a ``many`` by any of its values; all must fit."""
    held = [
        Held("a", "tags", "Data", "chosen", claim(1)),
        Held("a", "tags", "scale", "chosen", claim(2)),
        Held("a", "category", "old", "other", claim(3)),
        Held("a", "introduced", "1990", "chosen", claim(4)),
        Held("b", "tags", "data", "chosen", claim(5)),
        Held("b", "tags", "draft", "suspect", claim(6)),
    ]
    parts = [node("a", tier="gold"), node("b", tier="gold", kind="law"), node("c", tier="bronze", defined=False)]
    made = graph(*parts, properties=held)

    def fitting(*where):
        return ids(listing(made, at(), where, defined=False))

    assert fitting() == ["a", "b", "c"]
    assert fitting(("tags", "data")) == ["a", "b"]
    assert fitting(("tags", "SCALE")) == ["a"]
    assert fitting(("tags", "data"), ("kind", "law")) == ["b"]
    assert fitting(("category", "old")) == fitting(("tags", "draft")) == fitting(("tags", "dat")) == []
    assert fitting(("tier", "Gold")) == ["a", "b"]
    assert fitting(("defined", "no")) == ["c"]
    assert fitting(("defined", "yes"), ("id", "b")) == ["b"]
    assert fitting(("status", "")) == []
    with pytest.raises(BadQuestion, match="no entry has a property 'no-such'"):
        fitting(("no-such", ""))


def test_listing_of_the_past_leaves_out_what_came_later():
    """A list for a given moment says how many fitting nodes were not yet introduced; today nothing is left out."""
    made = graph(node("a", introduced="1990"), node("b", introduced="2000"), node("c"), node("d", introduced="2040"))
    found = listing(made, at("1995"))
    assert (ids(found), found.not_yet) == (["a", "c"], 2)
    assert (ids(listing(made, at())), listing(made, at()).not_yet) == (["a", "b", "c", "d"], 0)


def test_verdict_of_an_undefined_node_is_not_listed():
    """A name known only from references gets a verdict of its own, but no list by verdict has it."""
    made = graph(replaces("b", "a"), node("a"), node("b", defined=False))
    assert ids(listing(made, at(), verdict="current")) == []
    assert verdicts_of(made, [node("b", defined=False)], at()) == {"b": "current"}


def test_thousand_nodes_are_judged_together():
    """A thousand chains of three are judged with three calls for edges."""
    edges = keyed(replaces(f"{number}-{step + 1}", f"{number}-{step}") for number in range(1000) for step in range(2))
    nodes = [node(f"{number}-{step}") for number in range(1000) for step in range(3)]
    counting = Counting(MemoryGraph(nodes, edges))
    found = verdicts_of(counting, nodes, at())
    assert [list(found.values()).count(verdict) for verdict in ("replaced", "current")] == [2000, 1000]
    assert counting.edge_calls <= 3


def test_tier_is_the_one_of_the_moment():
    """A list, a card and a comparison of a moment show the tier that was observed last before it; today's list today's."""
    observed = [
        Held("a", "tier", "hold", "chosen", claim(1)._replace(qualifiers={"since": "2020"})),
        Held("a", "tier", "adopt", "earlier", claim(2)._replace(qualifiers={"since": "2015"})),
        Held("b", "tier", "trial", "chosen", claim(3)),
    ]
    made = MemoryGraph([node("a", tier="hold"), node("b", tier="trial")], [], properties=observed)
    assert [one.tier for one in listing(made, at()).nodes] == ["hold", "trial"]
    assert [one.tier for one in listing(made, at("2016")).nodes] == ["adopt", "trial"]
    assert [one.tier for one in listing(made, at("2010")).nodes] == ["", "trial"]
    assert show(made, "a", at("2016")).node.tier == "adopt"
    assert [one.node.tier for one in compare(made, ["a", "b"], at("2016")).entries] == ["adopt", "trial"]


def test_list_names_those_that_may_have_the_verdict():
    """What may be replaced or not is no member of the list, and is named; what surely is neither is not."""
    made = graph(replaces("b", "a", since="2011"), replaces("d", "c", since="2001"), node("e"))
    found = listing(made, at("2011-06"), verdict="replaced")
    assert (ids(found), found.unsure) == (["c"], ("a",))
    assert listing(made, at("2011-06"), verdict="dead-end").unsure == ()
    assert ids(listing(made, at("2011-06"), verdict="cannot-tell")) == ["a"]
