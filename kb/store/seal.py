"""A digest of a catalogue file inside the file itself, so that a bit that flipped on a disk or on the way is noticed.

SQLite sees where the structure of its pages is broken, not where a text became another one. The digest is that of all bytes
behind the header, with its own as blanks, beside SQLite's count of changes: a file that SQLite has changed since, for
whomever, or whose journal is open, has no seal and is not doubted.
"""

import os
import sqlite3
from hashlib import blake2b

_MARK = b"kb-seal:"
#: A seal before it is known, as long as it: the count of changes, and the digest.
BLANK = _MARK + b"0" * (8 + 32)

#: Where the header of a database tells that no journal of its own is open, how often it was changed, and where it ends.
_JOURNAL, _CHANGES, _HEADER = slice(18, 20), slice(24, 28), 100
_CHUNK = 1 << 20


def room(connection: sqlite3.Connection) -> tuple[int, int]:
    """Make room for a seal where there is none; the bytes of its page, from and to."""
    connection.execute("CREATE TABLE IF NOT EXISTS seal(value TEXT NOT NULL)")
    if not connection.execute("SELECT 1 FROM seal").fetchone():
        connection.execute("INSERT INTO seal VALUES(?)", (BLANK.decode(),))
    return _page(connection)


def _page(connection: sqlite3.Connection) -> tuple[int, int]:
    rows = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'seal' AND type = 'table'").fetchall()
    number = int(rows[0][0]) if rows else 0
    size = int(connection.execute("PRAGMA page_size").fetchone()[0]) if number else 0
    return max(number - 1, 0) * size, number * size


def put_on(path: str, page: tuple[int, int]) -> None:
    """Seal a file that nobody has open. Where that is not possible it stays without one."""
    try:
        with open(path, "r+b") as file:
            if (at := _place(file.fileno(), page)) is not None:
                os.pwrite(file.fileno(), _seal(file.fileno(), at), at)
    except OSError:
        return


def broken(path: str, connection: sqlite3.Connection) -> bool:
    """Whether a file has a seal and is not what was sealed. Reads all of it; meanwhile nobody can change it."""
    if connection.in_transaction or (os.path.exists(f"{path}-wal") and os.path.getsize(f"{path}-wal")):
        return False
    connection.execute("BEGIN")
    try:
        page = _page(connection)  # who reads keeps others from writing
        if not page[1]:
            return False
        with open(path, "rb") as file:
            at = _place(file.fileno(), page)
            if at is None:
                return True
            header = os.pread(file.fileno(), _HEADER, 0)
            kept = os.pread(file.fileno(), len(BLANK), at)
            changed = kept[len(_MARK) : len(_MARK) + 8] != header[_CHANGES].hex().encode()
            if kept == BLANK or changed or header[_JOURNAL] != b"\1\1":
                return False
            return kept != _seal(file.fileno(), at)
    finally:
        connection.execute("ROLLBACK")


def _place(file: int, page: tuple[int, int]) -> int | None:
    """Where in the file the seal stands."""
    found = os.pread(file, page[1] - page[0], page[0]).find(_MARK)
    return None if found < 0 else page[0] + found


def _seal(file: int, at: int) -> bytes:
    """The seal of a file whose seal stands at a place."""
    hashed, here = blake2b(digest_size=16), _HEADER
    while part := os.pread(file, _CHUNK, here):
        start, end = max(at - here, 0), min(at - here + len(BLANK), len(part))
        if start < end:
            whole = bytearray(part)
            whole[start:end] = bytes(end - start)
            part = bytes(whole)
        hashed.update(part)
        here += len(part)
    changes = os.pread(file, _HEADER, 0)[_CHANGES]
    return _MARK + changes.hex().encode() + hashed.hexdigest().encode()
