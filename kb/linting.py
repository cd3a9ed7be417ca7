"""What the loaders find wrong with files, without loading them."""

import os
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from kb.errors import NothingToLoad
from kb.intake import max_file_mb
from kb.ledger.resolve import Resolver
from loaders import LOADERS
from loaders.base import Loader, encoding_of
from loaders.files import Found, find_files, read_file, relative_path
from ontology.builtin import VOCABULARY
from ontology.claim import Claim
from ontology.problem import Problem
from ontology.source import Source
from ontology.vocabulary import Vocabulary
from queries.checks.tier_needs import TierNeeds

if TYPE_CHECKING:
    from loaders.mapping.model import MappingRule


def lint(
    paths: Sequence[str], vocabulary_file: str | None = None, mapping: "MappingRule | None" = None
) -> Iterator[Problem]:
    """Problems of all files below some paths, by path and reading order; what shows in all of them together comes last.

    A ``mapping`` reads the files instead of the loaders, and its own words lie over those of the vocabulary file. Raises
    ``NothingToLoad`` for a missing path, and for one with nothing to read.
    """
    vocabulary = VOCABULARY
    if vocabulary_file is not None:
        from loaders.vocabulary_file import read_vocabulary

        added, problems = read_vocabulary(vocabulary_file)
        vocabulary = VOCABULARY.merged(added)
        yield from problems
    loaders = LOADERS
    if mapping is not None:
        from kb.loading import tables_of  # most runs need none
        from loaders.mapping.run import loaders_of

        loaders = loaders_of(mapping, *tables_of(mapping, [(path, _root(path)) for path in paths]))
        vocabulary = vocabulary.merged(mapping.vocabulary)
    together = _Together(vocabulary)
    suffixes = sorted({suffix for loader in loaders for suffix in loader.suffixes})
    for path in paths:
        if not os.path.exists(path):
            raise NothingToLoad(f"there is no file or folder {path}")
        seen = 0
        root = _root(path)
        for item in find_files(path, suffixes, root):
            if isinstance(item, Problem):
                yield item
            elif isinstance(item, Found) and _wanted(loaders, relative_path(item.name, root)):
                seen += 1
                yield from _one(item, root, vocabulary, loaders, together)
        if not seen:
            reads = ", ".join(_patterns(mapping) if mapping is not None else suffixes)
            raise NothingToLoad(f"{path} holds nothing that {'the mapping' if mapping else 'a loader'} reads ({reads})")
    yield from together.findings()


class _Together:
    """What only all files show: what tiers ask for, with every name that the files give."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.tiers = TierNeeds(vocabulary)
        self.recommended: list[Claim] = []
        self.observed: list[Claim] = []
        self.names = Resolver()
        self.ranks = {kind: place for place, kind in enumerate(vocabulary.kinds)}
        self.named = {name for name, declared in vocabulary.properties.items() if declared.type == "name"}

    def take(self, claim: Claim) -> None:
        """Take note of one claim."""
        if claim.predicate == "kind" and not claim.by_name:
            self.names.add_node(claim.subject, self.ranks.get(str(claim.value), len(self.ranks)))
            if claim.rule != "pages/sources":
                self.names.add_page(claim.subject, claim.source.path)
        elif claim.predicate in self.named and not claim.by_name:
            self.names.add_name(claim.subject, str(claim.value), claim.predicate)
        if claim.predicate == "recommends":
            self.recommended.append(claim)
        elif claim.predicate == "health":
            self.observed.append(claim)
        self.tiers.take(claim)

    def findings(self) -> list[Problem]:
        """What is wrong with all files together, by place."""
        found = [
            *self.tiers.findings(lambda name, page: self.names.resolve(name, page).ids),
            *(
                Problem("recommended-unknown", f"no page that was read defines '{one.object}'", one.source)
                for one in self.recommended
                if not self.names.resolve(str(one.object), one.source.path).ids
            ),
            *(
                Problem("health-unknown", f"no page that was read defines '{one.subject}'", one.source)
                for one in self.observed
                if one.by_name and not self.names.resolve(one.subject, one.source.path).ids
            ),
        ]
        return sorted(found, key=lambda one: (one.source, one.message))


def _root(path: str) -> str:
    """What a path is called in findings."""
    return path.rstrip("/") if path != "." else ""


def _wanted(loaders: tuple[Loader, ...], relative: str) -> bool:
    """Whether some loader may read a file, by its path below the root."""
    return any(one.wants is None or one.wants(relative) for one in loaders)


def _patterns(mapping: "MappingRule") -> list[str]:
    """The path patterns of a mapping."""
    return [glob.text for source in mapping.sources for glob in source.files]


def _one(
    item: Found, root: str, vocabulary: Vocabulary, loaders: tuple[Loader, ...], together: "_Together"
) -> list[Problem]:
    """The problems of one file, by line; its claims are judged with those of the others."""
    relative = relative_path(item.name, root)
    file, problems = read_file(item.path, item.name, max_file_mb(), encoding_of(loaders, relative))
    if file is not None:
        file.relative = relative
    loader = next((one for one in loaders if file is not None and one.takes(file)), None)
    if file is not None and loader is not None:
        for found in loader.read(file, vocabulary):
            if isinstance(found, Claim):
                together.take(found)
            elif isinstance(found, Problem):
                problems.append(found)
    elif file is not None:
        message = "no loader reads this file; nothing would be taken from it"
        problems.append(Problem("unknown-form", message, Source(item.name, 0)))
    return sorted(problems, key=lambda one: (one.source.line, one.source.column, one.rule))
