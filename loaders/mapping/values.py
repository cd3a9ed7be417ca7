"""Finds the values that a rule asks for in a record, step by step, each with the place where it stands."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from loaders.items import pointer_to
from loaders.mapping.days import read_date
from loaders.mapping.model import Condition, ValueRule
from loaders.mapping.patterns import Pattern, TooSlow
from loaders.mapping.scope import Scope
from loaders.scalars import is_null
from loaders.tree import Mapping, Node, Scalar, Sequence
from ontology.fillers import is_nothing

BOOLEANS = ("true", "false", "yes", "no")
LINK = r"""\[(?P<text>[^\[\]]*)\]\(<?(?P<target>[^()\s<>]+(?:\([^()\s]*\)[^()\s]*)?)>?(?:\s+["'][^"']*["'])?\)"""


@dataclass(slots=True)
class Piece:
    """One value on its way through the steps."""

    text: str
    offset: int
    pointer: str
    groups: dict[str, str] = field(default_factory=dict)
    condition: str = ""
    node: Node | None = None

    @property
    def record(self) -> Mapping | None:
        """The mapping that it is, if it is no text."""
        return self.node if isinstance(self.node, Mapping) else None


@dataclass(slots=True)
class Trouble:
    """A value that could not be read, with why."""

    rule: str
    message: str
    offset: int
    pointer: str


def pieces(rule: ValueRule, scope: Scope) -> Iterator[Piece | Trouble]:
    """The values of a rule in a scope, in reading order."""
    found = False
    for piece in _raw(rule, scope):
        try:
            for one in _parts(rule, scope, piece):
                found = found or isinstance(one, Piece)
                yield one
        except TooSlow as error:
            yield Trouble("pattern-too-slow", str(error), piece.offset, piece.pointer)
    if not found and rule.default is not None:
        yield Piece(rule.default, *scope.place)


def first(rule: ValueRule, scope: Scope) -> Piece | None:
    """The first value of a rule, if there is one."""
    return next((one for one in pieces(rule, scope) if isinstance(one, Piece)), None)


def why_holds(condition: Condition, scope: Scope) -> str | None:
    """The value by which a record fulfils a condition, empty where it lacks one that it must not have; else None."""
    texts = [one.text for one in pieces(condition.value, scope) if isinstance(one, Piece)]
    if condition.present is not None and bool(texts) != condition.present:
        return None
    if condition.match is not None and not any(condition.match.whole(text) for text in texts):
        return None
    fitting = [text for text in texts if text in condition.among]
    if condition.negated:
        return None if fitting else ""
    if condition.among:
        return fitting[0] if fitting else None
    return texts[0] if texts else ""


def _raw(rule: ValueRule, scope: Scope) -> Iterator[Piece]:
    """The values before any step: a constant, a template, several fields, or the first that holds anything."""
    if rule.constant is not None:
        yield Piece(rule.constant, *scope.place)
    elif rule.template is not None:
        text = rule.template.fill(scope.text)
        if text is not None:
            yield Piece(text, *scope.place_of(rule.template.fields))
    elif rule.every:
        for name in rule.every:
            yield from _field(rule, scope, name)
    else:
        for name in rule.fields:
            got = list(_field(rule, scope, name))
            if got:
                yield from got
                return


def _field(rule: ValueRule, scope: Scope, name: str) -> Iterator[Piece]:
    for node, pointer in scope.find(name):
        if rule.key is None:
            yield from leaves(node, pointer)
            continue
        key = rule.key.fill(scope.text)
        inner = node.get(key) if key is not None and isinstance(node, Mapping) else None
        if inner is not None:
            yield from leaves(inner, pointer_to(pointer, key or ""))


def leaves(node: Node, pointer: str) -> Iterator[Piece]:
    """Every scalar of a value or of a list; a mapping is one piece, which steps cannot take apart."""
    if isinstance(node, Scalar):
        if not is_null(node):
            yield Piece(node.raw, node.start, pointer, node=node)
    elif isinstance(node, Sequence):
        for place, item in enumerate(node.items):
            yield from leaves(item, pointer_to(pointer, place))
    else:
        yield Piece("", node.start, pointer, node=node)


def _parts(rule: ValueRule, scope: Scope, piece: Piece) -> Iterator[Piece | Trouble]:
    """One raw value through links, split, trim and match; each part goes on alone."""
    if piece.record is not None:
        yield piece
        return
    parts = [piece]
    if rule.links:
        parts = [
            Piece(found[rule.links], piece.offset + found.start(rule.links), piece.pointer)
            for found in Pattern.compiled(LINK).every(piece.text)
        ]
    if rule.split is not None:
        parts = [one for part in parts for one in _split(rule.split, part)]
    for part in parts:
        if rule.trim or rule.split is not None:
            lead = len(part.text) - len(part.text.lstrip())
            part.text, part.offset = part.text.strip(), part.offset + lead
        if rule.match is None:
            yield from _single(rule, scope, part)
            continue
        for found in rule.match.every(part.text):
            groups = {str(place): text or "" for place, text in enumerate((found[0], *found.groups()))}
            groups |= {name: text or "" for name, text in found.groupdict().items()}
            one = 1 if found.re.groups == 1 and found[1] is not None else 0
            yield from _single(rule, scope, Piece(found[one], part.offset + found.start(one), part.pointer, groups))


def _split(mark: Pattern, piece: Piece) -> Iterator[Piece]:
    place = 0
    for found in mark.every(piece.text):
        yield Piece(piece.text[place : found.start()], piece.offset + place, piece.pointer)
        place = found.end()
    yield Piece(piece.text[place:], piece.offset + place, piece.pointer)


def _single(rule: ValueRule, scope: Scope, piece: Piece) -> Iterator[Piece | Trouble]:
    """A single value through strip, condition, null, map, dates and take."""
    for pattern in rule.strip:
        if found := pattern.anywhere(piece.text):
            piece.text = piece.text[: found.start()] + piece.text[found.end() :]
    if rule.condition is not None and (found := rule.condition.anywhere(piece.text)):
        piece.condition = (found[1] or "" if found.re.groups else found[0]).strip(" ()[]")
        piece.text = piece.text[: found.start()].rstrip()
    if is_nothing(piece.text) or piece.text.strip().casefold() in rule.nothing:
        return
    for trouble in (_translate(rule, piece), _date(rule, piece)):
        if trouble is not None:
            yield trouble
            return
        if not piece.text:
            return
    if rule.take is not None:
        taken = rule.take.fill(lambda name: _of_piece(name, piece, scope))
        if taken is None:
            return
        piece.text = taken
    yield piece


def _translate(rule: ValueRule, piece: Piece) -> Trouble | None:
    """Put what a word means in its place; nothing where it means none or is not known."""
    if not rule.words and rule.otherwise == "keep":
        return None
    mapped = rule.words.get(piece.text, rule.words.get(piece.text.strip()))
    if mapped is None and rule.otherwise == "report":
        message = f"'{piece.text}' is none of {', '.join(rule.words)}"
        return Trouble("unknown-word", message, piece.offset, piece.pointer)
    if mapped is not None or rule.otherwise == "drop":
        piece.text = mapped or ""
    return None


def _date(rule: ValueRule, piece: Piece) -> Trouble | None:
    """Put a date as EDTF in the place of a written one; true and false are none, and nothing wrong."""
    if not rule.dates or not piece.text:
        return None
    written, piece.text = piece.text, read_date(piece.text, rule.dates) or ""
    if piece.text or written.strip().casefold() in BOOLEANS:
        return None
    message = f"'{written}' is not a date of the form {' or '.join(rule.dates)}"
    return Trouble("not-a-date", message, piece.offset, piece.pointer)


def _of_piece(name: str, piece: Piece, scope: Scope) -> str | None:
    if name == "item":
        return piece.text
    if name in piece.groups:
        return piece.groups[name]
    return scope.text(name)


def grouped(rule: ValueRule, scope: Scope) -> Iterator[Scope]:
    """The scopes of repeated groups of columns: each group's columns are ``0``, ``1``, …, up to an empty group."""
    if rule.groups is None:
        yield scope
        return
    start, size = rule.groups
    row, pointer = scope.nodes[0]
    while isinstance(row, Mapping):
        entries: list[tuple[Scalar, Node]] = []
        for place in range(size):
            value = row.get(str(start + place))
            if isinstance(value, Scalar) and value.raw:
                entries.append((Scalar(str(place), value.start, value.start), value))
        if not entries:
            return
        yield Scope([(Mapping(entries[0][1].start, entries), pointer), *scope.nodes], scope.extras)
        start += size
