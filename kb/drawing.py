"""Pictures of a catalogue: for each kind of picture, what it takes out of the graph and how it becomes bytes."""

from collections.abc import Callable, Collection, Sequence
from typing import NamedTuple

from kb.errors import CatalogueError
from ontology.vocabulary import Vocabulary
from queries.errors import BadQuestion
from queries.graph import Graph
from queries.moment import Moment

#: What our own layouts can be written as; pixels come last, for they need a library.
OWN = ("svg", "png")


class Wish(NamedTuple):
    """What somebody wants drawn, and how."""

    name: str = ""
    """An entry or a family; empty for the whole catalogue."""
    form: str = ""
    """A format; empty for the first that the picture has."""
    where: Collection[tuple[str, str]] = ()
    relations: Collection[str] | None = None
    hops: int = 1
    most: int = 0
    """How many entries at most; 0 for what suits the picture."""
    lanes: str = "auto"
    theme: str = "auto"
    vocabulary: Vocabulary | None = None
    """Words with looks of one's own; those of the catalogue where there are none."""
    others: tuple[str, ...] = ()
    """Names beside the first, for pictures of several."""


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
    chooses: bool = True
    """Whether --where and --relation mean something to it."""


def draw(graph: Graph, at: Moment, picture: str, wish: Wish) -> Drawn:
    """Draw. Raises ``BadQuestion`` for what cannot be asked, ``CatalogueError`` for what cannot be drawn here."""
    from exports.drawing.png import NoRasterizer
    from exports.picture import TooLarge
    from exports.svg import DrawingFailed, NoGraphviz

    kind = kind_of(picture)
    form = wish.form or kind.formats[0]
    if form not in kind.formats:
        others = [other.name for other in PICTURES if form in other.formats]
        more = f"; {form} is there for --picture {_listed(others, 'and')}" if others else ""
        raise BadQuestion(f"the {picture} picture is drawn as {_listed(kind.formats, 'or')}, not as {form}{more}")
    _check_names(kind, wish)
    try:
        return kind.draw(graph, at, wish._replace(form=form, most=wish.most or kind.most))
    except (TooLarge, NoGraphviz, NoRasterizer, DrawingFailed) as error:
        raise CatalogueError(str(error)) from error


def kind_of(picture: str) -> Kind:
    """The kind of picture of a name. Raises ``BadQuestion`` for none."""
    for kind in PICTURES:
        if kind.name == picture:
            return kind
    raise BadQuestion(f"there is no picture '{picture}'; there are {', '.join(kind.name for kind in PICTURES)}")


def styled(path: str, vocabulary: Vocabulary) -> Vocabulary:
    """The vocabulary with the looks of a style sheet. Raises ``CatalogueError`` with all its mistakes, one a line."""
    from loaders.style_sheet import read_style  # most pictures look as usual

    found, problems = read_style(path, vocabulary)
    if problems:
        mistakes = f"{len(problems)} mistake{'s' * (len(problems) != 1)}"
        raise CatalogueError("\n".join([*map(str, problems), f"{path} has {mistakes}; nothing was drawn"]))
    return found


def _listed(words: Sequence[str], last: str) -> str:
    """Words as a sentence lists them."""
    return f" {last} ".join(filter(None, (", ".join(words[:-1]), words[-1])))


def _check_names(kind: Kind, wish: Wish) -> None:
    """Raise ``BadQuestion`` for more or fewer names than a picture takes, and for a choice that it does not make."""
    few, many = kind.names
    count = len(wish.others) + bool(wish.name)
    if not few <= count <= many:
        told = f"{few} or {many} names" if 0 < few < many else f"{many} name{'s' * (many > 1)}"
        at_most = "" if few else "at most "
        raise BadQuestion(f"the {kind.name} picture takes {at_most}{told}, not {count}")
    if not kind.chooses and (wish.where or wish.relations):
        raise BadQuestion(f"the {kind.name} picture takes neither --where nor --relation")


def _relations(graph: Graph, at: Moment, wish: Wish) -> Drawn:
    from queries.view import around, whole

    if wish.name:
        view = around(graph, wish.name, at, hops=wish.hops, relations=wish.relations, most=wish.most)
    else:
        view = whole(graph, at, where=wish.where, relations=wish.relations, most=wish.most)
        _some(view.nodes)
    vocabulary = wish.vocabulary or graph.vocabulary
    hidden = view.hidden_line()
    if wish.form == "mermaid":
        from exports import mermaid

        return Drawn(mermaid.render(view, vocabulary).encode(), hidden)
    from exports import dot

    source = dot.source(view, vocabulary)
    if wish.form == "dot":
        return Drawn(source.encode(), hidden)
    from exports import svg

    return Drawn(svg.svg(source) if wish.form == "svg" else svg.png(source), hidden)


def _lineage(graph: Graph, at: Moment, wish: Wish) -> Drawn:
    from exports.lineage_picture.render import render
    from queries.chronicle import check_lanes, chronicle

    check_lanes(graph, wish.lanes)
    seen = chronicle(graph, at, wish.name, where=wish.where, relations=wish.relations, lanes=wish.lanes, most=wish.most)
    _some(seen.nodes)
    text = render(seen, wish.vocabulary or graph.vocabulary, _theme(wish))
    return Drawn(_own(text, wish.form), seen.hidden_line())


