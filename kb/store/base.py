"""What the house asks of a store beyond questions: to be opened, to show an earlier moment, to count, to be closed."""

from collections.abc import Iterable
from typing import Any, Protocol, Self

from ontology.claim import Claim
from queries.life import Remembering
from queries.moment import Moment


class Store(Remembering, Protocol):
    """A catalogue that was opened for reading. A new store is done when it passes ``tests/engines/test_conformance.py``."""

    path: str
    """Where the catalogue is: a file, or an address."""
    called: str
    """What it is called elsewhere: the name of its file, or on a server; of an earlier moment with ``@MOMENT``."""

    def close(self) -> None:
        """Give it back."""
        ...

    def as_seen(self, wanted: str) -> tuple[Self, str]:
        """The catalogue as it was at a moment of its own clock, and what to call that moment; closed with this one."""
        ...

    @property
    def stale(self) -> str:
        """What to say of a catalogue below that has changed since it was taken in; empty where there is nothing to say."""
        ...

    def tally(self, at: Moment | None = None) -> dict[str, Any]:
        """Counts over the whole catalogue, at a moment."""
        ...

    def spoken(self) -> Iterable[tuple[str, Claim]]:
        """Everything that the sources of this catalogue say now, whole, with their paths, in reading order."""
        ...

    def unspoken(self) -> list[str]:
        """What ``spoken`` leaves out of the catalogue's record, in words."""
        ...

    @property
    def own_words(self) -> dict[str, Any]:
        """The words that this catalogue adds to the built-in ones, as data."""
        ...
