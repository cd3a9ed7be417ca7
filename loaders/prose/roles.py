"""Finds what words say: the tables of ``loaders.prose.words``, and how the relations of a vocabulary read."""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from loaders.prose import words
from loaders.prose.words import Role
from ontology.builtin import VOCABULARY
from ontology.names import folded, singular, without_brackets
from ontology.vocabulary import Vocabulary

#: Longer words are a sentence.
LONGEST = 80
#: The answers for so many words are kept.
MOST_ASKED = 20_000

_FIRST, _LAST = (frozenset(one.strip() for one in listed.split(";")) for listed in (words.FIRST, words.LAST))
#: "Key Patterns", "Patterns & Principles Applied".
_APPLIED = re.compile(r"key pattern(?: used)?|(?:\w+ )?pattern(?: \w+){0,2} (?:used|applied|demonstrated|implemented)")


def _form(text: str) -> str:
    """Words without case, punctuation and plural."""
    return singular(folded(text))


@lru_cache(maxsize=8192)
def key(text: str) -> str:
    """What words are compared by.

    >>> key("Related Patterns (Part III)"), key("Common Pattern Combinations"), key("Don't Combine")
    ('related', 'pattern combination', 'don t combine')
    """
    parts = _form(without_brackets(text)).split()
    while len(parts) > 1 and parts[0] in _FIRST:
        parts.pop(0)
    while len(parts) > 1 and parts[-1] in _LAST:
        parts.pop()
    return " ".join(parts)


def listed(text: str) -> Iterator[str]:
    """The words of a table as they are compared, and each also whole: "pattern combination" is no "combination"."""
    for one in text.split(";"):
        yield key(one)
        yield _form(one)


def _by_words(table: Mapping[Role, str]) -> dict[str, Role]:
    return {word: role for role, text in table.items() for word in listed(text)}


# What is listed first wins: a whole label before one that is only left when filling words are gone.
_ROLES = dict(reversed(_by_words(words.WORDS).items()))
_OPENINGS = _by_words(words.OPENINGS)
_ARROWS = _by_words(words.ARROWS)
_COLUMNS = _by_words(words.COLUMNS)
_DRAWN = _by_words(words.DRAWN)
_SETS = _by_words(words.SETS)
_NO_EVOLUTION = frozenset(listed(words.NO_EVOLUTION))


class Roles:
    """What words say by a vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._roles, self._arrows = dict[str, Role](), dict[str, Role]()
        self._asked: dict[str, Role | None] = {}
        self._known = frozenset(vocabulary.relations)
        for one in vocabulary.relations.values():
            if one.name in words.NEVER:
                continue
            # What the user declared holds wherever words stand; the built-in labels are verbs of every day.
            into = self._arrows if VOCABULARY.relations.get(one.name) == one else self._roles
            for text, backwards in ((one.inverse, not one.symmetric), (one.label, False), (one.name, False)):
                into[_form(text)] = Role(one.name, backwards)
        for scale in vocabulary.scales.values():
            for tier in scale.tiers:  # "Gold Alternative"
                self._roles.setdefault(f"{_form(tier.name)} alternative", Role("replaces", True, "suggested"))

    def role(self, text: str) -> Role | None:
        """What a heading or a label says; None for words that say nothing.

        >>> roles = Roles(VOCABULARY)
        >>> roles.role("🤝 Alternative Transaction Patterns")
        Role(relation='alternative-to', backwards=False, mode='stated', links=False)
        >>> roles.role("Alternative 2: Kubernetes")
        """
        if len(text) > LONGEST:
            return None
        if text not in self._asked:
            if len(self._asked) >= MOST_ASKED:
                self._asked.clear()
            found = self._role(text.rstrip(" :"))
            self._asked[text] = found if found and found.relation in self._known else None
        return self._asked[text]

    def _role(self, text: str) -> Role | None:
        if ":" in text:
            return None
        short, whole = key(text), _form(text)
        for known in (self._roles, _ROLES):
            if found := known.get(whole) or known.get(short):
                return found
        if whole.endswith(" see"):
            return Role("see-also", links=True)  # "For practical guidance, see:"
        if _APPLIED.fullmatch(whole):
            return Role("uses")
        parts = short.split()
        if not 1 < len(parts) < 5:
            return None
        opening = _OPENINGS.get(parts[0])
        if opening and opening.relation == "see-also":  # "Related Laws & Axioms" are laws
            return _ROLES.get(" ".join(parts[:2]), opening)
        # Something filling was left out behind: "Alternative Transaction Patterns", but not "Alternative Two".
        return opening if opening and not whole.endswith(short) else None

    def column(self, head: str) -> Role | None:
        """What the head of a column says of the names in it."""
        found = self.role(head)
        return _COLUMNS.get(key(head)) if found is None or found.relation == "see-also" else found

    def arrow(self, text: str) -> Role | None:
        """What the words on an arrow of a diagram say."""
        found = self.role(text)
        if found is None or found.links:
            return self._arrows.get(_form(text)) or _ARROWS.get(_form(text))
        return found

    def drawn(self, heading: str) -> Role | None:
        """What the arrows of a diagram below a heading mean, where they say nothing themselves.

        >>> roles = Roles(VOCABULARY)
        >>> roles.drawn("Consistency Evolution").relation, roles.drawn("Architecture Evolution")
        ('evolved-from', None)
        """
        short = key(heading)
        before, _, last = short.rpartition(" ")
        found = _DRAWN.get(short) or self.role(heading)
        if found is None and last == "evolution" and before.rpartition(" ")[2] not in _NO_EVOLUTION:
            found = _DRAWN[last]
        return found if found and found.relation in words.DRAWN_RELATIONS else None

    @staticmethod
    def together(text: str) -> Role | None:
        """What a column says of each two things that one of its cells names."""
        return _SETS.get(key(text)) or _SETS.get(_form(text))


_last: list[tuple[Vocabulary, Roles]] = []


def roles_of(vocabulary: Vocabulary) -> Roles:
    """What words say by a vocabulary; made once for all pages that are read with it."""
    if not _last or _last[0][0] is not vocabulary:
        _last[:] = [(vocabulary, Roles(vocabulary))]
    return _last[0][1]
