"""RDF: what ``kb export`` wrote as Turtle, TriG or JSON-LD, and what others write with SKOS, Dublin Core, PROV or OBO's words.

Where a file holds claims (``exports.rdf.provenance``), those are read, whole. Otherwise its triples are. Nothing is ever
fetched: a context of JSON-LD that lies on the network is a finding.
"""

import json
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from loaders.dump import Dump, Member
from loaders.told import Speaker
from ontology.claim import METHODS, QUALIFIERS, STRENGTHS, Claim
from ontology.problem import Problem
from ontology.rdf import CATALOGUE, READ_PROPERTY, READ_RELATION, full, iri, name_of
from ontology.source import Source
from ontology.text import clean
from ontology.vocabulary import Vocabulary

#: Forms by the ending of a file's name, as the parser knows them.
ENDINGS = {
    ".ttl": "TURTLE",
    ".trig": "TRIG",
    ".jsonld": "JSON_LD",
    ".nt": "N_TRIPLES",
    ".nq": "N_QUADS",
    ".rdf": "RDF_XML",
    ".owl": "RDF_XML",
}

_TYPE, _STATEMENT = full("rdf:type"), full("rdf:Statement")
_PROPERTIES = {full(name): known for name, known in READ_PROPERTY.items()}
_RELATIONS = {full(name): known for name, known in READ_RELATION.items()}
#: Properties by which the entry itself says that it is retired.
_RETIRING = tuple(full(f"kb:{name}") for name in ("status", "tier", "retired", "retired-on"))
_CLAIM_TEXTS = ("method", "rule", "pointer", "commit")


class Value(NamedTuple):
    """The object of a triple: an IRI or blank node, or a literal with its type."""

    text: str
    literal: bool
    type: str = ""

    @property
    def data(self) -> Any:
        """A literal as JSON would hold it."""
        if self.type == full("rdf:JSON"):
            return json.loads(self.text)
        if self.type == full("xsd:integer"):
            return int(self.text)
        return self.text == "true" if self.type == full("xsd:boolean") else self.text


#: What is said of each subject: (property, value), in order.
Triples = dict[str, list[tuple[str, Value]]]


def takes(path: str, head: bytes) -> bool:
    """By the ending of the name: RDF has no mark of its own."""
    del head
    return _form(path) is not None


def _form(path: str) -> str | None:
    lower = path.lower()
    return next((form for ending, form in ENDINGS.items() if lower.endswith(ending)), None)


def words(path: str) -> Vocabulary:
    """The words that a file brings along."""
    graphs, _ = _parsed(path, path)
    for name, value in graphs.get("", {}).get(CATALOGUE, ()):
        if name == full("kb:vocabulary"):
            try:
                return Vocabulary.from_data(value.data)
            except (ValueError, TypeError, KeyError, AttributeError):
                break
    return Vocabulary()


def read(path: str, name: str) -> Iterator[Member | Claim | Problem]:
    """What the file says; of one that is broken somewhere nothing, so that half a graph is never taken for a whole one."""
    graphs, problems = _parsed(path, name)
    if problems:
        yield from problems
        return
    claimed = {graph: triples for graph, triples in graphs.items() if graph and _holds_claims(triples)}
    if claimed:
        yield from _claims(claimed, name)
    else:
        merged: Triples = {}
        for triples in graphs.values():
            for subject, said in triples.items():
                merged.setdefault(subject, []).extend(said)
        yield from _Graph(merged, name).claims()


def _parsed(path: str, name: str) -> tuple[dict[str, Triples], list[Problem]]:
    """Triples by graph and subject; the default graph has no name."""
    graphs: dict[str, Triples] = {}
    try:
        import pyoxigraph as rdf  # an extra
    except ImportError:
        message = "reading RDF needs pyoxigraph; install it with: pip install 'pattern-genealogy[rdf]'"
        return graphs, [Problem("rdf-syntax", message, Source(name, 0))]
    if _form(path) == "RDF_XML" and (refused := _refused(path)):
        return graphs, [Problem("rdf-syntax", refused, Source(name, 0))]
    try:
        for quad in rdf.parse(path=path, format=getattr(rdf.RdfFormat, _form(path) or "TURTLE")):
            graph = "" if isinstance(quad.graph_name, rdf.DefaultGraph) else quad.graph_name.value
            said = graphs.setdefault(graph, {}).setdefault(_text(quad.subject), [])
            literal = isinstance(quad.object, rdf.Literal)
            type_ = quad.object.datatype.value if literal else ""
            said.append((quad.predicate.value, Value(_text(quad.object), literal, type_)))
    except SyntaxError as error:
        message = str(error.msg)
        if "LoadDocumentCallback" in message:
            message = "its context lies on the network, and nothing is fetched; write the context into the file"
        return graphs, [Problem("rdf-syntax", clean(message), Source(name, error.lineno or 0, error.offset or 1))]
    except (OSError, ValueError) as error:
        return graphs, [Problem("rdf-syntax", clean(str(error)), Source(name, 0))]
    return graphs, []


