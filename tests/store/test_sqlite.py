"""The SQLite store: names, selections, edges, properties and search, whatever is asked of it."""

import json
import random
import string
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kb.store.sqlite import SqliteGraph
from ontology.problem import Problem
from tests.ledger.written import Catalogue, fields, page

HOSTILE = "'); DROP TABLE node; --"

PAGES = {
    "docs/saga.md": page(
        "title: Saga Pattern\naliases: [Long-lived transaction, LLT]\nformer_names: [{name: Sagas of 1987, since: 1987}]\n"
        "tier: gold\ntags: [flow, 'Long Flow']\nintroduced: [1987, 1990]\nsummary: Compensates what cannot be undone.\n"
        "replaces: [{pattern: two-phase-commit, when: flows}]\npairs_with: [outbox]\nweight: 3\ntrade_offs: {pros: [a]}"
    ),
    "docs/two-phase-commit.md": page("title: Two-Phase Commit (2PC)\ntier: Bronze\nreplaced_by: saga\nstatus: legacy"),
    "docs/outbox.md": page("title: Outbox\npairs_with: saga\nrequires: [message-queue]\ntags: [flow]"),
    "docs/case-studies/uber.md": page("title: Uber\npatterns_used: {gold: [saga: trips]}"),
    "docs/hostile.md": json.dumps(HOSTILE).join(["---\ntitle: ", '\nreplaces: ["\'; --"]\n---\n']),
    "docs/twin-a.md": page("title: Twin"),
    "docs/twin-b.md": page("title: Twin"),
    "docs/accents.md": page("title: Café Crème\naliases: ['Ⅻ Factors']"),
}


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SqliteGraph]:
    """The pages above, opened for reading."""
    made = Catalogue(tmp_path_factory.mktemp("store")).made(PAGES)
    with made.open() as opened:
        yield opened


@pytest.mark.parametrize(
    ("name", "ids", "rule"),
    [
        ("saga", ["saga"], "id"),
        ("Saga Pattern", ["saga"], "title"),
        ("Long-lived transaction", ["saga"], "alias"),
        ("Sagas of 1987", ["saga"], "former name"),
        (" saga ", ["saga"], "id"),
        ("SAGA", ["saga"], "folded"),
        ("saga_pattern", ["saga"], "folded"),
        ("2pc", ["two-phase-commit"], "folded"),
        ("tpc", [], ""),
        ("the sagas", ["saga"], "generic words"),
        ("uber", ["case-study/uber"], "folded"),
        ("Twin", ["twin-a", "twin-b"], "title"),
        ("twin", ["twin-a", "twin-b"], "folded"),
        ("cafe creme", ["accents"], "folded"),
        ("xii factors", ["accents"], "folded"),
        ("message-queue", ["message-queue"], "id"),
        ("message queue", ["message-queue"], "folded"),
        (HOSTILE, ["hostile"], "title"),
        ("", [], ""),
        ("   ", [], ""),
        ("%", [], ""),
        ("\0", [], ""),
        ("\ud800", [], ""),
    ],
)
def test_find(graph: SqliteGraph, name: str, ids: list[str], rule: str):
    """A name means the nodes of the strongest level that fits it, and says how it was understood."""
    found = graph.find(name)
    assert ([node.id for node in found.nodes], found.rule, found.name) == (ids, rule, name)
    assert not (found.nodes and found.suggestions)


def test_defined_nodes_come_before_references(tmp_path: Path):
    """Where a page and a mere name fit equally well, the page is meant; a name alone is found too."""
    made = Catalogue(tmp_path).made(
        {
            "docs/a.md": page("title: A\nrequires: [Total-Order, some.thing]"),
            "docs/b.md": page("title: Total Order B\naliases: [total order]"),
        }
    )
    with made.open() as graph:
        assert [node.id for node in graph.find("total order").nodes] == ["b"]
        assert [(node.id, node.defined) for node in graph.find("some thing").nodes] == [("some-thing", False)]


