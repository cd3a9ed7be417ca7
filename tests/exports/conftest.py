"""Views made by hand, and the real programs that read what is written."""

import json
import os
import random
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pytest

from exports.svg import programs
from ontology import dates
from queries.graph import Edge, Node
from queries.moment import Moment
from queries.view import View
from tests.exports.corpora import catalogue_of

__all__ = ["catalogue_of"]

TODAY = 739_000

HOSTILE = [
    'He said "yes"',
    "`code` and ```fence```",
    "[a] (b) {c} |d|",
    "<script>alert(1)</script>",
    "T<K, V>",
    "<b>",
    "<",
    ">x",
    "a & b &amp; &lt;",
    "#35; #hash; #quot;",
    "semi;colon",
    "http://example.org/a:b",
    "%% comment %%{init: {}}%%",
    "$$x^2$$",
    "a\\nb \\N \\G \\L \\",
    'back\\"slash\\\\"',
    "end",
    "END of graph",
    "subgraph",
    "click",
    "default",
    "front-end",
    "1. first",
    "2) second",
    "+ plus",
    "- minus",
    "* star",
    "_under_ **bold** ~~gone~~",
    "www.example.com",
    "2019-01-01",
    "2019-01",
    "fa:fa-car",
    "عربي עברית",
    "漢字かな交じり",
    "🏆 gold 👩‍🔬",
    "e\u0301 combining",
    "a\u2028b\nc\td\u00a0e",
    "x --> y -.-> z ::: w",
    "o--o x--x",
    "ACID 2.0 (draft), isn't it?!",
    "' or 1=1 --",
    "\u202eevil\u202c",
    "nul\x00bell\x07",
    "\ufffe\uffff",
    "a²½ⅷ",
    "@{ shape: circle }",
    "a*b*c",
    "½°°34¶ß",
    "style x:#y;",
    "classDef a fill:#fff;",
    "accTitle: x",
    "---",
    "",
]


def a_node(id_: str, title: str | None = None, **more: Any) -> Node:
    """A pattern, with its days of birth worked out as the store does."""
    found = dates.parse(more.get("introduced", ""))
    born = (found.earliest, found.latest) if found else (None, None)
    return Node(id_, id_ if title is None else title, **{"kind": "pattern", "born": born, **more})


def a_view(nodes: Iterable[Node], edges: Iterable[tuple[Any, ...]] = (), **more: Any) -> View:
    """A view; an edge is (subject, relation, object), then perhaps a strength and its details."""
    made = []
    for key, (subject, relation, object_, *rest) in enumerate(edges):
        strength, detail = [*rest, *["", {}][len(rest) :]]
        made.append(Edge(key, relation, subject, object_, strength, detail=json.dumps(detail)))
    at = more.pop("at", Moment(TODAY, "2024-04-27", TODAY))
    return View(more.pop("title", "A view"), tuple(nodes), tuple(made), at, **more)


def shuffled(view: View) -> Iterator[View]:
    """The same view eight times, its nodes and edges each time in another order."""
    for seed in range(8):
        dice = random.Random(seed)
        nodes, edges = list(view.nodes), list(view.edges)
        dice.shuffle(nodes)
        dice.shuffle(edges)
        yield view._replace(nodes=tuple(nodes), edges=tuple(edges))


def missing(what: str) -> None:
    """Skip a test for want of a component, or fail it where all of them must be there."""
    if os.environ.get("KB_REQUIRE_COMPONENTS"):
        pytest.fail(f"{what} is not installed, and KB_REQUIRE_COMPONENTS asks for it")
    pytest.skip(f"{what} is not installed")


@pytest.fixture(scope="session")
def mermaid_parse() -> Iterator[Callable[[str], str]]:
    """Mermaid's own parser, in process: "ok", or its complaint. Quadratic, so keep a diagram below 3 KB."""
    try:
        from mermaidx.engines.quickjs_engine import Engine  # pinned in pyproject.toml: these are its private parts
    except ImportError:
        missing("mermaidx")
    script = (
        "globalThis.__r=null;mermaid.parse(%s).then("
        'x=>{globalThis.__r="ok"},x=>{globalThis.__r=String(x.message||x).slice(0,400)});'
    )
    engine = Engine()
    engine.start()

    def work(source: str) -> str:
        engine._ctx.eval(script % json.dumps(source))
        while engine._ctx.execute_pending_job():
            pass
        return str(engine._ctx.eval("globalThis.__r"))

    yield lambda source: engine._executor.submit(work, source).result()
    engine.close()


@pytest.fixture(scope="session", params=["graphviz-pure", "dot"])
def graphviz_program(request: pytest.FixtureRequest) -> str:
    """Each Graphviz that can draw; one of them must be there."""
    found = programs()
    if not found:
        missing("Graphviz")
    fitting = [program for program in found if os.path.basename(program).startswith(request.param)]
    if not fitting:
        pytest.skip(f"{request.param} is not installed")
    return fitting[0]


@pytest.fixture
def plan_view() -> View:
    """The patterns of the plan's own relationship diagram, and a few more."""
    nodes = [
        a_node("service-mesh", "Service Mesh", tier="gold", introduced="2016"),
        a_node("saga", "Saga Pattern", tier="gold", introduced="1987"),
        a_node("event-streaming", "Event Streaming", tier="gold", introduced="2011"),
        a_node("circuit-breaker", "Circuit Breaker", tier="gold", introduced="2007"),
        a_node("cqrs", "CQRS", tier="silver", introduced="2010"),
        a_node("event-sourcing", "Event Sourcing", tier="silver", introduced="2005"),
        a_node("two-phase-commit", "Two-Phase Commit", tier="bronze", introduced="1978", retired="tier bronze"),
        a_node("vector-clocks", "Vector Clocks", tier="bronze", introduced="1988", retired="tier bronze"),
        a_node("hlc", "Hybrid Logical Clocks", defined=False, introduced="2014"),
        a_node("service-discovery", "Service Discovery"),
        a_node("lamport-clocks", "Lamport Clocks", tier="bronze", introduced="1978~", retired="tier bronze"),
    ]
    edges = [
        (
            "saga",
            "replaces",
            "two-phase-commit",
            "partial",
            {"when": "eventual consistency is acceptable across services"},
        ),
        ("hlc", "replaces", "vector-clocks", "exact"),
        ("vector-clocks", "evolved-from", "lamport-clocks"),
        ("saga", "pairs-with", "event-streaming"),
        ("event-streaming", "enables", "event-sourcing"),
        ("event-sourcing", "pairs-with", "cqrs"),
        ("service-mesh", "includes", "circuit-breaker"),
        ("service-mesh", "provides", "service-discovery"),
        ("saga", "conflicts-with", "two-phase-commit"),
        ("saga", "see-also", "cqrs"),
    ]
    return a_view(nodes, edges, title="Pattern relationships")
