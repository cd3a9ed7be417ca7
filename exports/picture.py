"""What every drawn picture of a view shares: which boxes, groups and links it has, in which order, with which words.

Mermaid and Graphviz differ in how they write these down and in nothing else.
"""

import math
import re
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from exports.style import Line, Paint, color_of, line, paint, relation_of, shape, tier_of
from ontology.dates import parse
from ontology.text import clean, fold_space
from ontology.vocabulary import Relation, Vocabulary
from queries.graph import Edge, Node
from queries.moment import Moment, retired
from queries.verdict import group_of
from queries.view import More, View

_NOT_XML = re.compile("[\ufffe\uffff]")  # the last characters that ``clean`` keeps and no SVG may hold
_CONDITION, _ROW = 42, 4
#: About how wide a layer is with its labels where time runs across, and a box where it runs downwards.
_ACROSS, _DOWN = 290, 280
#: Up to so many boxes stand in groups; in larger pictures, looked at both ways, groups tear the lines of descent apart,
#: and each box says its tier itself.
GROUPED = 24


#: What stands for nodes that are not shown.
_BEYOND = Paint("more", "#ffffff", "#57606a", "#57606a", 1.0, dashed=True)


class TooLarge(ValueError):
    """Raised for a picture that the format cannot hold or a reader could not read; the message says what to do."""


class Box(NamedTuple):
    """One node as it is drawn."""

    id: str
    """``n0``, ``n1``, … by the order of the nodes' own ids; slugs such as ``end`` would break a diagram."""
    title: str
    facts: tuple[str, ...]
    """The lines below: its tier where no group says it, when it was introduced, whether it is retired."""
    told: str
    """The facts, with the tier in any case, for those who do not see colours and groups."""
    paint: Paint
    shape: str


class Group(NamedTuple):
    """The boxes of one tier."""

    id: str
    icon: str
    label: str
    color: str
    """Of its tier; empty for the references."""
    boxes: tuple[Box, ...]


class Link(NamedTuple):
    """One edge as it is drawn: lineage from old to new, all else from subject to object."""

    tail: str
    head: str
    label: str
    condition: str
    """When it holds, shortened; may be empty."""
    line: Line
    lineage: bool
    text: str
    """The whole edge in words, for those who do not see it."""


class Picture(NamedTuple):
    """A view, ready to be written down."""

    title: str
    moment: str
    """``as of 2016`` where a moment was asked for."""
    hidden: str
    loose: tuple[Box, ...]
    """Boxes outside every group."""
    groups: tuple[Group, ...]
    links: tuple[Link, ...]
    stacks: tuple[tuple[str, str], ...] = ()
    """Boxes without links, one below the other, so that they do not stand in one endless row."""
    across: bool = False
    """Whether time runs from left to right, and not downwards: where many boxes come from one, they stand in a column."""


def picture(view: View, vocabulary: Vocabulary, title: str = "", grouped: bool = True) -> Picture:
    """Lay out a view in words, ``grouped`` by tier where it is small. Raises ``ValueError`` for an edge whose end is not in the view."""
    nodes = sorted(view.nodes, key=lambda node: node.id)
    grouped = grouped and len(nodes) <= GROUPED
    boxes = {node.id: _box(f"n{place}", node, vocabulary, view.at, grouped) for place, node in enumerate(nodes)}
    sorted_in: dict[tuple[int, int, str], list[Node]] = {}
    for node in nodes:
        sorted_in.setdefault(_place(node, vocabulary) if grouped else _LOOSE, []).append(node)
    groups = [
        _group(f"g{number}", sorted_in[place], boxes, vocabulary)
        for number, place in enumerate(sorted(place for place in sorted_in if place != _LOOSE))
    ]
    loose = tuple(boxes[node.id] for node in sorted_in.get(_LOOSE, ()))
    links = _links(view.edges, boxes, {node.id: node for node in nodes}, vocabulary)
    beyond = list(_collapsed(view.more, boxes, len(nodes), vocabulary))
    loose += tuple(box for box, _ in beyond)
    links = tuple(sorted((*links, *(link for _, link in beyond)), key=lambda link: not link.lineage))
    return Picture(
        plain(title or view.title),
        _moment(view.at),
        plain(view.hidden_line()),
        loose,
        tuple(groups),
        links,
        tuple(pair for lot in (*(group.boxes for group in groups), loose) for pair in stacks(lot, links)),
        across(links),
    )


