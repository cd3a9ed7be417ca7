"""Hands a catalogue over to the libraries of others, and takes theirs in: networkx, pandas and rdflib.

Each library is imported only by whoever asks for it.
"""

import json
import math
import os
import shutil
import tempfile
import warnings
import weakref
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple

from kb.api import Catalogue
from kb.errors import CatalogueError
from kb.loading import load
from kb.store.base import Store
from loaders.given import Given, GivenEdge, GivenNode, claims
from ontology.builtin import VOCABULARY
from ontology.claim import Claim
from ontology.problem import Problem
from ontology.text import is_clean
from ontology.vocabulary import Vocabulary
from queries.extract import Extract
from queries.moment import Moment

if TYPE_CHECKING:
    import networkx as nx
    import rdflib

#: Attributes of a node that say something in every graph of ours; the rest stand in its ``properties``.
_OWN = ("title", "kind", "tier", "status", "introduced")
#: What settling adds to an edge, and what is told beside it.
_MADE = ("start-of", "said-by", "resolved-by", "disputed", "sources")


def from_networkx(
    graph: "nx.Graph[Any]", kb: str | None = None, *, relation: str | None = None, name: str = "networkx"
) -> Catalogue:
    """A catalogue of a networkx graph, open: nodes are entries, and each edge says its relation in ``relation``.

    A graph of ``Catalogue.to_networkx`` gives the same entries and edges again. Of others an attribute means what the
    key of its name means on a page (``label`` is the title), and ``relation`` is that of edges that do not say one. The
    catalogue is kept in the file ``kb``, in place of what ``name`` said there before, or nowhere. Raises ``ValueError``
    with what is wrong with the graph; what is only doubtful is a warning.

    >>> import networkx as nx
    >>> import kb
    >>> graph = nx.DiGraph()
    >>> graph.add_node("saga", title="Saga", introduced=1987)
    >>> graph.add_edge("saga", "2pc", relation="replaces")
    >>> with kb.from_networkx(graph) as catalogue:
    ...     print(catalogue.what_replaces("2pc").live[0].node.title)
    Saga
    """
    exact = graph.graph.get("kb-graph") == 1
    words = Vocabulary.from_data(graph.graph.get("vocabulary") or {}) if exact else Vocabulary()
    given = Given("networkx", tuple(_nodes(graph, exact)), tuple(_edges(graph, relation)), exact)
    said: list[Claim] = []
    for item in claims(given, name, VOCABULARY.merged(words)):
        if isinstance(item, Claim):
            said.append(item)
        elif item.rule == "graph-part" and not graph.is_directed():
            raise ValueError(f"{item.message.partition(';')[0]}; make the graph a networkx.DiGraph")
        elif item.rule == "edge-without-relation":
            raise ValueError(item.message.replace("or load the file by a mapping", "or say relation= for all of them"))
        else:
            warnings.warn(_sentence(item), stacklevel=2)
    from exports.claims import render

    own = {key: value for key, value in words.to_data().items() if value}
    text = render(((name, claim) for claim in said), own)
    return _taken((part.encode("utf-8", "replace") for part in text), f"{name}.jsonl", kb, name)


def from_rdflib(graph: "rdflib.Graph", kb: str | None = None, *, name: str = "rdflib") -> Catalogue:
    """A catalogue of an rdflib graph or dataset, open: what ``kb load`` makes of the same triples in a file.

    Kept in the file ``kb``, in place of what ``name`` said there before, or nowhere.

    >>> import kb, rdflib
    >>> graph = rdflib.Graph().parse(data='''
    ...     @prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix t: <urn:t:> .
    ...     @prefix dcterms: <http://purl.org/dc/terms/> .
    ...     t:rest skos:prefLabel "REST" ; dcterms:replaces t:soap .
    ...     t:soap skos:prefLabel "SOAP" .
    ... ''', format="turtle")
    >>> with kb.from_rdflib(graph) as catalogue:
    ...     print(catalogue.what_replaces("SOAP").live[0].node.title)
    REST
    """
    _need("rdflib", "rdf")
    import rdflib

    several = isinstance(graph, rdflib.Dataset)
    text = graph.serialize(format="nquads" if several else "nt")
    lines = sorted(line for line in text.splitlines(keepends=True) if line.strip())
    return _taken((line.encode() for line in lines), f"{name}.{'nq' if several else 'nt'}", kb, name)


def _taken(parts: Iterable[bytes], file: str, kb: str | None, label: str) -> Catalogue:
    """The catalogue of a file that is written for the purpose alone."""
    home = "" if kb is not None else tempfile.mkdtemp(prefix="kb-")
    path = kb or os.path.join(home, f"{label}.kb")
    try:
        with tempfile.TemporaryDirectory(prefix="kb-") as folder:
            source = os.path.join(folder, file)
            with open(source, "wb") as out:
                out.writelines(parts)
            report = load([source], path, base=folder)
        for problem in report.problems:
            if problem.severity == "error":
                raise CatalogueError(_sentence(problem))
            if problem.severity == "warning":
                warnings.warn(_sentence(problem), stacklevel=3)
        made = Catalogue(path)
    except BaseException:
        shutil.rmtree(home, ignore_errors=True)
        raise
    if home:
        made.label = label
        weakref.finalize(made, shutil.rmtree, home, True)
    return made


