"""Takes files into a catalogue inside one transaction: reads what is new, closes what is gone, settles the graph."""

import json
import os
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from typing import TYPE_CHECKING

from kb.errors import CatalogueError, NothingToLoad
from kb.layers import take_layer, words_below
from kb.ledger.settle import meta, settle
from kb.recording import LoadReport, Recorder, fingerprint
from kb.today import now_text
from loaders import decisions
from loaders.base import Loader, SourceFile, encoding_of
from loaders.dump import DUMPED
from loaders.files import Found, PassedOver, find_files, named, read_file, relative_path
from ontology.builtin import VOCABULARY
from ontology.problem import Problem
from ontology.source import Source
from ontology.vocabulary import Vocabulary

if TYPE_CHECKING:
    from kb.restoring import Root

#: The largest file that is read, in millions of bytes, unless KB_MAX_FILE_MB says otherwise.
MAX_FILE_MB = 20

#: Called now and then with (done, in all, what): files with their names, commits with their days.
Progress = Callable[[int, int, str], None]

#: What the record knows of a source: (number, fingerprint, size, time of change, stamp of its loader).
Known = tuple[int, str, int, int, str]


def max_file_mb() -> int:
    """The largest file that is read, in millions of bytes."""
    text = os.environ.get("KB_MAX_FILE_MB", str(MAX_FILE_MB))
    if not text.isdecimal():
        raise CatalogueError(f"KB_MAX_FILE_MB is '{text}', which is not a number of megabytes; write it as 20")
    return int(text)


