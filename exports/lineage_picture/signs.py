"""What the signs of the lineage picture mean: only those that it uses."""

from collections.abc import Callable, Iterator
from functools import partial

from exports.drawing.canvas import Canvas, number
from exports.drawing.frame import Sign
from exports.drawing.lines import line_class, named
from exports.drawing.marks import mark
from exports.drawing.theme import look
from exports.lineage_picture.bars import Bar
from exports.lineage_picture.routes import Link
from exports.lineage_picture.shapes import body
from exports.node_words import tier_label
from ontology.vocabulary import Vocabulary

_WIDE, _HIGH = 30.0, 12.0
_GREY = look("#8fa3b8")
_GREY_GONE = look("#8fa3b8", faded=True)
_STARTS = {
    "band": "begun within these years",
    "soft": "begun about then",
    "none": "no date of introduction",
}
_ENDS = {
    "live": "in use today",
    "exact": "retired, at its end",
    "soft": "retired within these years",
    "open": "retired, nobody says when",
}


def signs(canvas: Canvas, bars: list[Bar], links: list[Link], vocabulary: Vocabulary, past: bool) -> Iterator[Sign]:
    """The legend: tiers, then how lives begin and end, then lines."""
    yield from _tiers(canvas, bars, vocabulary)
    ends = {bar.end for bar in bars}
    for end, label in _ENDS.items():
        if end in ends:
            words = "in use then" if past and end == "live" else label
            yield Sign(words, partial(_life, canvas, "exact", end))
    starts = {bar.start for bar in bars}
    for start, label in _STARTS.items():
        if start in starts:
            yield Sign(label, partial(_life, canvas, start, "live"))
    if any(not bar.node.defined for bar in bars):
        yield Sign("known only by name", _boxed(canvas))
    yield from _relations(canvas, links, vocabulary)


def _tiers(canvas: Canvas, bars: list[Bar], vocabulary: Vocabulary) -> Iterator[Sign]:
    seen: dict[tuple[str, int], Bar] = {}
    for bar in bars:
        found = vocabulary.tier(bar.node.tier) if bar.node.tier else None
        if found:
            seen.setdefault((found[0].name, found[1]), bar)
    for scale, place in sorted(seen, key=lambda key: (list(vocabulary.scales).index(key[0]), key[1])):
        bar = seen[scale, place]
        tier = vocabulary.scales[scale].tiers[place]
        yield Sign(tier_label(tier), partial(_tier, canvas, bar), 18)


def _tier(canvas: Canvas, bar: Bar, x: float, y: float) -> None:
    name = canvas.sheet.look(bar.look)
    canvas.rect(x, y, 18, 14, f"b{name}", 2)
    canvas.path(mark(bar.mark, x + 9, y + 7, 4.6), f"m{name}")


def _life(canvas: Canvas, start: str, end: str, x: float, y: float) -> None:
    """A small bar that begins and ends in a way."""
    name = canvas.sheet.look(_GREY if end == "live" else _GREY_GONE)
    first, x0 = x, x + (14 if start in ("band", "soft") else 0)
    x1 = x + (8 if end in ("soft", "open") else _WIDE)
    if start == "none":
        x1 = x + _WIDE
    shape = (start, first, x0, end, x1, x + _WIDE, x + 12)
    for path in body(canvas, name, *shape, y + 1, _HIGH):
        canvas.path(*path)


def _boxed(canvas: Canvas) -> Callable[[float, float], None]:
    def draw(x: float, y: float) -> None:
        name = canvas.sheet.look(look("#ffffff", hollow=True))
        canvas.rect(x, y + 1, _WIDE, _HIGH, f"b{name}", 2)

    return draw


def _relations(canvas: Canvas, links: list[Link], vocabulary: Vocabulary) -> Iterator[Sign]:
    seen: dict[tuple[str, str], Link] = {}
    for link in links:
        seen.setdefault((link.edge.relation, link.look.dash), link)
    for (name, _), link in sorted(seen.items()):
        words = named(name, vocabulary) + (" (to consider)" if link.edge.strength == "consider" else "")
        yield Sign(words, partial(_arrow, canvas, link))


def _arrow(canvas: Canvas, link: Link, x: float, y: float) -> None:
    canvas.path(f"M{number(x)} {number(y + 7)}H{number(x + _WIDE - 2)}", f"e {line_class(canvas, link.look)}")
