"""Takes files into a catalogue inside one transaction: reads what is new, closes what is gone, settles the graph."""

import json
import os
import sqlite3
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from hashlib import blake2b

from kb.errors import CatalogueError, NothingToLoad
from kb.ledger.settle import meta, settle
from kb.today import now_text
from loaders.base import Loader, SourceFile
from loaders.files import Found, PassedOver, find_files, read_file, relative_path
from ontology.builtin import VOCABULARY
from ontology.claim import Claim, Value
from ontology.problem import Problem
from ontology.source import Source
from ontology.text import clean
from ontology.vocabulary import Vocabulary

#: The largest file that is read, in millions of bytes, unless KB_MAX_FILE_MB says otherwise.
MAX_FILE_MB = 20

#: So many claims are written at a time.
BATCH = 20_000

_ENCODE = json.JSONEncoder(ensure_ascii=False).encode

#: Called now and then with (files done, files in all, name).
Progress = Callable[[int, int, str], None]


@dataclass
class LoadReport:
    """What a load did. Counts are of this load; the graph as a whole is counted by ``kb stats``."""

    files: int = 0
    """Files that were found and that some loader reads."""
    unchanged: int = 0
    removed: list[str] = field(default_factory=list)
    """Files that were loaded once and are gone now; what they said no longer counts."""
    claims: int = 0
    """Claims read from new or changed files."""
    problems: list[Problem] = field(default_factory=list)
    """What was wrong with the files read this time."""
    passed_over: list[PassedOver] = field(default_factory=list)
    changed: bool = False
    """Whether the catalogue is another one than before."""


def max_file_mb() -> int:
    """The largest file that is read, in millions of bytes."""
    text = os.environ.get("KB_MAX_FILE_MB", str(MAX_FILE_MB))
    if not text.isdecimal():
        raise CatalogueError(f"KB_MAX_FILE_MB is '{text}', which is not a number of megabytes; write it as 20")
    return int(text)


class WouldChange(Exception):
    """Raised by a load that only looks, at the first thing that would change the catalogue."""


