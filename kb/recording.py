"""Writes the record of a catalogue: what each source says from which load on, until which, and what was wrong with it."""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import blake2b
from itertools import groupby
from json.encoder import encode_basestring as encode_text

from loaders.base import Loader, SourceFile, Tally
from loaders.files import PassedOver
from ontology.claim import ITSELF, Claim, Value
from ontology.problem import Problem
from ontology.text import clean
from ontology.vocabulary import Vocabulary

#: So many claims are written at a time.
BATCH = 20_000

_ENCODE = json.JSONEncoder(ensure_ascii=False).encode

_COLUMNS = (
    "source, subject, predicate, object, value, qualifiers, method, rule, backwards, by_name, ids, line, col, pointer,"
    " quote, revision, opened"
)

#: Where line and column, and where the commit stand in a row of claims.
_LINE, _COMMIT = 11, 15


Row = tuple[object, ...]


@dataclass
class LoadReport:
    """What a load did. Counts are of this load; the graph as a whole is counted by ``kb stats``."""

    files: int = 0
    """Files that were found and that some loader reads."""
    unchanged: int = 0
    removed: list[str] = field(default_factory=list)
    """Files that were loaded once and are gone now; what they said no longer counts."""
    unread: list[str] = field(default_factory=list)
    """Files that an earlier form of the mapping read and the present one does not; what they said no longer counts."""
    left: list[str] = field(default_factory=list)
    """Files that were read by another loader or mapping, or below another root; what they said still counts."""
    claims: int = 0
    """Claims read from new or changed files."""
    commits: int = 0
    """Commits whose versions were read out of git."""
    problems: list[Problem] = field(default_factory=list)
    """What was wrong with the files read this time."""
    passed_over: list[PassedOver] = field(default_factory=list)
    changed: bool = False
    """Whether the catalogue is another one than before."""


class WouldChange(Exception):
    """Raised by a load that only looks, at the first thing that would change the catalogue."""


@dataclass
class Recorder:
    """Writes one load inside the transaction that is open; ``number`` is the load's."""

    connection: sqlite3.Connection
    report: LoadReport
    vocabulary: Vocabulary
    number: int = 0
    probing: bool = False
    """Whether to look only, and to stop at the first change."""
    _rows: list[Row] = field(default_factory=list)
    """Claims that are not yet written."""
    _troubled: set[str] = field(default_factory=set)
    """Paths with findings of an earlier reading."""

    def __post_init__(self) -> None:
        self._troubled = {path for (path,) in self.connection.execute("SELECT DISTINCT path FROM problem")}
        self.number = self.next_number()

    def next_number(self) -> int:
        """The number of the load after the last one."""
        return int(self.connection.execute("SELECT coalesce(max(id), 0) + 1 FROM load").fetchone()[0])

    def change(self) -> None:
        """Note that the catalogue becomes another one; called before anything is written."""
        if self.probing:
            raise WouldChange
        self.report.changed = True

    def source(self, name: str, known: int | None, row: tuple[str, int, int, str]) -> int:
        """Note a source's state: (fingerprint, size, time of change, stamp of its loader); its number is given."""
        if known is None:
            insert = "INSERT INTO source(path, fingerprint, size, mtime_ns, loader) VALUES(?,?,?,?,?)"
            return int(self.connection.execute(insert, (name, *row)).lastrowid or 0)
        update = "UPDATE source SET fingerprint = ?, size = ?, mtime_ns = ?, loader = ? WHERE id = ?"
        self.connection.execute(update, (*row, known))
        return known

    def replace(self, source: int, loader: Loader, file: SourceFile, problems: list[Problem]) -> None:
        """Close what a source said before and open what its file says now."""
        self.close(source)
        for row in self._read(source, loader, file, problems):
            self._rows.append(row)
            if len(self._rows) >= BATCH:
                self.flush()

    def update(self, source: int, loader: Loader, file: SourceFile, problems: list[Problem]) -> None:
        """As ``replace``, but what stands in the same place as before, saying the same, goes on as it was.

        Claims of one place are kept or replaced together, so that their order is that of a fresh reading.
        """
        self.flush()
        select = f"SELECT {_COLUMNS}, id FROM claim WHERE source = ? AND closed IS NULL ORDER BY id"
        before = _by_place(self.connection.execute(select, (source,)).fetchall())
        after = _by_place([*self._read(source, loader, file, problems)])
        close = "UPDATE claim SET closed = ? WHERE id = ?"
        for place, rows in before.items():
            if list(map(_said, rows)) == list(map(_said, after.get(place, ()))):
                after.pop(place, None)
            else:
                self.connection.executemany(close, [(self.number, row[-1]) for row in rows])
        self._rows += [row for rows in after.values() for row in rows]

    def _read(self, source: int, loader: Loader, file: SourceFile, problems: list[Problem]) -> Iterator[Row]:
        for item in loader.read(file, self.vocabulary):
            if isinstance(item, Claim):
                yield _claim_row(source, item, self.number)
            elif isinstance(item, Tally):
                missing = [(rule, name, *place[1:5]) for rule, name, place in item.missing]
                kept = (source, _ENCODE(item.counts), _ENCODE(item.words), _ENCODE(missing))
                self.connection.execute("INSERT OR REPLACE INTO tally VALUES(?,?,?,?)", kept)
            else:
                problems.append(item)

    def take(self, source: int, claim: Claim) -> None:
        """Let a source say one more thing, from this load on; written with the next ``flush``."""
        self._rows.append(_claim_row(source, claim, self.number))

    def add(self, source: int, claim: Claim, closed: int | None = None, opened: int | None = None) -> None:
        """Write one claim that no loader read."""
        row = _claim_row(source, claim, opened or self.number)
        self.connection.execute(f"INSERT INTO claim VALUES(NULL{',?' * 18})", (*row, closed))

    def flush(self) -> None:
        """Write the claims that were read since the last time."""
        self.connection.executemany(f"INSERT INTO claim VALUES(NULL{',?' * 17}, NULL)", self._rows)
        self.report.claims += len(self._rows)
        self._rows.clear()

    def close(self, source: int) -> None:
        """End what a source said."""
        self.connection.execute("DELETE FROM tally WHERE source = ?", (source,))
        close = "UPDATE claim SET closed = ? WHERE source = ? AND closed IS NULL"
        self.connection.execute(close, (self.number, source))

    def forget(self, source: int) -> None:
        """Note that a source is to be read again, whatever it was."""
        self.connection.execute("UPDATE source SET fingerprint = '' WHERE id = ?", (source,))

    def still_speaks(self, source: int) -> bool:
        """Whether something that a source says still stands."""
        row = self.connection.execute("SELECT 1 FROM claim WHERE source = ? AND closed IS NULL LIMIT 1", (source,))
        return row.fetchone() is not None

    def keep_problems(self, source: int | None, path: str, problems: Iterable[Problem]) -> None:
        """Let the findings of a file be those of this reading."""
        found = list(problems)
        if not found and path not in self._troubled:
            return
        rows = [
            (
                source,
                one.source.path,
                one.rule,
                one.source.line,
                one.source.column,
                one.source.pointer,
                one.source.quote,
                one.message,
                one.hint,
            )
            for one in found
        ]
        columns = "source, path, rule, line, col, pointer, quote, message, hint"
        before = self.connection.execute(
            f"SELECT {columns} FROM problem WHERE path = ? ORDER BY id", (path,)
        ).fetchall()
        if before == rows:
            return
        self.change()
        self._troubled.add(path)
        self.connection.execute("DELETE FROM problem WHERE path = ?", (path,))
        self.connection.executemany(f"INSERT INTO problem({columns}) VALUES(?,?,?,?,?,?,?,?,?)", rows)


