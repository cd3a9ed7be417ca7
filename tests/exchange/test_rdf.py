"""RDF: what is written is read by others, what is read again is the same, and what others write is understood."""

import io

import pyoxigraph
import pyshacl
import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st

from exports.rdf.turtle import Block, Iri, Literal, block, head, known
from exports.rdf.vocabulary import render, shapes
from ontology.builtin import VOCABULARY
from ontology.rdf import iri, name_of
from tests.conftest import Kb
from tests.exchange.roundtrip import view, written
from tests.ledger.test_any_order import CATALOGUES, catalogues, few, files_of

#: rdflib's own readers still use what it has deprecated.
pytestmark = pytest.mark.filterwarnings("ignore:.*(Dataset|ConjunctiveGraph).*:DeprecationWarning")

PAGES = {
    "pages/old.md": '---\ntitle: Old & <Way> "x"\ntier: bronze\nintroduced: 199X\naliases: [ow]\n'
    "modern_examples:\n  - company: Acme\n    scale: 3\nreplaced_by:\n"
    "  - {pattern: new, strength: partial, when: it rains, since: 2001}\n  - {pattern: side, strength: consider}\n---\n",
    "pages/new.md": "---\ntitle: New\nintroduced: 2000~\npairs_with: old\nrequires: [a name/with \u00fcnusual signs]\n---\n",
    "pages/late.md": "---\ntitle: Late\nintroduced: 2020\nevolution: {from: [new], future: [later]}\n---\n",
}


@few
@given(CATALOGUES)
def test_trig_is_lossless(catalogue):
    """Whatever pages say, the catalogue loaded from its TriG has the same rows, and writes the same bytes again."""
    with catalogues(2) as (first, second):
        first.made(files_of(catalogue))
        text = written(first.folder, "trig")
        second.made({"all.trig": text}, "all.trig")
        assert second.settled() == first.settled()
        assert written(second.folder, "trig") == text


@pytest.mark.parametrize(("form", "ending"), [("turtle", "ttl"), ("jsonld", "jsonld")])
@few
@given(CATALOGUES)
def test_the_graph_comes_back(form, ending, catalogue):
    """Turtle and JSON-LD hold the graph: the same entries and edges, with strength, dates, conditions and groups."""
    with catalogues(2) as (first, second):
        first.made(files_of(catalogue))
        second.made({f"all.{ending}": written(first.folder, form)}, f"all.{ending}")
        assert view(second) == view(first)


def test_others_read_it(kb: Kb):
    """rdflib and Oxigraph read the same triples from each format; JSON-LD says what Turtle says."""
    kb.write(PAGES).load()
    texts = {form: kb("export", "--format", form, "--quiet").out for form in ("turtle", "trig", "jsonld")}
    formats = {"turtle": "TURTLE", "trig": "TRIG", "jsonld": "JSON_LD"}
    found = {}
    for form, name in formats.items():
        quads = list(pyoxigraph.parse(texts[form].encode(), format=getattr(pyoxigraph.RdfFormat, name)))
        there = rdflib.Dataset()
        there.parse(io.StringIO(texts[form]), format={"jsonld": "json-ld"}.get(form, form))
        assert len(there) == len(set(quads))
        found[form] = {str(quad) for quad in quads}
    assert found["turtle"] == found["jsonld"]
    assert found["turtle"] < found["trig"]


def test_what_the_graph_says(kb: Kb):
    """An edge is a plain triple, in the words of others too, unless it is only to be considered or expected."""
    kb.write(PAGES).load()
    graph = rdflib.Graph().parse(data=kb("export", "--format", "turtle", "--quiet").out, format="turtle")

    def holds(text: str) -> bool:
        return bool(graph.query(f"PREFIX skos: <http://www.w3.org/2004/02/skos/core#> ASK {{ {text} }}").askAnswer)

    assert holds("e:old dcterms:isReplacedBy e:new . e:new kb:replaces e:old")
    assert holds("e:old oboInOwl:consider e:side")
    assert not holds("e:side kb:replaces e:old")
    assert holds("e:late kb:evolved-from e:new")
    assert not holds("e:later kb:evolved-from e:late")
    assert holds('e:old skos:altLabel "ow" ; owl:deprecated true ; dcterms:issued "199X"^^edtf:EDTF')
    assert holds('?s rdf:subject e:new ; rdf:object e:old ; kb:strength "partial" ; kb:when "it rains"')
    assert holds("?s rdf:subject e:new ; prov:wasQuotedFrom <urn:pattern-genealogy:source:pages/old.md#L10>")
    assert holds("e:side kb:known-only-from-references true")


