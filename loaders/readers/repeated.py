"""Gathers what stands several times under one key into a list, so that every place in a tree has a pointer of its own."""

from loaders.tree import Fault, Mapping, Node, Repeated, Scalar, Sequence


def gather(node: Mapping) -> None:
    """Give every key of a mapping one value: of a key that stands several times, the list of its values.

    >>> node = Mapping(0, [(Scalar("a", 0, 1), Scalar("1", 2, 3)), (Scalar("a", 4, 5), Scalar("2", 6, 7))])
    >>> gather(node)
    >>> [(key.raw, [item.raw for item in value.items]) for key, value in node.entries]
    [('a', ['1', '2'])]
    """
    if len({key.raw for key, _ in node.entries}) == len(node.entries):
        return
    values: dict[str, list[Node]] = {}
    keys: dict[str, Scalar] = {}
    for key, value in node.entries:
        values.setdefault(key.raw, []).append(value)
        keys.setdefault(key.raw, key)
    node.entries = [
        (keys[raw], found[0] if len(found) == 1 else Repeated(found[0].start, found)) for raw, found in values.items()
    ]


def gathered(root: Node | None, faults: list[Fault]) -> tuple[Node | None, list[Fault]]:
    """A tree in which every key has one value, with its faults; without a fault about keys it is so already."""
    if any(fault.rule == "duplicate-key" for fault in faults):
        _gather_all(root)
    return root, faults


def _gather_all(root: Node | None) -> None:
    """Gather in every mapping of a tree; nodes that aliases share are looked at once."""
    waiting = [root] if root is not None else []
    seen: set[int] = set()
    while waiting:
        node = waiting.pop()
        if isinstance(node, Scalar) or id(node) in seen:
            continue
        seen.add(id(node))
        if isinstance(node, Sequence):
            waiting += node.items
        else:
            gather(node)
            waiting += [value for _, value in node.entries]
