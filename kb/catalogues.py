"""Which catalogue answers: the one that was named, the nearest above, or the one that ships with kb."""

import os
import sys
from functools import partial

from kb.cache import cached, signature

#: What a catalogue is called unless somebody says otherwise.
DEFAULT_NAME = "catalogue.kb"
#: What the catalogue that ships with kb is called in answers.
BUNDLED = "bundled catalogue"


def find_catalogue(given: str | None) -> tuple[str, str]:
    """The path of the catalogue to read, and what to call it. ``bundled`` names the one that ships with kb."""
    if given == "bundled":
        return bundled(), BUNDLED
    if given is not None:
        return given, given
    folder = os.getcwd()
    while True:
        path = os.path.join(folder, DEFAULT_NAME)
        if os.path.isfile(path):
            return path, os.path.relpath(path)
        above = os.path.dirname(folder)
        if above == folder:
            return bundled(), BUNDLED
        folder = above


def bundled() -> str:
    """The bundled catalogue as a file, made on first use and whenever its pages change."""
    source = os.path.join(os.path.dirname(os.path.abspath(__file__)), "catalogue")
    name = f"bundled-{signature(source):016x}.kb"
    if path := cached(name, partial(_make, source)):
        return path
    from kb.errors import CatalogueError

    raise CatalogueError("no place to keep the bundled catalogue; set XDG_CACHE_HOME to a folder that can be written")


def _make(source: str, path: str) -> None:
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
