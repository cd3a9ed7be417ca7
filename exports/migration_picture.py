"""A migration as SVG: ways side by side, each a column of steps, with the reasons between them and what each step costs."""

from functools import partial
from typing import NamedTuple

from exports.drawing import marks
from exports.drawing.canvas import Canvas, number, plain
from exports.drawing.frame import MARGIN, Frame, Sign
from exports.drawing.lines import line_class, named
from exports.drawing.metrics import width, wrapped
from exports.lineage_picture.bars import node_look, node_mark
from exports.migration_words import capabilities, heading, hidden_line, reasons, way_title
from exports.node_words import facts, moment_line
from exports.picture import TooLarge
from exports.style import Line, line, relation_of
from exports.table_text import counted
from ontology.vocabulary import Vocabulary
from queries.capabilities import Delta
from queries.graph import Edge, Node
from queries.migrate import Hop, Migration, Way
from queries.moment import retired
from queries.replacement import RELATION

#: More columns would be wider than anybody scrolls.
MOST = 12
_COLUMN, _GAP, _PAD = 330.0, 34.0, 12.0
_TITLE, _BODY, _LINE = 13.5, 12.0, 16.0
_HUE = "#9fb3c8"
_SIGNS = {"gained": "+", "lost": "−"}


class _Block(NamedTuple):
    """Lines of text with a sign before the first."""

    sign: str
    class_: str
    lines: list[str]


class _Picture(NamedTuple):
    """What everything is drawn with."""

    canvas: Canvas
    answer: Migration
    vocabulary: Vocabulary


def render(answer: Migration, vocabulary: Vocabulary, theme: str = "auto") -> str:
    """The picture. Raises ``TooLarge`` for more than ``MOST`` ways."""
    ways = answer.ways
    if len(ways) > MOST:
        raise TooLarge(f"{len(ways)} ways side by side are too many to be read: ask for fewer with --most")
    canvas = Canvas()
    canvas.sheet.rule(".gained", "fill:#1a7f37", "fill:#3fb950")
    canvas.sheet.rule(".lost", "fill:#cf222e", "fill:#ff7b72")
    drawing = _Picture(canvas, answer, vocabulary)
    wide = max(2 * MARGIN + len(ways) * (_COLUMN + _GAP) - _GAP, 620.0)
    words = " · ".join(filter(None, (counted(len(ways), "way"), moment_line(answer.at))))
    frame = Frame(canvas, wide, heading(answer), words, hidden_line(answer))
    frame.legend(_signs(drawing))
    middle = wide / 2
    top = frame.begin()
    bottom = _box(drawing, answer.node, middle - _COLUMN / 2, top, ())
    left = (wide - (len(ways) * (_COLUMN + _GAP) - _GAP)) / 2
    ends = [
        _way(drawing, place, way, left + place * (_COLUMN + _GAP), (middle, bottom)) for place, way in enumerate(ways)
    ]
    return canvas.document(wide, frame.end(max(ends) + 4), heading(answer), _told(drawing), theme)


def _way(drawing: _Picture, place: int, way: Way, x: float, start: tuple[float, float]) -> float:
    """One column; gives its lower end."""
    canvas = drawing.canvas
    y = start[1] + 46
    canvas.text(x + _PAD + 16, y, way_title(place, way), 12, "muted", bold=True)
    y += 8
    before = start
    for step, hop in enumerate(way.hops):
        y = _reasons(drawing, hop, x, before, y)
        y = _box(drawing, hop.newer, x, y, _blocks(hop.delta, _COLUMN - 2 * _PAD))
        before = (x + _PAD, y)
        y += 8 if step < len(way.hops) - 1 else 0
    if len(way.hops) > 1 and any(way.delta):
        canvas.text(x + _PAD, y + 22, "In all", 12, "muted", bold=True)
        y = _write(canvas, _blocks(way.delta, _COLUMN - 2 * _PAD), x + _PAD, y + 40) - 12
    risks = [_Block("!", "lost", wrapped(plain(risk), _BODY, _COLUMN - 2 * _PAD - 14)) for risk in way.risks]
    return _write(canvas, risks, x + _PAD, y + 22) if risks else y + 8


def _reasons(drawing: _Picture, hop: Hop, x: float, before: tuple[float, float], y: float) -> float:
    """The arrow to a step, with why people took it on its right; gives where the step begins."""
    canvas, room = drawing.canvas, _COLUMN - 2 * _PAD - 16
    blocks = [_Block("", "ink", wrapped(text, _BODY, room)) for text in reasons(hop)]
    end = y + sum(len(block.lines) * _LINE + 5 for block in blocks) + (20 if blocks else 34)
    look = _look(hop.edge, drawing.vocabulary)
    rail = x + _PAD
    canvas.open("n", _tip(hop, drawing))
    d = f"M{number(before[0])} {number(before[1] + 1)}"
    if before[0] == rail:
        d += f"V{number(end - 3)}"
    else:
        turn = before[1] + 14
        side = 8 if rail > before[0] else -8
        d += f"V{number(turn - 8)}Q{number(before[0])} {number(turn)} {number(before[0] + side)} {number(turn)}"
        d += f"H{number(rail - side)}Q{number(rail)} {number(turn)} {number(rail)} {number(turn + 8)}V{number(end - 3)}"
    canvas.path(d, f"e {line_class(canvas, look)}")
    _write(canvas, blocks, rail + 2, y + 20)
    canvas.close()
    return end