def test_suggestions_for_typos(tmp_path: Path):
    """Of a hundred names with one typo at least ninety-five have the right one as the first suggestion."""
    chance = random.Random(20261123)
    first = "adaptive batch circuit data edge event fault graph hybrid idempotent journal leader message".split()
    second = "breaker cache clock commit election log mesh outbox pipeline queue replica retry saga shard store token".split()
    names = [f"{one} {other}" for one in first for other in second][:200]
    made = Catalogue(tmp_path).made({f"docs/{name.replace(' ', '-')}.md": fields(title=name.title()) for name in names})
    right = 0
    with made.open() as graph:
        for name in chance.sample(names, 100):
            place = chance.randrange(len(name))
            letter = chance.choice(string.ascii_lowercase)
            typo = chance.choice(
                [
                    name[:place] + name[place + 1 :],
                    name[:place] + letter + name[place:],
                    name[:place] + letter + name[place + 1 :],
                ]
            )
            found = graph.find(typo)
            suggested = [node.id for node in found.nodes] or [node.id for node in found.suggestions]
            right += suggested[:1] == [name.replace(" ", "-")]
            assert len(found.suggestions) <= 5
        assert graph.find("zzzzqqqq").suggestions == ()
        assert graph.find("x").suggestions == ()
    assert right >= 95


@pytest.mark.parametrize(
    ("where", "ids"),
    [
        ([("tags", "flow")], ["outbox", "saga"]),
        ([("tags", "LONG FLOW")], ["saga"]),
        ([("tags", "fl")], []),
        ([("tags", "flow"), ("tier", "gold")], ["saga"]),
        ([("tier", "bronze")], ["two-phase-commit"]),
        ([("introduced", "1987")], ["saga"]),
        ([("introduced", "1990")], []),
        ([("weight", "3")], ["saga"]),
        ([("kind", "case-study")], ["case-study/uber"]),
        ([("kind", "Case-Study")], []),
        ([("id", "saga")], ["saga"]),
        ([("defined", "no"), ("id", "message-queue")], ["message-queue"]),
        ([("defined", "yes"), ("kind", "case-study")], ["case-study/uber"]),
        ([("defined", "True"), ("tier", "gold")], ["saga"]),
        ([("title", HOSTILE.lower())], ["hostile"]),
        ([("title", "' OR 1=1 --")], []),
        ([("' OR 1=1 --", "x")], []),
        ([("tags", "\ud800")], []),
        ([("kind", "\ud800")], []),
    ],
)
def test_select(graph: SqliteGraph, where: list[tuple[str, str]], ids: list[str]):
    """Nodes are selected by what is chosen of one, contained in many, by kind, and by whether a page defines them."""
    assert [node.id for node in graph.select(where)] == ids


def test_select_everything(graph: SqliteGraph):
    """Without conditions every node comes, by id."""
    ids = [node.id for node in graph.select()]
    assert ids == sorted(ids)
    assert len(ids) == len(PAGES) + 2
    assert list(graph.nodes([*ids, "nobody", "saga"])) == ids
    assert graph.nodes([]) == {}


def test_edges(graph: SqliteGraph):
    """Edges leave, enter or touch a frontier, by key, each once."""

    def ends(frontier: list[str], relations: list[str], direction: str) -> list[tuple[str, str, str]]:
        found = graph.edges(frontier, relations, direction)
        assert [edge.key for edge in found] == sorted({edge.key for edge in found})
        return [(edge.subject, edge.relation, edge.object) for edge in found]

    saga = ["saga"]
    assert ends(saga, ["replaces"], "out") == [("saga", "replaces", "two-phase-commit")]
    assert ends(saga, ["replaces"], "in") == []
    assert ends(["two-phase-commit"], ["replaces"], "in") == [("saga", "replaces", "two-phase-commit")]
    assert ends(["saga", "two-phase-commit"], ["replaces"], "both") == [("saga", "replaces", "two-phase-commit")]
    assert ends(saga, ["pairs-with"], "out") == []
    assert ends(saga, ["pairs-with"], "in") == [("outbox", "pairs-with", "saga")]
    assert ends(["saga", "saga"], ["replaces", "pairs-with", "uses", "nonsense"], "both") == [
        ("outbox", "pairs-with", "saga"),
        ("saga", "replaces", "two-phase-commit"),
        ("case-study/uber", "uses", "saga"),
    ]
    assert ends([], ["replaces"], "both") == []
    assert ends(saga, [], "both") == []
    assert ends([HOSTILE], [HOSTILE], "both") == []


