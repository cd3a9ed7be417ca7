"""What a time axis shows: whole lineages, whole families, sorted into lanes, and every node that it leaves out counted."""

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.store.memory import MemoryGraph
from queries.chronicle import LANES, chronicle
from queries.errors import BadQuestion
from tests.helpers import at, edge, edge_holds, evolved, graph, node, replaces
from tests.queries.made import lineages, quick, thorough


def drawn_pairs(made):
    """Old to new, of the edges that a picture of lineages draws: those that count, and what is to consider."""
    return [
        (one.object, one.subject)
        for one in made.edges
        if one.relation in ("replaces", "evolved-from")
        and one.method != "inferred"
        and "expected" not in one.details()
        and edge_holds(one, made.when)
    ]


@thorough
@given(lineages)
def test_lineage_is_all_ancestors_and_descendants(made):
    """Around an entry stand all that it comes from and all that comes from it, and every link among them is there."""
    seen = chronicle(made.graph, made.when, "a", most=100)
    every = nx.DiGraph(drawn_pairs(made))
    every.add_node("a")
    kin = {"a"} | nx.ancestors(every, "a") | nx.descendants(every, "a")
    late = {one.id for one in made.nodes if made.when.given and one.born[0] is not None and one.born[0] > made.when.day}
    assert {one.id for one in seen.nodes} == kin - (late - {"a"})
    shown = {one.id for one in seen.nodes}
    between = {pair for pair in drawn_pairs(made) if set(pair) <= shown}
    assert {(one.object, one.subject) for one in seen.edges} == between


@quick
@given(lineages, st.integers(1, 6), st.sampled_from(LANES))
def test_what_is_not_shown_is_counted(made, most, lanes):
    """Entries shown, entries beyond the budget and entries of another time are together all that there are."""
    seen = chronicle(made.graph, made.when, most=most, lanes=lanes)
    named = [one for one in made.nodes if not one.defined and not one.introduced]
    assert len(seen.nodes) <= most
    entries = sum(number for what, number in seen.hidden.items() if not what.startswith("links"))
    assert len(seen.nodes) + entries == len(made.nodes)
    assert sum(lane.more for lane in seen.lanes) <= entries - len(named)
    assert len({one.id for one in seen.nodes}) == len(seen.nodes)


@quick
@given(lineages, st.sampled_from(LANES), st.randoms(use_true_random=False))
def test_order_of_input_does_not_matter(made, lanes, dice):
    """Nodes and edges given in another order give the same lanes with the same nodes in them."""
    nodes, edges = list(made.nodes), list(made.edges)
    dice.shuffle(nodes)
    dice.shuffle(edges)
    assert chronicle(MemoryGraph(nodes, edges), made.when, lanes=lanes) == chronicle(made.graph, made.when, lanes=lanes)


def a_family() -> MemoryGraph:
    """Two members of a family, an ancestor outside it, and that one's own ancestor."""
    nodes = [node("fam", kind="family", title="Family"), *map(node, ("one", "two", "before", "long-before"))]
    edges = [
        edge("member-of", "one", "fam"),
        edge("member-of", "two", "fam"),
        evolved("two", "one"),
        evolved("one", "before"),
        evolved("before", "long-before"),
    ]
    return graph(*nodes, *edges)


def test_family_shows_where_its_members_come_from():
    """A family stands with what its members come from at one remove, each in the lane of its own family."""
    seen = chronicle(a_family(), at(), "fam")
    assert [(lane.title, [one.id for one in lane.nodes]) for lane in seen.lanes] == [
        ("Family", ["one", "two"]),
        ("No family", ["before"]),
    ]


def test_lines_of_descent_are_lanes_where_nothing_else_sorts():
    """Without families and categories each line of three or more has a lane, and the rest shares one."""
    seen = chronicle(graph(replaces("b", "a"), replaces("c", "b"), evolved("y", "x"), node("z")), at(), lanes="line")
    assert [(lane.title, [one.id for one in lane.nodes], lane.plain) for lane in seen.lanes] == [
        ("a and its line", ["a", "b", "c"], False),
        ("Without kin here", ["x", "y", "z"], True),
    ]


def test_lanes_by_an_unknown_property_are_refused():
    """Lanes by a property that nobody declared are a mistake, not one empty lane."""
    with pytest.raises(BadQuestion, match="no entry has a property 'colour'"):
        chronicle(a_family(), at(), lanes="colour")


@thorough
@given(lineages)
def test_several_are_drawn_from_what_they_have_in_common(made):
    """Of several entries there are they themselves, all that they all descend from, and what lies between; where that is
    nothing, all that any of them descends from.
    """
    pairs = [
        (one.object, one.subject)
        for one in made.edges
        if one.relation in ("replaces", "evolved-from")
        and one.method != "inferred"
        and one.strength != "consider"
        and "expected" not in one.details()
        and edge_holds(one, made.when)
    ]
    every = nx.DiGraph(pairs)
    every.add_nodes_from("ab")
    above = [{name} | nx.ancestors(every, name) for name in "ab"]
    common = set.intersection(*above)
    lines = {id_ for id_ in set.union(*above) if common & ({id_} | nx.ancestors(every, id_))}
    wanted = lines | {"a", "b"} if common else set.union(*above)
    late = {one.id for one in made.nodes if made.when.given and one.born[0] is not None and one.born[0] > made.when.day}
    seen = chronicle(made.graph, made.when, "a", others=["b"], most=100)
    assert {one.id for one in seen.nodes} == wanted - late
