"""Markdown that shows any text as it is."""

import re
from collections.abc import Sequence

_SPECIAL = re.compile(r"[\\`*_{}\[\]<>|~#&]")


def escaped(text: str) -> str:
    """Text in one line in which no sign means anything.

    >>> escaped("a|b *c* <d>")
    'a\\\\|b \\\\*c\\\\* \\\\<d\\\\>'
    """
    return _SPECIAL.sub(r"\\\g<0>", " ".join(text.split()))


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table; every cell as it is.

    >>> print(table(("a", "b"), [["1", "x"]]))
    | a | b |
    | --- | --- |
    | 1 | x |
    """
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(
        "| " + " | ".join(cell if place == 1 else escaped(cell) for cell in line) + " |"
        for place, line in enumerate(lines)
    )
