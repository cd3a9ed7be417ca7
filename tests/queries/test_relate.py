"""How two are related, against a brute force that climbs every line of descent."""

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from queries.kin import kin
from queries.relate import relate
from tests.helpers import at, edge, edge_holds, evolved, graph, lineage_counts, node, replaces
from tests.queries.made import IDS, mixed, quick, thorough

NUMBERS = "zero first second third 4th 5th 6th".split()


def lines_up(start, parents):
    """Every line up from a node: each a tuple of ids that begins with it. Endless where the lineage goes round."""
    yield (start,)
    for above in parents.get(start, ()):
        for rest in lines_up(above, parents):
            yield (start, *rest)


def named_by_hand(first, second, parents, replaced):
    """The name and why none is given, told from all lines up: what the definitions in the docs say, word by word."""
    drawn = nx.DiGraph([(low, high) for low, highs in parents.items() for high in highs])
    drawn.add_nodes_from([first, second])
    for id_ in (first, second):
        if not nx.is_directed_acyclic_graph(drawn.subgraph({id_} | nx.descendants(drawn, id_))):
            return None, "circle"
    up = {id_: {} for id_ in (first, second)}
    for id_ in (first, second):
        for line in lines_up(id_, parents):
            up[id_].setdefault(line[-1], set()).add(len(line) - 1)
    for low, high in ((first, second), (second, first)):
        if high in up[low]:
            ways = up[low][high]
            if min(ways) == 1:
                words = ("predecessor", "successor") if (low, high) in replaced else ("parent", "child")
            else:
                words = {(2,): ("grandparent", "grandchild"), (3,): ("great-grandparent", "great-grandchild")}.get(
                    tuple(sorted(ways)), ("ancestor", "descendant")
                )
            return " and ".join(words), ""
    common = set(up[first]) & set(up[second])
    nearest = [id_ for id_ in common if not any(id_ != low and id_ in nx.descendants(drawn, low) for low in common)]
    if not nearest:
        return None, ""
    pairs = {(one, two) for id_ in nearest for one in up[first][id_] for two in up[second][id_]}
    if len(pairs) > 1:
        return None, "contradict"
    ((one, two),) = pairs
    if one == two == 1:
        return ("siblings" if set(parents[first]) == set(parents[second]) else "half-siblings"), ""
    if 1 in (one, two):
        great = ("", "great-", "great-great-", "3-fold great-", "4-fold great-", "5-fold great-")[max(one, two) - 2]
        return f"{great}aunt and {great}nephew", ""
    times = {0: "", 1: " once removed", 2: " twice removed"}.get(abs(one - two), f" {abs(one - two)} times removed")
    return f"{NUMBERS[min(one, two) - 1]} cousins{times}", ""


@st.composite
def families(draw):
    """Up to nine nodes whose parents come mostly earlier in the alphabet; seldom a circle."""
    ids = "abcdefghi"[: draw(st.integers(2, 9))]
    parents = {}
    for place, id_ in enumerate(ids):
        wild = draw(st.integers(0, 12)) == 0
        choice = [other for other in (ids if wild else ids[:place]) if other != id_]
        if choice:
            near = choice[-2:] if draw(st.booleans()) else choice
            parents[id_] = frozenset(draw(st.sets(st.sampled_from(near), max_size=2)))
    replaced = frozenset((low, high) for low, highs in parents.items() for high in highs if draw(st.booleans()))
    return ids, parents, replaced


@thorough
@given(families(), st.data())
def test_kin_is_what_all_lines_say(family, data):
    """The name of two nodes is that which every line up to their nearest common ancestors gives, or none with the reason."""
    ids, parents, replaced = family
    first, second = data.draw(st.sampled_from(ids)), data.draw(st.sampled_from(ids))
    if first == second:
        return
    expected, reason = named_by_hand(first, second, parents, replaced)
    found, why = kin(first, second, parents, replaced)
    assert (found.name if found else None) == expected
    assert reason in why
    assert bool(reason) == bool(why)
    swapped, _ = kin(second, first, parents, replaced)
    assert (swapped is None) == (found is None)
    if found:
        assert (swapped.name, swapped.first, swapped.second) == (found.name, found.second, found.first)
        assert swapped.under == found.under


@pytest.mark.parametrize(
    ("first", "second", "name", "roles"),
    [
        ("ann", "bob", "siblings", ("sibling", "sibling")),
        ("ann", "bea", "aunt and nephew", ("aunt", "nephew")),
        ("bea", "ann", "aunt and nephew", ("nephew", "aunt")),
        ("ann", "cid", "great-aunt and great-nephew", ("great-aunt", "great-nephew")),
        ("abe", "bea", "first cousins", ("first cousin", "first cousin")),
        ("abe", "cid", "first cousins once removed", ("first cousin once removed", "first cousin once removed")),
        ("cid", "root", "great-grandparent and great-grandchild", ("great-grandchild", "great-grandparent")),
        ("bea", "root", "grandparent and grandchild", ("grandchild", "grandparent")),
        ("bob", "root", "parent and child", ("child", "parent")),
    ],
)
def test_names_of_a_family(first, second, name, roles):
    """In a plain family tree everybody has the name that people use."""
    tree = [("ann", "root"), ("bob", "root"), ("abe", "ann"), ("bea", "bob"), ("cid", "bea")]
    found = relate(graph(*(evolved(low, high) for low, high in tree)), first, second, at()).kin
    assert (found.name, (found.first, found.second)) == (name, roles)


