"""What replaces X: every part of the answer against brute force on random graphs, and each sentence of it by hand."""

import itertools

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.store.memory import MemoryGraph
from ontology.claim import Claim
from ontology.source import Source
from queries.capabilities import Delta
from queries.graph import Held
from queries.replacement import what_replaces
from tests.helpers import (
    Counting,
    World,
    at,
    distances,
    drawn,
    edge,
    edge_holds,
    evolved,
    graph,
    keyed,
    nearest_first,
    node,
    node_retired,
    replaces,
    verdict_of,
)
from tests.queries.made import graphs, known, mixed, quick, thorough


def sure_world(made):
    """The world of what surely holds: only that is listed."""
    true = tuple(one for one in made.replacements() if edge_holds(one, made.when))
    rest = tuple(one for one in made.replacements() if one not in true)
    return World("a", true, frozenset(one.id for one in made.nodes if node_retired(one, made.when)), rest)


@thorough
@given(graphs())
def test_verdict_follows_from_dates(made):
    """The verdict is that of all completions of what the dates leave open."""
    holding = {one.key: edge_holds(one, made.when) for one in made.replacements()}
    possible = [one for one in made.replacements() if holding[one.key] is not False]
    near = {"a", *distances([(one.object, one.subject) for one in possible], "a")}
    reached = [one for one in made.replacements() if one.object in near]
    gone = {one.id: node_retired(one, made.when) for one in made.nodes if one.id in near}
    first = made.nodes[0].born[0]
    if [*gone.values(), *(holding[one.key] for one in reached)].count(None) > 6:
        return
    expected = verdict_of("a", reached, holding, gone)[0]
    if first is not None and first > made.when.day:
        expected = "cannot-tell"
    assert what_replaces(made.graph, "a", made.when).verdict == expected


@thorough
@given(graphs())
def test_lists_are_those_of_the_sure_world(made):
    """Direct, suggested, all and terminal successors are found by drawing only what surely holds."""
    world, answer = sure_world(made), what_replaces(made.graph, "a", made.when)
    assert [one.subject for one in answer.direct] == sorted(one.subject for one in world.edges if one.object == "a")
    suggested = [one for one in made.edges if one.strength == "consider" and one.object == "a"]
    assert [one.subject for one in answer.consider] == sorted(
        one.subject for one in suggested if edge_holds(one, made.when)
    )
    hops = distances([(one.object, one.subject) for one in world.edges], "a")
    assert answer.all == nearest_first(hops)
    assert answer.terminal == tuple(sorted(id_ for id_ in hops if not world.after(id_)))
    assert set(answer.nodes) >= {"a", *answer.all}


@thorough
@given(st.one_of(known, graphs(), graphs(groups=("all-of",))))
def test_live_ends_come_with_the_best_path(made):
    """Every live end has a real path: the first shortest exact one, else the first shortest one."""
    world, answer = sure_world(made), what_replaces(made.graph, "a", made.when)
    assert {end.node.id for end in answer.live} == world.ends()
    steps = world.exact_steps()
    every = drawn([(one.object, one.subject) for one in world.edges], ["a"])
    exact = drawn(steps, ["a", *world.ends()])
    rank = {(one.object, one.subject): (one.strength, one.subject) for one in world.edges}
    for end in answer.live:
        assert end.exact == nx.has_path(exact, "a", end.node.id)
        taken = list(zip(end.path, end.path[1:], strict=False))
        assert [(step.object, step.subject) for step in end.steps] == taken
        assert set(taken) <= (steps if end.exact else set(every.edges))
        assert all(step in world.edges for step in end.steps)
        shortest = map(tuple, nx.all_shortest_paths(exact if end.exact else every, "a", end.node.id))
        assert end.path == min(shortest, key=lambda ids: [rank[pair] for pair in itertools.pairwise(ids)])
        middles = [one.id for one in end.past]
        assert middles == [id_ for id_ in end.path[1:-1] if not world.live(id_)]
    if answer.verdict != "cannot-tell":
        assert any(end.exact for end in answer.live) == (answer.verdict == "replaced")


@thorough
@given(graphs())
def test_ends_that_a_missing_date_leaves_open_are_marked(made):
    """A live end is sure where nothing unknown could have retired or exactly replaced it."""
    possible = [one for one in made.replacements() if edge_holds(one, made.when) is not False]
    known = {one.id: one for one in made.nodes}
    for end in what_replaces(made.graph, "a", made.when).live:
        exact = [one for one in possible if one.object == end.node.id and one.strength == "exact"]
        assert end.sure == (not exact and node_retired(known[end.node.id], made.when) is False)


@quick
@given(mixed, st.randoms(use_true_random=False))
def test_order_of_input_does_not_matter(made, dice):
    """Nodes and edges given in another order give the same answer to the last field."""
    first = what_replaces(made.graph, "a", made.when)
    nodes, edges = list(made.nodes), list(made.edges)
    dice.shuffle(nodes)
    dice.shuffle(edges)
    assert what_replaces(MemoryGraph(nodes, edges), "a", made.when) == first


