"""Walks through the graph, forwards and back, against networkx on the steps that surely count."""

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.store.memory import MemoryGraph
from queries.lineage import ancestors, common_ancestors, descendants
from queries.neighbours import neighbours
from queries.replaced import what_it_replaced
from tests.helpers import (
    Counting,
    at,
    distances,
    drawn,
    edge,
    edge_holds,
    evolved,
    graph,
    lineage_counts,
    nearest_first,
    replaces,
)
from tests.queries.made import RELATIONS, lineages, mixed, quick, thorough

LINEAGE = ("replaces", "evolved-from")


def steps_back(made, relations=LINEAGE, inferred=False):
    """Steps newer → older of the lineage that surely held."""
    return [
        (one.subject, one.object)
        for one in made.edges
        if one.relation in relations
        and (lineage_counts(one) or (inferred and lineage_counts(one._replace(method="stated"))))
        and edge_holds(one, made.when)
    ]


@thorough
@given(mixed)
def test_what_it_replaced_is_all_that_lies_before(made):
    """What X replaced is what surely held replacements reach backwards, its origins those with nothing before them."""
    steps = steps_back(made, ("replaces",))
    answer = what_it_replaced(made.graph, "a", made.when)
    hops = distances(steps, "a")
    assert [one.object for one in answer.direct] == sorted(old for new, old in steps if new == "a")
    assert answer.all == nearest_first(hops)
    assert answer.origins == tuple(sorted(hops.keys() - {new for new, _ in steps}))
    assert set(answer.nodes) >= {"a", *hops}


@thorough
@given(mixed, st.booleans(), st.sampled_from((None, ["evolved-from"], ["replaces"], ["requires", "replaces"])))
def test_lineage_is_all_that_can_be_reached(made, inferred, relations):
    """Ancestors are all that the steps newer → older reach, nearest first, and descendants the same backwards."""
    steps = steps_back(made, relations or LINEAGE, inferred)
    for question, way in ((ancestors, steps), (descendants, [(old, new) for new, old in steps])):
        answer = question(made.graph, "a", made.when, relations, inferred)
        hops = distances(way, "a")
        assert answer.depths == hops
        assert tuple(answer.depths) == nearest_first(hops)
        assert answer.direct == tuple(sorted(id_ for id_, number in hops.items() if number == 1))
        assert answer.chain == chain(way, "a")
        assert set(answer.nodes) >= {"a", *hops}


def chain(steps, start):
    """The line from a node where nothing forks or goes round."""
    reached = drawn(steps, [start]).subgraph({start, *distances(steps, start)})
    if not nx.is_directed_acyclic_graph(reached) or any(number > 1 for _, number in reached.out_degree()):
        return ()
    return tuple(nx.topological_sort(reached))[1:]


@thorough
@given(mixed)
def test_lineage_names_what_it_did_not_walk(made):
    """Edges that did not hold, or may not have, are named where the walk met them, and no others."""
    answer = ancestors(made.graph, "a", made.when)
    here = {"a", *answer.depths}
    met = [one for one in made.edges if one.relation in LINEAGE and one.subject in here and lineage_counts(one)]
    assert {one.key for one in answer.left_out} == {one.key for one in met if edge_holds(one, made.when) is False}
    assert {one.key for one in answer.unsure} == {one.key for one in met if edge_holds(one, made.when) is None}
    assert {one.key for one in answer.edges} == {one.key for one in met if edge_holds(one, made.when)}


@thorough
@given(lineages, st.lists(st.sampled_from("abcdef"), min_size=2, max_size=3))
def test_common_ancestors_are_shared_by_all(made, names):
    """Common ancestors are those of every name, itself included; the nearest have no descendant among them."""
    known = {one.id for one in made.nodes}
    names = [name for name in names if name in known] or ["a"]
    names = [*names, names[0]] if len(names) == 1 else names
    steps = steps_back(made)
    shared = set.intersection(*({name, *distances(steps, name)} for name in names))
    back = [(old, new) for new, old in steps]
    nearest = {one for one in shared if not (distances(back, one).keys() - {one}) & shared}
    answer = common_ancestors(made.graph, names, made.when)
    assert answer.all == tuple(sorted(shared))
    assert answer.nearest == tuple(sorted(nearest or shared))
    assert set(answer.titles) == shared


