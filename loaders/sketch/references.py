"""How the records of a catalogue are named by others: by id, path, number, or the last part of an id."""

import posixpath
import re
from collections import Counter
from dataclasses import dataclass, field

from loaders.sketch.files import stem_of
from loaders.sketch.sorts import Sort
from loaders.sketch.words import PROPERTY_NAMES
from ontology.names import slug

_NUMBER = re.compile(r"(?P<word>[A-Za-z]{2,10})?[ -]?#?0*(?P<digits>\d+)")
_URL = re.compile(r"[a-z][a-z0-9+.-]*:.*", re.I | re.S)
#: Files that stand for the folder that they lie in.
_FOLDER_FILES = re.compile(r"(?i)(?:readme|index)\.\w+")
#: Parts that stand before the last part of an id: more of them are no names of sorts.
MOST_PARTS = 8


@dataclass(slots=True)
class Index:
    """Every id and other name of some sorts, by how it may be written."""

    sorts: list[Sort]
    ids: set[str] = field(default_factory=set)
    titles: set[str] = field(default_factory=set)
    numbers: dict[int, str] = field(default_factory=dict)
    tails: set[str] = field(default_factory=set)
    parts: list[str] = field(default_factory=list)
    slugs: set[str] = field(default_factory=set)
    files: set[str] = field(default_factory=set)
    """Names of files that stand for their folders."""
    manners: Counter[str] = field(default_factory=Counter)
    """How often each way to write a name was met."""
    known: dict[str, tuple[str, str]] = field(default_factory=dict)
    """How each text that was asked for names a record, and the word before its number."""
    has_marks: bool = False
    """Whether an id or a title that was met as it stands has a mark in it that would end a path."""
    before: set[str] = field(default_factory=set)
    """Words that may stand before numbers, in lower case."""
    words: Counter[str] = field(default_factory=Counter)
    """Words before numbers."""
    endings: set[str] = field(default_factory=set)
    """Endings of the files that records stand in."""

    def __post_init__(self) -> None:
        for sort in self.sorts:
            self.ids.update(filter(None, sort.identity.ids))
            for one in sort.named(*PROPERTY_NAMES["title"])[:1]:
                self.titles.update(one.words)
            self.titles.update(name for _, names, _ in sort.other_names for name in names if name)
            if sort.source.group.shape == "name":
                self.files.add(sort.source.group.common.lower())
            elif sort.is_per_file and sort.source.group.ending:
                self.endings.add(f".{sort.source.group.ending}")
        self._add_unread()
        parts = {posixpath.dirname(id_) for id_ in self.ids if "/" in id_}
        if len(parts) <= MOST_PARTS:
            self.parts = sorted(parts)
            self.tails = {posixpath.basename(id_) for id_ in self.ids if "/" in id_}
        for id_ in sorted(self.ids):
            self.slugs.add(id_)
            if found := re.fullmatch(r"\D*(\d+)\D*", id_):
                self.numbers[int(found[1])] = id_
        numbering = self.numbering()
        if numbering is None:
            self.numbers = {}
        self.before = set(re.findall(r"[a-z]{2,}", numbering[0].lower())) if numbering else set()
        for sort in self.sorts:
            for number, id_ in _alias_numbers(sort):
                self.numbers.setdefault(number, id_)
            rules = [rule for rule, _, _ in sort.other_names if isinstance(rule, str) and "{" in rule]
            self.before.update(
                word for rule in rules for word in re.findall(r"[a-z]{2,}", rule.partition("{")[0].lower())
            )

    def _add_unread(self) -> None:
        """Ids of files that were not looked at, where the name of the file alone makes the id."""
        for sort in self.sorts:
            if sort.is_per_file and sort.identity.rule == "{$stem}":
                self.ids.update(stem_of(one.name) for one in sort.source.group.files)
            elif sort.is_per_file and sort.identity.rule == "{$folder}":
                self.ids.update(posixpath.dirname(one.name) for one in sort.source.group.files)

    def numbering(self) -> tuple[str, int, str] | None:
        """What stands before and behind the number in nearly all ids, and its least digits; None where that differs."""
        found = [re.fullmatch(r"(\D*)(\d+)(\D*)", id_) for id_ in sorted(self.ids)]
        around = Counter((one[1], one[3]) for one in found if one)
        if not around or around.most_common(1)[0][1] < 0.9 * len(self.ids):
            return None
        before, behind = around.most_common(1)[0][0]
        digits = [one[2] for one in found if one and (one[1], one[3]) == (before, behind)]
        width = min(map(len, digits))
        if any(own != f"{int(own):0{width}d}" for own in digits) or set(before + behind) & set("{}"):
            return None
        return before, width, behind

    def how(self, text: str, *, count: bool = False) -> str:
        """How a text names a record: ``id``, ``title``, ``path``, ``file``, ``last``, ``number``, ``tail``, ``slug``;
        else empty. A file that is not there is none, but is counted as one: its name says what is meant.
        """
        text = text.strip()
        if text not in self.known:
            self.known[text] = self._how(text)
        manner, word = self.known[text]
        if count:
            is_file = posixpath.splitext(re.split(r"[#?]", text)[0])[1] in self.endings
            self.manners[manner or ("file" if is_file else "")] += 1
            self.has_marks = self.has_marks or (manner in ("id", "title") and bool(set(text) & set("/#?")))
            if word:
                self.words[word] += 1
        return manner

    def _how(self, text: str) -> tuple[str, str]:
        if text in self.ids:
            return "id", ""
        if text in self.titles:
            return "title", ""
        found = _NUMBER.fullmatch(text) if self.numbers else None
        if found and found["word"] and found["word"].lower() not in self.before:
            found = None
        if found and len(found["digits"]) < 10 and int(found["digits"]) in self.numbers:
            return "number", found["word"] or ""
        if manner := self._by_path(text):
            return manner, ""
        if text in self.tails:
            return "tail", ""
        return ("slug" if text and slug(text) in self.slugs else ""), ""

    def _by_path(self, text: str) -> str:
        path = re.split(r"[#?]", text)[0].rstrip("/")
        if "/" not in path and "." not in path:
            return ""
        name = posixpath.basename(path)
        if _FOLDER_FILES.fullmatch(name) or name.lower() in self.files:
            path = posixpath.dirname(path)
        parts = path.split("/")
        if any("/" in tail and tail in self.ids for tail in ("/".join(parts[n:]) for n in range(len(parts)))):
            return "path"
        stem, ending = posixpath.splitext(parts[-1])
        if ending in self.endings and stem in self.ids:
            return "file"
        return "last" if parts[-1] in self.ids and not _URL.match(text) else ""

    def share(self, texts: list[str]) -> float:
        """How large a share of some texts names a record."""
        return sum(bool(self.how(text)) for text in texts) / len(texts) if texts else 0.0

    def worth(self, texts: list[str]) -> float:
        """The same, where a name that is the id itself counts a little more than one that rules make an id of."""
        worths = {"id": 1.0, "number": 1.0, "": 0.0}
        return sum(worths.get(self.how(text), 0.9) for text in texts) / max(len(texts), 1)


def _alias_numbers(sort: Sort) -> list[tuple[int, str]]:
    """Numbers that are another name of each record."""
    out = []
    for _, names, _ in sort.other_names:
        for name, id_ in zip(names, sort.identity.ids, strict=False):
            if found := re.search(r"(\d+)$", name):
                out.append((int(found[1]), id_))
    return out
