"""Relation patterns: ``replaces+ evolved-from*`` read, with the place of every mistake, and made into an automaton.

A name walks as ``kb path`` walks: a lineage relation from old to new, whichever of its two names is written, a symmetric
one either way, any other from subject to object, and by its inverse's name from object to subject. ``^`` turns round.
"""

from collections.abc import Iterator
from typing import NamedTuple

from ontology.vocabulary import Vocabulary
from queries.errors import BadQuestion

#: A longer pattern, or one that nests deeper, is no question that somebody asks.
LONGEST, DEEPEST = 500, 50
_MARKS = "|()*+?^"


class Step(NamedTuple):
    """One step along a relation: ``out`` from subject to object, ``in`` from object to subject."""

    relation: str
    direction: str


class Automaton(NamedTuple):
    """A pattern as positions: which may come first, which follow which, and after which a way may end.

    Position ``n`` takes the steps of ``takes[n]``.
    """

    takes: tuple[frozenset[Step], ...]
    first: frozenset[int]
    follow: tuple[frozenset[int], ...]
    last: frozenset[int]
    empty: bool
    """Whether no step at all fits, too."""

    @property
    def steps(self) -> frozenset[Step]:
        """Every step that some position takes."""
        return frozenset().union(*self.takes)


class _Part(NamedTuple):
    """A piece of a pattern that was read: positions that may come first and last, and whether it may be left out."""

    first: frozenset[int]
    last: frozenset[int]
    empty: bool


def is_pattern(text: str) -> bool:
    """Whether a text is more than one name.

    >>> is_pattern("replaces"), is_pattern("replaces+"), is_pattern("replaces evolved-from")
    (False, True, True)
    """
    return any(mark in text for mark in _MARKS) or len(text.split()) != 1


def any_of(vocabulary: Vocabulary, names: tuple[str, ...]) -> Automaton:
    """What follows some relations, each as often as it comes: ``(a|b)*``."""
    takes = tuple(_steps(vocabulary, name) or frozenset() for name in names)
    every = frozenset(range(len(names)))
    return Automaton(takes, every, (every,) * len(names), every, True)


def relation_of(vocabulary: Vocabulary, word: str) -> str:
    """The relation that a word names, by its own name or its inverse's; empty where none is called so."""
    return next((name for name, words in _words(vocabulary).items() if word in words), "")


def parse(vocabulary: Vocabulary, text: str) -> Automaton:
    """Read a pattern. Raises ``BadQuestion`` with the place of what is wrong."""
    return _Reader(vocabulary, text).automaton()


def _words(vocabulary: Vocabulary) -> dict[str, tuple[str, str, str]]:
    """The words for each relation: its name, its label and its inverse's, as they are written in a pattern."""
    return {
        name: (name, one.label.replace(" ", "-"), one.inverse.replace(" ", "-"))
        for name, one in vocabulary.relations.items()
    }


def _steps(vocabulary: Vocabulary, word: str) -> frozenset[Step] | None:
    """The steps that a word stands for; ``None`` for a word that names no relation."""
    if not (name := relation_of(vocabulary, word)):
        return None
    relation = vocabulary.relations[name]
    if relation.symmetric:
        return frozenset({Step(name, "out"), Step(name, "in")})
    _, label, inverse = _words(vocabulary)[name]
    backwards = word == inverse and word not in (name, label)
    return frozenset({Step(name, "in" if relation.lineage or backwards else "out")})


