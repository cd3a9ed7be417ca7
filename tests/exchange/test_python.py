"""The libraries of others: what is handed over holds what the catalogue holds, and comes back as the same catalogue."""

import datetime
import decimal
import json
import math
from pathlib import Path

import networkx as nx
import numpy as np
import pandas as pd
import pytest
import rdflib
from hypothesis import given

import kb as kb_module
from exports.tables.days import EPOCH, text_of
from kb.api import Catalogue
from kb.errors import CatalogueError
from tests.conftest import Kb
from tests.exchange.roundtrip import view
from tests.exchange.test_tables import PAGES, cells, value
from tests.ledger.test_any_order import CATALOGUES, catalogues, few, files_of

#: rdflib's own readers still use what it has deprecated.
pytestmark = pytest.mark.filterwarnings("ignore:.*(Dataset|ConjunctiveGraph).*:DeprecationWarning")


@pytest.fixture
def catalogue(kb: Kb) -> Catalogue:
    """A small catalogue, open."""
    kb.write(PAGES).load()
    return kb_module.open(str(kb.folder / "catalogue.kb"))


# ---- there and back


@few
@given(CATALOGUES)
def test_networkx_there_and_back(catalogue):
    """Whatever pages say, a catalogue made of its networkx graph has the same entries and edges."""
    with catalogues(2) as (first, second):
        first.made(files_of(catalogue))
        with kb_module.open(str(first.kb)) as one:
            kb_module.from_networkx(one.to_networkx(), str(second.kb)).close()
        assert view(second) == view(first)


@few
@given(CATALOGUES)
def test_rdflib_there_and_back(catalogue):
    """Whatever pages say, a catalogue made of its rdflib graph has the same entries and edges."""
    with catalogues(2) as (first, second):
        first.made(files_of(catalogue))
        with kb_module.open(str(first.kb)) as one:
            kb_module.from_rdflib(one.to_rdflib(), str(second.kb)).close()
        assert view(second) == view(first)


def test_claims_there_and_back(kb: Kb, catalogue: Catalogue):
    """With claims a dataset of rdflib is lossless: what is made of it exports the same claims."""
    again = str(kb.folder / "again.kb")
    kb_module.from_rdflib(catalogue.to_rdflib(claims=True), again).close()
    argv = ("export", "--format", "jsonl", "--quiet")
    assert kb(*argv, "--kb", again).out == kb(*argv).out


# ---- what is handed over


def test_networkx_is_node_link_json(kb: Kb, catalogue: Catalogue):
    """The graph is the one that networkx makes of the node-link JSON, at a moment too."""
    for clock in ((), ("--as-of", "1990")):
        data = json.loads(kb("export", "--format", "json", "--quiet", *clock).out)
        made = catalogue.to_networkx(as_of=clock[1] if clock else None)
        there = nx.node_link_graph(data, edges="edges")
        # The day of today is that of the machine here and that of the tests there.
        there.graph["as-of"] = made.graph["as-of"]
        assert nx.utils.graphs_equal(made, there)
    assert sorted(catalogue.to_networkx(as_of="1990")) == ["old"]


def test_pandas_is_the_tables(kb: Kb, catalogue: Catalogue):
    """Each frame has the rows of the table, with days, whole numbers and truth values of their types."""
    from exports.tables.columns import TABLES

    frames = catalogue.to_pandas()
    for table, frame in zip(TABLES, frames, strict=True):
        rows = cells(kb("export", "--format", "csv", "--table", table.name, "--quiet").out)
        assert list(frame.columns) == [column.name for column in table.columns]
        assert len(frame) == len(rows)
        for column in table.columns:
            wanted = [value(column.type, row[column.name]) for row in rows]
            found = [None if isinstance(one, float | type(pd.NA) | type(pd.NaT)) else one for one in frame[column.name]]
            if column.type == "json":
                found = [None if one is None else json.loads(json.dumps(one)) for one in frame[column.name]]
                wanted = [None if one is None else json.loads(one) for one in wanted]
            elif column.type == "day":
                days = frame[column.name].to_numpy().astype("datetime64[D]")
                found = [None if np.isnat(one) else text_of(int(one.astype(int)) + EPOCH) for one in days]
            assert found == wanted, (table.name, column.name)
    assert str(frames.nodes.introduced_first.dtype) == "datetime64[s]"
    assert list(catalogue.to_pandas(as_of="1990").nodes.id) == ["old"]