def test_properties(graph: SqliteGraph):
    """Values come by node, property and preference, with the claim that says each."""
    held = graph.properties(["two-phase-commit", "saga"], ["introduced", "tags", "tier"])
    assert [(one.node, one.name, one.value, one.state) for one in held] == [
        ("saga", "introduced", "1987", "chosen"),
        ("saga", "introduced", "1990", "other"),
        ("saga", "tags", "flow", "chosen"),
        ("saga", "tags", "Long Flow", "chosen"),
        ("saga", "tier", "gold", "chosen"),
        ("two-phase-commit", "tier", "Bronze", "chosen"),
    ]
    assert (held[0].claim.source.path, held[0].claim.source.line, held[0].claim.value) == ("docs/saga.md", 7, "1987")
    assert held[0].why == "the earliest date is preferred"
    every = graph.properties(["saga"])
    assert {one.name for one in every} == {
        "alias", "former-name", "introduced", "kind", "summary", "tags", "tier", "title", "trade-offs", "weight",
    }  # fmt: skip
    assert [one.value for one in every if one.name in ("weight", "trade-offs")] == [{"pros": ["a"]}, "3"]
    assert graph.properties([]) == []
    assert {"tags", "weight", "status"} <= set(graph.property_names())


def test_claims(graph: SqliteGraph):
    """The claims of an edge come strongest first, as the sources say them."""
    (edge,) = graph.edges(["saga"], ["replaces"], "out")
    first, second = graph.claims([edge])[edge.key]
    assert (first.subject, first.object, first.backwards, dict(first.qualifiers)["when"]) == (
        "saga",
        "two-phase-commit",
        False,
        "flows",
    )
    assert (second.subject, second.object, second.backwards, second.source.path) == (
        "saga",
        "two-phase-commit",
        True,
        "docs/two-phase-commit.md",
    )
    assert second.source.quote == "replaced_by: saga"
    assert graph.claims([]) == {}


def test_names(graph: SqliteGraph):
    """The names of a node are its id, its title, then the others with their dates."""
    assert graph.names(["saga", "nobody"]) == [
        ("saga", "saga", "id", ""),
        ("saga", "Saga Pattern", "title", ""),
        ("saga", "LLT", "alias", ""),
        ("saga", "Long-lived transaction", "alias", ""),
        ("saga", "Sagas of 1987", "former name", "1987"),
    ]
    assert graph.names(["saga", "outbox"])[0][0] == "outbox"


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("saga", "saga"),
        ("long-lived", "saga"),
        ("compensates", "saga"),
        ("compensate", "saga"),
        ("cannot undone", "saga"),
        ("phase commit", "two-phase-commit"),
        ("phase", "two-phase-commit"),
        ("outbax", "outbox"),
        ("comit two", "two-phase-commit"),
        ("phse", "two-phase-commit"),
        ("comit phse", "two-phase-commit"),
        ("compensats undone", "saga"),
        ("DROP TABLE", "hostile"),
        (HOSTILE, "hostile"),
        ("creme", "accents"),
    ],
)
def test_search(graph: SqliteGraph, text: str, first: str):
    """A search finds names, then text, then what is spelt alike."""
    found, _ = graph.search(text, 5)
    assert found[0][0].id == first
    assert all(why for _, why in found)
    assert len({node.id for node, _ in found}) == len(found)


