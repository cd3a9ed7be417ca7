"""Reads the value rules, conditions and reference rules of a mapping file."""

import re
from collections.abc import Callable, Collection
from collections.abc import Mapping as Map
from dataclasses import dataclass, field
from typing import Any

from loaders.mapping import language
from loaders.mapping.days import date_form
from loaders.mapping.model import Condition, ReferenceRule, Retirement, Through, ValueRule, Where
from loaders.mapping.patterns import Pattern
from loaders.mapping.templates import Template
from loaders.mapping.walker import Walker
from loaders.meant import meant
from loaders.readers import steps
from loaders.scalars import plain_data
from loaders.tree import Mapping, Node, Scalar, Sequence
from ontology.vocabulary import fold_word

#: The steps of a value rule: first where it comes from (one of five), then what is done to it, in this order.
VALUE = language.names(language.ORIGIN, language.STEPS)
THROUGH = language.names(language.THROUGH)
ORIGIN_KEYS = (*language.names(language.ORIGIN), "key", "pick", "default")
PICKS = language.choices(language.STEPS, "pick")
ORIGINS = ("fields", "every", "constant", "template", "groups")
REFERENCE = language.names(language.REFERENCE)
CONDITION = language.names(language.CONDITION)
#: Keys of ``retired`` beside those of a condition.
RETIRED = language.names(language.WHEN)