def _moment(at: Moment) -> str:
    """Which moment a picture shows; empty for the present."""
    seen = f"as seen {plain(at.seen)}" if at.seen else ""
    return ", ".join(filter(None, (seen, f"as of {plain(at.text)}" if at.given else "")))


def plain(text: str) -> str:
    """Text on one line, without what a terminal, a browser or an XML reader would choke on."""
    return fold_space(_NOT_XML.sub("\ufffd", clean(text)))


def years(edtf: str) -> str:
    """A date as a picture says it.

    >>> years("1978-06"), years("1978~"), years("197X"), years("2014/2020"), years("2012/.."), years("")
    ('1978', 'c. 1978', '1970s', '2014–2020', 'since 2012', '')
    """
    if "/" in edtf:
        first, last = (years(part) for part in edtf.split("/", 1))
        if first and last:
            return first if first == last else f"{first}–{last}"
        return f"since {first}" if first else f"until {last}" if last else ""
    found = parse(edtf)
    if found is None:
        return ""
    about, core = ("c. " if edtf.endswith("~") else ""), found.edtf.rstrip("~")
    return about + core[:4].replace("XX", "00s").replace("X", "0s")


_LOOSE = (9, 0, "")


def _place(node: Node, vocabulary: Vocabulary) -> tuple[int, int, str]:
    """Where the node's group stands: known tiers as their scales order them, then other words, then references."""
    if not node.tier:
        return _LOOSE if node.defined else (8, 0, "")
    found = vocabulary.tier(node.tier)
    if found is None:
        return 7, 0, plain(node.tier)
    return 0, list(vocabulary.scales).index(found[0].name), f"{found[1]:04d}"


def _group(id_: str, nodes: list[Node], boxes: dict[str, Box], vocabulary: Vocabulary) -> Group:
    inside = tuple(boxes[node.id] for node in nodes)
    tier = tier_of(nodes[0], vocabulary)
    if tier is None:
        return Group(id_, "", "Known only from references", "", inside)
    kinds = {node.kind for node in nodes}
    kind = vocabulary.kinds.get(next(iter(kinds))) if len(kinds) == 1 else None
    label = f"{plain(tier.label or tier.name)} {plain(kind.plural)}" if kind and kind.plural else plain(tier.label)
    return Group(id_, plain(tier.icon), label, color_of(tier.color, "#8c959f"), inside)


def _box(id_: str, node: Node, vocabulary: Vocabulary, at: Moment, grouped: bool) -> Box:
    gone = retired(node, at)
    tier = tier_of(node, vocabulary)
    # A box must be told apart by words, not by its colour alone.
    rank = plain(tier.label or tier.name) if tier else "" if node.defined else "reference"
    state = "" if gone is False else "retired" if gone else "retired?"
    told = [part for part in (rank, years(node.introduced), state) if part]
    facts = [part for part in told if not (grouped and part == rank)]
    look = paint(node, vocabulary, gone is True)
    title = plain(node.title) or plain(node.id) or "?"
    lines = (" · ".join(facts),) if facts else ()
    return Box(id_, title, lines, ", ".join(told), look, shape(node.kind, vocabulary))


def _links(
    edges: tuple[Edge, ...], boxes: dict[str, Box], nodes: dict[str, Node], vocabulary: Vocabulary
) -> tuple[Link, ...]:
    """The drawn edges, each once: what settles into the same line between the same boxes is one link."""
    found: dict[tuple[object, ...], Link] = {}
    for edge in sorted(edges, key=lambda edge: (edge.relation, edge.subject, edge.object, edge.key, edge.detail)):
        if missing := [end for end in (edge.subject, edge.object) if end not in boxes]:
            raise ValueError(f"the view has an edge '{edge.relation}' to '{missing[0]}', but not that node")
        relation = relation_of(edge.relation, vocabulary)
        style = line(relation.style)
        if style is None:
            continue
        tail, head = (edge.object, edge.subject) if relation.lineage else (edge.subject, edge.object)
        if relation.symmetric:
            tail, head = sorted((tail, head), key=lambda id_: (_age(nodes[id_]), id_))
        link = _link(edge, relation, style, boxes[tail], boxes[head])
        found.setdefault((edge.relation, link.tail, link.head, link.label, link.condition), link)
    # Lineage first: a layout that has to cut circles turns round what comes last.
    return tuple(sorted(found.values(), key=lambda link: not link.lineage))


