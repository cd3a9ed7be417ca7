"""A user's own vocabulary: a YAML file that adds kinds, relations, properties, tier scales and state words.

::

    kinds:
      standard: {label: standard, plural: standards}
    relations:
      profiles: {label: profiles, inverse: profiled by, transitive: true, style: {line: dotted}}
    properties:
      licence: {label: licence, holds: one}
    scales:
      maturity: [{name: stable, needs: [licence]}, {name: sunset, retired: true}]
    retired-words: [phased out]
    live-words: [legacy]
"""

import difflib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, get_type_hints

from loaders.base import SourceFile
from loaders.files import read_file
from loaders.scalars import typed
from loaders.tree import Fault, Mapping, Node, Scalar, Sequence
from loaders.yaml_reader import read_yaml
from ontology.builtin import VOCABULARY
from ontology.needs import read_need
from ontology.problem import Problem
from ontology.vocabulary import Kind, Property, Relation, Scale, Style, Tier, Vocabulary, vocabulary

#: Fields with a closed choice of words.
CHOICES = {
    "holds": ("one", "many", "record"),
    "type": ("text", "prose", "date", "tier", "status", "kind", "name", "link", "any"),
    "line": ("solid", "dashed", "dotted", "thin", "faint", "none"),
    "arrow": ("normal", "hollow", "none"),
}
#: What each part of a vocabulary says.
SECTIONS = {
    "kinds": "sorts of things: a name, and what it is called",
    "relations": "a name, and how it reads from both ends",
    "properties": "a name, and what it holds",
    "scales": "a name, and its tiers, best first",
    "retired-words": "words of a status that mean: no longer in use",
    "live-words": "words that mean retired elsewhere, and do not here",
}
#: What each field says, by the part that it stands in; a style stands in a relation.
FIELDS = {
    "kinds": {
        "label": "how one is called",
        "plural": "how several are called",
        "shape": "a node shape of Graphviz",
        "background": "whether pictures leave such nodes out unless their relation is asked for",
        "color": "`#rrggbb`, of such nodes without a tier",
    },
    "relations": {
        "label": "how it reads from the one that says it: *replaces*",
        "inverse": "how it reads from the other end: *replaced by*",
        "lineage": "whether it leads from new to old",
        "symmetric": "whether it is true in both directions",
        "transitive": "whether the parts of a part are parts",
        "acyclic": "whether a circle is a mistake",
        "weak": "whether it is never part of an answer about lineage",
        "capability": "whether its objects are compared as kept, gained and lost",
        "object-kind": "the kind of an object that nothing defines",
        "style": "how it is drawn",
    },
    "style": {
        "line": "how the line is drawn",
        "arrow": "how it ends",
        "color": "`#rrggbb`; empty for the usual one",
    },
    "properties": {
        "label": "how it is called",
        "holds": "one value, which can be disputed; many; or records, kept whole",
        "type": "what sort of value it holds",
    },
    "scales": {
        "name": "the word that sources use",
        "label": "how it is shown",
        "retired": "whether what has this tier is no longer in use",
        "color": "`#rrggbb`",
        "icon": "a sign shown with it",
        "needs": "what `kb lint` asks of what has this tier: `checklist`, `2 example`, `replaced-by or alternative-to`",
    },
}


def read_vocabulary(path: str) -> tuple[Vocabulary, list[Problem]]:
    """Read a vocabulary file; every mistake is a problem at its own line, and what has none is kept."""
    file, problems = read_file(path, path, limit_mb=1)
    if file is None:
        return Vocabulary(), problems
    tree, faults = read_yaml(file.text)
    reader = VocabularyReader(file)
    found = reader.whole(tree)
    return found, [*problems, *(file.problem(fault) for fault in faults), *reader.problems]


