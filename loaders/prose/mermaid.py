"""What kind of diagram a block of Mermaid is."""

import re

#: A diagram says its kind within so many lines.
_MOST_LINES = 100

_LINE = re.compile(r"[^\n]*\n?")
_WORD = re.compile(r"[\w-]+")


def kind_of(text: str) -> tuple[str, int]:
    """The first word of a diagram, and where it stands; comments and front matter stand before it.

    >>> kind_of("---\\ntitle: Saga\\n---\\n%% a comment\\n  graph TD")
    ('graph', 35)
    """
    at, inside = 0, False
    for _ in range(_MOST_LINES):
        line = _LINE.match(text, at)
        words = line[0].strip() if line else ""
        if words == "---":
            inside = not inside
        elif words and not inside and not words.startswith("%%"):
            found = _WORD.search(text, at)
            return (found[0], found.start()) if found else ("", at)
        if line is None or line.end() == at:
            break
        at = line.end()
    return "", at