def _refused(path: str) -> str:
    """Why a file of RDF/XML is not read: entities of its own could grow without end; empty where there is no reason."""
    with open(path, "rb") as file:
        text = file.read()
    if b"\0" in text:
        return "RDF/XML is read as UTF-8 alone; write it so"
    if b"<!ENTITY" in text:
        return "it declares entities, which are never expanded; write them out, or save it as Turtle"
    return ""


def _text(term: Any) -> str:
    return f"_:{term.value}" if type(term).__name__ == "BlankNode" else str(term.value)


# ---- claims, whole


def _holds_claims(triples: Triples) -> bool:
    position = full("kb:position")
    return any(name == position for said in triples.values() for name, _ in said)


def _claims(graphs: dict[str, Triples], name: str) -> Iterator[Member | Claim | Problem]:
    """Claims in their order, each among those of its source."""
    placed = []
    for graph, triples in graphs.items():
        path = name_of("source", graph) or graph
        for subject, said in triples.items():
            record = {key: value for verb, value in said if (key := name_of("kb", verb)) is not None}
            quote = next((value.text for verb, value in said if verb == full("prov:value")), "")
            try:
                placed.append((record["position"].data, path, _claim(record, path, quote)))
            except (KeyError, ValueError, TypeError) as error:
                message = f"not a whole claim: {type(error).__name__} {error}"
                yield Problem("wrong-shape", clean(message), Source(name, 0, 1, clean(subject)))
    here = None
    for _, path, claim in sorted(placed, key=lambda one: (one[0], one[1])):
        if path != here:
            here = path
            yield Member(clean(path))
        yield claim


def _claim(record: dict[str, Value], path: str, quote: str) -> Claim:
    def data(key: str, otherwise: Any) -> Any:
        return record[key].data if key in record else otherwise

    method, rule, pointer, commit = (data(key, "") for key in _CLAIM_TEXTS)
    if method not in METHODS:
        raise ValueError(f"method '{method}'")
    return Claim(
        clean(record["subject"].text),
        record["predicate"].text,
        Source(path, data("line", 0), data("column", 1), pointer, quote, commit),
        clean(record["object"].text) if "object" in record else None,
        record["value"].data if "object" not in record else None,
        data("qualifiers", {}),
        method,
        rule,
        bool(data("backwards", False)),
        tuple(data("ids", ())),
        bool(data("by-name", False)),
        tuple(data("subject-ids", ())),
    )


# ---- triples


