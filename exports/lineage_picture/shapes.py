"""Shapes of bars and lines: how a life begins, goes on and ends, and how one leads to another."""

from collections.abc import Iterator

from exports.drawing.canvas import SELF, Canvas, number


def body(
    canvas: Canvas,
    name: str,
    start: str,
    first: float,
    x0: float,
    end: str,
    x1: float,
    last: float,
    label_end: float,
    y: float,
    high: float,
) -> Iterator[tuple[str, str]]:
    """The shapes of a bar, each with its class: how it begins, its body, how it ends."""
    if start == "none":
        box = label_end + 6
        middle = y + high / 2
        yield f"M{number(box)} {number(middle)}H{number(last)}", "line dots"
        yield _box(first, y, box - first, high, 3, 3), f"b{name}"
        if end == "live":
            yield _point(last, middle), f"b{name}"
        return
    if start == "band" and x0 > first:
        yield _box(first, y, x0 - first, high, 0, 0), f"b{name} maybe"
    if start == "soft" and x0 > first:
        yield _box(first, y, x0 - first, high, 0, 0), _fading(canvas, name, "in")
    if end in ("soft", "open") and last > x1:
        yield _box(x1, y, last - x1, high, 0, 0), _fading(canvas, name, "out")
    sharp = 2 if start == "exact" else 0
    if end == "live":
        yield _live(x0, y, max(x1 - x0, 3), high, sharp), f"b{name}"
    elif end == "exact" or x1 > x0:
        yield _box(x0, y, max(x1 - x0, 4), high, sharp, 2 if end == "exact" else 0), f"b{name}"
        if end == "exact":
            x = max(x1, x0 + 4)
            yield f"M{number(x)} {number(y - 1)}V{number(y + high + 1)}", "line stop"


def _fading(canvas: Canvas, name: str, way: str) -> str:
    first, last = (0, 1) if way == "in" else (1, 0.08)
    canvas.define_once(
        f'<linearGradient id="{SELF}-{way}{name}"><stop class="g{name}" offset="0" stop-opacity="{first}"/>'
        f'<stop class="g{name}" offset="1" stop-opacity="{last}"/></linearGradient>'
    )
    canvas.sheet.once(f".{way}{name}", f"fill:url(#{SELF}-{way}{name})")
    return f"{way}{name}"


def _box(x: float, y: float, wide: float, high: float, left: float, right: float) -> str:
    """A rectangle with its left and right corners rounded."""
    a, b = min(left, wide / 2), min(right, wide / 2)
    return (
        f"M{number(x + a)} {number(y)}H{number(x + wide - b)}q{number(b)} 0 {number(b)} {number(b)}v{number(high - 2 * b)}"
        f"q0 {number(b)} {number(-b)} {number(b)}H{number(x + a)}q{number(-a)} 0 {number(-a)} {number(-a)}"
        f"v{number(2 * a - high)}q0 {number(-a)} {number(a)} {number(-a)}Z"
    )


def _live(x: float, y: float, wide: float, high: float, round_: float) -> str:
    """A bar that goes on: it ends in a point on the line of today."""
    tip = min(6.0, wide)
    return (
        f"M{number(x + round_)} {number(y)}H{number(x + wide - tip)}l{number(tip)} {number(high / 2)}"
        f"l{number(-tip)} {number(high / 2)}H{number(x + round_)}q{number(-round_)} 0 {number(-round_)} {number(-round_)}"
        f"v{number(2 * round_ - high)}q0 {number(-round_)} {number(round_)} {number(-round_)}Z"
    )


def _point(x: float, y: float) -> str:
    return f"M{number(x - 6)} {number(y - 5)}L{number(x)} {number(y)}L{number(x - 6)} {number(y + 5)}Z"