def _sentence(problem: Problem) -> str:
    return f"{problem.source.pointer or problem.source.path}: {problem.message}"


# ---- networkx


def to_networkx(graph: Store, at: Moment) -> "nx.MultiDiGraph[str]":
    """A ``MultiDiGraph`` of a catalogue, as ``networkx.node_link_graph`` makes one of its node-link JSON."""
    import networkx as nx

    from exports import node_link

    extract = Extract(graph, at)
    made: nx.MultiDiGraph[str] = nx.MultiDiGraph(**node_link.about(extract, graph.own_words))
    for one in map(node_link.node, extract.entries()):
        made.add_node(one.pop("id"), **one)
    for link in map(node_link.edge, extract.links()):
        made.add_edge(link.pop("source"), link.pop("target"), link.pop("key"), **link)
    return made


def _nodes(graph: Any, exact: bool) -> Iterator[GivenNode]:
    names: dict[str, Any] = {}
    for node, attributes in graph.nodes(data=True):
        id_ = str(node)
        if not id_.strip() or not is_clean(id_):
            raise ValueError(f"the node {node!r} has no name that can be an entry's id; give it one with text in it")
        if id_ in names:
            raise ValueError(f"the nodes {names[id_]!r} and {node!r} would both be called '{id_}'; relabel one of them")
        names[id_] = node
        said = _said(attributes, f"the node {node!r}")
        if not exact:
            yield GivenNode(id_, said)
            continue
        own = {key: said[key] for key in _OWN if said.get(key) not in (None, [""])}
        more = _said(attributes.get("properties") or {}, f"the node {node!r}")
        gone = bool(attributes.get("retired"))
        yield GivenNode(id_, own | more, defined=bool(attributes.get("defined", True)), deprecated=gone)


def _edges(graph: Any, relation: str | None) -> Iterator[GivenEdge]:
    keyed = graph.edges(keys=True, data=True) if graph.is_multigraph() else ((*one[:2], None, one[2]) for one in graph.edges(data=True))  # fmt: skip
    for source, target, key, attributes in keyed:
        said = _said(attributes, f"the edge {source!r} → {target!r}")
        if isinstance(key, str):
            said.setdefault("key", [key])
        if relation is not None:
            said.setdefault("relation", [relation])
        said = {name: values for name, values in said.items() if name not in _MADE}
        yield GivenEdge(str(source), str(target), said, directed=graph.is_directed())


def _said(attributes: Mapping[Any, Any], whose: str) -> dict[str, list[Any]]:
    """Attributes as what is said: several values of a list, nothing of None and NaN."""
    found: dict[str, list[Any]] = {}
    for key, value in attributes.items():
        held = _plain(value, f"the attribute '{key}' of {whose}")
        several = held if isinstance(held, list) and key != "triggers" else [held]
        if kept := [one for one in several if one is not None]:
            found[str(key)] = kept
    return found


def _plain(value: Any, what: str) -> Any:
    """A value as JSON has it: dates as ISO 8601, numbers of numpy as numbers. Raises ``ValueError`` for what is no data."""
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, float):
        return None if math.isnan(value) else value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): _plain(one, what) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one, what) for one in value]
    if isinstance(value, set | frozenset):
        return sorted((_plain(one, what) for one in value), key=json.dumps)
    if hasattr(value, "tolist"):
        return _plain(value.tolist(), what)
    raise ValueError(f"{what} is a {type(value).__name__}, which no catalogue holds; make it text, a number or a list")


# ---- pandas


class Frames(NamedTuple):
    """The tables of a catalogue as data frames; ``exports.tables.columns`` says what each column means."""

    nodes: Any
    values: Any
    edges: Any
    claims: Any


def to_pandas(graph: Store, at: Moment) -> Frames:
    """The tables of a catalogue. Raises ``CatalogueError`` where pandas is not installed."""
    from exports.tables.columns import TABLES
    from exports.tables.frames import frame

    _need("pandas", "tables")
    extract = Extract(graph, at)
    return Frames(*(frame(table, extract, graph.spoken) for table in TABLES))


# ---- rdflib


def to_rdflib(graph: Store, at: Moment, *, claims: bool) -> "rdflib.Graph":
    """A catalogue as rdflib holds it. Raises ``CatalogueError`` where rdflib is not installed."""
    _need("rdflib", "rdf")
    extract = Extract(graph, at)
    if claims:
        import rdflib

        from exports.rdf import provenance

        text = "".join(provenance.render(extract, graph.spoken(), graph.own_words))
        dataset = rdflib.Dataset()
        dataset.parse(data=text, format="trig")
        return dataset
    from exports.rdf import for_rdflib
    from exports.rdf.graph import blocks

    return for_rdflib.graph(blocks(extract, graph.own_words))


def _need(library: str, extra: str) -> None:
    """Raise where an optional library is missing, with how to install it."""
    try:
        import_module(library)
    except ImportError as error:
        message = f"this needs {library}; install it with: pip install 'pattern-genealogy[{extra}]'"
        raise CatalogueError(message) from error
