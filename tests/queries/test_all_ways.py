"""All ways, patterns and stops, against a brute force that tries every way and reads patterns as regular expressions."""

import itertools
import re

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ontology.builtin import VOCABULARY
from queries import all_ways as module
from queries.errors import BadQuestion
from queries.path import path
from queries.pattern import parse
from tests.helpers import at, drawn, edge, edge_holds, evolved, graph, lineage_counts, node, replaces
from tests.queries.made import IDS, mixed, thorough
from tests.queries.test_path import WAYS, steps_of

LETTERS = {
    ("replaces", "in"): "r",
    ("replaces", "out"): "R",
    ("evolved-from", "in"): "e",
    ("evolved-from", "out"): "E",
    ("requires", "out"): "q",
    ("requires", "in"): "Q",
    ("pairs-with", "out"): "p",
    ("pairs-with", "in"): "P",
}
#: A word of a pattern, and the steps that it stands for as letters.
WORDS = {
    "replaces": "r",
    "replaced-by": "r",
    "evolved-from": "e",
    "requires": "q",
    "required-by": "Q",
    "pairs-with": "[pP]",
}
TURNED = {"r": "R", "R": "r", "e": "E", "E": "e", "q": "Q", "Q": "q", "[pP]": "[pP]"}


@st.composite
def patterns(draw, depth=2):
    """A pattern with the regular expressions that it and its reverse are, over the letters of steps."""
    kind = draw(st.sampled_from(("word", "word", "sequence", "either", "repeat", "turned") if depth else ("word",)))
    if kind == "word":
        word = draw(st.sampled_from(sorted(WORDS)))
        return word, WORDS[word], TURNED[WORDS[word]]
    if kind == "turned":
        text, straight, back = draw(patterns(depth - 1))
        return f"^({text})", back, straight
    if kind == "repeat":
        text, straight, back = draw(patterns(depth - 1))
        mark = draw(st.sampled_from("*+?"))
        return f"({text}){mark}", f"(?:{straight}){mark}", f"(?:{back}){mark}"
    one, other = draw(patterns(depth - 1)), draw(patterns(depth - 1))
    if kind == "either":
        return f"({one[0]}|{other[0]})", f"(?:{one[1]}|{other[1]})", f"(?:{one[2]}|{other[2]})"
    return f"{one[0]} {other[0]}", one[1] + other[1], other[2] + one[2]


def moves(made):
    """Where one may step, and by which letters, along edges that surely hold."""
    found = {}
    for one in made.edges:
        lineage = one.relation in ("replaces", "evolved-from")
        if not edge_holds(one, made.when) or (lineage and not lineage_counts(one)):
            continue
        for near, far, direction in ((one.subject, one.object, "out"), (one.object, one.subject, "in")):
            if letter := LETTERS.get((one.relation, direction)):
                found.setdefault((near, far), set()).add(letter)
    return found


def walks(found, start, longest):
    """Every walk from a node with at most so many steps: its ids, and the letters of each step."""
    frontier = [((start,), ())]
    for _ in range(longest + 1):
        yield from frontier
        frontier = [
            ((*ids, far), (*letters, found[ids[-1], far]))
            for ids, letters in frontier
            for near, far in found
            if near == ids[-1]
        ]


def fits(expression, letters):
    """Whether some choice of one letter a step is what the expression asks for."""
    return any(re.fullmatch(expression, "".join(one)) for one in itertools.product(*map(sorted, letters)))


@thorough
@given(mixed, st.sampled_from(IDS), st.sampled_from(WAYS))
def test_ways_are_those_that_pass_no_node_twice(made, end, relations):
    """All simple paths that networkx finds are counted, and listed shortest first, then by id."""
    end = end if end in {one.id for one in made.nodes} else made.nodes[-1].id
    every = drawn(steps_of(made, relations), ["a", end])
    expected = [("a",)] if end == "a" else [tuple(ids) for ids in nx.all_simple_paths(every, "a", end)]
    answer = path(made.graph, "a", end, made.when, relations, most=1_000)
    assert answer.all.total == len(expected)
    assert answer.all.exact
    assert list(answer.all.ways) == sorted(expected, key=lambda ids: (len(ids), ids))
    few = path(made.graph, "a", end, made.when, relations, most=2).all
    assert (few.ways, few.total) == (answer.all.ways[:2], answer.all.total)
    assert not few.broken_off


