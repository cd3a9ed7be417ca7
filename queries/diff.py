"""How two catalogues, or two moments of one, differ: one record a change, and how many answers it changes."""

from collections.abc import Mapping
from typing import Any, NamedTuple

#: The sorts of change, in the order in which changes of equal weight are told.
KINDS = (
    "entry-added",
    "entry-removed",
    "entry-renamed",
    "entry-came",
    "entry-retired",
    "entry-revived",
    "entry-defined",
    "entry-mentioned",
    "edge-added",
    "edge-removed",
    "edge-changed",
    "property",
)

#: A value of a property: JSON, and since when it was observed (empty for always).
Value = tuple[str, str]


class Side(NamedTuple):
    """What one catalogue says of what changed: plain data, and where."""

    data: Any = None
    sources: tuple[str, ...] = ()


class Change(NamedTuple):
    """One difference. ``before`` is what the first catalogue says, ``after`` what the second one does."""

    kind: str
    id: str
    """The entry that it is about; of an edge its newer end (the subject)."""
    fact: str
    """The property, or the relation; empty where the whole entry is meant."""
    other: str
    """The other end of an edge; the former id of a renamed entry."""
    before: Side
    after: Side
    text: str
    """The change in a sentence."""
    answers: tuple[str, ...] = ()
    """Entries whose verdict or live successors are other ones by this change alone."""


class Standing(NamedTuple):
    """The answer to what replaces an entry, in short."""

    verdict: str
    live: tuple[str, ...]


class Difference(NamedTuple):
    """All changes from one catalogue to another, those that change most answers first."""

    first: str
    second: str
    """What the two are called, with their moments."""
    changes: tuple[Change, ...]
    answers: Mapping[str, tuple[Standing | None, Standing | None]]
    """Entries that both have or one has, whose answers are others: before and after."""
    titles: Mapping[str, str]
    entries: tuple[int, int]
    """How many entries each of them has."""
