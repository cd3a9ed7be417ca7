"""RDF: what ``kb export`` wrote as Turtle, TriG or JSON-LD, and what others write with SKOS, Dublin Core, PROV or OBO's words.

Where a file holds claims (``exports.rdf.provenance``), those are read, whole. Otherwise its triples are. Nothing is ever
fetched: a context of JSON-LD that lies on the network is a finding.
"""

import json
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from loaders.dump import Dump, Member
from ontology.claim import METHODS, QUALIFIERS, STRENGTHS, Claim
from ontology.problem import Problem
from ontology.rdf import READ_PROPERTY, READ_RELATION, full, iri, name_of
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
    """The words that a file of claims brings along."""
    graphs, _ = _parsed(path, path)
    for name, value in graphs.get("", {}).get("urn:pattern-genealogy:catalogue", ()):
        if name == full("kb:vocabulary"):
            try:
                return Vocabulary.from_data(value.data)
            except (ValueError, TypeError, KeyError, AttributeError):
                break
    return Vocabulary()


def read(path: str, name: str) -> Iterator[Member | Claim | Problem]:
    """What the file says; of a file that is broken somewhere, what stands above."""
    graphs, problems = _parsed(path, name)
    yield from problems
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

    def _is_entry(self, subject: str) -> bool:
        if subject.startswith("_:") or any(
            subject.startswith(full(f"{one}:")) for one in ("edge", "source", "claim", "kb")
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

    def _entry(self, subject: str) -> Iterator[Claim]:
        id_ = self._id(subject)
        defined = subject not in self.undefined
        kinds = [name_of("kb", value.text) for name, value in self.triples[subject] if name == _TYPE]
        if defined:
            yield self._property(id_, "kind", next((kind for kind in kinds if kind), "pattern"), subject)
        deprecated = False
        for name, value in self.triples[subject]:
            if not value.literal:
                continue
            ours = name_of("kb", name)
            if ours is None:
                ours = _PROPERTIES.get(name)
                deprecated |= name == full("owl:deprecated") and value.text == "true"
            if ours is not None and (defined or ours not in ("title", "known-only-from-references")):
                yield self._property(id_, ours, value.data, subject)
        if deprecated and not any(name in _RETIRING for name, _ in self.triples[subject]):
            yield self._property(id_, "retired", "deprecated", subject)

    def _property(self, id_: str, name: str, value: Any, pointer: str) -> Claim:
        place, rule = Source(self.name, 0, 1, clean(pointer)), f"rdf/{name}"
        if pointer in self.undefined:
            return Claim(clean(self._title(pointer)), name, place, value=value, rule=rule, ids=(id_,), by_name=True)
        return Claim(clean(id_), name, place, value=value, rule=rule)

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
        yield (
            (old, relation, new),
            self._edge(old, name, new, subject, several, method if method in METHODS else "stated"),
        )

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
            yield self._edge(*ends[:1], relation, ends[1], subject, qualifiers, "stated")

    def _edge(
        self, subject: str, relation: str, object_: str, pointer: str, qualifiers: dict[str, Any], method: str
    ) -> Claim:
        """A relation claim. An end that nobody describes goes by the name that it was first written with."""
        subject_id, object_id = self._id(subject), self._id(object_)
        place, rule = Source(self.name, 0, 1, clean(pointer)), f"rdf/{relation}"
        if subject in self.undefined or subject not in self.ids:
            return Claim(
                clean(self._title(subject)),
                relation,
                place,
                clean(object_id if object_ not in self.undefined else self._title(object_)),
                None,
                qualifiers,
                method,
                rule,
                ids=(object_id,),
                by_name=True,
                subject_ids=(subject_id,),
            )
        return Claim(
            clean(subject_id),
            relation,
            place,
            clean(self._title(object_)),
            None,
            qualifiers,
            method,
            rule,
            ids=(object_id,),
        )

    def _title(self, subject: str) -> str:
        """How something is called where it is referred to."""
        if subject in self.undefined:
            titles = [value.text for name, value in self.triples[subject] if name == full("skos:prefLabel")]
            return titles[0] if titles else self._id(subject)
        return self._id(subject)


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
