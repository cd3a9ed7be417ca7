"""A drawing of Graphviz on dark paper: for each colour of the day the one of the night, as rules or at once."""

import hashlib
from collections.abc import Iterator
from xml.etree import ElementTree

from exports.drawing.theme import DAY, NIGHT, by_night
from exports.style import RETIRED_BORDER, contrast, mix, text_on

_SVG = "{http://www.w3.org/2000/svg}"
_NONE = ("", "none", "transparent")
#: Fills so light that they are paper, and not the colour of a tier.
_PAPER = 1.06


def darken(root: ElementTree.Element, theme: str) -> None:
    """Give a drawing its colours by night: ``auto`` follows the reader's choice, ``dark`` holds always."""
    if theme == "light":
        return
    names: dict[str, str] = {}
    for element, colors in _nights(root):
        if theme == "dark":
            for name, color in colors.items():
                element.set(name, color)
        else:
            rule = ";".join(f"{name}:{color}" for name, color in colors.items())
            element.set("class", names.setdefault(rule, f"d{len(names)}"))
    if names:
        scope = "kb" + hashlib.sha256(ElementTree.tostring(root)).hexdigest()[:8]
        root.set("class", scope)
        rules = "".join(f".{scope} .{name}{{{rule}}}" for rule, name in names.items())
        style = ElementTree.Element(f"{_SVG}style")
        style.text = f"@media (prefers-color-scheme:dark){{{rules}}}"
        root.insert(2, style)  # behind its title and its description


def box_by_night(fill: str, border: str) -> tuple[str, str]:
    """The fill and the border of a box: as bright as by day while in use, dim when retired, dark where it was white.

    >>> box_by_night("#ffffff", "#57606a")
    ('#0d1117', '#798088')
    """
    if contrast(fill, DAY.paper) < _PAPER:
        return NIGHT.paper, by_night(border)
    if border == RETIRED_BORDER:
        return mix(fill, NIGHT.paper, 0.75), by_night(mix(fill, "#8c959f", 0.5))
    return mix(fill, NIGHT.paper, 0.25), mix(fill, "#ffffff", 0.15)


def _nights(root: ElementTree.Element) -> Iterator[tuple[ElementTree.Element, dict[str, str]]]:
    """Every shape and every text with its colours by night."""
    for owner in root.iter(f"{_SVG}g"):
        kind = owner.get("class", "")
        parts = list(owner)
        back = NIGHT.paper
        for part in parts:
            if part.tag == f"{_SVG}text" or part.tag not in _SHAPES:
                continue
            fill, stroke = (_hex(part.get(name, "")) for name in ("fill", "stroke"))
            if kind == "graph":
                found = {"fill": NIGHT.paper} if fill else {}
            elif kind == "edge":
                found = {name: by_night(color) for name, color in (("fill", fill), ("stroke", stroke)) if color}
            elif kind == "cluster":
                back = mix(fill, NIGHT.paper, 0.9) if fill and fill != DAY.paper else NIGHT.paper
                found = {"fill": back, "stroke": mix(stroke or DAY.line, NIGHT.paper, 0.5)}
            else:
                dark, border = box_by_night(fill or DAY.paper, stroke or DAY.line)
                back = dark if fill else back
                found = {**({"fill": dark} if fill else {}), "stroke": border}
            if found:
                yield part, found
        for part in parts:
            if part.tag == f"{_SVG}text":
                color = _hex(part.get("fill", "black")) or DAY.ink
                yield part, {"fill": by_night(color) if kind == "edge" else text_on(back, NIGHT.ink)}


_SHAPES = tuple(f"{_SVG}{name}" for name in ("path", "polygon", "polyline", "ellipse"))


def _hex(color: str) -> str:
    """A colour as ``#rrggbb``; empty for none."""
    if color in _NONE:
        return ""
    return {"white": "#ffffff", "black": "#000000"}.get(color, color)
