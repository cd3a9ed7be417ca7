"""What a graph means that somebody gives us: nodes and edges with attributes, out of GraphML or networkx.

Graphs of our own are read exactly. Of others an attribute means what the key of that name means on a page, and an edge
has to say which relation it is.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from loaders.dialect import KINDS, PAGES, QUALIFIER_KEYS
from loaders.items import folded_key
from loaders.qualifiers import faults
from loaders.strength import stated_strength
from loaders.told import Speaker
from ontology.claim import METHODS, QUALIFIERS, Claim, Value
from ontology.problem import Problem
from ontology.source import Source
from ontology.text import clean
from ontology.vocabulary import Vocabulary, fold_word

#: What is said, by name: one value or several.
Said = Mapping[str, Sequence[Value]]


class GivenNode(NamedTuple):
    """A node. One that is not ``defined`` is known only from references."""

    id: str
    said: Said
    line: int = 0
    defined: bool = True
    deprecated: bool = False


class GivenEdge(NamedTuple):
    """An edge from one node to another."""

    source: str
    target: str
    said: Said
    line: int = 0
    directed: bool = True


class Given(NamedTuple):
    """A graph. ``exact`` is one that we wrote: what is said of it stands under our own names."""

    form: str
    nodes: Sequence[GivenNode]
    edges: Sequence[GivenEdge]
    exact: bool = False


#: Attributes of a node that hold its title, and of an edge that may hold its relation, the likeliest first.
TITLES = ("title", "label", "name", "node_label")
RELATIONS = ("relation", "predicate", "interaction", "edge_type", "type", "kind", "label", "name", "edge_label", "key")

#: Properties by which an entry itself says that it is retired.
_RETIRING = ("status", "tier", "retired", "retired-on")
#: Types of properties whose values are text, even where a graph gives a number.
_TEXTS = ("text", "prose", "date", "tier", "status", "kind", "name", "link")


class Findings:
    """What is wrong, told once of each sort with how many more there are: a graph has many edges."""

    def __init__(self, path: str) -> None:
        """``path`` is the file that the findings are about."""
        self._path = path
        self._found: dict[tuple[str, str], tuple[Problem, int]] = {}

    def add(self, rule: str, sort: str, message: str, line: int) -> None:
        """Note one; those of one ``sort`` are told together."""
        first, count = self._found.get((rule, sort), (None, 0))
        if first is None:
            first = Problem(rule, clean(message), Source(self._path, line))
        self._found[rule, sort] = first, count + 1

    def listed(self) -> Iterator[Problem]:
        """One finding a sort, by where the first stands."""
        for first, count in sorted(self._found.values(), key=lambda one: one[0].source.line):
            more = f" (and {count - 1:,} more)" if count > 1 else ""
            yield first._replace(message=first.message + more)


def claims(given: Given, path: str, words: Vocabulary) -> Iterator[Claim | Problem]:
    """What a graph says: its nodes with their values, then its edges, then what could not be read."""
    reading = _Reading(given, path, words)
    for node in given.nodes:
        yield from reading.node(node)
    told = [(edge, *reading.relation(edge)) for edge in given.edges]
    successors = Counter(edge.source for edge, relation, backwards in told if backwards and relation == "replaces")
    for edge, relation, backwards in told:
        if relation:
            yield reading.edge(edge, relation, backwards, alone=successors[edge.source] < 2)
    yield from reading.findings.listed()


class _Reading:
    def __init__(self, given: Given, path: str, words: Vocabulary) -> None:
        self.given, self.path, self.words = given, path, words
        self.findings = Findings(path)
        named = {node.id: _title(node) for node in given.nodes if not node.defined}
        self.speaker = Speaker(given.form, frozenset(node.id for node in given.nodes), named)

    def node(self, node: GivenNode) -> Iterator[Claim]:
        """An entry: its kind, and what else is said of it."""
        place = Source(self.path, node.line, 1, "" if node.line else clean(node.id))
        said = dict(node.said) if self.given.exact else _meant(node.said, self.words)
        kind = said.pop("kind", None) or ["pattern"]
        if not node.defined:
            said.pop("title", None)
        else:
            yield self.speaker.property(node.id, "kind", kind[0], place)
        for name, values in said.items():
            for value in values:
                yield self.speaker.property(node.id, name, self._value(name, value), place)
        if node.deprecated and not any(name in said for name in _RETIRING):
            yield self.speaker.property(node.id, "retired", "deprecated", place)

    def _value(self, name: str, value: Value) -> Value:
        """A value; a number where the property takes text is the text of that number."""
        number = isinstance(value, int | float) and not isinstance(value, bool)
        return str(value) if number and self.words.property(name).type in _TEXTS else value

    def edge(self, edge: GivenEdge, relation: str, backwards: bool, *, alone: bool) -> Claim:
        """An edge of a relation, said from its other end or not; ``alone`` where no other edge does of its source."""
        if not edge.directed and relation in self.words.relations and not self.words.relations[relation].symmetric:
            message = f"this edge has no direction, and '{relation}' has one; it is read from source to target"
            self.findings.add("graph-part", f"undirected {relation}", message, edge.line)
        place = Source(self.path, edge.line, 1, "" if edge.line else clean(f"{edge.source} → {edge.target}"))
        qualifiers = self._qualifiers(edge)
        if relation == "replaces" and not self.given.exact and "strength" not in qualifiers:
            strength = stated_strength(alone=alone, backwards=backwards, conditional="when" in qualifiers)
            qualifiers["strength"] = strength
        method = next(iter(edge.said.get("method", ())), "stated")
        ends = (edge.target, edge.source) if backwards else (edge.source, edge.target)
        known = str(method) if method in METHODS else "stated"
        return self.speaker.edge(ends[0], relation, ends[1], place, qualifiers, known)

    def _qualifiers(self, edge: GivenEdge) -> dict[str, Value]:
        """What is said beside an edge; of an edge of others also where keys of pages have other names for it."""
        found: dict[str, Value] = {}
        for name, values in edge.said.items():
            key = name if self.given.exact else QUALIFIER_KEYS.get(folded_key(name), name)
            if key not in QUALIFIERS or not values:
                continue
            day = key in ("since", "until") and isinstance(values[0], int)
            found[key] = list(values) if len(values) > 1 else str(values[0]) if day else values[0]
        if not self.given.exact:
            for rule, message in faults(found):
                self.findings.add(rule, message, message, edge.line)
        return found

    def relation(self, edge: GivenEdge) -> tuple[str, bool]:
        """Which relation an edge is, and whether it is said from the other end; empty where it does not tell."""
        if self.given.exact:
            return str(next(iter(edge.said.get("relation", ())), "")), False
        by_key = {folded_key(name).replace(" ", "_"): values for name, values in edge.said.items()}
        unread = ""
        for name in RELATIONS:
            for value in by_key.get(name, ()):
                if not isinstance(value, str) or not value.strip():
                    continue
                if found := relation_of(value, self.words):
                    return found
                unread = unread or value
        ends = f"{edge.source} → {edge.target}"
        if unread:
            message = f"'{unread}' is no relation, so the edge {ends} was left out; {_HELP}"
            self.findings.add("edge-without-relation", fold_word(unread), message, edge.line)
        else:
            message = f"the edge {ends} does not say which relation it is, and was left out; {_HELP}"
            self.findings.add("edge-without-relation", "", message, edge.line)
        return "", False


_HELP = "give it an attribute 'relation' such as replaces or evolved-from, or load the file by a mapping"


def _title(node: GivenNode) -> str:
    return str(next((value for name in TITLES for value in node.said.get(name, ())), node.id))


def _meant(said: Said, words: Vocabulary) -> dict[str, list[Value]]:
    """Attributes by the properties that they mean, as keys of pages do; others stay what they are called."""
    found: dict[str, list[Value]] = {}
    by_key = {folded_key(name).replace(" ", "_"): name for name in reversed(list(said))}
    title = next((by_key[key] for key in TITLES if key in by_key), None)
    for name, values in said.items():
        held = [value for value in values if value not in ("", None)]
        key = folded_key(name).replace(" ", "_")
        if name == title:
            found.setdefault("title", []).extend(held)
        elif key == "type" and held and str(held[0]).casefold() in KINDS:
            found.setdefault("kind", []).append(KINDS[str(held[0]).casefold()] or "pattern")
        else:
            found.setdefault(_property(key, name, words), []).extend(held)
    return {name: held for name, held in found.items() if held}


def _property(key: str, name: str, words: Vocabulary) -> str:
    rule = PAGES.by_key("").get(key)
    if name in words.properties or rule is None or rule.says not in words.properties or rule.child:
        return name
    return rule.says


def relation_of(word: str, words: Vocabulary) -> tuple[str, bool] | None:
    """The relation that a word means, and whether from the other end: its name, how it reads, or a key of pages.

    >>> from ontology.builtin import VOCABULARY
    >>> relation_of("Superseded by", VOCABULARY), relation_of("likes", VOCABULARY)
    (('replaces', True), None)
    """
    wanted = fold_word(word)
    for relation in words.relations.values():
        if wanted in (fold_word(relation.name), fold_word(relation.label)):
            return relation.name, False
    for relation in words.relations.values():
        if wanted == fold_word(relation.inverse):
            return relation.name, True
    return _keys().get(wanted)


@lru_cache(maxsize=1)
def _keys() -> dict[str, tuple[str, bool]]:
    """Keys of pages that say a relation."""
    from ontology.builtin import VOCABULARY

    rules = PAGES.by_key("").items()
    return {fold_word(key): (rule.says, rule.backwards) for key, rule in rules if rule.says in VOCABULARY.relations}


def as_said(attributes: Iterable[tuple[str, Value]]) -> dict[str, list[Value]]:
    """Attributes as what is said: a list is several values.

    >>> as_said([("alias", ["a", "b"]), ("tier", "gold")])
    {'alias': ['a', 'b'], 'tier': ['gold']}
    """
    return {name: value if isinstance(value, list) else [value] for name, value in attributes}
