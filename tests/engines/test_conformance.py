"""Every question, every store, the same answer byte for byte. A new store is done when it passes."""

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from kb.asking import QUESTIONS, answer
from kb.store.memory import MemoryGraph
from kb.store.server.graph import Neo4jGraph
from kb.store.server.push import push
from kb.store.sqlite import SqliteGraph
from queries.errors import AmbiguousName, BadQuestion, UnknownName
from queries.graph import Graph
from queries.moment import moment
from tests.engines.asked import ELSEWHERE, requests
from tests.helpers import TODAY
from tests.queries.made import Made, mixed

AT = moment(None, date(2026, 11, 23))


def said(graph: Graph, request: dict[str, Any]) -> str:
    """The answer as bytes would show it, or the complaint."""
    try:
        return json.dumps(answer(graph, request, AT), ensure_ascii=False)
    except (UnknownName, AmbiguousName, BadQuestion) as error:
        return f"{type(error).__name__}: {error}"


def in_memory(graph: Graph) -> MemoryGraph:
    """Everything that a graph holds, in memory, given backwards."""
    nodes = list(graph.select())
    ids = [one.id for one in nodes]
    edges = graph.edges(ids, tuple(graph.vocabulary.relations), "out")
    claims = [(key, one) for key, several in graph.claims(edges).items() for one in several]
    return MemoryGraph(
        nodes[::-1], edges[::-1], graph.vocabulary, graph.properties(ids), claims, graph.names(ids)[::-1]
    )


@pytest.fixture(scope="module")
def memory(durable: SqliteGraph) -> MemoryGraph:
    """The bundled catalogue in memory."""
    return in_memory(durable)


#: What memory answers otherwise, since it keeps no record of claims: its sources, findings, and further voices.
WITHOUT_RECORD = {"stats", "why", "disputes", "history"}


@pytest.mark.parametrize("ask", sorted(QUESTIONS.keys() - ELSEWHERE.keys()))
def test_every_question_on_every_store(ask: str, durable: SqliteGraph, memory: MemoryGraph, served: Neo4jGraph):
    """A question about the bundled catalogue has the same answer from a file, from memory and from a server."""
    ids = [one.id for one in durable.select([("kind", "pattern"), ("defined", "yes")])]
    others = [one.id for one in durable.select() if one.kind != "pattern"]
    some = [*ids[:: max(len(ids) // 4, 1)], *others[:: max(len(others), 1)], "two fase comit"]
    asked = list(requests(some, [ask]))
    assert asked
    for request in asked:
        expected = said(durable, request)
        assert said(served, request) == expected, request
        if ask not in WITHOUT_RECORD:
            assert said(memory, request) == expected, request


def test_names_mean_the_same_on_the_server(durable: SqliteGraph, served: Neo4jGraph):
    """Every name, in several spellings, means the same entries by the same rule; so do suggestions for a misspelt one."""
    names = sorted({name for _, name, _, _ in durable.names([one.id for one in durable.select()])})
    for name in names[:: max(len(names) // 25, 1)]:
        for spelling in (name, f" {name.upper()}", f"the {name}s", name.replace("-", " "), f"{name} pattern"):
            assert served.find(spelling) == durable.find(spelling), spelling
    assert served.find("two fase comit") == durable.find("two fase comit")


def test_the_graph_is_the_same_on_the_server(durable: SqliteGraph, served: Neo4jGraph):
    """Nodes, edges in each direction, values, claims and names come in the same order from the server."""
    ids = [one.id for one in durable.select()]
    relations = tuple(durable.vocabulary.relations)
    assert list(served.select()) == list(durable.select())
    assert served.nodes([*ids, "no-such"]) == durable.nodes(ids)
    assert served.vocabulary == durable.vocabulary
    for way in ("out", "in", "both"):
        mine, theirs = served.edges(ids[::3], relations, way), durable.edges(ids[::3], relations, way)
        assert [one._replace(key=0) for one in mine] == [one._replace(key=0) for one in theirs]
        assert list(served.claims(mine).values()) == list(durable.claims(theirs).values())
    assert served.edges(ids, (), "out") == [] == served.edges([], relations, "both")
    assert served.properties(ids) == durable.properties(ids)
    assert served.properties(ids, ["tier", "title"]) == durable.properties(ids, ["tier", "title"])
    assert served.names(ids) == durable.names(ids)
    assert served.property_names() == durable.property_names()


@pytest.mark.slow
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(mixed)
def test_random_graphs_pushed_over_one_another(server, link, made: Made):
    """Whatever was there before, after a push the server answers as memory does; a second push sends nothing."""
    order = sorted(made.edges, key=lambda one: (one.relation, one.subject, one.object))
    graph = MemoryGraph(made.nodes, [one._replace(key=key) for key, one in enumerate(order, 1)])
    push(graph, link, "random")
    assert push(graph, link, "random").changed == 0
    with Neo4jGraph(f"{server.uri}/random") as served:
        assert list(served.select()) == list(graph.select())
        asked = ["what-replaces", "what-it-replaced", "ancestors", "descendants", "path", "common-ancestors"]
        for request in requests([one.id for one in made.nodes], asked):
            request["as_of"] = made.when.text if made.when.given else TODAY.isoformat()
            assert said(served, request) == said(graph, request), request
