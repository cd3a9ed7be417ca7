"""Reads delimited text, CSV (RFC 4180) and TSV, with the place of every cell."""

import re
from collections.abc import Iterator
from collections.abc import Mapping as Options
from dataclasses import dataclass

from loaders.readers.faults import MAX_VALUES, Faults
from loaders.readers.options import character, check_names, prefixes
from loaders.readers.repeated import gather
from loaders.tree import Fault, Mapping, Node, Scalar, Sequence

OPTIONS = ("comment", "delimiter", "header", "quote")

_LINE_END = re.compile(r"[\r\n]")


def read_csv(text: str, options: Options[str, object]) -> tuple[Node | None, list[Fault]]:
    """Read rows of cells as mappings, by the names in the first row.

    ``header: false`` says that there is none: columns are then ``0``, ``1`` and so on; a list of names gives them and
    makes the first row one like the others. The cells of columns of one name are a list. A row with other columns
    than the names say has one fault. Cells are never trimmed; quoted ones are not ``plain``. A ``comment`` prefix
    counts at the start of a line, or behind the quote there, since programs that quote every cell quote comments too.

    >>> tree, faults = read_csv("id;note\\n1;'it''s; so'\\n", {"delimiter": ";", "quote": "'"})
    >>> tree.items[0].get("note")
    Scalar(raw="it's; so", start=10, end=21, plain=False)
    """
    return _read(text, _form(options, ","))


def read_tsv(text: str, options: Options[str, object]) -> tuple[Node | None, list[Fault]]:
    """Read rows whose cells stand between tabs, with the options of ``read_csv``.

    >>> tree, faults = read_tsv("aa\\tAfar\\n", {"header": ["code", "name"]})
    >>> tree.items[0].get("name").raw
    'Afar'
    """
    return _read(text, _form(options, "\t"))


@dataclass(frozen=True, slots=True)
class _Form:
    delimiter: str
    quote: str
    comments: tuple[str, ...]
    names: tuple[str, ...] | None
    """The names that the mapping gives to columns."""
    has_header: bool
    stop: re.Pattern[str]
    """What ends a cell without quotes."""
    quoted: re.Pattern[str]
    """What stands behind an opening quote, up to the closing one."""


def _form(options: Options[str, object], delimiter: str) -> _Form:
    check_names(options, OPTIONS)
    delimiter = character(options, "delimiter", delimiter)
    quote = character(options, "quote", '"', may_be_empty=True)
    if delimiter == quote:
        raise ValueError(f"delimiter and quote are both {quote!r}")
    header = options.get("header", True)
    names: tuple[str, ...] | None = None
    if isinstance(header, list | tuple) and header and all(isinstance(name, str) for name in header):
        names = tuple(header)
    elif not isinstance(header, bool):
        raise ValueError(f"option 'header' is true, false or a list of names, not {header!r}")
    mark = re.escape(quote)
    stop = re.compile(rf"[{re.escape(delimiter)}\r\n]")
    quoted = re.compile(rf"(?:[^{mark}]++|{mark}{mark})*+" if quote else r"\Z")
    return _Form(delimiter, quote, prefixes(options, "comment"), names, header is True, stop, quoted)


def _read(text: str, form: _Form) -> tuple[Node | None, list[Fault]]:
    faults = Faults()
    items: list[Node] = []
    numbered: list[Scalar] = []
    keys = [Scalar(name, 0, 0) for name in form.names or ()]
    known = {key.raw for key in keys}
    expected = len(keys) if form.names else -1
    values = 0
    for cells in _rows(text, form, faults):
        values += 1 + len(cells)
        if values > MAX_VALUES:
            faults.add_too_many(cells[0].start)
            break
        while len(numbered) < len(cells):
            numbered.append(Scalar(str(len(numbered)), 0, 0))
        if form.has_header and expected < 0:
            keys, expected = _columns(cells, numbered, faults), len(cells)
            known = {key.raw for key in keys}
            continue
        if 0 <= expected != len(cells):
            message = f"{expected} columns are expected, {len(cells)} found"
            faults.add("wrong-shape", message, cells[expected if expected < len(cells) else 0].start)
        row = Mapping(cells[0].start)
        row.entries.extend(zip(keys, cells, strict=False))
        if len(cells) > len(keys):
            row.entries.extend(zip(numbered[len(keys) : len(cells)], cells[len(keys) :], strict=True))
        if len(cells) > len(keys) > 0 or len(known) < len(keys):
            gather(row)
        items.append(row)
    return Sequence(0, items), faults.listed()


