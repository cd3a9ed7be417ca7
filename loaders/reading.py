"""Turns keys and values into claims by the rules of a table (``loaders.dialect``): one page or record at a time."""

from collections.abc import Iterator
from dataclasses import dataclass

from loaders.base import SourceFile
from loaders.dialect import CHILD_KEYS, PAGES, Dialect, Rule
from loaders.items import Item, folded_key, keyed_records, names_in, pointer_to, records_in, values_in
from loaders.qualifiers import faults
from loaders.scalars import is_null, plain_data
from loaders.strength import strength_of, without_suggestion
from loaders.tree import Mapping, Node, Scalar
from ontology import dates
from ontology.claim import Claim, Value
from ontology.fillers import is_nothing, is_placeholder
from ontology.names import slug
from ontology.problem import Problem
from ontology.text import clean, is_clean
from ontology.vocabulary import Vocabulary

#: One file may make this many claims; more is an alias bomb or no page.
MOST_CLAIMS = 50_000


@dataclass(slots=True)
class Reader:
    """Reads the keys of one record, of which ``id`` is the node."""

    file: SourceFile
    vocabulary: Vocabulary
    id: str
    retired: bool = False
    """Whether the record says of itself that it is retired: then its alternatives are successors."""
    dialect: Dialect = PAGES
    kind: str = ""
    """The kind of the page, some of which have keys of their own."""

    def read(self, node: Mapping, pointer: str = "", above: str = "") -> Iterator[Claim | Problem]:
        """Everything that a mapping says, in reading order."""
        for key, value in node.entries:
            path = above + folded_key(key.raw)
            below = pointer_to(pointer, key.raw)
            rule = self.dialect.by_key(self.kind).get(path)
            if rule is not None:
                yield from self._by_rule(rule, path, key, value, below)
            elif path in self.dialect.above and isinstance(value, Mapping):
                yield from self.read(value, below, path + ".")
            elif (name := path.replace(".", "-").replace("_", "-")) in self.vocabulary.relations:
                yield from self._relation(Rule(path, name), name, False, path, key, value, below)
            elif name in self._inverses():
                yield from self._relation(Rule(path, name), self._inverses()[name], True, path, key, value, below)
            elif path not in ("type", "kind", "id", "slug"):
                yield from self._property(name, path, key, value, below)

    def _inverses(self) -> dict[str, str]:
        """Relations by how they read backwards: ``updated-by`` on the page of what was updated."""
        relations = self.vocabulary.relations.values()
        return {one.inverse.replace(" ", "-"): one.name for one in relations if not one.symmetric}

    def _by_rule(self, rule: Rule, path: str, key: Scalar, value: Node, pointer: str) -> Iterator[Claim | Problem]:
        says, backwards = rule.says, rule.backwards
        if rule.retired and self.retired:
            says, backwards = rule.retired, True
        if rule.unless and isinstance(value, Scalar) and folded_key(value.raw) in rule.unless:
            says = rule.otherwise
        if says in self.vocabulary.relations:
            yield from self._relation(rule, says, backwards, path, key, value, pointer)
        elif rule.keyed:
            yield from self._records(rule, path, value, pointer)
        else:
            yield from self._property(says, path, key, value, pointer)

    def _relation(
        self, rule: Rule, says: str, backwards: bool, path: str, key: Scalar, value: Node, pointer: str
    ) -> Iterator[Claim | Problem]:
        items = list(names_in(value, pointer, whole=rule.whole))
        for item in items:
            if is_placeholder(item.text):
                yield self._problem("placeholder", f"'{item.text}' under '{key.raw}' looks like a placeholder", item)
                continue
            if not is_clean(item.text):
                yield self._problem("control-character", f"a control character in a name under '{key.raw}'", item)
            for rule_broken, message in faults(item.qualifiers):
                yield self._problem(rule_broken, message, item)
            qualifiers: dict[str, Value] = {**rule.qualifiers, **item.qualifiers}
            if item.remark and not rule.child:
                note = qualifiers.get("note")
                qualifiers["note"] = f"{note}; {item.remark}" if note else item.remark
            if says == "replaces" and "strength" not in qualifiers:
                qualifiers["strength"] = strength_of(
                    rule.strength if says != rule.retired else "suggested",
                    retired=self.retired,
                    alone=len(items) == 1,
                    backwards=backwards,
                    conditional="when" in qualifiers,
                    text=item.text,
                )
                qualifiers["strength-by"] = "rule"
            name = clean(without_suggestion(item.text) if says == "replaces" else item.text)
            ids = (rule.target.format(slug=slug(name)),) if rule.target else ()
            subject, object_ = (name, self.id) if backwards else (self.id, name)
            source = self.file.at(item.offset, item.pointer)
            yield Claim(
                subject,
                says,
                source,
                object=object_,
                qualifiers=qualifiers,
                rule=f"pages/{path}",
                backwards=backwards,
                ids=ids,
                by_name=backwards,
            )
            if rule.child and item.record is not None:
                yield from self._child(name, item.record, item.pointer)

    def _child(self, id_: str, record: Mapping, pointer: str) -> Iterator[Claim | Problem]:
        """A publication that the page carries: a record of its own, with its own properties."""
        yield Claim(id_, "kind", self.file.at(record.start, pointer), value="publication", rule="pages/sources")
        for key, value in record.entries:
            folded = folded_key(key.raw)
            if folded in ("key", "role", "note") or is_null(value):
                continue
            says = CHILD_KEYS.get(folded, folded.replace("_", "-"))
            for item in values_in(value, pointer_to(pointer, key.raw)):
                text: Value = plain_data(item.record) if item.record else clean(item.text)
                source = self.file.at(item.offset, item.pointer)
                yield Claim(id_, says, source, value=text, rule=f"pages/sources.{folded}")

    def _records(self, rule: Rule, path: str, value: Node, pointer: str) -> Iterator[Claim | Problem]:
        """Records in a list, or in a mapping whose keys name them."""
        for data, offset, where in keyed_records(value, pointer, rule.keyed):
            yield Claim(self.id, rule.says, self.file.at(offset, where), value=data, rule=f"pages/{path}")

    def _property(self, name: str, path: str, key: Scalar, value: Node, pointer: str) -> Iterator[Claim | Problem]:
        declared = self.vocabulary.property(name)
        rule = f"pages/{path}"
        nested = isinstance(value, Mapping) and declared.type == "any"
        if declared.holds == "record" or nested:
            for data, offset, where in records_in(value, pointer):
                yield Claim(self.id, name, self.file.at(offset, where), value=data, rule=rule)
            return
        items = list(values_in(value, pointer))
        if declared.holds == "one" and declared.type != "date" and len(items) > 1:
            message = f"'{key.raw}' takes one value and has {len(items)}; all were kept as a dispute"
            yield self._problem("wrong-shape", message, items[1])
        for item in items:
            if item.record is not None and not item.text:
                yield Claim(
                    self.id, name, self.file.at(item.offset, item.pointer), value=plain_data(item.record), rule=rule
                )
                continue
            if is_nothing(item.text):
                continue
            yield from self._judged(declared.type, key, item)
            yield Claim(
                self.id,
                name,
                self.file.at(item.offset, item.pointer),
                value=clean(item.text),
                qualifiers=item.qualifiers,
                rule=rule,
            )

    def _judged(self, type_: str, key: Scalar, item: Item) -> Iterator[Problem]:
        """What is wrong with a value of a declared type; the value itself is kept as it is."""
        if is_placeholder(item.text):
            yield self._problem("placeholder", f"'{item.text[:60]}' under '{key.raw}' looks like a placeholder", item)
        elif type_ == "date" and dates.parse(item.text) is None:
            yield self._problem("not-a-date", f"'{item.text}' under '{key.raw}' is not a date", item)
        elif type_ == "tier" and self.vocabulary.tier(item.text) is None:
            known = ", ".join(tier.name for scale in self.vocabulary.scales.values() for tier in scale.tiers)
            yield self._problem("unknown-tier", f"the tier '{item.text}' is not declared; declared are {known}", item)
        if type_ == "name" and not is_clean(item.text):
            yield self._problem("control-character", f"a control character under '{key.raw}'", item)

    def _problem(self, rule: str, message: str, item: Item) -> Problem:
        return Problem(rule, clean(message), self.file.at(item.offset, item.pointer))