@thorough
@given(mixed, patterns(), st.sampled_from(IDS[:3]))
def test_pattern_is_a_regular_expression_of_steps(made, pattern, end):
    """The shortest walk whose steps spell the pattern is found, and each of its edges is one of those steps."""
    text, expression, _ = pattern
    end = end if end in {one.id for one in made.nodes} else "a"
    found = moves(made)
    answer = path(made.graph, "a", end, made.when, [f"({text})"], most=1_000, near=False)
    for ids, letters in walks(found, "a", 4):
        if ids[-1] == end and fits(expression, letters):
            assert len(answer.ids) == len(ids)
            assert answer.ids == min(
                other
                for other, steps in walks(found, "a", len(ids) - 1)
                if other[-1] == end and len(other) == len(ids) and fits(expression, steps)
            )
            break
    else:
        assert answer.ids is None or len(answer.ids) > 5
    if answer.ids:
        walked = [
            {
                LETTERS.get((one.relation, "out" if one.subject == near else "in"), ""),
                *([LETTERS.get((one.relation, "in"), "")] if one.subject == one.object else []),
            }
            for one, near in zip(answer.steps, answer.ids, strict=False)
        ]
        assert fits(expression, walked)
    simple = [
        ids
        for ids, letters in walks(found, "a", 5)
        if len(set(ids)) == len(ids) and ids[-1] == end and fits(expression, letters)
    ]
    assert answer.all.total == len(simple)
    assert list(answer.all.ways) == sorted(simple, key=lambda ids: (len(ids), ids))


@thorough
@given(mixed, st.lists(st.sampled_from(IDS[:4]), min_size=1, max_size=2), st.sampled_from(WAYS))
def test_stops_are_passed_in_their_order(made, stops, relations):
    """A way through some stops is as short as the shortest ways from each to the next together."""
    known = {one.id for one in made.nodes}
    stops = [id_ if id_ in known else "a" for id_ in stops]
    every = drawn(steps_of(made, relations), known)
    legs = list(itertools.pairwise(["a", *stops, "b"]))
    answer = path(made.graph, "a", "b", made.when, relations, through=stops, near=False)
    if not all(nx.has_path(every, *leg) for leg in legs):
        assert answer.ids is None
        return
    assert len(answer.ids) - 1 == sum(nx.shortest_path_length(every, *leg) for leg in legs)
    rest = iter(answer.ids)
    assert all(stop in rest or stop == passed for stop, passed in zip(stops, ["", *stops], strict=False))


@thorough
@given(mixed, st.sampled_from(WAYS), st.booleans())
def test_closing_edge_closes(made, relations, stop):
    """Where there is no path, each edge that is named would make one of the length that is said; ends are ends."""
    stops = ["c"] if stop and any(one.id == "c" for one in made.nodes) else []
    answer = path(made.graph, "a", "b", made.when, relations, through=stops)
    if answer.miss is None:
        return
    every = drawn(steps_of(made, relations), [one.id for one in made.nodes])
    assert set(answer.miss.reached) == set(nx.descendants(every, "a")) - {"a"}
    if not stops:
        assert set(answer.miss.reaching) == nx.ancestors(every, "b") - {"b"}
        assert set(answer.miss.ends) == {
            id_ for id_ in nx.descendants(every, "a") | {"a"} if not set(every[id_]) - {id_}
        }
    for one in answer.miss.closing:
        closed = every.copy()
        closed.add_edge(one.near, one.far)
        legs = itertools.pairwise(["a", *stops, "b"])
        assert sum(nx.shortest_path_length(closed, *leg) for leg in legs) <= one.length
    for other in answer.miss.otherwise:
        assert set(other.ids[:1] + other.ids[-1:]) == {"a", "b"}


def test_many_ways_are_counted_without_listing():
    """Of a chain of diamonds all ways are counted though nobody could list them."""
    pairs = []
    for number in range(300):
        for side in "lr":
            pairs += [
                replaces(f"{number:03}{side}", f"{number:03}"),
                replaces(f"{number + 1:03}", f"{number:03}{side}"),
            ]
    answer = path(graph(*pairs), "000", "300", at(), most=3)
    assert (answer.all.total, answer.all.exact, len(answer.all.ways)) == (2**300, True, 3)


