"""Runs a mapping over files: each record's claims, with the place of every value."""

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial

from loaders.base import Loader, SourceFile, Tally
from loaders.mapping.conditions import judged, passes
from loaders.mapping.edges import EdgeSayer, as_fields, texts_beside
from loaders.mapping.model import DatedNames, MappingRule, PropertyRule, RecordRule, Retirement
from loaders.mapping.opened import Tables, encoding_of, opened, source_of
from loaders.mapping.parts import Piece
from loaders.mapping.patterns import TooSlow
from loaders.mapping.scope import Scope
from loaders.mapping.values import first, grouped
from loaders.mapping.words import is_declared, words_of
from loaders.scalars import plain_data
from loaders.tree import Mapping
from ontology import dates
from ontology.claim import IN_USE, NOT_BY, Claim, Value
from ontology.problem import Problem
from ontology.source import Source
from ontology.text import clean, fold_space
from ontology.vocabulary import Vocabulary

#: Types of properties whose words are few, so that blanks around them mean nothing.
CLOSED = ("tier", "status")

#: So many claims are made before they are handed on.
MANY = 1_000


def loaders_of(mapping: MappingRule, tables: Tables | None = None, stamp: str = "") -> tuple[Loader, ...]:
    """The loaders that run a mapping, of whatever form; see ``loader_of``."""
    if mapping.pages is None:
        return (loader_of(mapping, tables, stamp),)
    from loaders.mapping.pages_form import loaders_of_form  # most mappings have records of their own

    sources = [(source.files, source.exclude) for source in mapping.sources]
    return loaders_of_form(mapping.pages, mapping.title, mapping.stamp, sources)


def loader_of(mapping: MappingRule, tables: Tables | None = None, stamp: str = "") -> Loader:
    """A loader that runs a mapping; its revision changes when the mapping does, so that files are read again.

    ``tables`` are second tables that stand in files of their own, ``stamp`` another one for others of them.
    """
    endings = {posixpath.splitext(glob.text)[1].lower() for source in mapping.sources for glob in source.files}
    plain = all(ending and not set(ending) & set("*?{}") for ending in endings)

    def read(file: SourceFile, vocabulary: Vocabulary) -> Iterator[Claim | Problem | Tally]:
        return _File(mapping, file, vocabulary).read(tables or {})

    return Loader(
        f"mapping {mapping.title}",
        tuple(sorted(endings)) if plain else ("*",),
        lambda file: source_of(mapping, file.relative) is not None,
        read,
        lambda path: source_of(mapping, path) is not None,
        mapping.stamp + stamp,
        partial(encoding_of, mapping) if any(source.encoding != "utf-8" for source in mapping.sources) else None,
    )


