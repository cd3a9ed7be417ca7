"""Answers one SPARQL query over one file of RDF, as a program of its own: ``python -m kb.store.sparql FILE FORMAT < QUERY``.

Only queries are put, so that nothing can be written. Prefixes of the vocabulary need not be declared.
"""

import sys
from typing import Any

from ontology.rdf import PREFIXES


def answer(path: str, query: str, form: str) -> bytes:
    """The answer as text (a table with tabs), ``json`` or ``csv``; a graph as Turtle. Raises ``ValueError`` for a bad query."""
    import pyoxigraph as rdf  # an extra

    store = rdf.Store()
    store.bulk_load(path=path, format=rdf.RdfFormat.TRIG)
    try:
        found = store.query(query, prefixes=PREFIXES, use_default_graph_as_union=True)
    except SyntaxError as error:
        raise ValueError(f"the query is not SPARQL: {error.msg}") from error
    if isinstance(found, rdf.QueryTriples):
        return rdf.serialize(found, format=rdf.RdfFormat.TURTLE, prefixes=PREFIXES) or b""
    if form == "json":
        return (found.serialize(format=rdf.QueryResultsFormat.JSON) or b"") + b"\n"
    if isinstance(found, rdf.QueryBoolean):
        return b"yes\n" if found else b"no\n"
    if form == "csv":
        return found.serialize(format=rdf.QueryResultsFormat.CSV) or b""
    lines = ["\t".join(one.value for one in found.variables)]
    lines += ["\t".join(_shown(value) for value in row) for row in found]
    return ("\n".join(lines) + "\n").encode("utf-8", "replace")


def _shown(term: Any) -> str:
    """A term as a person reads it: with a prefix where it has one, a value without its type."""
    text = "" if term is None else str(term.value)
    for prefix, start in PREFIXES.items():
        if type(term).__name__ == "NamedNode" and text.startswith(start):
            text = f"{prefix}:{text[len(start) :]}"
            break
    return text.replace("\t", " ").replace("\n", " ")


if __name__ == "__main__":
    try:
        sys.stdout.buffer.write(answer(sys.argv[1], sys.stdin.buffer.read().decode("utf-8", "replace"), sys.argv[2]))
    except ImportError:
        sys.exit("SPARQL needs pyoxigraph; install it with: pip install 'pattern-genealogy[rdf]'")
    except (ValueError, RuntimeError) as error:
        sys.exit(" ".join(str(error).split()))