@quick
@given(mixed, graphs())
def test_unrelated_component_does_not_matter(made, other):
    """A component that shares no node with the question changes nothing in its answer."""
    nodes = [one._replace(id=f"z{one.id}", title=f"z{one.id}") for one in other.nodes]
    edges = [one._replace(key=one.key + 100, subject=f"z{one.subject}", object=f"z{one.object}") for one in other.edges]
    alone = what_replaces(made.graph, "a", made.when)
    assert what_replaces(MemoryGraph([*nodes, *made.nodes], [*edges, *made.edges]), "a", made.when) == alone


@quick
@given(mixed)
def test_walk_asks_the_store_once_a_hop(made):
    """The number of calls to the store grows with the longest way only, never with the number of nodes."""
    counting = Counting(made.graph)
    answer = what_replaces(counting, "a", made.when)
    possible = [one for one in made.replacements() if edge_holds(one, made.when) is not False]
    hops = max(distances([(one.object, one.subject) for one in possible], "a").values(), default=0)
    assert counting.edge_calls <= hops + 1 + 3
    assert counting.calls <= hops + 1 + 3 + 11
    assert answer.node.id == "a"


def test_wide_graph_takes_no_more_calls_than_a_narrow_one():
    """A thousand successors of one node cost as many calls to the store as one."""

    def calls(width):
        counting = Counting(graph(*(replaces(f"n{number}", "a") for number in range(width))))
        assert len(what_replaces(counting, "a", at()).live) == width
        return counting.calls

    assert calls(1000) == calls(1)


def test_live_ends_are_ranked_by_the_documented_rule():
    """Exact comes before partial, then the better tier, fewer hops, more sources, the earlier date, the id."""
    parts = [
        replaces("z-exact", "a"),
        replaces("y-gold", "a", "partial"),
        node("y-gold", tier="gold"),
        replaces("x-silver", "a", "partial"),
        node("x-silver", tier="silver"),
        replaces("w-near", "a", "partial"),
        replaces("far", "w-near", "partial"),
        replaces("far-gold", "w-near", "partial"),
        node("far-gold", tier="gold"),
        replaces("c-voices", "a", "partial"),
        replaces("b-early", "a", "partial", since="1990"),
        replaces("b-late", "a", "partial", since="1999"),
        replaces("b-undated-one", "a", "partial"),
        replaces("b-undated-two", "a", "partial"),
    ]
    claims = [(7, claim(line)) for line in (1, 2)]
    answer = what_replaces(graph(*parts, claims=claims), "a", at())
    assert [end.node.id for end in answer.live] == [
        "z-exact",
        "y-gold",
        "far-gold",
        "x-silver",
        "c-voices",
        "b-late",
        "b-early",
        "b-undated-one",
        "b-undated-two",
        "w-near",
        "far",
    ]


def claim(line, **more):
    """A claim of a page."""
    return Claim(subject="a", predicate="replaces", source=Source("page.md", line), **more)


def test_evolution_is_told_apart_from_replacement():
    """What merely evolved from X is listed apart, without what replaces it, is suggested, expected or inferred."""
    parts = [
        replaces("new", "a"),
        replaces("end", "new"),
        replaces("hint", "a", "consider"),
        *(evolved(id_, "a") for id_ in ("new", "end", "hint", "child")),
        evolved("later", "a", expected=True),
        evolved("guess", "a", method="inferred"),
        evolved("future", "a", since="2040"),
    ]
    assert [one.subject for one in what_replaces(graph(*parts), "a", at()).evolved] == ["child"]


def test_reason_of_a_retired_descendant_is_given():
    """Why a descendant was retired is said where a page says it, and the chosen reason alone."""
    parts = [evolved("child", "a"), evolved("heir", "a"), node("child", tier="bronze"), node("heir"), node("a")]
    held = [
        Held("child", "deprecation-reason", "too slow", "chosen", claim(1)),
        Held("child", "deprecation-reason", "too odd", "other", claim(2)),
        Held("heir", "deprecation-reason", "none", "chosen", claim(3)),
    ]
    assert what_replaces(graph(*parts, properties=held), "a", at()).reasons == {"child": "too slow"}


def test_capabilities_are_kept_gained_and_lost():
    """The delta of a live end names by title what both give, what only the newer and what only the older one gives."""
    parts = [
        replaces("new", "a"),
        replaces("silent", "a"),
        edge("provides", "a", "x"),
        edge("enables", "a", "y"),
        edge("includes", "new", "x"),
        edge("provides", "new", "z"),
        edge("pairs-with", "new", "other"),
        node("x", title="The X"),
    ]
    ends = {end.node.id: end.delta for end in what_replaces(graph(*parts), "a", at()).live}
    assert ends == {"new": Delta(("The X",), ("z",), ("y",)), "silent": Delta()}


