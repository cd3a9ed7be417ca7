"""Two stores, one answer: the bundled catalogue in SQLite and the same parts in memory; and what only memory does."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.ledger.lookup import keys_for, keys_of
from kb.loading import load
from kb.store.memory import MemoryGraph
from kb.store.sqlite import SqliteGraph
from queries.card import show
from queries.graph import Held
from queries.lineage import ancestors, descendants
from queries.listing import listing, verdicts_of
from queries.replaced import what_it_replaced
from queries.replacement import what_replaces
from queries.structure import structure
from queries.timeline import timeline
from tests.helpers import at, edge, graph, keyed, node, replaces
from tests.queries.made import mixed, quick
from tests.queries.test_replacement import claim

CATALOGUE = str(Path(__file__).parents[2] / "kb" / "catalogue")


@pytest.fixture(scope="module")
def stores(tmp_path_factory):
    """The bundled catalogue in a file, and everything that it holds in memory, given backwards."""
    path = str(tmp_path_factory.mktemp("store") / "bundled.kb")
    load([CATALOGUE], path)
    with SqliteGraph(path) as durable:
        nodes = list(durable.select())
        ids = [one.id for one in nodes]
        edges = durable.edges(ids, tuple(durable.vocabulary.relations), "out")
        said = [(key, one) for key, claims in durable.claims(edges).items() for one in claims]
        held, names = durable.properties(ids), durable.names(ids)
        yield durable, MemoryGraph(nodes[::-1], edges[::-1], durable.vocabulary, held, said, names[::-1])


def some(items, number):
    """About so many of some items, from all over."""
    return items[:: max(len(items) // number, 1)]


def test_both_stores_hold_the_same(stores):
    """Nodes, edges, properties, claims and names come in the same order out of both stores."""
    durable, memory = stores
    ids = [one.id for one in durable.select()]
    assert len(ids) > 50
    assert list(memory.select()) == list(durable.select())
    some = [*ids[::3], "no-such-node"]
    assert list(memory.nodes(some).items()) == list(durable.nodes(some).items())
    relations = tuple(durable.vocabulary.relations)
    for way in ("out", "in", "both"):
        for chosen in (relations, ("replaces",), ("no-such-relation",), ()):
            assert memory.edges(some, chosen, way) == durable.edges(some, chosen, way)
    edges = durable.edges(ids, relations, "out")
    assert memory.claims(edges) == durable.claims(edges)
    assert memory.properties(some) == durable.properties(some)
    assert memory.properties(ids, ["tier", "title"]) == durable.properties(ids, ["tier", "title"])
    assert memory.names(some) == durable.names(some)
    assert memory.property_names() == durable.property_names()


def test_both_stores_select_alike(stores):
    """A filter on any chosen value gives the same nodes from both stores."""
    durable, memory = stores
    wheres = {
        (one.name, one.value)
        for one in durable.properties(list(memory.nodes(memory._nodes)))
        if isinstance(one.value, str)
    }
    wheres |= {
        ("defined", "no"),
        ("defined", "yes"),
        ("kind", "pattern"),
        ("tier", "BRONZE"),
        ("no-such", "x"),
        ("status", ""),
    }
    for where in some(sorted(wheres), 150):
        assert list(memory.select([where])) == list(durable.select([where])), where
    both = (("tier", "bronze"), ("defined", "yes"))
    assert list(memory.select(both)) == list(durable.select(both))


def test_both_stores_understand_names_alike(stores):
    """Every name, in several spellings, means the same nodes by the same rule in both stores."""
    durable, memory = stores
    written = {name for _, name, _, _ in durable.names([one.id for one in durable.select()])}
    for name in some(sorted(written), 60):
        for spelling in (
            name,
            f" {name.upper()}",
            f"the {name}s",
            name.replace("-", " "),
            name.split()[-1],
            f"{name} pattern",
        ):
            mine, theirs = memory.find(spelling), durable.find(spelling)
            assert mine.nodes == theirs.nodes, spelling
            assert mine.rule == theirs.rule, spelling
    assert memory.find("two fase comit").suggestions == durable.find("two fase comit").suggestions != ()


def test_both_stores_answer_alike(stores):
    """Every question about a node has the same answer from both stores, today and in the past."""
    durable, memory = stores
    ids = [one.id for one in durable.select()]
    for when in (at(), at("2005")):
        assert listing(memory, when) == listing(durable, when)
        assert verdicts_of(memory, list(memory.select()), when) == verdicts_of(durable, list(durable.select()), when)
        for id_ in some(ids, 150):
            for question in (what_replaces, what_it_replaced, ancestors, descendants, timeline, show):
                assert question(memory, id_, when) == question(durable, id_, when)


def test_both_stores_count_alike(stores):
    """The tally has the same names and numbers, but for what only a loaded file knows: its sources, claims, findings."""
    durable, memory = stores
    for when in (None, at(), at("1988"), at("2005")):
        mine, theirs = memory.tally(when), durable.tally(when)
        assert list(mine) == list(theirs)
        for name in mine.keys() - {"sources", "claims", "findings"}:
            assert mine[name] == theirs[name], (name, when)
            assert list(mine[name]) == list(theirs[name]) if isinstance(mine[name], dict) else True
        if when:
            assert structure(memory, when) == structure(durable, when)


def test_both_stores_find_the_same_words(stores):
    """A word of a title leads both stores to the nodes that have it in their names, the exact name first."""
    durable, memory = stores
    for text in ("saga", "two-phase commit", "2pc"):
        mine, theirs = memory.search(text, 50)[0], durable.search(text, 50)[0]
        assert mine[0] == theirs[0]
        assert {one.id for one, _ in mine} <= {one.id for one, _ in theirs}
    assert memory.search("", 5) == ([], 0)


@quick
@given(mixed)
def test_end_without_a_node_is_known_from_references(made):
    """A node that only an edge names is there, and is marked as known only from references."""
    bare = MemoryGraph([], made.edges)
    ends = {end for one in made.edges for end in (one.subject, one.object)}
    assert [one.id for one in bare.select()] == sorted(ends)
    assert not any(one.defined for one in bare.select())
    assert bare.tally()["references"] == len(ends)


def test_two_nodes_or_edges_of_one_name_are_refused():
    """Two nodes with one id, or two edges with one key, are the caller's mistake."""
    with pytest.raises(ValueError, match="share an id"):
        MemoryGraph([node("a"), node("a")], [])
    with pytest.raises(ValueError, match="two edges a key"):
        MemoryGraph([], [replaces("b", "a"), replaces("c", "a")])


