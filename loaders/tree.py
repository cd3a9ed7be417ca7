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
class Joined(Scalar):
    """One value made of several pieces, such as the lines that a header's value goes on over."""

    pieces: list[Scalar] = field(default_factory=list)


@dataclass(slots=True)
class Mapping:
    """Keys and values in the order of the file; a key that stands twice is there twice, unless a reader of mappings
    gathered its values (``Repeated``).
    """

    start: int
    entries: list[tuple[Scalar, "Node"]] = field(default_factory=list)

    def get(self, key: str) -> "Node | None":
        """The first value under a key."""
        return next((value for name, value in self.entries if name.raw == key), None)


@dataclass(slots=True)
class Worded(Mapping):
    """A mapping that has a text of its own, under the key ``words``: an element with attributes beside its text."""

    words: str = ""


@dataclass(slots=True)
class Sequence:
    """Items in the order of the file."""

    start: int
    items: list["Node"] = field(default_factory=list)


@dataclass(slots=True)
class Repeated(Sequence):
    """The values of one key that stands several times, such as elements of one tag side by side."""


@dataclass(slots=True)
class Pieces(Sequence):
    """Parts of one text, which have no place in the document's structure but that of the text."""


Node = Scalar | Mapping | Sequence


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a document, where; a reader returns faults beside the tree that it could still build."""

    rule: str
    message: str
    offset: int
    hint: str = ""
