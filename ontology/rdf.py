"""The vocabulary as RDF: under which IRIs its words are published, and which words of others they agree with.

What a catalogue calls ``evolved-from`` is ``kb:evolved-from`` here; any other character of a name is percent-encoded, so
that every name comes back as it was.
"""

from urllib.parse import quote, unquote

#: Name spaces by the prefix that they are written with.
PREFIXES = {
    "kb": "urn:pattern-genealogy:vocabulary#",
    "e": "urn:pattern-genealogy:entry:",
    "source": "urn:pattern-genealogy:source:",
    "claim": "urn:pattern-genealogy:claim:",
    "edge": "urn:pattern-genealogy:edge:",
    "edtf": "http://id.loc.gov/datatypes/edtf/",
    "dcterms": "http://purl.org/dc/terms/",
    "obo": "http://purl.obolibrary.org/obo/",
    "oboInOwl": "http://www.geneontology.org/formats/oboInOwl#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "http://schema.org/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}

#: The catalogue itself, of which its own words are said.
CATALOGUE = "urn:pattern-genealogy:catalogue"

#: Relations with the properties of others that say no more than they do, from subject to object.
ALIKE = {
    "replaces": ("dcterms:replaces",),
    "evolved-from": ("prov:wasDerivedFrom",),
    "includes": ("dcterms:hasPart",),
    "requires": ("dcterms:requires",),
    "specializes": ("skos:broader",),
    "pairs-with": ("skos:related",),
    "see-also": ("rdfs:seeAlso",),
    "same-as": ("skos:exactMatch",),
    "described-in": ("schema:subjectOf",),
    "member-of": ("dcterms:isPartOf",),
    "uses": ("prov:used",),
}

#: The same from object to subject.
ALIKE_BACKWARDS = {
    "replaces": ("dcterms:isReplacedBy", "schema:supersededBy", "obo:IAO_0100001"),
    "evolved-from": ("prov:hadDerivation",),
    "includes": ("dcterms:isPartOf",),
    "specializes": ("skos:narrower",),
    "described-in": ("schema:about",),
}

#: Properties with those of others that they are a case of. A name of an entry is written as the other one alone.
SAME_PROPERTY = {
    "title": "skos:prefLabel",
    "alias": "skos:altLabel",
    "summary": "skos:definition",
    "introduced": "dcterms:issued",
    "former-name": "skos:hiddenLabel",
}

#: What stands in RDF of others for a relation: the relation, whether it is said backwards, and how strong it is.
READ_RELATION = {
    "dcterms:replaces": ("replaces", False, "exact"),
    "dcterms:isReplacedBy": ("replaces", True, "exact"),
    "schema:supersededBy": ("replaces", True, "exact"),
    "obo:IAO_0100001": ("replaces", True, "exact"),
    "oboInOwl:consider": ("replaces", True, "consider"),
    "prov:wasDerivedFrom": ("evolved-from", False, ""),
    "prov:wasRevisionOf": ("evolved-from", False, ""),
    "dcterms:hasPart": ("includes", False, ""),
    "dcterms:isPartOf": ("includes", True, ""),
    "dcterms:requires": ("requires", False, ""),
    "skos:broader": ("specializes", False, ""),
    "skos:narrower": ("specializes", True, ""),
    "rdfs:subClassOf": ("specializes", False, ""),
    "skos:related": ("see-also", False, ""),
    "rdfs:seeAlso": ("see-also", False, ""),
    "skos:exactMatch": ("same-as", False, ""),
    "owl:sameAs": ("same-as", False, ""),
    "schema:subjectOf": ("described-in", False, ""),
}

#: What stands in RDF of others for a property.
READ_PROPERTY = {
    "skos:prefLabel": "title",
    "rdfs:label": "title",
    "dcterms:title": "title",
    "schema:name": "title",
    "skos:altLabel": "alias",
    "schema:alternateName": "alias",
    "oboInOwl:hasExactSynonym": "alias",
    "skos:hiddenLabel": "former-name",
    "skos:definition": "summary",
    "dcterms:description": "summary",
    "schema:description": "summary",
    "obo:IAO_0000115": "summary",
    "dcterms:issued": "introduced",
    "dcterms:created": "introduced",
}

_SAFE = "-._~"


def full(name: str) -> str:
    """The IRI of a name with a prefix.

    >>> full("skos:broader")
    'http://www.w3.org/2004/02/skos/core#broader'
    """
    prefix, _, local = name.partition(":")
    return PREFIXES[prefix] + local


def iri(prefix: str, name: str) -> str:
    """The IRI of a thing of ours by its name.

    >>> iri("e", "two phase/commit")
    'urn:pattern-genealogy:entry:two%20phase/commit'
    """
    return PREFIXES[prefix] + quote(name, safe=_SAFE + "/", errors="surrogatepass")


def name_of(prefix: str, text: str) -> str | None:
    """The name of a thing of ours by its IRI; None for an IRI of somebody else.

    >>> name_of("e", "urn:pattern-genealogy:entry:two%20phase/commit")
    'two phase/commit'
    """
    start = PREFIXES[prefix]
    return unquote(text[len(start) :], errors="replace") if text.startswith(start) else None
