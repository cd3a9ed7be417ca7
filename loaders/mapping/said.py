"""What reading a record needs everywhere: values with their troubles, places, references, and the counts of it all."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from loaders.base import SourceFile
from loaders.mapping.model import MappingRule, ReferenceRule, ValueRule
from loaders.mapping.parts import Piece, Trouble
from loaders.mapping.patterns import GivenUp, TooSlow
from loaders.mapping.scope import Scope
from loaders.mapping.values import pieces, plainly
from ontology import dates
from ontology.claim import Claim, Value
from ontology.problem import Problem
from ontology.source import Source
from ontology.text import clean
from ontology.vocabulary import Vocabulary


@dataclass
class Sayer:
    """Collects what one file says in ``out``, and counts by rule what leaves no claim."""

    mapping: MappingRule
    file: SourceFile
    vocabulary: Vocabulary
    out: list[Claim | Problem] = field(default_factory=list)
    counts: dict[str, dict[str, int]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(int)))
    words: dict[str, dict[str, int]] = field(default_factory=dict)
    missing: list[tuple[str, str, Source]] = field(default_factory=list)
    _told: set[str] = field(default_factory=set)
    """Messages that are said once in a file."""

    def count(self, path: str, what: str, number: int = 1) -> None:
        """Count something of a rule."""
        self.counts[path][what] += number

    def word(self, path: str, word: str) -> None:
        """Note a word that nobody declared."""
        rule = self.words.setdefault(path, {})
        rule[clean(word)] = rule.get(clean(word), 0) + 1

    def at(self, piece: Piece) -> Source:
        """The place of a value."""
        return self.file.at(piece.offset, piece.pointer)

    def wrong(self, rule: str, message: str, place: Source, hint: str = "") -> None:
        """Report what is wrong."""
        self.out.append(Problem(rule, clean(message), place, hint))

    def values(self, path: str, rule: ValueRule, scope: Scope, *, closed: bool = False) -> list[Piece]:
        """The values of a rule; what cannot be read is reported at its place.

        With ``closed`` the caller knows which words there are; else a word that ``map`` does not know is noted here.
        """
        if rule.plain:
            read = plainly(rule, scope)
            self.count(path, "values" if read else "empty", len(read) or 1)
            return read
        found = pieces(rule, scope)
        self.count(path, "values" if found else "empty", len(found) or 1)
        good = []
        for one in found:
            if isinstance(one, Piece):
                good.append(one)
            else:
                self.trouble(one)
            if isinstance(one, Trouble) and one.missing:
                self.missing.append((path, clean(one.missing), self.file.at(one.offset, one.pointer)))
            elif isinstance(one, Trouble):
                self.count(path, "unread")
            if one.unknown and not closed:
                self.word(path, one.unknown)
        return good

    def trouble(self, one: Trouble) -> None:
        """Report a value that could not be read, where there is anything to say."""
        if one.message and not (one.once and one.message in self._told):
            self._told.add(one.message)
            self.wrong(one.rule, one.message, self.file.at(one.offset, one.pointer))

    def too_slow(self, error: TooSlow, scope: Scope) -> None:
        """Report a record that a pattern could not be tried on."""
        self.trouble(Trouble("pattern-too-slow", str(error), *scope.place, once=isinstance(error, GivenUp)))

    def day(self, piece: Piece | None) -> dict[str, Value]:
        """``since`` with the day that a value names; nothing, and a finding, where it names none."""
        if piece is None:
            return {}
        if dates.parse(piece.text) is None:
            self.wrong("not-a-date", f"'{piece.text}' is not a date; declare its form with 'dates'", self.at(piece))
            return {}
        return {"since": piece.text}

    def refer(self, rules: Iterable[ReferenceRule], text: str, scope: Scope) -> tuple[tuple[str, ...], str]:
        """The ids that a written name may mean, and what it is, by the first rule that matches."""
        for rule in rules:
            groups = {"item": text}
            if rule.match is not None:
                found = rule.match.whole(text.strip())
                if found is None:
                    continue
                groups |= {str(place): part or "" for place, part in enumerate((found[0], *found.groups()))}
                groups |= {name: part or "" for name, part in found.groupdict().items()}
            self.count(rule.path, "values")

            def look_up(name: str, groups: dict[str, str] = groups) -> str | None:
                """A group of the rule's match, else a field of the record."""
                return groups[name] if name in groups else scope.text(name)

            ids = dict.fromkeys(clean(id_) for one in rule.ids if (id_ := one.fill(look_up)))
            return tuple(ids), rule.meaning
        return (), "record"