def test_misspelt_words_are_looked_for_one_by_one(graph: SqliteGraph):
    """A word that occurs nowhere is taken for the nearest ones, the others stay; a phrase in quotes is left alone."""
    ((node, why),) = graph.search("commit phse", 5)[0]
    assert (node.id, why) == ("two-phase-commit", "spelt alike: two-phase-commit · Two-Phase Commit (2PC)")
    assert graph.search('"phse"', 5)[0] == graph.search("phse", 5)[0]
    assert [why for _, why in graph.search('"commit phse"', 5)[0]] == ["spelt alike"]  # as a whole, not word by word
    assert graph.search("phse qqqq", 5) == ([], 0)


@pytest.mark.parametrize(
    "text",
    [
        '"',
        '""',
        '"""',
        "a OR",
        "NEAR(",
        "NEAR(a b, 2)",
        "a*",
        "a AND NOT",
        "\0",
        "a\0b",
        "title:",
        "title:saga",
        "--",
        "^a",
        "(",
        "{title}: a",
        "☃",
        'a"b',
        "\\",
        "'",
        "-saga",
        "saga -pattern",
        "\ud800",
        "x" * 10_000,
        "a " * 2_000,
        "",
        " ",
    ],
)
def test_hostile_searches(graph: SqliteGraph, text: str):
    """What looks like a query language in a search is text like any other."""
    graph.search(text, 3)
    assert graph.find("saga").nodes


def test_search_limits(graph: SqliteGraph):
    """A search gives at most one more than asked for, so that it can be said that there are more."""
    assert (len(graph.search("twin", 1)[0]), graph.search("twin", 1)[1]) == (1, 2)
    assert graph.search("pattern commit", 0)[0] == []


def test_hostile_names_harm_nothing(graph: SqliteGraph):
    """A node may be called like an SQL statement and is a node like any other."""
    (node,) = graph.find(HOSTILE).nodes
    assert (node.id, node.title) == ("hostile", HOSTILE)
    assert len(list(graph.select([("title", HOSTILE)]))) == 1
    assert len(graph.edges(["hostile"], ["replaces"], "out")) == 1
    assert graph.nodes(["saga"])


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=20), st.text(max_size=10))
def test_any_question_is_answered(graph: SqliteGraph, text: str, name: str):
    """Whatever text is asked for, every read answers."""
    found = graph.find(text)
    assert found.name == text
    hits, total = graph.search(text, 3)
    assert len(hits) <= min(total, 3)
    known = graph.nodes([text]).keys()
    assert {node.id for node in graph.select([(name, text), ("kind", text)])} <= {node.id for node in graph.select()}
    assert all(text in (edge.subject, edge.object) for edge in graph.edges([text], [name], "both"))
    assert {held.node for held in graph.properties([text], [name])} <= known
    assert {id_ for id_, _, _, _ in graph.names([text])} == known


def test_findings(graph: SqliteGraph):
    """Findings of loaders and of settling come together, by place."""
    found = graph.problems()
    assert [(one.rule, one.source.path, one.source.line) for one in found] == [("dispute", "docs/saga.md", 7)]
    assert isinstance(found[0], Problem)
    assert found[0].hint == "the earliest date is preferred"


def test_tally(graph: SqliteGraph):
    """The counts are those of the catalogue."""
    counts = graph.tally()
    assert (counts["nodes"], counts["references"], counts["sources"]) == (8, 2, 8)
    assert counts["kinds"] == {"pattern": 7, "case-study": 1}
    assert counts["tiers"] == {"bronze": 1, "gold": 1}
    assert counts["disputed"] == 1
    assert {one["relation"]: (one["edges"], one["between-pages"]) for one in counts["edges"]} == {
        "pairs-with": (1, 1),
        "replaces": (2, 1),
        "requires": (1, 0),
        "uses": (1, 1),
    }
    assert (counts["isolated"], counts["isolated-from-pages"]) == (3, 4)
    assert counts["claims"] == len({repr(claim) for claim in claims_of(graph)})


def claims_of(graph: SqliteGraph) -> list[object]:
    """All claims that some edge or property stands on."""
    ids = [node.id for node in graph.select()]
    edges = graph.edges(ids, list(graph.vocabulary.relations), "both")
    said = [claim for claims in graph.claims(edges).values() for claim in claims]
    return [*said, *(held.claim for held in graph.properties(ids))]
