"""What an answer has, out of its published JSON Schema: by this an expectation is checked before anybody asks."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from exports import schemas

Schema = dict[str, Any]

_HERE = "#/$defs/"


@lru_cache(maxsize=64)
def _of(name: str) -> Schema:
    return schemas.one(name)


class Shape:
    """One place of an answer: the ways in which it may be filled."""

    def __init__(self, root: Schema, parts: list[Schema]) -> None:
        """``parts`` are alternatives; ``root`` has the definitions that they refer to."""
        self._root = root
        self._parts = [flat for part in parts for flat in self._flat(part)]

    @classmethod
    def of(cls, ask: str) -> "Shape":
        """The answer to a question of ``kb ask``, or the error in its place."""
        root = _of(ask)
        return cls(root, [root])

    def _flat(self, part: Schema) -> Iterator[Schema]:
        """A part without references and alternatives."""
        if "$ref" in part:
            yield from self._flat(self._root["$defs"][part["$ref"].removeprefix(_HERE)])
            return
        choices = [one for name in ("anyOf", "oneOf", "allOf") for one in part.get(name, ())]
        for one in choices:
            yield from self._flat(one)
        if not choices or "properties" in part:
            yield part

    @property
    def fields(self) -> list[str] | None:
        """The fields of an object, or of the members of a list; None where any may be."""
        parts = [*self._objects(), *(one for items in self._items() for one in items._objects())]
        if not parts or any(part.get("additionalProperties", True) is not False for part in parts):
            return None
        return list(dict.fromkeys(name for part in parts for name in part.get("properties", ())))

    def field(self, name: str) -> "Shape":
        """What stands under a field of an object, or of the members of a list."""
        parts = [*self._objects(), *(one for items in self._items() for one in items._objects())]
        found = [part["properties"][name] for part in parts if name in part.get("properties", ())]
        found += [part["additionalProperties"] for part in parts if isinstance(part.get("additionalProperties"), dict)]
        return Shape(self._root, found)

    def member(self) -> "Shape":
        """What the members of a list are; of what is no list, itself."""
        items = [part["items"] for part in self._parts if isinstance(part.get("items"), dict)]
        return Shape(self._root, items) if items else self

    @property
    def words(self) -> list[str] | None:
        """The words that may stand here, where they are few; None where any text may."""
        closed = [part for part in self._parts if "enum" in part or "const" in part]
        if not closed or len(closed) < len(self._parts):
            return None
        return [str(word) for part in closed for word in part.get("enum", [part.get("const")])]

    def _objects(self) -> list[Schema]:
        return [part for part in self._parts if "properties" in part or part.get("type") == "object"]

    def _items(self) -> "list[Shape]":
        return [Shape(self._root, [part["items"]]) for part in self._parts if isinstance(part.get("items"), dict)]