@thorough
@given(mixed, st.sampled_from(IDS[1:3]))
def test_everything_between_two_is_told(made, other):
    """Direct edges, what is shared, and nearest common ancestors and descendants are those that a brute force finds."""
    other = other if other in {one.id for one in made.nodes} else "b"
    answer = relate(made.graph, "a", other, made.when)
    holding = [one for one in made.edges if edge_holds(one, made.when)]
    assert {one.key for one in answer.direct} == {
        one.key for one in holding if {one.subject, one.object} == {"a", other}
    }
    lineage = [one for one in holding if one.relation in ("replaces", "evolved-from") and lineage_counts(one)]
    shared = {}
    for one in holding:
        if one.relation in ("replaces", "evolved-from") and not lineage_counts(one):
            continue
        for near, far, side in ((one.subject, one.object, "out"), (one.object, one.subject, "in")):
            if near in ("a", other) and far not in ("a", other):
                side = "both" if one.relation == "pairs-with" else side
                shared.setdefault((one.relation, side, far), set()).add(near)
    expected = {key for key, nears in shared.items() if len(nears) == 2}
    assert {(one.relation, one.direction, id_) for one in answer.shared for id_ in one.ids} == expected
    drawn = nx.DiGraph([(one.subject, one.object) for one in lineage])
    drawn.add_nodes_from([one.id for one in made.nodes])
    up = {id_: nx.descendants(drawn, id_) | ({id_} if drawn.has_edge(id_, id_) else set()) for id_ in ("a", other)}
    old_to_new = drawn.reverse()
    ways = [pair for pair in (("a", other), (other, "a")) if nx.has_path(old_to_new, *pair)]
    assert bool(answer.line) == bool(ways)
    if answer.line:
        assert len(answer.line) == min(nx.shortest_path_length(old_to_new, *pair) for pair in ways[:1])
        return
    common = up["a"] & up[other]
    nearest = {id_ for id_ in common if not any(low != id_ and drawn.has_edge(low, id_) for low in common)} or common
    assert {meeting.id for meeting in answer.ancestors} == nearest
    for meeting in answer.ancestors:
        for edges, end in ((meeting.first, "a"), (meeting.second, other)):
            assert len(edges) == nx.shortest_path_length(old_to_new, meeting.id, end)
            assert [one.object for one in edges] == [meeting.id, *(one.subject for one in edges[:-1])]
            assert edges[-1].subject == end


@quick
@given(mixed)
def test_unsure_lineage_gives_no_name(made):
    """Where an edge above one of the two may or may not have held, no name is given."""
    answer = relate(made.graph, "a", "b", made.when)
    if answer.kin and answer.kin.under != ():
        assert not any(
            one.relation in ("replaces", "evolved-from") and one.subject in ("a", "b") for one in answer.unsure
        )


def test_siblings_under_what_both_belong_to():
    """Without common ancestors two members of a family are siblings under it; what both specialize comes first."""
    members = [edge("member-of", "a", "f"), edge("member-of", "b", "f")]
    found = relate(graph(*members), "a", "b", at()).kin
    assert (found.name, found.under) == ("siblings", ("f",))
    special = [edge("specializes", "a", "g"), edge("specializes", "b", "g")]
    assert relate(graph(*members, *special), "a", "b", at()).kin.under == ("g",)
    above = [replaces("a", "old"), replaces("b", "old")]
    assert relate(graph(*members, *above), "a", "b", at()).kin.under == ("old",)


def test_way_of_others_where_nothing_else_relates():
    """Two that nothing relates directly are related by a shortest chain of relations, but never by weak ones."""
    chain = [edge("requires", "a", "m"), edge("pairs-with", "n", "m"), edge("enables", "b", "n")]
    answer = relate(graph(*chain), "a", "b", at())
    assert ([one.relation for one in answer.connection], answer.related) == (
        ["requires", "pairs-with", "enables"],
        False,
    )
    weak = relate(graph(edge("see-also", "a", "m"), edge("see-also", "m", "b"), node("b")), "a", "b", at())
    assert weak.connection == ()
    assert [one.relation for one in weak.shared] == ["see-also"]


@given(mixed, st.sampled_from(IDS[1:3]))
def test_without_a_chain_all_else_is_told(made, other):
    """Without the chain of others an answer is the same but for it."""
    other = other if other in {one.id for one in made.nodes} else "b"
    whole, lean = (relate(made.graph, "a", other, made.when, chain=chain) for chain in (True, False))
    assert lean.connection == ()
    told = ("kin", "direct", "shared", "line", "ancestors", "descendants", "names", "unsure", "left_out", "related")
    assert [getattr(lean, name) for name in told] == [getattr(whole, name) for name in told]


def test_same_names_are_told():
    """A name that both bear is told, whatever its case."""
    made = graph(node("a"), node("b"), names=[("a", "Two Phase", "alias", ""), ("b", "two-phase", "alias", "")])
    assert relate(made, "a", "b", at()).names == ("Two Phase",)
    assert relate(made, "a", "a", at()).names == ()