class _Graph:
    """The entries and edges that a graph of triples speaks of."""

    def __init__(self, triples: Triples, name: str) -> None:
        self.triples, self.name = triples, name
        self.ids = _ids(subject for subject in triples if self._is_entry(subject))
        self.undefined = {
            subject
            for subject, said in triples.items()
            if any(name == full("kb:known-only-from-references") for name, _ in said)
        }
        self.speaker = Speaker(
            "rdf",
            frozenset(self.ids.values()),
            {self._id(subject): self._title(subject) for subject in sorted(self.undefined)},
        )

    def _is_entry(self, subject: str) -> bool:
        if (
            subject == CATALOGUE
            or subject.startswith("_:")
            or any(subject.startswith(full(f"{one}:")) for one in ("edge", "source", "claim", "kb"))
        ):
            return False
        return any(
            name in _PROPERTIES or name in _RELATIONS or name_of("kb", name) for name, _ in self.triples[subject]
        )

    def claims(self) -> Iterator[Claim]:
        """Entries with what they hold, then edges; those that are stated as a whole with all that is said of them."""
        for subject in sorted(self.ids, key=self.ids.__getitem__):
            yield from self._entry(subject)
        stated: set[tuple[str, str, str]] = set()
        for subject, said in self.triples.items():
            if (_TYPE, Value(_STATEMENT, False)) in said:
                for ends, claim in self._statement(subject, said):
                    stated.add(ends)
                    yield claim
        for subject in sorted(self.ids, key=self.ids.__getitem__):
            for name, value in self.triples[subject]:
                yield from self._triple(subject, name, value, stated)

    def _id(self, subject: str) -> str:
        return self.ids.get(subject) or name_of("e", subject) or _local(subject)

    def _title(self, subject: str) -> str:
        """How something that nobody describes is called where it is referred to."""
        labels = (value.text for name, value in self.triples[subject] if name == full("skos:prefLabel"))
        return next(labels, self._id(subject))

    def _place(self, pointer: str) -> Source:
        return Source(self.name, 0, 1, clean(pointer))

    def _entry(self, subject: str) -> Iterator[Claim]:
        id_ = self._id(subject)
        defined = subject not in self.undefined
        kinds = [name_of("kb", value.text) for name, value in self.triples[subject] if name == _TYPE]
        if defined:
            kind = next((kind for kind in kinds if kind), "pattern")
            yield self.speaker.property(id_, "kind", kind, self._place(subject))
        deprecated = False
        for name, value in self.triples[subject]:
            if not value.literal:
                continue
            ours = name_of("kb", name)
            if ours is None:
                ours = _PROPERTIES.get(name)
                deprecated |= name == full("owl:deprecated") and value.text == "true"
            if ours is not None and (defined or ours not in ("title", "known-only-from-references")):
                yield self.speaker.property(id_, ours, value.data, self._place(subject))
        if deprecated and not any(name in _RETIRING for name, _ in self.triples[subject]):
            yield self.speaker.property(id_, "retired", "deprecated", self._place(subject))

    def _statement(self, subject: str, said: list[tuple[str, Value]]) -> Iterator[tuple[tuple[str, str, str], Claim]]:
        found = {name: value.text for name, value in said}
        old, relation, new = (found.get(full(f"rdf:{part}"), "") for part in ("subject", "predicate", "object"))
        name = name_of("kb", relation)
        if not old or not new or name is None:
            return
        qualifiers: dict[str, Any] = {}
        for verb, value in said:
            key = name_of("kb", verb)
            if key in QUALIFIERS:
                held = value.data
                qualifiers[key] = [*qualifiers[key], held] if key in qualifiers else [held]
        several = {key: held if len(held) > 1 else held[0] for key, held in qualifiers.items()}
        method = found.get(full("kb:method"), "stated")
        ends, place = (self._id(old), self._id(new)), self._place(subject)
        known = method if method in METHODS else "stated"
        yield (old, relation, new), self.speaker.edge(ends[0], name, ends[1], place, several, known)

    def _triple(self, subject: str, name: str, value: Value, stated: set[tuple[str, str, str]]) -> Iterator[Claim]:
        if value.literal:
            return
        relation, backwards, strength = name_of("kb", name), False, ""
        if relation is None:
            relation, backwards, strength = _RELATIONS.get(name, (None, False, ""))
        if relation is None or relation == "":
            return
        ends = (value.text, subject) if backwards else (subject, value.text)
        if (ends[0], iri("kb", relation), ends[1]) not in stated:
            qualifiers = {"strength": strength} if strength in STRENGTHS else {}
            place = self._place(subject)
            yield self.speaker.edge(self._id(ends[0]), relation, self._id(ends[1]), place, qualifiers)


def _ids(subjects: Iterable[str]) -> dict[str, str]:
    """An id for each subject: the name of one of ours, of others the last part of the IRI where no two share it."""
    found = sorted(subjects)
    shared: dict[str, int] = {}
    for subject in found:
        shared[_local(subject)] = shared.get(_local(subject), 0) + 1
    return {
        subject: ours
        if (ours := name_of("e", subject)) is not None
        else _local(subject)
        if shared[_local(subject)] == 1
        else subject
        for subject in found
    }


def _local(address: str) -> str:
    """The last part of an IRI.

    >>> _local("http://example.org/terms#saga"), _local("http://example.org/2pc/")
    ('saga', '2pc')
    """
    return address.rstrip("/#").replace("#", "/").rsplit("/", 1)[-1] or address


DUMP = Dump("rdf", takes, words, read)