@thorough
@given(mixed, st.sampled_from(("replaces", *RELATIONS)), st.sampled_from(("out", "in", "both")), st.booleans())
def test_neighbours_are_those_of_the_relation(made, relation, direction, transitive):
    """Neighbours stand in the relation, in the direction asked for, and a symmetric relation has no direction."""
    true = [(one.subject, one.object) for one in made.edges if one.relation == relation and edge_holds(one, made.when)]
    back = [(object_, subject) for subject, object_ in true]
    meant = "both" if relation == "pairs-with" else direction
    steps = {"out": true, "in": back, "both": true + back}[meant]
    hops = {id_: number for id_, number in distances(steps, "a").items() if id_ != "a" or number == 1}
    answer = neighbours(made.graph, "a", relation, direction, made.when, transitive)
    assert answer.direct == tuple(sorted(id_ for id_, number in hops.items() if number == 1))
    assert answer.all == (nearest_first(hops) if transitive else answer.direct)
    assert answer.direction == meant
    assert set(answer.nodes) == {"a", *answer.all}


QUESTIONS = {
    "what-it-replaced": lambda graph, when: what_it_replaced(graph, "a", when),
    "ancestors": lambda graph, when: ancestors(graph, "a", when),
    "descendants": lambda graph, when: descendants(graph, "a", when),
    "common-ancestors": lambda graph, when: common_ancestors(graph, ["a", "b"], when),
    "neighbours": lambda graph, when: neighbours(graph, "a", "pairs-with", "both", when, transitive=True),
    "one neighbour": lambda graph, when: neighbours(graph, "a", "replaces", "in", when),
}


@pytest.mark.parametrize("name", QUESTIONS)
@quick
@given(made=mixed, dice=st.randoms(use_true_random=False))
def test_order_of_input_does_not_matter(name, made, dice):
    """Nodes and edges given in another order, with strangers among them, give the same answer to the last field."""
    nodes, edges = list(made.nodes), list(made.edges)
    nodes += [one._replace(id=f"z{one.id}") for one in made.nodes]
    edges += [one._replace(key=one.key + 50, subject=f"z{one.subject}", object=f"z{one.object}") for one in made.edges]
    dice.shuffle(nodes)
    dice.shuffle(edges)
    question = QUESTIONS[name]
    assert question(MemoryGraph(nodes, edges), made.when) == question(made.graph, made.when)


@quick
@given(mixed)
def test_walks_ask_the_store_once_a_hop(made):
    """A walk asks for edges once a hop, and once more to see that there is nothing further."""
    for question in (what_it_replaced, ancestors, descendants):
        counting = Counting(made.graph)
        answer = question(counting, "a", made.when)
        hops = len(answer.all) if question is what_it_replaced else max(answer.depths.values(), default=0)
        assert counting.edge_calls <= hops + 1
        assert counting.calls <= hops + 5


def test_ancestor_of_itself_can_be_the_nearest():
    """A common ancestor that a source mistakes for its own ancestor is still the nearest one."""
    made = graph(evolved("a", "m"), evolved("b", "m"), evolved("m", "m"), evolved("m", "far"))
    assert common_ancestors(made, ["a", "b"], at()).nearest == ("m",)


def test_timelines_own_order_counts_only_where_asked_for():
    """What a rule inferred is lineage only on request, and what is expected of the future never is."""
    made = graph(
        evolved("a", "b", method="inferred"), evolved("a", "c", method="harvested"), evolved("a", "d", expected=True)
    )
    assert ancestors(made, "a", at()).direct == ("c",)
    assert ancestors(made, "a", at(), inferred=True).direct == ("b", "c")


def test_suggestions_are_no_lineage():
    """What merely should be considered instead is nobody's descendant, and was not replaced."""
    made = graph(replaces("b", "a", "consider"), replaces("c", "a", "partial"))
    assert descendants(made, "a", at()).direct == ("c",)
    assert what_it_replaced(made, "b", at()).all == ()


def test_symmetric_neighbours_name_x_only_where_an_edge_does():
    """Going back along a symmetric edge does not make X its own neighbour; an edge from X to itself does."""
    around = (edge("pairs-with", "a", "b"), edge("pairs-with", "c", "b"))
    made = graph(*around)
    assert neighbours(made, "a", "pairs-with", "both", at(), transitive=True).all == ("b", "c")
    made = graph(*around, edge("pairs-with", "a", "a"))
    assert neighbours(made, "a", "pairs-with", "both", at(), transitive=True).all == ("a", "b", "c")
    assert neighbours(made, "b", "pairs-with", "both", at(), transitive=True).all == ("a", "c")
