"""The graph of a catalogue as an rdflib graph, without a detour through text."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from exports.rdf.turtle import Block, Iri
from ontology.rdf import PREFIXES, full

if TYPE_CHECKING:
    import rdflib


def graph(blocks: Iterable[Block]) -> "rdflib.Graph":
    """A graph of what is said, subject by subject."""
    import rdflib

    made = rdflib.Graph()
    for prefix, start in PREFIXES.items():
        made.bind(prefix, start, replace=True)
    for one in blocks:
        subject = rdflib.URIRef(one.subject.text)
        for name, value in one.said:
            verb = rdflib.URIRef(name.text if isinstance(name, Iri) else full(name))
            if isinstance(value, Iri):
                made.add((subject, verb, rdflib.URIRef(value.text)))
            else:
                datatype = rdflib.URIRef(full(value.type)) if value.type else None
                made.add((subject, verb, rdflib.Literal(value.text, datatype=datatype, normalize=False)))
    return made
