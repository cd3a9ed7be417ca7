"""A view as a Mermaid flowchart, as GitHub, GitLab and most wikis show it."""

from collections.abc import Iterable, Iterator

from exports.mermaid_text import comment, escape, front_matter
from exports.picture import Box, Group, Link, Picture, TooLarge, picture
from exports.style import Line, Paint, on_any, text_on, tint
from ontology.vocabulary import Vocabulary
from queries.view import View

#: Where Mermaid itself stops; who shows a page seldom raises it.
EDGES, CHARACTERS = 500, 50_000

#: Mermaid's brackets for Graphviz's shapes.
_BRACKETS = {
    "folder": ("[[", "]]"),
    "component": ("[[", "]]"),
    "note": (">", "]"),
    "octagon": ("{{", "}}"),
    "hexagon": ("{{", "}}"),
    "ellipse": ("([", "])"),
    "oval": ("([", "])"),
    "circle": ("((", "))"),
    "diamond": ("{", "}"),
    "cylinder": ("[(", ")]"),
    "house": ("[/", "\\]"),
    "trapezium": ("[/", "\\]"),
    "parallelogram": ("[/", "/]"),
}
_ARROWS = {
    ("solid", True): "-->",
    ("solid", False): "---",
    ("dashed", True): "-.->",
    ("dashed", False): "-.-",
    ("dotted", True): "-.->",
    ("dotted", False): "-.-",
}


def render(view: View, vocabulary: Vocabulary, title: str = "") -> str:
    """The view as a flowchart; ``title`` becomes its heading. Raises ``TooLarge`` over Mermaid's own limits.

    >>> from ontology.builtin import VOCABULARY
    >>> from queries.graph import Edge, Node
    >>> from queries.moment import Moment
    >>> nodes = (Node("2pc", "Two-Phase Commit", "pattern"), Node("saga", "Saga", "pattern"))
    >>> edges = (Edge(1, "replaces", "saga", "2pc", "partial"),)
    >>> text = render(View("Saga", nodes, edges, Moment(1, "today", 1)), VOCABULARY)
    >>> [line.strip() for line in text.splitlines() if "-.->" in line]
    ['n0 -.->|"Replaced by (partly)"| n1']
    """
    return written(picture(view, vocabulary, title), title)


def written(drawn: Picture, title: str = "") -> str:
    """A picture as a flowchart. Raises ``TooLarge`` over Mermaid's own limits."""
    text = (front_matter(title) if title else "") + "\n".join(_lines(drawn)) + "\n"
    return checked(text, len(drawn.links), "ask for fewer nodes with --most, for --picture lineage, or for DOT")


def checked(text: str, links: int, instead: str) -> str:
    """The diagram, where Mermaid will read it. Raises ``TooLarge``, with what to ask for ``instead``, where not."""
    if links >= EDGES:
        raise TooLarge(f"Mermaid draws fewer than {EDGES} edges and this diagram has {links}: {instead}")
    length = len(text.encode("utf-16-le")) // 2  # Mermaid counts as JavaScript does
    if length >= CHARACTERS:
        raise TooLarge(f"Mermaid reads fewer than {CHARACTERS:,} characters and this diagram has {length:,}: {instead}")
    return text


def _lines(drawn: Picture) -> Iterator[str]:
    classes = _classes((*drawn.loose, *(box for group in drawn.groups for box in group.boxes)))
    yield from (comment(text) for text in (drawn.hidden, drawn.moment) if text)
    yield "flowchart LR" if drawn.across else "flowchart TB"
    if drawn.title:  # an empty one would take the next line for its text
        yield f"    accTitle: {escape(drawn.title)}"
    for group in drawn.groups:
        label = " ".join(escape(part, quoted=True) for part in (group.icon, group.label) if part)
        yield f'    subgraph {group.id}["{label}"]'
        yield from (f"        {_node(box, classes)}" for box in group.boxes)
        yield "    end"
    yield from (f"    {_node(box, classes)}" for box in drawn.loose)
    yield from (f"    {_edge(link)}" for link in drawn.links)
    # After the links, whose places the styles below count; Mermaid counts these too, so they go when there is no room.
    for upper, lower in drawn.stacks[: EDGES - 1 - len(drawn.links)]:
        yield f"    {upper} ~~~ {lower}"
    for look, name in classes.items():
        yield f"    classDef {name} {css(look)}"
    yield from (f"    {_group_style(group)}" for group in drawn.groups)
    yield from _link_styles(drawn.links)


def _node(box: Box, classes: dict[Paint, str]) -> str:
    left, right = _BRACKETS.get(box.shape, ("[", "]"))
    label = "<br/>".join(escape(part, quoted=True) for part in (box.title, *box.facts) if part)
    return f'{box.id}{left}"{label}"{right}:::{classes[box.paint]}'


def _edge(link: Link) -> str:
    arrow = _ARROWS[link.line.dash, link.line.arrow != "none"]
    label = "<br/>".join(escape(part, quoted=True) for part in (link.label, link.condition) if part)
    return f'{link.tail} {arrow}|"{label}"| {link.head}'


def _classes(boxes: Iterable[Box]) -> dict[Paint, str]:
    """A class name for every look; looks whose tiers read alike in ASCII are numbered."""
    names: dict[Paint, str] = {}
    for look in sorted({box.paint for box in boxes}, key=lambda look: (look.name, look.fill, look.border)):
        same = sum(other.name == look.name for other in names)
        names[look] = f"{look.name}_{same + 1}" if same else look.name
    return names


def css(look: Paint) -> str:
    """A look as Mermaid writes it in a class."""
    dashes = ",stroke-dasharray:5 3" if look.dashed else ""
    return f"fill:{look.fill},stroke:{look.border},color:{look.text},stroke-width:{look.width:g}px{dashes}"


def _group_style(group: Group) -> str:
    fill = tint(group.color, 0.88) if group.color else "#ffffff"
    return f"style {group.id} fill:{fill},stroke:{tint(group.color or '#8c959f', 0.4)},color:{text_on(fill)}"


def _link_styles(links: tuple[Link, ...]) -> Iterator[str]:
    """One line a look, in the order in which each first occurs. Labels have the reader's own colours, which fit the paper."""
    numbers: dict[Line, list[str]] = {}
    for number, link in enumerate(links):
        numbers.setdefault(link.line, []).append(str(number))
    for look, which in numbers.items():
        dash = ",stroke-dasharray:2 3" if look.dash == "dotted" else ""
        yield f"    linkStyle {','.join(which)} stroke:{on_any(look.color)},stroke-width:{look.width:g}px{dash}"