def test_rdflib_is_the_turtle(kb: Kb, catalogue: Catalogue):
    """The graph has the triples of the Turtle, at a moment too, and knows the prefixes."""
    for clock in ((), ("--as-of", "1990")):
        made = catalogue.to_rdflib(as_of=clock[1] if clock else None)
        text = kb("export", "--format", "turtle", "--quiet", *clock).out
        assert set(made) == set(rdflib.Graph().parse(data=text, format="turtle"))
    assert "e:old" in made.serialize(format="turtle")
    assert len(catalogue.to_rdflib(claims=True)) > len(catalogue.to_rdflib())


def test_as_seen(kb: Kb):
    """What is handed over is what the catalogue said at the moment that it was opened at."""
    kb.env["KB_TODAY"] = "2020-01-01"
    kb.write({"pages/a.md": "---\ntitle: Before\n---\n"}).load()
    kb.env["KB_TODAY"] = "2026-11-23"
    kb.write({"pages/a.md": "---\ntitle: After\n---\n"}).load()
    with kb_module.open(str(kb.folder / "catalogue.kb"), as_seen="2021") as before:
        assert before.to_networkx().nodes["a"]["title"] == "Before"
        assert before.to_networkx().graph["as-seen"].startswith("2021")
        assert list(before.to_pandas().nodes.title) == ["Before"]
        assert "Before" in {str(one) for one in before.to_rdflib().objects()}


# ---- graphs of others


def test_a_graph_of_others(tmp_path: Path):
    """Attributes mean what keys of pages mean; dates, numbers of numpy and what is missing are taken as they are meant."""
    graph = nx.DiGraph()
    graph.add_node(7, label="Seven", introduced=datetime.date(1987, 1, 2), excellence_tier="gold", odd=np.int64(3))
    graph.add_node("eight", name="Eight", introduced=float("nan"), summary=None, aliases=("acht", "huit"))
    graph.add_edge("eight", 7, relation="replaces", since=np.int64(1999))
    path = str(tmp_path / "x.kb")
    graph.add_edge("eight", 7, relation="replaces", until="soon")
    with pytest.warns(UserWarning, match="'soon' is not a date"):
        made = kb_module.from_networkx(graph, path)
    with made:
        answer = made.what_replaces("Seven")
        assert (answer.verdict, answer.live[0].node.title) == ("replaced", "Eight")
        assert answer.live[0].steps[0].details()["since"] == "1999"
        assert made.show("huit").node.id == "eight"
        node = made.show("7").node
        assert (node.introduced, node.tier) == ("1987-01-02", "gold")
        assert made.ask({"ask": "show", "of": "7"})["properties"]["odd"][0]["value"] == 3
    with kb_module.from_networkx(nx.DiGraph(), path) as emptied:
        assert not emptied.list().nodes


def wrong(*nodes: object, **edge: object) -> nx.DiGraph:
    """A graph of some nodes, with an edge between the first two of them where something is said of it."""
    graph = nx.DiGraph()
    graph.add_nodes_from(nodes)
    if edge:
        graph.add_edge(nodes[0], nodes[1], **edge)
    return graph


