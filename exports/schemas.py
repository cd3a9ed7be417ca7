"""The JSON Schema of every answer, as it is published: one file an answer beside this module, and one a shared part."""

import json
from pathlib import Path
from typing import Any

#: Where the definitions lie. Read by path: ``importlib.resources`` would cost more than the command itself.
FOLDER = Path(__file__).with_name("schemas")

#: Commands and questions whose answers share a definition with another name.
SHARED = {"ancestors": "lineage", "descendants": "lineage", "tree": "lineage", "list": "nodes", "lint": "findings"}

_HERE = "#/$defs/"


def whole() -> dict[str, Any]:
    """The whole schema, which takes any answer."""
    answers, parts = _read("answers"), _read("parts")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:pattern-genealogy:answers:1",
        "title": "Answers of kb",
        "description": "What kb prints with --format json, and line by line with kb ask --jsonl. `kb schema NAME` "
        "prints the part for one answer.",
        "anyOf": [{"$ref": _HERE + name} for name in answers],
        "$defs": answers | parts,
    }


def _read(folder: str) -> dict[str, Any]:
    """The definitions of a folder, by name."""
    files = sorted((FOLDER / folder).glob("*.json"))
    return {file.stem: json.loads(file.read_text(encoding="utf-8")) for file in files}


def names() -> list[str]:
    """What ``one`` can be asked for: every kind of answer, and the commands that share one.

    >>> names()[:3]
    ['ancestors', 'apply', 'bisect']
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
