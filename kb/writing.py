"""Writes files so that none is ever half there: aside, and put in its place when it is complete."""

import os
import stat
from collections.abc import Iterable, Iterator, Mapping

from exports.growing import Growing
from kb.errors import CatalogueError


def write_whole(path: str, parts: Iterable[bytes]) -> None:
    """Write ``parts`` to ``path``, with the folders above it. Where that fails what was there before stays.

    Raises ``CatalogueError`` where the file cannot be written.
    """
    write_all({path: parts})


def write_all(files: Mapping[str, Iterable[bytes]]) -> None:
    """Write several files that belong together, by their paths: none is put in its place before all are complete.

    A link is followed, a file keeps who may read it, and a device is written to as it stands. Raises
    ``CatalogueError`` where one cannot be written.
    """
    aside: dict[str, str] = {}
    path = ""
    try:
        for path, parts in files.items():
            target = os.path.realpath(path)
            mode = os.stat(target).st_mode if os.path.exists(target) else None
            if mode is not None and not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
                with open(target, "wb") as file:
                    file.writelines(parts)
                continue
            os.makedirs(os.path.dirname(target), exist_ok=True)
            aside[target] = _aside(target)
            with open(aside[target], "wb") as file:
                file.writelines(parts)
            if mode is not None:
                os.chmod(aside[target], stat.S_IMODE(mode))
        for path in files:
            if (target := os.path.realpath(path)) in aside:
                os.replace(aside[target], target)
                del aside[target]
    except OSError as error:
        raise CatalogueError(f"cannot write {path}: {error.strerror}") from error
    finally:
        for left in aside.values():
            if os.path.exists(left):
                os.unlink(left)


def _aside(target: str) -> str:
    """A name beside a file, for what is to become it; what a process that was killed left there goes."""
    folder, base = os.path.split(target)
    start = f".{base}.kb-"
    for name in os.listdir(folder) if os.path.isdir("/proc/self") else ():  # elsewhere nobody can tell who lives
        number = name[len(start) :]
        if name.startswith(start) and number.isdecimal() and not os.path.exists(f"/proc/{number}"):
            os.unlink(os.path.join(folder, name))
    return os.path.join(folder, f"{start}{os.getpid()}")


def zipped(files: Mapping[str, Iterable[bytes]]) -> Iterator[bytes]:
    """Several files as one in ZIP, some of it at a time; the same files give the same bytes."""
    import zipfile  # only for those who want one

    sink = Growing()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, parts in files.items():
            info = zipfile.ZipInfo(name)  # dated 1980, as every file of an archive that hides its day
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            with archive.open(info, "w", force_zip64=True) as file:
                for part in parts:
                    file.write(part)
                    yield sink.taken()
    yield sink.taken()
