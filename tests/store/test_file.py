"""The one file of a catalogue: whose it is, which layout it has, and where it can be read."""

import os
import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest

from kb.errors import Busy, CatalogueError, NewerCatalogue, NotACatalogue
from kb.settling import settle_again
from kb.store import file as store_file
from kb.store import schema
from kb.store.file import close_after_writing, open_for_reading, open_for_writing, upgrade
from kb.store.schema import APPLICATION_ID, SETTLED_TABLES, VERSION
from kb.store.sqlite import SqliteGraph
from tests.ledger.written import Catalogue, page


@pytest.fixture
def made(tmp_path: Path) -> Catalogue:
    """A small catalogue."""
    return Catalogue(tmp_path).made({"docs/saga.md": page("title: Saga\nreplaces: [2pc]")})


@pytest.fixture
def newer(monkeypatch: pytest.MonkeyPatch) -> dict[int, tuple[str, ...]]:
    """The layout of the next version, with a step that leads to it."""
    steps: dict[int, tuple[str, ...]] = {
        VERSION: ("CREATE TABLE added(by TEXT)", "INSERT INTO added SELECT at FROM load")
    }
    monkeypatch.setattr(store_file, "VERSION", VERSION + 1)
    monkeypatch.setattr(store_file, "MIGRATIONS", steps)
    return steps


def pragma(path: str, name: str) -> int:
    """One of SQLite's own numbers."""
    with closing(sqlite3.connect(path)) as connection:
        return int(connection.execute(f"PRAGMA {name}").fetchone()[0])


def execute(path: str, *statements: str) -> None:
    """Do something to a file behind our back."""
    with closing(sqlite3.connect(path)) as connection, connection:
        for statement in statements:
            connection.execute(statement)


def test_marks_of_a_catalogue(made: Catalogue):
    """A catalogue file says whose it is and which layout it has."""
    assert (pragma(made.kb, "application_id"), pragma(made.kb, "user_version")) == (APPLICATION_ID, VERSION)
    assert APPLICATION_ID.to_bytes(4, "big") == b"PGkb"
    made.bytes()


def test_newer_layout(made: Catalogue):
    """A file of a later version is refused for reading and for writing, and is left alone."""
    execute(made.kb, f"PRAGMA user_version = {VERSION + 1}")
    before = made.bytes()
    for attempt in (lambda: SqliteGraph(made.kb), made.load, lambda: settle_again(made.kb)):
        with pytest.raises(
            NewerCatalogue, match=rf"written by a newer kb \(layout {VERSION + 1}, this one knows {VERSION}\)"
        ):
            attempt()
    assert made.bytes() == before


def test_older_layout_is_not_read(made: Catalogue, newer: object):
    """A file of an earlier version is not read as it is, and the message says what to do."""
    with pytest.raises(CatalogueError, match=r"older layout .*: kb settle --kb "):
        SqliteGraph(made.kb)


@pytest.mark.parametrize("how", ["settle", "load", "load something new"])
def test_older_layout_is_brought_up(made: Catalogue, newer: object, how: str):
    """Settling or loading brings an earlier layout up to the present one, and keeps all that was said."""
    before = made.settled()
    if how == "settle":
        settle_again(made.kb)
    else:
        if how != "load":
            made.write({"docs/b.md": page("title: B")})
        made.load()
    assert pragma(made.kb, "user_version") == VERSION + 1
    assert made.rows("SELECT by FROM added") == made.rows("SELECT at FROM load WHERE id = 1")
    if how != "load something new":
        assert made.settled() == before
    with made.open() as graph:
        assert graph.find("saga").nodes


def test_a_step_that_fails_changes_nothing(made: Catalogue, newer: dict[int, tuple[str, ...]]):
    """Of the steps to a newer layout either all are done or none."""
    newer[VERSION] = (*newer[VERSION], "DROP TABLE no_such_table")
    before = made.settled()
    with pytest.raises(CatalogueError, match="no such table"):
        settle_again(made.kb)
    assert pragma(made.kb, "user_version") == VERSION
    assert made.rows("SELECT name FROM sqlite_master WHERE name = 'added'") == []
    assert made.settled() == before


