"""Which bar stands in which row: every line of descent as a tree, a child below its parent, the youngest nearest.

So the line from a parent down to its child, which stands at the day when the child begins, passes only what began later:
it crosses no label. A node that is added makes room for itself and leaves the order of all others as it was.
"""

from collections.abc import Mapping, Sequence

from exports.lineage_picture.bars import Bar
from queries.chronicle import Lane
from queries.graph import Edge

#: From so many bars on, lives that do not overlap share a row.
SHARED = 80
#: How far below its parent a place is looked for before a new row is begun.
_REACH = 60
_ROOM, _NEAR = 14.0, 8.0


class Rows:
    """The rows of all lanes, from top to bottom."""

    def __init__(self, bars: list[Bar], lanes: tuple[Lane, ...], edges: tuple[Edge, ...], least: Sequence[int]) -> None:
        """Give every bar its row; a lane has at least so many rows."""
        self.parents = _parents(bars, edges)
        self.first: list[int] = []
        """The first row of each lane."""
        self.count = 0
        dense = len(bars) > SHARED
        by_lane: list[list[Bar]] = [[] for _ in lanes]
        for bar in bars:
            by_lane[bar.lane].append(bar)
        for lane, members, rows in zip(lanes, by_lane, least, strict=True):
            self.first.append(self.count)
            packed = _Packed(self.count, self.parents)
            above = {parent.node.id for parent in self.parents.values()}
            for bar in _in_order(members, self.parents):
                packed.place(bar, shared=(dense or lane.plain) and bar.node.id not in above)
            self.count = max(packed.last + 1, self.count + rows)


def _order(bar: Bar) -> tuple[float, str]:
    return (bar.x0 if bar.start != "none" else -1.0, bar.node.id)


def _parents(bars: list[Bar], edges: tuple[Edge, ...]) -> dict[str, Bar]:
    """The parent of each bar in its tree: the youngest of those in its lane that it comes from and that are older."""
    by_id = {bar.node.id: bar for bar in bars}
    found: dict[str, Bar] = {}
    for edge in edges:
        child, parent = by_id[edge.subject], by_id[edge.object]
        if child.lane != parent.lane or _order(parent) >= _order(child):
            continue
        known = found.get(edge.subject)
        if known is None or _order(known) < _order(parent):
            found[edge.subject] = parent
    return found


def _in_order(members: list[Bar], parents: Mapping[str, Bar]) -> list[Bar]:
    """Parents before children, the youngest child first, each with all that comes from it."""
    children: dict[str, list[Bar]] = {}
    for bar in sorted(members, key=_order):
        above = parents.get(bar.node.id)
        children.setdefault(above.node.id if above else "", []).append(bar)
    found: list[Bar] = []
    waiting = children.get("", [])[::-1]
    while waiting:
        bar = waiting.pop()
        found.append(bar)
        waiting += children.get(bar.node.id, [])
    return found


class _Packed:
    """The rows of one lane while they fill. Only what nothing comes from shares a row: a line would have to reach it."""

    def __init__(self, first: int, parents: Mapping[str, Bar]) -> None:
        self.first, self.last, self.parents = first, first - 1, parents
        self.rows: dict[int, list[Bar]] = {}
        self.lines: list[tuple[float, int, int]] = []
        """Lines down to children: where each is, and the rows of its ends."""

    def place(self, bar: Bar, shared: bool) -> None:
        """Put a bar into a row of its own, or into the nearest that has room for it."""
        parent = self.parents.get(bar.node.id)
        bar.row = self._room(bar, parent) if shared else self.last + 1
        self.last = max(self.last, bar.row)
        self.rows.setdefault(bar.row, []).append(bar)
        if parent:
            self.lines.append((bar.x0, parent.row, bar.row))

    def _room(self, bar: Bar, parent: Bar | None) -> int:
        begin = parent.row + 1 if parent else self.first
        near = [line for line in self.lines if bar.left - _NEAR < line[0] < bar.label_end + _NEAR]
        for row in range(begin, min(self.last + 1, begin + _REACH)):
            if self._free(row, bar.left, bar.right) and not any(top < row < bottom for _, top, bottom in near):
                return row
            if parent and self._hit(row, bar.x0):
                break
        return self.last + 1

    def _free(self, row: int, left: float, right: float) -> bool:
        there = self.rows.get(row, ())
        return all(right + _ROOM <= bar.left or left - _ROOM >= bar.right for bar in there)

    def _hit(self, row: int, x: float) -> bool:
        """Whether a line at ``x`` would cross a label of the row."""
        return any(bar.label_x - _NEAR <= x <= bar.label_end + _NEAR for bar in self.rows.get(row, ()))
