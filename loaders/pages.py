"""Markdown pages with YAML front matter: the plan's dialect and the one found in the wild.

Which key says what stands in ``loaders.dialect``. A page is about one thing; its id is the file's name without the
ending for a pattern, and ``kind/name`` for the other kinds, so that a case study and a pattern may share a name.
"""

import posixpath
import re
from collections.abc import Iterator

from loaders.base import Loader, SourceFile
from loaders.dialect import NOT_PAGES, PAGES, Dialect
from loaders.front_matter import first_heading, split
from loaders.guides import completed
from loaders.items import folded_key, names_in, pointer_to, values_in
from loaders.reading import MOST_CLAIMS, Reader
from loaders.scalars import TooManyValues, is_null
from loaders.tree import Fault, Mapping, Scalar
from loaders.yaml_reader import read_yaml
from ontology.claim import Claim
from ontology.fillers import is_placeholder
from ontology.names import slug
from ontology.problem import Problem
from ontology.text import clean, fold_space, is_clean
from ontology.vocabulary import Vocabulary

_NOT_PAGE = re.compile(NOT_PAGES)
_TEMPLATE = re.compile("template", re.IGNORECASE)
_RETIRED_KEYS = ("deprecation", "retired_on", "retired_since", "deprecated_since", "discontinued")


def takes(file: SourceFile) -> bool:
    """Every Markdown file is a page, or says why not."""
    return file.path.endswith((".md", ".markdown"))


def read(file: SourceFile, vocabulary: Vocabulary, dialect: Dialect = PAGES) -> Iterator[Claim | Problem]:
    """What a page says, in reading order; what stands above an error is kept."""
    found = split(file.text)
    tree, faults = read_yaml(file.text, found.start, found.end) if found else (None, [])
    if found and not found.closed:
        message = "the front matter is not closed by a line of three hyphens"
        yield file.problem(Fault("front-matter-open", message, found.marker))
    for fault in faults:
        yield file.problem(fault)
    stem = posixpath.splitext(posixpath.basename(file.path))[0]
    front = tree if isinstance(tree, Mapping) else Mapping(0)
    kind, kind_at = _kind(file.path, front, vocabulary, dialect)
    if _NOT_PAGE.fullmatch(stem) or not kind:
        yield file.problem(Fault("not-a-page", f"'{stem}' is an index, a template or a report by its name or type", 0))
        return
    heading = first_heading(file.text, found.body if found else 0)
    if found is None:
        yield file.problem(Fault("front-matter-missing", "no front matter; only the title could be read", 0))
        if heading is None:
            return
    elif not front.entries and not faults:
        yield file.problem(Fault("front-matter-empty", "the front matter holds no key", found.start))
    yield from _claims(file, vocabulary, dialect, front, kind, kind_at, stem, heading)


def _claims(
    file: SourceFile,
    vocabulary: Vocabulary,
    dialect: Dialect,
    front: Mapping,
    kind: str,
    kind_at: int,
    stem: str,
    heading: Scalar | None,
) -> Iterator[Claim | Problem]:
    given = _scalar(front, "id", "slug")
    id_ = clean(fold_space(given.raw)) if given else ""
    id_ = id_ or (slug(stem) if kind == "pattern" else f"{kind}/{slug(stem)}")
    if given is not None and not is_clean(given.raw):
        yield Problem("control-character", "a control character in the id", file.at(given.start, _where(front, given)))
    word = _scalar(front, "type", "kind")
    at_type = _where(front, word) if word is not None else ""
    yield Claim(id_, "kind", file.at(kind_at, at_type), value=kind, rule="pages/type")
    title = _scalar(front, "title", "name")
    if heading is not None and (title is None or is_placeholder(title.raw)):
        yield Claim(id_, "title", file.at(heading.start), value=clean(heading.raw), rule="pages/heading")
    if (
        word is not None
        and folded_key(word.raw).replace("_", "-") not in dialect.kinds
        and word.raw not in vocabulary.kinds
    ):
        message = f"the type '{word.raw}' is not declared; read as {kind}"
        yield Problem("unknown-word", clean(message), file.at(word.start, at_type))
    try:
        reader = Reader(file, vocabulary, id_, _says_retired(front, vocabulary, dialect), dialect, kind)
        found = completed(file, vocabulary, front, kind, id_, reader.read(front))
        for number, item in enumerate(found):
            if number >= MOST_CLAIMS:
                message = f"one page makes more than {MOST_CLAIMS:,} statements; the rest was not read"
                yield Problem("too-many-values", message, file.at(0))
                return
            yield item
    except TooManyValues as error:
        yield Problem("too-many-values", f"{error} under one key; the rest of the page was not read", file.at(0))


def _kind(path: str, front: Mapping, vocabulary: Vocabulary, dialect: Dialect) -> tuple[str, int]:
    """The kind of a page by its ``type``, else by its nearest known folder, else a pattern; empty for no page."""
    word = _scalar(front, "type", "kind")
    if word is not None:
        folded = folded_key(word.raw).replace("_", "-")
        if folded in dialect.kinds:
            return dialect.kinds[folded], word.start
        if word.raw.strip() in vocabulary.kinds:
            return word.raw.strip(), word.start
    for folder in reversed(path.split("/")[:-1]):
        if folder in dialect.folders:
            return dialect.folders[folder], word.start if word else 0
    return "pattern", word.start if word else 0


def _scalar(front: Mapping, *keys: str) -> Scalar | None:
    """The first scalar that says something under one of some keys."""
    for key, value in front.entries:
        if folded_key(key.raw) in keys and isinstance(value, Scalar) and not is_null(value):
            return value
    return None


def _where(front: Mapping, value: Scalar) -> str:
    """The pointer to a value of the front matter."""
    return next(pointer_to("", key.raw) for key, one in front.entries if one is value)


def _says_retired(front: Mapping, vocabulary: Vocabulary, dialect: Dialect) -> bool:
    """Whether the page says of its own pattern that it is retired, by tier, status or a deprecation."""
    for key, value in front.entries:
        name = folded_key(key.raw)
        if name in dialect.states:
            if any(vocabulary.retires(item.text) for item in values_in(value, "")):
                return True
        elif name in _RETIRED_KEYS and any(not is_placeholder(item.text) for item in names_in(value, "")):
            return True
    return False


def read_with_prose(file: SourceFile, vocabulary: Vocabulary, dialect: Dialect = PAGES) -> Iterator[Claim | Problem]:
    """What a page says, and then what its body says in prose; of an index or a guide that is much."""
    from loaders.prose import harvest  # most loads need none

    id_ = kind = ""
    for item in read(file, vocabulary, dialect):
        if isinstance(item, Claim) and item.rule == "pages/type":
            id_, kind = item.subject, str(item.value)
        yield item
    if not _TEMPLATE.search(posixpath.basename(file.path)):
        found = split(file.text)
        yield from harvest(file, vocabulary, id_, kind, found.body if found else 0)


LOADER = Loader("pages", (".md", ".markdown"), takes, read, revision=2)
WITH_PROSE = Loader("pages with prose", (".md", ".markdown"), takes, read_with_prose, revision=2)
