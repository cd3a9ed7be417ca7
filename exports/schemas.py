"""The JSON Schema of every answer, as it is published: one file beside this module, with a definition for each answer."""

import json
from pathlib import Path
from typing import Any

#: The schema of all answers. Read by its path: ``importlib.resources`` would cost more than the command itself.
PATH = Path(__file__).with_name("schemas") / "answers.json"

#: Commands and questions whose answers share a definition with another name.
SHARED = {"ancestors": "lineage", "descendants": "lineage", "tree": "lineage", "list": "nodes", "lint": "findings"}

_HERE = "#/$defs/"


def whole() -> dict[str, Any]:
    """The whole schema, which takes any answer."""
    schema: dict[str, Any] = json.loads(PATH.read_text(encoding="utf-8"))
    return schema


def names() -> list[str]:
    """What ``one`` can be asked for: every kind of answer, and the commands that share one.

    >>> names()[:3]
    ['ancestors', 'common-ancestors', 'decide']
    """
    return sorted({*(choice["$ref"].removeprefix(_HERE) for choice in whole()["anyOf"]), *SHARED})


def one(name: str) -> dict[str, Any]:
    """The schema of one answer, which stands alone: only the definitions that it needs go with it.

    >>> sorted(one("error")["$defs"])
    ['error', 'id', 'version']
    """
    schema = whole()
    defined = schema["$defs"]
    wanted = SHARED.get(name, name)
    needed, waiting = set[str](), [wanted]
    while waiting:
        part = waiting.pop()
        if part not in needed:
            needed.add(part)
            waiting += [target.removeprefix(_HERE).split("/")[0] for target in _targets(defined[part])]
    return {
        "$schema": schema["$schema"],
        "$id": f"{schema['$id']}:{name}",
        "title": f"{schema['title']}: {name}",
        "$ref": _HERE + wanted,
        "$defs": {part: defined[part] for part in defined if part in needed},
    }


def _targets(part: object) -> list[str]:
    """Every reference inside a part of a schema."""
    if isinstance(part, dict):
        own = [part["$ref"]] if isinstance(part.get("$ref"), str) else []
        return own + [target for value in part.values() for target in _targets(value)]
    return [target for value in part for target in _targets(value)] if isinstance(part, list) else []
