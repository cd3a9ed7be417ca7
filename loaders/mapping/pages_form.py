"""Mappings of the form ``pages``: front matter in the dialect of ``docs/pages.md``, with keys and words of their own.

Such a mapping says which files are pages, and what the catalogue adds to the dialect; the loader of pages reads them.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from loaders import evolution, pages
from loaders.base import Loader, SourceFile
from loaders.dialect import FOLDER_KINDS, KINDS, RULES, Dialect, Rule
from loaders.items import folded_key
from loaders.mapping import language
from loaders.mapping.parse_values import ValueParser
from loaders.mapping.patterns import Glob
from loaders.meant import meant
from loaders.tree import Mapping, Node, Scalar
from ontology.claim import Claim
from ontology.problem import Problem
from ontology.source import Source
from ontology.text import clean
from ontology.vocabulary import Vocabulary

#: What the form is called.
PAGES = "pages"

#: What a type or a folder says that is about no single thing.
NOTHING = "none"


@dataclass(frozen=True, slots=True)
class PagesForm:
    """What a mapping adds to the dialect of pages."""

    dialect: Dialect
    prose: bool = False
    names: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """By id: what else the catalogue calls it."""


class FormParser(ValueParser):
    """Reads what only this form has."""

    def pages_form(self, parts: dict[str, Node]) -> PagesForm:
        """The form; what is wrong is among ``problems``."""
        rules = self._keys(parts["keys"]) if "keys" in parts else ()
        types, folders = self._kinds(parts["kinds"]) if "kinds" in parts else ({}, {})
        names: dict[str, tuple[str, ...]] = {}
        for written, id_ in self._words(parts.get("names"), "'names'"):
            if isinstance(id_, Scalar):
                names[id_.raw] = (*names.get(id_.raw, ()), written.raw)
            else:
                self.wrong(id_, "a name means the id of one entry")
        dialect = Dialect((*RULES, *rules), {**KINDS, **types}, {**FOLDER_KINDS, **folders})
        return PagesForm(dialect, "prose" in parts and self.yes(parts["prose"], "'prose'"), names)

    def _words(self, node: Node | None, what: str) -> list[tuple[Scalar, Node]]:
        if isinstance(node, Mapping):
            return node.entries
        if node is not None:
            self.wrong(node, f"{what} is a mapping from what is written to what it means")
        return []

    def _keys(self, node: Node) -> tuple[Rule, ...]:
        """Keys of front matter, each with the property or the relation that it says."""
        relations = self.vocabulary.relations
        backwards = {one.inverse.replace(" ", "-"): one.name for one in relations.values() if not one.symmetric}
        found = []
        for key, value in self._words(node, "'keys'"):
            path = ".".join(folded_key(part) for part in key.raw.split("."))
            says = self.text(value, "what a key says")
            if says in relations or says in backwards:
                strength = "stated" if backwards.get(says, says) == "replaces" else ""
                found.append(Rule(path, backwards.get(says, says), backwards=says not in relations, strength=strength))
            elif says in self.vocabulary.properties:
                found.append(Rule(path, says))
            elif says:
                known = (*relations, *backwards, *self.vocabulary.properties)
                self.wrong(value, f"'{says}' is no relation and no property{meant(says, known)}")
        return tuple(found)

    def _kinds(self, node: Node) -> tuple[dict[str, str], dict[str, str]]:
        """The kinds of pages by their ``type``, and by their nearest folder."""
        tables: dict[str, dict[str, str]] = {"types": {}, "folders": {}}
        for where, _, body in self.entries(node, language.names(language.FORM_KINDS), "'kinds'"):
            for word, kind in self._words(body, f"'{where}'"):
                name = self.text(kind, "a kind")
                if name not in self.vocabulary.kinds and name != NOTHING:
                    known = (*self.vocabulary.kinds, NOTHING)
                    self.wrong(kind, f"the kind '{name}' is not declared{meant(name, known)}")
                folded = folded_key(word.raw).replace("_", "-") if where == "types" else word.raw
                tables[where][folded] = "" if name == NOTHING else name
        return tables["types"], tables["folders"]


def loaders_of_form(
    form: PagesForm, title: str, stamp: str, sources: list[tuple[tuple[Glob, ...], tuple[Glob, ...]]]
) -> tuple[Loader, ...]:
    """The loaders of pages and of evolution JSON, for the files that a mapping names."""

    def wanted(path: str) -> bool:
        return any(
            not any(glob.match(path) is not None for glob in exclude)
            and any(glob.match(path) is not None for glob in files)
            for files, exclude in sources
        )

    def read(file: SourceFile, vocabulary: Vocabulary) -> Iterator[Claim | Problem]:
        reading = pages.read_with_prose if form.prose else pages.read
        for item in reading(file, vocabulary, form.dialect):
            yield item
            if isinstance(item, Claim) and item.rule == "pages/type":
                for name in form.names.get(item.subject, ()):
                    yield Claim(item.subject, "alias", Source(file.path, 0), value=clean(name), rule=f"{title}/names")

    return (
        Loader(
            f"mapping {title}",
            pages.LOADER.suffixes,
            lambda file: pages.takes(file) and wanted(file.relative),
            read,
            wanted,
            f"{stamp} {pages.LOADER.revision}",
        ),
        Loader(
            f"mapping {title} evolution",
            evolution.LOADER.suffixes,
            lambda file: evolution.LOADER.takes(file) and wanted(file.relative),
            evolution.LOADER.read,
            wanted,
            f"{stamp} {evolution.LOADER.revision}",
        ),
    )
