"""The ways from A to B as a picture: ours with ways side by side, and as boxes and arrows for Mermaid and DOT."""

from collections.abc import Iterator
from typing import NamedTuple

from exports.columns import COLUMN, MOST, PAD, Ground, arrow, box, lefts, line_sign, width_of, words
from exports.drawing.canvas import Canvas, plain
from exports.drawing.frame import Frame, Sign
from exports.drawing.lines import named, told
from exports.node_words import moment_line
from exports.path_text import how
from exports.picture import Picture, TooLarge, picture
from exports.style import Line, line, relation_of
from exports.table_text import counted
from ontology.vocabulary import Vocabulary
from queries.graph import Edge
from queries.path import Path
from queries.view import View


class Way(NamedTuple):
    """One way: its ids, and the edges between them."""

    ids: tuple[str, ...]
    steps: tuple[Edge, ...]


def ways(answer: Path) -> list[Way]:
    """The ways that there are to draw; the shortest alone where all were not asked for, or none of them was listed."""
    if answer.all is not None and answer.all.ways:
        return [Way(*one) for one in zip(answer.all.ways, answer.all.steps, strict=True)]
    return [Way(answer.ids, answer.steps)] if answer.ids else []


def heading(answer: Path) -> str:
    """What the picture shows."""
    through = f" through {', '.join(plain(one.title) for one in answer.through)}" if answer.through else ""
    return f"From {plain(answer.start.title)} to {plain(answer.end.title)}{through}"


def hidden_line(answer: Path) -> str:
    """How many ways are not shown, and how they are; empty where all are."""
    shown, found = len(ways(answer)), answer.all
    if found is None or (found.total <= shown and found.exact and not found.broken_off):
        return ""
    least = "" if found.exact else "at least "
    more = f"; see more with --most {min(max(found.total, shown + 1), 10 * shown)}" if found.total > shown else ""
    return f"shown {counted(shown, 'way')} of {least}{found.total:,}{more}"


def render(answer: Path, vocabulary: Vocabulary, theme: str = "auto") -> str:
    """The ways as SVG, each a column. Raises ``TooLarge`` for more than ``MOST`` ways."""
    found = ways(answer)
    if len(found) > MOST:
        raise TooLarge(f"{len(found)} ways side by side are too many to be read: ask for fewer with --most")
    canvas = Canvas()
    ground = Ground(canvas, vocabulary, answer.at)
    wide = width_of(len(found))
    subtitle = " · ".join(filter(None, (counted(len(found), "way"), moment_line(answer.at))))
    frame = Frame(canvas, wide, heading(answer), subtitle, hidden_line(answer))
    frame.legend(_signs(canvas, found, vocabulary))
    top = frame.begin()
    bottom = box(ground, answer.start, wide / 2 - COLUMN / 2, top)
    ends = [
        _way(ground, answer, place, way, left, (wide / 2, bottom))
        for place, (way, left) in enumerate(zip(found, lefts(len(found), wide), strict=True))
    ]
    spoken = [line for place, way in enumerate(found) for line in _spoken(answer, place, way, vocabulary)]
    return canvas.document(wide, frame.end(max([*ends, bottom]) + 8), heading(answer), spoken, theme)


def boxes(answer: Path, vocabulary: Vocabulary) -> Picture:
    """The ways as boxes and arrows, each entry once."""
    edges = {edge.key: edge for way in ways(answer) for edge in way.steps}
    ids = {id_ for way in ways(answer) for id_ in way.ids}
    nodes = tuple(answer.nodes[id_] for id_ in sorted(ids))
    view = View(heading(answer), nodes, tuple(edges.values()), answer.at)
    return picture(view, vocabulary)._replace(hidden=hidden_line(answer))


def _way(ground: Ground, answer: Path, place: int, way: Way, x: float, start: tuple[float, float]) -> float:
    """One column; gives its lower end."""
    y, before = start[1] + 46, start
    ground.canvas.text(x + PAD + 16, y, _title(place, way), 12, "muted", bold=True)
    y += 8
    for step, (edge, id_) in enumerate(zip(way.steps, way.ids[1:], strict=True)):
        look = _look(edge, ground.vocabulary)
        y = arrow(ground, look, x, before, y, words(_words(edge, id_, ground.vocabulary)), _tip(answer, edge, ground))
        y = box(ground, answer.nodes[id_], x, y)
        before = (x + PAD, y)
        y += 8 if step < len(way.steps) - 1 else 0
    return y


def _title(place: int, way: Way) -> str:
    return f"Way {place + 1}: {counted(len(way.steps), 'step')}"


def _words(edge: Edge, far: str, vocabulary: Vocabulary) -> list[str]:
    """How a step reads, and under which condition it holds."""
    said = plain(how(edge, far, vocabulary))
    given = edge.details().get("when") or ()
    when = [given] if isinstance(given, str) else list(given)
    return [said[:1].upper() + said[1:], *(f"when {plain(str(text))}" for text in when)]


def _look(edge: Edge, vocabulary: Vocabulary) -> Line:
    """As the relation is drawn everywhere, but with a head: a way has a direction."""
    style = line(relation_of(edge.relation, vocabulary).style) or Line("solid", "#57606a", 1.5, "normal", "#57606a")
    return style._replace(arrow="hollow" if style.arrow == "hollow" else "normal")


def _tip(answer: Path, edge: Edge, ground: Ground) -> str:
    older, newer = (plain(answer.nodes[id_].title) for id_ in (edge.object, edge.subject))
    sources = [plain(str(claim.source)) for claim in answer.claims.get(edge.key, ())]
    return "\n".join([told(edge, older, newer, ground.vocabulary), *sources])


def _signs(canvas: Canvas, found: list[Way], vocabulary: Vocabulary) -> Iterator[Sign]:
    seen: dict[str, Edge] = {}
    for way in found:
        for edge in way.steps:
            seen.setdefault(edge.relation, edge)
    for relation, edge in sorted(seen.items()):
        yield line_sign(canvas, _look(edge, vocabulary), named(relation, vocabulary))


def _spoken(answer: Path, place: int, way: Way, vocabulary: Vocabulary) -> Iterator[str]:
    """A way in words, for those who do not see it."""
    yield _title(place, way)
    for edge, before, after in zip(way.steps, way.ids, way.ids[1:], strict=False):
        said = "; ".join(_words(edge, after, vocabulary))
        yield f"{plain(answer.nodes[before].title)} → {plain(answer.nodes[after].title)}: {said}"
