"""Takes a folder's history out of git into the record: each commit a load of its own, at its committer's date."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from kb.errors import CatalogueError
from kb.intake import below, max_file_mb
from kb.ledger.settle import meta
from kb.recording import fingerprint
from kb.today import now_text
from loaders.base import encoding_of
from loaders.files import decoded, is_hidden, relative_path
from loaders.git_history import Change, Commit, History, NoHistory, Texts, head_of, read_history
from ontology.claim import Claim
from ontology.problem import Problem
from ontology.source import Source

if TYPE_CHECKING:
    from kb.intake import Intake

#: Where the file keeps up to which commit each root was read: {root: {"head", "stamps", "problems"}}.
KEY = "history"

#: The rule of names that a renamed file's entry had before.
RENAMED = "git/rename"


def take_history(intake: "Intake", source: str, name: str) -> list[Problem]:
    """Read what git remembers of a root, from where it was read last; its findings are given, and kept for next time.

    Raises ``CatalogueError`` where there is no history to read.
    """
    try:
        kept = json.loads(meta(intake.connection, KEY, "{}"))
        before = kept.get(name, {})
        stamps = sorted(intake.stamps.values())
        if before.get("head") == head_of(source) and before.get("stamps") == stamps:
            return [Problem(rule, message, Source(name or ".", 0)) for rule, message in before["problems"]]
        intake.record.change()
        history = read_history(source)
    except NoHistory as error:
        raise CatalogueError(str(error)) from error
    taking = _Taking(intake, history, name)
    line = {one.id for one in history.line}
    goes_on = before.get("head") in line and before.get("stamps") == stamps
    taking.run(str(before["head"]) if goes_on else "")
    kept[name] = {
        "head": history.head,
        "stamps": stamps,
        "problems": [(one.rule, one.message) for one in taking.problems],
    }
    write = "INSERT OR REPLACE INTO meta VALUES(?, ?)"
    intake.connection.execute(write, (KEY, json.dumps(kept, ensure_ascii=False, sort_keys=True)))
    return taking.problems


@dataclass
class _Taking:
    """One history on its way into the record."""

    intake: "Intake"
    history: History
    name: str
    """What the root is called in claims."""
    problems: list[Problem] = field(default_factory=list)
    _sources: dict[str, int] = field(default_factory=dict)
    """Sources below the root, by path."""

    def run(self, after: str) -> None:
        """Read every commit after one; from the first one, everything that was read before is forgotten."""
        self._limits()
        if not after:
            self._begin_again()
        rows = self.intake.connection.execute("SELECT path, id FROM source WHERE layer = '' AND loader != 'git'")
        self._sources = {path: id_ for path, id_ in rows if below(path, self.name)}
        wanted = list(self._since(after))
        with Texts(self.history.top) as texts:
            for place, commit in enumerate(wanted):
                if self.intake.progress is not None:
                    self.intake.progress(place, len(wanted), f"commit {commit.id[:10]} of {commit.seen[:10]}")
                self._commit(commit, texts)
        self.intake.record.flush()
        self.intake.report.commits += len(wanted)
        self._name_moments()

    def _since(self, after: str) -> Iterator[Commit]:
        """The commits that changed something here, after one of the line."""
        places = {one.id: place for place, one in enumerate(self.history.line)}
        first = places[after] + 1 if after else 0
        yield from (one for one in self.history.commits if places[one.id] >= first)

    def _limits(self) -> None:
        """What cannot be known from this clone."""
        here = Source(self.name or ".", 0)
        if self.history.shallow:
            since = self.history.line[0].seen[:10]
            message = f"the clone is shallow: what was before {since} is not known; get it with: git fetch --unshallow"
            self.problems.append(Problem("history-shallow", message, here))
        if not self.history.renames:
            message = "the clone is partial: renamed files could not be followed; make a full clone"
            self.problems.append(Problem("history-partial", message, here))

    def _begin_again(self) -> None:
        """Forget what earlier loads of these files said: git remembers it better."""
        connection = self.intake.connection
        rows = connection.execute("SELECT id, path FROM source WHERE layer = '' AND loader != 'git'").fetchall()
        sources = [id_ for id_, path in rows if below(path, self.name)]
        connection.execute("DELETE FROM claim WHERE source = ?", (self._git_source(),))
        for table in ("claim", "tally"):
            connection.executemany(f"DELETE FROM {table} WHERE source = ?", [(one,) for one in sources])
        for one in sources:
            self.intake.record.forget(one)
        connection.execute("DELETE FROM load WHERE revision != '' AND roots = ?", (self._roots(),))
        connection.execute("DELETE FROM revision WHERE root = ?", (self.name,))

    def _roots(self) -> str:
        return json.dumps([self.name], ensure_ascii=False)

    # ---- commits

    def _commit(self, commit: Commit, texts: Texts) -> None:
        """One load: what each changed file says from here on."""
        record = self.intake.record
        record.number, before = record.next_number(), self.intake.report.claims
        files = 0
        for change in commit.changes:
            path = self._named(change.path)
            if change.before and (old := self._named(change.before)):
                self._renamed(old, path, change, commit, texts)
                files += 1
            elif path:
                self._file(path, change, commit, texts)
                files += 1
        record.flush()
        self.intake.connection.execute(
            "INSERT INTO load(id, at, roots, files, claims, seen, revision) VALUES(?,?,?,?,?,?,?)",
            (
                record.number,
                now_text(),
                self._roots(),
                files,
                self.intake.report.claims - before,
                commit.seen,
                commit.id,
            ),
        )

    def _named(self, path: str) -> str:
        """What claims call a path of the repository; empty for a file that no loader would be shown."""
        prefix = self.history.prefix
        if path == prefix:  # the root is this very file
            return self.name
        if prefix and not path.startswith(prefix + "/"):
            return ""
        relative = path[len(prefix) + 1 :] if prefix else path
        suffixes = {suffix for loader in self.intake.loaders for suffix in loader.suffixes}
        parts = PurePosixPath(relative)
        if any(map(is_hidden, parts.parts)) or not ({parts.suffix.lower(), "*"} & suffixes):
            return ""
        name = f"{self.name}/{relative}" if self.name else relative
        return name if name in self._sources or self.intake.wanted(relative) else ""

    def _file(self, path: str, change: Change, commit: Commit, texts: Texts) -> int | None:
        """What one version says; its source is given, or None where nothing could be read."""
        record, known = self.intake.record, self._sources.get(path)
        if not change.blob:
            if known is not None:
                self._gone(known)
            return None
        data = texts.read(change.blob)
        if data is None:
            message = f"git holds no text of it at {commit.id[:10]} (a partial clone?); what it said before stood on"
            self.problems.append(Problem("history-partial", message, Source(path, 0)))
            return None
        relative = relative_path(path, self.name)
        encoding = encoding_of(self.intake.loaders, relative)
        file, troubles = decoded(data, path, encoding) if len(data) <= max_file_mb() * 1_000_000 else (None, [])
        if file is None:  # as in a load of the present: it went on speaking
            return None
        file.relative = relative
        file.commit = commit.id
        loader = self.intake.loader_of(file)
        if loader is None:
            if known is not None:
                self._gone(known)
            return None
        mark, stamp = fingerprint(file.text), self.intake.stamps[loader.name]
        source = self._sources[path] = record.source(path, known, (mark, -1, -1, stamp))
        found: list[Problem] = []
        record.update(source, loader, file, found)
        # Those of the last version are those of the present, if the file was not changed since.
        self.intake.last[path] = [one._replace(source=one.source._replace(commit="")) for one in (*troubles, *found)]
        return source

    def _renamed(self, old: str, path: str, change: Change, commit: Commit, texts: Texts) -> None:
        """A file that goes on under another name: what it is about is asked for by either id, then and now."""
        before = self._sources.get(old)
        self.intake.record.flush()
        former = self._subject(before)
        if before is not None:
            self._gone(before, keep_names=True)
        source = self._file(path, change, commit, texts) if path else None
        self.intake.record.flush()
        now = self._subject(source) or former
        if former and now and now[0] != former[0]:
            self._tie(former[0], former[1], now[0], commit)

    def _tie(self, former: str, since: int, now: str, commit: Commit) -> None:
        """Let a node be found by the id that it had, and before its renaming by the one that it was to have."""
        record = self.intake.record
        here = self._git_source()
        place = Source("", 0, commit=commit.id)
        for name in (former, *self._end_names(former)):
            record.add(here, Claim(now, "former-name", place, value=name, method="inferred", rule=RENAMED))
        then = Claim(former, "alias", place, value=now, method="inferred", rule=RENAMED)
        record.add(here, then, closed=record.number, opened=since)

    def _end_names(self, id_: str) -> list[str]:
        """Former names that renamings gave to a node, from here on no longer."""
        connection = self.intake.connection
        where = "subject = ? AND rule = ? AND closed IS NULL"
        rows = connection.execute(f"SELECT value FROM claim WHERE {where} ORDER BY id", (id_, RENAMED)).fetchall()
        connection.execute(f"UPDATE claim SET closed = ? WHERE {where}", (self.intake.record.number, id_, RENAMED))
        return [str(json.loads(value)) for (value,) in rows]

    def _git_source(self) -> int:
        """The source of what git itself says of a root."""
        path, connection = f"git:{self.name or '.'}", self.intake.connection
        row = connection.execute("SELECT id FROM source WHERE path = ?", (path,)).fetchone()
        if row is not None:
            return int(row[0])
        insert = "INSERT INTO source(path, fingerprint, size, mtime_ns, loader, layer) VALUES(?, '', -1, -1, 'git', '')"
        return int(connection.execute(insert, (path,)).lastrowid or 0)

    def _gone(self, source: int, *, keep_names: bool = False) -> None:
        """End what a source said, and the names that what it defined had before it was renamed."""
        record = self.intake.record
        record.flush()
        if not keep_names and (subject := self._subject(source)):
            self._end_names(subject[0])
        record.close(source)
        record.forget(source)

    def _subject(self, source: int | None) -> tuple[str, int] | None:
        """What a source defines now, and the load that it has said so from."""
        select = (
            "SELECT subject, opened FROM claim WHERE source = ? AND closed IS NULL AND predicate = 'kind'"
            " AND NOT by_name ORDER BY id LIMIT 1"
        )
        row = self.intake.connection.execute(select, (source,)).fetchone()
        return (str(row[0]), int(row[1])) if row else None

    def _name_moments(self) -> None:
        """Let every commit of the line and every tag name the moment at which it stood."""
        loads = dict(
            self.intake.connection.execute(
                "SELECT revision, id FROM load WHERE revision != '' AND roots = ?", (self._roots(),)
            )
        )
        load, moments = 0, dict[str, tuple[str, int]]()
        for one in self.history.line:
            load = loads.get(one.id, load)
            moments[one.id] = (one.seen, load)
        rows = [(self.name, id_, "commit", *moment) for id_, moment in moments.items()]
        rows += [(self.name, tag, "tag", *moments[id_]) for tag, id_ in self.history.tags]
        self.intake.connection.execute("DELETE FROM revision WHERE root = ?", (self.name,))
        self.intake.connection.executemany("INSERT OR REPLACE INTO revision VALUES(?,?,?,?,?)", rows)