@given(st.text(min_size=1), st.text(), st.sampled_from(["", "xsd:integer", "edtf:EDTF"]))
def test_any_text_is_escaped(name: str, text: str, type_: str):
    """Whatever a name or a value holds, the Turtle is valid, says it as it is, and the name comes back."""
    said = Block(
        Iri(iri("e", name)), ((Iri(iri("kb", name)), Literal(text, type_)), ("rdf:type", known("skos:Concept")))
    )
    (first, second) = pyoxigraph.parse(
        (head() + block(said)).encode("utf-8", "replace"), format=pyoxigraph.RdfFormat.TURTLE
    )
    assert first.object.value == "".join("\ufffd" if "\ud800" <= sign <= "\udfff" else sign for sign in text)
    assert second.object.value.endswith("#Concept")
    if not any("\ud800" <= sign <= "\udfff" for sign in name):
        assert name_of("e", first.subject.value) == name_of("kb", first.predicate.value) == name


def test_shapes(kb: Kb):
    """The shapes hold of what is exported, and tell an entry without a name and a strength that is none."""
    kb.write(PAGES).load()
    text = kb("export", "--format", "turtle", "--quiet").out
    rules = rdflib.Graph().parse(data=kb("export", "--format", "shapes", "--quiet").out, format="turtle")
    assert kb("export", "--format", "shapes", "--quiet").out == shapes(VOCABULARY)
    good, _, report = pyshacl.validate(rdflib.Graph().parse(data=text, format="turtle"), shacl_graph=rules)
    assert good, report
    for wrong in (
        text.replace('skos:prefLabel "Late"', 'kb:other "Late"'),
        text.replace('"partial"', '"somewhat"'),
        text.replace('kb:tier "bronze"', 'kb:tier "brass"'),
    ):
        assert wrong != text
        assert not pyshacl.validate(rdflib.Graph().parse(data=wrong, format="turtle"), shacl_graph=rules)[0]


def test_vocabulary_is_aligned():
    """Every relation has a label and an inverse, and those that others know are tied to their words."""
    graph = rdflib.Graph().parse(data="".join(render(VOCABULARY)), format="turtle")
    kb = rdflib.Namespace("urn:pattern-genealogy:vocabulary#")
    for relation in VOCABULARY.relations.values():
        assert (kb[relation.name], rdflib.RDFS.label, rdflib.Literal(relation.label)) in graph
        if not relation.symmetric:
            assert graph.value(kb[relation.name], rdflib.OWL.inverseOf) == kb[f"inverse/{relation.name}"]
    for name, other in (
        ("replaces", rdflib.DCTERMS.replaces),
        ("evolved-from", rdflib.PROV.wasDerivedFrom),
        ("specializes", rdflib.SKOS.broader),
        ("inverse/replaces", rdflib.DCTERMS.isReplacedBy),
        ("inverse/replaces", rdflib.SDO.supersededBy.replace("https:", "http:")),
    ):
        assert (kb[name], rdflib.RDFS.subPropertyOf, rdflib.URIRef(other)) in graph


FOREIGN = """\
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix obo: <http://purl.obolibrary.org/obo/> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix t: <http://example.org/terms#> .
t:soap a skos:Concept ; skos:prefLabel "SOAP" ; owl:deprecated true ; dcterms:isReplacedBy t:rest .
t:rest skos:prefLabel "REST" ; skos:altLabel "Representational State Transfer" ; skos:broader t:web .
t:web skos:prefLabel "Web style" .
t:grpc skos:prefLabel "gRPC" ; prov:wasDerivedFrom t:stubby ; dcterms:issued "2015" .
obo:X_1 skos:prefLabel "x" ; obo:IAO_0100001 obo:X_2 .
obo:X_2 skos:prefLabel "y" .
"""


