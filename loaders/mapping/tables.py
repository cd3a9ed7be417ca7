"""Second tables that stand in files of their own: read before any file is loaded, so that all can look into them."""

from collections.abc import Iterable
from hashlib import blake2b

from loaders.base import SourceFile
from loaders.mapping.model import MappingRule
from loaders.mapping.opened import Tables, opened, source_of


def is_table(mapping: MappingRule, path: str) -> bool:
    """Whether a file, by its path below the root, holds a table that another file looks into."""
    named = {name for through in mapping.throughs for name in through.sources}
    found = source_of(mapping, path) if named else None
    return found is not None and found[0].name in named


def read_tables(mapping: MappingRule, files: Iterable[SourceFile]) -> tuple[Tables, str]:
    """The tables of some files by the rules that ask for them, and a stamp, another one for other files.

    What is wrong with such a file is not said here, but when the file itself is loaded.
    """
    tables: Tables = {id(through): {} for through in mapping.throughs if through.sources}
    stamp = blake2b(digest_size=6)
    for file in files:
        stamp.update(f"{file.relative}\0{file.text}\0".encode("utf-8", "surrogatepass"))
        found = opened(mapping, file)
        for through in mapping.throughs:
            if found is not None and found.source.name in through.sources:
                for key, records in found.table(through).items():
                    tables[id(through)].setdefault(key, []).extend(records)
    return tables, f"+{stamp.hexdigest()}" if tables else ""
