"""A mapping before it is written: keys with values as plain data, each with what it rests on."""

from dataclasses import dataclass, field


@dataclass(slots=True)
class Line:
    """One key with its value, and a comment."""

    key: str
    value: object
    note: str = ""


@dataclass(slots=True)
class Draft:
    """A part of a mapping: its lines, the edges among them, and remarks that stand below."""

    name: str
    note: str = ""
    lines: list[Line] = field(default_factory=list)
    edges: list[Line] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Whole:
    """A whole mapping."""

    title: str
    remarks: list[str] = field(default_factory=list)
    relations: list[Line] = field(default_factory=list)
    """Relations of its own."""
    sources: list[Draft] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    records: list[Draft] = field(default_factory=list)
    references: list[Line] = field(default_factory=list)
    """Rules; their key is not written."""
