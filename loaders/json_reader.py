"""Reads one JSON document into the tree of ``loaders.tree``, with the place of every key and value.

``json.loads`` knows neither places nor keys that stand twice, and a broken file gives it nothing at all.
"""

import json.decoder
import re
from collections.abc import Callable

from loaders.tree import Fault, Mapping, Node, Scalar, Sequence

#: Containers inside containers.
MAX_DEPTH = 200

_SPACE = re.compile(r"[ \t\n\r]*")
_LITERAL = re.compile(r"(?:-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?|true|false|null)(?![\w.+-])")
_WORD = re.compile(r"[\w.+-]{1,40}")
_PLAIN_ENTRY = r'"([^"\\\x00-\x1f\ud800-\udfff]*)"[ \t\n\r]*:[ \t\n\r]*"([^"\\\x00-\x1f\ud800-\udfff]*)"'
_TEXT_ENTRY = re.compile(_PLAIN_ENTRY)
_NEXT_ENTRY = re.compile(rf"[ \t\n\r]*,[ \t\n\r]*{_PLAIN_ENTRY}")
_HALF_PAIR = re.compile("[\ud800-\udfff]")
# The standard library's own scanner of strings, in C; its stubs do not tell of it.
_scan: Callable[[str, int, bool], tuple[str, int]] = json.decoder.scanstring  # type: ignore[attr-defined]

_WORD_HINTS = {
    **dict.fromkeys(("NaN", "Infinity", "-Infinity"), "JSON has no such number; write null, or text in quotes"),
    **dict.fromkeys(("True", "TRUE", "False", "FALSE"), "write true or false"),
    **dict.fromkeys(("None", "NULL", "Null", "undefined", "nil"), "write null"),
}


class _StopError(Exception):
    """Ends the reading of a document; carries the fault."""

    def __init__(self, message: str, offset: int, hint: str = "", rule: str = "json-syntax") -> None:
        self.fault = Fault(rule, message, offset, hint)


def read_json(text: str) -> tuple[Node | None, list[Fault]]:
    """Read the document that ``text`` is; offsets count its characters, a string's with its quotes.

    Strings become scalars that are not ``plain``, numbers and words plain scalars as written. After an error the tree
    holds everything that was read before, and the last fault says where reading stopped.

    >>> tree, faults = read_json('{"title": "Saga", "tags": [1, 2,]}')
    >>> tree.get("title").raw, faults[0].message, faults[0].offset
    ('Saga', 'a comma stands before a closing bracket', 31)
    """
    reader = _Reader(text)
    try:
        reader.read()
    except _StopError as stop:
        reader.faults.append(stop.fault)
    return reader.root, reader.faults


