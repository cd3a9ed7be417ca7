"""Exports of a whole catalogue: for each format what it takes, how it is written, and what it cannot hold."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from kb.errors import CatalogueError
from kb.store.base import Store
from queries.errors import BadQuestion
from queries.extract import Extract
from queries.moment import Moment


class Export(NamedTuple):
    """What to write: one file, or several by name below a folder; and what is not in it, known once it is written."""

    files: Mapping[str, Iterable[bytes]]
    """By name; the name is empty where the format is one file."""
    lost: Callable[[], Iterable[str]] = tuple
    """What the format cannot hold, whatever the moment."""
    left_out: Callable[[], Iterable[str]] = tuple
    """What the moment left out."""


class Format(NamedTuple):
    """One format. ``endings`` are those of file names by which it is recognised."""

    name: str
    endings: tuple[str, ...]
    summary: str
    make: Callable[[Store, Moment], Export]
    loads: bool = False
    """Whether ``kb load`` reads it again."""
    tables: tuple[str, ...] = ()
    """What each of several files holds, where one of them may be asked for alone."""


def format_for(name: str | None, output: str | None) -> Format:
    """The format that was asked for, by name or by the ending of the file. Raises ``BadQuestion`` where none is told."""
    if name is not None:
        return BY_NAME[name]
    ends = [one for one in FORMATS if output and output.lower().endswith(one.endings)]
    if not ends:
        raise BadQuestion(f"say which format with --format: {', '.join(BY_NAME)}")
    return ends[0]


def _encoded(texts: Iterable[str]) -> Iterator[bytes]:
    """Texts as UTF-8."""
    for text in texts:
        yield text.encode("utf-8", "replace")


def _left(extract: Extract) -> Callable[[], list[str]]:
    """What a moment left out of an extract, in words."""
    from exports.table_text import counted

    return lambda: [f"{counted(number, *what)} at {extract.at.text}" for what, number in extract.left_out.items()]


def _timeless(at: Moment, what: str) -> None:
    """Raise where a moment was asked of a format that holds all of them."""
    if at.given:
        raise BadQuestion(f"{what}; --as-of goes with the other formats")


def _claims(graph: Store, at: Moment) -> Export:
    from exports import claims

    _timeless(at, "claims say themselves since when they hold")
    texts = claims.render(graph.spoken(), graph.own_words)
    return Export({"": _encoded(texts)}, graph.unspoken)


#: What no graph holds that is not made of claims.
_VIEW = (
    "who says what: the claims themselves (trig and jsonl hold them), beside where each edge was read",
    "values that were not chosen, and earlier observations",
    "how many sources say an edge, which ranks successors that are alike in all else",
)


def _node_link(graph: Store, at: Moment) -> Export:
    from exports import node_link

    extract = Extract(graph, at)
    return Export({"": _encoded(node_link.render(extract, graph.own_words))}, lambda: _VIEW[1:2], _left(extract))


def _turtle(graph: Store, at: Moment) -> Export:
    from exports.rdf import graph as turtle

    extract = Extract(graph, at)
    return Export({"": _encoded(turtle.render(extract, graph.own_words))}, lambda: _VIEW, _left(extract))


def _jsonld(graph: Store, at: Moment) -> Export:
    from exports.rdf import jsonld

    extract = Extract(graph, at)
    return Export({"": _encoded(jsonld.render(extract, graph.own_words))}, lambda: _VIEW, _left(extract))


def _trig(graph: Store, at: Moment) -> Export:
    from exports.rdf import provenance

    extract = Extract(graph, at)
    texts = provenance.render(extract, graph.spoken(), graph.own_words)
    return Export({"": _encoded(texts)}, graph.unspoken, _left(extract))


def _graphml(graph: Store, at: Moment) -> Export:
    from exports import graphml

    extract = Extract(graph, at)
    return Export({"": _encoded(graphml.render(extract, graph.own_words))}, lambda: _VIEW, _left(extract))


def _csv(graph: Store, at: Moment) -> Export:
    from exports.tables import delimited

    extract = Extract(graph, at)
    return Export(delimited.files(extract, graph.spoken), lambda: _not_in_tables(graph), _left(extract))


def _parquet(graph: Store, at: Moment) -> Export:
    from exports.tables import parquet

    extract = Extract(graph, at)
    try:
        files = parquet.files(extract, graph.spoken)
    except parquet.NoPyarrow as error:
        raise CatalogueError(str(error)) from error
    return Export(files, lambda: _not_in_tables(graph), _left(extract))


def _not_in_tables(graph: Store) -> list[str]:
    own = ["the catalogue's own words: its relations, tiers and kinds (jsonl, trig and graphml hold them)"]
    return [*(own if graph.own_words else []), *graph.unspoken()]


def _cypher(graph: Store, at: Moment) -> Export:
    from kb.store.server import script

    _timeless(at, "the script holds every moment, as the server that runs it does")
    return Export({"": _encoded(script.render(graph, graph.called))}, lambda: _NOT_ON_SERVERS)


def _dot(graph: Store, at: Moment) -> Export:
    from exports import dot
    from queries.view import everything

    extract = Extract(graph, at)

    def text() -> Iterator[str]:
        yield dot.source(everything(extract), graph.vocabulary)

    lost = (
        *_VIEW,
        "properties other than title, kind, tier and dates; other names",
        "relations that are never drawn, such as same-as",
    )
    return Export({"": _encoded(text())}, lambda: lost, _left(extract))


def _shapes(graph: Store, at: Moment) -> Export:
    from exports.rdf import vocabulary

    del at  # what words mean is the same at every moment
    return Export({"": _encoded([vocabulary.shapes(graph.vocabulary)])})


def _words(graph: Store, at: Moment) -> Export:
    from exports.rdf import vocabulary

    del at
    return Export({"": _encoded(vocabulary.render(graph.vocabulary))})


_NOT_ON_SERVERS = ("the index over text: kb search and kb diff ask a catalogue's file",)
_TABLES = ("nodes", "values", "edges", "claims")

#: In the order in which help lists them.
FORMATS: tuple[Format, ...] = (
    Format("jsonl", (".jsonl",), "claims as JSON Lines: nothing of what sources say is lost", _claims, loads=True),
    Format("json", (".json",), "nodes and edges as node-link JSON, for networkx, D3 and others", _node_link),
    Format(
        "turtle", (".ttl",), "the graph as RDF: SKOS concepts, edges with what is said of them", _turtle, loads=True
    ),
    Format("trig", (".trig",), "the graph and every claim, as PROV-O: nothing is lost", _trig, loads=True),
    Format("jsonld", (".jsonld",), "the graph as JSON-LD, with its context", _jsonld, loads=True),
    Format("graphml", (".graphml",), "the graph for yEd, Gephi, Cytoscape, networkx", _graphml, loads=True),
    Format(
        "csv", (".zip", ".csv"), "tables for spreadsheets, with a data dictionary; no formulas", _csv, tables=_TABLES
    ),
    Format(
        "parquet",
        (".parquet",),
        "the same tables with typed columns, for pandas, DuckDB, Spark",
        _parquet,
        tables=_TABLES,
    ),
    Format("cypher", (".cypher", ".cql"), "a script that makes a Neo4j server hold it, as kb push does", _cypher),
    Format("dot", (".dot", ".gv"), "the whole graph as a drawing for Graphviz", _dot),
    Format("vocabulary", (), "what the words mean, as an ontology aligned with those of others", _words),
    Format("shapes", (), "SHACL shapes for the graph", _shapes),
)

BY_NAME = {one.name: one for one in FORMATS}
