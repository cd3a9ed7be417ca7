"""Reads the tables of a page of HTML: rows by the heads of their columns, each cell with its text and its first link."""

from collections.abc import Mapping as Options
from html.parser import HTMLParser

from loaders.readers.faults import MAX_VALUES, Faults
from loaders.readers.options import check_names
from loaders.tree import Fault, Mapping, Node, Scalar, Sequence, Worded
from ontology.text import fold_space

#: A cell goes over at most so many rows and columns.
MOST_SPAN = 1_000

_HIDDEN = ("script", "style", "template")


def read_html(text: str, options: Options[str, object]) -> tuple[Node | None, list[Fault]]:
    """Read a page as ``title`` and ``tables``, each with ``id``, ``caption`` and ``rows``; nothing is fetched.

    A cell is its text, and has ``@href`` where a link stands in it. The first row gives the columns their names. A cell
    over several rows or columns stands in all of them. A table inside of a cell is one of its own.

    >>> tree, _ = read_html("<table id=t><tr><th>Old<th>New<tr><td>a<td><a href='#b'>b</a></table>", {})
    >>> row = tree.get("tables").items[0].get("rows").items[0]
    >>> row.get("Old").raw, row.get("New").get("@href").raw
    ('a', '#b')
    """
    check_names(options, ())
    reader = _Tables(text)
    reader.feed(text)
    reader.close()
    return reader.root(), reader.faults.listed()


class _Cell:
    """One cell while it is read."""

    def __init__(self, start: int, spans: tuple[int, int]) -> None:
        self.start, self.spans = start, spans
        self.words: list[str] = []
        self.link: tuple[str, int] | None = None

    def node(self) -> Node:
        """The cell as a text, or as one with a link."""
        words = fold_space("".join(self.words))
        text = Scalar(words, self.start, self.start + len(words), plain=False)
        if self.link is None:
            return text
        target, at = self.link
        href = (Scalar("@href", at, at), Scalar(target, at, at + len(target), plain=False))
        return Worded(self.start, [(Scalar("#text", self.start, self.start), text), href], "#text")


class _Open:
    """One table while it is read."""

    def __init__(self, start: int, name: str) -> None:
        self.start, self.name, self.caption = start, name, ""
        self.rows: list[list[_Cell]] = []


class _Tables(HTMLParser):
    """Collects tables; those that stand in a cell of another one are listed behind it."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.starts = [0]
        self.starts += [place + 1 for place, sign in enumerate(text) if sign == "\n"]
        self.tables: list[_Open] = []
        self.open: list[_Open] = []
        self.faults = Faults()
        self.title: list[str] = []
        self.inside = ""
        self.cells = 0

    def place(self) -> int:
        """Where the parser stands, in characters."""
        line, column = self.getpos()
        return self.starts[min(line, len(self.starts)) - 1] + column

    def cell(self) -> _Cell | None:
        """The cell that is open."""
        rows = self.open[-1].rows if self.open else []
        return rows[-1][-1] if rows and rows[-1] else None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open what a tag opens; rows and cells end where the next one begins."""
        given = {name: value or "" for name, value in reversed(attrs)}
        if tag == "table":
            self.open.append(_Open(self.place(), given.get("id", "")))
            self.tables.append(self.open[-1])
        elif tag in ("title", "caption", *_HIDDEN):
            self.inside = tag
        elif self.open and tag == "tr":
            self.open[-1].rows.append([])
        elif self.open and tag in ("td", "th"):
            if not self.open[-1].rows:
                self.open[-1].rows.append([])
            spans = (_span(given.get("rowspan", "")), _span(given.get("colspan", "")))
            self.cells += spans[0] * spans[1]
            if self.cells > MAX_VALUES:
                self.faults.add_too_many(self.place())
                spans = (1, 1)
            self.open[-1].rows[-1].append(_Cell(self.place(), spans))
        elif tag == "a" and given.get("href") and (cell := self.cell()) and cell.link is None:
            cell.link = (given["href"], self.place())
        elif tag in ("br", "p", "li", "div") and (cell := self.cell()):
            cell.words.append(" ")

    def handle_endtag(self, tag: str) -> None:
        """Close what a tag closes."""
        if tag == "table" and self.open:
            self.open.pop()
        elif tag == self.inside:
            self.inside = ""

    def handle_data(self, data: str) -> None:
        """Text goes into the cell, the caption or the title that is open."""
        if self.inside == "title":
            self.title.append(data)
        elif self.inside == "caption" and self.open:
            self.open[-1].caption += data
        elif not self.inside and (cell := self.cell()):
            cell.words.append(data)

    def root(self) -> Mapping:
        """The page as a tree."""
        title = fold_space("".join(self.title))
        tables: list[Node] = [self._table(one) for one in self.tables]
        return Mapping(0, [(_key("title"), Scalar(title, 0, 0, plain=False)), (_key("tables"), Sequence(0, tables))])

    @staticmethod
    def _table(one: _Open) -> Mapping:
        grid = _grid(one.rows)
        heads = [fold_space("".join(cell.words)) if cell else "" for cell in grid[0]] if grid else []
        rows: list[Node] = []
        for cells in grid[1:]:
            entries = [
                (Scalar(head or str(place), cell.start, cell.start), cell.node())
                for place, (head, cell) in enumerate(
                    zip([*heads, *[""] * (len(cells) - len(heads))], cells, strict=False)
                )
                if cell
            ]
            if entries:
                rows.append(Mapping(entries[0][0].start, entries))
        texts = {"id": one.name, "caption": fold_space(one.caption)}
        own: list[tuple[Scalar, Node]] = [
            (_key(name), Scalar(words, one.start, one.start, plain=False)) for name, words in texts.items() if words
        ]
        return Mapping(one.start, [*own, (_key("rows"), Sequence(one.start, rows))])


def _grid(rows: list[list[_Cell]]) -> list[list[_Cell | None]]:
    """The cells of a table by row and column, each in every place that it covers."""
    grid: list[list[_Cell | None]] = []
    hanging: dict[int, tuple[_Cell, int]] = {}
    for row in rows:
        cells: list[_Cell | None] = []
        waiting = iter(row)
        while True:
            column = len(cells)
            if column in hanging:
                cell, left = hanging.pop(column)
                if left > 1:
                    hanging[column] = (cell, left - 1)
                cells.append(cell)
                continue
            found = next(waiting, None)
            if found is None:
                if not any(place > column for place in hanging):
                    break
                cells.append(None)
                continue
            for _ in range(found.spans[1]):
                if found.spans[0] > 1:
                    hanging[len(cells)] = (found, found.spans[0] - 1)
                cells.append(found)
        grid.append(cells)
    return grid


def _span(text: str) -> int:
    return min(max(int(text), 1), MOST_SPAN) if text.isdecimal() else 1


def _key(name: str) -> Scalar:
    return Scalar(name, 0, 0, plain=False)
