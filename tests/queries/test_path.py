"""The shortest path, against networkx: real steps, the same length, and of several the one whose ids come first."""

import itertools

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.store.memory import MemoryGraph
from queries.path import path
from tests.helpers import Counting, at, drawn, edge, edge_holds, evolved, graph, lineage_counts, node, replaces
from tests.queries.made import IDS, lineages, mixed, quick, thorough

WAYS = (None, ("evolved-from",), ("requires",), ("pairs-with",), ("replaces", "pairs-with", "enables"))


def steps_of(made, relations):
    """Steps with the edges behind them: lineage old → new, symmetric relations both ways, others forwards."""
    found = {}
    for one in made.edges:
        if one.relation not in (relations or ("replaces", "evolved-from")) or not edge_holds(one, made.when):
            continue
        lineage, symmetric = one.relation in ("replaces", "evolved-from"), one.relation == "pairs-with"
        if lineage and not lineage_counts(one):
            continue
        if not lineage:
            found.setdefault((one.subject, one.object), []).append(one)
        if lineage or symmetric:
            found.setdefault((one.object, one.subject), []).append(one)
    return found


@thorough
@given(mixed, st.sampled_from(IDS[1:]), st.sampled_from(WAYS))
def test_path_is_a_shortest_one(made, end, relations):
    """A path is as short as the shortest, every step of it holds, and of several the ids of this one come first."""
    end = end if end in {one.id for one in made.nodes} else made.nodes[-1].id
    steps = steps_of(made, relations)
    answer = path(made.graph, "a", end, made.when, relations)
    every = drawn(steps, ["a", end])
    if not nx.has_path(every, "a", end):
        assert answer.ids is None
        assert answer.steps == ()
        return
    assert answer.ids == min(map(tuple, nx.all_shortest_paths(every, "a", end)))
    taken = list(zip(answer.ids, answer.ids[1:], strict=False))
    assert len(answer.steps) == len(taken)
    assert all(one in steps[pair] for one, pair in zip(answer.steps, taken, strict=True))
    assert set(answer.nodes) == set(answer.ids)


@quick
@given(mixed, st.sampled_from(WAYS), st.randoms(use_true_random=False))
def test_order_of_input_does_not_matter(made, relations, dice):
    """Nodes and edges given in another order give the same path, edge by edge."""
    nodes, edges = list(made.nodes), list(made.edges)
    dice.shuffle(nodes)
    dice.shuffle(edges)
    assert path(MemoryGraph(nodes, edges), "a", "b", made.when, relations) == path(
        made.graph, "a", "b", made.when, relations
    )


@quick
@given(lineages, st.sampled_from(WAYS))
def test_path_asks_the_store_once_a_hop(made, relations):
    """Looking for a path asks for edges once a hop and sort of relation, at most once a node reached."""
    counting = Counting(made.graph)
    answer = path(counting, "a", "b", made.when, relations, near=False)
    every = drawn(steps_of(made, relations), ["a", "b"])
    hops = max(nx.single_source_shortest_path_length(every, "a").values())
    most = (len(answer.steps) if answer.ids else hops + 1) * 3
    assert counting.edge_calls <= most


def test_ids_that_come_first_are_taken_from_the_start():
    """Of two paths of one length, the one whose first differing id is smaller is given."""
    made = graph(
        replaces("b", "a"),
        replaces("c", "a"),
        replaces("z", "b"),
        replaces("d", "c"),
        evolved("e", "z"),
        evolved("e", "d"),
    )
    assert path(made, "a", "e", at()).ids == ("a", "b", "z", "e")


@st.composite
def layered(draw):
    """Layers of nodes between ``a`` and ``z``, with steps from each layer to the next only: many paths of one length."""
    names = iter(draw(st.permutations([f"n{number}" for number in range(9)])))
    layers = [["a"], *([next(names) for _ in range(draw(st.integers(1, 3)))] for _ in range(3)), ["z"]]
    steps = [(old, new) for near, far in itertools.pairwise(layers) for old in near for new in far]
    return draw(st.lists(st.sampled_from(steps), unique=True, min_size=len(steps) * 2 // 3))


@thorough
@given(layered())
def test_of_many_paths_of_one_length_the_first_is_taken(steps):
    """Among many shortest paths, the one that comes first when ids are compared from the start is given."""
    every = drawn(steps, ["a", "z"])
    made = graph(node("a"), node("z"), *(replaces(new, old) for old, new in steps))
    found = path(made, "a", "z", at()).ids
    assert found == (min(map(tuple, nx.all_shortest_paths(every, "a", "z"))) if nx.has_path(every, "a", "z") else None)


def test_path_takes_no_suggestion_and_no_guess():
    """A path of lineage leaves out what is suggested or expected, and what was inferred unless asked for."""
    made = graph(replaces("b", "a", "consider"), evolved("b", "a", expected=True), evolved("c", "a", method="inferred"))
    assert path(made, "a", "b", at()).ids is None
    assert path(made, "a", "c", at()).ids is None
    assert path(made, "a", "c", at(), inferred=True).ids == ("a", "c")


def test_path_to_itself_has_no_step():
    """The path from X to X is X alone."""
    answer = path(graph(node("a"), replaces("a", "a")), "a", "a", at())
    assert (answer.ids, answer.steps) == (("a",), ())


def test_path_goes_in_time():
    """Lineage is walked old → new only, other relations from subject to object, symmetric ones both ways."""
    made = graph(replaces("b", "a"), edge("requires", "a", "c"), edge("pairs-with", "d", "a"))
    ways = [("a", "b", None), ("b", "a", None), ("a", "c", ["requires"]), ("c", "a", ["requires"])]
    ways += [("a", "d", ["pairs-with"]), ("d", "a", ["pairs-with"])]
    assert [path(made, *way[:2], at(), way[2]).ids for way in ways] == [
        ("a", "b"),
        None,
        ("a", "c"),
        None,
        ("a", "d"),
        ("d", "a"),
    ]


@pytest.mark.parametrize("relation", ["replaces", "requires", "pairs-with"])
def test_edge_that_does_not_hold_is_counted_once(relation):
    """An edge that is not true yet leads nowhere, and is counted once however often the search meets it."""
    late = edge(relation, "b", "a", strength="exact" if relation == "replaces" else "", since="2040")
    start, end = ("b", "a") if relation == "requires" else ("a", "b")
    round_about = [edge("enables", start, "m"), edge("enables", "m", end), edge("enables", end, "n")]
    answer = path(graph(late, node("far"), *round_about), start, "far", at(), [relation, "enables"])
    assert (answer.ids, answer.left_out) == (None, 1)
