"""Colours by day and by night, as a style sheet inside the picture: one set of rules, and a second one for the dark.

Rules hold for one picture alone, since a page may show several.
"""

from functools import lru_cache
from typing import NamedTuple

from exports.drawing.metrics import FAMILY
from exports.style import contrast, mix, text_on

#: ``auto`` follows the reader's own choice.
THEMES = ("auto", "light", "dark")


class Colors(NamedTuple):
    """The colours that every picture has."""

    paper: str
    band: str
    ink: str
    muted: str
    rule: str
    line: str
    accent: str


DAY = Colors("#ffffff", "#f4f6f9", "#1f2328", "#59636e", "#d8dee4", "#6b7680", "#0969da")
NIGHT = Colors("#0d1117", "#151b23", "#e6edf3", "#9198a1", "#30363d", "#8b949e", "#4493f8")

#: Colours of things without a tier, told apart by those who see colours differently, too.
PALETTE = ("#7aa6d8", "#e5a550", "#6fbf9f", "#d98a9c", "#a696d6", "#bdb24c", "#73b7cc", "#cf9772", "#93b86b", "#b7a0b4")


class Look(NamedTuple):
    """How one sort of thing is filled, by day and by night."""

    fill: tuple[str, str]
    border: tuple[str, str]
    text: tuple[str, str]
    mark: tuple[str, str]
    dashed: bool = False


@lru_cache(maxsize=256)
def look(color: str, faded: bool = False, hollow: bool = False) -> Look:
    """The look of a thing of a colour: bright while in use, ``faded`` when retired, ``hollow`` when only named."""
    if hollow:
        return Look(
            (DAY.paper, NIGHT.paper), (DAY.line, NIGHT.line), (DAY.muted, NIGHT.muted), (DAY.line, NIGHT.line), True
        )
    if faded:
        fill = mix(color, DAY.paper, 0.7), mix(color, NIGHT.paper, 0.62)
        border = mix(color, "#8c959f", 0.55), mix(mix(color, "#8c959f", 0.35), NIGHT.paper, 0.2)
        return Look(fill, border, (DAY.ink, NIGHT.ink), (mix(color, "#000000", 0.45), color))
    fill = mix(color, DAY.paper, 0.3), mix(color, NIGHT.paper, 0.25)
    border = mix(color, "#000000", 0.3), mix(color, "#ffffff", 0.15)
    mark = mix(color, "#000000", 0.6), mix(color, "#000000", 0.7)
    return Look(fill, border, (text_on(fill[0]), text_on(fill[1])), mark)


@lru_cache(maxsize=256)
def by_night(color: str) -> str:
    """A colour of lines, made light enough for dark paper."""
    share = 0.0
    while contrast(mix(color, "#ffffff", share), NIGHT.paper) < 4.5 and share < 1:
        share += 0.1
    return mix(color, "#ffffff", share)


class Sheet:
    """The rules of one picture."""

    def __init__(self) -> None:
        self._rules: list[tuple[str, str, str]] = []
        self._names: dict[Look, str] = {}
        for name, *pair in (
            ("paper", f"fill:{DAY.paper}", f"fill:{NIGHT.paper}"),
            ("band", f"fill:{DAY.band}", f"fill:{NIGHT.band}"),
            ("ink", f"fill:{DAY.ink}", f"fill:{NIGHT.ink}"),
            ("muted", f"fill:{DAY.muted}", f"fill:{NIGHT.muted}"),
            ("accent", f"fill:{DAY.accent}", f"fill:{NIGHT.accent}"),
            ("rule", f"stroke:{DAY.rule};fill:none", f"stroke:{NIGHT.rule}"),
            ("line", f"stroke:{DAY.line};fill:none", f"stroke:{NIGHT.line}"),
            ("now", f"stroke:{DAY.accent};fill:none", f"stroke:{NIGHT.accent}"),
            ("dots", "stroke-dasharray:1.5 3", ""),
            ("dash", "stroke-dasharray:3 2;stroke-width:1.5px", ""),
            ("stop", "stroke-width:2px", ""),
            ("maybe", "fill-opacity:.35;stroke-dasharray:3 2", ""),
            ("haze", "fill-opacity:.3;stroke-opacity:0", ""),
            ("e", "fill:none", ""),
            ("e.thin", "stroke-width:1px;stroke-opacity:.6", ""),
            (
                "halo",
                f"stroke:{DAY.paper};paint-order:stroke;stroke-width:3px;stroke-linejoin:round",
                f"stroke:{NIGHT.paper}",
            ),
        ):
            self.rule(f".{name}", *pair)

    def rule(self, selector: str, day: str, night: str = "") -> None:
        """Add a rule; ``night`` says only what differs."""
        self._rules.append((selector, day, night))

    def once(self, selector: str, day: str, night: str = "") -> None:
        """Add a rule unless it is there."""
        if (found := (selector, day, night)) not in self._rules:
            self._rules.append(found)

    def look(self, wanted: Look) -> str:
        """The class of a look, with its rules: ``b3`` for the shape, ``t3`` for text on it, ``m3`` for its mark,
        ``o3`` for its mark beside it.
        """
        name = self._names.get(wanted)
        if name is None:
            name = self._names[wanted] = str(len(self._names))
            dashes = ";stroke-dasharray:4 2" if wanted.dashed else ""
            day, night = (f"fill:{wanted.fill[at]};stroke:{wanted.border[at]}" for at in (0, 1))
            self.rule(f".b{name}", day + dashes, night)
            self.rule(f".t{name}", *(f"fill:{color}" for color in wanted.text))
            self.rule(f".m{name}", *(f"fill:{color}" for color in wanted.mark))
            self.rule(f".o{name}", f"fill:{mix(wanted.border[0], DAY.ink, 0.2)}", f"fill:{wanted.border[1]}")
            self.rule(f".g{name}", *(f"stop-color:{color}" for color in wanted.fill))
        return name

    def css(self, scope: str, theme: str) -> str:
        """The rules as CSS, each of them for the picture of that class alone."""
        inside = f".{scope} "
        base = f".{scope} text{{font-family:{FAMILY}}}"
        day = "".join(f"{inside}{selector}{{{rule}}}" for selector, rule, _ in self._rules)
        night = "".join(f"{inside}{selector}{{{rule}}}" for selector, _, rule in self._rules if rule)
        if theme == "light":
            return base + day
        if theme == "dark":
            return base + day + night
        return f"{base}{day}@media (prefers-color-scheme:dark){{{night}}}"
