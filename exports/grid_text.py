"""A table whose cells are broken into lines until it fits a width; nothing of a cell is left out."""

import textwrap
from collections.abc import Sequence

from exports.paint import Paint

#: How wide a table is where no terminal says so.
PLAIN_WIDTH = 110
#: No column with longer text is made narrower than this.
NARROWEST = 12

_GAP = "  "


def grid(head: Sequence[str], rows: Sequence[Sequence[str]], paint: Paint) -> str | None:
    """The table, or None where the width is too small for so many columns.

    >>> print(grid(["a", "b"], [["one", "two three"]], Paint(width=10)))
    a    b
    one  two
         three
    """
    width = paint.width or PLAIN_WIDTH
    lines = [list(head), *(list(row) for row in rows)]
    natural = [max(len(line[place]) for line in lines) for place in range(len(head))]
    least = [
        max(min(natural[place], NARROWEST), max(_longest_word(line[place]) for line in lines))
        for place in range(len(head))
    ]
    room = width - len(_GAP) * (len(head) - 1)
    if sum(least) > room:
        least = [max(_longest_word(line[place]) for line in lines) for place in range(len(head))]
        if sum(least) > room:
            return None
    widths = _shared(natural, least, room)
    out = []
    for number, line in enumerate(lines):
        cells = [_wrapped(cell, width_) for cell, width_ in zip(line, widths, strict=True)]
        for place in range(max(map(len, cells))):
            parts = [
                (cell[place] if place < len(cell) else "").ljust(width_)
                for cell, width_ in zip(cells, widths, strict=True)
            ]
            text = _GAP.join(parts).rstrip()
            out.append(paint(text, "bold") if number == 0 else text)
    return "\n".join(out)


def _shared(natural: list[int], least: list[int], room: int) -> list[int]:
    """Widths between least and natural that fill the room: what is left goes to the narrowest that want more."""
    widths = list(least)
    left = room - sum(widths)
    while left > 0:
        wanting = [place for place in range(len(widths)) if widths[place] < natural[place]]
        if not wanting:
            break
        place = min(wanting, key=lambda one: (widths[one], one))
        widths[place] += 1
        left -= 1
    return widths


def _wrapped(cell: str, width: int) -> list[str]:
    return textwrap.wrap(cell, width, break_long_words=False, break_on_hyphens=False) or [""]


def _longest_word(cell: str) -> int:
    return max((len(word) for word in cell.split()), default=0)
