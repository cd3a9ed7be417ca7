"""The vocabulary as an ontology, aligned with the words of others, and the shapes that a catalogue's graph has (SHACL)."""

import json
from collections.abc import Iterator

from exports.rdf.graph import Said, property_of
from exports.rdf.turtle import Block, Iri, Literal, block, head, known
from ontology.claim import METHODS, STRENGTHS
from ontology.rdf import ALIKE, ALIKE_BACKWARDS, SAME_PROPERTY, iri
from ontology.vocabulary import Relation, Vocabulary

_SHACL = "http://www.w3.org/ns/shacl#"


def render(words: Vocabulary) -> Iterator[str]:
    """Classes for kinds, properties for relations (with their inverses) and for properties, schemes for tier scales."""
    yield head()
    yield block(
        Block(
            Iri("urn:pattern-genealogy:vocabulary"),
            (("rdf:type", known("owl:Ontology")), ("rdfs:label", Literal("Pattern genealogy"))),
        )
    )
    for kind in words.kinds.values():
        class_: list[Said] = [("rdf:type", known("owl:Class")), ("rdfs:subClassOf", known("skos:Concept"))]
        yield "\n" + block(Block(_ours(kind.name), (*class_, ("rdfs:label", Literal(kind.label)))))
    for relation in words.relations.values():
        yield from _relation(relation)
    for one in words.properties.values():
        if one.name in SAME_PROPERTY:
            continue
        range_ = "edtf:EDTF" if one.type == "date" else "rdf:JSON" if one.holds == "record" else "xsd:string"
        said: list[Said] = [("rdf:type", known("owl:DatatypeProperty")), ("rdfs:label", Literal(one.label))]
        yield "\n" + block(Block(_ours(one.name), (*said, ("rdfs:range", known(range_)))))
    for scale in words.scales.values():
        yield "\n" + block(Block(_ours(f"scale/{scale.name}"), (("rdf:type", known("skos:ConceptScheme")),)))
        for tier in scale.tiers:
            tiers: list[Said] = [("rdf:type", known("skos:Concept")), ("skos:prefLabel", Literal(tier.label))]
            tiers += [("skos:notation", Literal(tier.name)), ("skos:inScheme", _ours(f"scale/{scale.name}"))]
            if tier.retired:
                tiers.append(("owl:deprecated", Literal("true", "xsd:boolean")))
            yield block(Block(_ours(f"tier/{scale.name}/{tier.name}"), tuple(tiers)))


def _relation(relation: Relation) -> Iterator[str]:
    """A relation from subject to object, and how it reads backwards."""
    types = ["owl:ObjectProperty"]
    if relation.symmetric:
        types.append("owl:SymmetricProperty")
    if relation.transitive:
        types.append("owl:TransitiveProperty")
    said: list[Said] = [("rdf:type", known(one)) for one in types]
    said.append(("rdfs:label", Literal(relation.label)))
    said += [("rdfs:subPropertyOf", known(one)) for one in ALIKE.get(relation.name, ())]
    if not relation.symmetric:
        said.append(("owl:inverseOf", _ours(_backwards(relation))))
    yield "\n" + block(Block(_ours(relation.name), tuple(said)))
    if not relation.symmetric:
        back: list[Said] = [("rdf:type", known("owl:ObjectProperty")), ("rdfs:label", Literal(relation.inverse))]
        back += [("rdfs:subPropertyOf", known(one)) for one in ALIKE_BACKWARDS.get(relation.name, ())]
        yield block(Block(_ours(_backwards(relation)), tuple(back)))


def _backwards(relation: Relation) -> str:
    return f"inverse/{relation.name}"


def _ours(name: str) -> Iri:
    return Iri(iri("kb", name))


def shapes(words: Vocabulary) -> str:
    """SHACL shapes, as Turtle: what every entry and every statement of an edge has, in which words."""
    relations = " ".join(f"<{iri('kb', name)}>" for name in words.relations)
    tiers = _list([tier.name for scale in words.scales.values() for tier in scale.tiers])
    dated = "".join(
        f"  sh:property [ sh:path {_path(one.name)} ; sh:maxCount 1 ; sh:nodeKind sh:Literal ] ;\n"
        for one in words.properties.values()
        if one.type == "date" and one.holds == "one"
    )
    return f"""{head()}@prefix sh: <{_SHACL}> .

kb:EntryShape a sh:NodeShape ;
  sh:targetClass skos:Concept ;
  sh:property [ sh:path skos:prefLabel ; sh:minCount 1 ; sh:maxCount 1 ; sh:nodeKind sh:Literal ] ;
  sh:property [ sh:path kb:tier ; sh:maxCount 1 ; sh:in {tiers} ] ;
{dated}  sh:property [ sh:path owl:deprecated ; sh:maxCount 1 ; sh:datatype xsd:boolean ] .

kb:StatementShape a sh:NodeShape ;
  sh:targetClass rdf:Statement ;
  sh:property [ sh:path rdf:subject ; sh:minCount 1 ; sh:maxCount 1 ; sh:class skos:Concept ] ;
  sh:property [ sh:path rdf:object ; sh:minCount 1 ; sh:maxCount 1 ; sh:class skos:Concept ] ;
  sh:property [ sh:path rdf:predicate ; sh:minCount 1 ; sh:maxCount 1 ; sh:in ( {relations} ) ] ;
  sh:property [ sh:path kb:strength ; sh:maxCount 1 ; sh:in {_list(STRENGTHS)} ] ;
  sh:property [ sh:path kb:method ; sh:minCount 1 ; sh:maxCount 1 ; sh:in {_list(METHODS)} ] .
"""


def _path(name: str) -> str:
    found = property_of(name)
    return found if isinstance(found, str) else f"<{found.text}>"


def _list(texts: "list[str] | tuple[str, ...]") -> str:
    return "( " + " ".join(json.dumps(text, ensure_ascii=False) for text in texts) + " )"
