"""What a table in a text file is written with: its delimiter, its comments, and whether its first row is a header."""

import re
from collections import Counter

from loaders.mapping.days import read_date
from loaders.readers import named
from loaders.tree import Mapping, Scalar, Sequence

#: So much of a table is looked at.
MOST = 200_000

DELIMITERS = (",", ";", "\t", "|")
COMMENTS = ("#", "//", "%", "--")

_NUMBER = re.compile(r"[-+]?\d+(?:[.,]\d+)*%?")


def form_of(text: str, usual: str) -> tuple[dict[str, object], dict[str, dict[str, str]]]:
    """The options of a table's reader, as far as they are not usual, and what comments call its columns.

    >>> form_of("id;name\\n1;Saga\\n2;Outbox\\n", ",")
    ({'delimiter': ';'}, {})
    """
    text = text[:MOST].rpartition("\n")[0] if len(text) > MOST else text
    options: dict[str, object] = {}
    delimiter = max((usual, *DELIMITERS), key=lambda mark: _evenness(text, mark))
    if delimiter != usual:
        options["delimiter"] = delimiter
    rows = _rows(text, options)
    comments = [mark for mark in COMMENTS if any(row[0].startswith(mark) for row in rows)]
    noted = [bool(comments) and row[0].startswith(tuple(comments)) for row in rows]
    # A mark that most rows begin with is a column of words, not a comment.
    if sum(noted) * 2 >= len(rows):
        comments, noted = [], [False] * len(rows)
    if comments:
        options["comment"] = comments if len(comments) > 1 else comments[0]
    if _has_header([row for row, is_comment in zip(rows, noted, strict=True) if not is_comment]):
        return options, {}
    options["header"] = False
    return options, _labels(rows, noted)


def _evenness(text: str, delimiter: str) -> float:
    """How evenly a mark cuts the rows: the share of rows with the commonest number of cells, if that is two or more."""
    counts = Counter(len(row) for row in _rows(text, {"delimiter": delimiter}))
    several = {cells: count for cells, count in counts.items() if cells > 1}
    return max(several.values()) / sum(counts.values()) if several else 0.0


def _rows(text: str, options: dict[str, object]) -> list[list[str]]:
    """The cells of every row."""
    tree, _ = named("csv").read(text, {**options, "header": False})
    items = tree.items if isinstance(tree, Sequence) else []
    return [
        [cell.raw for _, cell in row.entries if isinstance(cell, Scalar)] for row in items if isinstance(row, Mapping)
    ]


def _has_header(rows: list[list[str]]) -> bool:
    """Whether the first row names columns: distinct words, none of them a number, a date, or a value below it."""
    if not rows:
        return True
    first = [cell.strip() for cell in rows[0]]
    filled = [cell for cell in first if cell]
    if not filled or len(set(filled)) < len(filled) or any(map(_is_value, filled)):
        return False
    below = [{row[place].strip() for row in rows[1:] if place < len(row)} for place in range(len(first))]
    repeated = sum(cell in found for cell, found in zip(first, below, strict=True) if cell)
    return repeated == 0 and (len(filled) == len(first) or len(filled) * 2 > len(first))


def _is_value(cell: str) -> bool:
    """Whether a cell is rather a value than the name of a column."""
    return len(cell) > 60 or _NUMBER.fullmatch(cell) is not None or "://" in cell or read_date(cell, ()) is not None


def _labels(rows: list[list[str]], noted: list[bool]) -> dict[str, dict[str, str]]:
    """What the last comment of several words before rows of a sort calls their columns, by the rows' first word.

    A comment of one word is what the rows themselves are called; it stands under no number.
    """
    found: dict[str, dict[str, str]] = {}
    above: dict[str, str] = {}
    name = ""
    for row, is_comment in zip(rows, noted, strict=True):
        if is_comment:
            words = {str(place): cell.strip(" []") for place, cell in enumerate(row) if place and cell.strip()}
            if len(words) >= 3 and all(len(word) <= 30 for word in words.values()):
                above = {**words, "": name}
            elif len(words) == 1 and words.get("1", " ").isalpha():
                name = words["1"]
        elif any(cell.strip() for cell in row):
            found.setdefault(row[0], above)
    return {word: labels for word, labels in found.items() if labels}
