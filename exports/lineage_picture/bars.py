"""Lives as bars: where each begins and ends, how surely, what stands on it and what is said of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from exports.drawing import marks
from exports.drawing.canvas import plain
from exports.drawing.metrics import shortened, width
from exports.drawing.theme import PALETTE, Look, look
from exports.lineage_picture.scale import Scale
from exports.picture import years
from exports.style import color_of, tier_of
from ontology.vocabulary import Vocabulary
from queries.chronicle import Chronicle
from queries.graph import Node
from queries.moment import Moment, retired

#: A year alone is drawn as begun with its first day and over with its last.
_EXACT = 366
_TITLE, _MARK = 260.0, 13.0


class Size(NamedTuple):
    """How large everything is."""

    font: float
    bar: float
    pitch: float


#: By how many bars there are.
ROOMY, TIGHT = Size(12, 18, 30), Size(11, 15, 20)


@dataclass(slots=True, eq=False)
class Bar:
    """One life. Places are final but for ``row`` and ``label_x``, which the layout finds."""

    node: Node
    lane: int
    start: str
    """``exact``, ``band`` (a decade, a range), ``soft`` (about) or ``none`` (no date)."""
    first: float
    """Where it may have begun first; ``x0`` is where it surely had begun."""
    x0: float
    end: str
    """``live``, ``exact``, ``soft`` (within a span) or ``open`` (nobody says when)."""
    x1: float
    """Where it was surely still there; ``last`` is where it surely had ended."""
    last: float
    title: str
    label: str
    label_width: float
    look: Look
    mark: str
    tip: str
    bold: bool = False
    """Whether the picture is about this one."""
    reach: float = 0.0
    """Where the last line leaves it; beyond its end where it was taken up later."""
    row: int = -1
    label_x: float = 0.0
    inside: bool = True

    @property
    def label_end(self) -> float:
        """Where the label ends."""
        return self.label_x + self.label_width

    @property
    def left(self) -> float:
        """The first place that the bar or its label takes."""
        return min(self.first, self.label_x)

    @property
    def right(self) -> float:
        """The last place that the bar or its label takes."""
        return max(self.last, self.label_end, self.reach)


def event_days(nodes: Iterable[Node], at: Moment) -> list[int]:
    """Every day on which a life begins or ends, as far as it is known."""
    found = []
    for node in nodes:
        found += [day for day in node.born if day is not None]
        if retired(node, at):
            found += [day for day in node.retired_on if day is not None]
    return [day for day in found if day <= at.day]


def bars(chronicle: Chronicle, vocabulary: Vocabulary, scale: Scale, size: Size, column: float) -> list[Bar]:
    """One bar for each node; those without a date begin in the ``column`` of their own."""
    hues = lane_hues(chronicle, vocabulary)
    return [
        _bar(node, number, chronicle, vocabulary, scale, size, column, hues[number])
        for number, lane in enumerate(chronicle.lanes)
        for node in lane.nodes
    ]


def lane_hues(chronicle: Chronicle, vocabulary: Vocabulary) -> list[str]:
    """A colour for each lane, for what has no tier; one for all where tiers give the colours."""
    nodes = chronicle.nodes
    tiered = sum(bool(node.tier) for node in nodes) * 2 >= len(nodes)
    plain_hue = "#9fb3c8"
    named = [place for place, lane in enumerate(chronicle.lanes) if not lane.plain]
    hues = dict(zip(named, (PALETTE[place % len(PALETTE)] for place in range(len(named))), strict=True))
    return [plain_hue if tiered else hues.get(place, plain_hue) for place in range(len(chronicle.lanes))]


def node_look(node: Node, vocabulary: Vocabulary, gone: bool, hue: str) -> Look:
    """The look of a node: its tier's colour, else its kind's, else that of its lane."""
    tier = tier_of(node, vocabulary)
    kind = vocabulary.kinds.get(node.kind)
    color = color_of(tier.color if tier else "", color_of(kind.color if kind else "", hue))
    return look(color, gone, hollow=not node.defined)


def node_mark(node: Node, vocabulary: Vocabulary) -> str:
    """The shape that stands for the node's tier; empty for none."""
    found = vocabulary.tier(node.tier) if node.tier else None
    return marks.shape_of(found[1], found[0].tiers[found[1]].retired) if found else ""


def _bar(
    node: Node,
    lane: int,
    chronicle: Chronicle,
    vocabulary: Vocabulary,
    scale: Scale,
    size: Size,
    column: float,
    hue: str,
) -> Bar:
    at = chronicle.at
    gone = retired(node, at)
    start, first, x0 = _start(node, scale, at, column)
    end, x1, last = _end(node, gone, scale, x0)
    mark = node_mark(node, vocabulary)
    title = plain(node.title) or plain(node.id) or "?"
    bold = node.id == chronicle.centre
    label = shortened(title, size.font, _TITLE, bold)
    label_width = width(label, size.font, bold) + (_MARK if mark else 0)
    bar = Bar(
        node, lane, start, first, x0, end, x1, last, title, label, label_width,
        node_look(node, vocabulary, bool(gone), hue), mark, _tip(node, gone, chronicle, vocabulary), bold,
    )  # fmt: skip
    if start == "none":
        bar.label_x = first + 6
        return bar
    begin = bar.first if start == "band" and bar.x0 - bar.first > 30 else bar.x0
    bar.inside = begin + 7 + label_width + 5 <= bar.last
    if bar.inside:
        bar.label_x = begin + 7
    elif end == "live" and bar.first - 6 - label_width > scale.left:  # what lies behind today is no time
        bar.label_x = bar.first - 6 - label_width
    else:
        bar.label_x = bar.last + 5
    return bar


def _start(node: Node, scale: Scale, at: Moment, column: float) -> tuple[str, float, float]:
    early, late = node.born
    if early is None and late is None:
        return "none", column, scale.left
    if late is None or early is None:
        known = early if early is not None else late or 0
        x = scale.x(known)
        return ("exact", x, x) if early is not None else ("soft", max(x - 40, scale.left), x)
    if late - early <= _EXACT:
        x = scale.x(early)
        return "exact", x, x
    return "soft" if node.introduced.endswith("~") else "band", scale.x(early), scale.x(min(late, at.day))


def _end(node: Node, gone: bool | None, scale: Scale, x0: float) -> tuple[str, float, float]:
    """How it ends, where it was surely there, and where it surely had ended."""
    if gone is False:
        return "live", scale.right, scale.right
    early, late = node.retired_on
    if early is None and late is None:
        return "open", x0, scale.right
    right = scale.x(late) if late is not None else scale.right
    if early is not None and late is not None and late - early <= _EXACT:
        right = max(right, x0 + 5)
        return "exact", right, right
    left = scale.x(early) if early is not None else x0
    return "soft", max(left, x0), max(right, x0 + 5)


def _tip(node: Node, gone: bool | None, chronicle: Chronicle, vocabulary: Vocabulary) -> str:
    """The whole life in words, with its sources."""
    tier = tier_of(node, vocabulary)
    since = f" {plain(node.retired_text)}" if node.retired_text else ", nobody says since when"
    facts = [
        plain(tier.label or tier.name) if tier else "" if node.defined else "known only by name",
        f"introduced {years(node.introduced) or plain(node.introduced)}"
        if node.introduced
        else "no date of introduction",
        "in use" if gone is False else f"retired{since}" if gone else "perhaps retired",
    ]
    lines = [f"{plain(node.title) or plain(node.id)}: {', '.join(filter(None, facts))}"]
    return "\n".join([*lines, *map(plain, chronicle.sources.get(node.id, ()))])