def test_words_of_others(kb: Kb):
    """A thesaurus in SKOS, Dublin Core, PROV and OBO's words is loaded with its lineage."""
    kb.write({"thesaurus.ttl": FOREIGN}).load("thesaurus.ttl")
    assert kb("what-replaces", "SOAP", "--quiet").out.startswith(
        "SOAP (retired: deprecated) is replaced by REST"
    ) or kb("what-replaces", "SOAP", "--quiet").out.splitlines()[0].endswith("is replaced by REST")
    assert "REST" in kb("show", "Representational State Transfer", "--quiet").out
    assert kb("ancestors", "grpc", "--ids", "--quiet").out == "stubby\n"
    assert kb("what-replaces", "X_1", "--ids", "--quiet").out == "X_2\n"
    assert "Web style" in kb("show", "rest", "--quiet").out


@pytest.mark.parametrize(
    ("name", "text", "place", "message"),
    [
        ("x.ttl", "@prefix a: <urn:a:> .\na:x a:p a:y .\na:x a:p .\n", "x.ttl:3:", "is not a valid RDF object"),
        ("x.trig", "<urn:a> { <urn:b> <urn:c> ", "x.trig:1:", "Unexpected end"),
        ("x.jsonld", '{"@context": "http://schema.org/", "name": "x"}', "x.jsonld: ", "nothing is fetched"),
        ("x.jsonld", '{"@context": {}', "x.jsonld:", ""),
        ("x.ttl", "\x00\x01\x02", "x.ttl:1:", ""),
    ],
)
def test_broken(kb: Kb, name: str, text: str, place: str, message: str):
    """A file that is not RDF is a finding at its line, and so is a context that wants the network; nothing else is lost."""
    kb.write({name: text, "pages/a.md": "---\ntitle: A\n---\n"})
    done = kb("load", name, "pages", "--quiet")
    assert place in done.out, done
    assert "[rdf-syntax]" in done.out
    assert message in done.out
    assert kb("show", "a", "--quiet").code == 0


def test_what_a_broken_file_said_before_stands(kb: Kb):
    """A file that is cut off keeps what it said while it was whole; half a graph is not taken for all of it."""
    kb.write(PAGES).load()
    text = kb("export", "--format", "turtle", "--quiet").out
    kb.write({"x.ttl": text}).load("x.ttl", "--kb", "again.kb")
    before = kb("list", "--all", "--ids", "--quiet", "--kb", "again.kb").out
    kb.write({"x.ttl": text[: len(text) // 2]})
    for _ in range(2):
        assert "[rdf-syntax]" in kb("load", "x.ttl", "--quiet", "--kb", "again.kb").out
        assert kb("list", "--all", "--ids", "--quiet", "--kb", "again.kb").out == before
    kb.write({"x.ttl": text})
    assert kb("load", "x.ttl", "--quiet", "--kb", "again.kb").out == ""


def test_a_claim_that_is_not_whole(kb: Kb):
    """A claim of a TriG file that lacks its parts is a finding; the others count."""
    kb.write(PAGES).load()
    text = kb("export", "--format", "trig", "--quiet").out
    start, end = text.replace('kb:predicate "introduced" ;', "", 1).rsplit('kb:method "stated"', 1)
    kb.write({"x.trig": f'{start}kb:method "x"{end}'})
    done = kb("load", "x.trig", "--kb", "again.kb", "--quiet")
    assert done.out.count("not a whole claim") == 2
    assert kb("list", "--ids", "--kb", "again.kb", "--quiet").out == "late\nnew\nold\n"


def test_a_large_number_of_entities(kb: Kb):
    """RDF/XML that declares entities is refused instead of growing."""
    bomb = '<!DOCTYPE r [<!ENTITY a "aaaaaaaaaa">' + "".join(
        f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9)
    )
    bomb += ']><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="&j;"/></rdf:RDF>'
    kb.write({"x.rdf": bomb, "pages/a.md": "---\ntitle: A\n---\n"})
    for text in (bomb.encode(), bomb.encode("utf-16")):
        kb.write({"x.rdf": text})
        done = kb("load", "x.rdf", "pages", "--quiet")
        assert done.code == 0
        assert "x.rdf: error: " in done.out
    kb.write({"x.rdf": bomb[bomb.index("<rdf:RDF") :].replace("&j;", "urn:x")})
    assert kb("load", "x.rdf", "pages", "--quiet").out == ""