@dataclass
class Intake:
    """One load inside one transaction; the caller begins and ends it."""

    connection: sqlite3.Connection
    given: Vocabulary | None
    loaders: tuple[Loader, ...]
    progress: Progress | None
    probing: bool = False
    """Whether to look only, and to stop at the first change."""
    report: LoadReport = field(default_factory=LoadReport)
    vocabulary: Vocabulary = VOCABULARY
    number: int = 0
    _rows: list[tuple[object, ...]] = field(default_factory=list)
    """Claims that are not yet written."""
    _stamps: dict[str, str] = field(default_factory=dict)
    _troubled: set[str] = field(default_factory=set)
    """Paths with findings of an earlier reading."""
    _relative: dict[str, str] = field(default_factory=dict)
    """Every file's path below the root that it was found in."""

    def run(self, roots: list[tuple[str, str]]) -> LoadReport:
        """Take in what stands below some roots, each with what it is called in claims."""
        self._take_vocabulary()
        self.number = self.connection.execute("SELECT coalesce(max(id), 0) + 1 FROM load").fetchone()[0]
        suffixes = sorted({suffix for loader in self.loaders for suffix in loader.suffixes})
        files: dict[str, Found] = {}
        astray: dict[str, list[Problem]] = {}
        known = {
            row[0]: row[1:]
            for row in self.connection.execute("SELECT path, id, fingerprint, size, mtime_ns, loader FROM source")
        }
        for source, name in roots:
            found = False
            for item in find_files(source, suffixes, name):
                if isinstance(item, Found):
                    relative = relative_path(item.name, name)
                    if item.name in known or self._wanted(relative):
                        found = bool(files.setdefault(item.name, item))
                        self._relative.setdefault(item.name, relative)
                elif isinstance(item, PassedOver):
                    self.report.passed_over.append(item)
                else:
                    astray.setdefault(item.source.path, []).append(item)
            if not found and not self._held(name):
                raise NothingToLoad(
                    f"{source} holds nothing that a loader reads ({', '.join(suffixes)}); nothing was loaded"
                )
        for place, item in enumerate(files[name] for name in sorted(files)):
            if self.progress is not None:
                self.progress(place, len(files), item.name)
            self._file(item, known.get(item.name))
        self._write_claims()
        if files and not self.report.files and not any(self._held(name) for _, name in roots):
            names = ", ".join(source for source, _ in roots)
            raise NothingToLoad(f"no loader reads anything in {names}; nothing was loaded")
        self._keep_astray(roots, files, astray)
        self._forget(roots, files, known)
        if self.report.changed:
            names = json.dumps(sorted(name for _, name in roots), ensure_ascii=False)
            self.connection.execute(
                "INSERT INTO load VALUES(?,?,?,?,?)", (self.number, now_text(), names, len(files), self.report.claims)
            )
            settle(self.connection, self.vocabulary)
        if self.progress is not None:
            self.progress(len(files), len(files), "")
        return self.report

    def _wanted(self, relative: str) -> bool:
        """Whether some loader may read a file, by its path below the root."""
        return any(one.wants is None or one.wants(relative) for one in self.loaders)

    def _change(self) -> None:
        """Note that the catalogue becomes another one; called before anything is written."""
        if self.probing:
            raise WouldChange
        self.report.changed = True

    def _take_vocabulary(self) -> None:
        """The built-in words of today, those that the file keeps of its user, and the given ones over both."""
        own = stored_vocabulary(self.connection)
        if self.given is not None:
            own = own.merged(self.given)
        self.vocabulary = VOCABULARY.merged(own)
        text = _words(self.vocabulary)
        if text != meta(self.connection, "vocabulary"):
            self._change()
            write = "INSERT OR REPLACE INTO meta VALUES(?, ?)"
            self.connection.executemany(write, [("vocabulary", text), ("own-vocabulary", _words(own))])
        # What a file said depends on who read it, and by which words.
        words = blake2b(text.encode(), digest_size=6).hexdigest()
        self._stamps = {one.name: f"{one.name}/{one.revision}/{words}" for one in self.loaders}
        self._troubled = {path for (path,) in self.connection.execute("SELECT DISTINCT path FROM problem")}

    def _held(self, name: str) -> bool:
        """Whether files below a root were loaded before."""
        return any(_below(path, name) for (path,) in self.connection.execute("SELECT path FROM source"))

    def _file(self, item: Found, known: tuple[int, str, int, int, str] | None) -> None:
        """Read one file unless it is as it was, and replace what it said before."""
        try:
            status = os.stat(item.path)
            size, mtime = status.st_size, status.st_mtime_ns
        except OSError:
            size, mtime = -1, -1
        same_loader = known is not None and known[4] in self._stamps.values()
        if known is not None and same_loader and known[1] and (size, mtime) == known[2:4]:
            self.report.files += 1
            self.report.unchanged += 1
            return
        file, problems = read_file(item.path, item.name, max_file_mb())
        if file is None:
            self.report.files += 1
            self.report.problems += problems
            self._keep_problems(None, item.name, problems)
            if known is not None and known[1]:  # it goes on speaking, and is read again as soon as that is possible
                self._change()
                self.connection.execute("UPDATE source SET fingerprint = '' WHERE id = ?", (known[0],))
            return
        file.relative = self._relative[item.name]
        loader = next((one for one in self.loaders if one.takes(file)), None)
        if loader is None:
            message = "no loader reads this file; nothing was taken from it"
            problems = [*problems, Problem("unknown-form", message, Source(item.name, 0))]
            self.report.problems += problems
            self._keep_problems(None, item.name, problems)
            if known is not None and self._still_speaks(known[0]):
                self._change()
                self._close(known[0])
                self.connection.execute("UPDATE source SET fingerprint = '' WHERE id = ?", (known[0],))
            return
        self.report.files += 1
        stamp = self._stamps[loader.name]
        fingerprint = blake2b(file.text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
        if known is not None and known[4] == stamp and known[1] == fingerprint:
            self.report.unchanged += 1
            if not self.probing:
                self.connection.execute(
                    "UPDATE source SET size = ?, mtime_ns = ? WHERE id = ?", (size, mtime, known[0])
                )
            return
        self._replace(item.name, known[0] if known else None, (fingerprint, size, mtime, stamp), loader, file, problems)

    def _replace(
        self,
        name: str,
        source: int | None,
        row: tuple[str, int, int, str],
        loader: Loader,
        file: SourceFile,
        problems: list[Problem],
    ) -> None:
        """Close what the file said before and open what it says now."""
        self._change()
        if source is None:
            cursor = self.connection.execute(
                "INSERT INTO source(path, fingerprint, size, mtime_ns, loader) VALUES(?,?,?,?,?)", (name, *row)
            )
            source = int(cursor.lastrowid or 0)
        else:
            self.connection.execute(
                "UPDATE source SET fingerprint = ?, size = ?, mtime_ns = ?, loader = ? WHERE id = ?", (*row, source)
            )
            self._close(source)
        for item in loader.read(file, self.vocabulary):
            if isinstance(item, Claim):
                self._rows.append(_claim_row(source, item, self.number))
            else:
                problems.append(item)
        if len(self._rows) >= BATCH:
            self._write_claims()
        self.report.problems += problems
        self._keep_problems(source, name, problems)

    def _write_claims(self) -> None:
        """Write the claims that were read since the last time."""
        self.connection.executemany(f"INSERT INTO claim VALUES(NULL{',?' * 17}, NULL)", self._rows)
        self.report.claims += len(self._rows)
        self._rows.clear()

    def _close(self, source: int) -> None:
        self.connection.execute(
            "UPDATE claim SET closed = ? WHERE source = ? AND closed IS NULL", (self.number, source)
        )

    def _keep_problems(self, source: int | None, path: str, problems: Iterable[Problem]) -> None:
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
        self._change()
        self.connection.execute("DELETE FROM problem WHERE path = ?", (path,))
        self.connection.executemany(f"INSERT INTO problem({columns}) VALUES(?,?,?,?,?,?,?,?,?)", rows)

    def _forget(
        self, roots: list[tuple[str, str]], files: dict[str, Found], known: dict[str, tuple[int, str, int, int, str]]
    ) -> None:
        """Close what files said that are gone; a file that is there but cannot be read goes on speaking."""
        for path in sorted(known.keys() - files.keys()):
            for source, name in roots:
                if _below(path, name) and not os.path.lexists(_real(source, name, path)):
                    if self._still_speaks(known[path][0]):
                        self._change()
                        self.report.removed.append(path)
                        self._close(known[path][0])
                        self.connection.execute("UPDATE source SET fingerprint = '' WHERE id = ?", (known[path][0],))
                    self._keep_problems(None, path, ())
                    break

    def _keep_astray(
        self, roots: list[tuple[str, str]], files: dict[str, Found], astray: dict[str, list[Problem]]
    ) -> None:
        """Let the findings about links and folders that could not be followed be those of this walk."""
        for path in sorted(astray):
            self.report.problems += astray[path]
            self._keep_problems(None, path, astray[path])
        rows = self.connection.execute(
            "SELECT DISTINCT path FROM problem WHERE source IS NULL ORDER BY path"
        ).fetchall()
        for (path,) in rows:
            if path not in astray and path not in files and any(_below(path, name) for _, name in roots):
                self._keep_problems(None, path, ())

    def _still_speaks(self, source: int) -> bool:
        row = self.connection.execute("SELECT 1 FROM claim WHERE source = ? AND closed IS NULL LIMIT 1", (source,))
        return row.fetchone() is not None


def stored_vocabulary(connection: sqlite3.Connection) -> Vocabulary:
    """What a catalogue's own user added to the built-in words."""
    return Vocabulary.from_data(json.loads(meta(connection, "own-vocabulary", "{}")))


def _words(vocabulary: Vocabulary) -> str:
    return json.dumps(vocabulary.to_data(), ensure_ascii=False, sort_keys=True)


def _below(path: str, name: str) -> bool:
    return not name or path == name or path.startswith(name + "/")


def _real(source: str, name: str, path: str) -> str:
    """Where a known path lies on the disk, seen from the root that it belongs to."""
    return source if path == name else os.path.join(source, path[len(name) + 1 :] if name else path)


def _safe(value: Value) -> Value:
    """A value in whose texts nothing is left that a terminal could obey."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, dict):
        return {clean(key): _safe(part) for key, part in value.items()}
    return [_safe(part) for part in value] if isinstance(value, list) else value


def _claim_row(source: int, claim: Claim, load: int) -> tuple[object, ...]:
    place = claim.source
    return (
        source,
        claim.subject,
        clean(claim.predicate),
        claim.object,
        _ENCODE(_safe(claim.value)) if claim.object is None else None,
        _ENCODE(_safe(dict(claim.qualifiers))) if claim.qualifiers else "{}",
        claim.method,
        clean(claim.rule),
        claim.backwards,
        claim.by_name,
        _ENCODE([clean(id_) for id_ in claim.ids]) if claim.ids else "",
        place.line,
        place.column,
        place.pointer,
        place.quote,
        place.commit,
        load,
    )
