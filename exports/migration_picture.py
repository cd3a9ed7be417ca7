"""A migration as SVG: ways side by side, each a column of steps, with the reasons between them and what each step costs."""

from functools import partial
from typing import NamedTuple

from exports.columns import BODY, COLUMN, MOST, PAD, Block, Ground, arrow, box, lefts, line_sign, width_of, words, write
from exports.drawing.canvas import Canvas, plain
from exports.drawing.frame import Frame, Sign
from exports.drawing.lines import named
from exports.drawing.metrics import width, wrapped
from exports.migration_words import capabilities, heading, hidden_line, reasons, way_title
from exports.node_words import moment_line
from exports.picture import TooLarge
from exports.style import Line, line, relation_of
from exports.table_text import counted
from ontology.vocabulary import Vocabulary
from queries.capabilities import Delta
from queries.graph import Edge
from queries.migrate import Hop, Migration, Way
from queries.replacement import RELATION

_SIGNS = {"gained": "+", "lost": "−"}


class _Picture(NamedTuple):
    """What everything is drawn with."""

    ground: Ground
    answer: Migration


def render(answer: Migration, vocabulary: Vocabulary, theme: str = "auto") -> str:
    """The picture. Raises ``TooLarge`` for more than ``MOST`` ways."""
    ways = answer.ways
    if len(ways) > MOST:
        raise TooLarge(f"{len(ways)} ways side by side are too many to be read: ask for fewer with --most")
    canvas = Canvas()
    canvas.sheet.rule(".gained", "fill:#1a7f37", "fill:#3fb950")
    canvas.sheet.rule(".lost", "fill:#cf222e", "fill:#ff7b72")
    drawing = _Picture(Ground(canvas, vocabulary, answer.at), answer)
    wide = width_of(len(ways))
    subtitle = " · ".join(filter(None, (counted(len(ways), "way"), moment_line(answer.at))))
    frame = Frame(canvas, wide, heading(answer), subtitle, hidden_line(answer))
    frame.legend(_signs(drawing))
    middle = wide / 2
    top = frame.begin()
    bottom = box(drawing.ground, answer.node, middle - COLUMN / 2, top)
    places = zip(ways, lefts(len(ways), wide), strict=True)
    ends = [_way(drawing, place, way, left, (middle, bottom)) for place, (way, left) in enumerate(places)]
    return canvas.document(wide, frame.end(max(ends) + 4), heading(answer), _told(drawing), theme)


def _way(drawing: _Picture, place: int, way: Way, x: float, start: tuple[float, float]) -> float:
    """One column; gives its lower end."""
    canvas = drawing.ground.canvas
    y = start[1] + 46
    canvas.text(x + PAD + 16, y, way_title(place, way), 12, "muted", bold=True)
    y += 8
    before = start
    for step, hop in enumerate(way.hops):
        y = _reasons(drawing, hop, x, before, y)
        y = box(drawing.ground, hop.newer, x, y, _blocks(hop.delta, COLUMN - 2 * PAD))
        before = (x + PAD, y)
        y += 8 if step < len(way.hops) - 1 else 0
    if len(way.hops) > 1 and any(way.delta):
        canvas.text(x + PAD, y + 22, "In all", 12, "muted", bold=True)
        y = write(canvas, _blocks(way.delta, COLUMN - 2 * PAD), x + PAD, y + 40) - 12
    risks = [Block("!", "lost", wrapped(plain(risk), BODY, COLUMN - 2 * PAD - 14)) for risk in way.risks]
    return write(canvas, risks, x + PAD, y + 22) if risks else y + 8


def _reasons(drawing: _Picture, hop: Hop, x: float, before: tuple[float, float], y: float) -> float:
    """The arrow to a step, with why people took it on its right; gives where the step begins."""
    look = _look(hop.edge, drawing.ground.vocabulary)
    return arrow(drawing.ground, look, x, before, y, words(reasons(hop)), _tip(hop, drawing))


def _look(edge: Edge, vocabulary: Vocabulary) -> Line:
    """Solid for an exact replacement, dashed for a partial one; the colour is that of the relation."""
    style = line(relation_of(edge.relation, vocabulary).style) or Line("solid", "#57606a", 1.5, "normal", "#57606a")
    return style._replace(dash="solid" if edge.strength == "exact" else "dashed", arrow="normal")


def _blocks(delta: Delta, room: float) -> tuple[Block, ...]:
    return tuple(
        Block(_SIGNS[word], word, wrapped(name, BODY, room - 14))
        for word, names in capabilities(delta)
        for name in names
    )


def _tip(hop: Hop, drawing: _Picture) -> str:
    sources = [str(claim.source) for claim in hop.claims]
    strength = "" if hop.edge.strength == "exact" else " (partly)"
    said = named(RELATION, drawing.ground.vocabulary)
    return "\n".join([f"{plain(hop.older.title)} → {plain(hop.newer.title)}: {said}{strength}", *map(plain, sources)])


def _signs(drawing: _Picture) -> list[Sign]:
    canvas, hops = drawing.ground.canvas, [hop for way in drawing.answer.ways for hop in way.hops]
    found = []
    for strength, label in (("exact", "replaced by"), ("partial", "partly replaced by")):
        edge = next((hop.edge for hop in hops if (hop.edge.strength == "exact") == (strength == "exact")), None)
        if edge is not None:
            found.append(line_sign(canvas, _look(edge, drawing.ground.vocabulary), label))
    for word, label in (("gained", "capability gained"), ("lost", "capability lost")):
        if any(told == word for hop in hops for told, _ in capabilities(hop.delta)):
            found.append(Sign(label, partial(_word_sample, canvas, word), width("+", 13, bold=True) + 2))
    return found


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
