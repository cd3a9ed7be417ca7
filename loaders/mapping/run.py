"""Runs a mapping over files: each record's claims, with the place of every value."""

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial

from loaders.base import Loader, SourceFile
from loaders.mapping.model import (
    EdgeRecord,
    EdgeRule,
    MappingRule,
    RecordRule,
    ReferenceRule,
    SourceRule,
    ValueRule,
)
from loaders.mapping.patterns import TooSlow
from loaders.mapping.scope import Scope, enclosing
from loaders.mapping.values import Piece, Trouble, first, grouped, pieces, why_holds
from loaders.qualifiers import faults
from loaders.readers import named
from loaders.readers.paths import select
from loaders.scalars import plain_data
from loaders.strength import stated_strength
from loaders.tree import Node, Scalar, Sequence
from ontology import dates
from ontology.claim import Claim, Value
from ontology.problem import Problem
from ontology.source import Source
from ontology.text import clean
from ontology.vocabulary import Vocabulary


def loader_of(mapping: MappingRule) -> Loader:
    """A loader that runs a mapping; its revision changes when the mapping does, so that files are read again."""
    endings = {posixpath.splitext(glob.text)[1].lower() for source in mapping.sources for glob in source.files}
    plain = all(ending and not set(ending) & set("*?{}") for ending in endings)

    def read(file: SourceFile, vocabulary: Vocabulary) -> Iterator[Claim | Problem]:
        found = _source_of(mapping, file.relative)
        if found is not None:
            yield from _File(mapping, found[0], found[1], file, vocabulary).read()

    return Loader(
        f"mapping {mapping.title}",
        tuple(sorted(endings)) if plain else ("*",),
        lambda file: _source_of(mapping, file.relative) is not None,
        read,
        lambda path: _source_of(mapping, path) is not None,
        mapping.stamp,
    )


def _source_of(mapping: MappingRule, path: str) -> tuple[SourceRule, dict[str, str]] | None:
    """The first source that a path below the root belongs to, with the fields of the path."""
    for source in mapping.sources:
        if any(glob.match(path) is not None for glob in source.exclude):
            continue
        for glob in source.files:
            captured = glob.match(path)
            if captured is not None:
                return source, captured
    return None