class _Reader:
    """Reads from left to right; the open containers stand on a stack of its own, so depth costs no recursion."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.root: Node | None = None
        self.faults: list[Fault] = []
        self._stack: list[tuple[Mapping | Sequence, set[str]]] = []
        self._key: Scalar | None = None

    def read(self) -> None:
        """Build ``root``; raises ``_StopError`` where that ends."""
        offset = self._value(self._skip(0))
        while self._stack:
            offset = self._member(self._skip(offset))
        offset = self._skip(offset)
        if offset < len(self.text):
            raise self._unexpected(offset, "the end of the document")

    def _skip(self, offset: int) -> int:
        if self.text[offset : offset + 1] > " ":  # as between a key and its colon, mostly
            return offset
        found = _SPACE.match(self.text, offset)
        return found.end() if found else offset

    def _member(self, offset: int) -> int:
        """Read the next item or entry of the innermost container, or its end; returns where that ends."""
        node, seen = self._stack[-1]
        closing, begun = ("}", node.entries) if isinstance(node, Mapping) else ("]", node.items)
        if self.text.startswith(closing, offset):
            self._stack.pop()
            return offset + 1
        if begun:
            if not self.text.startswith(",", offset):
                raise self._unexpected(offset, f"a comma or {closing}")
            comma, offset = offset, self._skip(offset + 1)
            if self.text.startswith(closing, offset):
                raise _StopError("a comma stands before a closing bracket", comma, "delete the comma")
        if isinstance(node, Mapping):
            if found := _TEXT_ENTRY.match(self.text, offset):
                return self._text_entry(found, node, seen)
            offset = self._read_key(offset, seen)
        return self._value(offset)

    def _text_entry(self, found: re.Match[str] | None, node: Mapping, seen: set[str]) -> int:
        """Take entries whose key and text are both without escapes, each in one step: most are so."""
        end = 0
        while found:
            raw, end = found[1], found.end()
            key = Scalar(raw, found.start(1) - 1, found.end(1) + 1, False)
            if raw in seen:
                self._duplicate(key)
            seen.add(raw)
            node.entries.append((key, Scalar(found[2], found.start(2) - 1, end, False)))
            found = _NEXT_ENTRY.match(self.text, end)
        return end

    def _duplicate(self, key: Scalar) -> None:
        self.faults.append(Fault("duplicate-key", f"the key {key.raw!r} stands here a second time", key.start))

    def _read_key(self, offset: int, seen: set[str]) -> int:
        """Read a key and its colon; returns where the value begins."""
        if not self.text.startswith('"', offset):
            raise self._unexpected(offset, "a key in double quotes")
        key, end = self._string(offset)
        if key.raw in seen:
            self._duplicate(key)
        seen.add(key.raw)
        colon = self._skip(end)
        if not self.text.startswith(":", colon):
            raise self._unexpected(colon, "a colon")
        self._key = key
        return self._skip(colon + 1)

    def _value(self, offset: int) -> int:
        """Read a scalar or the opening of a container and put it in its place; returns where it ends."""
        first = self.text[offset : offset + 1]
        if first == '"':
            scalar, end = self._string(offset)
            self._place(scalar)
            return end
        if first == "{" or first == "[":
            if len(self._stack) >= MAX_DEPTH:
                raise _StopError(f"nested deeper than {MAX_DEPTH} levels", offset, rule="too-deep")
            node: Mapping | Sequence = Mapping(offset) if first == "{" else Sequence(offset)
            self._place(node)
            self._stack.append((node, set()))
            return offset + 1
        found = _LITERAL.match(self.text, offset)
        if not found:
            raise self._unexpected(offset, "a value")
        self._place(Scalar(found[0], offset, found.end()))
        return found.end()

    def _place(self, node: Node) -> None:
        if not self._stack:
            self.root = node
            return
        parent = self._stack[-1][0]
        if isinstance(parent, Sequence):
            parent.items.append(node)
        elif self._key is not None:
            parent.entries.append((self._key, node))

    def _string(self, offset: int) -> tuple[Scalar, int]:
        try:
            value, end = _scan(self.text, offset + 1, True)
        except json.JSONDecodeError as error:
            found = self.text[error.pos : error.pos + 1]
            if error.msg.startswith("Unterminated") or found in ("\n", "\r"):
                hint = 'close it with ", write line ends as \\n'
                raise _StopError("a string is not closed on its line", offset, hint) from None
            if error.msg.startswith("Invalid control"):
                message = f"the control character U+{ord(found):04X} stands in a string"
                raise _StopError(message, error.pos, f"write it as \\u{ord(found):04x}") from None
            message = "a backslash begins no escape of JSON here"
            raise _StopError(message, error.pos, "write a backslash as \\\\") from None
        if not value.isascii():
            value = _HALF_PAIR.sub("\ufffd", value)
        return Scalar(value, offset, end, plain=False), end

    def _unexpected(self, offset: int, wanted: str) -> _StopError:
        """What stands at a place where something else should."""
        text = self.text
        if offset >= len(text):
            return _StopError(f"the text ends where {wanted} should stand", len(text), "was the file cut off?")
        if text.startswith(("//", "/*", "#"), offset):
            return _StopError("a comment stands here", offset, "JSON has no comments; delete it")
        if text[offset] == "'":
            return _StopError("single quotes stand here", offset, "use double quotes")
        word = _WORD.match(text, offset)
        found = word[0] if word else text[offset]
        return _StopError(f"{wanted} should stand here, not {found!r}", offset, _WORD_HINTS.get(found, ""))
