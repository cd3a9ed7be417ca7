"""What two nodes are to each other in one word, where one word is short and true.

A *parent* of a node is what it replaced or evolved from. The rule, in order:

* one replaced the other: predecessor and successor; one evolved from the other: parent and child;
* one is an ancestor of the other, on whatever ways: ancestor and descendant, with the generations;
* otherwise their nearest common ancestors decide, those of which no descendant is common too: how many generations lie
  between each of them and either node must be the same on every way and for every one of them;
* without common ancestors: siblings under what both specialize, else under a family that both belong to.

No name is given where ways contradict each other, where the lineage goes round in a circle, or where it hangs on an edge
of which nobody can tell whether it held.
"""

from collections.abc import Mapping
from typing import NamedTuple

#: Ways up: for each node its parents.
Parents = Mapping[str, frozenset[str]]


class Kin(NamedTuple):
    """One word for what two nodes are to each other."""

    name: str
    """What both are together: ``parent and child``, ``siblings``, ``first cousins once removed``, …"""
    first: str
    """What the first is to the second: ``child``, ``successor``, ``sibling``, ``aunt``, …"""
    second: str
    under: tuple[str, ...] = ()
    """The nearest common ancestors, or what both specialize or belong to."""
    generations: tuple[int, int] = (0, 0)
    """Between ancestor and descendant: at least and at most; else from the first and the second to what is above both."""


class Span(NamedTuple):
    """How many steps up lead from one node to another: at least and at most."""

    least: int
    most: int


def kin(first: str, second: str, parents: Parents, replaced: frozenset[tuple[str, str]]) -> tuple[Kin | None, str]:
    """The name by lineage, or why none is given; both empty where nothing above is common.

    ``parents`` has everything above the two; ``replaced`` has the pairs (newer, older) of replacements.
    """
    above = {id_: _above(id_, parents) for id_ in (first, second)}
    if any(found is None for found in above.values()):
        return None, "the lineage above them goes round in a circle"
    up, other = above[first] or {}, above[second] or {}
    if second in up:
        newer, older = _line(first, second, up[second], replaced)
        return Kin(f"{older} and {newer}", newer, older, (), up[second]), ""
    if first in other:
        newer, older = _line(second, first, other[first], replaced)
        return Kin(f"{older} and {newer}", older, newer, (), other[first]), ""
    common = up.keys() & other.keys()
    nearest = sorted(common - {above_ for id_ in common for above_ in _climb(id_, parents)})
    if not nearest:
        return None, ""
    ways = {(up[id_], other[id_]) for id_ in nearest}
    if len(ways) > 1 or any(span.least != span.most for pair in ways for span in pair):
        told = sorted({_named(one, two)[0] for id_ in nearest for one in _each(up[id_]) for two in _each(other[id_])})
        return None, f"ways contradict each other: {', '.join(told)}"
    ((one, two),) = ways
    if (one.least, two.least) == (1, 1) and parents[first] != parents[second]:
        return Kin("half-siblings", "half-sibling", "half-sibling", tuple(nearest), (1, 1)), ""
    return Kin(*_named(one.least, two.least), tuple(nearest), (one.least, two.least)), ""


def _each(span: Span) -> range:
    return range(span.least, span.most + 1)


def _climb(start: str, parents: Parents) -> set[str]:
    """Everything above a node."""
    found: set[str] = set()
    waiting = [start]
    while waiting:
        for id_ in parents.get(waiting.pop(), ()):
            if id_ not in found:
                found.add(id_)
                waiting.append(id_)
    return found


def _above(start: str, parents: Parents) -> dict[str, Span] | None:
    """Everything above a node with the generations between; ``None`` where a circle is among it."""
    inside = _climb(start, parents) | {start}
    waits = dict.fromkeys(inside, 0)
    for id_ in inside:
        for above in parents.get(id_, ()):
            waits[above] += 1
    spans = {start: Span(0, 0)}
    ready, done = [id_ for id_ in inside if not waits[id_]], 0
    while ready:
        id_ = ready.pop()
        done += 1
        here = spans[id_]
        for above in parents.get(id_, ()):
            old = spans.get(above, Span(here.least + 1, here.most + 1))
            spans[above] = Span(min(old.least, here.least + 1), max(old.most, here.most + 1))
            waits[above] -= 1
            if not waits[above]:
                ready.append(above)
    return {id_: span for id_, span in spans.items() if id_ != start} if done == len(inside) else None


def _line(newer: str, older: str, span: Span, replaced: frozenset[tuple[str, str]]) -> tuple[str, str]:
    """What a descendant and its ancestor are to each other."""
    if span.least == 1:
        return ("successor", "predecessor") if (newer, older) in replaced else ("child", "parent")
    if span == (2, 2):
        return "grandchild", "grandparent"
    if span == (3, 3):
        return "great-grandchild", "great-grandparent"
    return "descendant", "ancestor"


def _named(one: int, two: int) -> tuple[str, str, str]:
    """What two nodes are that stand so many generations below one ancestor.

    >>> _named(1, 2), _named(2, 3)[0]
    (('aunt and nephew', 'aunt', 'nephew'), 'first cousins once removed')
    """
    if one == two == 1:
        return "siblings", "sibling", "sibling"
    if min(one, two) == 1:
        great = "great-" * (max(one, two) - 2) if max(one, two) < 5 else f"{max(one, two) - 2}-fold great-"
        aunt, nephew = f"{great}aunt", f"{great}nephew"
        return f"{aunt} and {nephew}", *((aunt, nephew) if one == 1 else (nephew, aunt))
    degree = min(one, two) - 1
    words = {1: "first", 2: "second", 3: "third"}
    removed = {0: "", 1: " once removed", 2: " twice removed"}.get(abs(one - two), f" {abs(one - two)} times removed")
    cousin = f"{words.get(degree, f'{degree}th')} cousin"
    return f"{cousin}s{removed}", f"{cousin}{removed}", f"{cousin}{removed}"
