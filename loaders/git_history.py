"""What git remembers of a folder: its first-parent commits, what each changed there, and the text of every version.

Two processes do it: one ``git log --raw -z`` and one ``git cat-file --batch``. Nothing is fetched, checked out or run.
"""

import os
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from ontology.text import clean

#: How alike two versions must be for a file that went away and one that came up to be the same one, renamed.
SIMILAR = "80%"

#: Modes of things in a tree that hold text of their own; a link and a submodule do not.
_FILE_MODES = ("100644", "100755", "100664")


class NoHistory(ValueError):
    """Raised where a folder's history cannot be read; the message says why, and what to do."""


@dataclass(frozen=True, slots=True)
class Change:
    """What a commit did to one file. ``blob`` is empty where the file is gone."""

    path: str
    """Below the top of the repository."""
    blob: str
    before: str = ""
    """The path that the file had before, where it was renamed."""


@dataclass(frozen=True, slots=True)
class Commit:
    """One commit of the first-parent line; ``seen`` never goes back, whatever the committers' clocks said."""

    id: str
    seen: str
    """The committer's date in UTC, such as ``2025-07-27T08:15:00Z``."""
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class History:
    """The history of one folder. ``commits`` holds those that changed something in it, oldest first."""

    top: str
    prefix: str
    """The folder's path below ``top``; empty for the top itself."""
    head: str
    commits: tuple[Commit, ...]
    line: tuple[Commit, ...]
    """Every commit of the first-parent line, oldest first, without its changes."""
    tags: tuple[tuple[str, str], ...]
    """(tag, the id of the last commit of the line when it was set)."""
    shallow: bool
    renames: bool
    """Whether renames could be followed; in a partial clone the texts to compare may be missing."""


def head_of(folder: str) -> str:
    """The commit that is checked out. Raises ``NoHistory``."""
    top, _ = _place(folder)
    return _head(top, folder)


def read_history(folder: str) -> History:
    """Everything that git knows of the first-parent line of what is checked out. Raises ``NoHistory``."""
    top, prefix = _place(folder)
    head = _head(top, folder)
    shallow = _git(top, "rev-parse", "--is-shallow-repository").strip() == "true"
    line = _line(top)
    times = {one.id: one.seen for one in line}
    try:
        commits, renames = tuple(_commits(top, prefix, times, f"-M{SIMILAR}")), True
    except NoHistory:  # a partial clone lacks texts that git would compare; without renames it needs none
        commits, renames = tuple(_commits(top, prefix, times, "--no-renames")), False
    return History(top, prefix, head, commits, line, tuple(_tags(top, line)), shallow, renames)


class Texts:
    """Reads versions of files by their blob ids, one after another. Use it in a ``with`` block."""

    def __init__(self, top: str) -> None:
        """``top`` is the repository's folder."""
        self._top = top
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> "Texts":
        return self

    def __exit__(self, *args: object) -> None:
        if self._process is not None:
            try:
                self._process.communicate()
            except OSError:
                self._process.wait()
            self._process = None

    def read(self, blob: str) -> bytes | None:
        """The bytes of a version; None where the repository does not hold them (a partial clone)."""
        process = self._process = self._process or self._started()
        if process.stdin is None or process.stdout is None:
            raise NoHistory("git cat-file has no pipes")
        try:
            process.stdin.write(blob.encode() + b"\n")
            process.stdin.flush()
            head = process.stdout.readline().split()
        except BrokenPipeError:
            head = []
        if not head:  # in a partial clone git gives up altogether over a text that it may not fetch
            self.__exit__()
            return None
        if len(head) != 3:
            return None
        data = process.stdout.read(int(head[2]))
        process.stdout.read(1)
        return data

    def _started(self) -> "subprocess.Popen[bytes]":
        return subprocess.Popen(
            _command(self._top, "cat-file", "--batch"),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_environment(),
        )


