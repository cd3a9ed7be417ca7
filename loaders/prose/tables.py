"""Reads tables by the roles of their columns, not by exact heads: a pattern, what it is replaced by, when.

A row speaks of the name in its key column ("Pattern", "Legacy Pattern", "Instead of"); without one, of the page's own
pattern, and the first column says when ("Scenario"). Two columns can be one move ("From" and "To"), and one cell can
name things that belong together ("Pattern Combination").
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from loaders.prose import words
from loaders.prose.headings import MOVES, moves
from loaders.prose.names import Known, Name, pieces, plain
from loaders.prose.roles import key, listed
from loaders.prose.speaker import Speaker
from loaders.prose.words import Role
from ontology.claim import Claim

#: A table with more columns is no table of relations; of a row, no more cells are looked at.
MOST_COLUMNS = 24

_KEYS, _WAYS, _CONDITIONS, _SITUATIONS = (
    frozenset(listed(one)) for one in (words.KEYS, words.WAYS, words.CONDITIONS, words.SITUATIONS)
)

ALTERNATIVE = Role("alternative-to")
#: Relations of things each by itself: what only two things together do is not said of either.
APART = ("alternative-to", "conflicts-with")

# Nothing here is tried twice: see "possessive".
_DELIMITER = re.compile(r"[ \t]*+\|?[ \t]*+:?-++:?[ \t]*+(?:\|[ \t]*+:?-*+:?[ \t]*+)*+$")
_PIPE = re.compile(r"(?<!\\)\|")
_TOGETHER = re.compile(r"\s+(?:\+|&|with|and)\s+|,\s+|\s*/\s*|\+")
_REFUSED = re.compile(r"^\W*(?:no|none|n/?a|nothing|same|yes|never)\b", re.IGNORECASE)

Cell = tuple[int, int]


@dataclass
class Table:
    """A table by its places in the text: the cells of its head, and the lines below it."""

    text: str
    head: list[Cell]
    lines: list[tuple[int, int]]

    @property
    def rows(self) -> Iterator[list[Cell]]:
        """The cells of each row."""
        return (_cells(self.text, *line) for line in self.lines if self.text.find("|", *line) >= 0)


def tables_in(text: str, lines: list[tuple[int, int]]) -> Iterator[Table]:
    """The tables among the lines of a paragraph: a line above one of hyphens, and the lines below it.

    >>> text = "| A | B |\\n|---|---|\\n| 1 | 2 |"
    >>> table = next(tables_in(text, [(0, 9), (10, 19), (20, 29)]))
    >>> [text[slice(*cell)] for cell in [*table.head, *next(table.rows)]]
    ['A', 'B', '1', '2']
    """
    for place in range(1, len(lines)):
        start, end = lines[place]
        if text[start] not in "|:- \t" or text.find("-", start, end) < 0 or text.find("|", start, end) < 0:
            continue
        if text.find("|", *lines[place - 1]) >= 0 and _DELIMITER.match(text, start, end):
            yield Table(text, _cells(text, *lines[place - 1]), lines[place + 1 :])
            return


def _cells(text: str, start: int, end: int) -> list[Cell]:
    """The cells of a line without the blanks around them."""
    if text[start] == "|":
        start += 1
    found, begin = list[Cell](), start
    for pipe in _PIPE.finditer(text, start, end):
        found.append(_trimmed(text, begin, pipe.start()))
        begin = pipe.end()
        if len(found) == MOST_COLUMNS:
            return found
    if begin < end:
        found.append(_trimmed(text, begin, end))
    return found


def _trimmed(text: str, start: int, end: int) -> Cell:
    cell = text[start:end]
    left = start + len(cell) - len(cell.lstrip())
    return min(left, end), max(left, start + len(cell.rstrip()))


class _Columns:
    """What each column of a table is for."""

    def __init__(self, heads: list[str]) -> None:
        self.heads = heads
        self.lowered = [head.lower() for head in heads]
        self.short = [key(head) for head in heads]

    def named(self) -> int | None:
        """The key column."""
        for place, (head, short) in enumerate(zip(self.lowered, self.short, strict=True)):
            parts = head.split()
            if short in _KEYS or (place == 0 and len(parts) == 2 and parts[1] in ("pattern", "patterns")):
                return place
        return None

    def pair(self) -> tuple[int, int] | None:
        """The columns that are a move from old to new."""
        for place, head in enumerate(self.lowered):
            for other in words.PAIRS.get(head, ()):
                if other in self.lowered:
                    return place, self.lowered.index(other)
        return None

    def first(self, among: frozenset[str]) -> int | None:
        """The first column whose head is among some words."""
        return next((place for place, short in enumerate(self.short) if short in among), None)


def claims(speaker: Speaker, table: Table, known: Known, heading: Role | None) -> Iterator[Claim]:
    """The relations that the rows of a table state; ``heading`` is what the words above it say."""
    text = speaker.file.text
    columns = _Columns([plain(text[slice(*cell)][:200]) for cell in table.head])
    if not 1 < len(columns.heads) < MOST_COLUMNS:
        return
    pair, named, when = columns.pair(), columns.named(), columns.first(_CONDITIONS)
    roles = {place: role for place, head in enumerate(columns.heads) if (role := speaker.roles.column(head))}
    sets = {place: role for place, head in enumerate(columns.heads) if (role := speaker.roles.together(head))}
    others = {place: role for place, role in roles.items() if place != named}
    if pair:
        yield from _rows(speaker, table, known, pair[0], {pair[1]: MOVES}, when)
    elif sets:
        for place, role in sets.items():
            yield from _together(speaker, table, known, place, role)
    elif named is not None and others:
        if when is None and columns.short[0] in _SITUATIONS:
            when = 0  # advice for a situation names an alternative, no successor
            others = {place: ALTERNATIVE if role.mode == "suggested" else role for place, role in others.items()}
        yield from _rows(speaker, table, known, named, others, when)
    elif (way := columns.first(_WAYS)) is not None:
        yield from _ways(speaker, table, way)
    elif roles and columns.short[0] in _SITUATIONS:
        yield from _own(speaker, table, known, roles)
    elif heading is not None and not roles:
        yield from _listed(speaker, table, known, heading, named)


def _names(speaker: Speaker, cell: Cell, known: Known) -> list[Name]:
    """The names in a cell that names anything."""
    return [] if _REFUSED.match(speaker.file.text[slice(*cell)][:40]) else pieces(speaker.file.text, *cell, known)


def _text(speaker: Speaker, row: list[Cell], place: int | None) -> str:
    return plain(speaker.file.text[slice(*row[place])][:400]) if place is not None and place < len(row) else ""


def _rows(
    speaker: Speaker, table: Table, known: Known, named: int, roles: dict[int, Role], when: int | None
) -> Iterator[Claim]:
    """Rows that say something of what their key column names."""
    for row in table.rows:
        subjects = _names(speaker, row[named], known) if named < len(row) else []
        for place, role in roles.items():
            objects = _names(speaker, row[place], known) if place < len(row) else []
            for left in subjects:
                for right in objects:
                    if role.relation in APART and " + " in left.text + right.text:
                        continue
                    if role.links and not right.text.startswith("["):
                        continue
                    condition, alone = _text(speaker, row, when), len(objects) == 1 and len(subjects) == 1
                    yield speaker.between(
                        role, left.text, right.text, right.start, "table", alone=alone, when=condition
                    )


def _together(speaker: Speaker, table: Table, known: Known, place: int, role: Role) -> Iterator[Claim]:
    """Cells that name things which belong together (or do not), two and two."""
    text = speaker.file.text
    for row in table.rows:
        if place >= len(row):
            continue
        linked = pieces(text, *row[place], known)
        cell = plain(text[slice(*row[place])][:400])
        names = [one.text for one in linked] if len(linked) > 1 else [plain(one) for one in _TOGETHER.split(cell)]
        names = [one for one in dict.fromkeys(names) if len(one) > 1]
        if not 1 < len(names) <= 4:
            continue
        for number, left in enumerate(names):
            for right in names[number + 1 :]:
                yield speaker.between(role, left, right, row[place][0], "table")


def _ways(speaker: Speaker, table: Table, place: int) -> Iterator[Claim]:
    """Cells that say from what to what one moves."""
    text = speaker.file.text
    for row in table.rows:
        found = moves(text[slice(*row[place])], bare=True) if place < len(row) else None
        if found:
            for old, new in pairwise(found[1]):
                yield speaker.between(found[0], old, new, row[place][0], "table")


def _own(speaker: Speaker, table: Table, known: Known, roles: dict[int, Role]) -> Iterator[Claim]:
    """Rows that say in which situation something else serves than the page's own pattern."""
    for row in table.rows:
        for place, role in roles.items():
            if speaker.is_one() and 0 < place < len(row):
                names = _names(speaker, row[place], known)
                for name in names:
                    yield speaker.own(role, name, "table", alone=len(names) == 1, when=_text(speaker, row, 0))


def _listed(speaker: Speaker, table: Table, known: Known, heading: Role, named: int | None) -> Iterator[Claim]:
    """Rows that only name things, below words that say what they are to the page."""
    if not speaker.speaks(heading):
        return
    for row in table.rows:
        place = 0 if named is None else named
        for name in _names(speaker, row[place], known)[:1] if place < len(row) else ():
            if name.text.startswith("[") or (named is not None and not heading.links):
                yield speaker.own(heading, name, "table", alone=len(table.lines) == 1)
