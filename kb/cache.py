"""Where files are kept that can be made again at any time, and what tells that they must be."""

import os
from collections.abc import Callable


def cache_folders() -> tuple[str, str]:
    """The user's own folder for such files, and the one to fall back on where that cannot be written."""
    base = os.environ.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache")
    shared = "/tmp" if os.name == "posix" else "."  # the first is private; this one carries its user's number
    return os.path.join(base, "pattern-genealogy"), os.path.join(shared, f"pattern-genealogy-{_user()}")


def cached(name: str, make: Callable[[str], None]) -> str:
    """The path of a cached file, made by ``make`` where it is not there yet; empty where there is no place for it."""
    for folder in cache_folders():
        path = os.path.join(folder, name)
        if os.path.isfile(path):
            return path
        try:
            os.makedirs(folder, mode=0o700, exist_ok=True)
        except OSError:
            continue
        if os.access(folder, os.W_OK):
            make(path)
            return path
    return ""


def _user() -> int:
    return os.getuid() if hasattr(os, "getuid") else 0


def signature(*more: str) -> int:
    """A number that changes with any file of the code that reads and settles, and of further folders, without reading
    them.
    """
    house = os.path.dirname(os.path.abspath(__file__))
    rooms = [os.path.join(os.path.dirname(house), room) for room in ("ontology", "loaders")]
    parts: list[tuple[str, int, int]] = []
    folders = [*more, os.path.join(house, "ledger"), *rooms]
    while folders:
        with os.scandir(folders.pop()) as entries:
            for entry in entries:
                if entry.is_dir():
                    if entry.name != "__pycache__":
                        folders.append(entry.path)
                else:
                    status = entry.stat()
                    parts.append((entry.path, status.st_size, status.st_mtime_ns))
    from zlib import crc32

    text = repr(sorted(parts)).encode()
    return crc32(text) << 32 | crc32(text[::-1])
