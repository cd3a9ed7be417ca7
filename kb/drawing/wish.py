"""What somebody wants drawn, what a kind of picture is, and what all of them share."""

from collections.abc import Callable, Collection
from typing import NamedTuple

from ontology.vocabulary import Vocabulary
from queries.diff import Difference
from queries.errors import BadQuestion
from queries.graph import Graph
from queries.moment import Moment

#: What our own layouts can be written as; pixels come last, for they need a library.
OWN = ("svg", "png")
#: What diagrams of boxes and arrows can be written as.
DIAGRAM = ("mermaid", "dot", "svg", "png")
#: The options of pictures of time.
LANED = ("where", "relation", "most", "lanes", "style")


class Wish(NamedTuple):
    """What somebody wants drawn, and how."""

    name: str = ""
    """An entry or a family; empty for the whole catalogue."""
    form: str = ""
    """A format; empty for the first that the picture has."""
    where: Collection[tuple[str, str]] = ()
    relations: Collection[str] | None = None
    hops: int | None = None
    """How far to follow relations beside the lineage; None for one."""
    most: int = 0
    """How many entries at most; 0 for what suits the picture."""
    counted: bool = False
    """Whether somebody said how many."""
    lanes: str = ""
    theme: str = ""
    vocabulary: Vocabulary | None = None
    """Words with looks of one's own; those of the catalogue where there are none."""
    others: tuple[str, ...] = ()
    """Names beside the first, for pictures of several."""
    difference: Difference | None = None
    """For a diff: what differs. The graph is then that of the second catalogue."""


class Drawn(NamedTuple):
    """A picture as bytes, and a line on what it does not show."""

    data: bytes
    hidden: str


class Picture(str):
    """A picture as text, which shows itself in a notebook where it is SVG; ``hidden`` says what it does not show."""

    __slots__ = ("hidden",)

    hidden: str

    def __new__(cls, text: str, hidden: str = "") -> "Picture":
        """Make one of its text."""
        made = super().__new__(cls, text)
        made.hidden = hidden
        return made

    def _repr_html_(self) -> str | None:
        """What a notebook shows; None where the text is to be shown as it is."""
        start = self.find("<svg")
        return self[start:] if start >= 0 else None


class Kind(NamedTuple):
    """A kind of picture: ``draw`` makes it; the first of its formats is taken where none is asked for."""

    name: str
    about: str
    formats: tuple[str, ...]
    most: int
    draw: Callable[[Graph, Moment, Wish], Drawn]
    names: tuple[int, int] = (0, 1)
    """How few and how many names it takes."""
    takes: tuple[str, ...] = ()
    """The options that mean something to it, beside those that all pictures take."""


def some(nodes: Collection[object]) -> None:
    """Raise ``BadQuestion`` where there is nothing to draw."""
    if not nodes:
        raise BadQuestion("no entry fits, so there is nothing to draw")


def own(text: str, form: str) -> bytes:
    """Our own SVG in the format that was asked for."""
    if form == "svg":
        return text.encode("utf-8", "replace")
    from exports.drawing.png import png

    return png(text)


def theme(wish: Wish) -> str:
    """Pixels cannot follow their reader, so what would is drawn for the day."""
    found = wish.theme or "auto"
    return "light" if wish.form == "png" and found == "auto" else found
