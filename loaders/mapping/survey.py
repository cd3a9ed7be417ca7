"""Looks at files as a mapping does, for its author: which fields the records hold, and which of them no rule asks for."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple, TypeGuard, TypeVar

from loaders.base import SourceFile
from loaders.mapping.conditions import passes
from loaders.mapping.edges import as_fields
from loaders.mapping.model import MappingRule, Mention, RecordRule
from loaders.mapping.opened import Opened, Tables, opened, source_of
from loaders.mapping.parts import Piece
from loaders.mapping.patterns import TooSlow
from loaders.mapping.scope import Scope
from loaders.mapping.values import grouped, pieces
from loaders.readers.steps import looks_at
from loaders.scalars import is_null
from loaders.tree import Mapping, Node, Scalar, Sequence
from ontology.source import Source
from ontology.text import clean, fold_space

K = TypeVar("K")


class Place(NamedTuple):
    """Something that stands in the files: how often, and where first, with what stands there."""

    times: int
    source: Source
    text: str


@dataclass
class Survey:
    """What was seen in all files that were looked at."""

    mapping: MappingRule
    tables: Tables = field(default_factory=dict)
    files: dict[str, list[tuple[str, dict[str, str]]]] = field(default_factory=dict)
    """By source: its files, with the fields of their paths."""
    asked: dict[Mention, int] = field(default_factory=dict)
    """In how many records each field stands that the mapping asks for."""
    held: dict[str, set[str]] = field(default_factory=dict)
    """By sort of record: the fields that stand in some record of it."""
    unused: dict[tuple[str, str], Place] = field(default_factory=dict)
    """By sort of record and path: fields that no rule asks for."""
    untaken: dict[str, Place] = field(default_factory=dict)
    """By path to records: those that no sort of record takes."""

    def look(self, file: SourceFile) -> None:
        """Look at one file; one that the mapping does not want, or that cannot be read, shows nothing."""
        belongs = source_of(self.mapping, file.relative)
        if belongs is None:
            return
        self.files.setdefault(belongs[0].name, []).append((file.path, belongs[1]))
        found = opened(self.mapping, file, self.tables) if self.mapping.records else None
        if found is not None and found.tree is not None:
            one = _Looking(self, file, found)
            one.records()
            one.rest()

    def fields_of(self, record: str) -> list[str]:
        """The fields that stand in some record of a sort, or in any."""
        return sorted(self.held.get(record, set()) or set().union(*self.held.values(), set()))


@dataclass
class _Looking:
    """One file."""

    survey: Survey
    file: SourceFile
    opened: Opened
    used: set[int] = field(default_factory=set)
    """Nodes that some rule asked for, by identity."""
    taken: dict[int, str] = field(default_factory=dict)
    """Records that some sort takes, with the sort."""
    left: dict[int, tuple[str, Node]] = field(default_factory=dict)
    """Records that none has taken so far, with the path to them."""

    def records(self) -> None:
        """Ask every rule for its fields in every record."""
        for rule in self.survey.mapping.records:
            if not rule.sources or self.opened.source.name in rule.sources:
                mine = [one for one in self.survey.mapping.mentions if one.record in (rule.name, "")]
                for scope in self.opened.scopes(rule.at):
                    self._record(rule, mine, scope)
        for through in self.survey.mapping.throughs:
            if not through.sources or self.opened.source.name in through.sources:
                mine = [one for one in self.survey.mapping.mentions if one.record == through.at]
                for scope in self.opened.scopes(through.at):
                    self._take(through.at, scope)
                    self._ask(mine, [scope])
        for node, (path, record) in self.left.items():
            if node not in self.taken:
                text = _shown(record) if _holds(record) else ""
                _add(self.survey.untaken, path, self.file.at(record.start), text)

    def _record(self, rule: RecordRule, mentions: list[Mention], scope: Scope) -> None:
        try:
            wanted = passes(rule.where, scope)
            inner = list(_inner(rule, scope)) if wanted else []
        except TooSlow:  # a load reports it
            return
        if wanted:
            self._take(rule.name, scope)
            self._ask(mentions, [scope, *inner])
        else:
            whole = "[*]" if isinstance(self.opened.tree, Sequence) else "$"
            self.left[id(scope.nodes[0][0])] = (rule.at or whole, scope.nodes[0][0])
            self._ask([one for one in mentions if one.rule == f"{rule.name}.where"], [scope])

    def _take(self, name: str, scope: Scope) -> None:
        node = scope.nodes[0][0]
        self.taken.setdefault(id(node), name)
        if isinstance(node, Mapping):
            self.survey.held.setdefault(name, set()).update(key.raw for key, _ in node.entries)

    def _ask(self, mentions: Iterable[Mention], scopes: list[Scope]) -> None:
        """Note which fields are there, in the record or beside one of its values."""
        for mention in mentions:
            found = [node for scope in scopes for node, _ in scope.find(mention.field)]
            beside = [node for name in looks_at(mention.field) for scope in scopes for node, _ in scope.find(name)]
            self.used.update(map(id, (*found, *beside)))
            self.survey.asked[mention] = self.survey.asked.get(mention, 0) + bool(found)

    # ---- what nobody asked for

    def rest(self) -> None:
        """Note what stands in the file and was not asked for."""
        self._unused(self.opened.tree, self.taken.get(id(self.opened.tree), ""), "")

    def _unused(self, node: Node | None, record: str, path: str) -> bool:
        """Whether anything in a node is used, or is not to be looked at; what is not, is noted beside it."""
        if id(node) in self.used or (id(node) in self.left and id(node) not in self.taken):
            return True
        record, path = (self.taken[id(node)], "") if id(node) in self.taken else (record, path)
        below = list(_below(node, path))
        used = [self._unused(child, record, inner) for inner, child in below]
        whole = id(node) in self.taken or node is self.opened.tree
        if not (whole or any(used)):
            return False
        # Each heading is read as text, lines, bullets and more at once: who asks for one of them has read it.
        if whole or self.opened.source.reader != "sections":
            for (inner, child), done in zip(below, used, strict=True):
                said = child.get("text") if self._is_section(child) else child
                if not done and said is not None and _holds(said):
                    _add(self.survey.unused, (record, inner), self.file.at(child.start), _shown(said))
        return True

    def _is_section(self, node: Node) -> TypeGuard[Mapping]:
        return self.opened.source.reader == "sections" and isinstance(node, Mapping)


def _inner(rule: RecordRule, scope: Scope) -> Iterator[Scope]:
    """Where else than in the record itself a rule looks: beside the values of edges, and in groups of columns."""
    asking = [one.value for one in rule.edges if one.where or one.qualifiers]
    asking += [one.value for one in rule.properties if one.where]
    for value in asking:
        for piece in pieces(value, scope):
            if isinstance(piece, Piece):
                yield scope.around(piece.pointer, as_fields(piece))
    for dated in rule.dated_names:
        if dated.value.groups is not None:
            yield from grouped(dated.value, scope)


def _below(node: Node | None, path: str) -> Iterator[tuple[str, Node]]:
    """What stands in a node, with its path; what a reader adds is passed over."""
    if isinstance(node, Sequence):
        yield from ((f"{path}[*]", item) for item in node.items)
    elif isinstance(node, Mapping):
        for key, value in node.entries:
            if not (key.start == key.end and key.raw.startswith("$")):
                name = key.raw if not set(key.raw) & set('.[]"*') else f'"{key.raw}"'
                yield f"{path}.{name}" if path else name, value


def _holds(node: Node) -> bool:
    """Whether anything stands in a node."""
    if isinstance(node, Scalar):
        return not is_null(node) and bool(node.raw.strip())
    return any(_holds(child) for _, child in _below(node, ""))


def _shown(node: Node) -> str:
    """The first text in a node."""
    while not isinstance(node, Scalar):
        node = next(child for _, child in _below(node, "") if _holds(child))
    return clean(fold_space(node.raw))[:60]


def _add(places: dict[K, Place], key: K, source: Source, text: str) -> None:
    known = places.get(key)
    places[key] = known._replace(times=known.times + 1) if known else Place(1, source, text)
