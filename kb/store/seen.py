"""The catalogue as it was: what it said at a date, a tag or a commit, settled as it would have been then.

A view of the past is a catalogue file of its own, made on first use and kept among the cached files: every question
runs on it unchanged.
"""

import os
import sqlite3
import sys
from hashlib import blake2b
from typing import NamedTuple

from kb.cache import cached, signature
from kb.errors import CatalogueError
from kb.store.file import create, open_for_reading, translated
from kb.store.schema import VERSION
from ontology import dates
from queries.errors import BadQuestion

#: So many views of the past are kept; the one that was not used for longest goes first.
KEPT = 20

#: How short a commit's id may be written.
SHORTEST = 4


class Seen(NamedTuple):
    """A moment on the catalogue's clock."""

    text: str
    """As it was asked for: a date, a tag, or a commit's id."""
    until: str
    """The last second that belongs to it, in UTC."""
    load: int
    """The last load of that very second that belongs to it; 0 for a date, to which all of them do."""


def as_seen(path: str, wanted: str) -> tuple[str, Seen]:
    """The file that holds a catalogue as it was, and the moment it shows.

    Raises ``BadQuestion`` for a moment that nobody knows, or before anything was said.
    """
    connection = open_for_reading(path)
    try:
        with translated(path):
            seen = find(connection, wanted)
            first = connection.execute("SELECT min(seen) FROM load").fetchone()[0]
            if not _loads(connection, seen):
                raise BadQuestion(f"nothing was known as of '{wanted}': the catalogue begins on {first[:10]}")
            return _view(connection, path, seen), seen
    finally:
        connection.close()


def find(connection: sqlite3.Connection, wanted: str) -> Seen:
    """The moment that a tag, a date or the beginning of a commit's id names, tried in this order."""
    text = wanted.strip()
    select = "SELECT name, seen, load FROM revision WHERE kind = ? AND name "
    tags = connection.execute(select + "= ?", ("tag", text)).fetchall()
    if len({row[1:] for row in tags}) > 1:
        raise BadQuestion(f"two repositories have a tag '{text}'; give a date or a commit")
    if tags:
        return Seen(text, *tags[0][1:])
    date = dates.parse(text)
    if date is not None and date.latest is not None:
        return Seen(date.edtf, f"{_iso(date.latest)}T23:59:59Z", 0)
    if len(text) >= SHORTEST and not set(text.lower()) - set("0123456789abcdef"):
        commits = connection.execute(select + "GLOB ?", ("commit", text.lower() + "*")).fetchall()
        if len({row[0] for row in commits}) > 1:
            raise BadQuestion(f"'{text}' begins the ids of {len(commits)} commits; write more of it")
        if commits:
            return Seen(commits[0][0][:10], *commits[0][1:])
    known = connection.execute("SELECT count(*) FROM revision").fetchone()[0]
    if not known:
        raise BadQuestion(
            f"'{text}' is not a date, and the catalogue knows no tags or commits; load its sources with --history"
        )
    raise BadQuestion(
        f"'{text}' is no date, no tag, and no commit on the first-parent line that was loaded{_near(connection, text)}"
    )


def moments(path: str) -> list[tuple[Seen, str]]:
    """Every moment at which the catalogue's statements changed, in its own order, each with its commit."""
    connection = open_for_reading(path)
    try:
        with translated(path):
            rows = connection.execute(
                "SELECT seen, id, revision FROM load WHERE id IN (SELECT opened FROM claim UNION SELECT closed FROM"
                " claim WHERE closed IS NOT NULL) ORDER BY seen, id"
            ).fetchall()
    finally:
        connection.close()
    return [(Seen(commit[:10] or seen, seen, number), commit) for seen, number, commit in rows]


def view_of(path: str, seen: Seen) -> str:
    """The file that holds a catalogue as it was at one of its ``moments``."""
    connection = open_for_reading(path)
    try:
        with translated(path):
            return _view(connection, path, seen)
    finally:
        connection.close()


def _near(connection: sqlite3.Connection, text: str) -> str:
    import difflib  # only after a mistake

    tags = [row[0] for row in connection.execute("SELECT name FROM revision WHERE kind = 'tag' ORDER BY name")]
    near = difflib.get_close_matches(text, tags, 3)
    return f"; did you mean {' or '.join(near)}?" if near else ""


def _iso(day: int) -> str:
    from datetime import date

    return date.fromordinal(min(day, date.max.toordinal())).isoformat()


def _loads(connection: sqlite3.Connection, seen: Seen) -> int:
    return int(connection.execute(f"SELECT count(*) FROM load WHERE {_begun(seen)}").fetchone()[0])


def _begun(seen: Seen) -> str:
    """The condition for a load to belong to a moment."""
    if not seen.load:
        return f"seen <= '{seen.until}'"
    return f"(seen < '{seen.until}' OR (seen = '{seen.until}' AND id <= {seen.load}))"


def _view(connection: sqlite3.Connection, path: str, seen: Seen) -> str:
    """The file with what stood at a moment, made if it is not there."""
    status = os.stat(path)
    marks = (os.path.realpath(path), status.st_ino, status.st_size, status.st_mtime_ns, seen[1:], VERSION, signature())
    name = f"seen-{blake2b(repr(marks).encode(), digest_size=12).hexdigest()}.kb"

    def make(path_: str) -> None:
        _make(connection, path, seen, path_)
        _tidy(os.path.dirname(path_))

    if view := cached(name, make):
        os.utime(view)  # it was asked for: others go first
        return view
    raise CatalogueError("no place to keep a view of the past; set XDG_CACHE_HOME to a folder that can be written")


def _make(connection: sqlite3.Connection, path: str, seen: Seen, view: str) -> None:
    """Copy what stood at a moment into a file aside, settle it, and put it in its place in one step."""
    from kb.intake import whole_vocabulary  # only when there is something to make
    from kb.ledger.settle import settle

    if connection.execute("SELECT count(*) FROM claim").fetchone()[0] > 100_000:
        print(f"kb: preparing the catalogue as it was at {seen.text} (once)", file=sys.stderr)
    aside = f"{view}.{os.getpid()}"
    made = sqlite3.connect(aside, isolation_level=None)
    try:
        with translated(view):
            made.execute("PRAGMA journal_mode = OFF")
            made.execute("PRAGMA synchronous = OFF")
            made.execute("ATTACH ? AS present", (os.path.abspath(path),))
            made.execute("BEGIN")
            create(made)
            made.execute("INSERT INTO meta SELECT * FROM present.meta")
            made.execute(f"INSERT INTO load SELECT * FROM present.load WHERE {_begun(seen)}")
            made.execute("INSERT INTO source SELECT * FROM present.source")
            made.execute("INSERT INTO claim SELECT * FROM present.claim WHERE opened IN (SELECT id FROM main.load)")
            made.execute("UPDATE claim SET closed = NULL WHERE closed NOT IN (SELECT id FROM load)")
            settle(made, whole_vocabulary(made))
            made.execute("COMMIT")
            made.execute("DETACH present")
        made.close()
        os.replace(aside, view)
    finally:
        made.close()
        if os.path.exists(aside):
            os.unlink(aside)


def _tidy(folder: str) -> None:
    """Let go of views that were not asked for longest."""
    views = [os.path.join(folder, name) for name in os.listdir(folder) if name.startswith("seen-")]
    dated = []
    for one in views:
        try:
            dated.append((os.stat(one).st_mtime_ns, one))
        except OSError:  # somebody else tidies, too
            continue
    for _, one in sorted(dated, reverse=True)[KEPT:]:
        try:
            os.unlink(one)
        except OSError:
            continue