def test_several_steps(made: Catalogue, monkeypatch: pytest.MonkeyPatch):
    """From two versions back the steps are done one after the other."""
    steps = {VERSION: ("CREATE TABLE one(x)",), VERSION + 1: ("ALTER TABLE one RENAME TO two",)}
    monkeypatch.setattr(store_file, "VERSION", VERSION + 2)
    monkeypatch.setattr(store_file, "MIGRATIONS", steps)
    settle_again(made.kb)
    assert made.rows("SELECT * FROM two") == []
    assert pragma(made.kb, "user_version") == VERSION + 2


def test_layout_2_is_brought_up(made: Catalogue):
    """A file in which names still stood on every level is settled anew, and finds what it found."""
    before = made.settled()
    execute(
        made.kb,
        "DROP TABLE name",
        "CREATE TABLE name(level INTEGER NOT NULL, key TEXT NOT NULL, node INTEGER NOT NULL, name TEXT NOT NULL,"
        " rule TEXT NOT NULL, since TEXT NOT NULL, PRIMARY KEY(level, key, node, name)) WITHOUT ROWID",
        "CREATE INDEX name_node ON name(node, level)",
        "PRAGMA user_version = 2",
    )
    with pytest.raises(CatalogueError, match=r"older layout \(2\)"):
        SqliteGraph(made.kb)
    settle_again(made.kb)
    assert made.settled() == before
    with made.open() as graph:
        assert graph.find("the sagas").nodes[0].id == "saga"


def test_a_layout_that_nobody_wrote(made: Catalogue):
    """A version from which no step leads is refused in a sentence."""
    execute(made.kb, "PRAGMA user_version = 0")
    for attempt in (made.load, lambda: settle_again(made.kb), lambda: SqliteGraph(made.kb)):
        with pytest.raises(CatalogueError, match=r"layout \(0\)"):
            attempt()
    with closing(sqlite3.connect(made.kb)) as connection, pytest.raises(CatalogueError):
        upgrade(connection, -1)


@pytest.mark.parametrize(
    "content",
    [b"", b"title: Saga\n" * 50, b"SQLite format 3\0" + b"\0" * 84, b"SQLite format 3\0" + os.urandom(5_000)],
    ids=["empty", "text", "header only", "noise"],
)
def test_what_is_no_catalogue(tmp_path: Path, content: bytes):
    """A file that is no database is refused for reading, and only an empty one may become a catalogue."""
    made = Catalogue(tmp_path).write({"c.kb": content, "docs/a.md": page("title: A")})
    with pytest.raises(CatalogueError):
        SqliteGraph(made.kb)
    if not content:
        made.load()
        assert made.held("a", "title")[0][0] == "A"
        return
    with pytest.raises(CatalogueError):
        made.load()
    assert Path(made.kb).read_bytes() == content


def test_another_s_database(tmp_path: Path):
    """A database of another program is refused and left alone."""
    made = Catalogue(tmp_path).write({"docs/a.md": page("title: A")})
    execute(made.kb, "CREATE TABLE t(x)")
    before = made.bytes()
    for attempt in (lambda: SqliteGraph(made.kb), made.load, lambda: settle_again(made.kb)):
        with pytest.raises(NotACatalogue, match="is a database, but not a catalogue of kb"):
            attempt()
    assert made.bytes() == before


def test_missing_file(tmp_path: Path):
    """A file that is not there is neither read nor made by reading."""
    path = tmp_path / "no.kb"
    for attempt in (lambda: SqliteGraph(str(path)), lambda: settle_again(str(path))):
        with pytest.raises(CatalogueError, match=r"there is no catalogue at .*; make one with: kb load"):
            attempt()
    assert not path.exists()
    with pytest.raises(CatalogueError):
        open_for_writing(str(tmp_path / "no" / "folder" / "c.kb"))


@pytest.mark.parametrize("name", ["a b.kb", "50%25.kb", "a?mode=ro.kb", "a#b.kb", "é.kb", "':memory:'"])
def test_odd_file_names(tmp_path: Path, name: str):
    """A catalogue may be called like an address with options."""
    made = Catalogue(tmp_path)
    made.kb = str(tmp_path / name)
    made.made({"docs/a.md": page("title: A")})
    assert sorted(os.listdir(tmp_path)) == sorted([name, "docs"])
    assert made.held("a", "title")[0][0] == "A"


def in_wal(made: Catalogue) -> None:
    """Leave a catalogue as a writer that was killed leaves it: in WAL mode."""
    execute(made.kb, "PRAGMA journal_mode = WAL")


