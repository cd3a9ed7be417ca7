"""Edges of a mapping: fields of a record that name others, records that relate two others, and other names."""

from dataclasses import dataclass
from functools import partial

from loaders.mapping.conditions import passes
from loaders.mapping.model import EdgeRecord, EdgeRule, RecordRule, ValueRule
from loaders.mapping.parts import Found, Piece, Trouble
from loaders.mapping.said import Sayer
from loaders.mapping.scope import Scope
from loaders.mapping.values import pieces
from loaders.mapping.words import relations_of
from loaders.qualifiers import faults
from loaders.strength import stated_strength
from loaders.tree import Node, Scalar
from ontology.claim import GROUPS, Claim, Value
from ontology.text import clean


@dataclass
class EdgeSayer(Sayer):
    """Says the edges of one file."""

    def edges(self, rule: EdgeRule, scope: Scope, id_: str, since: dict[str, Value]) -> None:
        """The claims of one edge rule on one record."""
        kept: list[tuple[Piece, tuple[str, ...], str, dict[str, Value]]] = []
        for one in self.values(rule.path, rule.value, scope):
            if one.record is not None:
                message = "a mapping stands here, where the name of a record should"
                self.wrong("wrong-shape", message, self.at(one), "name the field inside of it")
                self.count(rule.path, "unread")
                continue
            inner = scope.around(one.pointer, as_fields(one)) if rule.where or rule.qualifiers else scope
            if rule.where and not passes(rule.where, inner, partial(texts_beside, one)):
                self.count(rule.path, "left-out")
                continue
            ids, meaning = self.refer(rule.references, one.text, scope) if rule.references else ((), "record")
            if meaning == "none":
                self.count(rule.path, "none")
                continue
            said = (
                self.qualifiers(rule.qualifiers, inner, one) if rule.qualifiers or one.condition or one.choice else {}
            )
            kept.append((one, ids, meaning, {**since, **said} if said else since))
        alone = len(kept) == 1 or len({str(said.get("group") or ids or one.text) for one, ids, _, said in kept}) == 1
        for one, ids, meaning, said in kept:
            if meaning == "outside":
                self.count(rule.path, "outside")
            if meaning != "outside" or rule.outside == "node":
                if rule.missing == "ignore" and meaning == "record":
                    ids = (*(ids or (clean(one.text),)), "")
                self._edge(rule, id_, one, ids, said, alone=alone)
            elif rule.outside == "property":
                name, path = f"{rule.relation}-outside", f"{self.mapping.title}/{rule.path}"
                self.out.append(Claim(id_, name, self.at(one), value=clean(one.text), rule=path))

    def _edge(
        self, rule: EdgeRule, id_: str, one: Piece, ids: tuple[str, ...], qualifiers: dict[str, Value], *, alone: bool
    ) -> None:
        """The claim of one edge from a record to what a value names."""
        name, backwards = clean(one.text), rule.backwards
        self.out.append(
            Claim(
                name if backwards else id_,
                rule.relation,
                self.at(one),
                id_ if backwards else name,
                None,
                _strengthened(rule.relation, qualifiers, alone=alone, backwards=backwards),
                "stated",
                f"{self.mapping.title}/{rule.path}",
                backwards,
                ids or (name,),
                by_name=backwards,
            )
        )

    def qualifiers(self, rules: dict[str, ValueRule], scope: Scope, piece: Piece) -> dict[str, Value]:
        """An edge's qualifiers; what is wrong with one is reported."""
        out: dict[str, Value] = {}
        for name, rule in rules.items():
            texts = []
            for one in beside(rule, scope, piece):
                if isinstance(one, Trouble):
                    self.trouble(one)
                elif one.record is not None:
                    message = f"a mapping stands where '{name}' of an edge should; it was left out"
                    self.wrong("wrong-shape", message, self.at(one), "name the field inside of it")
                else:
                    texts.append(one.text)
            if texts:
                out[name] = list(texts) if name == "triggers" else texts[0] if len(texts) == 1 else ", ".join(texts)
        if piece.condition:
            out.setdefault("when", piece.condition)
        if piece.choice:
            out.setdefault("group", f"any-of: {clean(piece.choice)}")
        if "group" in out and not str(out["group"]).startswith(GROUPS):
            message = f"the group '{out.pop('group')}' is none of {', '.join(GROUPS)}; it was left out"
            self.wrong("unknown-word", message, self.at(piece))
        for broken, message in faults(out):
            self.wrong(broken, message, self.at(piece))
        return out

    def edge_record(self, rule: RecordRule, edge: EdgeRecord, scope: Scope) -> None:
        """The claims of a record that relates two others: one for each two that it names."""
        subjects = self.values(f"{rule.name}.subject", edge.subject, scope)
        objects = self.values(f"{rule.name}.object", edge.object, scope)
        words = self.values(f"{rule.name}.relation", edge.relation, scope, closed=True)
        if not (subjects and objects and words):
            self.count(rule.name, "without-id")
            message = f"a record of the sort '{rule.name}' lacks an end or its relation; it was left out"
            self.wrong("record-without-id", message, self.file.at(*scope.place))
            return
        for word in words:
            relation = relations_of(self.vocabulary).get(word.text)
            if relation is None:
                self.word(f"{rule.name}.relation", word.text)
                self.wrong("unknown-word", f"there is no relation '{word.text}'", self.at(word))
                continue
            backwards = relation[1] and not edge.by_age
            ends = [(one, other) for one in subjects for other in objects]
            for one, other in ends:
                subject, object_ = (other, one) if backwards else (one, other)
                alone = len({end.text for end in (objects if backwards else subjects)}) == 1
                self._between(rule, edge, relation[0], subject, object_, scope, alone=alone)

    def _between(
        self,
        rule: RecordRule,
        edge: EdgeRecord,
        relation: str,
        subject: Piece,
        object_: Piece,
        scope: Scope,
        *,
        alone: bool,
    ) -> None:
        """The claim of one edge between two named ends."""
        found = [self.refer(edge.references, one.text, scope) for one in (subject, object_)]
        for _, meaning in found:
            if meaning != "record":
                self.count(rule.name, meaning)
        if any(meaning == "none" for _, meaning in found):
            return
        qualifiers = self.qualifiers(edge.qualifiers, scope.around(object_.pointer, as_fields(object_)), object_)
        self.out.append(
            Claim(
                clean(subject.text),
                relation,
                self.at(subject),
                object=clean(object_.text),
                qualifiers=_strengthened(relation, qualifiers, alone=alone or "group" in qualifiers, backwards=True),
                rule=f"{self.mapping.title}/{rule.name}",
                ids=found[1][0] or (clean(object_.text),),
                by_name=True,
                subject_ids=found[0][0] or (clean(subject.text),),
            )
        )

    def alias(self, rule: RecordRule, of: ValueRule, scope: Scope, name: Piece) -> None:
        """A record that is no node of its own, but another name of those that it names."""
        for one in self.values(f"{rule.name}.alias-of", of, scope):
            ids, meaning = self.refer(self.mapping.references, one.text, scope)
            if meaning == "none":
                self.count(f"{rule.name}.alias-of", "none")
                continue
            self.out.append(
                Claim(
                    clean(one.text),
                    "alias",
                    self.at(name),
                    value=clean(name.text),
                    rule=f"{self.mapping.title}/{rule.name}",
                    ids=ids or (clean(one.text),),
                    by_name=True,
                )
            )


