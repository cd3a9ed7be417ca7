"""Which entries lack what their tier asks for, by the needs that the vocabulary declares for its tiers."""

from collections import Counter
from collections.abc import Iterator

from ontology.claim import Claim
from ontology.fillers import is_placeholder
from ontology.names import folded, slug
from ontology.needs import Need, read_need
from ontology.problem import Problem
from ontology.source import Source
from ontology.vocabulary import Tier, Vocabulary


class TierNeeds:
    """Counts what claims say of each entry, as they come, and tells afterwards what is missing."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self.needs = {
            tier.name: [need for text in tier.needs if (need := read_need(text)) is not None]
            for scale in vocabulary.scales.values()
            for tier in scale.tiers
        }
        self.inverses = {_word(one.inverse): one for one in vocabulary.relations.values() if not one.symmetric}
        asked = {word for needs in self.needs.values() for need in needs for word in need.words}
        self.counted = asked | {self.inverses[word].name for word in asked if word in self.inverses}
        self.tiers: dict[tuple[str, str], tuple[Tier, Source]] = {}
        self.entries: set[str] = set()
        self.names: dict[str, str] = {}
        self.values: Counter[tuple[str, str]] = Counter()
        self.relations: set[tuple[str, str, str]] = set()

    def take(self, claim: Claim) -> None:
        """Take note of one claim."""
        says = claim.predicate
        if claim.object is None and not claim.by_name:
            self.entries.add(claim.subject)
            if says in ("title", "alias"):
                self.names.setdefault(folded(str(claim.value)), claim.subject)
            elif says == "tier" and (found := self.vocabulary.tier(str(claim.value))):
                tier = found[0].tiers[found[1]]
                self.tiers.setdefault((claim.subject, tier.name), (tier, claim.source))
        if says not in self.counted or claim.qualifiers.get("expected"):
            return
        if claim.object is not None:
            if not (is_placeholder(claim.subject) or is_placeholder(claim.object)):
                self.relations.add((_end(claim, newer=True), says, _end(claim, newer=False)))
        elif not (isinstance(claim.value, str) and is_placeholder(claim.value)):
            self.values[claim.subject, says] += 1

    def findings(self) -> Iterator[Problem]:
        """One finding for each demand that is not met, at the place that gives the tier, by entry."""
        held = self._held()
        for (entry, name), (tier, source) in sorted(self.tiers.items(), key=lambda one: one[0]):
            for need in self.needs[name]:
                there = sum(held[entry, word] for word in need.words)
                if there < need.least:
                    yield Problem("tier-incomplete", self._message(tier, need, there), source)

    def _held(self) -> Counter[tuple[str, str]]:
        """How often each entry has each word; a relation counts once, however often and from whichever end it is said."""
        held: Counter[tuple[str, str]] = Counter()
        for (name, word), times in self.values.items():
            held[self._entry(name), word] += times
        for subject, says, object_ in {(self._entry(a), says, self._entry(b)) for a, says, b in self.relations}:
            if subject == object_:
                continue  # no edge of the graph either
            relation = self.vocabulary.relations.get(says)
            held[subject, says] += 1
            if relation is not None:
                held[object_, says if relation.symmetric else _word(relation.inverse)] += 1
        return held

    def _entry(self, name: str) -> str:
        """The entry that a name means, or the name itself."""
        if name in self.entries:
            return name
        return self.names.get(folded(name)) or (slug(name) if slug(name) in self.entries else name)

    def _message(self, tier: Tier, need: Need, there: int) -> str:
        wanted = " or ".join(self._label(word) for word in need.words)
        number = f"{need.least} " * (need.least > 1)
        return (
            f"the tier '{tier.name}' asks for {number}{wanted}; there {'are' if there > 1 else 'is'} {there or 'none'}"
        )

    def _label(self, word: str) -> str:
        """How a need reads: a property's label, a relation's or its inverse's."""
        if word in self.inverses:
            return self.inverses[word].inverse
        relation = self.vocabulary.relations.get(word)
        return relation.label if relation else self.vocabulary.property(word).label


def _end(claim: Claim, *, newer: bool) -> str:
    """What one end of a relation is called: by the id that its source's own rules give it, else as written."""
    written = claim.subject if newer else str(claim.object)
    ids = claim.ids if newer == claim.backwards else claim.subject_ids
    return next((one for one in ids if one), written)


def _word(label: str) -> str:
    """An inverse as it is written among needs.

    >>> _word("replaced by")
    'replaced-by'
    """
    return label.replace(" ", "-")
