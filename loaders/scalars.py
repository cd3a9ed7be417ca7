"""Gives scalars a type, by the core schema of YAML 1.2, where somebody needs one and nothing is lost by it."""

import re

from loaders.tree import Mapping, Node, Scalar
from ontology.claim import Value

_NULL = frozenset(("", "~", "null", "Null", "NULL"))
_BOOLEAN = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
# The numbers of the core schema that can print back as written; 0o17, 0x1F, +5 and .inf never do.
_INTEGER = re.compile(r"-?[0-9]{1,18}")
_FLOAT = re.compile(r"-?[0-9]{1,18}\.[0-9]{1,18}")


def is_null(node: Node | None) -> bool:
    """Whether a node says nothing: it is absent, or an unquoted ``null``, ``~`` or empty.

    >>> is_null(Scalar("~", 0, 1)), is_null(Scalar("null", 0, 6, plain=False))
    (True, False)
    """
    return node is None or (isinstance(node, Scalar) and node.plain and node.raw in _NULL)


def typed(scalar: Scalar) -> bool | int | float | str | None:
    """The value of a scalar; text where it is quoted, and where a number would not print back as it was written.

    ``1.10`` is a version, ``014`` a code and ``1e3`` a name as often as numbers: the reader who wants a number can
    still make one of the text, but nobody can make ``1.10`` of 1.1. So are digits that a 64-bit integer cannot hold.

    >>> [typed(Scalar(raw, 0, len(raw))) for raw in ("1987", "1.5", "1.10", "014", "yes", "True", "~")]
    [1987, 1.5, '1.10', '014', 'yes', True, None]
    """
    raw = scalar.raw
    if not scalar.plain:
        return raw
    if raw in _NULL:
        return None
    if raw in _BOOLEAN:
        return _BOOLEAN[raw]
    if _INTEGER.fullmatch(raw) and str(int(raw)) == raw:
        return int(raw)
    if _FLOAT.fullmatch(raw) and str(float(raw)) == raw:
        return float(raw)
    return raw


class TooManyValues(ValueError):
    """Raised for a value that unfolds to more data than anybody means: an alias bomb, or a list without end."""


def plain_data(node: Node | None, limit: int = 10_000) -> Value:
    """A tree as plain JSON data; of a key that stands twice the first value.

    Shared nodes are unfolded, so that a small file can mean a lot of data: raises ``TooManyValues``
    as soon as there are more than ``limit`` scalars and containers.

    >>> plain_data(Mapping(0, [(Scalar("born", 0, 4), Scalar("1987", 6, 10))]))
    {'born': 1987}
    """
    left = limit

    def unfold(node: Node) -> Value:
        nonlocal left
        left -= 1
        if left < 0:
            raise TooManyValues("too many values")
        if isinstance(node, Scalar):
            return typed(node)
        if isinstance(node, Mapping):
            data: dict[str, Value] = {}
            for key, value in node.entries:
                if key.raw not in data:
                    data[key.raw] = unfold(value)
            return data
        return [unfold(item) for item in node.items]

    return None if node is None else unfold(node)
