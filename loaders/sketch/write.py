"""Writes a mapping as YAML: short values on one line, each with the comment that says what it rests on."""

import json
import re
import textwrap
from collections.abc import Iterable, Iterator

from loaders.mapping.language import VERSION
from loaders.sketch.model import Draft, Line, Whole
from ontology.text import clean, fold_space

#: Lines are this long where that is possible.
WIDTH = 118

_PLAIN = re.compile(r"[A-Za-z$][\w$./@+ -]*(?<![ .])", re.ASCII)
_WORDS = frozenset("true false yes no on off null y n".split())


def written(whole: Whole) -> str:
    """The text of a mapping."""
    lines = [line for remark in whole.remarks for line in comment(remark, 0)]
    lines += [f"kb-mapping: {VERSION}", f"title: {flow(whole.title)}"]
    if whole.relations:
        lines += [
            "vocabulary:",
            "  # Relations called as the catalogue calls them; correct how they read from both ends.",
        ]
        lines.append("  relations:")
        lines += [text for one in whole.relations for text in _line(one, 4)]
    lines.append("sources:")
    for source in whole.sources:
        body = [text for one in source.lines for text in _line(one, 4)]
        while body[0].startswith("    #"):
            lines.append(body.pop(0)[2:])
        lines += ["  - " + body[0].lstrip(), *body[1:]]
    lines += [line for remark in whole.unread for line in comment(remark, 0)]
    lines.append("records:")
    for draft in whole.records:
        lines += _record(draft)
    if whole.references:
        lines.append("references:")
        for one in whole.references:
            lines += [*comment(one.note, 2), f"  - {flow(one.value)}"]
    return "\n".join(lines) + "\n"


def _record(draft: Draft) -> Iterator[str]:
    yield f"  {flow(draft.name)}:{f'  # {_one_line(draft.note)}' if draft.note else ''}"
    for one in draft.lines:
        yield from _line(one, 4)
    if draft.edges:
        yield "    edges:"
        for key in dict.fromkeys(one.key for one in draft.edges):
            same = [one for one in draft.edges if one.key == key]
            if len(same) == 1:
                yield from _line(same[0], 6)
                continue
            yield f"      {flow(key)}:"
            for one in same:
                yield from comment(one.note, 8)
                yield f"        - {flow(one.value)}"
    for remark in draft.remarks:
        yield from comment(remark, 4)


def _line(one: Line, indent: int) -> Iterator[str]:
    """A key with its value; its comment behind it where there is room, else above."""
    text = f"{' ' * indent}{flow(one.key)}: {flow(one.value)}"
    behind = f"{text}  # {_one_line(one.note)}"
    if one.note and len(behind) > WIDTH:
        yield from comment(one.note, indent)
        yield text
    else:
        yield behind if one.note else text


def comment(text: str, indent: int) -> Iterator[str]:
    """A comment, on as many lines as it needs; what begins with two blanks stays on a line of its own."""
    mark = f"{' ' * indent}# "
    for part in text.split("\n"):
        if part.startswith("  "):
            yield mark + clean(part)
        elif part:
            yield from textwrap.wrap(
                _one_line(part),
                WIDTH,
                initial_indent=mark,
                subsequent_indent=mark + "  ",
                break_long_words=False,
                break_on_hyphens=False,
            )


def _one_line(text: str) -> str:
    """A text as a comment may hold it: nothing in it ends the line."""
    return "".join(letter if letter.isprintable() else "\ufffd" for letter in fold_space(clean(text)))


def flow(value: object) -> str:
    """A value in YAML's flow style.

    >>> flow({"from": "Created", "dates": ["D-MON-YYYY"]}), flow("@id"), flow(r"\\d+"), flow(True)
    ('{from: Created, dates: [D-MON-YYYY]}', '"@id"', "'\\\\d+'", 'true')
    """
    if isinstance(value, bool | int):
        return str(value).lower()
    if isinstance(value, dict):
        return "{" + ", ".join(f"{flow(str(key))}: {flow(one)}" for key, one in value.items()) + "}"
    if isinstance(value, Iterable) and not isinstance(value, str):
        return "[" + ", ".join(map(flow, value)) + "]"
    return _scalar(str(value))


def _scalar(text: str) -> str:
    """A text, quoted where YAML would read it as something else."""
    if _PLAIN.fullmatch(text) and text.lower() not in _WORDS:
        return text
    if ("\\" in text or "(?" in text) and text.isprintable():
        return "'" + text.replace("'", "''") + "'"
    quoted = json.dumps(text, ensure_ascii=False)
    return "".join(letter if letter.isprintable() else _escaped(letter) for letter in quoted)


def _escaped(letter: str) -> str:
    return f"\\U{ord(letter):08x}" if ord(letter) > 0xFFFF else f"\\u{ord(letter):04x}"
