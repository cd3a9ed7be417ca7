"""Loads sources into a catalogue: prepared inside one transaction, visible in one step, or not at all."""

import gc
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from kb.errors import CatalogueError, NothingToLoad
from kb.intake import Intake, Progress, max_file_mb
from kb.recording import LoadReport, WouldChange
from kb.store.file import close_after_writing, create, open_for_reading, open_for_writing, translated
from loaders import LOADERS, LOADERS_WITH_PROSE, decisions, health
from loaders.base import Loader, SourceFile
from ontology.problem import Problem
from ontology.vocabulary import Vocabulary

if TYPE_CHECKING:
    from kb.restoring import Root
    from loaders.mapping.model import MappingRule
    from loaders.mapping.opened import Tables

#: Where the mappings lie that come with the product.
SHIPPED = os.path.join(os.path.dirname(os.path.abspath(__file__)), "mappings")


def load(
    sources: Sequence[str],
    kb: str,
    *,
    vocabulary: Vocabulary | None = None,
    base: str | None = None,
    loaders: tuple[Loader, ...] = LOADERS,
    mapping: "MappingRule | None" = None,
    history: bool = False,
    over: str | None = None,
    prose: bool = False,
    progress: Progress | None = None,
) -> LoadReport:
    """Load files and folders into the catalogue file ``kb``, which is made if it does not exist.

    What a file said before is replaced by what it says now; what a file said that is gone no longer counts. Paths are
    kept relative to ``base`` (default: the folder of ``kb``) where they lie below it. A ``mapping`` reads the files
    instead of the loaders, and its own words lie over those of ``vocabulary``. With ``history`` every version is read
    out of git first, so that the catalogue can be seen as it was. ``over`` names a catalogue (or ``bundled``, or ``none``) to lay this one
    over; without it it goes on lying over what it lay over before. With ``prose`` the relations that stand only in the
    text of pages are read, too; a mapping says so itself. Raises ``NothingToLoad`` where a
    source does not exist or no loader reads anything in it, and ``CatalogueError`` where ``kb`` cannot be written.
    """
    if prose:
        if mapping is not None:
            raise CatalogueError("a mapping says itself whether prose is read: write 'prose: true' in its record")
        loaders = LOADERS_WITH_PROSE
    roots = roots_of(sources, base or os.path.dirname(os.path.abspath(kb)))
    dumps: list[Root] = []
    if any(os.path.isfile(source) for source, _ in roots):
        from kb.restoring import dumps_among, words_of  # most loads are of folders

        dumps, roots = dumps_among(roots)
        if dumps:
            vocabulary = words_of(dumps).merged(vocabulary or Vocabulary())
    if mapping is not None:
        from loaders.mapping.run import loaders_of  # most loads need none

        loaders = (decisions.LOADER, *loaders_of(mapping, *tables_of(mapping, roots)), health.LOADER)
        vocabulary = (vocabulary or Vocabulary()).merged(mapping.vocabulary)
    fresh = not os.path.exists(kb)
    if (
        not fresh
        and (report := _nothing_new(kb, roots, dumps, vocabulary, loaders, progress, history, over)) is not None
    ):
        return report
    connection = open_for_writing(kb)
    try:
        with _uncollected(), translated(kb):
            connection.execute("BEGIN IMMEDIATE")
            create(connection)
            report = Intake(
                connection,
                vocabulary,
                loaders,
                progress,
                history=history,
                kb=kb,
                over=over,
                decisions=beside(kb),
                dumps=dumps,
            ).run(roots)
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


def beside(kb: str) -> str:
    """Where the decisions about a catalogue stand, as seen from here."""
    path = os.path.join(os.path.dirname(os.path.abspath(kb)), decisions.NAME)
    near = os.path.relpath(path)
    return path if near.startswith(os.pardir) else near