def _strengthened(relation: str, qualifiers: dict[str, Value], *, alone: bool, backwards: bool) -> dict[str, Value]:
    """The qualifiers of an edge, with its strength where it is a replacement that states none."""
    if relation != "replaces" or "strength" in qualifiers:
        return qualifiers
    strength = stated_strength(alone=alone, backwards=backwards, conditional="when" in qualifiers)
    return {**qualifiers, "strength": strength, "strength-by": "rule"}


def beside(rule: ValueRule, scope: Scope, piece: Piece) -> Found:
    """The values of a rule that belong to one value of an edge: of a list that holds both, those of the same item."""
    found = pieces(rule, scope)
    if not any("[*]" in name or "**" in name for name in (*rule.fields, *rule.every)):
        return found
    return [one for one in found if _same_items(one.pointer, piece.pointer)]


def texts_beside(piece: Piece, rule: ValueRule, scope: Scope) -> list[str]:
    """The texts of what ``beside`` finds."""
    return [one.text for one in beside(rule, scope, piece) if isinstance(one, Piece)]


def _same_items(one: str, other: str) -> bool:
    """Whether two pointers do not part at the items of one list."""
    for left, right in zip(one.split("/"), other.split("/"), strict=False):
        if left != right:
            return not (left.isdecimal() and right.isdecimal())
    return True


def as_fields(piece: Piece) -> dict[str, Node]:
    """A value, the groups of its match and the record of the second table that it comes from, as fields."""
    texts = {"item": piece.text, **(piece.groups or {})}
    fields: dict[str, Node] = {
        name: Scalar(text, piece.offset, piece.offset, plain=False) for name, text in texts.items()
    }
    return fields if piece.through is None else {**fields, "$through": piece.through}
