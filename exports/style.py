"""Colours, lines and shapes of the drawn pictures, all of them taken from the vocabulary.

A vocabulary file is a user's text: a colour that is no ``#rrggbb`` and a shape that nobody knows fall back to the
plain ones here, so nothing of it reaches a picture's source unread.
"""

import re
from typing import NamedTuple

from ontology.vocabulary import SHAPES, Relation, Style, Tier, Vocabulary
from queries.graph import Node

#: What WCAG 2 asks of text of normal size (level AA).
READABLE = 4.5
#: And of lines and signs.
SEEN = 3.5

_HEX = re.compile(r"#[0-9a-fA-F]{6}")
_INK, _GREY_INK = "#1f2328", "#57606a"
_PLAIN = "#e6edf5"
_FAINT = "#b4bbc3"
_WHITE, _DARK = "#ffffff", "#0d1117"
#: The border of what is retired, by which it is known again.
RETIRED_BORDER = "#8c959f"


class Paint(NamedTuple):
    """How a node looks. Two nodes of the same tier and state have equal paints."""

    name: str
    """ASCII letters, digits and underscores: ``tier_gold``, ``tier_bronze_retired``, ``reference``."""
    fill: str
    border: str
    text: str
    width: float
    dashed: bool = False


class Line(NamedTuple):
    """How an edge looks."""

    dash: str
    """``solid``, ``dashed`` or ``dotted``."""
    color: str
    width: float
    arrow: str
    """``normal``, ``hollow`` or ``none``."""
    text: str
    """The colour of its label, readable on white."""
    faint: bool = False


def contrast(one: str, other: str) -> float:
    """The contrast of two colours after WCAG 2, from 1 to 21.

    >>> contrast("#000000", "#ffffff"), round(contrast("#767676", "#ffffff"), 2)
    (21.0, 4.54)
    """
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def text_on(fill: str, *wishes: str) -> str:
    """A text colour that can be read on ``fill``: the first of the wishes that can be, else ink, black or white.

    >>> text_on("#ffd700"), text_on("#1f3a5f"), text_on("#e0e0e0", "#767676")
    ('#1f2328', '#ffffff', '#1f2328')
    """
    # On any fill black or white has a contrast of at least 4.58, so the search never comes back empty.
    return next(color for color in (*wishes, _INK, "#000000", _WHITE) if contrast(color, fill) >= READABLE)


def on_any(color: str) -> str:
    """A colour of lines that can be seen on white and on dark paper alike, for pictures that cannot follow their reader.

    >>> on_any("#57606a"), on_any("#b3261e")
    ('#646d76', '#bc4039')
    """
    for paper, other in ((_DARK, _WHITE), (_WHITE, "#000000")):
        share = 0
        while contrast(mix(color, other, share / 50), paper) < SEEN:
            share += 1
        color = mix(color, other, share / 50)
    return color


def tint(color: str, share: float) -> str:
    """A colour mixed with white; ``share`` is the part of white.

    >>> tint("#cd7f32", 0), tint("#cd7f32", 1)
    ('#cd7f32', '#ffffff')
    """
    return mix(color, _WHITE, share)


def paint(node: Node, vocabulary: Vocabulary, retired: bool) -> Paint:
    """The look of a node: its tier's colour; paler, with a thin grey border, when retired; white and dashed when it is
    known only from references.
    """
    if not node.defined:
        name = "reference_retired" if retired else "reference"
        return Paint(name, _WHITE, _GREY_INK, _GREY_INK, 1.0, dashed=True)
    tier = tier_of(node, vocabulary)
    kind = vocabulary.kinds.get(node.kind)
    fill = color_of(tier.color if tier else kind.color if kind else "", _PLAIN)
    name = f"tier_{_ascii(tier.name)}" if tier else "no_tier"
    if retired:
        pale = tint(fill, 0.6)
        return Paint(f"{name}_retired", pale, RETIRED_BORDER, text_on(pale, _GREY_INK), 0.75)
    return Paint(name, fill, mix(fill, "#000000", 0.4), text_on(fill), 1.5)


def tier_of(node: Node, vocabulary: Vocabulary) -> Tier | None:
    """The tier of a node; one made of the node's own word where no scale knows it; None for none."""
    if not node.tier:
        return None
    found = vocabulary.tier(node.tier)
    return found[0].tiers[found[1]] if found else Tier(node.tier, node.tier)


def relation_of(name: str, vocabulary: Vocabulary) -> Relation:
    """The declared relation, or a plain directed one for a name that nobody declared."""
    words = name.replace("-", " ").replace("_", " ")
    return vocabulary.relations.get(name) or Relation(name, words, f"{words} (backwards)")


def line(style: Style) -> Line | None:
    """How edges of a style are drawn; None for not at all."""
    if style.line == "none":
        return None
    faint = style.line == "faint"
    dash = style.line if style.line in ("dashed", "dotted") else "solid"
    color = color_of(style.color, _FAINT if faint else _GREY_INK)
    arrow = style.arrow if style.arrow in ("hollow", "none") else "normal"
    width = 0.75 if style.line in ("thin", "faint") else 1.5
    return Line(dash, color, width, arrow, text_on(_WHITE, color, _GREY_INK), faint)


def shape(kind: str, vocabulary: Vocabulary) -> str:
    """The Graphviz shape of a kind, ``box`` where it is unknown or could misread a label.

    >>> from ontology.builtin import VOCABULARY
    >>> shape("family", VOCABULARY), shape("gadget", VOCABULARY)
    ('folder', 'box')
    """
    found = vocabulary.kinds.get(kind)
    return found.shape if found and found.shape in SHAPES else "box"


def color_of(text: str, otherwise: str) -> str:
    """A colour in lower case, or another where the text is no ``#rrggbb``."""
    return text.lower() if _HEX.fullmatch(text) else otherwise


def _luminance(color: str) -> float:
    parts = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def mix(color: str, other: str, share: float) -> str:
    """A colour mixed with another one; ``share`` is the part of the other."""
    pairs = ((int(color[at : at + 2], 16), int(other[at : at + 2], 16)) for at in (1, 3, 5))
    return "#" + "".join(f"{round(one + (two - one) * share):02x}" for one, two in pairs)


def _ascii(word: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", word.lower()).strip("_") or "x"
