"""Pictures of a catalogue: for each kind of picture, what it takes out of the graph and how it becomes bytes."""

from collections.abc import Sequence

from kb.drawing import diagrams, laid_out, several
from kb.drawing.wish import DIAGRAM, LANED, OWN, Drawn, Kind, Picture, Wish
from kb.errors import CatalogueError
from ontology.vocabulary import Vocabulary
from queries.errors import BadQuestion
from queries.graph import Graph
from queries.moment import Moment

__all__ = ["PICTURES", "Drawn", "Kind", "Picture", "Wish", "draw", "kind_of", "styled", "takers"]


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
    _check_options(kind, wish._replace(form=form))
    try:
        return kind.draw(graph, at, wish._replace(form=form, most=wish.most or kind.most, counted=wish.most > 0))
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


def takers(option: str) -> list[str]:
    """The pictures to which an option means something."""
    return [kind.name for kind in PICTURES if option in kind.takes]


def _listed(words: Sequence[str], last: str) -> str:
    """Words as a sentence lists them."""
    return f" {last} ".join(filter(None, (", ".join(words[:-1]), words[-1])))


def _check_names(kind: Kind, wish: Wish) -> None:
    """Raise ``BadQuestion`` for more or fewer names than a picture takes."""
    few, many = kind.names
    count = len(wish.others) + bool(wish.name)
    if few <= count <= many:
        return
    at_most = "" if few else "at most "
    told = f"{few} or {many} names" if few == 1 < many else f"{many} name{'s' * (many > 1)}"
    if many > 2:
        told = f"{few} name{'s' * (few > 1)} or more" if count < few else f"{many} names"
        at_most = "at most " if count > many else ""
    raise BadQuestion(f"the {kind.name} picture takes {at_most}{told}, not {count}")


def _check_options(kind: Kind, wish: Wish) -> None:
    """Raise ``BadQuestion`` for an option that would change nothing."""
    given = {
        "where": bool(wish.where),
        "relation": bool(wish.relations),
        "hops": wish.hops is not None,
        "most": bool(wish.most),
        "lanes": bool(wish.lanes),
        "style": wish.vocabulary is not None,
    }
    for option, is_given in given.items():
        if is_given and option not in kind.takes:
            fitting = _listed(takers(option), "and")
            raise BadQuestion(f"the {kind.name} picture does not take --{option}; it is for --picture {fitting}")
    if wish.theme and wish.form not in OWN:
        raise BadQuestion(f"--theme is for SVG and PNG; {wish.form} has the colours of whoever shows it")
    if wish.hops is not None and not wish.name:
        raise BadQuestion("--hops says how far to go from an entry; name one")


#: Every kind of picture; the first is drawn where none is asked for.
PICTURES: tuple[Kind, ...] = (
    Kind(
        "relations",
        "all relations around an entry, as boxes and arrows",
        DIAGRAM,
        30,
        diagrams.relations,
        takes=("where", "relation", "hops", "most", "style"),
    ),
    Kind(
        "lineage",
        "what came from what, on a time axis; of several entries, from what they have in common",
        OWN,
        60,
        laid_out.lineage,
        (0, 12),
        LANED,
    ),
    Kind(
        "timeline",
        "what came when, what was new with it, and why people moved",
        (*OWN, "mermaid"),
        40,
        laid_out.timeline,
        takes=("where", "relation", "most", "style"),
    ),
    Kind(
        "gantt",
        "what lived from when to when, as bars in a Mermaid chart",
        ("mermaid",),
        40,
        laid_out.gantt,
        takes=("where", "relation", "most", "lanes"),
    ),
    Kind(
        "radar",
        "which entries stand in which tier",
        OWN,
        300,
        laid_out.radar,
        takes=("where", "most", "lanes", "style"),
    ),
    Kind(
        "path",
        "the ways from A to B, side by side, with what each step says",
        (*OWN, "mermaid", "dot"),
        3,
        several.path,
        (2, 2),
        ("relation", "most", "style"),
    ),
    Kind(
        "migration",
        "the ways from A to B, or to what is in use, with why people moved and what they gained and lost",
        ("mermaid", *OWN),
        3,
        several.migration,
        (1, 2),
        ("most", "style"),
    ),
    Kind(
        "comparison",
        "several entries, or a family, side by side: use, limits, what replaces each, capabilities",
        OWN,
        15,
        several.comparison,
        (1, 60),
        ("most", "style"),
    ),
    Kind(
        "tree",
        "the questions of a decision tree, and what they lead to",
        DIAGRAM,
        0,
        diagrams.tree,
        (1, 1),
        ("style",),
    ),
    Kind(
        "diff",
        "what came, went and changed between two catalogues, or two moments of one",
        DIAGRAM,
        30,
        diagrams.difference,
        (0, 2),
        ("most", "style"),
    ),
)
