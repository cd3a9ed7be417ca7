"""Loads sources into a catalogue: prepared inside one transaction, visible in one step, or not at all."""

import json
import os
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b

from kb.errors import NothingToLoad
from kb.ledger.settle import meta, settle
from kb.store.file import close_after_writing, create, open_for_writing, translated
from kb.today import now_text
from loaders import LOADERS
from loaders.base import Loader, SourceFile
from loaders.files import Found, PassedOver, find_files, read_file
from ontology.builtin import VOCABULARY
from ontology.claim import Claim
from ontology.problem import Problem
from ontology.source import Source
from ontology.vocabulary import Vocabulary

#: The largest file that is read, in millions of bytes, unless KB_MAX_FILE_MB says otherwise.
MAX_FILE_MB = 20

_ENCODE = json.JSONEncoder(ensure_ascii=False, sort_keys=True).encode

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


def load(
    sources: Sequence[str],
    kb: str,
    *,
    vocabulary: Vocabulary | None = None,
    base: str | None = None,
    loaders: tuple[Loader, ...] = LOADERS,
    progress: Progress | None = None,
) -> LoadReport:
    """Load files and folders into the catalogue file ``kb``, which is made if it does not exist.

    What a file said before is replaced by what it says now; what a file said that is gone no longer counts. Paths are
    kept relative to ``base`` (default: the folder of ``kb``) where they lie below it. Raises ``NothingToLoad`` where a
    source does not exist or no loader reads anything in it, and ``CatalogueError`` where ``kb`` cannot be written.
    """
    roots = [(source, _named(source, base or os.path.dirname(os.path.abspath(kb)))) for source in sources]
    for source, _ in roots:
        if not os.path.exists(source):
            raise NothingToLoad(f"there is no file or folder {source}; nothing was loaded")
    fresh = not os.path.exists(kb)
    connection = open_for_writing(kb)
    try:
        with translated(kb):
            connection.execute("BEGIN IMMEDIATE")
            create(connection)
            report = _Load(connection, vocabulary, loaders, progress).run(roots)
            connection.execute("COMMIT" if report.changed else "ROLLBACK")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        made = connection.execute("PRAGMA application_id").fetchone()[0]
        close_after_writing(connection)
        if fresh and not made:  # nothing was loaded into it: leave no empty file behind
            for rest in (kb, kb + "-wal", kb + "-shm"):
                if os.path.exists(rest):
                    os.unlink(rest)
        raise
    close_after_writing(connection)
    return report


def _named(source: str, base: str) -> str:
    """What a root is called in claims: relative to ``base`` where it lies below it, else its whole path."""
    path, base = os.path.realpath(source), os.path.realpath(base)
    relative = os.path.relpath(path, base)
    inside = relative != os.pardir and not relative.startswith(os.pardir + os.sep)
    name = (relative if inside else path).replace(os.sep, "/")
    return "" if name == "." else name


