"""Finds the values that a rule asks for in a record, step by step, each with the place where it stands."""

from collections.abc import Iterator
from functools import lru_cache

from loaders.items import pointer_to
from loaders.mapping.days import read_date
from loaders.mapping.model import Through, ValueRule
from loaders.mapping.parts import Found, Piece, Trouble, picked
from loaders.mapping.patterns import GivenUp, Pattern, TooSlow
from loaders.mapping.scope import Scope
from loaders.mapping.templates import Template
from loaders.scalars import is_null
from loaders.tree import Mapping, Node, Scalar, Sequence
from ontology.fillers import NOTHING, is_nothing

BOOLEANS = ("true", "false", "yes", "no")
LINK = r"""\[(?P<text>[^\[\]]*)\]\(<?(?P<target>[^()\s<>]+(?:\([^()\s]*\)[^()\s]*)?)>?(?:\s+["'][^"']*["'])?\)"""


def pieces(rule: ValueRule, scope: Scope) -> Found:
    """The values of a rule in a scope, in reading order."""
    if rule.plain:
        return [*plainly(rule, scope)]
    found: Found = []
    for piece in _raw(rule, scope):
        try:
            found += _through_steps(rule, scope, piece)
        except TooSlow as error:
            once = isinstance(error, GivenUp)
            found.append(Trouble("pattern-too-slow", str(error), piece.offset, piece.pointer, once=once))
    if rule.pick:
        found = picked(rule.pick, found)
    if rule.default is not None and not any(isinstance(one, Piece) for one in found):
        found.append(Piece(rule.default, *scope.place))
    return found


def plainly(rule: ValueRule, scope: Scope) -> list[Piece]:
    """The values of a rule that does nothing to them: nothing of them can be wrong."""
    if rule.constant is not None:
        return [Piece(rule.constant, *scope.place)]
    raw = _raw(rule, scope)
    if len(raw) == 1:
        one = raw[0]
        return [] if one.text.strip().lower() in NOTHING and one.record is None else raw
    return [one for one in raw if one.record is not None or not is_nothing(one.text)]


def first(rule: ValueRule, scope: Scope) -> Piece | None:
    """The first value of a rule, if there is one."""
    return next((one for one in pieces(rule, scope) if isinstance(one, Piece)), None)


def _through_steps(rule: ValueRule, scope: Scope, piece: Piece) -> Iterator[Piece | Trouble]:
    """One raw value through all steps, and each part that this leaves through those of ``then``."""
    for part in _parts(rule, scope, piece):
        for one in _beyond(rule.through, scope, part) if rule.through and isinstance(part, Piece) else [part]:
            if rule.then is None or isinstance(one, Trouble):
                yield one
            else:
                yield from _through_steps(rule.then, scope, one)


def texts_of(rule: ValueRule, scope: Scope) -> list[str]:
    """The texts of a rule's values."""
    return [one.text for one in pieces(rule, scope) if isinstance(one, Piece)]


def _first_field(rule: ValueRule, scope: Scope) -> list[Piece]:
    """What stands in the first field that holds anything."""
    for name in rule.fields:
        placed = scope.find(name)
        found = leaves(*placed[0]) if len(placed) == 1 else [one for each in placed for one in leaves(*each)]
        if found:
            return found
    return []


def _raw(rule: ValueRule, scope: Scope) -> list[Piece]:
    """The values before any step: a constant, a template, several fields, or the first that holds anything."""
    if rule.constant is not None:
        return [Piece(rule.constant, *scope.place)]
    for one in rule.template:
        if filled := _filled(one, scope):
            return filled
    if rule.template:
        return []
    if rule.key is None and not rule.every:
        return _first_field(rule, scope)
    if rule.every:
        return [piece for name in rule.every for piece in _field(rule, scope, name)]
    return next(filter(None, (_field(rule, scope, name) for name in rule.fields)), [])


def _filled(template: Template, scope: Scope) -> list[Piece]:
    """A template's text, at the place of the first of its fields that stands in the file."""
    places: list[tuple[int, str]] = []

    def look_up(name: str) -> str | None:
        for node, pointer in scope.find(name)[:1]:
            if pointer and not places:
                places.append((node.start, pointer))
            if isinstance(node, Scalar) and not is_null(node) and node.raw.strip():
                return node.raw
        return None

    text = template.fill(look_up)
    return [] if text is None else [Piece(text, *(places[0] if places else scope.place))]


def _field(rule: ValueRule, scope: Scope, name: str) -> list[Piece]:
    found: list[Piece] = []
    for node, pointer in scope.find(name):
        if rule.key is None:
            found += leaves(node, pointer)
            continue
        key = rule.key.fill(scope.text)
        inner = node.get(key) if key is not None and isinstance(node, Mapping) else None
        if inner is not None:
            found += leaves(inner, pointer_to(pointer, key or ""))
    return found


