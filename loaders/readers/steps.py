"""Reads a path as steps; ``loaders.readers.paths`` says what each leads to."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

_KEY = re.compile(r'"(?P<quoted>(?:[^"\\]|\\["\\])*)"|(?P<bare>[^.\[\]"]+)')
_BRACKETS = re.compile(
    r"""\[(?: (?P<every>\*) | (?P<number>-?[0-9]{1,9})
        | (?P<field>(?:"(?:[^"\\]|\\["\\])*"|[^\[\]"=!])+?) \s* (?P<sign>!?=) \s*
          (?:"(?P<quoted>(?:[^"\\]|\\["\\])*)"|(?P<bare>[^\[\]"]*?)) \s* )\]""",
    re.VERBOSE,
)
_ESCAPE = re.compile(r"\\(.)")


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a path."""

    kind: str
    """``key``, ``keys`` (a pattern), ``items`` (all of a list), ``pick`` (some of them), ``all`` (this and everything
    below) or ``below`` (everything below)."""
    key: str = ""
    end: str = ""
    """What a key must end with, for a pattern that ``key`` begins."""
    tests: tuple[tuple[str, str, bool], ...] = ()
    """What the items that are picked must fulfil: a field, a value, and whether the field is to be so or not."""
    number: int | None = None
    """Which of them is picked; below zero from the end."""


def parse(path: str) -> tuple[Step, ...]:
    """The steps of a path; raises ``ValueError`` with the character that is wrong.

    >>> [step.kind for step in parse('a."b.c"[*].d*[e="f"][0].**')]
    ['key', 'key', 'items', 'keys', 'pick', 'below']
    """
    steps: list[Step] = []
    at = 1 if path == "$" or path.startswith(("$.", "$[")) else 0
    while at < len(path):
        if path[at] == "[":
            found = _BRACKETS.match(path, at)
            if not found:
                what = (
                    "in brackets stands *, a number or FIELD=VALUE; a key that holds brackets is put in double quotes"
                )
                raise _error(path, at, what)
            _pick(steps, found)
        else:
            if at:
                if path[at] != ".":
                    raise _error(path, at, "a dot or a bracket should stand here")
                at += 1
            found = _KEY.match(path, at)
            if not found:
                raise _error(path, at, "a key should stand here")
            if found["bare"] == "**" and any(step.kind == "all" for step in steps):
                raise _error(path, at, "** may stand once in a path")
            steps.append(_step(path, at, found))
        at = found.end()
    last = max((number for number, step in enumerate(steps) if step.kind not in ("items", "pick")), default=0)
    if steps and steps[last].kind == "all":
        steps[last] = Step("below")
    return tuple(steps)


@lru_cache(maxsize=4096)
def parsed(name: str) -> tuple[Step, ...] | None:
    """The steps of a path; None for a name that is none, such as ``No.``: it can only be a key."""
    try:
        return parse(name)
    except ValueError:
        return None


def check(field: str) -> None:
    """Refuse a field that is meant as a path, by its stars, brackets or quotes, and is none.

    >>> check("..a[0"), check("No.")
    Traceback (most recent call last):
    ...
    ValueError: path 'a[0', character 2: in brackets stands *, a number or FIELD=VALUE; a key that holds brackets is put in double quotes
    """
    while field.startswith(".."):
        field = field[2:]
    if "*" in field or "[" in field or field.startswith('"'):
        parse(field)


def looks_at(field: str) -> Iterator[str]:
    """The fields by whose values a path picks its way, or whose text it takes apart, beside what it leads to.

    >>> list(looks_at("refs[*][source=x].id.$lines[0]"))
    ['refs[*].source', 'refs[*][source=x].id']
    """
    for found in _BRACKETS.finditer(field):
        if found["field"]:
            yield f"{field[: found.start()]}.{found['field'].strip()}"
    if ".$lines" in field:
        yield field.partition(".$lines")[0]


def _pick(steps: list[Step], found: re.Match[str]) -> None:
    """Add what stands in brackets; conditions and a number right behind each other are one step."""
    if found["every"]:
        steps.append(Step("items"))
        return
    before: tuple[tuple[str, str, bool], ...] = ()
    if steps and steps[-1].kind == "pick" and steps[-1].number is None:
        before = steps.pop().tests
    if found["number"]:
        steps.append(Step("pick", tests=before, number=int(found["number"])))
        return
    field = found["field"].strip()
    parse(field)
    value = found["bare"] if found["quoted"] is None else _ESCAPE.sub(r"\1", found["quoted"])
    steps.append(Step("pick", tests=(*before, (field, value, found["sign"] == "="))))


def _step(path: str, at: int, found: re.Match[str]) -> Step:
    if found["quoted"] is not None:
        return Step("key", _ESCAPE.sub(r"\1", found["quoted"]))
    bare = found["bare"]
    if bare == "**":
        return Step("all")
    if "*" not in bare:
        return Step("key", bare)
    begin, _, end = bare.partition("*")
    if "*" in end:
        raise _error(path, at + len(begin) + 1 + end.index("*"), "* may stand once in a key")
    return Step("keys", begin, end)


def _error(path: str, at: int, what: str) -> ValueError:
    return ValueError(f"path {path!r}, character {at + 1}: {what}")
