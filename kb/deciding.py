"""Writes decisions into the file beside a catalogue, and takes them back: as text, so that what people wrote stays."""

import os
from collections.abc import Callable
from dataclasses import dataclass, field

from kb.errors import CatalogueError
from kb.loading import beside, load
from loaders import decisions
from loaders.base import SourceFile
from loaders.files import read_file
from loaders.scalars import plain_data
from loaders.tree import Mapping, Node, Scalar, Sequence
from loaders.yaml_reader import read_yaml
from ontology.claim import SIGNED, Value
from ontology.problem import Problem
from ontology.vocabulary import Vocabulary

_HEAD = f"""\
# What was decided beside what the sources say. Written by hand or by: kb decide
kb-decisions: {decisions.VERSION}
decisions:
"""


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision as it stands in the file. ``start`` and ``end`` are the characters that it takes, in whole lines."""

    number: int
    text: str
    line: int
    start: int
    end: int
    words: dict[str, str] = field(default_factory=dict)


def listed(kb: str) -> list[Decision]:
    """The decisions about a catalogue, in the order of their file; none where there is no file.

    Raises ``CatalogueError`` where the file cannot be read as decisions.
    """
    path = beside(kb)
    if not os.path.exists(path):
        return []
    return _listed(_read(path))


def add(kb: str, words: dict[str, str | list[str]], vocabulary: Vocabulary) -> str:
    """Write a decision at the end of the file and settle the catalogue by it; the text that was written is given.

    Raises ``CatalogueError`` for a decision that means nothing, and writes nothing then.
    """
    path = beside(kb)
    text = _entry(words)
    for problem in decisions.read(SourceFile(path, _HEAD + text), vocabulary):
        if isinstance(problem, Problem):
            raise CatalogueError(f"{problem.message}; nothing was decided")
    if not os.path.exists(path):
        _replace(path, _HEAD + text, None)
        _settled(kb, path, None)
        return text
    file = _read(path)
    known = _listed(file)
    body = file.text
    if not known:
        _replace(path, _opened(path, body) + text, None)
    else:
        end = known[-1].end
        indent = " " * (len(known[-1].text) - len(known[-1].text.lstrip(" ")))
        text = "".join(indent + line[2:] for line in text.splitlines(keepends=True))
        before = body[:end] if body[:end].endswith("\n") else body[:end] + "\n"
        _replace(path, before + text + body[end:], len(known) + 1)
    _settled(kb, path, file.text)
    return text


def _opened(path: str, body: str) -> str:
    """The text of a file without a decision (``decisions:`` alone, or ``decisions: []``), up to where the first one stands."""
    tree, _ = read_yaml(body)
    place = (
        next((key for key, _ in tree.entries if key.raw == "decisions"), None) if isinstance(tree, Mapping) else None
    )
    if place is None:
        raise CatalogueError(f"{path} has no list 'decisions'; write 'decisions:' at its end")
    after = body[place.end :].partition("\n")
    return body[: place.end] + ":\n" + after[2]


def add_all(kb: str, entries: list[str]) -> None:
    """Write many decisions, each as it is to stand in the file, and settle once."""
    path = beside(kb)
    before = _read(path).text if os.path.exists(path) else None
    text = "".join(f"{one}\n" for one in entries)
    if before is None:
        _replace(path, _HEAD + text, len(entries))
    else:
        known = _listed(_read(path))
        if not known:
            _replace(path, _opened(path, before) + text, len(entries))
        else:
            indent = " " * (len(known[-1].text) - len(known[-1].text.lstrip(" ")))
            text = "".join(f"{indent}{line[2:]}\n" for one in entries for line in one.splitlines())
            end = known[-1].end
            start = before[:end] if before[:end].endswith("\n") else before[:end] + "\n"
            _replace(path, start + text + before[end:], len(known) + len(entries))
    _settled(kb, path, before)


def take_all_back(kb: str, wanted: Callable[[dict[str, Value]], bool]) -> int:
    """Take every decision that is wanted out of the file, settle once, and say how many there were."""
    path = beside(kb)
    if not os.path.exists(path):
        return 0
    file = _read(path)
    known, tree = _listed(file), read_yaml(file.text)[0]
    listed = tree.get("decisions") if isinstance(tree, Mapping) else None
    items = listed.items if isinstance(listed, Sequence) else []
    gone = [one for one, item in zip(known, items, strict=True) if wanted(_unsigned(item))]
    if not gone:
        return 0
    text = file.text
    for one in reversed(gone):
        text = text[: one.start] + text[one.end :]
    _replace(path, text, len(known) - len(gone) or None)
    _settled(kb, path, file.text)
    return len(gone)


def _unsigned(item: Node) -> dict[str, Value]:
    """A decision as data, without who, when and why."""
    data = plain_data(item)
    return {key: value for key, value in data.items() if key not in SIGNED} if isinstance(data, dict) else {}


def take_back(kb: str, number: int | None = None) -> Decision:
    """Take a decision out of the file (the last one unless its number is given) and settle without it."""
    path = beside(kb)
    known = listed(kb)
    if not known:
        raise CatalogueError(f"nothing was decided yet in {path}")
    if number is not None and not 1 <= number <= len(known):
        raise CatalogueError(f"there is no decision {number}; they are numbered 1 to {len(known)}: kb decide list")
    gone = known[(number or len(known)) - 1]
    before = _read(path).text
    _replace(path, before[: gone.start] + before[gone.end :], len(known) - 1)
    _settled(kb, path, before)
    return gone


def _read(path: str) -> SourceFile:
    file, problems = read_file(path, path, limit_mb=20)
    if file is None:
        raise CatalogueError(str(problems[0]))
    return file


def _listed(file: SourceFile) -> list[Decision]:
    tree, faults = read_yaml(file.text)
    if faults or not isinstance(tree, Mapping):
        why = file.problem(faults[0]) if faults else f"{file.path}: not a file of decisions"
        raise CatalogueError(f"{why}; mend it first")
    items = tree.get("decisions")
    if not isinstance(items, Sequence):
        return []
    starts = [file.text.rfind("\n", 0, item.start) + 1 for item in items.items]
    found = []
    for place, item in enumerate(items.items):
        if not isinstance(item, Mapping) or "-" not in file.text[starts[place] : item.start]:
            raise CatalogueError(
                f"{file.at(item.start)}: write each decision as '- ' over lines of its own; mend it first"
            )
        words = {key.raw: _shown(value) for key, value in item.entries}
        ends = [_end(value) for _, value in item.entries]
        end = file.text.find("\n", max(ends))
        end = len(file.text) if end < 0 else end + 1
        found.append(
            Decision(place + 1, file.text[starts[place] : end], file.at(item.start).line, starts[place], end, words)
        )
    return found


def _end(value: object) -> int:
    """Where a value ends at the latest."""
    if isinstance(value, Scalar):
        return value.end
    if isinstance(value, Sequence):
        return max((_end(item) for item in value.items), default=value.start)
    return value.start if isinstance(value, Mapping) else 0


def _shown(value: object) -> str:
    if isinstance(value, Scalar):
        return value.raw
    return ", ".join(map(_shown, value.items)) if isinstance(value, Sequence) else "…"


def _entry(words: dict[str, str | list[str]]) -> str:
    """A decision as YAML."""
    lines: list[str] = []
    for key, value in words.items():
        written = f"[{', '.join(map(_quoted, value))}]" if isinstance(value, list) else _quoted(value)
        lines.append(f"{'    ' if lines else '  - '}{key}: {written}\n")
    return "".join(lines)


def _quoted(text: str) -> str:
    """Text as a YAML scalar that means just this text."""
    import yaml  # only to write

    if text and all(char.isalnum() or char in "-_./ " for char in text) and text == text.strip() and text[0].isalnum():
        tree, faults = read_yaml(f"a: [{text}]")
        items = tree.get("a") if isinstance(tree, Mapping) and not faults else None
        if isinstance(items, Sequence) and len(items.items) == 1:
            return text
    return str(yaml.safe_dump(text, default_style='"', width=10_000, allow_unicode=True)).strip()


def _replace(path: str, text: str, count: int | None) -> None:
    """Put a new text in the file's place in one step, if it still reads as it should."""
    made = _listed(SourceFile(path, text))
    if count is not None and len(made) != count:
        raise CatalogueError(f"{path} is written in a way that cannot be edited safely; write the decision by hand")
    aside = f"{path}.{os.getpid()}"
    with open(aside, "w", encoding="utf-8", newline="\n") as file:
        file.write(text)
    os.replace(aside, path)


def _settled(kb: str, path: str, before: str | None) -> None:
    """Let the catalogue know; where that fails, the file is as it was."""
    try:
        load([], kb)
    except BaseException:
        if before is None:
            os.unlink(path)
        else:
            _replace(path, before, None)
        raise