def _columns(cells: list[Scalar], numbered: list[Scalar], faults: Faults) -> list[Scalar]:
    """The names in the first row; a column without one is known by its number."""
    seen: set[str] = set()
    for cell in cells:
        if cell.raw in seen:
            message = f"the column {cell.raw!r} stands here a second time"
            faults.add("duplicate-key", message, cell.start, f"{cell.raw}[0] and {cell.raw}[1] tell them apart")
        if cell.raw:
            seen.add(cell.raw)
    return [cell if cell.raw else number for cell, number in zip(cells, numbered, strict=False)]


def _rows(text: str, form: _Form, faults: Faults) -> Iterator[list[Scalar]]:
    """The cells of every row that is neither empty nor a comment."""
    offset, delimiter = 0, form.delimiter
    while offset < len(text):
        found = _LINE_END.search(text, offset)
        end = found.start() if found else len(text)
        if text.startswith(form.comments, offset):
            offset = _next_line(text, end)
            continue
        if form.quote and text.find(form.quote, offset, end) >= 0:
            cells, offset = _quoted_row(text, offset, form, faults)
            if cells[0].plain or not cells[0].raw.startswith(form.comments):
                yield cells
            continue
        line = text[offset:end]
        if line and (delimiter in line or not line.isspace()):
            cells, at = [], offset
            for raw in line.split(delimiter, MAX_VALUES):
                cells.append(Scalar(raw, at, at + len(raw)))
                at += len(raw) + 1
            yield cells
        offset = _next_line(text, end)


def _quoted_row(text: str, offset: int, form: _Form, faults: Faults) -> tuple[list[Scalar], int]:
    """The cells of a row with quotes in it, and where the next row begins."""
    cells: list[Scalar] = []
    while True:
        if text.startswith(form.quote, offset):
            cell, end = _quoted_cell(text, offset, form, faults)
        else:
            end = _end(form.stop, text, offset)
            cell = Scalar(text[offset:end], offset, end)
        cells.append(cell)
        if not text.startswith(form.delimiter, end) or len(cells) > MAX_VALUES:
            return cells, _next_line(text, end)
        offset = end + 1


def _quoted_cell(text: str, opening: int, form: _Form, faults: Faults) -> tuple[Scalar, int]:
    """A cell that begins with a quote, and where it ends."""
    quote = form.quote
    start, closing = opening + 1, _quoted_end(form, text, opening + 1)
    if closing == len(text):
        # Only doubled quotes can follow, so this happens once in a file.
        end = _end(_LINE_END, text, start)
        message, hint = "a quote opens here and is never closed; its line was read", "close it, or write it twice"
        faults.add("csv-quote", message, opening, hint)
        return Scalar(text[start:end].replace(quote * 2, quote), start, end, plain=False), end
    raw, end = text[start:closing], closing + 1
    doubled = quote in raw
    if doubled:
        raw = raw.replace(quote * 2, quote)
    stop = _end(form.stop, text, end)
    if stop > end:
        faults.add("csv-quote", "text stands behind a closing quote", end, "write quotes inside quotes twice")
        return Scalar(raw + text[end:stop], opening, stop, plain=False), stop
    if doubled:
        return Scalar(raw, opening, end, plain=False), end
    return Scalar(raw, start, closing, plain=False), end


def _quoted_end(form: _Form, text: str, offset: int) -> int:
    found = form.quoted.match(text, offset)
    return found.end() if found else offset


def _end(pattern: re.Pattern[str], text: str, offset: int) -> int:
    found = pattern.search(text, offset)
    return found.start() if found else len(text)


def _next_line(text: str, end: int) -> int:
    return end + 2 if text.startswith("\r\n", end) else end + 1
