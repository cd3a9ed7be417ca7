"""A view as Graphviz DOT: old above, new below, one cluster a tier."""

import textwrap
import unicodedata

from exports.picture import Box, Group, Link, Picture, picture
from exports.style import text_on, tint
from ontology.vocabulary import Vocabulary
from queries.view import View

#: One family that every drawing program knows the widths of; a list of families is a name it does not know.
FONT = "Arial"
_NODE_WIDTH, _FACTS_WIDTH, _EDGE_WIDTH, _CAPTION_WIDTH = 22, 34, 20, 90
_POINTS = 12.0


def source(view: View, vocabulary: Vocabulary, title: str = "", grouped: bool = True) -> str:
    """The view as DOT text, tiers as groups where it is small. They go without their icons, which the fonts of PNG pictures lack.

    >>> from ontology.builtin import VOCABULARY
    >>> from queries.graph import Edge, Node
    >>> from queries.moment import Moment
    >>> nodes = (Node("2pc", "Two-Phase Commit", "pattern"), Node("saga", "Saga", "pattern"))
    >>> edges = (Edge(1, "replaces", "saga", "2pc"),)
    >>> text = source(View("Saga", nodes, edges, Moment(1, "today", 1)), VOCABULARY)
    >>> [line.strip()[:8] for line in text.splitlines() if "->" in line]
    ['n0 -> n1']
    """
    return written(picture(view, vocabulary, title, grouped))


def written(drawn: Picture) -> str:
    """A picture as DOT text."""
    import graphviz  # only those who draw pay for it

    caption = [part for part in (drawn.title, drawn.moment, drawn.hidden) if part]
    dot = graphviz.Digraph(
        "view",
        graph_attr={
            "bgcolor": "white",
            "fontcolor": "#1f2328",
            "fontname": FONT,
            "fontsize": "13",
            "label": text(*(line for part in caption for line in wrapped(part, _CAPTION_WIDTH))),
            "labelloc": "t",
            "nodesep": "0.3",
            "pad": "0.2",
            "rankdir": "LR" if drawn.across else "TB",
            "ranksep": "0.5",
            "tooltip": _tip("; ".join(caption)),
        },
        node_attr={"fontname": FONT, "fontsize": f"{_POINTS:g}", "height": "0.4", "margin": "0.14,0.07"},
        edge_attr={"arrowsize": "0.8", "fontname": FONT, "fontsize": "9"},
    )
    for group in drawn.groups:
        with dot.subgraph(name=f"cluster_{group.id}", graph_attr=_cluster(group)) as cluster:
            for box in group.boxes:
                cluster.node(box.id, **_node(box))
    for box in drawn.loose:
        dot.node(box.id, **_node(box))
    for number, link in enumerate(drawn.links):
        dot.edge(link.tail, link.head, **_edge(link, number))
    for upper, lower in drawn.stacks:
        dot.edge(upper, lower, style="invis")
    return str(dot.source)


def text(*lines: str) -> str:
    """Lines as one DOT string, in which backslashes, entities and angle brackets mean themselves."""
    import graphviz  # it takes <…> for markup unless told, and leaves backslashes and entities to us

    return graphviz.nohtml("\\n".join(line.replace("\\", "\\\\").replace("&", "&amp;") for line in lines))


def _tip(text: str) -> str:
    """A tooltip, in which Graphviz reads backslashes twice over."""
    import graphviz  # as above

    return graphviz.nohtml(text.replace("&", "&amp;").replace("\\", "\\" * 4))


def wrapped(words: str, width: int) -> list[str]:
    """Words in lines of so many letters."""
    return textwrap.wrap(words, width, break_on_hyphens=False)


def _cluster(group: Group) -> dict[str, str]:
    fill = tint(group.color, 0.85) if group.color else "#ffffff"
    return {
        "color": tint(group.color or "#8c959f", 0.4),
        "fillcolor": fill,
        "fontcolor": text_on(fill),
        "fontsize": "13",
        "id": group.id,
        "label": text(group.label),
        "labeljust": "l",
        "margin": "12",
        "style": "filled,rounded" if group.color else "dashed,rounded",
        "tooltip": _tip(group.label),
    }


def _node(box: Box) -> dict[str, str]:
    lines = [*wrapped(box.title, _NODE_WIDTH), *(part for fact in box.facts for part in wrapped(fact, _FACTS_WIDTH))]
    styles = ["filled", *(["rounded"] if box.shape == "box" else []), *(["dashed"] if box.paint.dashed else [])]
    found = {
        "color": box.paint.border,
        "fillcolor": box.paint.fill,
        "fontcolor": box.paint.text,
        "id": box.id,
        "label": text(*lines),
        "penwidth": f"{box.paint.width:g}",
        "shape": box.shape,
        "style": ",".join(styles),
        "tooltip": _tip(f"{box.title}: {box.told}" if box.told else box.title),
    }
    if not all(line.isascii() for line in lines):
        # Graphviz without system fonts takes every letter beyond its tables for as narrow as a space.
        found["width"] = f"{max(map(_width, lines)) * _POINTS / 72 + 0.28:.2f}"
    return found


def _edge(link: Link, number: int) -> dict[str, str]:
    heads = {"normal": "normal", "hollow": "empty", "none": "none"}
    lines = [*wrapped(link.label, _EDGE_WIDTH), *wrapped(link.condition, _EDGE_WIDTH)]
    return {
        "arrowhead": heads[link.line.arrow],
        "color": link.line.color,
        "fontcolor": link.line.text,
        "id": f"e{number}",
        "label": text(*(f"\u00a0{line}\u00a0" for line in lines)),  # keeps a little room between line and words
        "penwidth": f"{link.line.width:g}",
        "style": link.line.dash,
        "tooltip": _tip(link.text),
        "labeltooltip": _tip(link.text),
        "weight": "3" if link.lineage else "1",
    }


def _width(line: str) -> float:
    """The width of a line in ems, generously."""
    return sum(1.05 if unicodedata.east_asian_width(char) in "WF" else 0.56 for char in line)
