"""What the loaders find wrong with files, without loading them."""

import os
from collections.abc import Iterator, Sequence

from kb.errors import NothingToLoad
from kb.intake import max_file_mb
from loaders import LOADERS
from loaders.files import Found, find_files, read_file, relative_path
from ontology.builtin import VOCABULARY
from ontology.problem import Problem
from ontology.source import Source
from ontology.vocabulary import Vocabulary


def lint(paths: Sequence[str], vocabulary_file: str | None = None) -> Iterator[Problem]:
    """Problems of all files below some paths, by path and reading order. Raises ``NothingToLoad`` for a missing path."""
    vocabulary = VOCABULARY
    if vocabulary_file is not None:
        from loaders.vocabulary_file import read_vocabulary

        added, problems = read_vocabulary(vocabulary_file)
        vocabulary = VOCABULARY.merged(added)
        yield from problems
    suffixes = sorted({suffix for loader in LOADERS for suffix in loader.suffixes})
    for path in paths:
        if not os.path.exists(path):
            raise NothingToLoad(f"there is no file or folder {path}")
        seen = 0
        root = path.rstrip("/") if path != "." else ""
        for item in find_files(path, suffixes, root):
            if isinstance(item, Problem):
                yield item
            elif isinstance(item, Found):
                seen += 1
                yield from _one(item, root, vocabulary)
        if not seen:
            raise NothingToLoad(f"{path} holds nothing that a loader reads ({', '.join(suffixes)})")


def _one(item: Found, root: str, vocabulary: Vocabulary) -> list[Problem]:
    """The problems of one file, by line."""
    file, problems = read_file(item.path, item.name, max_file_mb())
    if file is not None:
        file.relative = relative_path(item.name, root)
    loader = next((one for one in LOADERS if file is not None and one.takes(file)), None)
    if file is not None and loader is not None:
        problems += [found for found in loader.read(file, vocabulary) if isinstance(found, Problem)]
    elif file is not None:
        message = "no loader reads this file; nothing would be taken from it"
        problems.append(Problem("unknown-form", message, Source(item.name, 0)))
    return sorted(problems, key=lambda one: (one.source.line, one.source.column, one.rule))
