"""Which entries lack what their tier asks for, by the needs that the vocabulary declares for its tiers."""

from collections import Counter
from collections.abc import Callable, Collection, Iterator
from typing import NamedTuple

from ontology.claim import Claim
from ontology.fillers import is_placeholder
from ontology.needs import Need, read_need
from ontology.problem import Problem
from ontology.source import Source
from ontology.vocabulary import Tier, Vocabulary

#: Gives the ids of the entries that a name means, as written on the page whose path is given.
Resolve = Callable[[str, str], Collection[str]]


class End(NamedTuple):
    """One end of a relation: the ids that its source's own rules give it, or else a name as written, on a page."""

    ids: tuple[str, ...]
    name: str = ""
    page: str = ""

    def entries(self, resolve: Resolve) -> Collection[str]:
        """The entries that stand at this end; a name that means none of them stays a name."""
        return self.ids[:1] or resolve(self.name, self.page) or (self.name,)


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
        self.values: Counter[tuple[End, str]] = Counter()
        self.relations: set[tuple[End, str, End]] = set()

    def take(self, claim: Claim) -> None:
        """Take note of one claim."""
        says = claim.predicate
        if says == "tier" and not claim.by_name and (found := self.vocabulary.tier(str(claim.value))):
            tier = found[0].tiers[found[1]]
            self.tiers.setdefault((claim.subject, tier.name), (tier, claim.source))
        if says not in self.counted or claim.qualifiers.get("expected"):
            return
        page = claim.source.path
        if claim.object is None:
            if not (isinstance(claim.value, str) and is_placeholder(claim.value)):
                self.values[_end(claim.subject, claim.subject_ids, page, written=claim.by_name), says] += 1
        elif not (is_placeholder(claim.subject) or is_placeholder(claim.object)):
            newer_ids, older_ids = (claim.ids, claim.subject_ids) if claim.backwards else (claim.subject_ids, claim.ids)
            newer = _end(claim.subject, newer_ids, page, written=claim.backwards or claim.by_name)
            older = _end(claim.object, older_ids, page, written=not claim.backwards)
            self.relations.add((newer, says, older))

    def findings(self, resolve: Resolve) -> Iterator[Problem]:
        """One finding for each demand that is not met, at the place that gives the tier, by entry."""
        held = self._held(resolve)
        for (entry, name), (tier, source) in sorted(self.tiers.items(), key=lambda one: one[0]):
            for need in self.needs[name]:
                there = sum(held[entry, word] for word in need.words)
                if there < need.least:
                    yield Problem("tier-incomplete", self._message(tier, need, there), source)

    def _held(self, resolve: Resolve) -> Counter[tuple[str, str]]:
        """How often each entry has each word; a relation counts once, however often and from whichever end it is said."""
        held: Counter[tuple[str, str]] = Counter()
        for (whose, word), times in self.values.items():
            for entry in whose.entries(resolve):
                held[entry, word] += times
        edges = {
            (subject, says, object_)
            for newer, says, older in self.relations
            for subject in newer.entries(resolve)
            for object_ in older.entries(resolve)
            if subject != object_
        }
        for subject, says, object_ in edges:
            relation = self.vocabulary.relations.get(says)
            held[subject, says] += 1
            if relation is not None:
                held[object_, says if relation.symmetric else _word(relation.inverse)] += 1
        return held

    def _message(self, tier: Tier, need: Need, there: int) -> str:
        wanted = " or ".join(self._label(word) for word in need.words)
        number = f"{need.least} " * (need.least > 1)
        there_is = f"there {'are' if there > 1 else 'is'} {there or 'none'}"
        return f"the tier '{tier.name}' asks for {number}{wanted}; {there_is}"

    def _label(self, word: str) -> str:
        """How a need reads: a property's label, a relation's or its inverse's."""
        if word in self.inverses:
            return self.inverses[word].inverse
        relation = self.vocabulary.relations.get(word)
        return relation.label if relation else self.vocabulary.property(word).label


def _end(name: str, ids: tuple[str, ...], page: str, *, written: bool) -> End:
    """An end as its source gives it: an id is one already, a written name may have ids from rules."""
    given = tuple(one for one in ids if one) if written else (name,)
    return End(given) if given else End((), name, page)


def _word(label: str) -> str:
    """An inverse as it is written among needs.

    >>> _word("replaced by")
    'replaced-by'
    """
    return label.replace(" ", "-")
