"""Lines of relations: their dashes, colours and arrow heads, the same in every picture; and their words."""

from exports.drawing.canvas import SELF, Canvas, plain
from exports.drawing.theme import by_night
from exports.style import Line, relation_of
from ontology.vocabulary import Vocabulary
from queries.graph import Edge


def line_class(canvas: Canvas, look: Line) -> str:
    """The class of a look of lines, with its rule and its arrow head."""
    name = f"r{look.color[1:]}{look.dash[:2]}{look.arrow[:1]}"
    canvas.sheet.once(
        f".{name}",
        f"stroke:{look.color};stroke-width:{look.width:g}px"
        + {"dashed": ";stroke-dasharray:5 3", "dotted": ";stroke-dasharray:1.5 3"}.get(look.dash, "")
        + (f";marker-end:url(#{SELF}-{name})" if look.arrow != "none" else ""),
        f"stroke:{by_night(look.color)}",
    )
    if look.arrow != "none":
        body = f"fill:{look.color}" if look.arrow == "normal" else f"fill:none;stroke:{look.color}"
        night = by_night(look.color)
        canvas.sheet.once(f".a{name}", body, f"fill:{night}" if look.arrow == "normal" else f"stroke:{night}")
        canvas.define_once(
            f'<marker id="{SELF}-{name}" viewBox="0 0 8 8" refX="6.5" refY="4" markerWidth="8" markerHeight="8"'
            f' markerUnits="userSpaceOnUse" orient="auto"><path class="a{name}" d="M0.5 1L7 4L0.5 7Z"/></marker>'
        )
    return name


def named(relation: str, vocabulary: Vocabulary) -> str:
    """How a relation is called in a picture, which shows lineage from old to new."""
    known = relation_of(relation, vocabulary)
    label = plain(known.inverse if known.lineage else known.label) or plain(known.name)
    return label[:1].upper() + label[1:]


def told(edge: Edge, older: str, newer: str, vocabulary: Vocabulary) -> str:
    """A whole edge in words, for those who point at it or do not see it."""
    strength = {"partial": " (partly)", "consider": " (to consider)"}.get(edge.strength, "")
    text = f"{older} → {newer}: {named(edge.relation, vocabulary)}{strength}"
    when = edge.details().get("when")
    if not when:
        return text
    return f"{text} when {plain('; '.join(map(str, when)) if isinstance(when, list) else str(when))}"