@dataclass
class _File(EdgeSayer):
    """One file under one mapping."""

    seen: dict[tuple[str, str], tuple[Source, int]] = field(default_factory=dict)
    """Where each id was made first, by the day that it was observed on."""
    known: dict[tuple[str, str], bool] = field(default_factory=dict)
    """Whether a word of a rule is declared."""

    def read(self, tables: Tables) -> Iterator[Claim | Problem | Tally]:
        """Everything that the mapping finds in the file, in reading order, and at last what it counted."""
        found = opened(self.mapping, self.file, tables)
        if found is None:
            return
        for fault in found.faults:
            yield self.file.problem(fault)
        for rule in self.mapping.records:
            if found.tree is not None and (not rule.sources or found.source.name in rule.sources):
                for scope in found.scopes(rule.at):
                    self.record(rule, scope)
                    if len(self.out) >= MANY:
                        yield from self.out
                        self.out.clear()
        yield from self.out
        yield Tally(self.counts, self.words, self.missing)

    def record(self, rule: RecordRule, scope: Scope) -> None:
        """The claims of one record that fulfils the rule's conditions."""
        try:
            if rule.where and not passes(rule.where, scope):
                self.count(rule.name, "left-out")
                return
            self.count(rule.name, "values")
            if rule.edge is not None:
                self.edge_record(rule, rule.edge, scope)
                return
            names = self.values(f"{rule.name}.id", rule.id, scope) if rule.id is not None else []
            if not names or not clean(names[0].text):
                self.count(rule.name, "without-id")
                message = f"a record of the sort '{rule.name}' has no id; it was left out"
                self.wrong("record-without-id", message, self.file.at(*scope.place))
            elif rule.alias_of is not None:
                self.alias(rule, rule.alias_of, scope, names[0])
            else:
                self.node(rule, scope, clean(names[0].text), names[0])
                if rule.prose:
                    self.prose(rule, scope, clean(names[0].text))
        except TooSlow as error:
            self.count(rule.name, "unread")
            self.too_slow(error, scope)

    def node(self, rule: RecordRule, scope: Scope, id_: str, name: Piece) -> None:
        """A node's properties, names and edges."""
        said = f"{self.mapping.title}/{rule.name}"
        since: dict[str, Value] = {}
        if rule.observed is not None:
            since = self.day(next(iter(self.values(f"{rule.name}.observed", rule.observed, scope)), None))
        place = self.at(name)
        self.unique(id_, str(since.get("since", "")), place, scope.place[0])
        kind = rule.kind.constant
        if kind is None:
            kinds = self.values(f"{rule.name}.kind", rule.kind, scope, closed=True)
            kind = clean(kinds[0].text) if kinds else "pattern"
            self.declared(f"{rule.name}.kind", "kind", kind, rule)
        self.out.append(Claim(id_, "kind", place, value=kind, qualifiers=since, rule=said))
        for one in rule.properties:
            self.property(id_, one, rule, scope, since)
        if rule.retired:
            self.retired(id_, rule.retired, scope, name, since)
        for dated in rule.dated_names:
            self.dated(id_, dated, scope)
        for edge in rule.edges:
            self.edges(edge, scope, id_, since)

    def prose(self, rule: RecordRule, scope: Scope, id_: str) -> None:
        """What stands only in the text below a record."""
        from loaders.prose import harvest  # most mappings need none

        page, kind = scope.nodes[0][0], first(rule.kind, scope)  # which is counted already
        body = page.get("$body") if isinstance(page, Mapping) else None
        said = clean(kind.text) if kind else "pattern"
        self.out += harvest(self.file, self.vocabulary, id_, said, body.start if body else page.start)

    def retired(
        self, id_: str, rules: tuple[Retirement, ...], scope: Scope, name: Piece, since: dict[str, Value]
    ) -> None:
        """Whether the record says that it is retired; nothing where it lacks the fields that would tell.

        Where no condition holds, tier and status decide, unless a rule is the only one; of an observation that has to
        be said, since an earlier one may have been another.
        """
        last: tuple[Retirement, list[Piece]] | None = None
        said = False
        for rule in rules:  # all of them, since what each finds is counted
            condition = rule.condition
            if rule.where and not passes(rule.where, scope):
                self.count(rule.path, "left-out")
                continue
            found = self.values(rule.path, condition.value, scope)
            if not (found or rule.only or condition.present is not None):
                continue
            texts = [one.text for one in found]
            why = judged(condition, texts) if found or condition.present is not None else None
            if why is not None and not said:
                said = True
                word = " ".join((*condition.value.fields[:1], why or (texts[0] if texts else "is missing")))
                self.out.append(self._retires(id_, rule, word, found[0] if found else name, since))
            if last is None or rule.only > last[0].only:
                last = rule, found
        if said or last is None or not (last[0].only or since):
            return
        rule, found = last
        word = IN_USE if rule.only else " ".join((NOT_BY, *rule.condition.value.fields[:1]))
        self.out.append(self._retires(id_, rule, word, found[0] if found else name, since))

    def _retires(self, id_: str, rule: Retirement, word: str, piece: Piece, since: dict[str, Value]) -> Claim:
        said, value = f"{self.mapping.title}/{rule.path}", clean(fold_space(word))
        return Claim(id_, "retired", self.at(piece), value=value, qualifiers=since, rule=said)

    def unique(self, id_: str, day: str, place: Source, start: int) -> None:
        """Report a second record with one id; another sort of the same record is none, nor is another observation."""
        first, begins = self.seen.setdefault((id_, day), (place, start))
        if begins != start:
            message = f"'{id_}' is defined here and in {first.path}:{first.line}; both were kept"
            self.wrong("duplicate-id", message, place)

    def declared(self, path: str, type_: str, word: str, rule: RecordRule) -> bool:
        """Whether a word of a kind, tier or status is known; one that is not is counted."""
        if (path, word) not in self.known:
            self.known[path, word] = is_declared(type_, word, self.vocabulary, words_of(rule))
        if not self.known[path, word]:
            self.word(path, word)
        return self.known[path, word]

    def property(self, id_: str, one: PropertyRule, rule: RecordRule, scope: Scope, since: dict[str, Value]) -> None:
        """The values of one property; a mapping is kept whole."""
        type_ = self.vocabulary.property(one.name).type
        for piece in self.values(one.path, one.value, scope, closed=type_ in CLOSED):
            if one.where and not passes(
                one.where, scope.around(piece.pointer, as_fields(piece)), partial(texts_beside, piece)
            ):
                self.count(one.path, "left-out")
                continue
            place = self.at(piece)
            data: Value = clean(piece.text.strip() if type_ in CLOSED else piece.text)
            if piece.record is not None:
                try:
                    data = plain_data(piece.record)
                except ValueError as error:
                    self.count(one.path, "unread")
                    self.wrong("too-many-values", str(error), place)
                    continue
            elif type_ == "date" and dates.parse(piece.text) is None:
                self.count(one.path, "unread")
                self.wrong("not-a-date", f"'{piece.text}' is not a date; declare its form with 'dates'", place)
                continue
            elif type_ == "tier" and not self.declared(one.path, type_, piece.text, rule):
                self.wrong("unknown-tier", f"no scale has the tier '{piece.text}'", place)
            elif type_ == "status":
                self.declared(one.path, type_, piece.text, rule)
            said = f"{self.mapping.title}/{one.path}"
            self.out.append(Claim(id_, one.name, place, value=data, qualifiers=since, rule=said))

    def dated(self, id_: str, rule: DatedNames, scope: Scope) -> None:
        """Names with the day they came up."""
        for group in grouped(rule.value, scope):
            for one in self.values(rule.path, rule.value, group):
                found = self.values(f"{rule.path}.since", rule.since, group) if rule.since is not None else []
                since = self.day(found[0] if found else None)
                said = f"{self.mapping.title}/{rule.path}"
                self.out.append(
                    Claim(id_, "former-name", self.at(one), value=clean(one.text), qualifiers=since, rule=said)
                )
