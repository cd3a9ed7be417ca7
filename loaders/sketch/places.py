"""Finds where records stand in documents: whole files, items of lists, values of maps, elements that stand repeatedly."""

import posixpath
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from loaders.mapping.scope import Scope, scopes
from loaders.sketch.forms import common_keys
from loaders.tree import Mapping, Node, Repeated, Scalar, Sequence

#: So deep inside a document records are looked for.
MOST_DEPTH = 4
#: So many records of a sort are looked at.
MOST_RECORDS = 5000
#: So large a share of values has some of the keys that most of them have.
ALIKE = 0.75


@dataclass(slots=True)
class Place:
    """Where records of one sort stand in every document of a group; ``inside`` are lists that lie in its records."""

    at: str
    inside: list[str] = field(default_factory=list)


def key_path(key: str) -> str:
    """A key as a step of a path.

    >>> key_path("@graph"), key_path("a.b"), key_path('say "x"')
    ('@graph', '"a.b"', '"say \\\\"x\\\\""')
    """
    if key and not set(key) & set('.[]"*\\') and not key.startswith("$"):
        return key
    return quoted(key)


def quoted(key: str) -> str:
    """A key between quotes, whatever is in it."""
    return '"' + key.replace("\\", "\\\\").replace('"', '\\"') + '"'


def places(reader: str, trees: list[Node]) -> list[Place]:
    """Where the records stand in the documents that a reader made of some files."""
    if sum(isinstance(tree, Sequence) for tree in trees) * 2 > len(trees):
        return [Place("")]
    roots = [(tree, "") for tree in trees]
    if reader == "xml":
        roots = [(tree.entries[0][1], key_path(tree.entries[0][0].raw)) for tree in trees if isinstance(tree, Mapping)]
    found: dict[str, int] = {}
    for root, path in roots:
        for at, count in _collections(root, path, 0):
            found[at] = found.get(at, 0) + count
    paths = [path for path, count in found.items() if count > 1]
    if reader in ("headers", "sections"):
        return [Place("")]
    if reader == "html":
        return [Place("tables[*].rows[*]")]
    if reader == "obo" and "Term[*]" in found:
        return [Place("Term[*]")]
    if reader == "front-matter" or not paths or _are_records([root for root, _ in roots]):
        root_paths = Counter(path for _, path in roots)
        return [Place(path, [one for one in paths if not path or one.startswith(path + ".")]) for path in root_paths]
    return [Place(path) for path in paths]


def _are_records(roots: list[Node]) -> bool:
    """Whether documents are records themselves: several, which say more than one thing in the same words."""
    if len(roots) < 2:
        return False
    keys = [
        {key.raw for key, value in root.entries if isinstance(value, Scalar)}
        for root in roots
        if isinstance(root, Mapping)
    ]
    return len(common_keys(keys)) > 1 if keys else False


def _collections(node: Node, path: str, depth: int) -> Iterator[tuple[str, int]]:
    """Paths to what looks like several records, with how many; not into these again."""
    if not isinstance(node, Mapping) or depth > MOST_DEPTH:
        return
    values = [value for key, value in node.entries if not key.raw.startswith("$")]
    keys = {key.raw for key, _ in node.entries}
    if len(values) > 2 and len(keys) > 1 and _are_alike(values):
        yield _joined(path, "*"), len(values)
        return
    if len(values) > 2 and all(isinstance(value, Sequence) and _are_alike(value.items) for value in values):
        yield _joined(path, "*[*]"), sum(len(value.items) for value in values if isinstance(value, Sequence))
        return
    for key, value in node.entries:
        step = _joined(path, key_path(key.raw))
        if key.raw.startswith("$"):
            continue
        if isinstance(value, Sequence):
            if _mostly_mappings(value.items):
                yield step if isinstance(value, Repeated) else f"{step}[*]", len(value.items)
        else:
            yield from _collections(value, step, depth + 1)


def _joined(path: str, step: str) -> str:
    return f"{path}.{step}" if path else step


def _mostly_mappings(items: list[Node]) -> bool:
    return bool(items) and sum(isinstance(item, Mapping) for item in items) >= 0.8 * len(items)


def _are_alike(items: list[Node]) -> bool:
    """Whether values are mappings, most of which share keys: some say nothing, or something else, such as an alias."""
    if not items or not all(isinstance(item, Mapping) for item in items):
        return False
    keys = [{key.raw for key, _ in item.entries} for item in items if isinstance(item, Mapping)]
    counted = Counter(key for own in keys for key in own)
    shared = {key for key, count in counted.items() if count * 2 >= len(keys)}
    return bool(shared) and sum(bool(own & shared) for own in keys) >= ALIKE * len(keys)


def file_fields(path: str, captured: dict[str, str]) -> dict[str, Node]:
    """The fields that a file's path below the root gives to all its records."""
    name = posixpath.basename(path)
    parts = {"$path": path, "$folder": posixpath.dirname(path), "$name": name, "$stem": posixpath.splitext(name)[0]}
    return {name: Scalar(text, 0, 0, plain=False) for name, text in {**parts, **captured}.items()}


def records(trees: list[tuple[Node, dict[str, Node]]], at: str) -> tuple[list[Scope], bool]:
    """The records at a path in documents with the fields of their paths, and whether there are more than these."""
    found: list[Scope] = []
    for tree, extras in trees:
        for scope in scopes(tree, at, extras):
            if len(found) == MOST_RECORDS:
                return found, True
            found.append(scope)
    return found, False