def test_ways_through_a_circle_are_counted_between_its_neighbours():
    """A circle in the middle of a long chain of diamonds does not keep its ways from being counted exactly."""
    pairs = [edge("pairs-with", a, b) for a, b in itertools.combinations("vwxyz", 2)]
    for number in range(100):
        for side in "lr":
            pairs += [
                edge("requires", f"{number:03}", f"{number:03}{side}"),
                edge("requires", f"{number:03}{side}", f"{number + 1:03}"),
            ]
    pairs += [edge("requires", "100", "v"), edge("requires", "z", "end")]
    answer = path(graph(*pairs), "000", "end", at(), ["requires", "pairs-with"], most=2)
    inside = sum(1 for _ in nx.all_simple_paths(nx.complete_graph(list("vwxyz")), "v", "z"))
    assert (answer.all.total, answer.all.exact, answer.all.circle) == (2**100 * inside, True, 5)


def test_counting_that_is_broken_off_says_at_least(monkeypatch):
    """In a knot with too many ways the number is a lower bound and says so; the listed ways are right."""
    monkeypatch.setattr(module, "MOST_TRIED", 1_000)
    knot = [f"n{number}" for number in range(9)]
    found = path(
        graph(*(edge("pairs-with", a, b) for a, b in itertools.combinations(knot, 2))),
        "n0",
        "n8",
        at(),
        ["pairs-with"],
        most=4,
    ).all
    true = sum(1 for _ in nx.all_simple_paths(nx.complete_graph(knot), "n0", "n8"))
    assert not found.exact
    assert 0 < found.total < true
    assert found.ways[:2] == (("n0", "n8"), ("n0", "n1", "n8"))


@pytest.mark.parametrize(
    ("text", "place", "why"),
    [
        ("replaces evolvd-from", 10, "did you mean evolved-from"),
        ("(replaces", 1, "never closed"),
        ("replaces)", 9, "closes nothing"),
        ("replaces | ", 12, "missing at the end"),
        ("+replaces", 1, "missing before"),
        ("replaces ^^evolved-from", 11, "once"),
        ("()", 2, "missing before"),
        ("a" * 3, 1, "the relations are"),
        ("(" * 60 + "replaces" + ")" * 60, 51, "inside one another"),
    ],
)
def test_mistake_in_a_pattern_has_its_place(text, place, why):
    """A mistake in a pattern is told with the character at which it stands."""
    with pytest.raises(BadQuestion, match=rf"character {place}: .*{why}"):
        parse(VOCABULARY, text)


def test_pattern_stands_alone():
    """A pattern beside another relation, an empty one and an endless one are refused, each with a sentence."""
    made = graph(replaces("b", "a"))
    for relations, why in (
        (["replaces+", "requires"], "stands alone"),
        ([" "], "empty"),
        (["(" + "replaces " * 99 + ")"], "at most"),
    ):
        with pytest.raises(BadQuestion, match=why):
            path(made, "a", "b", at(), relations)


def test_unsure_edge_leaves_the_path_open():
    """Where a path hangs on an edge of which nobody can tell, neither a path nor its absence is claimed."""
    made = graph(node("a"), replaces("b", "a", since="199X"), replaces("c", "b"))
    answer = path(made, "a", "c", at("1995"))
    assert (answer.ids, [one.subject for one in answer.unsure], answer.miss) == (None, ["b", "c"], None)


def test_other_ways_are_told():
    """Another moment, weaker edges, and the other direction are told where only they have a path."""
    late = graph(replaces("b", "a", since="2016"), evolved("c", "b", since="2018-06"))
    assert [(one.how, one.ids) for one in path(late, "a", "c", at("2015")).miss.otherwise] == [
        ("--as-of 2018-06", ("a", "b", "c"))
    ]
    weak = graph(replaces("b", "a", "consider"), evolved("c", "b", method="inferred"))
    assert [one.how for one in path(weak, "a", "c", at()).miss.otherwise] == ["--consider --inferred"]
    assert [one.how for one in path(weak, "a", "b", at()).miss.otherwise] == ["--consider"]
    back = path(graph(replaces("b", "a"), replaces("c", "b")), "c", "a", at()).miss
    assert [(one.how, one.ids) for one in back.otherwise] == [("kb path B A", ("a", "b", "c"))]
    assert back.closing == ()
    bent = path(graph(evolved("b", "a"), evolved("c", "a")), "b", "c", at()).miss
    assert [(one.how, one.ids) for one in bent.otherwise] == [
        ("--relation '(replaces|^replaces|evolved-from|^evolved-from)*'", ("b", "a", "c"))
    ]