class _Reader:
    """Reads one pattern: alternatives of sequences of items."""

    def __init__(self, vocabulary: Vocabulary, text: str) -> None:
        self.vocabulary, self.text = vocabulary, text
        self.tokens = list(self._tokens())
        self.place = self.depth = 0
        self.turned = False
        self.takes: list[frozenset[Step]] = []
        self.follow: list[set[int]] = []

    def automaton(self) -> Automaton:
        """The whole text as one automaton."""
        if len(self.text) > LONGEST:
            raise BadQuestion(f"the pattern has {len(self.text)} characters; at most {LONGEST} are read")
        if not self.tokens:
            raise BadQuestion("the pattern is empty; write relations, such as 'replaces+ evolved-from*'")
        whole = self._alternatives()
        if self.place < len(self.tokens):
            self._fail("')' closes nothing")
        return Automaton(
            tuple(self.takes), whole.first, tuple(frozenset(after) for after in self.follow), whole.last, whole.empty
        )

    def _tokens(self) -> Iterator[tuple[str, int]]:
        start = 0
        for place, mark in enumerate(self.text + " "):
            if mark in _MARKS or mark.isspace():
                if place > start:
                    yield self.text[start:place], start
                if not mark.isspace():
                    yield mark, place
                start = place + 1

    @property
    def _next(self) -> str:
        return self.tokens[self.place][0] if self.place < len(self.tokens) else ""

    def _fail(self, why: str) -> None:
        at = self.tokens[self.place][1] if self.place < len(self.tokens) else len(self.text)
        raise BadQuestion(f"pattern '{self.text}', character {at + 1}: {why}")

    def _alternatives(self) -> _Part:
        part = self._sequence()
        while self._next == "|":
            self.place += 1
            other = self._sequence()
            part = _Part(part.first | other.first, part.last | other.last, part.empty or other.empty)
        return part

    def _sequence(self) -> _Part:
        part = self._item()
        while self._next not in ("", "|", ")"):
            item = self._item()
            before, after = (item, part) if self.turned else (part, item)
            for number in before.last:
                self.follow[number] |= after.first
            part = _Part(
                before.first | (after.first if before.empty else frozenset()),
                after.last | (before.last if after.empty else frozenset()),
                before.empty and after.empty,
            )
        return part

    def _item(self) -> _Part:
        if self._next == "^":
            self.place += 1
            self.turned = not self.turned
            part = self._item_once()
            self.turned = not self.turned
        else:
            part = self._item_once()
        while self._next in ("*", "+", "?"):
            mark = self._next
            self.place += 1
            if mark != "?":
                for number in part.last:
                    self.follow[number] |= part.first
            part = _Part(part.first, part.last, part.empty or mark != "+")
        return part

    def _item_once(self) -> _Part:
        word = self._next
        if word == "(":
            self.depth += 1
            if self.depth > DEEPEST:
                self._fail(f"more than {DEEPEST} brackets stand inside one another")
            opened = self.place
            self.place += 1
            part = self._alternatives()
            if self._next != ")":
                self.place = opened
                self._fail("'(' is never closed")
            self.place += 1
            self.depth -= 1
            return part
        if word == "^":
            self._fail("'^' stands before a relation or a bracket, once")
        if not word or word in _MARKS:
            self._fail(f"a relation is missing before '{word}'" if word else "a relation is missing at the end")
        return self._relation(word)

    def _relation(self, word: str) -> _Part:
        steps = _steps(self.vocabulary, word)
        if steps is None:
            self._fail(f"there is no relation '{word}'{suggestion(self.vocabulary, word)}")
            raise AssertionError
        if self.turned:
            steps = frozenset(Step(one.relation, "out" if one.direction == "in" else "in") for one in steps)
        number = len(self.takes)
        self.takes.append(steps)
        self.follow.append(set())
        self.place += 1
        here = frozenset({number})
        return _Part(here, here, False)


def suggestion(vocabulary: Vocabulary, word: str) -> str:
    """What may have been meant by a word that names no relation: ``; did you mean evolved-from?``, or all there are."""
    import difflib  # only after a mistake

    known = {text: None for words in _words(vocabulary).values() for text in words}
    near = difflib.get_close_matches(word, list(known), 2, 0.6)
    if near:
        return f"; did you mean {' or '.join(near)}?"
    return f"; the relations are {', '.join(vocabulary.relations)}"