@dataclass
class _Load:
    """One load inside one transaction."""

    connection: sqlite3.Connection
    given: Vocabulary | None
    loaders: tuple[Loader, ...]
    progress: Progress | None
    report: LoadReport = field(default_factory=LoadReport)
    vocabulary: Vocabulary = VOCABULARY
    number: int = 0
    _stamps: dict[str, str] = field(default_factory=dict)
    _troubled: set[str] = field(default_factory=set)
    """Paths with findings of an earlier reading."""

    def run(self, roots: list[tuple[str, str]]) -> LoadReport:
        self._take_vocabulary()
        self.number = self.connection.execute("SELECT coalesce(max(id), 0) + 1 FROM load").fetchone()[0]
        suffixes = sorted({suffix for loader in self.loaders for suffix in loader.suffixes})
        files: dict[str, Found] = {}
        for source, name in roots:
            before = len(files)
            for item in find_files(source, suffixes, name):
                if isinstance(item, Found):
                    files.setdefault(item.name, item)
                elif isinstance(item, PassedOver):
                    self.report.passed_over.append(item)
                else:
                    self.report.problems.append(item)
            if len(files) == before and not self._held(name):
                raise NothingToLoad(
                    f"{source} holds nothing that a loader reads ({', '.join(suffixes)}); nothing was loaded"
                )
        known = {
            row[0]: row[1:]
            for row in self.connection.execute("SELECT path, id, fingerprint, size, mtime_ns, loader FROM source")
        }
        for place, item in enumerate(files[name] for name in sorted(files)):
            if self.progress is not None:
                self.progress(place, len(files), item.name)
            self._file(item, known.get(item.name))
        if files and not self.report.files and not any(self._held(name) for _, name in roots):
            names = ", ".join(source for source, _ in roots)
            raise NothingToLoad(f"no loader reads anything in {names}; nothing was loaded")
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

    def _take_vocabulary(self) -> None:
        """The vocabulary that the file keeps, with the given one over it."""
        kept = meta(self.connection, "vocabulary")
        self.vocabulary = VOCABULARY.merged(Vocabulary.from_data(json.loads(kept))) if kept else VOCABULARY
        if self.given is not None:
            self.vocabulary = self.vocabulary.merged(self.given)
        text = json.dumps(self.vocabulary.to_data(), ensure_ascii=False, sort_keys=True)
        if text != kept:
            self.report.changed = True
            self.connection.execute("INSERT OR REPLACE INTO meta VALUES('vocabulary', ?)", (text,))
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
        file, problems = read_file(item.path, item.name, int(os.environ.get("KB_MAX_FILE_MB", MAX_FILE_MB)))
        if file is None:
            self.report.files += 1
            self.report.problems += problems
            self._keep_problems(None, item.name, problems)
            return
        loader = next((one for one in self.loaders if one.takes(file)), None)
        if loader is None:
            message = "no loader reads this file; nothing was taken from it"
            problems = [*problems, Problem("unknown-form", message, Source(item.name, 0))]
            self.report.problems += problems
            self._keep_problems(None, item.name, problems)
            return
        self.report.files += 1
        stamp = self._stamps[loader.name]
        fingerprint = blake2b(file.text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
        if known is not None and known[4] == stamp and known[1] == fingerprint:
            self.report.unchanged += 1
            self.connection.execute("UPDATE source SET size = ?, mtime_ns = ? WHERE id = ?", (size, mtime, known[0]))
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
        self.report.changed = True
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
        claims = []
        for item in loader.read(file, self.vocabulary):
            if isinstance(item, Claim):
                claims.append(_claim_row(source, item, self.number))
            else:
                problems.append(item)
        self.connection.executemany(f"INSERT INTO claim VALUES(NULL{',?' * 16}, NULL)", claims)
        self.report.claims += len(claims)
        self.report.problems += problems
        self._keep_problems(source, name, problems)

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
        self.report.changed = True
        self.connection.execute("DELETE FROM problem WHERE path = ?", (path,))
        self.connection.executemany(f"INSERT INTO problem({columns}) VALUES(?,?,?,?,?,?,?,?,?)", rows)

    def _forget(
        self, roots: list[tuple[str, str]], files: dict[str, Found], known: dict[str, tuple[int, str, int, int, str]]
    ) -> None:
        """Close what files said that are gone; a file that is there but cannot be read goes on speaking."""
        for path in sorted(known.keys() - files.keys()):
            for source, name in roots:
                if _below(path, name) and not os.path.lexists(_real(source, name, path)):
                    closed = self._still_speaks(known[path][0])
                    if closed:
                        self.report.changed = True
                        self.report.removed.append(path)
                        self._close(known[path][0])
                    self._keep_problems(None, path, ())
                    self.connection.execute("UPDATE source SET fingerprint = '' WHERE id = ?", (known[path][0],))
                    break

    def _still_speaks(self, source: int) -> bool:
        row = self.connection.execute("SELECT 1 FROM claim WHERE source = ? AND closed IS NULL LIMIT 1", (source,))
        return row.fetchone() is not None


def _below(path: str, name: str) -> bool:
    return not name or path == name or path.startswith(name + "/")


def _real(source: str, name: str, path: str) -> str:
    """Where a known path lies on the disk, seen from the root that it belongs to."""
    return source if path == name else os.path.join(source, path[len(name) + 1 :] if name else path)


def _claim_row(source: int, claim: Claim, load: int) -> tuple[object, ...]:
    place = claim.source
    return (
        source,
        claim.subject,
        claim.predicate,
        claim.object,
        _ENCODE(claim.value) if claim.object is None else None,
        _ENCODE(dict(claim.qualifiers)) if claim.qualifiers else "{}",
        claim.method,
        claim.rule,
        claim.backwards,
        claim.by_name,
        place.line,
        place.column,
        place.pointer,
        place.quote,
        place.commit,
        load,
    )
