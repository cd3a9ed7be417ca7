"""Reads the value under a key as names with qualifiers, or as plain values, whatever shape the author gave it.

A name may stand alone, in a list, in a mapping with a ``pattern`` or ``name`` key, or as the key of a remark
(``- saga: long flows``); lists under headings of their own (``gold: […]``) are read through.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from loaders.dialect import NAME_KEYS, QUALIFIER_KEYS, VALUE_KEYS
from loaders.scalars import is_null, plain_data
from loaders.strength import is_condition
from loaders.tree import Mapping, Node, Scalar, Sequence
from ontology.claim import Value
from ontology.fillers import is_nothing
from ontology.phrases import bracketed, head_phrase, link
from ontology.text import fold_space


@dataclass(slots=True)
class Item:
    """One name or value, where it stands, and what is said beside it."""

    text: str
    offset: int
    pointer: str
    qualifiers: dict[str, Value] = field(default_factory=dict)
    remark: str = ""
    """What is said beside it under a key that is no qualifier."""
    record: Mapping | None = None
    """The mapping that the item was read from."""


@lru_cache(maxsize=4096)
def folded_key(key: str) -> str:
    """A key without case, with ``-`` and ``_`` alike."""
    return key.strip().lower().replace("-", "_")


def pointer_to(pointer: str, part: str | int) -> str:
    """A JSON pointer one step further (RFC 6901).

    >>> pointer_to("/evolution", "from/to")
    '/evolution/from~1to'
    """
    if isinstance(part, str) and ("~" in part or "/" in part):
        part = part.replace("~", "~0").replace("/", "~1")
    return f"{pointer}/{part}"


def names_in(node: Node, pointer: str, *, whole: bool = False) -> Iterator[Item]:
    """Every name that a value holds, in reading order; with ``whole`` nothing of a name is read as a condition."""
    finished = _as_written if whole else _conditioned
    if isinstance(node, Scalar):
        if not is_null(node) and not is_nothing(node.raw):
            yield finished(Item(fold_space(node.raw), node.start, pointer))
    elif isinstance(node, Sequence):
        for place, child in enumerate(node.items):
            yield from names_in(child, pointer_to(pointer, place), whole=whole)
    else:
        name = _first(node, NAME_KEYS)
        if name is not None:
            if not is_nothing(name.raw):
                yield finished(_described(node, name, pointer))
            return
        for key, value in node.entries:
            below = pointer_to(pointer, key.raw)
            if not isinstance(value, Scalar):
                yield from names_in(value, below, whole=whole)
            elif not is_nothing(key.raw):
                remark = "" if is_null(value) else fold_space(value.raw)
                yield finished(Item(fold_space(key.raw), key.start, below, {"note": remark} if remark else {}))


def values_in(node: Node, pointer: str) -> Iterator[Item]:
    """Every plain value that a value holds; a mapping is one value where it has a ``date`` or ``value`` key."""
    if isinstance(node, Scalar):
        if not is_null(node):
            yield Item(node.raw.strip(), node.start, pointer)
    elif isinstance(node, Sequence):
        for place, child in enumerate(node.items):
            yield from values_in(child, pointer_to(pointer, place))
    elif (value := _first(node, VALUE_KEYS)) is not None:
        yield _described(node, value, pointer)
    elif node.entries:
        yield Item("", node.start, pointer, record=node)


def records_in(node: Node, pointer: str) -> Iterator[tuple[Value, int, str]]:
    """The records that a value holds, kept whole: each with its offset and pointer."""
    if isinstance(node, Sequence):
        for place, child in enumerate(node.items):
            yield from records_in(child, pointer_to(pointer, place))
    elif not is_null(node) and not (isinstance(node, Scalar) and is_nothing(node.raw)):
        yield plain_data(node), node.start, pointer


def keyed_records(node: Node, pointer: str, field: str) -> Iterator[tuple[Value, int, str]]:
    """The records that a value holds; those of a mapping of mappings get their key as a ``field`` of their own."""
    named = isinstance(node, Mapping) and all(isinstance(value, Mapping) for _, value in node.entries)
    if not isinstance(node, Mapping) or not named:
        yield from records_in(node, pointer)
        return
    for key, value in node.entries:
        data = plain_data(value)
        if isinstance(data, dict):
            yield {field: key.raw, **data}, value.start, pointer_to(pointer, key.raw)


def _first(node: Mapping, keys: tuple[str, ...]) -> Scalar | None:
    """The first scalar under one of some keys, in the order of ``keys``."""
    found = {folded_key(key.raw): value for key, value in reversed(node.entries)}
    for key in keys:
        value = found.get(key)
        if isinstance(value, Scalar) and not is_null(value):
            return value
    return None


def _described(node: Mapping, name: Scalar, pointer: str) -> Item:
    """An item out of a mapping: its name, its qualifiers, and the rest as a remark."""
    item = Item(fold_space(name.raw), name.start, pointer, record=node)
    remarks = []
    for key, value in node.entries:
        folded = folded_key(key.raw)
        if value is name or is_null(value):
            continue
        qualifier = QUALIFIER_KEYS.get(folded)
        if folded == "path" and isinstance(value, Scalar) and link(item.text) is None:
            item.text = f"[{item.text}]({value.raw.strip()})"
        elif qualifier and qualifier not in item.qualifiers:
            data = plain_data(value)
            item.qualifiers[qualifier] = fold_space(value.raw) if isinstance(value, Scalar) else data
        elif qualifier == "note" and isinstance(value, Scalar):
            item.qualifiers["note"] = f"{item.qualifiers['note']}; {fold_space(value.raw)}"
        else:
            remarks.append(f"{key.raw}: {fold_space(value.raw) if isinstance(value, Scalar) else plain_data(value)}")
    item.remark = "; ".join(remarks)
    return item


def _as_written(item: Item) -> Item:
    return item


def _conditioned(item: Item) -> Item:
    """Move what says *when* to where it belongs: from brackets, from a remark, from the end of the phrase."""
    if "when" in item.qualifiers:
        return item
    note = item.qualifiers.get("note")
    inside, tail = bracketed(item.text), head_phrase(item.text)[1]
    if isinstance(note, str) and is_condition(note):
        item.qualifiers["when"] = item.qualifiers.pop("note")
    elif inside and is_condition(inside):
        item.qualifiers["when"] = inside
    elif tail and is_condition(tail):
        item.qualifiers["when"] = tail
    return item
