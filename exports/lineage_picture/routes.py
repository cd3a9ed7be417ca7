"""Lines between bars: each goes straight up or down on the day when the newer end takes over, and labels make way."""

from collections.abc import Mapping
from typing import NamedTuple

from exports.lineage_picture.bars import Bar
from exports.lineage_picture.scale import Scale
from exports.style import Line, line, relation_of
from ontology.vocabulary import Vocabulary
from queries.graph import Edge

#: A line meets its bar so far from the bar's corner; lines of different parents keep so far apart.
_CORNER, _APART, _TRACKS = 4.0, 5.0, 8
#: How many such steps a line may go aside to get past a label.
_FAR = 120
_NEAR = 3.0
#: Beyond so many crossings of lines and rows, labels are not asked to make way.
_MOST = 2_000_000


class Link(NamedTuple):
    """One line from the older to the newer bar; ``base`` is its day, ``x`` where it is drawn."""

    edge: Edge
    older: Bar
    newer: Bar
    look: Line
    base: float
    x: float = 0.0
    by: float = -1.0
    """Where it runs instead, and turns off to ``x`` just before its end; negative where it runs straight."""

    @property
    def rows(self) -> range:
        """The rows strictly between its ends."""
        return range(min(self.older.row, self.newer.row) + 1, max(self.older.row, self.newer.row))


def links(edges: tuple[Edge, ...], bars: list[Bar], scale: Scale, vocabulary: Vocabulary) -> list[Link]:
    """The drawn edges with their days; notes how far each older bar must reach."""
    by_id = {bar.node.id: bar for bar in bars}
    found = []
    for edge in edges:
        relation = relation_of(edge.relation, vocabulary)
        look = line(relation.style)
        older, newer = by_id[edge.object], by_id[edge.subject]
        if look is None or older is newer:
            continue
        if not relation.lineage and _begin(newer) < _begin(older):
            older, newer = newer, older
        if edge.strength == "consider":
            look = look._replace(dash="dotted")
        stated = scale.x(edge.start[0]) if edge.start[0] is not None else scale.left
        base = min(max(stated, older.x0, newer.x0), max(newer.last - _CORNER, newer.x0))
        older.reach = max(older.reach, base + _CORNER if base > older.last else 0.0)
        found.append(Link(edge, older, newer, look, base))
    return found


def _begin(bar: Bar) -> tuple[float, str]:
    return bar.x0, bar.node.id


def routed(found: list[Link], parents: Mapping[str, Bar], bars: list[Bar]) -> list[Link]:
    """The links with a place each; labels move along their bars where a line would cross them."""
    by_row: dict[int, list[Bar]] = {}
    for bar in bars:
        by_row.setdefault(bar.row, []).append(bar)
    ordered = sorted(found, key=lambda link: _order(link, parents))
    field = _Field(by_row)
    made = [link._replace(x=field.place(link, 0 if _in_tree(link, parents) else 1)) for link in ordered]
    if sum(len(link.rows) for link in made) > _MOST:
        return made
    _make_way(made, by_row)
    for number, link in enumerate(made):
        if field.crossed(link, link.x):
            field.leave(link)
            made[number] = link._replace(x=field.place(link, 50))
    _make_way(made, by_row)
    return [field.around(link) for link in made]


def _in_tree(link: Link, parents: Mapping[str, Bar]) -> bool:
    return parents.get(link.newer.node.id) is link.older


def _order(link: Link, parents: Mapping[str, Bar]) -> tuple[bool, int, float, int, int, int]:
    """Lines of the trees first, then short ones."""
    return not _in_tree(link, parents), len(link.rows), link.base, link.newer.row, link.older.row, link.edge.key


def _make_way(made: list[Link], by_row: Mapping[int, list[Bar]]) -> None:
    """Move each label to the first place on its bar, or beside it, that no line passes."""
    passing: dict[int, list[float]] = {}
    for link in made:
        for row in link.rows:
            if row in by_row:
                passing.setdefault(row, []).append(link.x)
    for row, places in passing.items():
        places.sort()
        for bar in by_row[row]:
            x = _clear(bar, by_row[row], places)
            if x is not None:
                bar.label_x, bar.inside = x, bar.x0 <= x and x + bar.label_width <= bar.last


