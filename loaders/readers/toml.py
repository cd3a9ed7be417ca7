"""Reads TOML statement by statement: each value knows its line, and a mistake costs its statement, not the file."""

import re
import tomllib
from collections.abc import Iterator
from collections.abc import Mapping as Options
from datetime import date, datetime, time
from typing import Any

from loaders.readers.faults import MAX_VALUES, Faults
from loaders.readers.options import check_names
from loaders.readers.repeated import gathered
from loaders.tree import Fault, Mapping, Node, Scalar, Sequence

#: A statement has at most so many characters; after so many that nothing closes, each is taken for a line.
LONGEST, PATIENCE = 1_000_000, 20

_NAME = r"""(?:[\w-]+|"(?:[^"\\\n]|\\.)*"|'[^'\n]*')"""
_KEY = re.compile(rf"[ \t]*(?P<key>{_NAME}(?:[ \t]*\.[ \t]*{_NAME})*)[ \t]*=[ \t]*")
#: What tells where a statement ends: texts, comments, brackets, and the ends of lines.
_TOKEN = re.compile(
    r'''"""(?:[^\\]|\\.)*?"{3,5}|\'{3}.*?\'{3,5}|"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\'|\#[^\n]*|[\[{\]}]|\n''', re.DOTALL
)


class _Written(str):
    """A number as it is written: ``1.10`` is a version as often as a number."""


def read_toml(text: str, options: Options[str, object]) -> tuple[Node | None, list[Fault]]:
    """Read a file of TOML; values inside of a statement have the place of its value.

    >>> tree, faults = read_toml('[a]\\nv = 1.10\\n[[a.b]]\\nn = "x"\\nbroken\\n', {})
    >>> tree.get("a").get("v").raw, tree.get("a").get("b").items[0].get("n").raw, faults[0].offset
    ('1.10', 'x', 29)
    """
    check_names(options, ())
    reader = _Toml(text)
    reader.read()
    return gathered(reader.root, reader.faults.listed())


class _Toml:
    """Reads from the first line to the last; ``table`` is what the last header opened."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.root = Mapping(0)
        self.table = self.root
        self.faults = Faults()
        self.values = 0
        self.unclosed = 0

    def read(self) -> None:
        """Read every statement."""
        for start, end in self._statements():
            line = self.text[start:end]
            if line.lstrip().startswith("["):
                self._header(line, start)
            else:
                self._entry(line, start)
            if self.values > MAX_VALUES:
                self.faults.add_too_many(start)
                return

    def _statements(self) -> Iterator[tuple[int, int]]:
        """Where each statement stands: a line, or the lines up to the one that closes what it opens."""
        start = 0
        while start < len(self.text):
            end = self._line_end(start)
            line = self.text[start:end]
            if line.strip() and not line.lstrip().startswith("#"):
                if not line.lstrip().startswith("["):
                    end = self._closed(start, end)
                yield start, end
            start = end + 1

    def _line_end(self, start: int) -> int:
        end = self.text.find("\n", start)
        return end if end >= 0 else len(self.text)

    def _closed(self, start: int, first: int) -> int:
        """Where a statement ends that may open a list, a table or a text; its first line where nothing closes it."""
        depth = 0
        for token in _TOKEN.finditer(self.text, start, start + LONGEST) if self.unclosed < PATIENCE else ():
            if token[0] == "\n" and depth <= 0:
                return token.start()
            depth += (token[0] in "[{") - (token[0] in "]}")
        if depth <= 0 and len(self.text) <= start + LONGEST:
            return len(self.text)
        self.unclosed += 1
        return first

    @staticmethod
    def _data(text: str) -> dict[str, Any] | None:
        try:
            return tomllib.loads(text, parse_float=_Written)
        except (tomllib.TOMLDecodeError, RecursionError, ValueError):
            return None

    def _header(self, line: str, start: int) -> None:
        """``[a.b]`` opens a table, ``[[a.b]]`` one more item of a list of tables."""
        data = self._data(line)
        if data is None:
            self._wrong(line, start)
            return
        names: list[str] = []
        below: Any = data
        while isinstance(below, dict) and below:
            name, below = next(iter(below.items()))
            names.append(name)
        offset = start + len(line) - len(line.lstrip())
        above = self._table(self.root, names[:-1], offset)
        if isinstance(below, list):
            listed = above.get(names[-1])
            if not isinstance(listed, Sequence):
                listed = Sequence(offset)
                above.entries.append((self._key(names[-1], offset), listed))
            self.table = Mapping(offset)
            listed.items.append(self.table)
        else:
            self.table = self._table(above, names[-1:], offset)

    def _entry(self, line: str, start: int) -> None:
        """``a.b = value``."""
        key, data = _KEY.match(line), self._data(line)
        if key is None or not data:
            self._wrong(line, start)
            return
        names: list[str] = []
        below: Any = data
        for _ in re.findall(_NAME, key["key"]):
            name, below = next(iter(below.items()))
            names.append(name)
        offset = start + key.start("key")
        above = self._table(self.table, names[:-1], offset)
        if above.get(names[-1]) is not None:
            self.faults.add("duplicate-key", f"the key '{names[-1]}' stands here a second time", offset)
        above.entries.append((self._key(names[-1], offset), self._node(below, start + key.end(), start + len(line))))

    def _table(self, table: Mapping, names: list[str], offset: int) -> Mapping:
        """The table below another one, made where there is none; of a list of tables the last."""
        for name in names:
            found = table.get(name)
            if isinstance(found, Sequence) and found.items:
                found = found.items[-1]
            if not isinstance(found, Mapping):
                found = Mapping(offset)
                table.entries.append((self._key(name, offset), found))
            table = found
        return table

    @staticmethod
    def _key(name: str, offset: int) -> Scalar:
        return Scalar(name, offset, offset + len(name), plain=False)

    def _node(self, value: Any, start: int, end: int) -> Node:
        """A value as a tree, all of it at the place of its statement's value."""
        self.values += 1
        if isinstance(value, dict):
            return Mapping(
                start, [(self._key(name, start), self._node(one, start, end)) for name, one in value.items()]
            )
        if isinstance(value, list):
            return Sequence(start, [self._node(one, start, end) for one in value])
        if isinstance(value, str):
            return Scalar(str(value), start, end, plain=isinstance(value, _Written))
        if isinstance(value, datetime | date | time):
            return Scalar(value.isoformat(), start, end)
        return Scalar(str(value).lower() if isinstance(value, bool) else str(value), start, end)

    def _wrong(self, line: str, start: int) -> None:
        at = start + len(line) - len(line.lstrip())
        self.faults.add("toml-syntax", "this statement is no TOML; it was left out", at, "texts need quotes")
