"""Which node a written name means. Every rule has a name, which the edge keeps; what fits nothing stays a name.

Rules beyond the levels of ``kb.ledger.lookup``, tried in this order: a Markdown link or a path names its page; brackets
are left out; a head phrase ends before "for", "with", …; joined names (``A + B``) that all fit name several; a variant
(``Saga orchestration``) names what it is a variant of; a compound's last words name what it is a kind of
(``Database sharding`` is sharding).
"""

import posixpath
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from kb.ledger.lookup import ACRONYM, KEPT, LEVELS, NAME, PLURAL, exact_level, keys_for, looser_keys
from ontology.names import folded, singular, slug, without_brackets, without_generic, words
from ontology.phrases import head_phrase, joined_names, link

#: Words that name a manner of doing what the words before them name.
VARIANTS = frozenset("orchestration choreography variant style based approach implementation workflow".split())

_PATH = re.compile(r"^[\w.~-]*(?:/[\w.~-]+)+/?(?:#.*)?$|^[\w~-]+\.(?:md|markdown|html)(?:#.*)?$")
_SHOUTED = re.compile(r"^[A-Z0-9][A-Z0-9/&-]{1,7}s?$")


@dataclass(frozen=True, slots=True)
class Resolution:
    """The nodes that a name means (several only for joined names), and the rule that found them."""

    ids: tuple[str, ...] = ()
    rule: str = ""
    candidates: tuple[str, ...] = ()
    """Where the name fits several nodes: all of them."""