@dataclass
class _File:
    """One file under one mapping."""

    mapping: MappingRule
    source: SourceRule
    captured: dict[str, str]
    file: SourceFile
    vocabulary: Vocabulary
    extras: dict[str, Node] = field(default_factory=dict)

    def read(self) -> Iterator[Claim | Problem]:
        """Everything that the mapping finds in the file, in reading order."""
        tree, faults = named(self.source.reader).read(self.file.text, self.source.options)
        for fault in faults:
            yield self.file.problem(fault)
        if tree is None:
            return
        path = self.file.relative
        parts = {
            "$path": path,
            "$folder": posixpath.dirname(path),
            "$name": posixpath.basename(path),
            "$stem": posixpath.splitext(posixpath.basename(path))[0],
            **self.captured,
        }
        self.extras = {name: Scalar(text, 0, 0, plain=False) for name, text in parts.items()}
        for rule in self.mapping.records:
            if not rule.sources or self.source.name in rule.sources:
                known: dict[str, list[tuple[Node, str]]] = {}
                at = rule.at or (
                    "[*]" if isinstance(tree, Sequence) else ""
                )  # of a document that is a list, every item
                for node, pointer, keys in select(tree, at):
                    scope = Scope([(node, pointer), *enclosing(tree, pointer, known)], {**self.extras, **keys})
                    yield from self.record(rule, scope)

    def record(self, rule: RecordRule, scope: Scope) -> Iterator[Claim | Problem]:
        """The claims of one record that fulfils the rule's conditions."""
        place = self.file.at(*scope.place)
        try:
            if any(why_holds(condition, scope) is None for condition in rule.where):
                return
            if rule.edge is not None:
                yield from self.edge_record(rule, rule.edge, scope)
                return
            name = first(rule.id, scope) if rule.id is not None else None
            if name is None or not clean(name.text):
                message = f"a record of the sort '{rule.name}' has no id; it was left out"
                yield Problem("record-without-id", message, place)
                return
            if rule.alias_of is not None:
                yield from self.alias(rule, rule.alias_of, scope, name)
            else:
                yield from self.node(rule, scope, clean(name.text), name)
        except TooSlow as error:
            yield Problem("pattern-too-slow", str(error), place)

    def alias(self, rule: RecordRule, of: ValueRule, scope: Scope, name: Piece) -> Iterator[Claim | Problem]:
        """A record that is no node of its own, but another name of one."""
        for one in self.values(of, scope):
            if isinstance(one, Problem):
                yield one
                continue
            ids = self.refer(self.mapping.references, one.text, scope)[0] or (one.text,)
            yield Claim(
                clean(ids[0]), "alias", self.at(name), value=clean(name.text), rule=f"{self.mapping.title}/{rule.name}"
            )

    def node(self, rule: RecordRule, scope: Scope, id_: str, name: Piece) -> Iterator[Claim | Problem]:
        """A node's properties, names and edges."""
        rested = f"{self.mapping.title}/{rule.name}"
        since: dict[str, Value] = {}
        if rule.observed is not None and (seen := first(rule.observed, scope)) is not None:
            since = {"since": seen.text}
        kind = first(rule.kind, scope)
        yield Claim(
            id_, "kind", self.at(name), value=clean(kind.text) if kind else "pattern", qualifiers=since, rule=rested
        )
        for property_, values in rule.properties.items():
            for value in values:
                yield from self.property(id_, property_, value, scope, since, f"{rested}.{property_}")
        if rule.retired is not None:
            why = why_holds(rule.retired, scope)
            said = "no" if why is None else " ".join(filter(None, (*rule.retired.value.fields[:1], why)))
            yield Claim(id_, "retired", self.at(name), value=clean(said), qualifiers=since, rule=f"{rested}.retired")
        for value, dated in rule.dated_names:
            yield from self.dated(id_, value, dated, scope, rested)
        for edge in rule.edges:
            yield from self.edges(edge, scope, id_, since, rested)

    def property(
        self, id_: str, name: str, rule: ValueRule, scope: Scope, since: dict[str, Value], rested: str
    ) -> Iterator[Claim | Problem]:
        """The values of one property; a mapping is kept whole."""
        is_date = self.vocabulary.property(name).type == "date"
        for one in self.values(rule, scope):
            if isinstance(one, Problem):
                yield one
                continue
            place = self.at(one)
            data: Value = clean(one.text)
            if one.record is not None:
                try:
                    data = plain_data(one.record)
                except ValueError as error:
                    yield Problem("too-many-values", str(error), place)
                    continue
            elif is_date and dates.parse(one.text) is None:
                yield Problem("not-a-date", f"'{clean(one.text)}' is not a date; declare its form with 'dates'", place)
                continue
            yield Claim(id_, name, place, value=data, qualifiers=since, rule=rested)

    def dated(
        self, id_: str, value: ValueRule, dated: ValueRule | None, scope: Scope, rested: str
    ) -> Iterator[Claim | Problem]:
        """Names with the day they came up."""
        for group in grouped(value, scope):
            for one in self.values(value, group):
                if isinstance(one, Problem):
                    yield one
                    continue
                when = first(dated, group) if dated is not None else None
                since: dict[str, Value] = {"since": when.text} if when is not None else {}
                yield Claim(id_, "former-name", self.at(one), value=clean(one.text), qualifiers=since, rule=rested)

    def values(self, rule: ValueRule, scope: Scope) -> Iterator[Piece | Problem]:
        """The values of a rule; what cannot be read is a problem at its place."""
        for one in pieces(rule, scope):
            if isinstance(one, Trouble):
                yield Problem(one.rule, one.message, self.file.at(one.offset, one.pointer))
            else:
                yield one

    def at(self, piece: Piece) -> Source:
        """The place of a value."""
        return self.file.at(piece.offset, piece.pointer)

    # ---- edges

    def edges(
        self, rule: EdgeRule, scope: Scope, id_: str, since: dict[str, Value], rested: str
    ) -> Iterator[Claim | Problem]:
        """The claims of one edge rule on one record."""
        found = list(self.values(rule.value, scope))
        alone = sum(isinstance(one, Piece) for one in found) == 1
        for one in found:
            if isinstance(one, Problem):
                yield one
                continue
            if one.record is not None:
                message = "a mapping stands here, where the name of a record should"
                yield Problem("wrong-shape", message, self.at(one), "name the field inside of it")
                continue
            ids, meaning = self.refer((*rule.references, *self.mapping.references), one.text, scope)
            if meaning == "none":
                continue
            where = f"{rested}.{rule.relation}"
            if meaning == "outside" and rule.outside != "node":
                if rule.outside == "property":
                    yield Claim(id_, f"{rule.relation}-outside", self.at(one), value=clean(one.text), rule=where)
                continue
            qualifiers = {**since, **self.qualifiers(rule.qualifiers, scope, one)}
            for broken, message in faults(qualifiers):
                yield Problem(broken, message, self.at(one))
            if rule.relation == "replaces" and "strength" not in qualifiers:
                strength = stated_strength(alone=alone, backwards=rule.backwards, conditional=bool(one.condition))
                qualifiers |= {"strength": strength, "strength-by": "rule"}
            name = clean(one.text)
            subject, object_ = (name, id_) if rule.backwards else (id_, name)
            yield Claim(
                subject,
                rule.relation,
                self.at(one),
                object=object_,
                qualifiers=qualifiers,
                rule=where,
                backwards=rule.backwards,
                by_name=rule.backwards,
                ids=(*(tuple(map(clean, ids)) or (name,)), *([""] if rule.missing == "ignore" else [])),
            )

    def refer(self, rules: tuple[ReferenceRule, ...], text: str, scope: Scope) -> tuple[tuple[str, ...], str]:
        """The ids that a written name may mean, and what it is, by the first rule that matches."""
        for rule in rules:
            found = rule.match.whole(text.strip())
            if found is None:
                continue
            groups = {str(place): part or "" for place, part in enumerate((found[0], *found.groups()))}
            groups |= {name: part or "" for name, part in found.groupdict().items()}
            groups["item"] = text

            ids = tuple(filter(None, (one.fill(partial(_looked_up, groups, scope)) for one in rule.ids)))
            return ids, rule.meaning
        return (), "record"

    def qualifiers(self, rules: dict[str, ValueRule], scope: Scope, piece: Piece) -> dict[str, Value]:
        """An edge's qualifiers; the item itself and the groups of its match are fields, too."""
        inner = Scope(scope.nodes, {**scope.extras, **_as_fields(piece)})
        out: dict[str, Value] = {}
        for name, rule in rules.items():
            texts = [one.text for one in pieces(rule, inner) if isinstance(one, Piece)]
            if texts:
                out[name] = list(texts) if name == "triggers" else texts[0] if len(texts) == 1 else ", ".join(texts)
        if piece.condition:
            out.setdefault("when", piece.condition)
        return out

    def edge_record(self, rule: RecordRule, edge: EdgeRecord, scope: Scope) -> Iterator[Claim | Problem]:
        """The claim of a record that relates two others."""
        ends = [first(edge.subject, scope), first(edge.object, scope)]
        word = first(edge.relation, scope)
        place = self.file.at(*scope.place)
        if ends[0] is None or ends[1] is None or word is None:
            yield Problem(
                "record-without-id", f"a record of the sort '{rule.name}' lacks an end or its relation", place
            )
            return
        if word.text not in self.vocabulary.relations:
            yield Problem("unknown-word", f"there is no relation '{word.text}'", place)
            return
        references = (*edge.references, *self.mapping.references)
        subject, object_ = ends[0], ends[1]
        subject_ids = self.refer(references, subject.text, scope)[0] or (subject.text,)
        object_ids = self.refer(references, object_.text, scope)[0] or (object_.text,)
        qualifiers = self.qualifiers(edge.qualifiers, scope, object_)
        for broken, message in faults(qualifiers):
            yield Problem(broken, message, place)
        if word.text == "replaces" and "strength" not in qualifiers:
            qualifiers |= {"strength": "exact", "strength-by": "rule"}
        yield Claim(
            clean(subject_ids[0]),
            word.text,
            place,
            object=clean(object_.text),
            qualifiers=qualifiers,
            rule=f"{self.mapping.title}/{rule.name}",
            ids=tuple(map(clean, object_ids)),
        )


def _looked_up(groups: dict[str, str], scope: Scope, name: str) -> str | None:
    """A field of a reference rule: a group of its match, else a field of the record."""
    return groups[name] if name in groups else scope.text(name)


def _as_fields(piece: Piece) -> dict[str, Node]:
    """A value and the groups of its match as fields."""
    fields = {"item": piece.text, **piece.groups}
    return {name: Scalar(text, piece.offset, piece.offset, plain=False) for name, text in fields.items()}
