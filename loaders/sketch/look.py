"""Looks at a catalogue: which files belong together, how they are read, and what a bounded number of them hold."""

import os
from dataclasses import dataclass, field

from loaders.base import SourceFile
from loaders.files import Found, find_files, read_file
from loaders.mapping.patterns import Glob
from loaders.sketch.files import Group, Names, look
from loaders.sketch.forms import Form, are_lines, form_for, signature
from loaders.sketch.globs import DATE_NAMES, NUMBER_NAMES, globs
from loaders.sketch.places import file_fields
from loaders.tree import Mapping, Node, Sequence
from ontology.problem import Problem

#: No more files than these are read.
MOST_FILES = 1000
#: Groups that share so much of their common keys are one.
ALIKE = 0.5


@dataclass(slots=True)
class Source:
    """Files of one form. ``trees`` are what the reader makes of some of them."""

    groups: list[Group]
    form: Form
    trees: list[tuple[SourceFile, Node]]
    files: list[str] = field(default_factory=list)
    exclude: list[str] = field(default_factory=list)
    captured: str = ""
    """The field that a part of the path becomes: a date or a number."""
    is_dated: bool = False
    """Whether that part is a folder named by a date."""
    root: str = ""
    """What the folder that was looked at is called."""

    @property
    def group(self) -> Group:
        """What the files have in common."""
        first = self.groups[0]
        every = sorted((one for group in self.groups for one in group.files), key=lambda one: one.name)
        if len(every) == 1:
            return Group(first.sort, first.ending, "name", os.path.basename(every[0].name), every)
        return Group(first.sort, first.ending, first.shape, first.common, every)

    def documents(self) -> list[tuple[Node, dict[str, Node]]]:
        """What the reader makes of the files, each with the fields of its path."""
        patterns = [Glob.compiled(one) for one in self.files]
        out = []
        for file, tree in self.trees:
            matches = (one.match(file.relative) for one in patterns)
            captured = next((one for one in matches if one is not None), {})
            out.append((tree, file_fields(file.relative, captured)))
        return out


@dataclass(slots=True)
class Seen:
    """What a look found: sources, and what is not read, each with why."""

    sources: list[Source]
    names: Names
    unread: list[str]
    files: int
    looked_at: int


def see(root: str, limit_mb: int) -> Seen:
    """Look at a folder or a file."""
    found = list(find_files(root, ["*"], "" if os.path.isdir(root) else os.path.basename(root)))
    files = [one for one in found if isinstance(one, Found)]
    unread = [f"{one.source.path or '.'}: {one.message}" for one in found if isinstance(one, Problem)]
    names = look(files)
    seen = Seen([], names, unread, len(files), 0)
    counts = _quotas([len(group.files) for group in names.groups])
    unclear: list[tuple[Group, list[SourceFile]]] = []
    for group, count in zip(names.groups, counts, strict=True):
        texts = []
        for one in spread(group.files, count):
            seen.looked_at += 1
            file, problems = read_file(one.path, one.name, limit_mb)
            if file is None:
                unread += [f"{one.name}: {problem.message}" for problem in problems]
            elif file.text.strip():
                file.relative = one.name
                texts.append(file)
        form = form_for(group.sort, [file.text for file in texts]) if texts else None
        if form is not None:
            _add(seen.sources, root, group, form, texts)
        elif texts:
            unclear.append((group, texts))
    for group, texts in unclear:
        if not seen.sources and are_lines([file.text for file in texts]):
            _add(seen.sources, root, group, Form("lines"), texts)
        else:
            unread.append(f"{_files(group)}: nothing in them that files have in common")
    for source in seen.sources:
        _name(source, seen)
    return seen


def _files(group: Group) -> str:
    name = group.files[0].name
    return name if len(group.files) == 1 else f"{name} and {len(group.files) - 1:,} more"


def _quotas(sizes: list[int]) -> list[int]:
    """How many files of each group are read: as many of each as there is room for, small groups whole."""
    room, left = MOST_FILES, len(sizes)
    quotas = [0] * len(sizes)
    for place in sorted(range(len(sizes)), key=lambda place: sizes[place]):
        quotas[place] = min(sizes[place], max(room // left, 1))
        room, left = max(room - quotas[place], 0), left - 1
    return quotas


def spread(items: list[Found], count: int) -> list[Found]:
    """So many items, evenly from first to last."""
    if count >= len(items):
        return items
    return [items[place * (len(items) - 1) // max(count - 1, 1)] for place in range(count)]


def _add(sources: list[Source], root: str, group: Group, form: Form, texts: list[SourceFile]) -> None:
    """Add a source, or its files to one that looks like it."""
    trees = [(file, tree) for file in texts if (tree := form.read(file.text)) is not None]
    new = Source([group], form, trees, root=os.path.basename(os.path.normpath(root)))
    for old in sources:
        same = (old.form.reader, old.form.options) == (new.form.reader, new.form.options)
        if same and _alike(old.groups[0], group) and _overlap(old, new) >= ALIKE:
            old.groups.append(group)
            old.trees += trees
            return
    if trees:
        sources.append(new)


def _alike(one: Group, other: Group) -> bool:
    return (one.sort, one.ending, one.shape, one.common) == (other.sort, other.ending, other.shape, other.common)


def _overlap(one: Source, other: Source) -> float:
    """How much of their common keys two sources share."""
    keys = [signature(tree for _, tree in source.trees) for source in (one, other)]
    shared, every = len(keys[0] & keys[1]), len(keys[0] | keys[1])
    if one.groups[0].sort == "markdown" and min(map(len, keys)) > 1:  # pages may leave most keys out
        return shared / min(map(len, keys))
    return shared / every if every else 1.0


def _name(source: Source, seen: Seen) -> None:
    """Find the path patterns of a source; the part of the path that becomes a field has no key's name."""
    group = source.group
    mine = {one.name for one in group.files}
    before = seen.sources[: seen.sources.index(source)]
    taken = {one.name for other in before for part in other.groups for one in part.files}
    everything = [one for part in seen.names.groups for one in part.files] + seen.names.others
    others = [one.name for one in everything if one.name not in mine and one.name not in taken]
    source.files, source.exclude = globs(group, others, [one.name for one in seen.names.about])
    keys = set[str]()
    for _, tree in source.trees:
        _gather(tree, keys)
    for names in (DATE_NAMES, NUMBER_NAMES):
        if any(f"{{{names[0]}}}" in one for one in source.files):
            source.captured = next((name for name in names if name not in keys), names[-1])
            source.is_dated = names is DATE_NAMES
            source.files = [one.replace(f"{{{names[0]}}}", f"{{{source.captured}}}") for one in source.files]


def _gather(tree: Node, keys: set[str]) -> None:
    """Add every key of a document, at any depth."""
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Mapping):
            keys.update(key.raw for key, _ in node.entries)
            waiting += [value for _, value in node.entries]
        elif isinstance(node, Sequence):
            waiting += node.items
