"""``health.yaml``: how alive something was when somebody looked, each figure with the day and the place where it was seen.

An observation speaks of its day alone. Figures of several days stand side by side, and none of them disputes another.
"""

import posixpath
import re
from collections.abc import Iterator

from loaders.base import Loader, SourceFile
from loaders.items import pointer_to
from loaders.marks import marked_tree
from loaders.meant import meant
from loaders.scalars import plain_data
from loaders.tree import Fault, Mapping, Node, Scalar, Sequence
from ontology import dates
from ontology.claim import Claim, Value
from ontology.problem import Problem
from ontology.text import clean, fold_space
from ontology.vocabulary import Vocabulary

#: What the file is called; it may lie anywhere in the folder that is loaded.
NAME = "health.yaml"

#: The version of its form.
VERSION = "1"

#: What every observation says: what was looked at, on which day, and where.
NEEDED = ("of", "seen", "where")

#: What can be observed, with what stands there: whole numbers, a day, or names.
MEASURES = {
    "repositories": "names",
    "stars": "number",
    "forks": "number",
    "contributors": "number",
    "commits": "number",
    "last-activity": "date",
    "last-release": "date",
    "downloads": "number",
    "talks": "number",
    "mentions": "number",
}

_MARK = re.compile(r"^kb-health\s*:", re.M)


def takes(file: SourceFile) -> bool:
    """A file of that name that says what it is."""
    return posixpath.basename(file.path) == NAME and _MARK.search(file.text) is not None


def read(file: SourceFile, vocabulary: Vocabulary) -> Iterator[Claim | Problem]:
    """Every observation as a claim, in the order of the file; one with a mistake says nothing."""
    tree = yield from marked_tree(file, "kb-health", VERSION, "health")
    if tree is None:
        return
    for key, _ in tree.entries:
        if key.raw not in ("kb-health", "observations"):
            message = f"the file has no '{key.raw}'{meant(key.raw, ('observations',))}"
            yield file.problem(Fault("health", clean(message), key.start))
    listed = tree.get("observations")
    if not isinstance(listed, Sequence):
        yield file.problem(Fault("health", "'observations' is a list of observations", (listed or tree).start))
        return
    for place, node in enumerate(listed.items):
        pointer = pointer_to("/observations", place)
        mistakes = list(_mistakes(node))
        for fault in mistakes:
            yield file.problem(fault, pointer)
        if not mistakes:
            yield _claim(file, node, pointer)


def _mistakes(node: Node) -> Iterator[Fault]:
    """What makes an observation mean nothing."""
    if not isinstance(node, Mapping):
        yield Fault("health", f"an observation is a mapping with {', '.join(NEEDED)}", node.start)
        return
    keys = [key.raw for key, _ in node.entries]
    known = (*NEEDED, *MEASURES, "note")
    for key, value in node.entries:
        if key.raw not in known:
            yield Fault("health", clean(f"nothing is observed as '{key.raw}'{meant(key.raw, known)}"), key.start)
        elif keys.count(key.raw) == 1 and (wrong := _wrong(key.raw, value)):
            yield Fault("health", clean(wrong), value.start)
    for name in NEEDED:
        if name not in keys:
            yield Fault("health", f"the observation does not say '{name}'", node.start)
    if not set(keys) & set(MEASURES):
        yield Fault("health", f"the observation observes nothing; it can have {', '.join(MEASURES)}", node.start)


def _wrong(key: str, node: Node) -> str:
    """What is wrong with one field; nothing where all is well."""
    kind = MEASURES.get(key, "date" if key == "seen" else "text")
    if kind == "names":
        several = node.items if isinstance(node, Sequence) else [node]
        well = bool(several) and all(isinstance(one, Scalar) and one.raw.strip() for one in several)
        return "" if well else f"'{key}' is a name, or a list of names"
    if not isinstance(node, Scalar) or not node.raw.strip():
        return f"'{key}' is a {kind}"
    if kind == "number" and not re.fullmatch(r"[0-9]{1,15}", node.raw):
        return f"'{key}' is a whole number, not '{node.raw}'"
    if kind == "date":
        found = dates.parse(node.raw)
        if found is None:
            return f"'{node.raw}' is not a date; write it as 2026-11-23"
        if key == "seen" and (found.earliest is None or found.latest is None):
            return f"'{node.raw}' does not say on which day or in which year it was seen"
    return ""


def _claim(file: SourceFile, node: Node, pointer: str) -> Claim:
    """An observation without a mistake as a claim: a record of its day."""
    data = plain_data(node)
    assert isinstance(data, dict)  # ``_mistakes`` has seen to it
    said = {key: str(data[key]).strip() for key in NEEDED}
    found = dates.parse(said["seen"])
    record: dict[str, Value] = {"seen": found.edtf if found else said["seen"]}
    record |= {key: data[key] for key in MEASURES if key in data}
    record |= {key: data[key] for key in ("note", "where") if key in data}
    qualifiers: dict[str, Value] = {"since": record["seen"], "ground": said["where"]}
    name = clean(fold_space(said["of"]))
    return Claim(
        name,
        "health",
        file.at(node.start, pointer),
        value=record,
        qualifiers=qualifiers,
        rule="health/observations",
        by_name=True,
    )


LOADER = Loader("health", (NAME,), takes, read, lambda path: posixpath.basename(path) == NAME)
