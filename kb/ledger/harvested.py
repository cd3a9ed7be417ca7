"""Settles what was read out of prose: weaker than what a field says, so it only relates what is known anyway.

A harvested claim makes an edge where both of its names mean nodes that exist without it. It never makes a node, and a
name is resolved strictly. Beside a stated edge it is one more voice. Against stated lineage it is a finding, and so is a
text that stands in several files: nobody wrote that about any of them.
"""

import posixpath
import re
from dataclasses import dataclass, field

from kb.ledger.gather import STRICT, Finding, Gathered, Voice
from kb.ledger.lookup import LEVELS
from kb.ledger.resolve import Resolver
from kb.ledger.said import Said
from ontology.names import slug, words
from ontology.phrases import link
from ontology.vocabulary import Vocabulary

#: The same text in so many files is boilerplate.
BOILERPLATE = 3

#: Rules by which a name in prose may mean a node. Neither by its last words ("compound") nor as a variant: a field that
#: names something names it on purpose, a cell of a table often only describes.
RULES = frozenset({*LEVELS, "link", "path", "without brackets", "head phrase", "joined names"})

#: Kinds that only a link means: "Rate Limiter" in a diagram is not the case study of that title.
ONLY_BY_LINK = ("case-study", "guide")

#: Rules by which a part of a name, or a name that only references know, means something: nothing is left out of it.
PLAIN = RULES - {"generic words", "head phrase"}

#: Marks of a list and of links, and icons.
_MARKS = re.compile(r"^(?:[-*+]|\d+[.)])\s+|(?<=\])\([^()]*\)|:[a-z][\w+-]*:|\{[^{}]*\}")
_PATTERN = re.compile(r"\s+patterns?$", re.IGNORECASE)
_EITHER = re.compile(r"\s*/\s*|\s+or\s+")
_BOTH = re.compile(r"\s*[+&]\s*|\s+and\s+")

Ends = tuple[str, str, str]


