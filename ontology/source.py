"""Where something was read: every claim and every problem carries one from birth."""

from typing import NamedTuple


class Source(NamedTuple):
    """A place in a file. Two are equal when every field is.

    >>> str(Source("pages/saga.md", 12, 3))
    'pages/saga.md:12'
    """

    path: str
    """POSIX path, relative to the folder of the catalogue file where it lies below it."""
    line: int
    """1 is the first line; 0 speaks of the whole file."""
    column: int = 1
    """In characters; 1 is the first."""
    pointer: str = ""
    """JSON pointer to the value inside its document (RFC 6901), for instance ``/evolution/from/0``."""
    quote: str = ""
    """The line as it stands in the file, without the white space around it."""
    commit: str = ""
    """The git commit the file was read at, where it was read out of history."""

    def __str__(self) -> str:
        where = f"{self.path}:{self.line}" if self.line else self.path
        return f"{where}@{self.commit[:10]}" if self.commit else where