@pytest.mark.parametrize("wal", [False, True])
def test_read_only_folder(made: Catalogue, monkeypatch: pytest.MonkeyPatch, wal: bool):
    """A catalogue in a folder that cannot be written is read as it stands."""
    if wal:
        in_wal(made)
    if wal and os.geteuid() == 0:  # nothing is read-only to root, so SQLite is told instead
        monkeypatch.setattr(store_file, "_check", refusing_first(store_file._check))
    made.folder.chmod(stat.S_IRUSR | stat.S_IXUSR)
    try:
        graph = SqliteGraph(made.kb)
        assert graph.find("saga").nodes
        graph.close()
        assert sorted(os.listdir(made.folder)) == ["c.kb", "docs"]
    finally:
        made.folder.chmod(stat.S_IRWXU)


def refusing_first(check):
    """A check that fails as SQLite fails where it may not write beside the file, once."""
    calls = []

    def checked(connection: sqlite3.Connection, path: str, migrate: bool = False) -> None:
        calls.append(path)
        if len(calls) == 1:
            raise sqlite3.OperationalError("unable to open database file")
        check(connection, path, migrate)

    return checked


def test_journal_left_behind(made: Catalogue):
    """What a killed writer had committed is read, and the next writer leaves one file again."""
    in_wal(made)
    connection = sqlite3.connect(made.kb)
    connection.execute("PRAGMA wal_autocheckpoint = 0")
    connection.execute("UPDATE node SET title = 'From the journal'")
    connection.commit()
    kept = {name: (made.folder / name).read_bytes() for name in os.listdir(made.folder) if name.startswith("c.kb")}
    connection.close()
    assert "c.kb-wal" in kept
    for name, content in kept.items():
        (made.folder / name).write_bytes(content)
    with made.open() as graph:
        assert graph.nodes(["saga"])["saga"].title == "From the journal"
    settle_again(made.kb)
    assert sorted(os.listdir(made.folder)) == ["c.kb", "docs"]
    with made.open() as graph:
        assert graph.nodes(["saga"])["saga"].title == "Saga"


def test_reader_beside_a_writer(made: Catalogue):
    """A reader goes on seeing what it saw while somebody loads, and sees the new state when it opens again."""
    with made.open() as graph:
        assert graph.find("outbox").nodes == ()
        made.made({"docs/outbox.md": page("title: Outbox")})
        assert len(list(graph.select([("defined", "yes")]))) in (1, 2)
    with made.open() as graph:
        assert graph.find("outbox").nodes
    made.write({"docs/more.md": page("title: More")}).load()
    assert sorted(os.listdir(made.folder)) == ["c.kb", "docs"]


def test_two_writers(made: Catalogue, monkeypatch: pytest.MonkeyPatch):
    """While somebody writes, another writer gives up in a sentence and changes nothing."""
    monkeypatch.setattr(store_file, "BUSY_MS", 50)
    made.write({"docs/b.md": page("title: B")})
    writer = open_for_writing(made.kb)
    try:
        writer.execute("BEGIN IMMEDIATE")
        with pytest.raises(Busy, match="another process is writing"):
            made.load()
        with pytest.raises(Busy):
            settle_again(made.kb)
        writer.execute("ROLLBACK")
    finally:
        close_after_writing(writer)
    made.load()
    assert made.held("b", "title")


def test_no_space(made: Catalogue, monkeypatch: pytest.MonkeyPatch):
    """Where there is no space the load fails in a sentence, and what was there before still answers."""
    before = made.settled()
    monkeypatch.setenv("KB_MAX_PAGES", str(pragma(made.kb, "page_count")))
    made.write({f"docs/p{place}.md": page(f"title: P{place}\nsummary: {'word ' * 900}{place}") for place in range(40)})
    with pytest.raises(CatalogueError, match=r"no space left to write .*; what it held before is unchanged"):
        made.load()
    assert made.settled() == before


def test_readers_cannot_write(made: Catalogue):
    """A catalogue that is open for reading cannot be changed through it."""
    with closing(open_for_reading(made.kb)) as connection, pytest.raises(sqlite3.OperationalError):
        connection.execute("DELETE FROM node")


def test_settled_tables_are_known():
    """Every settled table is emptied before it is made again, and no record is."""
    names = [word.split("(")[0] for word in schema.SETTLED.replace("VIRTUAL TABLE", "TABLE").split("CREATE TABLE ")[1:]]
    assert sorted(name.split()[0] for name in names) == sorted(SETTLED_TABLES)
    assert not [name for name in SETTLED_TABLES if f"TABLE {name}(" in schema.RECORD]
