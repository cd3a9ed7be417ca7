"""Finds the files below a folder and reads them as text; what cannot be read is a problem, never an exception."""

import codecs
import os
import re
import stat
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from loaders.base import SourceFile
from ontology.problem import Problem
from ontology.source import Source
from ontology.text import clean

_MEGABYTE = 1_000_000
#: What an XML file says of its encoding, in its first line.
_XML_ENCODING = re.compile(rb"""<\?xml\s[^>]*?\bencoding\s*=\s*["']([\w.:-]+)["']""")
_RECODE = "iconv -f latin1 -t utf-8, or in a mapping 'encoding: latin-1' beside its 'files'"


@dataclass(frozen=True, slots=True)
class Found:
    """A file to read: ``path`` opens it, ``name`` is the POSIX path that its claims will cite."""

    path: str
    name: str


@dataclass(frozen=True, slots=True)
class PassedOver:
    """Files of one suffix (lower case, with its dot; may be empty) that nobody asked for: how many, and one of them."""

    suffix: str
    count: int
    example: str


class _Visit(NamedTuple):
    """A file or folder that the walk has still to look at."""

    path: str
    name: str
    is_folder: bool
    is_link: bool


def find_files(root: str, suffixes: Collection[str], name: str = "") -> Iterator[Found | Problem | PassedOver]:
    """The files below a folder whose suffix is asked for, sorted by name; at the end what was passed over.

    ``suffixes`` are lower case with their dot, or whole names of files; ``*`` stands for every one; case does not matter in the files. ``name``
    is what the root is called: the names of files below it begin with it. Hidden files and folders and ``node_modules`` are not looked at. A link
    to a file inside the folder is followed; a link to a folder inside is not, since its files are found at their own
    place. If ``root`` is a file, it is yielded whatever its suffix: somebody asked for this one.
    """
    try:
        is_folder = stat.S_ISDIR(Path(root).stat().st_mode)
    except (OSError, ValueError) as error:
        yield _unreadable(name or Path(root).name, error)
        return
    if not is_folder:
        yield Found(root, clean(name or Path(root).name))
        return
    passed: dict[str, list[str]] = {}
    for file in _walk(_Visit(root, name, True, False)):
        if isinstance(file, Problem) or (suffix := _suffix(file.path)) in suffixes or named(file.path, suffixes):
            yield file
        else:
            passed.setdefault(suffix, []).append(file.name)
    for suffix, names in sorted(passed.items()):
        yield PassedOver(suffix, len(names), names[0])


def named(path: str, suffixes: Collection[str]) -> bool:
    """Whether a file is asked for by its whole name, or every file is."""
    return "*" in suffixes or os.path.basename(path).lower() in suffixes


def _suffix(path: str) -> str:
    """A file's ending with its dot, in lower case; ``pathlib`` would take longer over it than the walk itself."""
    suffix = os.path.splitext(path)[1].lower()
    return suffix if len(suffix) > 1 else ""


def relative_path(path: str, root: str) -> str:
    """The path below the root of a name that ``find_files`` gave; of a root that is a file, the file's own name.

    >>> relative_path("docs/a/saga.md", "docs"), relative_path("docs/saga.md", "docs/saga.md")
    ('a/saga.md', 'saga.md')
    """
    if path == root:
        return path.rsplit("/", 1)[-1]
    return path[len(root) + 1 :] if root and path.startswith(root + "/") else path


def _walk(root: _Visit) -> Iterator[Found | Problem]:
    real_root = Path(os.path.realpath(root.path))
    # The next one last; a stack, since folders may nest deeper than Python calls.
    todo = [root]
    while todo:
        visit = todo.pop()
        if visit.is_link:
            leads_to_file = _follow(visit, real_root)
            if isinstance(leads_to_file, Problem):
                yield leads_to_file
            elif leads_to_file:
                yield Found(visit.path, clean(visit.name))
        elif visit.is_folder:
            try:
                todo.extend(_entries(visit))
            except OSError as error:
                yield _unreadable(visit.name or ".", error)
        else:
            yield Found(visit.path, clean(visit.name))


def _entries(folder: _Visit) -> list[_Visit]:
    """What stands in a folder, last first; hidden things are left out."""
    prefix = f"{folder.name}/" if folder.name else ""
    with os.scandir(folder.path) as entries:
        visits = [
            _Visit(entry.path, prefix + entry.name, entry.is_dir(follow_symlinks=False), entry.is_symlink())
            for entry in entries
            if not is_hidden(entry.name)
        ]
    # With the slash that the files of a folder have behind its name, the walk is in the order of whole names.
    return sorted(visits, key=lambda visit: visit.name + "/" * visit.is_folder, reverse=True)


