"""A style sheet: a YAML file that says how tiers, kinds and relations look in pictures, and nothing about what they mean.

::

    tiers:
      gold: {color: "#1b7f4b", icon: "★"}
    kinds:
      technology: {color: "#7aa6d8", shape: component}
    relations:
      replaces: {color: "#005a9c", line: solid, arrow: hollow}
"""

import difflib
import re
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from loaders.base import SourceFile
from loaders.files import read_file
from loaders.tree import Fault, Mapping, Node, Scalar
from loaders.vocabulary_file import CHOICES
from loaders.yaml_reader import read_yaml
from ontology.problem import Problem
from ontology.vocabulary import SHAPES, Vocabulary, fold_word

#: The parts of a style sheet, and what each says of its things.
LOOKS = {
    "tiers": {"color": "of everything in this tier", "icon": "a sign shown with it in Mermaid diagrams"},
    "kinds": {"color": "of such things without a tier", "shape": "of their boxes in diagrams, as Graphviz calls it"},
    "relations": {"color": "of their lines", "line": "how the line is drawn", "arrow": "how it ends"},
}
_COLOR = re.compile(r"#[0-9a-fA-F]{6}")


def read_style(path: str, vocabulary: Vocabulary) -> tuple[Vocabulary, list[Problem]]:
    """The vocabulary with the looks of a style sheet; every mistake is a problem at its own line."""
    file, problems = read_file(path, path, limit_mb=1)
    if file is None:
        return vocabulary, problems
    tree, faults = read_yaml(file.text)
    reader = _Reader(file, vocabulary)
    found = reader.whole(tree)
    return found, [*problems, *(file.problem(fault) for fault in faults), *reader.problems]


def schema() -> dict[str, Any]:
    """The JSON Schema of style sheets, for editors; which tiers, kinds and relations there are, only a catalogue knows.

    >>> sorted(schema()["properties"])
    ['kinds', 'relations', 'tiers']
    """
    forms: dict[str, dict[str, Any]] = {
        "color": {"type": "string", "pattern": f"^{_COLOR.pattern}$"},
        "shape": {"enum": sorted(SHAPES)},
        "icon": {"type": "string"},
        **{name: {"enum": list(CHOICES[name])} for name in ("line", "arrow")},
    }
    parts = {
        part: {
            "type": ["object", "null"],
            "additionalProperties": {
                "type": "object",
                "properties": {name: {**forms[name], "description": words} for name, words in looks.items()},
                "additionalProperties": False,
            },
        }
        for part, looks in LOOKS.items()
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:pattern-genealogy:style:1",
        "title": "Style sheet of kb",
        "description": "How tiers, kinds and relations look in pictures: kb draw --style FILE.",
        "type": ["object", "null"],
        "properties": parts,
        "additionalProperties": False,
    }


@dataclass
class _Reader:
    """Walks one file; ``problems`` collects its mistakes."""

    file: SourceFile
    vocabulary: Vocabulary
    problems: list[Problem] = field(default_factory=list)

    def wrong(self, node: Node, message: str, rule: str = "wrong-shape") -> None:
        """Note a mistake at a node's own line."""
        self.problems.append(self.file.problem(Fault(rule, message, node.start)))

    def whole(self, tree: Node | None) -> Vocabulary:
        """The vocabulary with every look that the file gives."""
        if tree is None:
            return self.vocabulary
        if not isinstance(tree, Mapping):
            self.wrong(tree, f"a style sheet is a mapping with {', '.join(LOOKS)}")
            return self.vocabulary
        tiers: dict[str, dict[str, Any]] = {}
        kinds: dict[str, dict[str, Any]] = {}
        relations: dict[str, dict[str, Any]] = {}
        for key, value in tree.entries:
            if key.raw == "tiers":
                words = [tier.name for scale in self.vocabulary.scales.values() for tier in scale.tiers]
                tiers |= {fold_word(name): looks for name, looks in self.part(key, value, words).items()}
            elif key.raw == "kinds":
                kinds |= self.part(key, value, self.vocabulary.kinds)
            elif key.raw == "relations":
                relations |= self.part(key, value, self.vocabulary.relations)
            else:
                self.wrong(key, f"'{key.raw}' is no part of a style sheet{_near(key.raw, LOOKS)}", "unknown-word")
        return self.vocabulary._replace(
            scales={
                name: scale._replace(
                    tiers=tuple(one._replace(**tiers.get(fold_word(one.name), {})) for one in scale.tiers)
                )
                for name, scale in self.vocabulary.scales.items()
            },
            kinds={name: one._replace(**kinds.get(name, {})) for name, one in self.vocabulary.kinds.items()},
            relations={
                name: one._replace(style=one.style._replace(**relations.get(name, {})))
                for name, one in self.vocabulary.relations.items()
            },
        )

    def part(self, part: Scalar, body: Node, known: Collection[str]) -> dict[str, dict[str, Any]]:
        """The looks of one part's things, by name."""
        found: dict[str, dict[str, Any]] = {}
        if isinstance(body, Scalar) and not body.raw:
            return found
        if not isinstance(body, Mapping):
            self.wrong(body, f"write '{part.raw}' as a mapping: a name, and under it how it looks")
            return found
        for name, looks in body.entries:
            if name.raw not in known and fold_word(name.raw) not in map(fold_word, known):
                self.wrong(
                    name, f"there is no '{name.raw}' among the {part.raw}{_near(name.raw, known)}", "unknown-word"
                )
            elif not isinstance(looks, Mapping):
                self.wrong(looks, f"'{name.raw}' looks like a mapping with {', '.join(LOOKS[part.raw])}")
            else:
                read = {key.raw: self.look(part.raw, key, value) for key, value in looks.entries}
                found[name.raw] = {key: value for key, value in read.items() if value is not None}
        return found

    def look(self, part: str, key: Scalar, value: Node) -> str | None:
        """One look as text; None where it is none, which is noted."""
        if key.raw not in LOOKS[part]:
            self.wrong(key, f"{part} have no '{key.raw}'{_near(key.raw, LOOKS[part])}", "unknown-word")
            return None
        if not isinstance(value, Scalar):
            self.wrong(value, f"'{key.raw}' is a single value")
            return None
        choices = SHAPES if key.raw == "shape" else CHOICES.get(key.raw)
        if choices and value.raw not in choices:
            self.wrong(value, f"'{value.raw}' is no {key.raw}{_near(value.raw, sorted(choices))}", "unknown-word")
            return None
        if key.raw == "color" and not _COLOR.fullmatch(value.raw):
            self.wrong(value, f"'{value.raw}' is no colour: write it as \"#rrggbb\", in quotes")
            return None
        return value.raw


def _near(word: str, known: Collection[str]) -> str:
    near = difflib.get_close_matches(word, list(known), 1)
    return f"; did you mean '{near[0]}'?" if near else f"; there are {', '.join(known)}"
