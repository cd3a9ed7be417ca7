"""Where the fields of a rule are looked for: in the record, in what encloses it, and among the parts of the path."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from loaders.items import pointer_to
from loaders.mapping.model import Through
from loaders.readers.paths import select
from loaders.scalars import is_null
from loaders.tree import Mapping, Node, Scalar

#: A node with its JSON pointer.
Placed = tuple[Node, str]


def _no_table(_: Through, __: str) -> "list[Scope]":
    return []


@dataclass(slots=True)
class Scope:
    """A record with what encloses it."""

    nodes: list[Placed]
    """Innermost first."""
    extras: dict[str, Node]
    """``$key``, the fields of the path and of the file (``$stem``, ``$folder``, ``$path``, ``$name``)."""
    look_up: "Callable[[Through, str], list[Scope]]" = _no_table
    """The records of a second table that have a key."""
    own: int = 1
    """How many of the nodes are the record itself: more than one where a value's own mapping counts as part of it."""

    @property
    def place(self) -> tuple[int, str]:
        """Offset and pointer of the record."""
        return self.nodes[0][0].start, self.nodes[0][1]

    def find(self, name: str) -> list[Placed]:
        """The nodes of a field, with their pointers; none where there is none.

        ``a.b`` looks inside ``a``, ``a[*].b`` into every item of it; ``..a`` looks in what encloses the record,
        nearest first. A key that stands twice gives both. ``$a.b`` looks inside the extra ``$a``.
        """
        if name in self.extras:
            return [(self.extras[name], "")]
        if self.own == 1 and name[:1] not in (".", "$"):  # as most are
            return _inside(self.nodes[0][0], name, self.nodes[0][1])
        nodes = self.nodes[: self.own]
        if name.startswith(".."):
            steps = (len(name) - len(name.lstrip("."))) // 2
            nodes, name = self.nodes[self.own - 1 + steps :], name[2 * steps :]
        elif name.startswith("$") and (dotted := name.partition("."))[0] in self.extras:
            return _inside(self.extras[dotted[0]], dotted[2], "")
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

    def around(self, pointer: str, extras: dict[str, Node]) -> "Scope":
        """The scope of one value of the record: the mapping that it stands in counts as part of the record."""
        node, at = self.nodes[0]
        between: list[Placed] = []
        if pointer.startswith(at + "/"):
            for part in pointer[len(at) + 1 :].split("/")[:-1]:
                found = _inside(node, part.replace("~1", "/").replace("~0", "~"), at)
                if not found:
                    break
                node, at = found[0][0], f"{at}/{part}"
                if isinstance(node, Mapping):
                    between.insert(0, (node, at))
        return Scope([*between, *self.nodes], {**self.extras, **extras}, self.look_up, len(between) + 1)


def _inside(node: Node, name: str, pointer: str) -> list[Placed]:
    if not isinstance(node, Mapping):
        if isinstance(node, Scalar):
            return [(node, pointer)] if name == "$value" else []
        place = int(name) if name.isdecimal() else len(node.items)
        return [(node.items[place], pointer_to(pointer, place))] if place < len(node.items) else []
    if found := [value for key, value in node.entries if key.raw == name]:
        return [(value, pointer_to(pointer, name)) for value in found]
    if "*" in name or name.startswith('"'):
        return [(inner, pointer + below) for inner, below, _ in select(node, name)]
    head, dot, rest = name.partition(".")
    within = [value for key, value in node.entries if key.raw == head] if dot else []
    return [one for value in within for one in _inside(value, rest, pointer_to(pointer, head))]


def enclosing(tree: Node, pointer: str, known: dict[str, list[Placed]]) -> list[Placed]:
    """The mappings around a place, innermost first; ``known`` keeps what was found for a parent."""
    parent = pointer.rpartition("/")[0]
    if not pointer:
        return []
    if parent not in known:
        chain: list[Placed] = []
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