def is_hidden(name: str) -> bool:
    """Whether a file or folder of this name is not looked at."""
    return name.startswith(".") or name == "node_modules"


def _follow(link: _Visit, real_root: Path) -> Problem | bool:
    """Whether a link leads to a file below the root; a folder there is visited anyway."""
    try:
        target = Path(os.path.realpath(link.path, strict=True))
    except FileNotFoundError as error:
        return _unreadable(link.name, error)
    except OSError:
        return _not_followed(link, "the link leads in a circle")
    if not target.is_relative_to(real_root):
        return _not_followed(link, f"the link leads out of the folder, to {target}")
    if not target.is_dir():
        return True
    if Path(os.path.realpath(Path(link.path).parent)).is_relative_to(target):
        return _not_followed(link, "the link leads in a circle, to a folder that it stands in")
    if any(is_hidden(part) for part in target.relative_to(real_root).parts):
        return _not_followed(link, "the link leads to a hidden folder, which is not looked at")
    return False


def _not_followed(link: _Visit, why: str) -> Problem:
    return Problem("link-outside", clean(f"{why}; it was not followed"), Source(clean(link.name), 0))


def _unreadable(name: str, error: OSError | ValueError) -> Problem:
    why = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return Problem("file-unreadable", f"could not be opened: {why}", Source(clean(name), 0))


def read_file(path: str, name: str, limit_mb: int, encoding: str = "utf-8") -> tuple[SourceFile | None, list[Problem]]:
    """Read a file as text, without a byte order mark; ``None`` where that cannot be done, and why.

    ``name`` is what claims will cite. A file above ``limit_mb`` million bytes is not read at all.
    """
    try:
        size, data = _read_bytes(Path(path), limit_mb * _MEGABYTE)
    except (OSError, ValueError) as error:
        return None, [_unreadable(name, error)]
    if data is None:
        message = f"{size / _MEGABYTE:.1f} MB is more than the limit of {limit_mb} MB"
        return None, [Problem("file-too-large", message, Source(name, 0))]
    return decoded(data, name, encoding)


def decoded(data: bytes, name: str, encoding: str = "utf-8") -> tuple[SourceFile | None, list[Problem]]:
    """A file's bytes as text, without a byte order mark; ``None`` where that cannot be done, and why."""
    declared = ""
    if codecs.lookup(encoding).name != "utf-8" or (declared := _declared(data)):
        return _foreign(data, name, declared or encoding, "the file itself" if declared else "the mapping")
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        hint = "iconv -f utf-16 -t utf-8"
        return None, [Problem("not-utf8", "its first bytes say that it is UTF-16", Source(name, 1), hint)]
    problems, skipped = [], 0
    if data.startswith(codecs.BOM_UTF8):
        skipped = len(codecs.BOM_UTF8)
        data = data[skipped:]
        problems.append(Problem("byte-order-mark", "begins with a byte order mark", Source(name, 1)))
    try:
        return SourceFile(name, data.decode()), problems
    except UnicodeDecodeError as error:
        message = f"byte {data[error.start]:#04x} at position {skipped + error.start} is not UTF-8"
        place = SourceFile(name, data.decode(errors="replace")).at(len(data[: error.start].decode()))
        return None, [*problems, Problem("not-utf8", message, place, _RECODE)]


def _declared(data: bytes) -> str:
    """The encoding that an XML file says it has in its first line, where that is none of ASCII's and is known."""
    found = _XML_ENCODING.match(data)
    try:
        declared = codecs.lookup(found[1].decode()).name if found else "utf-8"
        return "" if declared in ("utf-8", "ascii") or "<".encode(declared) != b"<" else declared
    except (LookupError, ValueError):
        return ""


def _foreign(data: bytes, name: str, encoding: str, who: str) -> tuple[SourceFile | None, list[Problem]]:
    """A file's bytes as text of an encoding that somebody says it has."""
    try:
        return SourceFile(name, data.decode(encoding).removeprefix("\ufeff")), []
    except UnicodeDecodeError as error:
        line = data[: error.start].decode(encoding, "replace").count("\n") + 1
        message = f"byte {data[error.start]:#04x} at position {error.start} is not {encoding}, as {who} says"
    except UnicodeError:
        line, message = 1, f"it is not {encoding}, as {who} says"
    return None, [Problem("not-utf8", message, Source(name, line), f"mend 'encoding' in {who}")]


def _read_bytes(path: Path, limit: int) -> tuple[int, bytes | None]:
    """The size of a file and, within the limit, its bytes; raises ``OSError`` where there are none to read."""
    status = path.stat()
    if not stat.S_ISREG(status.st_mode):
        # Opening a pipe would wait for a writer for ever.
        raise OSError("it is a folder, a pipe or a device, not a file")
    return status.st_size, path.read_bytes() if status.st_size <= limit else None
