"""Where labels stand, asked by lines; and how a label makes way for them."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping

from exports.lineage_picture.bars import Bar

#: A line that comes nearer to a label than this runs through it.
NEAR = 3.0
_APART, _BUCKET = 5.0, 16.0
#: So far from its bar a label may go; a dotted line leads there.
_FAR = 220.0


class Labels:
    """The labels of a picture by place, so that a line asks only those that stand where it runs."""

    def __init__(self, bars: Iterable[Bar]) -> None:
        """Take the labels where they stand now."""
        lots: dict[int, list[tuple[int, float, float]]] = {}
        for bar in bars:
            left, right = bar.label_x - NEAR, bar.label_end + NEAR
            for bucket in range(int(left // _BUCKET), int(right // _BUCKET) + 1):
                lots.setdefault(bucket, []).append((bar.row, left, right))
        for lot in lots.values():
            lot.sort()
        self._lots = lots

    def crossed(self, x: float, rows: range) -> int:
        """How many labels in these rows a line at ``x`` runs through."""
        lot = self._lots.get(int(x // _BUCKET))
        if not lot:
            return 0
        first, last = bisect_left(lot, (rows.start,)), bisect_left(lot, (rows.stop,))
        return sum(left < x < right for _, left, right in lot[first:last])


def make_way(passing: Mapping[int, list[float]], by_row: Mapping[int, list[Bar]]) -> None:
    """Move each label to the first place on its bar, or beside it, that no line passes; ``passing`` has them by row."""
    for row, places in passing.items():
        places.sort()
        for bar in by_row[row]:
            if bisect_right(places, bar.label_x - NEAR) < bisect_left(places, bar.label_end + NEAR):
                x = _clear(bar, by_row[row], places)
                if x is not None:
                    bar.label_x, bar.inside = x, bar.x0 <= x and x + bar.label_width <= bar.last


def _clear(bar: Bar, row: list[Bar], places: list[float]) -> float | None:
    """The first place of a label that no line passes: on its bar, else behind it, else before it."""
    wide = bar.label_width
    begin = bar.first if bar.start == "none" else bar.x0
    far = wide + (400 if bar.end == "live" else _FAR)
    behind = min([*(other.left - _APART for other in row if other.left > bar.last), bar.last + far])
    before = max([*(other.right + _APART for other in row if other.right < bar.first), bar.first - wide - _FAR])
    for least, most in ((begin + 7, bar.last - 5), (bar.last + 5, behind)):
        x = least
        for place in places:
            if x - NEAR < place < x + wide + NEAR:
                x = place + NEAR
        if x + wide <= most:
            return x
    x = bar.first - 6 - wide
    for place in reversed(places):
        if x - NEAR < place < x + wide + NEAR:
            x = place - NEAR - wide
    return x if x >= before and bar.start != "none" else None
