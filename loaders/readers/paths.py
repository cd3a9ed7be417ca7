"""Paths that find records in the tree of a document.

============== =====================================================================================
``a.b``        what stands under ``b`` in what stands under ``a``; a key that stands twice gives both
``a[*]``       every item of the list ``a``
``[*]``        every item of a document that is a list
``a.*``        every value of the mapping ``a``; its key is captured as ``$key``
``Related*``   every value whose key begins so; ``*`` may stand at the end, the beginning or inside
``**``         everything below, at any depth: values of mappings and items of lists
``**.a``       ``a`` in this mapping and in every one below, at any depth
``"a.b"``      a key as it stands, with ``\\"`` and ``\\\\`` for a quote and a backslash
``$`` or empty the whole document; before other steps ``$`` may be left out
============== =====================================================================================

``*`` and ``**`` pass over what a reader adds to a document (``$title``, ``$body`` and their like), which only its own
name finds. ``$key`` is the key that ``*`` or ``**`` went through last, ``$keys`` the list of all, outermost first.

>>> from loaders.json_reader import read_json
>>> tree, _ = read_json('{"db": {"sql": {"id": 1}, "kv": {"id": 2}}, "list": [{"id": 3}]}')
>>> [(pointer, captured["$key"].raw) for _, pointer, captured in select(tree, "db.*")]
[('/db/sql', 'sql'), ('/db/kv', 'kv')]
>>> [pointer for _, pointer, _ in select(tree, "list[*].id")]
['/list/0/id']
>>> [node.raw for node, _, _ in select(tree, "**.id")]
['1', '2', '3']
>>> [(pointer, [key.raw for key in captured["$keys"].items]) for _, pointer, captured in select(tree, "db.**")][:2]
[('/db/sql', ['sql']), ('/db/sql/id', ['sql', 'id'])]
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from loaders.items import pointer_to
from loaders.tree import Mapping, Node, Scalar, Sequence

_STEP = re.compile(r'"(?P<quoted>(?:[^"\\]|\\["\\])*)"|(?P<bare>[^.\[\]"]+)')
_ITEMS = "[*]"


@dataclass(frozen=True, slots=True)
class _Step:
    kind: str
    """``key``, ``keys`` (a pattern), ``items`` or ``all``."""
    key: str = ""
    end: str = ""
    """What a key must end with, for a pattern that ``key`` begins."""


#: A place that a path has reached: node, JSON pointer, keys captured on the way.
_Place = tuple[Node, str, tuple[Scalar, ...]]


def select(node: Node | None, path: str) -> Iterator[tuple[Node, str, dict[str, Node]]]:
    """Every node that a path leads to, in the order of the document, with its JSON pointer and captured keys.

    ``$key`` is captured as a scalar, ``$keys`` as a sequence of scalars; without ``*`` or ``**`` nothing is. Raises
    ``ValueError`` for a path that is none; one that leads nowhere yields nothing.

    >>> list(select(Mapping(0), "a..b"))
    Traceback (most recent call last):
    ...
    ValueError: path 'a..b', character 3: a key should stand here
    """
    steps = parse(path)
    if node is None:
        return
    places: Iterator[_Place] = iter([(node, "", ())])
    for number, step in enumerate(steps):
        places = _follow(places, step, number == len(steps) - 1)
    for found, pointer, keys in places:
        captured: dict[str, Node] = {}
        if keys:
            captured = {"$key": keys[-1], "$keys": Sequence(keys[0].start, list(keys))}
        yield found, pointer, captured


@lru_cache(maxsize=256)
def parse(path: str) -> tuple[_Step, ...]:
    """The steps of a path; raises ``ValueError`` with the character that is wrong."""
    steps: list[_Step] = []
    at = 1 if path == "$" or path.startswith(("$.", "$[")) else 0
    while at < len(path):
        if path.startswith(_ITEMS, at):
            steps.append(_Step("items"))
            at += len(_ITEMS)
            continue
        if at and path[at] == "[":
            raise _error(path, at, "only [*] can stand in brackets")
        if at:
            if path[at] != ".":
                raise _error(path, at, "a dot or [*] should stand here")
            at += 1
        found = _STEP.match(path, at)
        if not found:
            raise _error(path, at, "a key should stand here")
        if any(step.kind == "all" for step in steps) and found["bare"] == "**":
            raise _error(path, at, "** may stand once in a path")
        steps.append(_step(path, at, found))
        at = found.end()
    return tuple(steps)


def _step(path: str, at: int, found: re.Match[str]) -> _Step:
    if found["quoted"] is not None:
        return _Step("key", re.sub(r"\\(.)", r"\1", found["quoted"]))
    bare = found["bare"]
    if bare == "**":
        return _Step("all")
    if "*" not in bare:
        return _Step("key", bare)
    begin, _, end = bare.partition("*")
    if "*" in end:
        raise _error(path, at + len(begin) + 1 + end.index("*"), "* may stand once in a key")
    return _Step("keys", begin, end)


def _error(path: str, at: int, what: str) -> ValueError:
    return ValueError(f"path {path!r}, character {at + 1}: {what}")


def _follow(places: Iterator[_Place], step: _Step, is_last: bool) -> Iterator[_Place]:
    """One step further from every place."""
    for node, pointer, keys in places:
        if step.kind == "all":
            found = _everything(node, pointer, keys)
            if is_last:
                next(found)
            yield from found
        elif step.kind == "items":
            if isinstance(node, Sequence):
                for number, item in enumerate(node.items):
                    yield item, pointer_to(pointer, number), keys
        elif isinstance(node, Mapping):
            for key, value in node.entries:
                if step.kind == "key":
                    if key.raw == step.key:
                        yield value, pointer_to(pointer, key.raw), keys
                elif _fits(key, step):
                    yield value, pointer_to(pointer, key.raw), (*keys, key)


def _fits(key: Scalar, step: _Step) -> bool:
    """Whether a key of the document begins and ends as a pattern says, without one part lying in the other."""
    raw, shortest = key.raw, len(step.key) + len(step.end)
    return len(raw) >= shortest and raw.startswith(step.key) and raw.endswith(step.end) and not _is_added(key)


def _is_added(key: Scalar) -> bool:
    """Whether a reader made a key: it begins with a dollar sign, and has a place but no extent."""
    return key.start == key.end and key.raw.startswith("$")


def _everything(node: Node, pointer: str, keys: tuple[Scalar, ...]) -> Iterator[_Place]:
    """A node and everything below it, in the order of the document."""
    waiting: list[_Place] = [(node, pointer, keys)]
    while waiting:
        node, pointer, keys = waiting.pop()
        yield node, pointer, keys
        if isinstance(node, Mapping):
            below = [
                (value, pointer_to(pointer, key.raw), (*keys, key)) for key, value in node.entries if not _is_added(key)
            ]
            waiting += reversed(below)
        elif isinstance(node, Sequence):
            count = len(node.items)
            waiting += [(node.items[at], pointer_to(pointer, at), keys) for at in range(count - 1, -1, -1)]
