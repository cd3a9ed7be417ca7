"""The graph of a catalogue as JSON-LD, with its context in the file: nothing has to be fetched to read it."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from exports.rdf import graph
from exports.rdf.turtle import Block, Iri, Literal, Term
from ontology.rdf import PREFIXES
from queries.extract import Extract

_ENCODE = json.JSONEncoder(ensure_ascii=False).encode


def render(extract: Extract, words: Mapping[str, Any]) -> Iterator[str]:
    """One object a line, the first of them the catalogue's own words where it has any."""
    yield '{"@context": ' + _ENCODE(PREFIXES) + ',\n"@graph": ['
    first = True
    for one in graph.blocks(extract, words):
        yield ("\n" if first else ",\n") + _ENCODE(node(one))
        first = False
    yield "\n]}\n"


def node(one: Block) -> dict[str, Any]:
    """A subject with all that is said of it."""
    made: dict[str, Any] = {"@id": _compact(one.subject)}
    for name, value in one.said:
        if name == "rdf:type" and isinstance(value, Iri):
            key, shown = "@type", _compact(value)
        else:
            key, shown = (_compact(name) if isinstance(name, Iri) else name), _value(value)
        if key in made:
            made[key] = [*(made[key] if isinstance(made[key], list) else [made[key]]), shown]
        else:
            made[key] = shown
    return made


def _value(value: Term) -> Any:
    if isinstance(value, Literal):
        return {"@value": value.text, "@type": value.type} if value.type else value.text
    return {"@id": _compact(value)}


def _compact(one: Iri) -> str:
    """With a prefix where there is one; what begins with slashes behind it would not be taken for a prefixed name."""
    for prefix, start in PREFIXES.items():
        if one.text.startswith(start) and not one.text[len(start) :].startswith("//"):
            return f"{prefix}:{one.text[len(start) :]}"
    return one.text