def fingerprint(text: str) -> str:
    """What tells one text of a file from another."""
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def _by_place(rows: list[Row]) -> dict[Row, list[Row]]:
    """Rows of claims by line and column, in reading order within each."""
    found: dict[Row, list[Row]] = {}
    for place, several in groupby(rows, lambda row: row[_LINE : _LINE + 2]):
        found.setdefault(place, []).extend(several)
    return found


def _said(row: Row) -> Row:
    """What a row of claims says and where, without the commit and the load that it was read in."""
    return row[:_COMMIT]


#: Predicates and rules are few, and stand on every claim.
_word = lru_cache(maxsize=4096)(clean)


def _safe(value: Value) -> Value:
    """A value in whose texts nothing is left that a terminal could obey."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, dict):
        return {clean(key): _safe(part) for key, part in value.items()}
    return [_safe(part) for part in value] if isinstance(value, list) else value


def _value(value: Value) -> str:
    return encode_text(clean(value)) if isinstance(value, str) else _ENCODE(_safe(value))


def _qualifiers(said: Mapping[str, Value]) -> str:
    texts = all(isinstance(value, str) for value in said.values())
    return _texts(tuple(said.items())) if texts else _ENCODE(_safe(dict(said)))


@lru_cache(maxsize=1024)
def _texts(items: tuple[tuple[str, Value], ...]) -> str:
    """Qualifiers that are texts, as JSON; those of a catalogue are few, and said again and again."""
    return _ENCODE(_safe(dict(items)))


def _ids(claim: Claim) -> str:
    """The ids that names may mean: a list, and where both ends are names, one for the subject and one for the object.

    ``ITSELF`` where the name is the only id that it may mean, as most are.
    """
    ids = [clean(id_) for id_ in claim.ids]
    if claim.subject_ids:
        return _ENCODE([[clean(id_) for id_ in claim.subject_ids], ids])
    named = claim.subject if claim.backwards or claim.object is None else claim.object
    return ITSELF if ids == [named] else f"[{encode_text(ids[0])}]" if len(ids) == 1 else _ENCODE(ids)


def _claim_row(source: int, claim: Claim, load: int) -> Row:
    place = claim.source
    return (
        source,
        claim.subject,
        _word(claim.predicate),
        claim.object,
        _value(claim.value) if claim.object is None else None,
        _qualifiers(claim.qualifiers) if claim.qualifiers else "{}",
        claim.method,
        _word(claim.rule),
        claim.backwards,
        claim.by_name,
        _ids(claim) if claim.ids or claim.subject_ids else "",
        place.line,
        place.column,
        place.pointer,
        place.quote,
        place.commit,
        load,
    )
