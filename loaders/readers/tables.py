"""Reads tables of Markdown: rows of cells between bars, below a row of names and one of hyphens."""

import re
from collections.abc import Iterator
from itertools import pairwise

from loaders.readers.markdown import Block
from loaders.readers.repeated import gather
from loaders.tree import Mapping, Scalar, Sequence

_RULE = re.compile(r"\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*+\|?")
_BAR = re.compile(r"\\.|\|")
_EMPHASIS = re.compile(r"(\*\*|__|[*_`])(?P<words>.+)\1")


class Tables:
    """The tables of one section, each a mapping of ``rows``: mappings by the names in its first row.

    A column without a name is known by its number; cells keep their Markdown, but for the backslash before a bar.

    >>> from loaders.readers.markdown import blocks
    >>> page = "| **Date** | Who |\\n|---|:-:|\\n| 2020 | [Ann](a.md) |\\n"
    >>> tables = Tables(page, 0)
    >>> for block in blocks(page):
    ...     tables.read(block)
    >>> [[(key.raw, cell.raw) for key, cell in row.entries] for row in tables.found.items[0].get("rows").items]
    [[('Date', '2020'), ('Who', '[Ann](a.md)')]]
    """

    def __init__(self, text: str, start: int) -> None:
        self.text = text
        self.found = Sequence(start)
        self.values = 0
        self._rows = Sequence(start)
        self._keys: list[Scalar] = []
        self._end = -1

    def read(self, paragraph: Block) -> None:
        """Take the rows of a paragraph; one right behind another, which was too long for one, goes on its table."""
        rows = iter(paragraph.lines)
        if paragraph.begin != self._end and not self._opens(rows):
            return
        for start, end in rows:
            self._row(start, end)
        self._end = paragraph.end

    def _opens(self, lines: Iterator[tuple[int, int]]) -> bool:
        """Whether a table begins among some lines; what is left of them are its rows."""
        above = (0, 0)
        for start, end in lines:
            if self._is_rule(start, end):
                names = _cells(self.text, *above)
                if len(names) == len(_cells(self.text, start, end)):
                    self._begin(above[0], names)
                    return True
            above = (start, end)
        return False

    def _is_rule(self, start: int, end: int) -> bool:
        return self.text.find("|", start, end) >= 0 and bool(_RULE.fullmatch(self.text, start, end))

    def _begin(self, start: int, names: list[tuple[int, int]]) -> None:
        """Begin a table below a row of names."""
        self._rows = Sequence(start)
        self._keys = [self._key(number, *name) for number, name in enumerate(names)]
        self.found.items.append(Mapping(start, [(Scalar("rows", start, start), self._rows)]))
        self.values += 3 + len(names)

    def _key(self, number: int, start: int, end: int) -> Scalar:
        if start == end:
            return Scalar(str(number), start, start)
        marked = _EMPHASIS.fullmatch(self.text, start, end)
        return _cell(self.text, *(marked.span("words") if marked else (start, end)))

    def _row(self, start: int, end: int) -> None:
        row = Mapping(start)
        for number, (begin, stop) in enumerate(_cells(self.text, start, end)):
            key = self._keys[number] if number < len(self._keys) else Scalar(str(number), begin, begin)
            row.entries.append((key, _cell(self.text, begin, stop)))
        self.values += 1 + 2 * len(row.entries)
        gather(row)
        self._rows.items.append(row)


def _cell(text: str, start: int, end: int) -> Scalar:
    return Scalar(text[start:end].replace("\\|", "|"), start, end, plain=False)


def _cells(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Where the cells of a row stand, without the blanks around them; bars at its ends belong to no cell."""
    bars = [found.start() for found in _BAR.finditer(text, start, end) if found[0] == "|"]
    edges = [start - 1, *bars, end]
    if bars and bars[0] == start:
        del edges[0]
    if bars and bars[-1] == end - 1 and len(edges) > 2:
        del edges[-1]
    spans = []
    for begin, stop in pairwise(edges):
        raw = text[begin + 1 : stop]
        first = begin + 1 + len(raw) - len(raw.lstrip())
        spans.append((first, first + len(raw.strip())))
    return spans
