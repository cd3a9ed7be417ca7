"""Claims as PROV-O, in TriG: the graph of the catalogue, and a named graph for each source with every claim of it, whole."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import count, groupby
from typing import Any

from exports.rdf import graph as graphs
from exports.rdf.turtle import Block, Iri, Literal, block, graph, head, known
from ontology.claim import SIGNED, Claim
from ontology.rdf import CATALOGUE, iri
from queries.extract import Extract

Said = graphs.Said


def render(extract: Extract, spoken: Iterable[tuple[str, Claim]], words: Mapping[str, Any]) -> Iterator[str]:
    """The whole as TriG, some of it at a time. ``spoken`` are all open claims with their sources, in reading order."""
    yield head()
    yield from map(block, graphs.blocks(extract, {}))
    about: list[Said] = [("rdf:type", known("prov:Collection")), ("kb:claims", Literal("1", "xsd:integer"))]
    if words:
        about.append(("kb:vocabulary", graphs.json_of(words)))
    yield "\n" + block(Block(Iri(CATALOGUE), tuple(about)))
    numbers = count(1)
    for path, claims in groupby(spoken, key=lambda one: one[0]):
        here = Iri(iri("source", path))
        yield block(Block(here, (("rdf:type", known("prov:Entity")), ("kb:path", Literal(path)))))
        yield from graph(here, (claim(one, next(numbers), here) for _, one in claims))


def claim(one: Claim, number: int, source: Iri) -> Block:
    """One claim; ``number`` is its place among all."""
    place = one.source
    said: list[Said] = [
        ("rdf:type", known("kb:Claim")),
        ("rdf:type", known("prov:Entity")),
        ("kb:position", Literal(str(number), "xsd:integer")),
        ("kb:subject", Literal(one.subject)),
        ("kb:predicate", Literal(one.predicate)),
        ("kb:object", Literal(one.object)) if one.object is not None else ("kb:value", graphs.json_of(one.value)),
        ("prov:wasQuotedFrom", source),
    ]
    if place.quote:
        said.append(("prov:value", Literal(place.quote)))
    if one.qualifiers:
        said.append(("kb:qualifiers", graphs.json_of(dict(one.qualifiers))))
    texts = {"method": one.method, "rule": one.rule, "pointer": place.pointer, "commit": place.commit}
    said += [(f"kb:{name}", Literal(text)) for name, text in texts.items() if text]
    numbers = {"line": place.line, "column": place.column}
    said += [(f"kb:{name}", Literal(str(number), "xsd:integer")) for name, number in numbers.items()]
    flags = {"backwards": one.backwards, "by-name": one.by_name}
    said += [(f"kb:{name}", Literal("true", "xsd:boolean")) for name, flag in flags.items() if flag]
    lists = {"ids": one.ids, "subject-ids": one.subject_ids}
    said += [(f"kb:{name}", graphs.json_of(list(ids))) for name, ids in lists.items() if ids]
    if one.method == "decided" and one.qualifiers.get(SIGNED[0]):
        said.append(("prov:wasAttributedTo", Literal(str(one.qualifiers[SIGNED[0]]))))
    return Block(Iri(iri("claim", str(number))), tuple(said))
