"""What a question costs on a server: round trips and rows, which do not grow with the rest of the graph, and plans."""

from collections.abc import Iterator
from typing import Any

import pytest

from kb.asking import QUESTIONS, answer
from kb.store.memory import MemoryGraph
from kb.store.server.graph import Neo4jGraph
from kb.store.server.link import Link
from kb.store.server.push import push
from queries.errors import AmbiguousName, BadQuestion, UnknownName
from queries.graph import Graph
from queries.lineage import descendants
from queries.listing import listing
from tests.engines.asked import ELSEWHERE, requests
from tests.engines.server import Server
from tests.engines.test_conformance import AT
from tests.engines.test_server import chain
from tests.helpers import at, edge, node

#: Round trips and rows of each question about the first of four patterns, each replaced by the next one: as many trips as
#: there are names and hops, and what the answer shows beside.
COSTS = {
    "ancestors": (3, 5),
    "bisect": (19, 46),
    "common-ancestors": (8, 14),
    "compare": (20, 46),
    "descendants": (6, 14),
    "disputes": (5, 10),
    "history": (2, 4),
    "migrate": (38, 83),
    "names": (2, 4),
    "neighbours": (3, 5),
    "path": (7, 19),
    "relate": (16, 35),
    "show": (7, 15),
    "timeline": (10, 19),
    "timelines": (23, 62),
    "what-it-replaced": (3, 5),
    "what-replaces": (9, 24),
    "why": (22, 52),
}
#: Questions about the catalogue as a whole: their rows grow with it, their round trips do not.
WHOLE = {"nodes": 1, "select": 1, "stats": 6}


@pytest.fixture(scope="module")
def short(server: Server, link: Link) -> Iterator[Neo4jGraph]:
    """Four patterns, each replaced by the next one."""
    push(chain(4), link, "short")
    with Neo4jGraph(f"{server.uri}/short") as graph:
        yield graph


@pytest.fixture(scope="module")
def crowded(server: Server, link: Link) -> Iterator[Neo4jGraph]:
    """The same four, among three hundred others."""
    others = [node(f"q{number}") for number in range(300)]
    edges = [
        edge("replaces", f"{name}{number + 1}", f"{name}{number}", strength="exact")
        for name, length in (("p", 4), ("q", 300))
        for number in range(length - 1)
    ]
    edges.sort(key=lambda one: (one.relation, one.subject, one.object))
    nodes = [*(node(f"p{number}") for number in range(4)), *others]
    push(MemoryGraph(nodes, [one._replace(key=key) for key, one in enumerate(edges, 1)]), link, "crowded")
    with Neo4jGraph(f"{server.uri}/crowded") as graph:
        yield graph


def ask(graph: Graph, request: dict[str, Any]) -> None:
    """Put a question; a complaint is an answer, too."""
    try:
        answer(graph, request, AT)
    except (UnknownName, AmbiguousName, BadQuestion):
        return


def cost(graph: Neo4jGraph, request: dict[str, Any]) -> tuple[int, int]:
    """Round trips and rows of one question."""
    graph.link.trips = graph.link.rows = 0
    ask(graph, request)
    return graph.link.trips, graph.link.rows


@pytest.mark.parametrize("question", sorted(QUESTIONS.keys() - ELSEWHERE.keys()))
def test_round_trips(short: Neo4jGraph, crowded: Neo4jGraph, question: str):
    """A question goes to the server for names and hops alone, and fetches what it meets, however much lies beside."""
    asked = [one for one in requests(["p0", "p3"], [question]) if "as_of" not in one]
    if question in WHOLE:
        assert cost(short, asked[0])[0] == WHOLE[question]
        assert [cost(crowded, one)[0] for one in asked] == [cost(short, one)[0] for one in asked]
        return
    assert cost(short, asked[0]) == COSTS[question]
    assert [cost(crowded, one) for one in asked] == [cost(short, one) for one in asked]


def test_round_trips_do_not_grow_with_the_graph(server: Server, link: Link, short: Neo4jGraph):
    """A hop over a hundred edges is one round trip, as one over a single edge is."""
    nodes = [node("hub"), *(node(f"leaf{number}") for number in range(100))]
    edges = [edge("replaces", f"leaf{number}", "hub", strength="partial")._replace(key=number) for number in range(100)]
    push(MemoryGraph(nodes, edges), link, "star")
    with Neo4jGraph(f"{server.uri}/star") as star:
        star.link.trips = 0
        assert len(descendants(star, "hub", at()).depths) == 100
        wide, star.link.trips = star.link.trips, 0
        assert len(descendants(star, "leaf1", at()).depths) == 0
        assert wide == star.link.trips + 1


@pytest.fixture(scope="module")
def planned() -> dict[str, set[str]]:
    """The operators of every statement that was profiled already."""
    return {}


@pytest.mark.parametrize("question", sorted(QUESTIONS.keys() - ELSEWHERE.keys()))
def test_plans_look_up_and_never_scan(
    served: Neo4jGraph, planned: dict[str, set[str]], question: str, monkeypatch: pytest.MonkeyPatch
):
    """No statement of a question scans all nodes, nor all of a label, nor joins everything with everything."""
    statements: dict[str, dict[str, Any]] = {}
    real = served.link.read

    def noted(statement: str, **parameters: Any) -> list[list[Any]]:
        statements[statement] = parameters
        return real(statement, **parameters)

    monkeypatch.setattr(served.link, "read", noted)
    if question == "nodes":  # from a value, and names that nobody has
        list(listing(served, at("1990"), [("tier", "bronze"), ("kind", "pattern")]).nodes)
        served.find("two fase comit")
    for request in requests(["two-phase-commit", "saga"], [question]):
        ask(served, request)
    assert statements
    for statement, parameters in statements.items():
        if statement not in planned:
            planned[statement] = set(_operators(_profile(served.link, statement, parameters)))
        for operator in sorted(planned[statement]):
            assert "CartesianProduct" not in operator, statement
            assert "AllNodesScan" not in operator, statement
            assert "RelationshipTypeScan" not in operator, statement
            assert "NodeByLabelScan" not in operator or "KbCatalogue" in statement, statement


def _profile(link: Link, statement: str, parameters: dict[str, Any]) -> dict[str, Any]:
    with link._driver.session() as session:
        result = session.run(f"PROFILE {statement}", parameters)
        list(result)  # a plan is told of what was fetched
        return result.consume().profile


def _operators(plan: dict[str, Any]) -> Iterator[str]:
    yield plan["operatorType"]
    for child in plan.get("children", ()):
        yield from _operators(child)
