"""Which catalogue answers: the one that was named, the nearest above, or the one that ships with kb."""

import os
import sys

#: What a catalogue is called unless somebody says otherwise.
DEFAULT_NAME = "catalogue.kb"


def find_catalogue(given: str | None) -> tuple[str, str]:
    """The path of the catalogue to read, and what to call it. ``bundled`` names the one that ships with kb."""
    if given == "bundled":
        return bundled(), "bundled catalogue"
    if given is not None:
        return given, given
    folder = os.getcwd()
    while True:
        path = os.path.join(folder, DEFAULT_NAME)
        if os.path.isfile(path):
            return path, os.path.relpath(path)
        above = os.path.dirname(folder)
        if above == folder:
            return bundled(), "bundled catalogue"
        folder = above


def bundled() -> str:
    """The bundled catalogue as a file, made on first use and whenever its pages change."""
    source = os.path.join(os.path.dirname(os.path.abspath(__file__)), "catalogue")
    name = f"bundled-{_signature(source):016x}.kb"
    for folder in (
        _cache_folder(),
        os.path.join("/tmp" if os.name == "posix" else ".", f"pattern-genealogy-{_user()}"),
    ):
        path = os.path.join(folder, name)
        if os.path.isfile(path):
            return path
        try:
            os.makedirs(folder, mode=0o700, exist_ok=True)
        except OSError:
            continue
        if os.access(folder, os.W_OK):
            return _make(source, path)
    from kb.errors import CatalogueError

    raise CatalogueError("no place to keep the bundled catalogue; set XDG_CACHE_HOME to a folder that can be written")


def _user() -> int:
    return os.getuid() if hasattr(os, "getuid") else 0


def _cache_folder() -> str:
    base = os.environ.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache")
    return os.path.join(base, "pattern-genealogy")


def _signature(folder: str) -> int:
    """A number that changes with any file of the catalogue or of the code that reads it, without reading them."""
    parts: list[tuple[str, int, int]] = []
    rooms = [os.path.join(os.path.dirname(os.path.dirname(folder)), room) for room in ("ontology", "loaders")]
    folders = [folder, os.path.join(os.path.dirname(folder), "ledger"), *rooms]
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


def _make(source: str, path: str) -> str:
    """Load the pages that ship with kb, aside, and put the file in its place in one step."""
    from kb.loading import load  # only when there is something to load

    aside = f"{path}.{os.getpid()}"
    print("kb: preparing the bundled catalogue (once)", file=sys.stderr)
    try:
        load([source], aside, base=os.path.dirname(os.path.dirname(os.path.dirname(source + os.sep))))
        os.replace(aside, path)
    finally:
        for rest in (aside, aside + "-wal", aside + "-shm"):
            if os.path.exists(rest):
                os.unlink(rest)
    return path
