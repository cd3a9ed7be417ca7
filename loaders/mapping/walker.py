"""What every part of a mapping's reader needs: mistakes at their own line, and texts, patterns and templates."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from typing import TypeVar

from loaders.base import SourceFile
from loaders.mapping.model import Mention
from loaders.mapping.patterns import Pattern
from loaders.mapping.templates import Template, template
from loaders.meant import meant
from loaders.tree import Fault, Mapping, Node, Scalar, Sequence
from ontology.builtin import VOCABULARY
from ontology.problem import Problem
from ontology.source import Source
from ontology.vocabulary import Vocabulary

T = TypeVar("T")


@dataclass
class Walker:
    """Walks one mapping file; ``problems`` collects its mistakes."""

    file: SourceFile
    mentions: list[Mention] = field(default_factory=list)
    """Fields that rules ask for."""
    captured: set[str] = field(default_factory=set)
    """Named groups of patterns, which are fields, too."""
    record_name: str = ""
    """The sort of record that is being read; empty above all of them."""
    path: str = ""
    """The rule that is being read."""
    places: dict[str, Source] = field(default_factory=dict)
    """Where each source, record and rule stands, by name."""
    problems: list[Problem] = field(default_factory=list)
    vocabulary: Vocabulary = VOCABULARY

    def wrong(self, node: Node, message: str) -> None:
        """Note a mistake at a node's own line."""
        self.problems.append(self.file.problem(Fault("mapping", message, node.start)))

    def guarded(self, node: Node, make: Callable[[str], T], text: str) -> T | None:
        """What ``make`` makes of a text; its ``ValueError`` becomes a mistake."""
        try:
            return make(text)
        except ValueError as error:
            self.wrong(node, str(error))
            return None

    def entries(self, node: Node, known: Collection[str], what: str) -> Iterator[tuple[str, Scalar, Node]]:
        """The entries of a mapping whose keys are all known, each once; another one is a mistake."""
        if not isinstance(node, Mapping):
            self.wrong(node, f"{what} is written as a mapping with {', '.join(known)}")
            return
        seen: set[str] = set()
        for key, value in node.entries:
            if key.raw not in known:
                self.wrong(key, f"{what} has no '{key.raw}'{meant(key.raw, known)}")
            elif key.raw in seen:
                self.wrong(key, f"{what} has '{key.raw}' twice; write several values as a list")
            else:
                seen.add(key.raw)
                yield key.raw, key, value

    def items(self, node: Node) -> list[Node]:
        """A list, or one thing as a list."""
        return node.items if isinstance(node, Sequence) else [node]

    def text(self, node: Node, what: str) -> str:
        """A single text; a mistake gives an empty one."""
        if isinstance(node, Scalar):
            return node.raw
        self.wrong(node, f"{what} is a single text")
        return ""

    def texts(self, node: Node, what: str) -> list[Scalar]:
        """One text or a list of texts."""
        found = []
        for item in self.items(node):
            if isinstance(item, Scalar):
                found.append(item)
            else:
                self.wrong(item, f"{what} is a text or a list of texts")
        return found

    def choice(self, node: Node, words: Collection[str], what: str) -> str:
        """One of some words; a mistake gives the first of them."""
        found = self.text(node, what)
        if found not in words:
            self.wrong(node, f"{what} is one of {', '.join(words)}, not '{found}'")
            return next(iter(words))
        return found

    def yes(self, node: Node, what: str) -> bool:
        """True or false."""
        return self.choice(node, ("false", "true"), what) == "true"

    def pattern(self, node: Node) -> Pattern | None:
        """A regular expression; its named groups are noted."""
        found = self.guarded(node, Pattern.compiled, self.text(node, "a pattern"))
        self.captured.update(found.names if found is not None else ())
        return found

    def template(self, node: Node, *, of_match: bool = False) -> Template | None:
        """A template; its fields are asked for, but with ``of_match`` numbers are groups of a match, not fields."""
        found = self.guarded(node, template, self.text(node, "a template"))
        for name in found.fields if found is not None else ():
            if not (of_match and name.isdecimal()):
                self.mention(name, node)
        return found

    def mention(self, name: str, node: Node) -> None:
        """Note that the rule that is being read asks for a field."""
        self.mentions.append(Mention(self.record_name, name, self.path, self.file.at(node.start)))
