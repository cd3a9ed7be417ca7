"""Migrations: ways, exactness and capability deltas against brute force on random graphs; guides, risks, doubts by hand."""

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.store.memory import MemoryGraph
from ontology.claim import Claim
from ontology.source import Source
from queries.graph import Held
from queries.migrate import migrate
from queries.replacement import what_replaces
from tests.helpers import at, edge, edge_holds, graph, keyed, node, replaces
from tests.queries.made import IDS, Made, graphs, known, quick, thorough

ALL = 10_000


def simple_ways(made: Made, end: str) -> set[tuple[str, ...]]:
    """Every way along what surely holds that passes no node twice."""
    sure = [one for one in made.replacements() if edge_holds(one, made.when)]
    drawn = nx.DiGraph([(one.object, one.subject) for one in sure])
    if end == "a" or "a" not in drawn or end not in drawn:
        return set()
    return {tuple(way) for way in nx.all_simple_paths(drawn, "a", end)}


@thorough
@given(graphs())
def test_ways_to_live_ends(made: Made):
    """Without an end, the ways are all simple ones to what is live; the best to each has the strength that its end has."""
    today, answer = what_replaces(made.graph, "a", made.when), migrate(made.graph, "a", None, made.when, ALL)
    wanted = {way for end in today.live for way in simple_ways(made, end.node.id)}
    assert {way.ids for way in answer.ways} == wanted
    assert answer.total == len(wanted)
    for end in today.live:
        ways = [way for way in answer.ways if way.ids[-1] == end.node.id]
        assert ways[0].exact == end.exact
        assert len(ways[0].hops) == len(end.steps)
    first = list(dict.fromkeys(way.ids[-1] for way in answer.ways))
    assert first == [end.node.id for end in today.live]


@thorough
@given(graphs(), st.sampled_from(IDS[:2]))
def test_ways_to_an_end(made: Made, end: str):
    """With an end, the ways are all simple ones to it; where there is none, the answer says so or that it cannot tell."""
    answer = migrate(made.graph, "a", end, made.when, ALL)
    assert {way.ids for way in answer.ways} == simple_ways(made, end)
    possible = [one for one in made.replacements() if edge_holds(one, made.when) is not False]
    drawn = nx.DiGraph([(one.object, one.subject) for one in possible])
    drawn.add_nodes_from(["a", end])
    assert answer.open == (not answer.ways and end != "a" and nx.has_path(drawn, "a", end))


@st.composite
def with_capabilities(draw: st.DrawFn) -> tuple[Made, dict[str, set[str]]]:
    """A graph whose nodes provide some of four capabilities."""
    made = draw(known)
    has = {one.id: draw(st.sets(st.sampled_from("wxyz"))) for one in made.nodes}
    more = [edge("provides", id_, name) for id_, names in sorted(has.items()) for name in sorted(names)]
    edges = [one._replace(key=0) for one in made.edges]
    return Made(made.nodes, tuple(keyed([*edges, *more], made.nodes)), made.when), has


@quick
@given(with_capabilities())
def test_deltas(made: tuple[Made, dict[str, set[str]]]):
    """What is kept, gained and lost at each hop and in all is what the two ends provide; nothing where one says nothing."""
    drawn, has = made

    def delta(old: str, new: str) -> tuple[tuple[str, ...], ...]:
        a, b = has[old], has[new]
        return tuple(tuple(sorted(part)) for part in (a & b, b - a, a - b)) if a and b else ((), (), ())

    for way in migrate(drawn.graph, "a", None, drawn.when, ALL).ways:
        assert tuple(way.delta) == delta("a", way.ids[-1])
        for hop in way.hops:
            assert tuple(hop.delta) == delta(hop.older.id, hop.newer.id)


def guided(*edges: str) -> MemoryGraph:
    """Old, middle, new; with a guide and a case study over the first hop."""
    nodes = [
        node("old", tier="bronze"),
        node("middle", tier="bronze", retired_on="2015"),
        node("new", introduced="2012"),
        node("guide/g", kind="guide"),
        node("case-study/s", kind="case-study"),
    ]
    made = keyed(
        [
            replaces("middle", "old", since="2000", guide=["see the wiki"], effort=["a week"]),
            replaces("new", "middle", "partial", since="2013", when=["always"]),
            *(
                edge(relation, page, name)
                for page in ("guide/g", "case-study/s")
                for relation, name in (("leads-from", "old"), ("leads-to", "middle"))
            ),
        ],
        nodes,
    )
    said = Claim("guide/g", "effort", Source("g.md", 3), value={"simple": "a day"})
    held = [Held("guide/g", "effort", {"simple": "a day"}, "chosen", said)]
    page = Claim("middle", "migration-guide", Source("middle.md", 4), value="docs/leave.md")
    held.append(Held("middle", "migration-guide", "docs/leave.md", "chosen", page))
    return MemoryGraph(nodes, made, properties=held)


def test_guides_of_hops():
    """A guide that leads over a hop goes before a case study; where there is none, the page's own guide is named."""
    first, second = migrate(guided(), "old", None, at()).ways[0].hops
    assert [(one.node.id, [held.value for held in one.properties]) for one in first.guides] == [
        ("guide/g", [{"simple": "a day"}]),
        ("case-study/s", []),
    ]
    assert first.named == ()
    assert second.named == (("docs/leave.md", "middle.md:4"),)
    assert first.edge.details()["effort"] == ["a week"]


@pytest.mark.parametrize(
    ("when", "risks"),
    [
        (None, ("the middle step middle is itself retired (retired on 2015)",)),
        ("2014", ("the middle step middle was retired later (retired on 2015)",)),
        ("2015-05", ("cannot tell whether the middle step middle was retired by 2015-05: it was retired on 2015",)),
    ],
)
def test_risks(when: str | None, risks: tuple[str, ...]):
    """A middle step that is retired, was retired later, or may have been, is a risk of the way."""
    assert [way.risks for way in migrate(guided(), "old", "new", at(when)).ways] == [risks]


def test_no_way_back():
    """From the newer to the older there is no way, and the nearest is the way round."""
    answer = migrate(guided(), "new", "old", at())
    assert (answer.ways, answer.open) == ((), False)
    assert answer.missed
    assert answer.missed.miss
    assert "kb path B A" in [one.how for one in answer.missed.miss.otherwise]


def test_nothing_to_migrate_to():
    """What is in use and replaced by nothing has no way, and the verdict says why; so has a dead end."""
    assert migrate(graph(node("a")), "a", None, at()).today.verdict == "current"
    answer = migrate(graph(replaces("b", "a"), node("b", tier="bronze"), node("a")), "a", None, at())
    assert (answer.today.verdict, answer.ways) == ("dead-end", ())


def test_all_of_is_together():
    """A hop of an all-of group names what takes over together with it."""
    made = graph(replaces("b", "a", group="all-of"), replaces("c", "a", group="all-of"))
    ways = migrate(made, "a", None, at()).ways
    assert [(way.ids, way.exact, [one.id for one in way.hops[0].together]) for way in ways] == [
        (("a", "b"), True, ["c"]),
        (("a", "c"), True, ["b"]),
    ]


@quick
@given(graphs(), st.integers(1, 3))
def test_few_ways_are_the_best(made: Made, most: int):
    """Where only a few ways are asked for, they are the best of all, and the answer says that there are more."""
    every, few = migrate(made.graph, "a", None, made.when, ALL), migrate(made.graph, "a", None, made.when, most)
    assert few.ways == every.ways[:most]
    assert few.exact_total == (len(every.today.live) <= most)
    assert few.total <= every.total
