"""Applies a patch: writes its decisions beside a catalogue, unless that has changed meanwhile."""

import os
from typing import Any, NamedTuple

from kb import deciding
from kb.diffing.patch import ABOUT, VERSION, entry, state_of
from kb.diffing.rows import edges, entries, other_ids
from kb.errors import CatalogueError
from kb.store.sqlite import SqliteGraph
from loaders import decisions
from loaders.base import SourceFile
from loaders.files import read_file
from loaders.meant import meant
from loaders.scalars import plain_data
from loaders.tree import Fault, Mapping, Node, Scalar, Sequence
from loaders.yaml_reader import read_yaml
from ontology.problem import Problem
from ontology.source import Source
from ontology.vocabulary import Vocabulary

#: What a patch file has.
TOP = ("kb-patch", "from", "to", "changes")

#: The largest patch, in millions of bytes.
_LIMIT_MB = 20


class Step(NamedTuple):
    """One change of a patch."""

    words: dict[str, Any]
    """The decision."""
    was: Any
    """What was said before."""
    place: Source


class Patch(NamedTuple):
    """A patch as it was read."""

    path: str
    to: str
    steps: tuple[Step, ...]


class Applied(NamedTuple):
    """What came of a patch: which changes were made, which stood already, and which were refused, with what is said."""

    made: tuple[Step, ...]
    already: tuple[Step, ...]
    conflicts: tuple[tuple[Step, Any], ...]
    missed: tuple[tuple[Step, Any], ...] = ()
    """Changes that were made, and after which the catalogue still says otherwise."""


def read_patch(path: str, vocabulary: Vocabulary) -> Patch:
    """A patch out of its file. Raises ``CatalogueError`` with all its mistakes."""
    file, problems = read_file(path, path, limit_mb=_LIMIT_MB)
    if file is None:
        raise CatalogueError(str(problems[0]))
    tree, faults = read_yaml(file.text)
    found = [file.problem(fault) for fault in faults]
    steps: list[Step] = []
    to = path
    try:
        listed = _top(tree)
        to = _text(tree, "to") or path
        for item in listed:
            found += _step(file, vocabulary, item, steps)
    except _Mistake as mistake:
        found.append(file.problem(Fault("decision", mistake.message, mistake.node.start)))
    if found:
        lines = "\n".join(map(str, found))
        raise CatalogueError(f"{path} has {len(found)} mistake{'s' * (len(found) != 1)}; nothing was applied\n{lines}")
    return Patch(path, to, tuple(steps))


class _Mistake(Exception):
    """Raised inside for what makes a file no patch."""

    def __init__(self, node: Node, message: str) -> None:
        super().__init__(message)
        self.node, self.message = node, message


def _top(tree: Node | None) -> list[Node]:
    if not isinstance(tree, Mapping):
        raise _Mistake(tree or Scalar("", 0, 0), f"a patch begins with 'kb-patch: {VERSION}'")
    version = tree.get("kb-patch")
    if not isinstance(version, Scalar) or version.raw != VERSION:
        raise _Mistake(version or tree, f"a patch begins with 'kb-patch: {VERSION}'")
    for key, _ in tree.entries:
        if key.raw not in TOP:
            raise _Mistake(key, f"a patch has no '{key.raw}'{meant(key.raw, TOP)}")
    listed = tree.get("changes")
    if not isinstance(listed, Sequence):
        raise _Mistake(listed or tree, "'changes' is a list of decisions")
    return listed.items


def _text(tree: Node | None, key: str) -> str:
    value = tree.get(key) if isinstance(tree, Mapping) else None
    return value.raw if isinstance(value, Scalar) else ""


def _step(file: SourceFile, vocabulary: Vocabulary, item: Node, steps: list[Step]) -> list[Problem]:
    """Read one change; its mistakes are given."""
    if not isinstance(item, Mapping):
        return [file.problem(Fault("decision", "a change is a decision over lines of its own", item.start))]
    bare = Mapping(item.start, [(key, value) for key, value in item.entries if key.raw not in ABOUT])
    wrong = [one for one in decisions.read_decision(file, vocabulary, bare) if isinstance(one, Problem)]
    words = plain_data(bare)
    if not wrong and isinstance(words, dict):
        steps.append(Step(words, plain_data(item.get("was")), file.at(item.start)))
    return wrong


