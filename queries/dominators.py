"""Which node every way from a root to another passes last: the tree of immediate dominators (Cooper, Harvey, Kennedy)."""

from collections.abc import Mapping, Sequence
from functools import reduce


def immediate_dominators(root: int, following: Mapping[int, Sequence[int]]) -> dict[int, int]:
    """The immediate dominator of every node that can be reached from ``root``; the root's is itself."""
    order = _postorder(root, following)
    number = {node: place for place, node in enumerate(order)}
    before: dict[int, list[int]] = {}
    for node in order:
        for far in following.get(node, ()):
            before.setdefault(far, []).append(node)
    found = {root: root}
    changed = True
    while changed:  # once where nothing goes round in a circle
        changed = False
        for node in reversed(order):
            if node == root:
                continue
            known = [near for near in before[node] if near in found]  # never empty: nearer ones come before
            best = reduce(lambda one, two: _meet(one, two, found, number), known)
            if found.get(node) != best:
                found[node] = best
                changed = True
    return found


def _meet(one: int, two: int, found: Mapping[int, int], number: Mapping[int, int]) -> int:
    """The nearest node that dominates both."""
    while one != two:
        while number[one] < number[two]:
            one = found[one]
        while number[two] < number[one]:
            two = found[two]
    return one


def _postorder(root: int, following: Mapping[int, Sequence[int]]) -> list[int]:
    seen, order = {root}, []
    waiting = [(root, iter(following.get(root, ())))]
    while waiting:
        node, out = waiting[-1]
        far = next(out, None)
        if far is None:
            order.append(node)
            waiting.pop()
        elif far not in seen:
            seen.add(far)
            waiting.append((far, iter(following.get(far, ()))))
    return order