@dataclass
class _Prose:
    """What became of harvested claims."""

    vocabulary: Vocabulary
    resolver: Resolver
    found: Gathered
    spoken: dict[Ends, list[Voice]] = field(default_factory=dict)
    """What prose says of nodes that are known, by edge."""
    counts: dict[str, int] = field(default_factory=dict)
    texts: dict[int, tuple[str, ...]] = field(default_factory=dict)
    """What each claim was read from, as it is compared between files."""
    references: Resolver = field(default_factory=Resolver)
    """What only references know, by name: the same levels of likeness hold for it."""

    def __post_init__(self) -> None:
        for id_, title in self.found.titles.items():
            self.references.add_node(id_, 0)
            self.references.add_name(id_, title, "title")

    def count(self, name: str, number: int = 1) -> None:
        """Count what became of statements."""
        self.counts[name] = self.counts.get(name, 0) + number

    # ---- what is said

    def read(self, claims: list[Said]) -> None:
        """Sort the claims by what they are about."""
        repeated = self._repeated(claims)
        for one in claims:
            self.count("statements")
            if self.texts[one.id] in repeated:
                self.count("boilerplate")
            elif one.predicate in self.vocabulary.relations:
                self._relation(one)
            else:
                ids, rule = self._meant(one, one.subject, "")
                ids = ids if rule in (*STRICT, "plural", "decision") else ()
                self.count("values" if ids else "unknown-names")
                for id_ in ids:
                    self.found.properties.setdefault(id_, []).append(one)

    def _repeated(self, claims: list[Said]) -> set[tuple[str, ...]]:
        """The texts that stand in several files; each is one finding, where it stands first."""
        places: dict[tuple[str, ...], dict[str, Said]] = {}
        for one, text in zip(claims, _texts(claims), strict=True):
            self.texts[one.id] = text
            places.setdefault(text, {}).setdefault(one.path, one)
        repeated = {text: files for text, files in places.items() if len(files) >= BOILERPLATE}
        quotes: dict[tuple[str, str], dict[str, Said]] = {}
        for files in repeated.values():
            for path, one in files.items():
                quotes.setdefault((one.rule, one.quote), {}).setdefault(path, one)
        for (_, quote), files in quotes.items():
            first = files[min(files)]
            message = f"the same text stands in {len(files)} files; nothing was taken from it: {quote[:80]}"
            self.found.findings.append(Finding("suspected-boilerplate", message, first))
        return set(repeated)

    def _relation(self, one: Said) -> None:
        relation = self.vocabulary.relations[one.predicate]
        object_ = str(one.object)
        subjects, subject_rule = self._end(one, one.subject, bool(one.by_name), "")
        objects, object_rule = self._end(one, object_, not one.backwards, relation.object_kind)
        if relation.object_kind and not relation.capability:
            objects = tuple(id_ for id_ in objects if self._kind(id_) == relation.object_kind)
        if not subjects or not objects:
            self.count("unknown-names")
            return
        pairs = [(left, right) for left in subjects for right in objects if left != right]
        if not pairs:
            self.count("of-itself")
        together = len(pairs) > 1 and "joined names" in (subject_rule, object_rule)
        group = f"all-of: {one.subject if len(subjects) > 1 else object_}" if together else ""
        for left, right in pairs:
            ends = (right, left) if relation.symmetric and right < left else (left, right)
            rule = subject_rule if one.backwards or not object_rule else object_rule
            self.spoken.setdefault((relation.name, *ends), []).append((one, rule, group))

    # ---- names

    def _kind(self, id_: str) -> str:
        return self.found.kinds.get(id_) or self.found.reference_kinds.get(id_, "")

    def _end(self, one: Said, name: str, named: bool, kind: str) -> tuple[tuple[str, ...], str]:
        """The known nodes at one end of a claim, and the rule that found them."""
        if not named:
            return ((self.found.twins.get(name, name),), "") if name in self.found.pages else ((), "")
        ids, rule = self._meant(one, name, kind)
        return tuple(dict.fromkeys(self.found.twins.get(id_, id_) for id_ in ids)), rule

    def _meant(self, one: Said, name: str, kind: str) -> tuple[tuple[str, ...], str]:
        """The known nodes that a name means: by a decision, its link, its words, the parts of its words."""
        linked = link(name)
        text = linked[0] if linked else name
        if tied := self.resolver.decided(name) or self.resolver.decided(text):
            return ((tied,), "decision") if tied in self.found.pages or tied in self.found.titles else ((), "")
        if linked and one.value is None and (page := self._linked(text, linked[1], one, kind)):
            return (page,), "link"
        plainly = self._known(text, one.path, phrases=False)
        if not plainly[0]:
            plainly = self._known(text, one.path, phrases=True)
        if plainly[0]:
            return plainly
        either, both = _EITHER.split(text), _BOTH.split(text)
        if len(either) > 1:
            ids = [id_ for part in either for id_ in self._part(part, one.path)]
            return tuple(dict.fromkeys(ids)), "one of several names"
        found = [self._part(part, one.path) for part in both if part]
        if len(found) > 1 and all(found):
            return tuple(dict.fromkeys(id_ for ids in found for id_ in ids)), "joined names"
        return (), ""

    def _linked(self, text: str, target: str, one: Said, kind: str) -> str:
        """The node whose page a link leads to; none where its words plainly name another, or only a part of the page.

        "[Consistent Hashing](sharding.md#consistent-hashing)" names what has a page of its own elsewhere.
        """
        page, stem = self.resolver.page(target, one.path), _stem(target)
        if not page:
            id_ = f"{kind}/{slug(stem)}"
            return id_ if kind and id_ in self.found.titles else ""
        if set(words(text)) & set(words(stem)):
            return page
        plainly = self.resolver.resolve(text, one.path, phrases=False)
        if plainly.ids == (page,):
            return page
        named = plainly.ids and plainly.rule in STRICT
        part = "#" in target and not self.vocabulary.relations[one.predicate].weak
        return "" if named or part else page

    def _known(self, text: str, path: str, *, phrases: bool) -> tuple[tuple[str, ...], str]:
        """The entries that a text means by a strict rule, else what stated references call so."""
        if not text:
            return (), ""
        resolution = self.resolver.resolve(text, path, phrases=phrases)
        if resolution.ids and resolution.rule in RULES:
            ids = tuple(id_ for id_ in resolution.ids if self.found.kinds.get(id_) not in ONLY_BY_LINK)
            return ids, resolution.rule
        resolution = self.references.resolve(_PATTERN.sub("", text), path, phrases=phrases)
        return (resolution.ids, resolution.rule) if resolution.rule in PLAIN else ((), "")

    def _part(self, text: str, path: str) -> tuple[str, ...]:
        """The nodes that one of several joined names means."""
        ids, rule = self._known(text, path, phrases=False)
        return ids if rule in PLAIN else ()

    # ---- edges

    def settle(self) -> None:
        """Make edges of what is said, but of nothing that is said against stated lineage."""
        lineage = set(self.vocabulary.names_of(lineage=True))
        before: dict[str, set[str]] = {}
        for (relation, newer, older), voices in self.found.edges.items():
            sure = [said for said, _, _ in voices if _stated(said) and not said.extra.get("expected")]
            if relation in lineage and sure:
                before.setdefault(newer, set()).add(older)
        firm = {ends[1:] for ends, voices in self.spoken.items() if ends[0] in lineage and _firm(voices)}
        for ends, voices in self.spoken.items():
            stated = any(_stated(said) for said, _, _ in self.found.edges.get(ends, ()))
            newer, older = ends[1:]
            if ends[0] in lineage and not stated:
                by_prose = (older, newer) in firm and _firm(voices)
                if by_prose or _descends(older, newer, before):
                    self.count("contrary", len(voices))
                    self._contrary(ends, voices[0][0], by_prose=by_prose)
                    continue
            self.count("voices" if stated else "edges", len(voices) if stated else 1)
            self.found.edges.setdefault(ends, []).extend(voices)

    def _contrary(self, ends: Ends, said: Said, *, by_prose: bool) -> None:
        relation = self.vocabulary.relations[ends[0]]
        who = "prose elsewhere says" if by_prose else "the sources state"
        message = f"'{ends[1]}' {relation.label} '{ends[2]}' by these words, but {who} the opposite; it was left out"
        self.found.findings.append(Finding("contrary-prose", message, said))