def _timeline(graph: Graph, at: Moment, wish: Wish) -> Drawn:
    from exports.timeline_picture import render
    from queries.story import story

    seen = story(graph, at, wish.name, where=wish.where, relations=wish.relations, most=wish.most)
    _some(seen.chapters)
    if wish.form == "mermaid":
        from exports import timeline_mermaid

        text = timeline_mermaid.render(seen, wish.vocabulary or graph.vocabulary)
        return Drawn(text.encode("utf-8", "replace"), seen.hidden_line())
    text = render(seen, wish.vocabulary or graph.vocabulary, _theme(wish))
    return Drawn(_own(text, wish.form), seen.hidden_line())


def _gantt(graph: Graph, at: Moment, wish: Wish) -> Drawn:
    from exports.gantt_mermaid import hidden_line, render
    from queries.chronicle import check_lanes, chronicle

    check_lanes(graph, wish.lanes)
    seen = chronicle(graph, at, wish.name, where=wish.where, relations=wish.relations, lanes=wish.lanes, most=wish.most)
    _some([node for node in seen.nodes if node.introduced])
    return Drawn(render(seen).encode("utf-8", "replace"), hidden_line(seen))


def _radar(graph: Graph, at: Moment, wish: Wish) -> Drawn:
    from exports.radar import render
    from queries.radar import radar

    if wish.name:
        raise BadQuestion("a radar is of the whole catalogue; leave NAME out, or choose with --where")
    seen = radar(graph, at, where=wish.where, by=wish.lanes, most=wish.most)
    if wish.vocabulary:
        seen = seen._replace(scale=wish.vocabulary.scales[seen.scale.name])
    return Drawn(_own(render(seen, _theme(wish)), wish.form), seen.hidden_line())


def _migration(graph: Graph, at: Moment, wish: Wish) -> Drawn:
    from exports.migration_words import heading, hidden_line
    from queries.migrate import migrate

    seen = migrate(graph, wish.name, wish.others[0] if wish.others else None, at, wish.most)
    if not seen.ways:
        then = ["--as-of", at.text] if at.given else []
        names = " ".join([seen.node.id, *([seen.to.id] if seen.to else []), *then])
        raise BadQuestion(f"{heading(seen)} there is no way to draw; 'kb migrate {names}' says why")
    if wish.form == "mermaid":
        from exports import migration_mermaid

        text = migration_mermaid.render(seen, wish.vocabulary or graph.vocabulary)
        return Drawn(text.encode("utf-8", "replace"), hidden_line(seen))
    from exports.migration_picture import render

    text = render(seen, wish.vocabulary or graph.vocabulary, _theme(wish))
    return Drawn(_own(text, wish.form), hidden_line(seen))


def _tree(graph: Graph, at: Moment, wish: Wish) -> Drawn:
    from exports import tree_picture
    from queries.outline import outline

    seen, vocabulary = outline(graph, wish.name, at), wish.vocabulary or graph.vocabulary
    if wish.form == "mermaid":
        return Drawn(tree_picture.mermaid(seen, vocabulary).encode("utf-8", "replace"), "")
    source = tree_picture.dot(seen, vocabulary)
    if wish.form == "dot":
        return Drawn(source.encode("utf-8", "replace"), "")
    from exports import svg

    return Drawn(svg.svg(source) if wish.form == "svg" else svg.png(source), "")


def _some(nodes: Collection[object]) -> None:
    if not nodes:
        raise BadQuestion("no entry fits, so there is nothing to draw")


def _theme(wish: Wish) -> str:
    """Pixels cannot follow their reader, so what would is drawn for the day."""
    return "light" if wish.form == "png" and wish.theme == "auto" else wish.theme


def _own(text: str, form: str) -> bytes:
    if form == "svg":
        return text.encode("utf-8", "replace")
    from exports.drawing.png import png

    return png(text)


#: Every kind of picture; the first is drawn where none is asked for.
PICTURES: tuple[Kind, ...] = (
    Kind(
        "relations",
        "all relations around an entry, as boxes and arrows",
        ("mermaid", "dot", "svg", "png"),
        30,
        _relations,
    ),
    Kind("lineage", "what came from what, on a time axis", OWN, 60, _lineage),
    Kind("timeline", "what came when, what was new with it, and why people moved", (*OWN, "mermaid"), 40, _timeline),
    Kind("gantt", "what lived from when to when, as bars in a Mermaid chart", ("mermaid",), 40, _gantt),
    Kind("radar", "which entries stand in which tier", OWN, 300, _radar),
    Kind(
        "migration",
        "the ways from A to B, or to what is in use, with why people moved and what they gained and lost",
        ("mermaid", *OWN),
        3,
        _migration,
        (1, 2),
        chooses=False,
    ),
    Kind(
        "tree",
        "the questions of a decision tree, and what they lead to",
        ("mermaid", "dot", "svg", "png"),
        0,
        _tree,
        (1, 1),
        chooses=False,
    ),
)
