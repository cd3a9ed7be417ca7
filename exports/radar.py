"""The radar as SVG: rings are tiers, slices are families or categories, and numbers lead to the names below.

A blip keeps its place from one picture to the next: it stands where its own id puts it, unless that place is taken.
"""

import math
from collections.abc import Iterator
from functools import partial
from typing import NamedTuple
from zlib import crc32

from exports.drawing import marks
from exports.drawing.canvas import Canvas, number, plain
from exports.drawing.frame import MARGIN, Frame, Sign
from exports.drawing.metrics import shortened, width, wrapped
from exports.drawing.theme import look
from exports.picture import TooLarge
from exports.style import color_of
from ontology.vocabulary import Tier
from queries.graph import Node
from queries.radar import Radar, Sector

#: More would be numbers without end.
MOST = 600
_BLIP, _ARC, _HOLE = 10.0, 24.0, 26.0
_LINE, _COLUMN, _WIDE = 17.0, 330.0, 1100.0
_SIDE, _TOP = 15.0, 36.0
_TITLE, _BESIDE = 170.0, 112.0
#: So many places for each entry of the fullest slice: the more, the fewer meet a taken one.
_ROOM = 1.4


class Blip(NamedTuple):
    """One entry: its number, and where it stands around the middle."""

    node: Node
    ring: int
    number: int
    x: float
    y: float


def render(radar: Radar, theme: str = "auto", title: str = "") -> str:
    """The picture. Raises ``TooLarge`` for more than ``MOST`` entries."""
    if len(radar.nodes) > MOST:
        raise TooLarge(f"a radar of {len(radar.nodes)} entries is too large to be read: ask for fewer with --most")
    canvas = Canvas()
    about = f" of {plain(radar.title)}" if radar.title else ""
    heading = plain(title) or f"Radar{about}: what stands in which tier"
    at = radar.at
    parts = [f"as seen {plain(at.seen)}" if at.seen else "", f"as of {plain(at.text)}" if at.given else ""]
    count = f"{len(radar.nodes)} entries, {len(radar.sectors)} {'slice' if len(radar.sectors) == 1 else 'slices'}"
    edges = _edges(radar)
    wide = max(_WIDE, 2 * (edges[-1] + 14 + _BESIDE + MARGIN))
    frame = Frame(canvas, wide, heading, " · ".join(filter(None, [count, *parts])), plain(radar.hidden_line()))
    frame.legend(_signs(canvas, radar))
    top = frame.begin() + _TOP
    middle = (wide / 2, top + edges[-1])
    found = blips(radar, edges)
    _rings(canvas, radar, edges, middle)
    for blip in found:
        _blip(canvas, radar, blip, middle)
    y = _names(canvas, radar, found, middle[1] + edges[-1] + _TOP, wide)
    told = [f"{one.number} {plain(one.node.title)}: {_tier_label(radar, one.ring)}" for one in found]
    return canvas.document(wide, frame.end(y), heading, [count, *told], theme)


def blips(radar: Radar, edges: list[float]) -> list[Blip]:
    """Every entry with its number and its place; numbers run slice by slice, from the middle outwards."""
    found: list[Blip] = []
    for place, sector in enumerate(radar.sectors):
        for ring, nodes in enumerate(sector.rings):
            slots = _slots(radar, place, edges[ring], edges[ring + 1])
            taken: dict[int, Node] = {}
            for node in sorted(nodes, key=lambda node: node.id):
                at, stride = _wish(node, len(slots))
                while at in taken:
                    at = (at + stride) % len(slots)
                taken[at] = node
            where = {node.id: slots[at] for at, node in taken.items()}
            found += [Blip(node, ring, len(found) + step + 1, *where[node.id]) for step, node in enumerate(nodes)]
    return found


def _wish(node: Node, count: int) -> tuple[int, int]:
    """The place that a node's own id gives it, and how to go on where it is taken: past every other place in turn."""
    stride = max(round(count * 0.618), 1)
    while math.gcd(stride, count) > 1:
        stride += 1
    return crc32(node.id.encode("utf-8", "replace")) % count, stride


def _edges(radar: Radar) -> list[float]:
    """Where the rings begin and end: each as broad as its fullest slice needs, with room to spare."""
    edges = [_HOLE]
    for ring in range(len(radar.scale.tiers)):
        need = max((len(sector.rings[ring]) for sector in radar.sectors), default=0)
        arcs = 2
        while len(_slots(radar, 0, edges[-1], edges[-1] + arcs * _ARC + 8)) < need * _ROOM:
            arcs += 1
        edges.append(edges[-1] + arcs * _ARC + 8)
    return edges


