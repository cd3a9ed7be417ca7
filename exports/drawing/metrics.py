"""How wide text is: measured widths of one family that every system has under one name or another.

Liberation Sans, Arial and Helvetica are equally wide letter by letter. What the table lacks is taken generously.
"""

import json
import unicodedata
from functools import cache, lru_cache
from pathlib import Path

#: The family as SVG names it; the first that a reader's machine has is taken, and all are equally wide.
FAMILY = "'Liberation Sans',Arial,Helvetica,sans-serif"
_TABLE = Path(__file__).with_name("widths.json")
_WIDE, _OTHER = 1.02, 0.68


def width(text: str, size: float, bold: bool = False) -> float:
    """The width of one line of text.

    >>> width("Saga", 10), width("Saga", 10, bold=True), width("漢字", 10)
    (23.35, 23.9, 20.4)
    """
    return round(size * _ems(text, bold), 2)


def shortened(text: str, size: float, most: float, bold: bool = False) -> str:
    """The text, or as much of it as fits, with an ellipsis; at a space where that loses little.

    >>> shortened("Two-Phase Commit", 10, 60)
    'Two-Phas…'
    """
    if width(text, size, bold) <= most:
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if width(text[:middle].rstrip() + "…", size, bold) <= most:
            low = middle
        else:
            high = middle - 1
    cut = text[:low].rstrip()
    space = cut.rfind(" ")
    return (cut[:space] if space > 0.7 * len(cut) else cut).rstrip(" ,;:-–") + "…"


def wrapped(text: str, size: float, most: float, lines: int = 100, bold: bool = False) -> list[str]:
    """The text in at most so many lines, none wider than ``most``; the last one is shortened where there is more.

    >>> wrapped("Conflict-free Replicated Data Types", 10, 80)
    ['Conflict-free', 'Replicated Data', 'Types']
    """
    found: list[str] = []
    line = ""
    words = text.split()
    for place, word in enumerate(words):
        wider = f"{line} {word}" if line else word
        if not line or width(wider, size, bold) <= most:
            line = wider
            continue
        if len(found) == lines - 1:
            line = " ".join([line, *words[place:]])
            break
        found.append(line)
        line = word
    return [shortened(one, size, most, bold) for one in [*found, line] if one]


@lru_cache(maxsize=20_000)
def _ems(text: str, bold: bool) -> float:
    table = _widths()[bold]
    return sum(table[char] if char in table else _guess(char) for char in text)


def _guess(char: str) -> float:
    if unicodedata.combining(char) or unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0.0
    code = ord(char)
    return _WIDE if unicodedata.east_asian_width(char) in "WF" else 1.4 if code >= 0x1F000 else _OTHER


@cache
def _widths() -> tuple[dict[str, float], dict[str, float]]:
    data = json.loads(_TABLE.read_text(encoding="utf-8"))
    regular, bold = (
        {chr(int(first) + step): wide / 1000 for first, run in data[name].items() for step, wide in enumerate(run)}
        for name in ("regular", "bold")
    )
    return regular, bold
