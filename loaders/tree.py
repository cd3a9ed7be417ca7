"""What every reader makes of a document: a tree of scalars, mappings and sequences that know where they stand.

Scalars keep the text as written; ``loaders.scalars`` gives them a type where somebody needs one. Offsets count
characters of ``SourceFile.text``; the file turns them into lines and columns.
"""

from dataclasses import dataclass, field


@dataclass(slots=True)
class Scalar:
    """One value as written. ``plain`` tells YAML's unquoted words, which may be null, from quoted text."""

    raw: str
    start: int
    end: int
    plain: bool = True


@dataclass(slots=True)
class Mapping:
    """Keys and values in the order of the file; a key that stands twice is there twice."""

    start: int
    entries: list[tuple[Scalar, "Node"]] = field(default_factory=list)

    def get(self, key: str) -> "Node | None":
        """The first value under a key."""
        return next((value for name, value in self.entries if name.raw == key), None)


@dataclass(slots=True)
class Sequence:
    """Items in the order of the file."""

    start: int
    items: list["Node"] = field(default_factory=list)


Node = Scalar | Mapping | Sequence


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a document, where; a reader returns faults beside the tree that it could still build."""

    rule: str
    message: str
    offset: int
    hint: str = ""