def _place(folder: str) -> tuple[str, str]:
    """The top of the repository that a folder or file lies in, and the path below it."""
    real = os.path.realpath(folder)
    inside = real if os.path.isdir(real) else os.path.dirname(real)
    try:
        top = _git(inside, "rev-parse", "--show-toplevel").rstrip("\n")
    except NoHistory as error:
        if "not a git repository" in str(error):
            raise NoHistory(
                f"{folder} lies in no git repository, so it has no history; load it without --history"
            ) from error
        raise
    if not top:
        raise NoHistory(f"{folder} lies in a git repository without a working tree; clone it, and load the clone")
    prefix = os.path.relpath(real, os.path.realpath(top)).replace(os.sep, "/")
    return top, "" if prefix == "." else prefix


def _head(top: str, folder: str) -> str:
    try:
        return _git(top, "rev-parse", "--verify", "--quiet", "HEAD^{commit}").strip()
    except NoHistory as error:
        raise NoHistory(f"the repository of {folder} has no commit yet; load it without --history") from error


def _line(top: str) -> tuple[Commit, ...]:
    found, last = [], 0
    for row in reversed(_git(top, "rev-list", "--first-parent", "--timestamp", "HEAD").splitlines()):
        seconds, id_ = row.split()
        last = max(last, int(seconds))
        found.append(Commit(id_, _utc(last)))
    return tuple(found)


def _utc(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _commits(top: str, prefix: str, times: dict[str, str], renames: str) -> Iterator[Commit]:
    """Commits that changed something below ``prefix``, oldest first."""
    how = ["--first-parent", "-m", "--raw", "-z", "--no-abbrev", "--no-ext-diff", "--reverse", renames]
    parts = iter(_git(top, "log", *how, "--format=tformat:%x01%H", "HEAD", "--", f":(top,literal){prefix}").split("\0"))
    id_, changes = "", list[Change]()
    for part in parts:
        if part.startswith("\x01"):
            if id_:
                yield Commit(id_, times[id_], tuple(changes))
            id_, changes = part[1:], []
        elif part.lstrip("\n").startswith(":"):
            _, mode, _, blob, status = part.lstrip("\n").split(" ")
            first = next(parts)
            path = next(parts) if status[0] in "RC" else first
            gone = mode not in _FILE_MODES
            changes.append(Change(clean(path), "" if gone else blob, clean(first) if status[0] == "R" else ""))
    if id_:
        yield Commit(id_, times[id_], tuple(changes))


def _tags(top: str, line: tuple[Commit, ...]) -> Iterator[tuple[str, str]]:
    """Tags with the last commit of the line at that time; one that is older than the whole line has none."""
    known = {one.id for one in line}
    fields = "%(refname:short)%00%(objectname)%00%(*objectname)%00%(committerdate:unix)%00%(*committerdate:unix)"
    for row in _git(top, "for-each-ref", f"--format={fields}", "refs/tags").splitlines():
        name, lightly, tagged, when, tagged_when = row.split("\0")
        id_, seconds = tagged or lightly, tagged_when or when
        if id_ not in known and seconds:
            moment = _utc(int(seconds))
            id_ = next((one.id for one in reversed(line) if one.seen <= moment), "")
        if id_ in known:
            yield clean(name), id_


def _git(folder: str, *words: str) -> str:
    """What git prints. Raises ``NoHistory`` with what it complains of."""
    try:
        done = subprocess.run(_command(folder, *words), capture_output=True, env=_environment(), check=False)
    except FileNotFoundError as error:
        raise NoHistory("history needs the program git, which is not installed (Debian: apt install git)") from error
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().splitlines()
        raise NoHistory(f"git cannot read the history of {folder}: {clean(said[0]) if said else 'no reason given'}")
    return done.stdout.decode("utf-8", "surrogateescape")


def _command(folder: str, *words: str) -> list[str]:
    return [
        "git",
        "-C",
        folder,
        "-c",
        "core.quotepath=off",
        "-c",
        "core.fsmonitor=false",
        "-c",
        "log.showSignature=false",
        *words,
    ]


def _environment() -> dict[str, str]:
    # A question about the past must not fetch, ask for a password, or be answered in another language.
    return {
        **os.environ,
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_ALLOW_PROTOCOL": "none",  # for a git that does not know the one above
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_OPTIONAL_LOCKS": "0",
        "LC_ALL": "C",
    }
