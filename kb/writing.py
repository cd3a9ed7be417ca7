"""Writes files so that none is ever half there: aside, and put in its place when it is complete."""

import os
from collections.abc import Iterable

from kb.errors import CatalogueError


def write_whole(path: str, parts: Iterable[bytes]) -> None:
    """Write ``parts`` to ``path``, with the folders above it. Where that fails what was there before stays.

    Raises ``CatalogueError`` where the file cannot be written.
    """
    aside = f"{path}.{os.getpid()}"
    try:
        os.makedirs(os.path.dirname(path) or ".", exist_ok=True)
        with open(aside, "wb") as file:
            file.writelines(parts)
        os.replace(aside, path)
    except OSError as error:
        raise CatalogueError(f"cannot write {path}: {error.strerror}") from error
    finally:
        if os.path.exists(aside):
            os.unlink(aside)