@pytest.mark.parametrize(
    ("graph", "message"),
    [
        (wrong(""), "the node '' has no name that can be an entry's id"),
        (wrong(" \n"), "has no name that can be an entry's id"),
        (wrong("a\x1b[31m"), "has no name that can be an entry's id"),
        (wrong(1, "1"), "the nodes 1 and '1' would both be called '1'; relabel one of them"),
        (wrong("a", "b", relation="replaces").to_undirected(), "this edge has no direction, and 'replaces' has one"),
        (wrong("a", "b", weight=2), "the edge a → b does not say which relation it is"),
        (wrong("a", "b", relation="likes"), "'likes' is no relation, so the edge a → b was left out"),
        (wrong("a", "b", relation="replaces", note=decimal), "the attribute 'note' of the edge 'a' → 'b' is a module"),
        (wrong(("a", {"x": object()})), "the attribute 'x' of the node 'a' is a object, which no catalogue holds"),
    ],
)
def test_a_graph_that_is_none_of_ours(graph: nx.DiGraph, message: str):
    """A node without a name, two of one name, an edge without a relation and a value that is no data are sentences."""
    with pytest.raises(ValueError) as caught:
        kb_module.from_networkx(graph)
    assert message in str(caught.value)


def test_a_relation_for_all():
    """Where all edges are of one relation it is said once; who is missing is then known from references alone."""
    graph = nx.DiGraph([("new", "old"), ("newer", "new")])
    with kb_module.from_networkx(graph, relation="superseded by") as made:
        assert made.what_replaces("new").live[0].node.id == "old"
    with kb_module.from_networkx(nx.MultiDiGraph([("a", "b", "evolved-from")])) as made:
        assert made.ask({"ask": "ancestors", "of": "a"})["all"] == ["b"]
    with kb_module.from_networkx(nx.Graph([("a", "b", {"relation": "pairs-with"})])) as made:
        assert made.neighbours("b", "pairs-with").direct == ("a",)


def test_a_file_of_its_own(tmp_path: Path):
    """Without a file the catalogue lives until it is forgotten; with one, a second graph of the name replaces the first."""
    made = kb_module.from_networkx(wrong("a", "b", relation="replaces"))
    home = Path(made.graph.path)
    assert home.exists()
    assert repr(made) == "<Catalogue networkx>"
    made.close()
    del made
    assert not home.exists()
    path = str(tmp_path / "x.kb")
    for names in (("a", "b"), ("a", "c")):
        kb_module.from_networkx(wrong(*names, relation="replaces"), path).close()
    kb_module.from_networkx(wrong("d"), path, name="more").close()
    with kb_module.open(path) as made:
        assert [node.id for node in made.list().nodes] == ["a", "c", "d"]
        assert made.what_replaces("c").live[0].node.id == "a"


def test_rdf_that_is_none_of_ours():
    """Triples of others are read by their words, and a blank graph is an empty catalogue."""
    soap, rest = rdflib.URIRef("urn:t:soap"), rdflib.URIRef("urn:t:rest")
    graph = rdflib.Graph()
    graph.add((soap, rdflib.DCTERMS.isReplacedBy, rest))
    graph.add((rest, rdflib.SKOS.prefLabel, rdflib.Literal("REST", lang="en")))
    graph.add((rest, rdflib.DCTERMS.issued, rdflib.Literal(math.floor(2000.5))))
    with kb_module.from_rdflib(graph) as made:
        assert made.what_replaces("urn:t:soap").live[0].node.title == "REST"
    with kb_module.from_rdflib(rdflib.Graph()) as made:
        assert not made.list().nodes


@pytest.mark.parametrize(("library", "call"), [("pandas", "to_pandas"), ("rdflib", "to_rdflib")])
def test_without_the_library(library: str, call: str, kb: Kb):
    """Where the library is missing, one sentence says how to install it."""
    kb.write({**PAGES, f"hide/{library}.py": "raise ImportError('hidden')\n"}).load()
    import subprocess
    import sys

    code = f"import kb\ntry:\n    kb.open('catalogue.kb').{call}()\nexcept Exception as error:\n    print(type(error).__name__, error)"
    env = {**kb.environment(), "PYTHONPATH": str(kb.folder / "hide")}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=kb.folder, env=env, capture_output=True, text=True, check=False
    )
    assert done.stdout.startswith(f"{CatalogueError.__name__} this needs {library}; install it with: pip install"), done
