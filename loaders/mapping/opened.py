"""A file as a mapping sees it: the source that it belongs to, its tree, and the records in it."""

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass, field

from loaders.base import SourceFile
from loaders.mapping.model import MappingRule, SourceRule, Through
from loaders.mapping.patterns import TooSlow
from loaders.mapping.scope import Scope, scopes
from loaders.mapping.values import texts_of
from loaders.readers import named
from loaders.tree import Fault, Node, Scalar

#: The records of a second table, by key.
Table = dict[str, list[Scope]]

#: Tables that stand in other files, by the rule that looks them up.
Tables = dict[int, Table]


def source_of(mapping: MappingRule, path: str) -> tuple[SourceRule, dict[str, str]] | None:
    """The first source that a path below the root belongs to, with the fields of the path."""
    for source in mapping.sources:
        if source.exclude and any(glob.match(path) is not None for glob in source.exclude):
            continue
        for glob in source.files:
            captured = glob.match(path)
            if captured is not None:
                return source, captured
    return None


def encoding_of(mapping: MappingRule, path: str) -> str:
    """What a file is encoded in, by the source that it belongs to."""
    found = source_of(mapping, path)
    return found[0].encoding if found is not None else "utf-8"


@dataclass
class Opened:
    """One file under its source; without a tree where it holds nothing that could be read."""

    source: SourceRule
    path: str
    captured: dict[str, str]
    tree: Node | None
    faults: list[Fault]
    tables: Tables
    extras: dict[str, Node] = field(default_factory=dict)
    _own: Tables = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Make the fields that the path gives."""
        name = posixpath.basename(self.path)
        parts = {
            "$path": self.path,
            "$folder": posixpath.dirname(self.path),
            "$name": name,
            "$stem": posixpath.splitext(name)[0],
            **self.captured,
        }
        self.extras = {name: Scalar(text, 0, 0, plain=False) for name, text in parts.items()}

    def scopes(self, at: str) -> Iterator[Scope]:
        """The records at a path, each with what encloses it; a list that the path ends at stands for its items."""
        return scopes(self.tree, at, self.extras, self.look_up) if self.tree is not None else iter(())

    def look_up(self, through: Through, key: str) -> list[Scope]:
        """The records of a second table that have a key: of this file, or of the files that the rule names."""
        if through.sources:
            return self.tables.get(id(through), {}).get(key, [])
        if id(through) not in self._own:
            self._own[id(through)] = self.table(through)
        return self._own[id(through)].get(key, [])

    def table(self, through: Through) -> Table:
        """The records of this file by the keys that a rule gives them."""
        table: Table = {}
        for scope in self.scopes(through.at):
            try:
                keys = texts_of(through.key, scope)
            except TooSlow:  # what is looked up under it is then reported as missing
                keys = []
            for key in dict.fromkeys(keys):
                table.setdefault(key, []).append(scope)
        return table


def opened(mapping: MappingRule, file: SourceFile, tables: Tables | None = None) -> Opened | None:
    """Read a file by its source's reader; None for one that the mapping does not want."""
    found = source_of(mapping, file.relative)
    if found is None:
        return None
    source, captured = found
    tree, faults = named(source.reader).read(file.text, source.options)
    return Opened(source, file.relative, captured, tree, faults, tables or {})
