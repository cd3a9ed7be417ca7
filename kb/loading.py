"""Loads sources into a catalogue: prepared inside one transaction, visible in one step, or not at all."""

import os
from collections.abc import Sequence

from kb.errors import CatalogueError, NothingToLoad
from kb.intake import Intake, LoadReport, Progress, WouldChange
from kb.store.file import close_after_writing, create, open_for_reading, open_for_writing, translated
from loaders import LOADERS
from loaders.base import Loader
from ontology.vocabulary import Vocabulary


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
    if not fresh and (report := _nothing_new(kb, roots, vocabulary, loaders, progress)) is not None:
        return report
    connection = open_for_writing(kb)
    try:
        with translated(kb):
            connection.execute("BEGIN IMMEDIATE")
            create(connection)
            report = Intake(connection, vocabulary, loaders, progress).run(roots)
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


def own_vocabulary(path: str) -> Vocabulary:
    """The vocabulary of a user's file. Raises ``CatalogueError`` with all its mistakes, one a line."""
    from loaders.vocabulary_file import read_vocabulary  # most loads need none

    found, problems = read_vocabulary(path)
    if problems:
        raise CatalogueError(
            "\n".join([*map(str, problems), f"{path} has {len(problems)} mistakes; nothing was loaded"])
        )
    return found


def _nothing_new(
    kb: str,
    roots: list[tuple[str, str]],
    vocabulary: Vocabulary | None,
    loaders: tuple[Loader, ...],
    progress: Progress | None,
) -> LoadReport | None:
    """The report of a load that changes nothing, found without touching the file; None if something would change."""
    try:
        connection = open_for_reading(kb)
    except CatalogueError:
        return None  # whoever opens it for writing brings it up to date, or says what is wrong with it
    try:
        with translated(kb):
            return Intake(connection, vocabulary, loaders, progress, probing=True).run(roots)
    except WouldChange:
        return None
    finally:
        connection.close()


def _named(source: str, base: str) -> str:
    """What a root is called in claims: relative to ``base`` where it lies below it, else its whole path."""
    path, base = os.path.realpath(source), os.path.realpath(base)
    relative = os.path.relpath(path, base)
    inside = relative != os.pardir and not relative.startswith(os.pardir + os.sep)
    name = (relative if inside else path).replace(os.sep, "/")
    return "" if name == "." else name
