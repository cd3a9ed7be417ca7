"""Lays a catalogue over another one: what the one below says is copied in, marked, and overruled; it is never touched.

The layer below is read again with each load, if it has changed. Its statements keep their own moments, so that the
whole can be seen as it was.
"""

import json
import os
import sqlite3
from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING

from kb.catalogues import bundled
from kb.errors import CatalogueError
from kb.ledger.settle import meta
from kb.store.file import open_for_reading, translated
from ontology.problem import Problem
from ontology.source import Source

if TYPE_CHECKING:
    from kb.recording import Recorder

#: Where the file keeps what it lies over: {"label", "path", "mark", "words"}.
KEY = "over"

#: What takes a layer away.
NONE = "none"


@dataclass(frozen=True, slots=True)
class Below:
    """The catalogue below: what it is called, and its file."""

    label: str
    path: str


def below(over: str, kb: str) -> Below | None:
    """The catalogue that somebody wants to lay ``kb`` over; None for ``none``. Raises ``CatalogueError``."""
    if over == NONE:
        return None
    if over == "bundled":
        return Below("bundled", bundled())
    if not os.path.isfile(over):
        raise CatalogueError(
            f"there is no catalogue at {over} to lay {kb} over; 'bundled' is the one that ships with kb"
        )
    if os.path.realpath(over) == os.path.realpath(kb):
        raise CatalogueError(f"{kb} cannot lie over itself; write to another file with --kb")
    folder = os.path.dirname(os.path.realpath(kb))
    return Below(os.path.relpath(os.path.realpath(over), folder).replace(os.sep, "/"), os.path.realpath(over))


def take_layer(record: "Recorder", over: str | None, kb: str) -> list[Problem]:
    """Take in what the layer below says, if one was asked for or lies there, and it is another than before."""
    kept = json.loads(meta(record.connection, KEY, "{}"))
    wanted = over or kept.get("label")
    if wanted is None:
        return []
    if over is None and wanted != "bundled":
        path = os.path.join(os.path.dirname(os.path.realpath(kb)), wanted)
        if not os.path.isfile(path):
            message = (
                f"the catalogue below, {wanted}, is gone; what it said stays as it was read (--over none takes it away)"
            )
            return [Problem("layer-gone", message, Source(wanted, 0))]
        wanted = path
    one = below(wanted, kb)
    if one is None:
        if kept:
            record.change()
            _forget(record.connection)
            record.connection.execute("DELETE FROM meta WHERE key = ?", (KEY,))
        return []
    with translated(one.path):
        connection = open_for_reading(one.path)
        try:
            mark = _mark(connection)
            if kept.get("label") != one.label or kept.get("mark") != mark:
                record.change()
                _forget(record.connection)
                _copy(connection, record, one.label)
                words = meta(connection, "own-vocabulary", "{}")
                status = os.stat(one.path)
                stamp = [status.st_size, status.st_mtime_ns]
                state = {"label": one.label, "path": one.path, "mark": mark, "words": words, "stamp": stamp}
                record.connection.execute(
                    "INSERT OR REPLACE INTO meta VALUES(?, ?)", (KEY, json.dumps(state, sort_keys=True))
                )
        finally:
            connection.close()
    return []


def words_below(connection: sqlite3.Connection) -> str:
    """What the user of the layer below added to the vocabulary, as JSON."""
    return str(json.loads(meta(connection, KEY, "{}")).get("words", "{}"))


def stale(kept: str) -> str:
    """What to say where the layer below has changed since it was taken in; empty where it has not."""
    state = json.loads(kept)
    if state["label"] == "bundled":
        return ""
    try:
        status = os.stat(state["path"])
    except OSError:
        return f"the catalogue below, {state['label']}, is gone"
    if [status.st_size, status.st_mtime_ns] == state["stamp"]:
        return ""
    return f"the catalogue below, {state['label']}, has changed; load again to follow it"


def _mark(connection: sqlite3.Connection) -> str:
    """What tells one state of a catalogue from another."""
    loads = connection.execute("SELECT id, at, roots, claims, seen, revision, layer FROM load ORDER BY id").fetchall()
    text = repr((loads, meta(connection, "own-vocabulary", "{}")))
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()


def _forget(connection: sqlite3.Connection) -> None:
    """Take away what a layer below said."""
    connection.execute("DELETE FROM claim WHERE source IN (SELECT id FROM source WHERE layer != '')")
    connection.execute("DELETE FROM revision WHERE load IN (SELECT id FROM load WHERE layer != '')")
    for table in ("source", "load"):
        connection.execute(f"DELETE FROM {table} WHERE layer != ''")


def _copy(below_: sqlite3.Connection, record: "Recorder", label: str) -> None:
    """Copy the loads, sources and claims of the layer below, each marked with its name."""
    above = record.connection

    def marked(layer: str) -> str:
        return f"{label}:{layer}" if layer else label

    loads: dict[int | None, int | None] = {None: None}
    number = record.next_number()
    columns = "at, roots, files, claims, seen, revision, layer"
    for id_, *row, layer in below_.execute(f"SELECT id, {columns} FROM load ORDER BY id"):
        loads[id_] = number
        above.execute(f"INSERT INTO load(id, {columns}) VALUES(?,?,?,?,?,?,?,?)", (number, *row, marked(layer)))
        number += 1
    for root, *row, load in below_.execute("SELECT root, name, kind, seen, load FROM revision"):
        if load:
            above.execute("INSERT INTO revision VALUES(?,?,?,?,?)", (f"{label}:{root}", *row, loads[load]))
    sources: dict[int, int] = {}
    for id_, path, layer in below_.execute("SELECT id, path, layer FROM source ORDER BY id"):
        insert = (
            "INSERT INTO source(path, fingerprint, size, mtime_ns, loader, layer) VALUES(?, '', -1, -1, 'layer', ?)"
        )
        sources[id_] = int(above.execute(insert, (f"{label}:{path}", marked(layer))).lastrowid or 0)
    rows = below_.execute("SELECT * FROM claim ORDER BY id")
    above.executemany(
        f"INSERT INTO claim VALUES(NULL{',?' * 18})",
        ((sources[row[1]], *row[2:17], loads[row[17]], loads[row[18]]) for row in rows),
    )