@contextmanager
def _uncollected() -> Iterator[None]:
    """Look for no circles of objects that nobody needs: a load makes none, and looking costs a fifth of its time."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()


def roots_of(sources: Sequence[str], base: str) -> list[tuple[str, str]]:
    """Sources with what they are called in claims. Raises ``NothingToLoad`` for one that does not exist."""
    for source in sources:
        if not os.path.exists(source):
            raise NothingToLoad(f"there is no file or folder {source}; nothing was loaded")
    return [(source, _named(source, base)) for source in sources]


def files_of(roots: list[tuple[str, str]], mapping: "MappingRule", wanted: Callable[[str], bool]) -> list[SourceFile]:
    """The files below some roots that a mapping wants by their path below it, if they can be read, each once, by path."""
    from loaders.files import Found, find_files, read_file, relative_path  # most loads need none of this
    from loaders.mapping.opened import encoding_of

    files: dict[str, SourceFile] = {}
    for source, name in roots:
        for item in find_files(source, "*", name):
            if isinstance(item, Found) and wanted(relative := relative_path(item.name, name)):
                file, _ = read_file(item.path, item.name, max_file_mb(), encoding_of(mapping, relative))
                if file is not None:
                    file.relative = relative
                    files.setdefault(item.name, file)
    return [files[name] for name in sorted(files)]


def tables_of(mapping: "MappingRule", roots: list[tuple[str, str]]) -> tuple["Tables", str]:
    """The second tables of a mapping that stand in files of their own below the roots, with a stamp of these files."""
    from loaders.mapping.tables import is_table, read_tables  # most loads need none

    return read_tables(
        mapping, files_of(roots, mapping, lambda path: is_table(mapping, path)) if mapping.throughs else ()
    )


def own_vocabulary(path: str) -> Vocabulary:
    """The vocabulary of a user's file. Raises ``CatalogueError`` with all its mistakes, one a line."""
    from loaders.vocabulary_file import read_vocabulary  # most loads need none

    found, problems = read_vocabulary(path)
    if problems:
        raise CatalogueError(
            "\n".join(
                [
                    *map(str, problems),
                    f"{path} has {len(problems)} mistake{'s' * (len(problems) != 1)}; nothing was loaded",
                ]
            )
        )
    return found


def own_mapping(name: str) -> "MappingRule":
    """The mapping of a user's file, or a shipped one by its name. Raises ``CatalogueError`` with all its mistakes."""
    found, problems = read_mapping(name)
    if found is None or problems:
        lines = [
            f"{one.source.path}:{one.source.line}:{one.source.column}: {one.severity}: {one.message} [{one.rule}]"
            for one in problems
        ]
        mistakes = f"{len(lines)} mistake{'s' * (len(lines) != 1)}"
        raise CatalogueError("\n".join([*lines, f"{problems[0].source.path} has {mistakes}; nothing was loaded"]))
    return found


def read_mapping(name: str) -> "tuple[MappingRule | None, list[Problem]]":
    """The mapping of a user's file, or a shipped one by its name, and its mistakes; None where it has any.

    Raises ``CatalogueError`` where there is no such file.
    """
    from loaders.files import read_file
    from loaders.mapping.parse import parse_mapping

    path = name
    if not os.path.isfile(name) and os.path.basename(name) == name:  # a folder of the same name is the source
        path = shipped_mapping(name)
    shown = path if path == name else f"{name}.yaml"
    file, problems = read_file(path, shown, limit_mb=1)
    found = None
    if file is not None:
        found, more = parse_mapping(file)
        problems = [*(one for one in problems if one.severity != "note"), *more]
    return (None if problems else found), problems


def shipped_mapping(name: str) -> str:
    """The path of a shipped mapping. Raises ``CatalogueError`` with what may be meant."""
    path = os.path.join(SHIPPED, f"{name}.yaml")
    if os.path.basename(name) == name and os.path.exists(path):
        return path
    import difflib  # only after a mistake

    names = mapping_names()
    near = difflib.get_close_matches(name, names, 1)
    hint = f"did you mean '{near[0]}'?" if near else f"shipped are {', '.join(names)}"
    raise CatalogueError(f"there is no mapping file or shipped mapping '{name}'; {hint}")


def mapping_names() -> list[str]:
    """The names of the shipped mappings."""
    return sorted(one.removesuffix(".yaml") for one in os.listdir(SHIPPED) if one.endswith(".yaml"))


def _nothing_new(
    kb: str,
    roots: list[tuple[str, str]],
    dumps: "list[Root]",
    vocabulary: Vocabulary | None,
    loaders: tuple[Loader, ...],
    progress: Progress | None,
    history: bool,
    over: str | None,
) -> LoadReport | None:
    """The report of a load that changes nothing, found without touching the file; None if something would change."""
    try:
        connection = open_for_reading(kb)
    except CatalogueError:
        return None  # whoever opens it for writing brings it up to date, or says what is wrong with it
    try:
        with translated(kb):
            return Intake(
                connection,
                vocabulary,
                loaders,
                progress,
                probing=True,
                history=history,
                kb=kb,
                over=over,
                decisions=beside(kb),
                dumps=dumps,
            ).run(roots)
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