def test_tally_counts_by_hand():
    """Every number of the tally is that of counting by hand."""
    parts = [
        node("a", tier="gold"),
        node("b", tier="bronze"),
        node("c", kind="law"),
        node("d", defined=False, tier="gold"),
    ]
    edges = [replaces("b", "a"), edge("uses", "c", "d"), edge("uses", "a", "b", method="inferred")]
    held = [Held("a", "tier", "gold", "chosen", claim(1)), Held("a", "tier", "silver", "other", claim(2))]
    made = graph(*parts, *edges, properties=held, claims=[(1, claim(1)), (1, claim(3))])
    assert made.tally() == {
        "sources": 1,
        "claims": 3,
        "nodes": 3,
        "references": 1,
        "kinds": {"pattern": 2, "law": 1},
        "tiers": {"gold": 2, "bronze": 1},
        "edges": [
            {"relation": "replaces", "method": "stated", "edges": 1, "between-pages": 1},
            {"relation": "uses", "method": "inferred", "edges": 1, "between-pages": 1},
            {"relation": "uses", "method": "stated", "edges": 1, "between-pages": 0},
        ],
        "isolated": 0,
        "isolated-from-pages": 1,
        "disputed": 1,
        "findings": {},
    }


def test_search_puts_the_name_before_the_summary():
    """What is called so comes first, then titles, then summaries, then what is spelt alike, within the limit."""
    held = [Held("c", "summary", "A long story of a saga.", "chosen", claim(1))]
    parts = [node("a", title="Saga"), node("b", title="Old Saga"), node("c"), node("d", title="Other")]
    made = graph(*parts, properties=held)
    assert [(one.id, why) for one, why in made.search("saga", 9)[0]] == [
        ("a", "folded"),
        ("b", "Old Saga"),
        ("c", "A long story of a saga."),
    ]
    assert [one.id for one, _ in made.search("saga", 1)[0]] == ["a"]
    assert [(one.id, why) for one, why in made.search("sgaa", 9)[0]] == [
        ("a", "spelt alike: Saga"),
        ("b", "spelt alike: Old Saga"),
        ("c", "spelt alike: A long story of a saga."),
    ]
    assert [one.id for one, _ in made.search("stroy odl", 9)[0]] == []
    assert [one.id for one, _ in made.search("stroy sagas", 9)[0]] == ["c"]


def test_further_names_are_found_and_listed():
    """Aliases and former names find their node, and are listed after id and title, as written."""
    names = [("a", "Zed", "former name", "1990"), ("a", "Alpha", "alias", ""), ("a", "A title", "alias", "")]
    made = graph(node("a", title="A title"), names=names)
    assert made.names(["a", "b"]) == [
        ("a", "a", "id", ""),
        ("a", "A title", "title", ""),
        ("a", "Alpha", "alias", ""),
        ("a", "Zed", "former name", "1990"),
    ]
    assert (made.find("Zed").nodes[0].id, made.find("Zed").rule, made.find("Alpha").rule) == (
        "a",
        "former name",
        "alias",
    )


def test_defined_node_beats_a_reference():
    """Of several nodes with one name, those that a page defines are meant."""
    made = graph(node("a", title="Saga"), node("b", title="Saga", defined=False))
    assert [one.id for one in made.find("Saga").nodes] == ["a"]
    assert [one.id for one in made.find("b").nodes] == ["b"]


@quick
@given(st.text(min_size=1, max_size=30).filter(str.strip), st.sampled_from(("id", "title", "alias")))
def test_every_name_finds_its_node(name, rule):
    """Whatever a node is called, the name as written leads to it."""
    assert set(keys_for(name)) & set(keys_of(name, rule))


def test_edges_of_a_frontier_come_once():
    """An edge between two nodes of the frontier comes once, in the order of keys."""
    edges = keyed([replaces("b", "a"), replaces("a", "a"), edge("uses", "a", "b")])
    made = MemoryGraph([], edges[::-1])
    assert made.edges(["a", "b", "a"], ["replaces", "uses"], "both") == edges
    assert made.edges(["b"], ["replaces", "uses"], "in") == edges[2:]
    assert made.edges(["b"], ["replaces"], "out") == edges[:1]


def test_a_text_that_is_no_unicode(stores):
    """A name of bytes that are no text means nothing in a store, alone or among others."""
    for store in stores:
        for ids in (["\udcff"], ["\udcff", "saga"]):
            assert list(store.nodes(ids)) == ids[1:]
            assert {one.node for one in store.properties(ids, ["title"])} == set(ids[1:])
            assert bool(store.edges(ids, ["replaces"], "both")) == (len(ids) > 1)
            assert bool(store.names(ids)) == (len(ids) > 1)
        assert not store.find("\udcff ").nodes
