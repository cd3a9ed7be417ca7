"""Where the fields of a rule are looked for: in the record, in what encloses it, and among the parts of the path."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from loaders.items import pointer_to
from loaders.mapping.model import Through
from loaders.readers.paths import Placed, along, inside, records
from loaders.readers.steps import parsed
from loaders.scalars import is_null
from loaders.tree import Joined, Mapping, Node, Pieces, Scalar, Sequence


def _no_table(_: Through, __: str) -> "list[Scope]":
    return []


@dataclass(slots=True)
class Scope:
    """A record with what encloses it."""

    nodes: list[Placed]
    """The record and the mappings around it, innermost first, each with its JSON pointer."""
    extras: dict[str, Node]
    """``$key`` and ``$keys``, the fields of the path and of the file (``$stem``, ``$folder``, ``$path``, ``$name``)."""
    look_up: "Callable[[Through, str], list[Scope]]" = _no_table
    """The records of a second table that have a key."""
    own: int = 1
    """How many of the nodes are the record itself: more than one where a value's own mapping counts as part of it."""

    @property
    def place(self) -> tuple[int, str]:
        """Offset and pointer of the record."""
        return self.nodes[0][0].start, self.nodes[0][1]

    def find(self, name: str) -> list[Placed]:
        """The values of a field, with their pointers; none where there is none.

        A name is a path in the record. ``..a`` looks in what encloses the record, nearest first, ``....a`` begins one
        further out. ``$key`` is the key under which the record stands, ``..$key`` that of what encloses it; ``$keys``
        are all of them from the top of the document, ``$keys[0]`` is the first. ``$a.b`` looks inside the extra ``$a``.
        """
        if name in self.extras:
            return [(self.extras[name], "")]
        if self.own == 1 and name[:1] not in (".", "$"):  # as most are
            return inside(self.nodes[0][0], name, self.nodes[0][1])
        up = 0
        while name.startswith(".."):
            up, name = up + 1, name[2:]
        if name == "$key" or name.startswith("$keys"):
            return self._keys(up, name)
        if up:
            begin = self.own - 1 + up
            return next(filter(None, (self._around(place, name) for place in range(begin, len(self.nodes)))), [])
        if name.startswith("$") and (dotted := name.partition("."))[0] in self.extras:
            return inside(self.extras[dotted[0]], dotted[2])
        return next(filter(None, (inside(node, name, pointer) for node, pointer in self.nodes[: self.own])), [])

    def _around(self, place: int, name: str) -> list[Placed]:
        """The values of a field in what encloses the record; the path goes through the very things that do."""
        node, pointer = self.nodes[place]
        steps = parsed(name)
        if steps is None or len(steps) == 1:
            return inside(node, name, pointer)
        while place and len(steps) > 1 and steps[0].kind == "key" and steps[1].kind not in ("items", "pick"):
            inner, at = self.nodes[place - 1]
            if not f"{at}/".startswith(f"{pointer_to(pointer, steps[0].key)}/"):
                break
            node, pointer, steps, place = inner, at, steps[1:], place - 1
        return along(node, steps, pointer)

    def _keys(self, up: int, name: str) -> list[Placed]:
        """The keys above the record, or above what encloses it."""
        found = self.extras.get("$keys")
        keys = found.pieces[: len(found.pieces) - up] if isinstance(found, Joined) else []
        if not keys:
            return []
        if name == "$key":
            return [(keys[-1], "")]
        if name == "$keys":
            return [(_joined(keys), "")]
        return inside(Pieces(0, [*keys]), name.removeprefix("$keys"))

    def text(self, name: str) -> str | None:
        """The text of a field that holds one value; None where it holds nothing."""
        for node, _ in self.find(name)[:1]:
            if isinstance(node, Scalar) and not is_null(node) and node.raw.strip():
                return node.raw
        return None

    def around(self, pointer: str, extras: dict[str, Node]) -> "Scope":
        """The scope of one value of the record: the mapping that it stands in counts as part of the record."""
        node, at = self.nodes[0]
        between: list[Placed] = []
        if pointer.startswith(at + "/"):
            for part in pointer[len(at) + 1 :].split("/")[:-1]:
                below = _at(node, part)
                if below is None:
                    break
                node, at = below, f"{at}/{part}"
                if isinstance(node, Mapping):
                    between.insert(0, (node, at))
        return Scope([*between, *self.nodes], {**self.extras, **extras}, self.look_up, len(between) + 1)


def scopes(
    tree: Node, at: str, extras: dict[str, Node], look_up: Callable[[Through, str], list[Scope]] = _no_table
) -> Iterator[Scope]:
    """The records at a path, each with what encloses it; a list that the path ends at stands for its items."""
    for node, pointer, around in records(tree, at):
        nodes: list[Placed] = [(node, pointer)]
        keys: list[Scalar] = []
        while around is not None:
            outer, place, key, around = around
            nodes.append((outer, place))
            keys.insert(0, key)
        yield Scope(nodes, {**extras, "$key": keys[-1], "$keys": _joined(keys)} if keys else extras, look_up)


def _at(node: Node, part: str) -> Node | None:
    """What one part of a JSON pointer leads to."""
    if isinstance(node, Mapping):
        return node.get(part.replace("~1", "/").replace("~0", "~"))
    return node.items[int(part)] if isinstance(node, Sequence) and part.isdecimal() else None


def _joined(keys: list[Scalar]) -> Joined:
    return Joined(".".join(key.raw for key in keys), keys[0].start, keys[-1].end, plain=False, pieces=keys)
