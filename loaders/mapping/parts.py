"""Values on their way through the steps of a rule, and the choice of one among several."""

from dataclasses import dataclass
from typing import Any

from loaders.tree import Mapping, Node
from ontology import dates


@dataclass(slots=True)
class Piece:
    """One value on its way through the steps."""

    text: str
    offset: int
    pointer: str
    groups: dict[str, str] | None = None
    condition: str = ""
    node: Node | None = None
    through: Node | None = None
    """The record of a second table that it was taken from."""
    unknown: str = ""
    """The word as it was, where ``map`` does not know it."""
    choice: str = ""
    """The part of a list that it is one of several alternatives in."""

    def part(self, text: str, offset: int) -> "Piece":
        """A part of it, which belongs to all that it belongs to."""
        return Piece(text, offset, self.pointer, self.groups, self.condition, None, self.through, "", self.choice)

    def trim(self) -> None:
        """Take off outer white space."""
        stripped = self.text.lstrip()
        self.offset += len(self.text) - len(stripped)
        self.text = stripped.rstrip()

    @property
    def record(self) -> Mapping | None:
        """The mapping that it is, if it is no text."""
        return self.node if isinstance(self.node, Mapping) else None


@dataclass(slots=True)
class Trouble:
    """A value that could not be read, with why; one that only drops a word has no message."""

    rule: str
    message: str
    offset: int
    pointer: str
    unknown: str = ""
    missing: str = ""
    """The key, where a second table has none such."""
    once: bool = False
    """Whether to say it once in a file."""


Found = list[Piece | Trouble]


def picked(which: str, found: Found) -> Found:
    """Of all values the first, the last, the least or the greatest; what is wrong with others is kept."""
    good = [one for one in found if isinstance(one, Piece)]
    if good:
        ranks = ranked([one.text for one in good]) if which in ("least", "greatest") else list(range(len(good)))
        end = min if which in ("first", "least") else max
        chosen = good[ranks.index(end(ranks))]
        found = [one for one in found if isinstance(one, Trouble) or one is chosen]
    return found


def ranked(texts: list[str]) -> list[Any]:
    """What texts are compared by: as numbers if all are some, else as dates if all are some, else as text.

    >>> ranked(["10", "9"]), ranked(["10", "9a"])
    ([10.0, 9.0], ['10', '9a'])
    """
    try:
        return [float(text) for text in texts]
    except ValueError:
        days = [dates.parse(text) for text in texts]
        return list(texts) if None in days else [dates.sort_key(day) for day in days]
