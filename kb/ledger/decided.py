"""What people decided, applied to what the sources say: a decision beats every source, and one without effect is told."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kb.ledger.resolve import Resolver, reference_id
from kb.ledger.said import Said
from ontology.claim import DENIED, MEANS, RULING
from ontology.vocabulary import Vocabulary

if TYPE_CHECKING:
    from kb.ledger.gather import Gathered

_SAME = "same-as"


@dataclass
class Decisions:
    """The decisions among the claims of a catalogue, by what they do."""

    names: list[Said] = field(default_factory=list)
    """A name (the subject) means a node (the object)."""
    denials: list[Said] = field(default_factory=list)
    """A relation that does not hold, whoever says so."""
    others: list[Said] = field(default_factory=list)
    """A value that settles a dispute, or a relation that holds."""
    rulings: list[Said] = field(default_factory=list)
    """How something settles, whatever else is said of it."""

    @classmethod
    def among(cls, claims: Iterable[Said]) -> "Decisions":
        """Pick the decisions out of all claims, in reading order."""
        made = cls()
        for one in claims:
            if one.method != "decided":
                continue
            if RULING in one.extra:
                made.rulings.append(one)
            elif one.predicate == MEANS:
                made.names.append(one)
            elif one.extra.get(DENIED):
                made.denials.append(one)
            elif one.predicate != _SAME:
                made.others.append(one)
        return made

    def tie_names(self, resolver: Resolver, found: "Gathered") -> None:
        """Let each decided name mean its node, in the sources and for whoever asks."""
        tied: dict[str, str] = {}
        for one in self.names:
            wanted = str(one.object)
            resolution = resolver.resolve(wanted, phrases=False)
            id_ = resolution.ids[0] if len(resolution.ids) == 1 else reference_id(wanted, found.pages)
            if tied.setdefault(one.subject, id_) != id_:
                found.note("decisions-disagree", f"'{one.subject}' means {tied[one.subject]} by another decision", one)
                continue
            resolver.decide(one.subject, id_)
            alias = one._replace(predicate="alias", object=None, value=json.dumps(one.subject, ensure_ascii=False))
            found.properties.setdefault(id_, []).append(alias._replace(subject=id_))

    def apart(self, resolver: Resolver, found: "Gathered") -> set[frozenset[str]]:
        """Pairs of nodes that are not the same, whoever says so."""
        return {
            frozenset((subject, object_))
            for one in self.denials
            if one.predicate == _SAME
            for subject in self._known(one.subject, resolver, found)
            for object_ in self._known(str(one.object), resolver, found)
        }

    def apply(self, resolver: Resolver, found: "Gathered") -> Iterator[Said]:
        """The decisions that stand as claims of their own.

        They come last, so that what they speak of is known by then.
        """
        for one in self.names:
            id_ = resolver.decided(one.subject)
            if id_ not in found.pages and id_ not in found.titles:
                found.properties.pop(id_, None)
                found.note("decision-without-effect", f"nothing here is called '{one.object}'", one)
        for one in self.others:
            if one.object is None and not self._known(one.subject, resolver, found):
                found.note("decision-without-effect", f"nothing here is called '{one.subject}'", one)
            else:
                yield one

    def deny(self, resolver: Resolver, found: "Gathered", vocabulary: Vocabulary) -> None:
        """Take every denied relation out of the graph, once all that is said was gathered."""
        for one in self.denials:
            self._deny(one, resolver, found, vocabulary)

    def _known(self, name: str, resolver: Resolver, found: "Gathered") -> list[str]:
        """The nodes of a name, among those that the sources speak of."""
        tied = resolver.decided(name)
        ids = [tied] if tied else list(resolver.resolve(name, phrases=False).ids)
        if not ids and (id_ := name if name in found.titles else reference_id(name, found.pages)) in found.titles:
            ids = [id_]
        return [found.twins.get(id_, id_) for id_ in ids]

    def _deny(self, one: Said, resolver: Resolver, found: "Gathered", vocabulary: Vocabulary) -> None:
        """Take a relation out of the graph; who said it stays in the record."""
        subjects = self._known(one.subject, resolver, found)
        objects = self._known(str(one.object), resolver, found)
        pairs = [(subject, object_) for subject in subjects for object_ in objects]
        if vocabulary.relations[one.predicate].symmetric:
            pairs = [pair if pair[0] < pair[1] else (pair[1], pair[0]) for pair in pairs]
        gone = []
        for pair in pairs:
            voices = found.edges.pop((one.predicate, *pair), [])
            gone += voices
            if voices:
                tell(one, *pair, found, vocabulary)
        if not gone and one.predicate != _SAME:
            label = vocabulary.relations[one.predicate].label
            found.note("decision-without-effect", f"nobody says that '{one.subject}' {label} '{one.object}'", one)
        for said, _, _ in gone:
            if said.method == "decided":
                found.note("decisions-disagree", f"another decision states this relation: {said.path}:{said.line}", one)


def tell(one: Said, subject: str, object_: str, found: "Gathered", vocabulary: Vocabulary) -> None:
    """Let both ends tell that something is said of them which somebody denied."""
    relation = vocabulary.relations[one.predicate]
    plain = json.dumps({name: value for name, value in one.extra.items() if name != RULING}, ensure_ascii=False)
    for id_, text in ((subject, f"{relation.label} {object_}"), (object_, f"{relation.inverse} {subject}")):
        value = json.dumps(text, ensure_ascii=False)
        told = one._replace(predicate=DENIED, object=None, value=value, qualifiers=plain)
        found.properties.setdefault(id_, []).append(told)