def _look(edge: Edge, vocabulary: Vocabulary) -> Line:
    """Solid for an exact replacement, dashed for a partial one; the colour is that of the relation."""
    style = line(relation_of(edge.relation, vocabulary).style) or Line("solid", "#57606a", 1.5, "normal", "#57606a")
    return style._replace(dash="solid" if edge.strength == "exact" else "dashed", arrow="normal")


def _box(drawing: _Picture, node: Node, x: float, y: float, blocks: tuple[_Block, ...]) -> float:
    """A step as a box, below its name what it gains and loses; gives its lower end."""
    canvas, answer = drawing.canvas, drawing.answer
    look = canvas.sheet.look(node_look(node, drawing.vocabulary, bool(retired(node, answer.at)), _HUE))
    mark = node_mark(node, drawing.vocabulary)
    inset = 16 if mark else 0
    titles = wrapped(plain(node.title) or node.id, _TITLE, _COLUMN - 2 * _PAD - inset, bold=True)
    said = facts(node, answer.at, drawing.vocabulary)
    head = 10 + len(titles) * 18 + (16 if said else 0) + 4
    body = sum(len(block.lines) * _LINE + 3 for block in blocks) + (12 if blocks else 0)
    canvas.open("n", " · ".join(filter(None, (plain(node.title), said))))
    if blocks:
        canvas.rect(x, y, _COLUMN, head + body, "band", 7)
    canvas.rect(x, y, _COLUMN, head, f"b{look}", 7)
    if mark:
        canvas.path(marks.mark(mark, x + _PAD + 4, y + 19, 5), f"m{look}")
    for step, words in enumerate(titles):
        canvas.text(x + _PAD + inset, y + 23 + step * 18, words, _TITLE, f"t{look}", bold=True)
    canvas.text(x + _PAD + inset, y + 22 + len(titles) * 18 - 2, said, 11, f"t{look}")
    _write(canvas, blocks, x + _PAD, y + head + 19)
    canvas.close()
    return y + head + body


def _blocks(delta: Delta, room: float) -> tuple[_Block, ...]:
    return tuple(
        _Block(_SIGNS[word], word, wrapped(name, _BODY, room - 14))
        for word, names in capabilities(delta)
        for name in names
    )


def _write(canvas: Canvas, blocks: "tuple[_Block, ...] | list[_Block]", x: float, y: float) -> float:
    """Write blocks one below the other; gives the y below."""
    gap = 3 if any(block.sign for block in blocks) else 5
    for block in blocks:
        canvas.text(x, y, block.sign, _BODY, block.class_, bold=True)
        for words in block.lines:
            canvas.text(x + 14, y, words, _BODY, "ink")
            y += _LINE
        y += gap
    return y


def _tip(hop: Hop, drawing: _Picture) -> str:
    sources = [str(claim.source) for claim in hop.claims]
    strength = "" if hop.edge.strength == "exact" else " (partly)"
    said = named(RELATION, drawing.vocabulary)
    return "\n".join([f"{plain(hop.older.title)} → {plain(hop.newer.title)}: {said}{strength}", *map(plain, sources)])


def _signs(drawing: _Picture) -> list[Sign]:
    canvas, hops = drawing.canvas, [hop for way in drawing.answer.ways for hop in way.hops]
    found = []
    for strength, label in (("exact", "replaced by"), ("partial", "partly replaced by")):
        edge = next((hop.edge for hop in hops if (hop.edge.strength == "exact") == (strength == "exact")), None)
        if edge is not None:
            found.append(Sign(label, partial(_line_sample, canvas, _look(edge, drawing.vocabulary))))
    for word, label in (("gained", "capability gained"), ("lost", "capability lost")):
        if any(told == word for hop in hops for told, _ in capabilities(hop.delta)):
            found.append(Sign(label, partial(_word_sample, canvas, word), width("+", 13, bold=True) + 2))
    return found


def _line_sample(canvas: Canvas, look: Line, x: float, y: float) -> None:
    canvas.path(f"M{number(x)} {number(y + 7)}H{number(x + 28)}", f"e {line_class(canvas, look)}")


def _word_sample(canvas: Canvas, word: str, x: float, y: float) -> None:
    canvas.text(x, y + 11, _SIGNS[word], 13, word, bold=True)


def _told(drawing: _Picture) -> list[str]:
    """The picture in words."""
    lines = []
    for place, way in enumerate(drawing.answer.ways):
        lines.append(way_title(place, way))
        for hop in way.hops:
            strength = "" if hop.edge.strength == "exact" else "partly "
            lines.append(f"{plain(hop.older.title)} is {strength}replaced by {plain(hop.newer.title)}")
            lines += reasons(hop)
            lines += [f"{word}: {'; '.join(names)}" for word, names in capabilities(hop.delta)]
        lines += map(plain, way.risks)
    return lines
