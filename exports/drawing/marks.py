"""Small shapes that say a tier without its colour: the first step of every scale is a star, the last a cross."""

from exports.drawing.canvas import number

#: By the place in the scale, best first; what retires is always the cross.
SHAPES = ("star", "disc", "triangle", "diamond", "square")
RETIRED = "cross"

_UNIT = {
    "star": "0 -1 .29 -.4 .95 -.31 .47 .15 .59 .81 0 .5 -.59 .81 -.47 .15 -.95 -.31 -.29 -.4",
    "triangle": "0 -.95 .95 .75 -.95 .75",
    "diamond": "0 -1 .9 0 0 1 -.9 0",
    "square": "-.8 -.8 .8 -.8 .8 .8 -.8 .8",
    "cross": "-.9 -.55 -.55 -.9 0 -.35 .55 -.9 .9 -.55 .35 0 .9 .55 .55 .9 0 .35 -.55 .9 -.9 .55 -.35 0",
}


def shape_of(place: int, retired: bool) -> str:
    """The shape of a tier by its place in its scale.

    >>> shape_of(0, False), shape_of(1, False), shape_of(2, True)
    ('star', 'disc', 'cross')
    """
    return RETIRED if retired else SHAPES[min(place, len(SHAPES) - 1)]


def mark(shape: str, x: float, y: float, radius: float) -> str:
    """The path of a shape around a point."""
    if shape == "disc":
        r = number(radius * 0.85)
        wide = number(radius * 1.7)
        return f"M{number(x - radius * 0.85)} {number(y)}a{r} {r} 0 1 0 {wide} 0a{r} {r} 0 1 0 -{wide} 0Z"
    places = [float(part) * radius for part in _UNIT[shape].split()]
    points = (f"{number(x + dx)} {number(y + dy)}" for dx, dy in zip(places[::2], places[1::2], strict=True))
    return "M" + "L".join(points) + "Z"