def apply(kb: str, patch: Patch, *, by: str, on: str, force: bool = False, dry: bool = False) -> Applied:
    """Make a catalogue say what the patch says. With a conflict nothing is written, unless it is forced."""
    before = _present(kb, patch.steps)
    made, already, conflicts = [], [], []
    for step, said in zip(patch.steps, before, strict=True):
        if _alike(said, _wanted(step)):
            already.append(step)
        elif _alike(said, step.was):
            made.append(step)
        else:
            conflicts.append((step, said))
    if conflicts and force:
        made += [step for step, _ in conflicts]
    if dry or not made or (conflicts and not force):
        return Applied(tuple(made), tuple(already), tuple(conflicts))
    signed = {"by": by, "on": on, "why": f"as {patch.to} says ({os.path.basename(patch.path)})"}
    deciding.add_all(kb, [entry({**step.words, **signed}) for step in made])
    after = _present(kb, tuple(made))
    missed = [(step, said) for step, said in zip(made, after, strict=True) if not _alike(said, _wanted(step))]
    return Applied(tuple(made), tuple(already), tuple(conflicts), tuple(missed))


def undo(kb: str, patch: Patch) -> int:
    """Take the decisions of a patch back, and say how many there were."""
    wanted = {_key(step.words) for step in patch.steps}
    return deciding.take_all_back(kb, lambda words: _key(words) in wanted)


def _key(words: Any) -> str:
    import json

    return json.dumps(words, ensure_ascii=False, sort_keys=True)


def _alike(first: Any, second: Any) -> bool:
    return _key(first) == _key(second)


def _wanted(step: Step) -> Any:
    """What is said where a change is made, in the form in which ``_present`` tells it."""
    words = step.words
    if "set" in words:
        return words["to"] if isinstance(words["to"], list) else [words["to"]]
    if "deny" in words:
        return None
    if "state" in words:
        return {key: value for key, value in words.items() if key not in ("state", "new", "old", "exactly")}
    if words["is"] == "same":
        return f"same as {words['as']}"
    if words["is"] == "mentioned":
        return {"is": "mentioned", "kind": words.get("kind", ""), "title": words.get("title", words["entry"])}
    return words["is"]


def _present(kb: str, steps: tuple[Step, ...]) -> list[Any]:
    """What a catalogue says now of what each change is about."""
    ids = {str(step.words.get("of", step.words.get("entry", ""))) for step in steps}
    ends = {
        (str(words["state" if "state" in words else "deny"]), str(words["new"]), str(words["old"]))
        for words in (step.words for step in steps)
        if "new" in words
    }
    with SqliteGraph(kb) as graph:
        also = other_ids(graph.stream)
        rows = {row.id: row for row in entries(graph.stream, also, None) if row.id in ids}
        between = {row.key: row.said for row in edges(graph.stream, None) if row.key in ends}
    twins = {twin: id_ for id_, others in also.items() for twin in others}
    found: list[Any] = []
    for step in steps:
        words = step.words
        if "set" in words:
            row = rows.get(str(words["of"]))
            values = row.properties.get(str(words["set"]), []) if row is not None else []
            found.append([_value(value, since) for value, since in values])
        elif "entry" in words:
            id_ = str(words["entry"])
            node = rows[id_].node if id_ in rows else None
            data = {"defined": node.defined, "title": node.title, "kind": node.kind} if node is not None else None
            found.append(state_of({"same": twins[id_]} if id_ in twins else data))
        else:
            relation = str(words.get("state", words.get("deny")))
            found.append(between.get((relation, str(words["new"]), str(words["old"]))))
    return found


def _value(text: str, since: str) -> Any:
    import json

    data = json.loads(text)
    return {"value": data, "since": since} if since else data
