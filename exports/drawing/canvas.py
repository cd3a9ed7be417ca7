"""A small writer of SVG: shapes and words in, one stand-alone document out. Nothing in it is fetched or runs."""

import hashlib
import re
from collections.abc import Iterable
from xml.sax.saxutils import escape as _escape

from exports.drawing.theme import Sheet
from ontology.text import clean, fold_space

_NOT_XML = re.compile("[\ufffe\uffff]")
#: Stands for the name of the picture itself, which is known when all is drawn; no text holds this character.
SELF = "\x01"


def escaped(text: str) -> str:
    """Text that stands for itself in XML.

    >>> escaped('<b> & "c"')
    '&lt;b&gt; &amp; &quot;c&quot;'
    """
    return _escape(text, {'"': "&quot;", SELF: ""})


def plain(text: str) -> str:
    """Text on one line, without what a terminal, a browser or an XML reader would choke on."""
    return fold_space(_NOT_XML.sub("\ufffd", clean(text)))


def number(value: float) -> str:
    """A length with at most one decimal.

    >>> number(12.0), number(3.14159), number(-0.01)
    ('12', '3.1', '0')
    """
    rounded = round(value, 1)
    return str(int(rounded)) if rounded == int(rounded) else f"{rounded:.1f}"


class Canvas:
    """What is drawn, in the order in which it is drawn; ``sheet`` holds its colours."""

    def __init__(self) -> None:
        self.sheet = Sheet()
        self._parts: list[str] = []
        self._defs: dict[str, None] = {}

    def define_once(self, text: str) -> None:
        """Add a gradient or a marker unless it is there; its id begins with ``SELF``, the picture's own name."""
        self._defs.setdefault(text)

    def open(self, class_: str = "", tip: str = "", name: str = "") -> None:
        """Begin a group; ``tip`` is what a reader sees who points at it, and hears who does not see."""
        id_ = f' id="{SELF}-{name}"' if name else ""
        self._parts.append(f"<g{_class(class_)}{id_}>" + (f"<title>{escaped(tip)}</title>" if tip else ""))

    def close(self) -> None:
        """End a group."""
        self._parts.append("</g>")

    def rect(
        self, x: float, y: float, width: float, height: float, class_: str, round_: float = 0, more: str = ""
    ) -> None:
        """A rectangle."""
        corner = f' rx="{number(round_)}"' if round_ else ""
        self._parts.append(
            f'<rect x="{number(x)}" y="{number(y)}" width="{number(max(width, 0))}" height="{number(height)}"'
            f"{corner}{_class(class_)}{more}/>"
        )

    def path(self, d: str, class_: str, tip: str = "", more: str = "") -> None:
        """A line or a shape."""
        inside = f"><title>{escaped(tip)}</title></path>" if tip else "/>"
        self._parts.append(f'<path d="{d}"{_class(class_)}{more}{inside}')

    def text(
        self, x: float, y: float, words: str, size: float, class_: str, anchor: str = "", bold: bool = False
    ) -> None:
        """One line of text; ``anchor`` is ``middle`` or ``end`` where ``x`` is not its beginning."""
        if not words:
            return
        at = f' text-anchor="{anchor}"' if anchor else ""
        weight = ' font-weight="bold"' if bold else ""
        self._parts.append(
            f'<text x="{number(x)}" y="{number(y)}" font-size="{number(size)}"{at}{weight}{_class(class_)}>{escaped(words)}</text>'
        )

    def document(self, width: float, height: float, title: str, told: Iterable[str], theme: str) -> str:
        """The whole picture, with its title and its contents in words for those who do not see it."""
        paper = f'<rect class="paper" width="{number(width)}" height="{number(height)}"/>'
        body = "\n".join((paper, *self._parts))
        desc = "\n".join(map(escaped, told))
        defs = f"<defs>{''.join(self._defs)}</defs>\n" if self._defs else ""
        css = self.sheet.css(SELF, theme)
        digest = hashlib.sha256(f"{css}{title}{desc}{defs}{body}".encode("utf-8", "replace")).hexdigest()
        wide, high = number(width), number(height)
        text = (
            f'<svg xmlns="http://www.w3.org/2000/svg" class="{SELF}" width="{wide}" height="{high}"'
            f' viewBox="0 0 {wide} {high}" role="img" aria-labelledby="{SELF}-title" aria-describedby="{SELF}-desc">\n'
            f'<title id="{SELF}-title">{escaped(title)}</title>\n<desc id="{SELF}-desc">{desc}</desc>\n'
            f"<style>{css}</style>\n{defs}{body}\n</svg>\n"
        )
        return text.replace(SELF, f"kb{digest[:8]}")


def _class(name: str) -> str:
    return f' class="{name}"' if name else ""