def add_harvested(claims: list[Said], vocabulary: Vocabulary, resolver: Resolver, found: Gathered) -> None:
    """Add to what was gathered what prose says of it, and count what became of each statement (``found.prose``)."""
    prose = _Prose(vocabulary, resolver, found)
    prose.read(claims)
    prose.settle()
    found.prose.update(prose.counts)


def _stated(said: Said) -> bool:
    """Whether a field or a person says so; what a rule inferred is weaker than prose."""
    return said.method in ("stated", "decided")


def _firm(voices: list[Voice]) -> bool:
    """Whether more than a suggestion is said."""
    return any(voice[0].extra.get("strength") != "consider" for voice in voices)


def _texts(claims: list[Said]) -> list[tuple[str, ...]]:
    """What each claim was read from, as it is compared between files: the line and the names in it, but not who speaks.

    An item that is a name and nothing else says nothing that could be copied: it is compared as the whole list of such
    items, and never where it stands alone.
    """
    texts: list[tuple[str, ...]] = []
    run: list[int] = []
    for place, one in enumerate(claims):
        names = [one.subject] if one.by_name else []
        if not one.backwards:
            names.append(str(one.object if one.object is not None else one.value))
        texts.append((one.rule, one.predicate, one.quote, *names))
        if one.rule != "prose/list" or not _bare(one.quote, names[0]):
            continue
        last = claims[run[-1]] if run else one
        if run and (last.path != one.path or one.line - last.line > 1):
            _join(claims, texts, run)
            run = []
        run.append(place)
    _join(claims, texts, run)
    return texts


def _join(claims: list[Said], texts: list[tuple[str, ...]], run: list[int]) -> None:
    """Let items of bare names that follow each other be one text; one alone is like no other."""
    listed = tuple(claims[place].quote for place in run)
    for place in run:
        alone = claims[place].path if len(run) == 1 else ""
        texts[place] = (*texts[place], alone, *listed)


def _bare(quote: str, name: str) -> bool:
    """Whether a list item is nothing but a name.

    >>> _bare("- :material-star: **[Saga](saga.md)**", "[Saga](saga.md)"), _bare("- [Saga](saga.md) - long flows", "Saga")
    (True, False)
    """
    linked = link(name)
    plain = [word for word in words(_MARKS.sub(" ", quote)) if word != "with"]
    return plain == words(linked[0] if linked else name)


def _descends(start: str, wanted: str, before: dict[str, set[str]]) -> bool:
    """Whether one node comes of another by stated lineage."""
    seen, waiting = {start}, [start]
    while waiting:
        for older in before.get(waiting.pop(), ()):
            if older == wanted:
                return True
            if older not in seen:
                seen.add(older)
                waiting.append(older)
    return False


def _stem(target: str) -> str:
    """The last part of a link's path that is no index."""
    path = target.partition("#")[0].rstrip("/").removesuffix("/index.md").removesuffix("/index")
    return posixpath.splitext(posixpath.basename(path))[0]