@dataclass
class Intake:
    """One load inside one transaction; the caller begins and ends it."""

    connection: sqlite3.Connection
    given: Vocabulary | None
    loaders: tuple[Loader, ...]
    progress: Progress | None
    probing: bool = False
    """Whether to look only, and to stop at the first change."""
    history: bool = False
    """Whether every version is read out of git first."""
    kb: str = ""
    """The catalogue's own file."""
    over: str | None = None
    """What to lay the catalogue over: a file, ``bundled``, ``none``, or None for what it lies over already."""
    decisions: str = ""
    """Where people's decisions about the catalogue stand, whether or not there are any."""
    report: LoadReport = field(default_factory=LoadReport)
    record: Recorder = field(init=False)
    dumps: list["Root"] = field(default_factory=list)
    """Files that each hold what many sources say."""
    words: str = ""
    """What tells these words from others: what a file said depends on them."""
    stamps: dict[str, str] = field(default_factory=dict)
    """By loader: what else than a file's text its claims depend on."""
    _relative: dict[str, str] = field(default_factory=dict)
    """Every file's path below the root that it was found in."""
    last: dict[str, list[Problem]] = field(default_factory=dict)
    """What was wrong with the last version of each file that was read out of git."""
    _astray: dict[str, list[Problem]] = field(default_factory=dict)
    """Findings about what is no file to read: links and folders that could not be followed, by path."""

    def __post_init__(self) -> None:
        self.record = Recorder(self.connection, self.report, VOCABULARY, probing=self.probing)

    def run(self, roots: list[tuple[str, str]]) -> LoadReport:
        """Take in what stands below some roots, each with what it is called in claims."""
        for found in take_layer(self.record, self.over, self.kb):
            self._astray.setdefault(found.source.path, []).append(found)
        self._take_vocabulary()
        past = self.history and self._take_history(roots)
        self.record.number, claims = self.record.next_number(), self.report.claims
        given, roots = roots, roots + self._decided()
        known = {
            row[0]: row[1:]
            for row in self.connection.execute(
                "SELECT path, id, fingerprint, size, mtime_ns, loader FROM source WHERE layer = '' AND loader != 'git'"
            )
        }
        files = self._files(roots, known)
        for place, item in enumerate(files[name] for name in sorted(files)):
            if self.progress is not None:
                self.progress(place, len(files), item.name)
            self._file(item, known.get(item.name))
        self.record.flush()
        if self.dumps:
            from kb.restoring import take_dump  # most loads have none

            for one in self.dumps:
                take_dump(self, one, known)
        if files and not self.report.files and not any(self._held(name) for _, name in roots):
            names = ", ".join(source for source, _ in roots)
            raise NothingToLoad(f"no loader reads anything in {names}; nothing was loaded")
        self._keep_astray(roots, files)
        self._forget(roots, files, known)
        if self.report.changed:
            self._note(
                [*given, *((one.path, one.name) for one in self.dumps)],
                len(files) + len(self.dumps),
                self.report.claims - claims,
            )
        if past or self.report.changed:
            self.report.changed = True
            settle(self.connection, self.record.vocabulary)
        if self.progress is not None:
            self.progress(len(files), len(files), "")
        return self.report

    def _decided(self) -> list[tuple[str, str]]:
        """The file of decisions as a root, if there is one, or was one."""
        name = os.path.basename(self.decisions)
        return [(self.decisions, name)] if name and (self._held(name) or decisions.is_one(self.decisions)) else []

    def _files(self, roots: list[tuple[str, str]], known: dict[str, Known]) -> dict[str, Found]:
        """The files to read, by name."""
        suffixes = sorted({suffix for loader in self.loaders for suffix in loader.suffixes})
        files: dict[str, Found] = {}
        for source, name in roots:
            if not os.path.lexists(source):
                continue  # what it said is forgotten further down
            found = False
            for item in find_files(source, suffixes, name):
                if isinstance(item, Found):
                    relative = relative_path(item.name, name)
                    if self.wanted(relative):
                        found = bool(files.setdefault(item.name, item))
                        self._relative.setdefault(item.name, relative)
                elif isinstance(item, PassedOver):
                    if left := self._without_decisions(item, name, roots):
                        self.report.passed_over.append(left)
                else:
                    self._astray.setdefault(item.source.path, []).append(item)
            if not found and not self._held(name):
                raise NothingToLoad(
                    f"{source} holds nothing that a loader reads ({', '.join(suffixes)}); nothing was loaded"
                )
        return files

    def _take_history(self, roots: list[tuple[str, str]]) -> bool:
        """Read what git remembers of the roots; whether there was anything new."""
        from kb.history import take_history  # most loads need no git

        worded, self.report.changed = self.report.changed, False
        for source, name in roots:
            for found in take_history(self, source, name):
                self._astray.setdefault(found.source.path, []).append(found)
        past, self.report.changed = self.report.changed, worded
        return past

    def _without_decisions(self, item: PassedOver, root: str, roots: list[tuple[str, str]]) -> PassedOver | None:
        """What was passed over in a root; the decisions beside the catalogue are read, as a root of their own."""
        name = os.path.basename(self.decisions)
        ending = os.path.splitext(name)[1]
        mine = bool(name) and item.suffix == ending and (self.decisions, name) in roots and root == ""
        if not mine:
            return item
        return replace(item, count=item.count - 1) if item.count > 1 else None

    def _note(self, roots: list[tuple[str, str]], files: int, claims: int) -> None:
        """Note the load, at a moment of the catalogue's clock, which never goes back, whatever the machine's does."""
        names = json.dumps(sorted(name for _, name in roots), ensure_ascii=False)
        last = self.connection.execute("SELECT coalesce(max(seen), '') FROM load WHERE layer = ''").fetchone()[0]
        insert = "INSERT INTO load(id, at, roots, files, claims, seen) VALUES(?,?,?,?,?,?)"
        now = now_text()
        self.connection.execute(insert, (self.record.number, now, names, files, claims, max(now, last)))

    def wanted(self, relative: str) -> bool:
        """Whether some loader may read a file, by its path below the root."""
        for one in reversed(self.loaders):  # noqa: SIM110 a loop of its own: it runs for every file of a folder
            if one.wants is None or one.wants(relative):
                return True
        return False

    def loader_of(self, file: SourceFile) -> Loader | None:
        """The first loader that takes a file."""
        return next((one for one in self.loaders if one.takes(file)), None)

    def _may_read(self, path: str, relative: str) -> bool:
        """Whether some loader may read a known file, wherever the walk met it."""
        suffix = os.path.splitext(path)[1].lower()
        return any(suffix in one.suffixes or named(path, one.suffixes) for one in self.loaders) and self.wanted(
            relative
        )

    def _take_vocabulary(self) -> None:
        """The built-in words of today, those that the file keeps of its user, and the given ones over both."""
        own = stored_vocabulary(self.connection)
        if self.given is not None:
            own = own.merged(self.given)
        self.record.vocabulary = whole_vocabulary(self.connection, own)
        text = _words(self.record.vocabulary)
        if text != meta(self.connection, "vocabulary"):
            self.record.change()
            write = "INSERT OR REPLACE INTO meta VALUES(?, ?)"
            self.connection.executemany(write, [("vocabulary", text), ("own-vocabulary", _words(own))])
        # What a file said depends on who read it, and by which words.
        self.words = blake2b(text.encode(), digest_size=6).hexdigest()
        self.stamps = {one.name: f"{one.name}/{one.revision}/{self.words}" for one in self.loaders}

    def _held(self, name: str) -> bool:
        """Whether files below a root were loaded before."""
        sql = "SELECT 1 FROM source WHERE layer = '' AND (?1 = '' OR path = ?1 OR substr(path, 1, length(?1) + 1) = ?1 || '/')"
        return self.connection.execute(f"{sql} LIMIT 1", (name,)).fetchone() is not None

    def _file(self, item: Found, known: Known | None) -> None:
        """Read one file unless it is as it was, and replace what it said before."""
        try:
            status = os.stat(item.path)
            size, mtime = status.st_size, status.st_mtime_ns
        except OSError:
            size, mtime = -1, -1
        same_loader = known is not None and known[4] in self.stamps.values()
        if known is not None and same_loader and known[1] and (size, mtime) == known[2:4]:
            self.report.files += 1
            self.report.unchanged += 1
            return
        encoding = encoding_of(self.loaders, self._relative[item.name])
        file, problems = read_file(item.path, item.name, max_file_mb(), encoding)
        if file is None:
            self.report.files += 1
            self._report(None, item.name, problems)
            if known is not None and known[1]:  # it goes on speaking, and is read again as soon as that is possible
                self.record.change()
                self.record.forget(known[0])
            return
        file.relative = self._relative[item.name]
        loader = self.loader_of(file)
        if loader is None:
            message = "no loader reads this file; nothing was taken from it"
            self._report(None, item.name, [*problems, Problem("unknown-form", message, Source(item.name, 0))])
            if known is not None and self.record.still_speaks(known[0]):
                self.record.change()
                self.record.close(known[0])
                self.record.forget(known[0])
            return
        self.report.files += 1
        stamp, mark = self.stamps[loader.name], fingerprint(file.text)
        if known is not None and known[4] == stamp and known[1] == mark:
            self.report.unchanged += 1
            if item.name in self.last:
                self._report(known[0], item.name, self.last[item.name])
            if not self.probing:
                update = "UPDATE source SET size = ?, mtime_ns = ? WHERE id = ?"
                self.connection.execute(update, (size, mtime, known[0]))
            return
        self.record.change()
        source = self.record.source(item.name, known[0] if known else None, (mark, size, mtime, stamp))
        self.record.replace(source, loader, file, problems)
        self._report(source, item.name, problems)

    def _report(self, source: int | None, path: str, problems: list[Problem]) -> None:
        self.report.problems += problems
        self.record.keep_problems(source, path, problems)

    def _forget(self, roots: list[tuple[str, str]], files: dict[str, Found], known: dict[str, Known]) -> None:
        """Close what files said that are gone or no longer read; one that only cannot be read goes on speaking."""
        forms = {one.name: str(one.revision) for one in self.loaders}
        for path in sorted(known.keys() - files.keys()):
            for source, name in roots:
                if not below(path, name) or known[path][4].startswith(DUMPED):
                    continue
                gone = not os.path.lexists(_real(source, name, path))
                if not gone and self._may_read(path, relative_path(path, name)):
                    continue
                form, revision, _ = known[path][4].rsplit("/", 2)
                # With the same revision it was read below another root, where its path fitted.
                ours = gone or forms.get(form, revision) != revision
                if self.record.still_speaks(known[path][0]):
                    (self.report.removed if gone else self.report.unread if ours else self.report.left).append(path)
                    if ours:
                        self.record.change()
                        self.record.close(known[path][0])
                        self.record.forget(known[path][0])
                if ours:
                    self.record.keep_problems(None, path, ())
                break

    def _keep_astray(self, roots: list[tuple[str, str]], files: dict[str, Found]) -> None:
        """Let the findings about links and folders that could not be followed be those of this walk."""
        for path in sorted(self._astray):
            self._report(None, path, self._astray[path])
        rows = self.connection.execute(
            "SELECT DISTINCT path FROM problem WHERE source IS NULL ORDER BY path"
        ).fetchall()
        for (path,) in rows:
            if path not in self._astray and path not in files and any(below(path, name) for _, name in roots):
                self.record.keep_problems(None, path, ())


def stored_vocabulary(connection: sqlite3.Connection) -> Vocabulary:
    """What a catalogue's own user added to the built-in words."""
    return Vocabulary.from_data(json.loads(meta(connection, "own-vocabulary", "{}")))


def whole_vocabulary(connection: sqlite3.Connection, own: Vocabulary | None = None) -> Vocabulary:
    """The words by which a catalogue is settled: the built-in ones, those of the layer below, and its own over both."""
    lower = Vocabulary.from_data(json.loads(words_below(connection)))
    return VOCABULARY.merged(lower).merged(stored_vocabulary(connection) if own is None else own)


def below(path: str, name: str) -> bool:
    """Whether a path lies in the root of that name."""
    return not name or path == name or path.startswith(name + "/")


def _words(vocabulary: Vocabulary) -> str:
    return json.dumps(vocabulary.to_data(), ensure_ascii=False, sort_keys=True)


def _real(source: str, name: str, path: str) -> str:
    """Where a known path lies on the disk, seen from the root that it belongs to."""
    return source if path == name else os.path.join(source, path[len(name) + 1 :] if name else path)
