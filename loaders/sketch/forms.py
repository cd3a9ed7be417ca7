"""Finds the reader of a group of files by trying readers on some of them."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from loaders.readers import named
from loaders.sketch.delimited import form_of
from loaders.sketch.words import PROPERTY_NAMES, RELATIONS, folded
from loaders.tree import Mapping, Node, Sequence

#: So many files are tried with every reader.
TRIED = 20
#: A key that so large a share of files have is common.
COMMON = 0.4
#: Two lines of JSON stand within so many characters.
MOST_LINE = 1_000_000

Options = dict[str, object]


@dataclass(slots=True)
class Form:
    """A reader with its options, and what it is worth saying about them."""

    reader: str
    options: Options = field(default_factory=dict)
    labels: dict[str, dict[str, str]] = field(default_factory=dict)
    """Of rows without a header: what a comment calls the columns, by the first word of a row (or empty)."""

    def read(self, text: str) -> Node | None:
        """What the reader makes of a text."""
        return named(self.reader).read(text, self.options)[0]


def form_for(sort: str, texts: list[str]) -> Form | None:
    """The form of some files of one sort; None where no reader finds anything that files have in common."""
    some = texts[:TRIED]
    if sort in ("csv", "tsv"):
        options, labels = form_of(texts[0], "\t" if sort == "tsv" else ",")
        return Form(sort, options, labels)
    if sort == "xml":
        return Form("xml", {"strip_namespaces": True} if any("xmlns" in text[:4000] for text in some) else {})
    if sort == "json" and all(_is_lines(text) for text in some):
        return Form("jsonl")
    if sort in ("json", "yaml", "jsonl", "jsonld", "obo", "toml", "ini"):
        return Form(sort)
    if sort == "html" and all("<table" in text.lower() for text in some):
        return Form("html")
    if sort == "text" and all(map(_is_tabbed, some)):
        return Form("tsv", *form_of(texts[0], "\t"))
    if sort == "text" and (stanzas := _stanzas(some)):
        return stanzas
    headers = [Form("headers"), Form("headers", {"fence": True}), Form("headers", {"list": True})]
    if sort in ("text", "html"):
        return _best([(form, 2) for form in headers], some)
    found = _best([(Form("front-matter"), 1), *((form, 2) for form in headers)], some)
    return found or _sections(some) or (Form("front-matter") if len(texts) >= 3 else None)


def _best(forms: Iterable[tuple[Form, int]], texts: list[str]) -> Form | None:
    """The form in which the most files have so many common keys; the first where several are as good."""
    best: tuple[float, Form] | None = None
    for form, least in forms:
        keys = [own_keys(form.read(text)) for text in texts]
        common = common_keys(keys)
        share = sum(len(own & common) >= least for own in keys) / len(texts)
        if share >= 0.5 and (best is None or share > best[0]):
            best = share, form
    return best[1] if best else None


def _sections(texts: list[str]) -> Form | None:
    """Sections, where most files share a heading that tells something of a record."""
    form = Form("sections")
    keys = [own_keys(form.read(text)) for text in texts]
    telling = {key for key in common_keys(keys) if folded(key) in RELATIONS or folded(key) in PROPERTY_NAMES["status"]}
    return form if telling and sum(bool(own & telling) for own in keys) * 2 >= len(texts) else None


def own_keys(tree: Node | None) -> set[str]:
    """The keys of a record that its reader did not add."""
    return {key.raw for key, _ in tree.entries if not key.raw.startswith("$")} if isinstance(tree, Mapping) else set()


def common_keys(keys: list[set[str]]) -> set[str]:
    """The keys that many of some files have."""
    counted = Counter(key for own in keys for key in own)
    return {key for key, count in counted.items() if count >= COMMON * len(keys)}


def signature(trees: Iterable[Node | None]) -> set[str]:
    """What files of a form have in common: keys of records, or of the first records inside."""
    keys = []
    for tree in trees:
        items = tree.items[:20] if isinstance(tree, Sequence) else [tree]
        keys += [own_keys(one) for one in items]
    return common_keys(keys) if keys else set()


def _is_tabbed(text: str) -> bool:
    """Whether a text is a table: as many tabs in each of its first lines, and at least one."""
    tabs = {line.count("\t") for line in text[:MOST_LINE].splitlines()[:20] if line.strip()}
    return len(tabs) == 1 and min(tabs) > 0


def _stanzas(texts: list[str]) -> Form | None:
    """Headers one behind the other, where most of several have keys in common."""
    commented = any(line.startswith("#") for text in texts for line in text[:MOST_LINE].splitlines())
    form = Form("headers", {"stanzas": True, **({"comment": "#"} if commented else {})})
    for text in texts:
        tree = form.read(text)
        keys = [own_keys(one) for one in tree.items] if isinstance(tree, Sequence) else []
        common = common_keys(keys) if len(keys) > 1 else set()
        if sum(len(own & common) >= 2 for own in keys) * 2 < max(len(keys), 2):
            return None
    return form


def _is_lines(text: str) -> bool:
    """Whether a text is a JSON document on every line, by its first two."""
    lines = [line for line in text[:MOST_LINE].splitlines()[:100] if line.strip()][:2]
    trees = [named("json").read(line, {}) for line in lines]
    return len(trees) > 1 and all(isinstance(tree, Mapping) and not faults for tree, faults in trees)


def are_lines(texts: list[str]) -> bool:
    """Whether texts are lists rather than prose: several short lines, hardly one of them twice."""
    lines = [line.strip() for text in texts for line in text.splitlines() if line.strip()]
    short = all(len(line) <= 80 and not line.endswith((".", ",", ";", ":")) for line in lines)
    return len(lines) > 1 and short and len(set(lines)) >= 0.98 * len(lines)