@dataclass
class ValueParser(Walker):
    """Reads what stands in many places of a mapping."""

    source_names: set[str] = field(default_factory=set)
    throughs: list[Through] = field(default_factory=list)

    def value(self, node: Node, *, more: Collection[str] = ()) -> ValueRule:
        """A value rule: a field's name, a template, or a mapping of steps; ``more`` are keys that others read."""
        if isinstance(node, Scalar):
            if "{" in node.raw:
                return ValueRule(template=self.templates(node))
            return ValueRule(fields=self.fields(node, "a field"))
        if isinstance(node, Sequence):
            self.wrong(node, "a single value is wanted here: a field's name, a template, or a mapping of steps")
            return ValueRule()
        steps = self.steps(node, (*VALUE, *more), "a value")
        if not any(name in steps for name in ORIGINS):
            self.wrong(node, "a value needs one of from, every, value, template, groups")
        return ValueRule(**steps)

    def steps(self, node: Node, known: Collection[str], what: str) -> dict[str, Any]:
        """The steps of a value rule, as fields of it; keys that are none are left to others."""
        found: dict[str, Any] = {}
        for key, _, body in self.entries(node, known, what):
            if key in _STEPS:
                found |= _STEPS[key](self, key, body)
        return found

    def fields(self, node: Node, what: str) -> tuple[str, ...]:
        """Names of fields, or paths to them."""
        found = []
        for one in self.texts(node, what):
            self.guarded(one, steps.check, one.raw)
            found.append(one.raw)
            self.mention(one.raw, one)
        return tuple(found)

    # ---- steps: each gives the fields of ValueRule that it sets

    def _origin(self, key: str, body: Node) -> dict[str, Any]:
        return {"fields" if key == "from" else "every": self.fields(body, f"'{key}'")}

    def templates(self, node: Node) -> tuple[Template, ...]:
        """One template, or several of which the first complete one counts."""
        return tuple(filter(None, (self.template(one) for one in self.texts(node, "'template'"))))

    def _templates(self, key: str, body: Node) -> dict[str, Any]:
        return {key: self.templates(body)}

    def _template(self, key: str, body: Node) -> dict[str, Any]:
        return {key: self.template(body, of_match=True)}

    def _pattern(self, key: str, body: Node) -> dict[str, Any]:
        return {key: self.pattern(body)}

    def _split(self, key: str, body: Node) -> dict[str, Any]:
        """``split``: the marks between parts, or ``matches``: a regular expression."""
        name = key.replace("-", "_")
        if isinstance(body, Mapping):
            found = [self.pattern(value) for _, _, value in self.entries(body, ("matches",), f"'{key}'")]
            return {name: found[0]} if found else {}
        marks = self.texts(body, f"'{key}'")
        for one in marks:
            if not one.raw:
                self.wrong(one, f"a mark of '{key}' is empty")
        return {name: Pattern.compiled("|".join(mark_pattern(one.raw) for one in marks))}

    def _then(self, key: str, body: Node) -> dict[str, Any]:
        """``then``: more steps, after all others."""
        known = [name for name in VALUE if name not in ORIGIN_KEYS]
        return {key: ValueRule(**self.steps(body, known, f"'{key}'"))}

    def _pick(self, key: str, body: Node) -> dict[str, Any]:
        return {key: self.choice(body, PICKS, f"'{key}'")}

    def _strip(self, key: str, body: Node) -> dict[str, Any]:
        found = [self.guarded(one, Pattern.compiled, one.raw) for one in self.texts(body, "'strip'")]
        return {key: tuple(filter(None, found))}

    def _map(self, key: str, body: Node) -> dict[str, Any]:
        """``map``: from a written value to what it means; ``null`` for nothing."""
        if not isinstance(body, Mapping):
            self.wrong(body, f"'{key}' is a mapping from what is written to what it means")
            return {}
        words = {}
        for written, value in body.entries:
            if isinstance(value, Scalar):
                words[written.raw] = "" if value.plain and value.raw in ("null", "~", "") else value.raw
            else:
                self.wrong(value, "a word maps to a word")
        return {"words": words}

    def _null(self, key: str, body: Node) -> dict[str, Any]:
        return {"nothing": frozenset(one.raw.casefold() for one in self.texts(body, f"'{key}'"))}

    def _dates(self, key: str, body: Node) -> dict[str, Any]:
        forms = self.texts(body, f"'{key}'")
        for one in forms:
            self.guarded(one, date_form, one.raw)
        return {key: tuple(one.raw for one in forms)}

    def _groups(self, key: str, body: Node) -> dict[str, Any]:
        numbers = {name: plain_data(value) for name, _, value in self.entries(body, ("start", "size"), f"'{key}'")}
        start, size = numbers.get("start"), numbers.get("size")
        if isinstance(start, int) and isinstance(size, int) and start >= 0 and size > 0:
            return {key: (start, size), "fields": ("0",)}
        self.wrong(body, "'groups' needs 'start' (the first column) and 'size' (columns in a group)")
        return {key: (0, 1)}

    def _trim(self, key: str, body: Node) -> dict[str, Any]:
        return {key: self.yes(body, f"'{key}'")}

    def _links(self, key: str, body: Node) -> dict[str, Any]:
        return {key: self.choice(body, language.choices(language.STEPS, key), f"'{key}'")}

    def _otherwise(self, key: str, body: Node) -> dict[str, Any]:
        return {key: self.choice(body, language.choices(language.STEPS, key), f"'{key}'")}

    def _through(self, key: str, body: Node) -> dict[str, Any]:
        """``through``: where the records of the second table stand, what they are called, and what is taken of them."""
        parts = {name: value for name, _, value in self.entries(body, THROUGH, "'through'")}
        if not {"at", "value"} <= parts.keys():
            self.wrong(body, "'through' needs 'at' (where the records stand) and 'value' (what is taken of one)")
            return {}
        at = self.text(parts["at"], "'at'")
        self.guarded(parts["at"], steps.parse, at)
        name, self.record_name = self.record_name, at
        called = self.value(parts["key"]) if "key" in parts else ValueRule(fields=("$key",))
        made = Through(at, called, self.value(parts["value"]), self.origins(parts["from"]) if "from" in parts else ())
        self.record_name = name
        self.throughs.append(made)
        return {key: made}

    def origins(self, node: Node) -> tuple[str, ...]:
        """The names of sources that something is read from."""
        found = self.texts(node, "'from'")
        for one in found:
            if one.raw not in self.source_names:
                known = sorted(self.source_names)
                self.wrong(one, f"no source has the name '{one.raw}'{meant(one.raw, known)}")
        return tuple(one.raw for one in found)

    def _text(self, key: str, body: Node) -> dict[str, Any]:
        return {"constant" if key == "value" else key: self.text(body, f"'{key}'")}

    # ---- conditions and references

    def conditions(self, node: Node) -> Where:
        """``where``: fields, and what each must be; of a list of such mappings any."""
        found = []
        for one in self.items(node):
            if isinstance(one, Mapping):
                found.append(tuple(self.condition(self.value(key), body) for key, body in one.entries))
            else:
                self.wrong(one, "'where' is a mapping: a field, and what it must be")
        return tuple(found)

    def condition(self, value: ValueRule, node: Node, *, folded: bool = False) -> Condition:
        """One condition: a word, a list of words, or ``in``, ``matches``, ``present``, ``not``, which all must hold."""

        def words(body: Node, what: str) -> frozenset[str]:
            """The words that a field is compared with."""
            return frozenset(fold_word(one.raw) if folded else one.raw for one in self.texts(body, what))

        if isinstance(node, Scalar | Sequence):
            return Condition(value, words(node, "a condition"), folded=folded)
        found: dict[str, Any] = {}
        for key, _, body in self.entries(node, CONDITION, "a condition"):
            if key in ("in", "not"):
                found["among" if key == "in" else "unless"] = words(body, f"'{key}'")
            elif key == "matches":
                found["match"] = self.pattern(body)
            else:
                found["present"] = self.yes(body, "'present'")
        return Condition(value, **found, folded=folded)

    def retired(self, path: str, node: Node) -> Retirement:
        """``retired: {when: FIELD, in: [...]}``."""
        known = list(self.entries(node, (*RETIRED, *CONDITION), "'retired'"))
        own = {key: value for key, _, value in known if key in RETIRED}
        rest = Mapping(node.start, [(written, value) for key, written, value in known if key in CONDITION])
        if "when" not in own or not rest.entries:
            if isinstance(node, Mapping) and len(known) == len(node.entries):  # else that is told already
                self.wrong(node, "'retired' needs 'when' (a field) and one of in, matches, present, not")
            return Retirement(path, Condition(ValueRule()))
        condition = self.condition(self.value(own["when"]), rest, folded=True)
        where = self.conditions(own["where"]) if "where" in own else ()
        return Retirement(path, condition, where, only="only" in own and self.yes(own["only"], "'only'"))

    def references(self, node: Node, path: str = "references") -> tuple[ReferenceRule, ...]:
        """Reference rules in order; one without ``match`` takes every name. ``path`` names them as a whole."""
        found, before = [], self.path
        for place, item in enumerate(self.items(node), 1):
            match: Pattern | None = None
            ids, meaning, fine = [], "record", True
            self.path = f"{path}[{place}]"
            self.places[self.path] = self.file.at(item.start)
            for key, _, body in self.entries(item, REFERENCE, "a reference rule"):
                if key == "match":
                    match = self.pattern(body)
                    fine = match is not None
                elif key == "id":
                    written = self.texts(body, "'id'")
                    ids = [one for one in (self.template(text, of_match=True) for text in written) if one]
                else:
                    meaning = self.choice(body, language.choices(language.REFERENCE, "means"), "'means'")
            if fine:
                found.append(ReferenceRule(f"{path}[{place}]", match, tuple(ids), meaning))
        self.path = before
        return tuple(found)


