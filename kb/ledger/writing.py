"""Writes the settled tables: emptied first, filled in any order, with indexes made at the end, where they cost half."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from kb.store.schema import SETTLED_TABLES, TEXT_TABLES

#: So many rows of a table are written at a time.
BATCH = 10_000


@dataclass
class Table:
    """The rows of one table on their way into it."""

    connection: sqlite3.Connection
    into: str
    """The table, with its columns where not all are given."""
    columns: int
    _rows: list[tuple[object, ...]] = field(default_factory=list)

    def add(self, *rows: tuple[object, ...]) -> None:
        """Take in some rows."""
        self._rows += rows
        if len(self._rows) >= BATCH:
            self.flush()

    def flush(self) -> None:
        """Write what was taken in since the last time."""
        marks = ",".join("?" * self.columns)
        self.connection.executemany(f"INSERT INTO {self.into} VALUES({marks})", self._rows)
        self._rows.clear()


@contextmanager
def settled_tables(connection: sqlite3.Connection) -> Iterator[dict[str, Table]]:
    """The settled tables by name, empty; what is added to them is in the catalogue when the block ends."""
    indexes = _without_indexes(connection)
    for table in SETTLED_TABLES:
        connection.execute(f"DELETE FROM {table}")
    for name, making in TEXT_TABLES.items():  # a text index keeps what is deleted from it; a new one does not
        connection.execute(f"DROP TABLE {name}")
        connection.execute(making)
    tables = {
        name: Table(connection, name, len(connection.execute(f"PRAGMA table_info({name})").fetchall()))
        for name in SETTLED_TABLES
    }
    tables["spelling"] = Table(connection, "spelling(name, node)", 2)
    tables["fulltext"] = Table(connection, "fulltext(rowid, title, names, body)", 4)
    yield tables
    for one in tables.values():
        one.flush()
    for making in indexes:
        connection.execute(making)


def _without_indexes(connection: sqlite3.Connection) -> list[str]:
    """Drop the indexes of the settled tables, and give what makes them."""
    listed = "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name IN"
    tables = ", ".join(f"'{table}'" for table in SETTLED_TABLES)
    found = connection.execute(f"{listed} ({tables}) ORDER BY name").fetchall()
    for name, _ in found:
        connection.execute(f"DROP INDEX {name}")
    return [making for _, making in found]