def _clear(bar: Bar, row: list[Bar], places: list[float]) -> float | None:
    """The first place of a label that no line passes: on its bar, else behind it, else before it."""
    crossed = [place for place in places if bar.label_x - _NEAR < place < bar.label_end + _NEAR]
    if not crossed:
        return None
    wide = bar.label_width
    begin = bar.first if bar.start == "none" else bar.x0
    behind = min(
        [
            *(other.left - _APART for other in row if other.left > bar.last),
            bar.last + (400 if bar.end == "live" else 120),
        ]
    )
    before = max([*(other.right + _APART for other in row if other.right < bar.first), bar.first - wide - 60])
    for least, most in ((begin + 7, bar.last - 5), (bar.last + 5, behind)):
        x = least
        for place in places:
            if x - _NEAR < place < x + wide + _NEAR:
                x = place + _NEAR
        if x + wide <= most:
            return x
    x = bar.first - 6 - wide
    for place in reversed(places):
        if x - _NEAR < place < x + wide + _NEAR:
            x = place - _NEAR - wide
    return x if x >= before and bar.start != "none" else None


class _Field:
    """Where lines stand, so that those of different parents do not run into one, nor through labels."""

    def __init__(self, by_row: Mapping[int, list[Bar]]) -> None:
        self._by_row = by_row
        self._taken: dict[int, list[tuple[float, Link]]] = {}

    def place(self, link: Link, weight: int) -> float:
        """The best place of a line: near its day, apart from others; ``weight`` is the price of a crossed label."""
        best, least = link.base + _CORNER, 1e9
        for track in range(_TRACKS):
            x = link.base + _CORNER + track * _APART
            if track and x > link.newer.last - _CORNER:
                break
            price = track + 10 * self._beside(link, x)
            if weight and price < least:
                price += weight * self.crossed(link, x)
            if price < least:
                best, least = x, price
            if least <= track:
                break
        self._taken.setdefault(int(best // _APART), []).append((best, link))
        return best

    def leave(self, link: Link) -> None:
        """Take a line away."""
        lot = self._taken[int(link.x // _APART)]
        lot[:] = [pair for pair in lot if pair[1].edge is not link.edge]

    def around(self, link: Link) -> Link:
        """The link by another way where it crosses labels and there is one that crosses fewer."""
        least = (self.crossed(link, link.x), 0)
        best, ways = link, (side * step * _APART for step in range(1, _FAR) for side in (1, -1))
        for way in ways if least[0] else ():
            by = link.x + way
            if not link.older.x0 + _CORNER <= by <= link.older.last - _CORNER:
                continue
            price = self.crossed(link, by), self._beside(link, by)
            if price < least:
                best, least = link._replace(by=by), price
            if not sum(least):
                break
        if best.by >= 0:
            self._taken.setdefault(int(best.by // _APART), []).append((best.by, best))
        return best

    def crossed(self, link: Link, x: float) -> int:
        """How many labels of others a line at ``x`` would cross."""
        count = 0
        for row in link.rows:
            for bar in self._by_row.get(row, ()):
                count += bar.label_x - _NEAR < x < bar.label_end + _NEAR
        return count

    def _beside(self, link: Link, x: float) -> int:
        """How many lines of other parents run beside ``x`` at the same height."""
        top, bottom = sorted((link.older.row, link.newer.row))
        count = 0
        for lot in range(int(x // _APART) - 1, int(x // _APART) + 2):
            for there, other in self._taken.get(lot, ()):
                if abs(there - x) < _APART - 0.5 and not _bundled(link, other):
                    one, two = sorted((other.older.row, other.newer.row))
                    count += one < bottom and top < two
        return count


def _bundled(link: Link, other: Link) -> bool:
    """Whether two lines may run as one: they leave the same bar for different ones in the same way."""
    return link.older is other.older and link.newer is not other.newer and link.look == other.look
