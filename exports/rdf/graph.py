"""A catalogue as a graph of RDF: entries as SKOS concepts with their chosen values, edges, and what is said of each edge.

An edge stands as one triple, and again as an ``rdf:Statement`` that holds its strength, dates, conditions and sources.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from exports.rdf.turtle import Block, Iri, Literal, Term, block, head, known
from ontology import dates
from ontology.claim import Claim
from ontology.rdf import CATALOGUE, SAME_PROPERTY, iri
from ontology.vocabulary import Vocabulary
from queries.extract import Entry, Extract, Link
from queries.graph import Edge

Said = tuple[str | Iri, Term]


def render(extract: Extract, words: Mapping[str, Any]) -> Iterator[str]:
    """The graph as Turtle, some of it at a time, with the catalogue's own words where it has any."""
    yield head()
    yield from map(block, blocks(extract, words))


def blocks(extract: Extract, words: Mapping[str, Any]) -> Iterator[Block]:
    """Everything that the graph says, subject by subject."""
    if words:
        yield Block(Iri(CATALOGUE), (("rdf:type", known("prov:Collection")), ("kb:vocabulary", json_of(words))))
    for one in extract.entries():
        yield entry(one, extract.vocabulary)
    for link in extract.links():
        yield from edge(link)


def entry(one: Entry, words: Vocabulary) -> Block:
    """An entry."""
    node = one.node
    said: list[Said] = [("rdf:type", Iri(iri("kb", node.kind)))] if node.defined and node.kind else []
    said += [("rdf:type", known("skos:Concept")), ("skos:prefLabel", Literal(node.title))]
    for held in one.held:
        if held.state == "chosen" and held.name not in ("title", "kind"):
            said.append((property_of(held.name), value(held.value, words.property(held.name).type)))
    if node.retired:
        said.append(("owl:deprecated", Literal("true", "xsd:boolean")))
    if not node.defined:
        said.append(("kb:known-only-from-references", Literal("true", "xsd:boolean")))
    return Block(Iri(iri("e", node.id)), tuple(said))


def property_of(name: str) -> str | Iri:
    """Under which name a property is written."""
    return SAME_PROPERTY.get(name) or Iri(iri("kb", name))


def value(held: Any, type_: str) -> Literal:
    """A value: text, a date as EDTF, a number, or what else JSON holds."""
    if type_ == "date" and isinstance(held, str) and dates.parse(held) is not None:
        return Literal(held, "edtf:EDTF")
    if isinstance(held, str):
        return Literal(held)
    if isinstance(held, bool):
        return Literal("true" if held else "false", "xsd:boolean")
    if isinstance(held, int):
        return Literal(str(held), "xsd:integer")
    return json_of(held, sort=True)


def json_of(held: Any, *, sort: bool = False) -> Literal:
    """Data as a literal of JSON."""
    return Literal(json.dumps(held, ensure_ascii=False, sort_keys=sort), "rdf:JSON")


def edge(link: Link) -> Iterator[Block]:
    """An edge as a triple of its own, with the words of others for a replacement, and what is said of it."""
    one = link.edge
    subject, object_ = Iri(iri("e", one.subject)), Iri(iri("e", one.object))
    relation = Iri(iri("kb", one.relation))
    if plain(one):
        yield Block(subject, ((relation, object_),))
        if one.relation == "replaces":
            yield Block(object_, (("dcterms:isReplacedBy", subject),))
    elif one.strength == "consider":
        yield Block(object_, (("oboInOwl:consider", subject),))
    said: list[Said] = [
        ("rdf:type", known("rdf:Statement")),
        ("rdf:subject", subject),
        ("rdf:predicate", relation),
        ("rdf:object", object_),
    ]
    if one.strength:
        said.append(("kb:strength", Literal(one.strength)))
    said.append(("kb:method", Literal(one.method)))
    for name, held in sorted(one.details().items()):
        if name in ("start-of", "said-by", "resolved-by", "disputed"):
            continue  # what settling adds, and makes again
        type_ = "date" if name in ("since", "until") else "text"
        items = held if isinstance(held, list) and name != "triggers" else [held]
        said.extend((Iri(iri("kb", name)), value(item, type_)) for item in items)
    said.extend(("prov:wasQuotedFrom", source(claim)) for claim in link.claims)
    yield Block(Iri(iri("edge", f"{one.relation}/{one.subject}/{one.object}")), tuple(dict.fromkeys(said)))


def plain(one: Edge) -> bool:
    """Whether an edge holds without an if or but, so that a bare triple may say it."""
    return one.method != "inferred" and one.strength != "consider" and '"expected"' not in one.detail


def source(claim: Claim) -> Iri:
    """The place where something is said."""
    place = claim.source
    return Iri(iri("source", place.path) + (f"#L{place.line}" if place.line else ""))