def _collapsed(
    more: tuple[More, ...], boxes: dict[str, Box], number: int, vocabulary: Vocabulary
) -> Iterator[tuple[Box, Link]]:
    """A box for each group of nodes that is not shown, and the line on which it hangs."""
    for place, one in enumerate(more, number):
        relation = relation_of(one.relation, vocabulary)
        style = line(relation.style)
        if style is None:
            continue
        box = Box(f"n{place}", f"{one.number:,} more", (), "not shown", _BEYOND, "box")
        ends = (boxes[one.anchor], box) if (one.direction == "in") == relation.lineage else (box, boxes[one.anchor])
        said = plain(relation.inverse if relation.lineage else relation.label) or plain(relation.name)
        label = said[:1].upper() + said[1:]
        text = f"{boxes[one.anchor].title}: {box.title} ({label.lower()})"
        yield box, Link(ends[0].id, ends[1].id, label, "", style, relation.lineage, text)


def across(links: tuple[Link, ...]) -> bool:
    """Whether a drawing is narrower from left to right, as layers of it are: boxes are wide and low, and so are labels."""
    sizes = Counter(layers(links).values())
    deep, broad = len(sizes), max(sizes.values(), default=0)
    return deep * _ACROSS < broad * _DOWN


def layers(links: tuple[Link, ...]) -> dict[str, int]:
    """How far from the beginning each linked box stands; a link that would close a circle counts for nothing."""
    after: dict[str, list[str]] = {}
    for link in links:
        if link.tail != link.head:
            after.setdefault(link.tail, []).append(link.head)
            after.setdefault(link.head, [])
    order: list[str] = []
    place: dict[str, int] = {}
    for start in after:
        stack = [(start, iter(after[start]))] if start not in place else []
        while stack:
            box, rest = stack[-1]
            place.setdefault(box, -1)
            for head in rest:
                if head not in place:
                    stack.append((head, iter(after[head])))
                    break
            else:
                stack.pop()
                place[box] = len(order)
                order.append(box)
    found = dict.fromkeys(after, 0)
    for box in reversed(order):
        for head in after[box]:
            if place[head] < place[box]:
                found[head] = max(found[head], found[box] + 1)
    return found


def stacks(lot: tuple[Box, ...], links: tuple[Link, ...]) -> Iterator[tuple[str, str]]:
    """Pairs of boxes without links of which one is to stand below the other."""
    linked = {end for link in links for end in (link.tail, link.head)}
    alone = [box.id for box in lot if box.id not in linked]
    row = max(_ROW, math.isqrt(len(alone)))
    yield from zip(alone, alone[row:], strict=False)


def _link(edge: Edge, relation: Relation, style: Line, tail: Box, head: Box) -> Link:
    details = edge.details()
    words = [
        {"partial": "partly", "consider": "consider"}.get(edge.strength, ""),
        "together" if group_of(edge).startswith("all-of") else "",
        "expected" if details.get("expected") else "",
        "inferred" if edge.method == "inferred" else "",
    ]
    said = plain(relation.inverse if relation.lineage else relation.label) or plain(relation.name)
    extra = ", ".join(word for word in words if word)
    label = said[:1].upper() + said[1:] + (f" ({extra})" if extra else "")
    given = details.get("when") or ""
    when = plain("; ".join(map(str, given)) if isinstance(given, list) else str(given))
    short = when if len(when) <= _CONDITION else when[:_CONDITION].rsplit(" ", 1)[0].rstrip(" ,;.:") + "…"
    sign = "—" if style.arrow == "none" else "→"
    text = f"{tail.title} {sign} {head.title}: {label}" + (f" ({when})" if when else "")
    return Link(tail.id, head.id, label, short, style, relation.lineage, text)


def _age(node: Node) -> int:
    """The first day it may have been there; what has no date comes last."""
    known = node.born[0] if node.born[0] is not None else node.born[1]
    return known if known is not None else 9_999_999
