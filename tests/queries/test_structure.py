"""How a catalogue hangs together, against networkx and a brute force that takes one node away at a time."""

from collections import Counter

import networkx as nx
from hypothesis import given
from hypothesis import strategies as st

from queries.dominators import immediate_dominators
from queries.structure import structure
from tests.helpers import at, edge, edge_holds, evolved, graph, lineage_counts, node, node_retired, replaces
from tests.queries.made import mixed, quick, thorough


def stranded_by_hand(made):
    """For each node those that are left with nothing in use when it is taken away; only what is sure counts."""
    holding = [one for one in made.replacements() if edge_holds(one, made.when)]
    there = {one.id for one in made.nodes if one.born[0] is None or one.born[0] <= made.when.day or not made.when.past}
    ways = nx.DiGraph([(one.object, one.subject) for one in holding if {one.object, one.subject} <= there])
    maybe = {
        one.object
        for one in made.replacements()
        if edge_holds(one, made.when) is None and one.strength == "exact" and one.subject in there
    }
    sure = {one.object for one in holding if one.strength == "exact" and one.object != one.subject}
    gone = {one.id: node_retired(one, made.when) for one in made.nodes}
    dead = {id_ for id_ in ways if gone[id_] or id_ in sure}
    live = {id_ for id_ in ways if gone[id_] is False and id_ not in sure and id_ not in maybe}

    def safe(start, without):
        left = ways.subgraph(set(ways) - {without})
        return bool(live & (nx.descendants(left, start) - {start}))

    found = {}
    for id_ in dead:
        for keeper in set(ways) - {id_}:
            if safe(id_, None) and not safe(id_, keeper):
                found.setdefault(keeper, set()).add(id_)
    return found


@thorough
@given(mixed)
def test_keystones_are_those_whose_loss_strands(made):
    """A keystone keeps exactly the nodes that nothing in use is left for when it is taken away."""
    answer = structure(made.graph, made.when)
    assert {one.node.id: set(one.keeps) for one in answer.keystones} == stranded_by_hand(made)
    assert answer.keystones_in_all == len(answer.keystones)
    assert [(-len(one.keeps), one.node.id) for one in answer.keystones] == sorted(
        (-len(one.keeps), one.node.id) for one in answer.keystones
    )


@thorough
@given(mixed)
def test_components_and_counts(made):
    """Components are those of networkx over the edges that hold; every edge is counted, told unsure, or left out."""
    answer = structure(made.graph, made.when)
    there = {
        one.id
        for one in made.graph.select()
        if one.born == (None, None)
        or one.born[0] is None
        or one.born[0] <= made.when.day
        or (not made.when.past and one.born[0] <= made.when.today)
    }
    drawn = nx.Graph()
    drawn.add_nodes_from(there)
    held = [one for one in made.edges if edge_holds(one, made.when)]
    drawn.add_edges_from((one.subject, one.object) for one in held if {one.subject, one.object} <= there)
    sizes = [len(part) for part in nx.connected_components(drawn)]
    assert answer.components == (len(sizes), max(sizes, default=0), len(there))
    lines = nx.Graph(
        [
            (one.subject, one.object)
            for one in held
            if one.relation in ("replaces", "evolved-from")
            and lineage_counts(one)
            and {one.subject, one.object} <= there
        ]
    )
    groups = [len(part) for part in nx.connected_components(lines) if len(part) > 1]
    assert answer.lineage == (len(groups), max(groups, default=0), sum(groups))
    assert sum(answer.decades.values()) == sum(
        1
        for one in held
        if one.relation == "replaces" and one.strength != "consider" and {one.subject, one.object} <= there
    )
    seen = [one for one in made.edges if one.subject in there]
    assert answer.unsure_edges == sum(edge_holds(one, made.when) is None for one in seen)
    assert answer.left_out == sum(edge_holds(one, made.when) is False for one in seen)
    named = {
        (one.subject, one.object) for one in held if one.subject != one.object and {one.subject, one.object} <= there
    }
    named |= {
        (b, a)
        for a, b in named
        if any(one.relation == "pairs-with" and {one.subject, one.object} == {a, b} for one in held)
    }
    assert {one.id: times for one, times in answer.referenced} == Counter(old for _, old in named)


@quick
@given(st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=20))
def test_dominators_are_those_of_networkx(pairs):
    """The tree of immediate dominators is that of networkx, with circles and without."""
    drawn = nx.DiGraph(pairs)
    drawn.add_node(0)
    following = {node: list(drawn[node]) for node in drawn}
    found = immediate_dominators(0, following)
    expected = {low: high for low, high in nx.immediate_dominators(drawn, 0).items() if high is not None}
    assert {low: high for low, high in found.items() if low} == {low: high for low, high in expected.items() if low}


def test_families_by_tier_and_decades():
    """Members of a family are counted by tier, replacements by the decade that is certain."""
    members = [edge("member-of", id_, "f") for id_ in "abc"]
    parts = [node("f", kind="family"), node("a", tier="gold"), node("b", tier="bronze"), node("c", introduced="1999")]
    moves = [
        replaces("a", "b", since="1994"),
        replaces("c", "b"),
        replaces("a", "d", since="1989/1991"),
        evolved("c", "a"),
    ]
    answer = structure(graph(*parts, *members, *moves), at())
    assert [(one.node.id, one.members, one.retired, one.tiers) for one in answer.families] == [
        ("f", 3, 1, {"bronze": 1, "gold": 1, "": 1})
    ]
    assert answer.decades == {"1990s": 2, "unknown": 1}
