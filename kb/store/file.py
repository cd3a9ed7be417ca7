"""Opens, creates and migrates the one file that a catalogue lives in."""

import os
import sqlite3

from kb.errors import Busy, CatalogueError, NewerCatalogue, NotACatalogue
from kb.store import seal
from kb.store.schema import APPLICATION_ID, MIGRATIONS, RECORD, SETTLED, TEXT_TABLES, VERSION

#: How long a writer waits for another one before it gives up, in milliseconds.
BUSY_MS = 5_000


def open_for_reading(path: str) -> sqlite3.Connection:
    """Open a catalogue read-only. Works where the folder cannot be written, too; takes about a millisecond."""
    if not os.path.exists(path):
        raise CatalogueError(f"there is no catalogue at {path}; make one with: kb load SOURCE --kb {path}")
    with translated(path):
        connection = _connect(path, "mode=ro")
        try:
            _check(connection, path)
        except sqlite3.OperationalError:
            # A journal in WAL mode wants to write beside the file; where it may not, the file is read as it stands.
            connection.close()
            if os.path.exists(path + "-wal"):
                raise
            connection = _connect(path, "mode=ro&immutable=1")
            _check(connection, path)
    return connection


def open_for_writing(path: str) -> sqlite3.Connection:
    """Open or create a catalogue for writing, migrated to the present version. No transaction is begun."""
    with translated(path):
        fresh = not os.path.exists(path) or os.path.getsize(path) == 0
        connection = _connect(path, "mode=rwc")
        connection.execute(f"PRAGMA busy_timeout = {BUSY_MS}")
        pages = os.environ.get("KB_MAX_PAGES")
        if pages and not pages.isdecimal():
            raise CatalogueError(f"KB_MAX_PAGES is '{pages}', which is not a number of pages; write it as 100000")
        if pages:
            connection.execute(f"PRAGMA max_page_count = {int(pages)}")
        if fresh:
            connection.execute("PRAGMA page_size = 4096")
        else:
            if seal.broken(path, connection):
                connection.close()
                raise damaged(path)
            _check(connection, path, migrate=True)
            connection.execute("PRAGMA journal_mode = WAL")  # readers go on; a new file has none
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("PRAGMA cache_size = -65536")  # 64 MB: a load need not write pages out before it is done
    return connection


def close_after_writing(connection: sqlite3.Connection) -> None:
    """Close a writer and leave one file: no journal stands beside it, so that it can be copied, sent and read anywhere.

    While somebody else has the catalogue open the journal stays, and the next writer puts it away and seals the file.
    """
    page, path = (0, 0), ""
    try:
        connection.execute("PRAGMA busy_timeout = 0")
        if connection.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID:
            page, path = seal.room(connection), connection.execute("PRAGMA database_list").fetchone()[2]
        if connection.execute("PRAGMA journal_mode").fetchone()[0] == "wal":
            connection.execute("PRAGMA journal_mode = DELETE")
    except sqlite3.OperationalError as error:
        page = (0, 0)
        if "locked" not in str(error):
            raise
    finally:
        connection.close()
    if page[1]:
        seal.put_on(path, page)


def check_whole(path: str, connection: sqlite3.Connection) -> None:
    """Raise where a file is not what was written; reads all of it."""
    with translated(path):
        faults = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
        if faults != "ok" or seal.broken(path, connection):
            raise damaged(path)


def damaged(path: str) -> NotACatalogue:
    """What to say of a file whose bytes are not those that were written."""
    return NotACatalogue(
        f"{path} is damaged: it is not what was written; take a copy of it, or load the sources into a new file"
    )


def create(connection: sqlite3.Connection) -> None:
    """Lay out an empty catalogue inside the transaction that is open, unless it is laid out already."""
    if connection.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID:
        return
    for statement in (*_statements(RECORD + SETTLED), *TEXT_TABLES.values()):
        connection.execute(statement)
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {VERSION}")


def _statements(script: str) -> list[str]:
    return [statement.strip() for statement in script.split(";") if statement.strip()]


def _connect(path: str, options: str) -> sqlite3.Connection:
    # Only these three mean something in SQLite's file URI; urllib would cost more than opening the file.
    escaped = os.path.abspath(path).replace("%", "%25").replace("?", "%3f").replace("#", "%23")
    return sqlite3.connect(f"file:{escaped}?{options}", uri=True, isolation_level=None)


def _check(connection: sqlite3.Connection, path: str, migrate: bool = False) -> None:
    """Raise unless the file is a catalogue of this version (or of one that can be brought up to it)."""
    owner = connection.execute("PRAGMA application_id").fetchone()[0]
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    if owner != APPLICATION_ID:
        if migrate and not tables:
            return
        raise NotACatalogue(f"{path} is a database, but not a catalogue of kb; choose another file with --kb")
    if version > VERSION:
        raise NewerCatalogue(
            f"{path} was written by a newer kb (layout {version}, this one knows {VERSION}); update pattern-genealogy"
        )
    if version < VERSION:
        if not migrate:
            raise CatalogueError(
                f"{path} has an older layout ({version}); bring it up to date with: kb settle --kb {path}"
            )
        upgrade(connection, version)


def upgrade(connection: sqlite3.Connection, version: int) -> None:
    """Bring an older layout up to the present one, all steps or none."""
    if any(step not in MIGRATIONS for step in range(version, VERSION)):
        raise NotACatalogue(
            f"this catalogue has a layout ({version}) that no kb wrote; load the sources into a new file"
        )
    connection.execute("BEGIN IMMEDIATE")
    try:
        while version < VERSION:
            for statement in MIGRATIONS[version]:
                connection.execute(statement)
            version += 1
        # What is settled is made again by whoever opened the file: its words are no longer known to be those of today.
        connection.execute("DELETE FROM meta WHERE key = 'vocabulary'")
        connection.execute(f"PRAGMA user_version = {VERSION}")
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise


class translated:  # noqa: N801  # reads as what it does: with translated(path)
    """Turns what SQLite says of a file into a sentence for the person whose file it is."""

    def __init__(self, path: str) -> None:
        """``path`` is the catalogue that the block works on."""
        self.path = path

    def __enter__(self) -> str:
        return self.path

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, sqlite3.Error):
            raise _in_words(self.path, error) from error
        if isinstance(error, UnicodeDecodeError):  # out of SQLite's own message about a damaged table
            raise damaged(self.path) from error
        if isinstance(error, OSError):
            raise CatalogueError(f"{self.path}: {error.strerror or error}") from error


def _in_words(path: str, error: sqlite3.Error) -> CatalogueError:
    text = str(error)
    if "locked" in text or "busy" in text:
        return Busy(f"another process is writing {path}; try again when it is done")
    if "decode to UTF-8" in text:
        return damaged(path)
    if "not a database" in text or "malformed" in text:
        return NotACatalogue(
            f"{path} is not a readable catalogue ({text}); load the sources into a new file, or choose another with --kb"
        )
    if "is full" in text:
        return CatalogueError(f"no space left to write {path}; what it held before is unchanged")
    if "readonly" in text or "unable to open" in text:
        folder = os.path.dirname(os.path.abspath(path))
        return CatalogueError(f"cannot write {path} (is {folder} writable?); choose another place with --kb")
    return CatalogueError(f"{path}: {text}")
