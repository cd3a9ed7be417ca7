"""Where the fields of a rule are looked for: in the record, in what encloses it, and among the parts of the path."""

from collections.abc import Iterable
from dataclasses import dataclass

from loaders.items import pointer_to
from loaders.readers.paths import select
from loaders.scalars import is_null
from loaders.tree import Mapping, Node, Scalar, Sequence


@dataclass(slots=True)
class Scope:
    """A record with what encloses it."""

    nodes: list[tuple[Node, str]]
    """Innermost first, each with its JSON pointer."""
    extras: dict[str, Node]
    """``$key``, the fields of the path and of the file (``$stem``, ``$folder``, ``$path``, ``$name``)."""

    @property
    def place(self) -> tuple[int, str]:
        """Offset and pointer of the record."""
        return self.nodes[0][0].start, self.nodes[0][1]

    def find(self, name: str) -> list[tuple[Node, str]]:
        """The nodes of a field, with their pointers; none where there is none.

        ``a.b`` looks inside ``a``, ``a[*].b`` into every item of it; ``..a`` looks in what encloses the record,
        nearest first. A key that stands twice gives both.
        """
        if name in self.extras:
            return [(self.extras[name], "")]
        nodes, outer = self.nodes[:1], self.nodes
        while name.startswith(".."):
            outer, name = outer[1:], name[2:]
            nodes = outer
        for node, pointer in nodes:
            if found := _inside(node, name, pointer):
                return found
        return []

    def text(self, name: str) -> str | None:
        """The text of a field that holds one value; None where it holds nothing."""
        for node, _ in self.find(name)[:1]:
            if isinstance(node, Scalar) and not is_null(node) and node.raw.strip():
                return node.raw
        return None

    def place_of(self, names: Iterable[str]) -> tuple[int, str]:
        """Offset and pointer of the first of some fields that stands in the file; else of the record."""
        for name in names:
            for node, pointer in self.find(name):
                if pointer:
                    return node.start, pointer
        return self.place


def _inside(node: Node, name: str, pointer: str) -> list[tuple[Node, str]]:
    if isinstance(node, Scalar):
        return [(node, pointer)] if name == "$value" else []
    if isinstance(node, Sequence):
        place = int(name) if name.isdecimal() else len(node.items)
        return [(node.items[place], pointer_to(pointer, place))] if place < len(node.items) else []
    if found := [value for key, value in node.entries if key.raw == name]:
        return [(value, pointer_to(pointer, name)) for value in found]
    if "*" in name or name.startswith('"'):
        return [(inner, pointer + below) for inner, below, _ in select(node, name)]
    head, dot, rest = name.partition(".")
    within = [value for key, value in node.entries if key.raw == head] if dot else []
    return [one for value in within for one in _inside(value, rest, pointer_to(pointer, head))]


def enclosing(tree: Node, pointer: str, known: dict[str, list[tuple[Node, str]]]) -> list[tuple[Node, str]]:
    """The mappings around a place, innermost first; ``known`` keeps what was found for a parent."""
    parent = pointer.rpartition("/")[0]
    if not pointer:
        return []
    if parent not in known:
        chain: list[tuple[Node, str]] = []
        node: Node | None = tree
        at = ""
        for part in ("", *parent.split("/")[1:]):
            if at or part:
                key = part.replace("~1", "/").replace("~0", "~")
                found = _inside(node, key, at) if node is not None and "*" not in key else []
                node, at = (found[0][0], f"{at}/{part}") if found else (None, at)
            if isinstance(node, Mapping):
                chain.insert(0, (node, at))
        known[parent] = chain
    return known[parent]