def test_notes_name_what_would_decide():
    """What cannot be told names the edge or the node that would decide it, with the date that is too coarse."""
    edges = [replaces("b", "a"), replaces("c", "a", since="199X"), node("a"), node("b"), node("c")]
    answer = what_replaces(graph(*edges), "a", at("1995"))
    assert answer.verdict == "cannot-tell"
    assert answer.notes == (
        "whether b replaced a by 1995 is open: neither the statement nor b has a date",
        "whether c replaced a by 1995 is open: it is dated 199X only",
    )
    gone = what_replaces(graph(node("a", retired_on="199X")), "a", at("1995"))
    assert gone.verdict == "cannot-tell"
    assert gone.notes == ("whether a was retired by 1995 is open: it was retired on 199X",)


def test_notes_say_what_the_moment_leaves_out():
    """A question about the past says which replacements were not true then, and whether the node existed."""
    answer = what_replaces(graph(node("a"), replaces("b", "a", since="2000")), "a", at("1995"))
    assert (answer.verdict, answer.notes) == (
        "current",
        ("not true at 1995, so left out: 1 replacement(s), new → old: b → a",),
    )
    young = what_replaces(graph(node("a", introduced="2001")), "a", at("1995"))
    assert (young.verdict, young.notes) == ("cannot-tell", ("a was introduced in 2001, after 1995",))


def test_undated_retirement_is_told_not_refused():
    """A retirement that nothing dates leaves the node live in the past, and the answer says so."""
    answer = what_replaces(graph(node("a", tier="bronze")), "a", at("1995"))
    assert answer.verdict == "current"
    assert answer.notes == ("a is retired today (tier bronze), but nothing says since when",)
    assert what_replaces(graph(node("a", tier="bronze")), "a", at()).notes == (
        "a is retired (tier bronze); nothing says since when",
    )


def test_disputes_triggers_and_guides_are_part_of_the_answer():
    """The answer carries what the sources disagree on, why people moved, and the guides that are named."""
    moved = replaces("b", "a", guide="b.md", disputed={"strength": ["exact", "partial"]})
    held = [
        Held("a", "introduced", "1990", "chosen", claim(1), "newest source"),
        Held("a", "introduced", "1991", "other", claim(2)),
        Held("a", "migration-guide", "move.md", "chosen", claim(3)),
    ]
    reasons = {"guide": "b.md", "triggers": ["cost", {"trigger": "load", "year": 1999, "source": "book"}]}
    said = claim(4, qualifiers=reasons)
    answer = what_replaces(graph(moved, properties=held, claims=[(1, said)]), "a", at())
    assert [one[:3] for one in answer.triggers] == [("load", "1999", "book"), ("cost", "", "")]
    assert answer.guides == (("move.md", "page.md:3"), ("b.md", "page.md:4"))
    assert [(one.about, one.fact, [value[:2] for value in one.values], one.rule) for one in answer.disputes] == [
        ("a", "introduced", [("1990", "chosen"), ("1991", "other")], "newest source"),
        ("b → a", "strength", [("exact", "chosen"), ("partial", "other")], ""),
    ]
    assert answer.claims == {1: (said,)}


def test_first_of_equal_ways_is_shown():
    """Of two ways of one length and strength, the one with the smaller ids is shown."""
    ways = [replaces(new, old) for old, new in (("a", "m"), ("a", "n"), ("n", "end"), ("m", "end"))]
    assert what_replaces(graph(*ways), "a", at()).live[0].path == ("a", "m", "end")
    partly = [one._replace(strength="partial") for one in ways]
    assert [end.path for end in what_replaces(graph(*partly), "a", at()).live][-1] == ("a", "m", "end")


def test_way_back_through_x_is_no_exact_way():
    """An all-of group that needs X itself replaces nothing exactly, even where X has another exact successor."""
    parts = [replaces("b", "a"), replaces("m", "a")]
    parts += [replaces("a", "m", group="all-of"), replaces("c", "m", group="all-of")]
    answer = what_replaces(graph(*parts), "a", at())
    assert answer.verdict == "replaced"
    assert [(end.node.id, end.exact, end.path) for end in answer.live] == [
        ("b", True, ("a", "b")),
        ("c", False, ("a", "m", "c")),
    ]


@pytest.mark.parametrize("size", [10, 1500])
def test_long_chain_is_walked_to_its_end(size):
    """A chain of any length is walked to its end without running out of stack."""
    edges = keyed(replaces(f"n{number + 1:04}", f"n{number:04}") for number in range(size))
    nodes = [node(f"n{number:04}") for number in range(size + 1)]
    answer = what_replaces(MemoryGraph(nodes, edges), "n0000", at())
    assert [end.node.id for end in answer.live] == [f"n{size:04}"]
    assert len(answer.live[0].path) == size + 1
    assert len(answer.live[0].past) == size - 1