def mark_pattern(mark: str) -> str:
    """The regular expression of a mark: blanks at its ends are white space, a single blank any white space.

    >>> mark_pattern(","), mark_pattern(" and "), mark_pattern(" ")
    ('\\\\s*,\\\\s*', '\\\\s+and\\\\s+', '\\\\s+')
    """
    core = mark.strip()
    if not core:
        return r"\s+" if mark == " " else re.escape(mark)
    start = mark.index(core)
    ends = (mark[:start], mark[start + len(core) :])
    before, after = (re.escape(end) if end.strip(" ") else r"\s+" if end else r"\s*" for end in ends)
    return before + re.escape(core) + after


_STEPS: Map[str, Callable[[ValueParser, str, Node], dict[str, Any]]] = {
    "from": ValueParser._origin,
    "every": ValueParser._origin,
    "value": ValueParser._text,
    "template": ValueParser._templates,
    "groups": ValueParser._groups,
    "key": ValueParser._template,
    "links": ValueParser._links,
    "split": ValueParser._split,
    "any-of": ValueParser._split,
    "trim": ValueParser._trim,
    "match": ValueParser._pattern,
    "strip": ValueParser._strip,
    "condition": ValueParser._pattern,
    "null": ValueParser._null,
    "map": ValueParser._map,
    "otherwise": ValueParser._otherwise,
    "dates": ValueParser._dates,
    "take": ValueParser._template,
    "through": ValueParser._through,
    "then": ValueParser._then,
    "pick": ValueParser._pick,
    "default": ValueParser._text,
}
