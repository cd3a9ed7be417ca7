"""Ways side by side, each a column of boxes with words beside the arrows between them: what several pictures share."""

from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

from exports.drawing import marks
from exports.drawing.canvas import Canvas, number, plain
from exports.drawing.frame import MARGIN, Sign
from exports.drawing.lines import line_class
from exports.drawing.metrics import wrapped
from exports.lineage_picture.bars import node_look, node_mark
from exports.node_words import facts
from exports.style import Line
from ontology.vocabulary import Vocabulary
from queries.graph import Node
from queries.moment import Moment, retired

#: More columns would be wider than anybody scrolls.
MOST = 12
COLUMN, PAD = 330.0, 12.0
BODY = 12.0
_GAP, _LINE, _TITLE = 34.0, 16.0, 13.5
_HUE = "#9fb3c8"


class Block(NamedTuple):
    """Lines of text with a sign before the first."""

    sign: str
    class_: str
    lines: list[str]


class Ground(NamedTuple):
    """What everything is drawn with."""

    canvas: Canvas
    vocabulary: Vocabulary
    at: Moment


def width_of(columns: int) -> float:
    """How wide a picture of so many columns is."""
    return max(2 * MARGIN + columns * (COLUMN + _GAP) - _GAP, 620.0)


def lefts(columns: int, wide: float) -> list[float]:
    """Where each column begins."""
    left = (wide - (columns * (COLUMN + _GAP) - _GAP)) / 2
    return [left + place * (COLUMN + _GAP) for place in range(columns)]


def words(texts: Sequence[str]) -> list[Block]:
    """Texts that stand beside an arrow."""
    return [Block("", "ink", wrapped(text, BODY, COLUMN - 2 * PAD - 16)) for text in texts]


def arrow(
    ground: Ground, look: Line, x: float, before: tuple[float, float], y: float, blocks: Sequence[Block], tip: str
) -> float:
    """The arrow to a step, with words on its right; gives where the step begins."""
    canvas = ground.canvas
    end = y + sum(len(block.lines) * _LINE + 5 for block in blocks) + (20 if blocks else 34)
    rail = x + PAD
    canvas.open("n", tip)
    d = f"M{number(before[0])} {number(before[1] + 1)}"
    if before[0] == rail:
        d += f"V{number(end - 3)}"
    else:
        turn = before[1] + 14
        side = 8 if rail > before[0] else -8
        d += f"V{number(turn - 8)}Q{number(before[0])} {number(turn)} {number(before[0] + side)} {number(turn)}"
        d += f"H{number(rail - side)}Q{number(rail)} {number(turn)} {number(rail)} {number(turn + 8)}V{number(end - 3)}"
    canvas.path(d, f"e {line_class(canvas, look)}")
    write(canvas, blocks, rail + 2, y + 20)
    canvas.close()
    return end


def box(ground: Ground, node: Node, x: float, y: float, blocks: Sequence[Block] = ()) -> float:
    """A step as a box, with words below its name; gives its lower end."""
    canvas = ground.canvas
    look = canvas.sheet.look(node_look(node, ground.vocabulary, bool(retired(node, ground.at)), _HUE))
    mark = node_mark(node, ground.vocabulary)
    inset = 16 if mark else 0
    titles = wrapped(plain(node.title) or plain(node.id) or "?", _TITLE, COLUMN - 2 * PAD - inset, bold=True)
    said = facts(node, ground.at, ground.vocabulary)
    head = 10 + len(titles) * 18 + (16 if said else 0) + 4
    body = sum(len(block.lines) * _LINE + 3 for block in blocks) + (12 if blocks else 0)
    canvas.open("n", " · ".join(filter(None, (plain(node.title), said))))
    if blocks:
        canvas.rect(x, y, COLUMN, head + body, "band", 7)
    canvas.rect(x, y, COLUMN, head, f"b{look}", 7)
    if mark:
        canvas.path(marks.mark(mark, x + PAD + 4, y + 19, 5), f"m{look}")
    for step, line in enumerate(titles):
        canvas.text(x + PAD + inset, y + 23 + step * 18, line, _TITLE, f"t{look}", bold=True)
    canvas.text(x + PAD + inset, y + 22 + len(titles) * 18 - 2, said, 11, f"t{look}")
    write(canvas, blocks, x + PAD, y + head + 19)
    canvas.close()
    return y + head + body


def write(canvas: Canvas, blocks: Sequence[Block], x: float, y: float) -> float:
    """Write blocks one below the other; gives the y below."""
    gap = 3 if any(block.sign for block in blocks) else 5
    for block in blocks:
        canvas.text(x, y, block.sign, BODY, block.class_, bold=True)
        for line in block.lines:
            canvas.text(x + 14, y, line, BODY, "ink")
            y += _LINE
        y += gap
    return y


def line_sign(canvas: Canvas, look: Line, label: str) -> Sign:
    """A sort of arrow in the legend."""
    return Sign(label, partial(_line_sample, canvas, look))


def _line_sample(canvas: Canvas, look: Line, x: float, y: float) -> None:
    canvas.path(f"M{number(x)} {number(y + 7)}H{number(x + 28)}", f"e {line_class(canvas, look)}")
