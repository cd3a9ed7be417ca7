"""Lines between bars: each goes straight up or down on the day when the newer end takes over, and labels make way."""

from collections.abc import Mapping
from typing import NamedTuple

from exports.lineage_picture.bars import Bar
from exports.lineage_picture.labels import Labels, make_way
from exports.lineage_picture.scale import Scale
from exports.style import Line, line, relation_of
from ontology.vocabulary import Vocabulary
from queries.graph import Edge

#: A line meets its bar so far from the bar's corner; lines of different parents keep so far apart.
_CORNER, _APART, _BESIDE, _TRACKS = 4.0, 5.0, 4.5, 8
#: How many such steps a line may go aside to get past a label.
_FAR = 120
#: Beyond so many crossings of lines and rows, labels are not asked to make way.
_MOST = 1_000_000


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
    field = _Field(bars)
    crowded = sum(len(link.rows) for link in ordered) > _MOST
    made = [link._replace(x=field.place(link, 0 if crowded or _in_tree(link, parents) else 1)) for link in ordered]
    if crowded:
        return made
    make_way(_passing(made, by_row), by_row)
    field.labels = Labels(bars)
    for number, link in enumerate(made):
        if field.labels.crossed(link.x, link.rows):
            field.leave(link)
            made[number] = link._replace(x=field.place(link, 50))
    make_way(_passing(made, by_row), by_row)
    field.labels = Labels(bars)
    return [field.around(link) for link in made]


def _in_tree(link: Link, parents: Mapping[str, Bar]) -> bool:
    return parents.get(link.newer.node.id) is link.older


def _order(link: Link, parents: Mapping[str, Bar]) -> tuple[bool, int, float, int, int, int]:
    """Lines of the trees first, then short ones."""
    return not _in_tree(link, parents), len(link.rows), link.base, link.newer.row, link.older.row, link.edge.key


def _passing(made: list[Link], by_row: Mapping[int, list[Bar]]) -> dict[int, list[float]]:
    """Where lines pass each row in which something stands."""
    found: dict[int, list[float]] = {}
    for link in made:
        for row in link.rows:
            if row in by_row:
                found.setdefault(row, []).append(link.x)
    return found


class _Field:
    """Where lines stand, so that those of different parents do not run into one, nor through labels."""

    def __init__(self, bars: list[Bar]) -> None:
        self.labels = Labels(bars)
        self._taken: dict[int, list[tuple[float, int, int, Link]]] = {}

    def place(self, link: Link, weight: int) -> float:
        """The best place of a line: near its day, apart from others; ``weight`` is the price of a crossed label."""
        best, least, rows = link.base + _CORNER, 1e9, link.rows
        for track in range(_TRACKS):
            x = link.base + _CORNER + track * _APART
            if (track and x > link.newer.last - _CORNER) or least <= track:
                break
            price = track + 10 * self._beside(link, x)
            if weight and price < least:
                price += weight * self.labels.crossed(x, rows)
            if price < least:
                best, least = x, price
        self._take(best, link)
        return best

    def leave(self, link: Link) -> None:
        """Take a line away."""
        lot = self._taken[int(link.x // _APART)]
        lot[:] = [taken for taken in lot if taken[3].edge is not link.edge]

    def around(self, link: Link) -> Link:
        """The link by another way where it crosses labels and there is one that crosses fewer."""
        least, rows = (self.labels.crossed(link.x, link.rows), 0), link.rows
        best, ways = link, (side * step * _APART for step in range(1, _FAR) for side in (1, -1))
        for way in ways if least[0] else ():
            by = link.x + way
            if not link.older.x0 + _CORNER <= by <= link.older.last - _CORNER:
                continue
            price = self.labels.crossed(by, rows), self._beside(link, by)
            if price < least:
                best, least = link._replace(by=by), price
            if not sum(least):
                break
        if best.by >= 0:
            self._take(best.by, best)
        return best

    def _take(self, x: float, link: Link) -> None:
        rows = link.rows
        self._taken.setdefault(int(x // _APART), []).append((x, rows.start - 1, rows.stop, link))

    def _beside(self, link: Link, x: float) -> int:
        """How many lines of other parents run beside ``x`` at the same height."""
        rows = link.rows
        top, bottom = rows.start - 1, rows.stop
        count = 0
        for lot in range(int(x // _APART) - 1, int(x // _APART) + 2):
            for there, first, last, other in self._taken.get(lot, ()):
                if first < bottom and top < last and -_BESIDE < there - x < _BESIDE:
                    count += not _bundled(link, other)
        return count


def _bundled(link: Link, other: Link) -> bool:
    """Whether two lines may run as one: they leave the same bar for different ones in the same way."""
    return link.older is other.older and link.newer is not other.newer and link.look == other.look