@dataclass
class VocabularyReader:
    """Walks one file; ``problems`` collects its mistakes."""

    file: SourceFile
    problems: list[Problem] = field(default_factory=list)
    rule: str = "wrong-shape"
    """What a mistake is reported as."""
    needs: list[Scalar] = field(default_factory=list)
    """What tiers ask for, as written, to be looked at when all words are known."""

    def wrong(self, node: Node, message: str) -> None:
        """Note a mistake at a node's own line."""
        self.problems.append(self.file.problem(Fault(self.rule, message, node.start)))

    def whole(self, tree: Node | None) -> Vocabulary:
        """The vocabulary of a whole file."""
        kinds: list[Kind] = []
        relations: list[Relation] = []
        properties: list[Property] = []
        scales: list[Scale] = []
        words: dict[str, list[str]] = {"retired-words": [], "live-words": []}
        if tree is None:
            return Vocabulary()
        if not isinstance(tree, Mapping):
            self.wrong(tree, f"a vocabulary file is a mapping with {', '.join(SECTIONS)}")
            return Vocabulary()
        for key, value in tree.entries:
            if key.raw not in SECTIONS:
                self.wrong(key, f"'{key.raw}' is no part of a vocabulary{_near(key.raw, SECTIONS)}")
            elif key.raw == "kinds":
                kinds += self._named(value, lambda name, body: self._record(Kind, name, body))
            elif key.raw == "relations":
                relations += self._named(value, self._relation)
            elif key.raw == "properties":
                properties += self._named(value, lambda name, body: self._record(Property, name, body))
            elif key.raw == "scales":
                scales += self._named(value, self._scale)
            else:
                words[key.raw] += [one.raw for one in self._scalars(value)]
        made = vocabulary(kinds, relations, properties, scales, words["retired-words"], words["live-words"])
        self._check_needs(VOCABULARY.merged(made))
        return made

    def _check_needs(self, known: Vocabulary) -> None:
        """Say which demands of tiers nobody can meet, for want of such a word."""
        words = {*known.properties, *known.relations}
        words |= {relation.inverse.replace(" ", "-") for relation in known.relations.values()}
        for written in self.needs:
            need = read_need(written.raw)
            if need is None:
                self.wrong(written, f"'{written.raw}' is no need; write a word, '2 WORD' or 'WORD or WORD'")
                continue
            for word in need.words:
                if word not in words:
                    near = difflib.get_close_matches(word, sorted(words), 1)
                    hint = f"; did you mean '{near[0]}'?" if near else ""
                    self.wrong(written, f"'{word}' is no declared property or relation{hint}")

    def _named(self, node: Node, make: Callable[[Scalar, Node], Any]) -> Iterator[Any]:
        if not isinstance(node, Mapping):
            self.wrong(node, "write this as a mapping: a name, and under it what it means")
            return
        for name, body in node.entries:
            made = make(name, body)
            if made is not None:
                yield made

    def _scalars(self, node: Node) -> Iterator[Scalar]:
        items = node.items if isinstance(node, Sequence) else [node]
        for item in items:
            if isinstance(item, Scalar):
                yield item
            else:
                self.wrong(item, "a single word is wanted here")

    def _relation(self, name: Scalar, body: Node) -> Relation | None:
        made: Relation | None = self._record(Relation, name, body)
        if made is not None and made.lineage and made.symmetric:
            self.wrong(name, f"'{name.raw}' cannot be both lineage and symmetric: a lineage has an older end")
            return None
        return made

    def _scale(self, name: Scalar, body: Node) -> Scale | None:
        if not isinstance(body, Sequence):
            self.wrong(body, f"the scale '{name.raw}' is a list of tiers, best first")
            return None
        tiers = []
        for item in body.items:
            if isinstance(item, Scalar):
                tiers.append(Tier(item.raw, item.raw[:1].upper() + item.raw[1:]))
            elif isinstance(item, Mapping) and isinstance(word := item.get("name"), Scalar):
                body_without = Mapping(item.start, [entry for entry in item.entries if entry[0].raw != "name"])
                made = self._record(Tier, word, body_without)
                tiers += [made] if made is not None else []
            else:
                self.wrong(item, "a tier is a word, or a mapping with a name")
        return Scale(name.raw, tuple(tiers))

    def _record(self, type_: type[Any], name: Scalar, body: Node) -> Any:
        """One record out of a mapping of its fields; None where a needed one is missing or one is wrong."""
        specs = {name_.replace("_", "-"): name_ for name_ in type_._fields if name_ != "name"}
        types, defaults = get_type_hints(type_), type_._field_defaults
        values: dict[str, Any] = {}
        fine = True
        if isinstance(body, Scalar):
            body = Mapping(body.start, [] if typed(body) is None else [(Scalar("label", body.start, body.end), body)])
        if not isinstance(body, Mapping):
            self.wrong(body, f"'{name.raw}' is described by a mapping with {', '.join(specs)}")
            return None
        for key, value in body.entries:
            spec = specs.get(key.raw)
            if spec is None:
                self.wrong(key, f"'{key.raw}' is no field of '{name.raw}'{_near(key.raw, specs)}")
                fine = False
                continue
            read = self._record(Style, key, value) if key.raw == "style" else self._field(key, value, types[spec])
            fine = fine and read is not None
            values[spec] = read
        if "label" in specs:
            values.setdefault("label", name.raw.replace("-", " "))
        if type_ is Relation and values.get("symmetric"):
            values.setdefault("inverse", values["label"])
        for spec in specs.values():
            if spec not in defaults and spec not in values:
                self.wrong(name, f"'{name.raw}' needs '{spec}'")
                fine = False
        if not fine:
            return None
        return Style(**values) if type_ is Style else type_(name.raw, **values)

    def _field(self, key: Scalar, value: Node, type_: Any) -> Any:
        if key.raw == "needs":
            found = list(self._scalars(value))
            self.needs += found
            return tuple(one.raw for one in found)
        if not isinstance(value, Scalar):
            self.wrong(value, f"'{key.raw}' is a single value")
            return None
        if type_ is bool:
            read = typed(value)
            if not isinstance(read, bool):
                self.wrong(value, f"'{key.raw}' is true or false, not '{value.raw}'")
                return None
            return read
        choices = CHOICES.get(key.raw)
        if choices and value.raw not in choices:
            self.wrong(value, f"'{value.raw}' is none of {', '.join(choices)}{_near(value.raw, choices)}")
            return None
        return value.raw


def _near(word: str, known: Any) -> str:
    near = difflib.get_close_matches(word, list(known), 1)
    return f"; did you mean '{near[0]}'?" if near else f"; known are {', '.join(known)}"