def leaves(node: Node, pointer: str) -> list[Piece]:
    """Every scalar of a value or of a list; a mapping is one piece, which steps cannot take apart."""
    if isinstance(node, Scalar):
        return [] if is_null(node) else [Piece(node.raw, node.start, pointer, node=node)]
    if isinstance(node, Sequence):
        return [piece for place, item in enumerate(node.items) for piece in leaves(item, pointer_to(pointer, place))]
    return [Piece("", node.start, pointer, node=node)]


@lru_cache(maxsize=1)
def _link() -> Pattern:
    return Pattern.compiled(LINK)


def _parts(rule: ValueRule, scope: Scope, piece: Piece) -> Iterator[Piece | Trouble]:
    """One raw value through links, split, trim and match; each part goes on alone."""
    if piece.record is not None:
        yield piece
        return
    parts = [piece]
    if rule.links:
        parts = [
            piece.part(found[rule.links], piece.offset + found.start(rule.links)) for found in _link().every(piece.text)
        ]
    if rule.split is not None:
        parts = [one for part in parts for one in _split(rule.split, part)]
    if rule.any_of is not None:
        parts = [one for part in parts for one in _choices(rule.any_of, part)]
    for part in parts:
        if rule.trim or rule.split is not None or rule.any_of is not None:
            part.trim()
        if rule.match is None:
            yield from _single(rule, scope, part)
            continue
        for found in rule.match.every(part.text):
            groups = {str(place): text or "" for place, text in enumerate((found[0], *found.groups()))}
            groups |= {name: text or "" for name, text in found.groupdict().items()}
            one = 1 if found.re.groups == 1 and found[1] is not None else 0
            matched = part.part(found[one], part.offset + found.start(one))
            matched.groups = {**(part.groups or {}), **groups}
            yield from _single(rule, scope, matched)


def _split(mark: Pattern, piece: Piece) -> Iterator[Piece]:
    place = 0
    for found in mark.every(piece.text):
        yield piece.part(piece.text[place : found.start()], piece.offset + place)
        place = found.end()
    yield piece.part(piece.text[place:], piece.offset + place)


def _choices(mark: Pattern, piece: Piece) -> list[Piece]:
    """The alternatives in one part, which know that they are."""
    found = list(_split(mark, piece))
    for one in found if len(found) > 1 else ():
        one.choice = piece.text.strip()
    return found


def _single(rule: ValueRule, scope: Scope, piece: Piece) -> Iterator[Piece | Trouble]:
    """A single value through strip, condition, null, map, dates and take."""
    for pattern in rule.strip:
        rest, place = [], 0
        for found in pattern.every(piece.text):
            rest.append(piece.text[place : found.start()])
            place = found.end()
        if rest:
            piece.offset += place if not "".join(rest) else 0
            piece.text = "".join((*rest, piece.text[place:]))
            piece.trim()
    if rule.trim:
        piece.trim()
    if rule.condition is not None and (found := rule.condition.anywhere(piece.text)):
        piece.condition = (found[1] or "" if found.re.groups else found[0]).strip(" ()[]")
        piece.text = piece.text[: found.start()].rstrip()
    if is_nothing(piece.text) or piece.text.strip().casefold() in rule.nothing:
        return
    trouble = _translate(rule, piece) or _date(rule, piece)
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
    if mapped is not None:
        piece.text = mapped
        return None
    if rule.otherwise == "keep":
        if piece.text not in rule.words.values():  # what a misspelt word is put right to needs no entry of its own
            piece.unknown = piece.text
        return None
    message = f"'{piece.text}' is none of {', '.join(rule.words)}" if rule.otherwise == "report" else ""
    return Trouble("unknown-word", message, piece.offset, piece.pointer, piece.text)


def _date(rule: ValueRule, piece: Piece) -> Trouble | None:
    """Put a date as EDTF in the place of a written one; true and false are none, and nothing wrong."""
    if not rule.dates or not piece.text:
        return None
    written, piece.text = piece.text, read_date(piece.text, rule.dates) or ""
    if piece.text or written.strip().casefold() in BOOLEANS:
        return None
    message = f"'{written}' is not a date of the form {' or '.join(rule.dates)}"
    return Trouble("not-a-date", message, piece.offset, piece.pointer)


def _beyond(through: Through, scope: Scope, piece: Piece) -> Found:
    """What stands in the second table under a value; a value that is no key of it is trouble."""
    if piece.record is not None:
        return [piece]
    records = scope.look_up(through, piece.text)
    if not records:
        message = f"nothing at {through.at} is called '{piece.text}'"
        return [Trouble("no-such-record", message, piece.offset, piece.pointer, missing=piece.text)]
    found: Found = []
    for record in records:
        for one in pieces(through.value, record):
            one.offset, one.pointer = (
                piece.offset,
                piece.pointer,
            )  # where it is said here, whatever file the table is in
            if isinstance(one, Piece):
                one.through, one.condition = record.nodes[0][0], one.condition or piece.condition
            found.append(one)
    return found


def _of_piece(name: str, piece: Piece, scope: Scope) -> str | None:
    if name == "item":
        return piece.text
    if piece.groups and name in piece.groups:
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
        yield Scope([(Mapping(entries[0][1].start, entries), pointer), *scope.nodes], scope.extras, scope.look_up)
        start += size
