"""A file that only grows, for libraries that write to a file while somebody else reads what they wrote as a stream."""

import io
from typing import Any


class Growing(io.RawIOBase):
    """Takes what is written; it is taken out again some at a time. Nothing can be read from it or moved about in."""

    def __init__(self) -> None:
        """Begin empty."""
        self._parts: list[bytes] = []
        self._size = 0

    def writable(self) -> bool:
        """It is written to."""
        return True

    def write(self, data: Any) -> int:
        """Take some."""
        part = bytes(data)
        self._parts.append(part)
        self._size += len(part)
        return len(part)

    def tell(self) -> int:
        """How much was written."""
        return self._size

    def taken(self) -> bytes:
        """What was written since the last time."""
        data = b"".join(self._parts)
        self._parts.clear()
        return data