def _angles(radar: Radar, place: int) -> tuple[float, float]:
    """Where a slice begins and ends, clockwise from the top."""
    step = 2 * math.pi / max(len(radar.sectors), 1)
    return place * step, (place + 1) * step


def _slots(radar: Radar, place: int, inner: float, outer: float) -> list[tuple[float, float]]:
    """Places in one ring of one slice that are far enough from each other, from its borders and from its ring's name."""
    start, end = _angles(radar, place)
    arcs = max(int((outer - inner - 8) // _ARC), 1)
    found = []
    for arc in range(arcs):
        r = inner + 4 + _ARC * (arc + 0.5)
        # The names of the rings stand above the middle, at the border of the first slice and the last one.
        before = (_TOP if place == 0 else _SIDE) / r
        after = (_TOP if place == len(radar.sectors) - 1 else _SIDE) / r
        free = (end - start - before - after) * r
        count = int(free // _ARC) + 1 if free >= 0 else 0
        for step in range(count):
            angle = start + before + (free / r) * (step / (count - 1) if count > 1 else 0.5)
            found.append((r * math.sin(angle), -r * math.cos(angle)))
    return found


def _rings(canvas: Canvas, radar: Radar, edges: list[float], middle: tuple[float, float]) -> None:
    x, y = middle
    for ring in reversed(range(len(edges) - 1)):
        circle = marks.mark("disc", x, y, edges[ring + 1] / 0.85)
        canvas.path(circle, "band" if ring % 2 == 0 else "paper")
        canvas.path(circle, "rule")
    canvas.path(marks.mark("disc", x, y, _HOLE / 0.85), "paper")
    canvas.path(marks.mark("disc", x, y, _HOLE / 0.85), "rule")
    several = len(radar.sectors) > 1
    for place, sector in enumerate(radar.sectors):
        start, end = _angles(radar, place)
        if several:
            sin, cos = math.sin(start), -math.cos(start)
            canvas.path(
                f"M{number(x + _HOLE * sin)} {number(y + _HOLE * cos)}"
                f"L{number(x + edges[-1] * sin)} {number(y + edges[-1] * cos)}",
                "rule",
            )
            _outside(canvas, sector, (start + end) / 2, edges[-1] + 14, middle)
    for ring, tier in enumerate(radar.scale.tiers):
        label = plain(tier.label or tier.name)
        at = y - (edges[ring] + edges[ring + 1]) / 2
        wide = width(label, 12, bold=True) + 8
        canvas.rect(x - wide / 2, at - 9, wide, 18, "paper", 4)
        canvas.text(x, at + 4, label, 12, "ink", "middle", bold=True)


def _outside(canvas: Canvas, sector: Sector, angle: float, radius: float, middle: tuple[float, float]) -> None:
    """The title of a slice, beside its outer edge."""
    sin, cos = math.sin(angle), -math.cos(angle)
    anchor = "" if sin > 0.1 else "end" if sin < -0.1 else "middle"
    room = middle[0] - MARGIN - radius * abs(sin)
    lines = wrapped(plain(sector.title), 12, max(min(room, _TITLE), _BESIDE), 3, bold=True)
    y = middle[1] + radius * cos + 4 - (len(lines) - 1) * 7.5 * (1 - cos)
    for step, line in enumerate(lines):
        canvas.text(middle[0] + radius * sin, y + 15 * step, line, 12, "ink", anchor, bold=True)


def _tier_name(canvas: Canvas, radar: Radar, ring: int) -> str:
    tier = radar.scale.tiers[ring]
    return canvas.sheet.look(look(color_of(tier.color, "#9fb3c8"), tier.retired))


def _tier_label(radar: Radar, ring: int) -> str:
    tier: Tier = radar.scale.tiers[ring]
    return plain(tier.label or tier.name)


def _blip(canvas: Canvas, radar: Radar, blip: Blip, middle: tuple[float, float]) -> None:
    name = _tier_name(canvas, radar, blip.ring)
    x, y = middle[0] + blip.x, middle[1] + blip.y
    steps = radar.moved.get(blip.node.id, 0)
    tip = f"{blip.number} {plain(blip.node.title)}: {_tier_label(radar, blip.ring)}"
    if steps:
        tip += f", moved {'in' if steps > 0 else 'out'} by {abs(steps)} when last looked at"
    canvas.open("n", "\n".join([tip, *map(plain, radar.sources.get(blip.node.id, ()))]), f"n{blip.number}")
    canvas.path(marks.mark("disc", x, y, _BLIP / 0.85), f"b{name}")
    if steps:
        canvas.path(_arrow(x, y, math.atan2(blip.y, blip.x), steps > 0), f"b{name}")
    canvas.text(x, y + 4, str(blip.number), 11, f"l t{name}", "middle")
    canvas.close()


def _arrow(x: float, y: float, angle: float, inwards: bool) -> str:
    """A small triangle at the edge of a blip that points to the middle or away from it."""
    way = angle + math.pi if inwards else angle
    points = ((_BLIP + 5, 0.0), (_BLIP, 0.42), (_BLIP, -0.42))
    found = (f"{number(x + r * math.cos(way + off))} {number(y + r * math.sin(way + off))}" for r, off in points)
    return "M" + "L".join(found) + "Z"


def _signs(canvas: Canvas, radar: Radar) -> Iterator[Sign]:
    for ring in range(len(radar.scale.tiers)):
        label = _tier_label(radar, ring) + (" (retired)" if radar.scale.tiers[ring].retired else "")
        yield Sign(label, partial(_sample, canvas, radar, ring), 18)
    for inwards, words in ((True, "moved in when last looked at"), (False, "moved out")):
        if any((steps > 0) == inwards for steps in radar.moved.values()):
            yield Sign(words, partial(_moved_sample, canvas, inwards), 22)


def _sample(canvas: Canvas, radar: Radar, ring: int, x: float, y: float) -> None:
    tier = radar.scale.tiers[ring]
    name = _tier_name(canvas, radar, ring)
    canvas.path(marks.mark("disc", x + 9, y + 7, 8 / 0.85), f"b{name}")
    canvas.path(marks.mark(marks.shape_of(ring, tier.retired), x + 9, y + 7, 4.6), f"m{name}")


def _moved_sample(canvas: Canvas, inwards: bool, x: float, y: float) -> None:
    name = canvas.sheet.look(look("#9fb3c8"))
    canvas.path(marks.mark("disc", x + 11, y + 7, 7 / 0.85), f"b{name}")
    tip, base = (-11.0, -7.0) if inwards else (11.0, 7.0)
    canvas.path(
        f"M{number(x + 11 + tip)} {number(y + 7)}L{number(x + 11 + base)} {number(y + 3.5)}V{number(y + 10.5)}Z",
        f"b{name}",
    )


def _names(canvas: Canvas, radar: Radar, found: list[Blip], y: float, wide: float) -> float:
    """The names below the radar, slice by slice, column by column; gives where they end."""
    at = {blip.node.id: blip for blip in found}
    columns = max(int((wide - 2 * MARGIN) // _COLUMN), 1)
    column = (wide - 2 * MARGIN) / columns
    lines = list(_lines(radar))
    high = -(-len(lines) // columns)
    step = most = place = 0
    of: Sector | None = None
    for sector, ring, node in lines:
        heads = 2 * (node is None) + (sector is not None)  # a heading takes what it is about along
        if (
            place < columns - 1
            and step
            and (ring is not None or sector is not None)
            and (step >= high or (heads and step + heads > high))
        ):
            place, step = place + 1, 0
            if sector is None and of is not None and of.title:
                again = shortened(f"{plain(of.title)}, continued", 11, column - 10)
                canvas.text(MARGIN + column * place, y + 11, again, 11, "muted")
                step = 1
        of = sector or of
        if (sector, ring, node) == (None, None, None) and step == 0:
            continue
        x, line = MARGIN + column * place, y + _LINE * step + 11
        step += 1
        most = max(most, step)
        if sector is not None:
            canvas.text(x, line, shortened(plain(sector.title), 13, column - 10, bold=True), 13, "ink", bold=True)
        elif node is not None:
            canvas.text(x + 22, line, str(at[node.id].number), 11, "muted", "end")
            canvas.text(x + 28, line, shortened(plain(node.title) or node.id, 11.5, column - 38), 11.5, "ink")
        elif ring is not None:
            name, tier = _tier_name(canvas, radar, ring), radar.scale.tiers[ring]
            canvas.path(marks.mark(marks.shape_of(ring, tier.retired), x + 15, line - 4, 4.6), f"o{name}")
            canvas.text(x + 28, line, _tier_label(radar, ring), 11, "muted", bold=True)
    return y + most * _LINE + 8


def _lines(radar: Radar) -> Iterator[tuple[Sector | None, int | None, Node | None]]:
    """The lines of the list: a slice, a ring, an entry, or nothing between two slices."""
    for place, sector in enumerate(radar.sectors):
        if place:
            yield None, None, None
        if sector.title:
            yield sector, None, None
        for ring, nodes in enumerate(sector.rings):
            if nodes:
                yield None, ring, None
                yield from ((None, ring, node) for node in nodes)
