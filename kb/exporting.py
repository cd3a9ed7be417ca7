"""Exports of a whole catalogue: for each format what it takes, how it is written, and what it cannot hold."""

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from kb.errors import CatalogueError
from kb.store.base import Store
from kb.store.sqlite import SqliteGraph
from queries.errors import BadQuestion
from queries.extract import Extract
from queries.moment import Moment


class Export(NamedTuple):
    """What to write: one file, or several by name below a folder; and what is not in it, known once it is written."""

    files: dict[str, Iterable[bytes]]
    """By name; the name is empty where the format is one file."""
    missing: Callable[[], list[str]]


class Format(NamedTuple):
    """One format. ``endings`` are those of file names by which it is recognised."""

    name: str
    endings: tuple[str, ...]
    summary: str
    make: Callable[[Store, Moment], Export]
    loads: bool = False
    """Whether ``kb load`` reads it again."""


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


def _claims(graph: Store, at: Moment) -> Export:
    from exports import claims

    if not isinstance(graph, SqliteGraph):
        raise CatalogueError("claims are exported from a catalogue's file, not from a server")
    if at.given:
        raise BadQuestion("claims say themselves since when they hold; --as-of goes with the other formats")
    texts = claims.render(graph.spoken(), graph.own_words)
    return Export({"": _encoded(texts)}, graph.unspoken)


def _node_link(graph: Store, at: Moment) -> Export:
    from exports import node_link

    extract = Extract(graph, at)
    return Export({"": _encoded(node_link.render(extract))}, _left(extract))


_VIEW = (
    "who says what: the claims themselves (trig and jsonl hold them), beside where each edge was read",
    "values that were not chosen, and earlier observations",
)


def _turtle(graph: Store, at: Moment) -> Export:
    from exports.rdf import graph as turtle

    extract = Extract(graph, at)
    return Export({"": _encoded(turtle.render(extract))}, lambda: [*_VIEW, *_left(extract)()])


def _jsonld(graph: Store, at: Moment) -> Export:
    from exports.rdf import jsonld

    extract = Extract(graph, at)
    return Export({"": _encoded(jsonld.render(extract))}, lambda: [*_VIEW, *_left(extract)()])


def _trig(graph: Store, at: Moment) -> Export:
    from exports.rdf import provenance

    if not isinstance(graph, SqliteGraph):
        raise CatalogueError("claims are exported from a catalogue's file, not from a server")
    extract = Extract(graph, at)
    texts = provenance.render(extract, graph.spoken(), graph.own_words)
    return Export({"": _encoded(texts)}, lambda: [*graph.unspoken(), *_left(extract)()])


def _shapes(graph: Store, at: Moment) -> Export:
    from exports.rdf import vocabulary

    del at  # what words mean is the same at every moment
    return Export({"": _encoded([vocabulary.shapes(graph.vocabulary)])}, list)


def _words(graph: Store, at: Moment) -> Export:
    from exports.rdf import vocabulary

    del at
    return Export({"": _encoded(vocabulary.render(graph.vocabulary))}, list)


#: In the order in which help lists them.
FORMATS: tuple[Format, ...] = (
    Format("jsonl", (".jsonl",), "claims as JSON Lines: nothing of what sources say is lost", _claims, loads=True),
    Format("json", (".json",), "nodes and edges as node-link JSON, for networkx, D3 and others", _node_link),
    Format(
        "turtle", (".ttl",), "the graph as RDF: SKOS concepts, edges with what is said of them", _turtle, loads=True
    ),
    Format("trig", (".trig",), "the graph and every claim, as PROV-O: nothing is lost", _trig, loads=True),
    Format("jsonld", (".jsonld",), "the graph as JSON-LD, with its context", _jsonld, loads=True),
    Format("vocabulary", (), "what the words mean, as an ontology aligned with those of others", _words),
    Format("shapes", (), "SHACL shapes for the graph", _shapes),
)

BY_NAME = {one.name: one for one in FORMATS}