@dataclass
class Resolver:
    """All defined nodes by name and by page, and what was resolved so far."""

    _names: list[tuple[str, str, str]] = field(default_factory=list)
    """Every name as (node, name, rule)."""
    _index: tuple[dict[str, set[str]], ...] = field(default_factory=lambda: tuple({} for _ in LEVELS))
    """Nodes by name, for each level; filled as far as somebody asks (``_filled``)."""
    _filled: dict[bool, int] = field(default_factory=lambda: {True: 0, False: 0})
    """How many of the names stand in the index: on the exact levels, and on the looser ones."""
    _pages: dict[str, str] = field(default_factory=dict)
    _known: dict[tuple[str, str, bool], Resolution] = field(default_factory=dict)
    _ranks: dict[str, int] = field(default_factory=dict)
    _decided: dict[str, str] = field(default_factory=dict)
    _near: dict[str, list[str]] = field(default_factory=dict)

    def add_node(self, id_: str, kind_rank: int) -> None:
        """Note a defined node; of several that fit a name, the one whose kind is declared first is meant."""
        self._ranks[id_] = kind_rank
        self.add_name(id_, id_, "id")

    def add_name(self, id_: str, name: str, rule: str) -> None:
        """Let a node be found by a name."""
        self._names.append((id_, name, rule))

    def _on(self, level: int, key: str) -> Collection[str]:
        """The nodes that a key means on a level."""
        exact = level <= NAME
        if self._filled[exact] < len(self._names):
            self._fill(exact)
        several = [found for kept in KEPT[level] if (found := self._index[kept].get(key))]
        return set().union(*several) if len(several) > 1 else several[0] if several else ()

    def _fill(self, exact: bool) -> None:
        """Sort the names in that came since the last time: a catalogue whose references are ids needs no looser key."""
        for id_, name, rule in self._names[self._filled[exact] :]:
            for level, key in ((exact_level(rule), name),) if exact else looser_keys(name, rule):
                self._index[level].setdefault(key, set()).add(id_)
        self._filled[exact] = len(self._names)

    def decide(self, name: str, id_: str) -> None:
        """Let a name mean a node whatever else is called so: somebody decided it."""
        self._decided[folded(name)] = id_

    def decided(self, name: str) -> str:
        """The node that somebody tied a name to; empty where nobody did."""
        return self._decided.get(folded(name), "") if self._decided else ""

    def add_page(self, id_: str, path: str) -> None:
        """Let a node be found by links to its page."""
        for tail in _tails(path):
            self._pages[tail] = id_ if self._pages.get(tail, id_) == id_ else ""

    def nearly(self, ids: Iterable[str]) -> str:
        """The only node whose id is one of some but for case and outer white space; else empty."""
        if not self._near:
            for id_ in self._ranks:
                self._near.setdefault(id_.strip().casefold(), []).append(id_)
        for id_ in ids:
            found = self._near.get(id_.strip().casefold(), ())
            if len(found) == 1:
                return found[0]
        return ""

    def called(self, names: Iterable[str]) -> str:
        """The node that has one of some names exactly as written, the first that only one node has; else empty."""
        for name in names:
            ids = {id_ for level in range(NAME + 1) for id_ in self._on(level, name)}
            if len(ids) == 1:
                return ids.pop()
        return ""

    def page(self, target: str, page: str) -> str:
        """The node whose page a link on another page leads to; empty where it leads to none."""
        return self._page(target, posixpath.dirname(page))

    def resolve(self, name: str, page: str = "", *, phrases: bool = True) -> Resolution:
        """Resolve a name as written on a page (its path is needed for relative links only).

        Without ``phrases`` the name is a phrase as a whole ("support for long transactions"): it is not taken apart.
        """
        key = (name, posixpath.dirname(page) if "/" in name or "." in name else "", phrases)
        if key not in self._known:
            self._known[key] = self._resolve(*key)
        return self._known[key]

    def _resolve(self, name: str, folder: str, phrases: bool) -> Resolution:
        found = self._by_levels(name)
        if found.ids or found.candidates:
            return found
        linked = link(name)
        if linked:
            if page := self._page(linked[1], folder):
                return Resolution((page,), "link")
            return self._resolve(linked[0], "", phrases) if linked[0] else Resolution()
        if _PATH.match(name):
            page = self._page(name, folder)
            if page:
                return Resolution((page,), "path")
        # A name in one piece is written like an id: it means that id, and nothing that is only somewhat like it.
        return self._by_phrase(name) if phrases and " " in name else Resolution()

    def _by_phrase(self, name: str) -> Resolution:
        plain = without_brackets(name)
        head = head_phrase(plain)[0]
        for text, rule in ((plain, "without brackets"), (head, "head phrase")):
            if text != name and (found := self._by_levels(text)).ids:
                return Resolution(found.ids, rule)
        for text in (plain, head):
            parts = [self._by_levels(part).ids for part in joined_names(text)]
            if len(parts) > 1 and all(parts):
                return Resolution(tuple(dict.fromkeys(id_ for ids in parts for id_ in ids)), "joined names")
        return self._by_words(head)

    def _by_words(self, text: str) -> Resolution:
        """The variant and compound rules, on words in the singular."""
        parts = without_generic(singular(folded(text))).split()
        if len(parts) > 1 and parts[-1] in VARIANTS and (found := self._by_levels(" ".join(parts[:-1]))).ids:
            return Resolution(found.ids, "variant")
        for start in range(1, min(len(parts), 3)):
            key = " ".join(parts[start:])
            # Only what is declared first (a pattern) has kinds of itself; a case study or a guide has none. The level is
            # not GENERIC: "Domain-driven design" is none of "Design Patterns".
            ids = [id_ for id_ in self._on(PLURAL, key) if not self._ranks[id_]]
            if len(ids) == 1:
                return Resolution(tuple(ids), "compound")
        return Resolution()

    def _by_levels(self, name: str) -> Resolution:
        acronyms = _SHOUTED.match(name) is not None
        for level, key in keys_for(name, acronyms=acronyms):
            if not key:
                continue
            ids = self._on(level, key)
            if len(ids) == 1:
                return Resolution(tuple(ids), LEVELS[level])
            if ids and level != ACRONYM:
                return self._of_several(ids, level, key)
        return Resolution()

    def _of_several(self, ids: Collection[str], level: int, key: str) -> Resolution:
        """The one that is meant of several that fit: the kind declared first, then the one whose id is the name."""
        first = min(self._ranks.get(id_, 0) for id_ in ids)
        best = sorted(id_ for id_ in ids if self._ranks.get(id_, 0) == first)
        named = [id_ for id_ in best if id_ == slug(key)]
        if len(best) == 1 or named:
            return Resolution(((named or best)[0],), LEVELS[level])
        return Resolution((), "", tuple(best))

    def _page(self, target: str, folder: str) -> str:
        """The node whose page a link leads to: relative to the folder, else the only page whose path ends so."""
        if "://" in target or target.startswith("#"):
            return ""
        relative = posixpath.normpath(posixpath.join(folder, target)) if not target.startswith("/") else target
        for path in (relative, target):
            parts = [part for part in _parts(path) if part != ".."]
            if parts and (found := self._pages.get("/".join(parts))):
                return found
        return ""


@lru_cache(maxsize=1024)
def _tails(path: str) -> tuple[str, ...]:
    """Every way to name a page by the end of its path."""
    parts = _parts(path)
    return tuple("/".join(parts[start:]) for start in range(len(parts)))


def _parts(path: str) -> list[str]:
    """A page's path as parts, without ending, fragment and ``index``."""
    path = path.partition("#")[0].rstrip("/")
    stem, ending = posixpath.splitext(path)
    whole = stem if ending in (".md", ".markdown", ".html") else path
    parts = [part for part in whole.split("/") if part not in ("", ".")]
    return parts[:-1] if parts and parts[-1] == "index" else parts


def reference_id(name: str, taken: Collection[str]) -> str:
    """The id of a node known only from references: the slug of its name, without what stands in brackets.

    >>> reference_id("Workflow Engines (Temporal, Cadence)", ())
    'workflow-engines'
    """
    linked = link(name)
    text = (linked[0] or slug(linked[1])) if linked else name
    if "/" in text and " " not in text and words(text):
        return text
    short = slug(without_brackets(text) if words(without_brackets(text)) else text)
    return short if short not in taken else f"{short}-name"
