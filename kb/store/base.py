"""What the house asks of a store beyond questions: to be opened, to show an earlier moment, to count, to be closed."""

from typing import Any, Protocol, Self

from queries.life import Remembering
from queries.moment import Moment


class Store(Remembering, Protocol):
    """A catalogue that was opened for reading. A new store is done when it passes ``tests/engines/test_conformance.py``."""

    path: str
    """Where the catalogue is: a file, or an address."""

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
