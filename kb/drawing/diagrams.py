"""Diagrams of boxes and arrows, laid out by Graphviz or Mermaid."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from kb.drawing.wish import Drawn, Wish, some, theme
from queries.diff import Difference
from queries.errors import BadQuestion
from queries.graph import Graph
from queries.moment import Moment

if TYPE_CHECKING:
    from ontology.vocabulary import Vocabulary
    from queries.view import View


def relations(graph: Graph, at: Moment, wish: Wish) -> Drawn:
    """All relations around an entry, or the best connected entries of a catalogue."""
    from queries.view import around, whole

    if wish.name:
        hops = 1 if wish.hops is None else wish.hops
        view = around(graph, wish.name, at, hops=hops, relations=wish.relations, most=wish.most)
    else:
        if not wish.counted and (found := _groups(graph, at, wish)) is not None:
            return found
        view = whole(graph, at, where=wish.where, relations=wish.relations, most=wish.most)
        some(view.nodes)
    vocabulary = wish.vocabulary or graph.vocabulary
    if wish.form == "mermaid":
        text, hidden = _mermaid(view, vocabulary)
        return Drawn(text.encode("utf-8", "replace"), hidden)
    from exports import dot

    def source(grouped: bool) -> str:
        return dot.source(view, vocabulary, grouped=grouped)

    return Drawn(drawn(source, wish), view.hidden_line())


def _groups(graph: Graph, at: Moment, wish: Wish) -> Drawn | None:
    """A catalogue that is too large for a diagram of its entries as one of its groups; None where it is small or has none."""
    from exports import dot, mermaid
    from exports.overview_picture import picture
    from queries.groups import overview

    found = overview(graph, at, wish.where, wish.relations)
    if found is None or found.entries <= wish.most:
        return None
    made = picture(found, wish.vocabulary or graph.vocabulary)
    if wish.form == "mermaid":
        return Drawn(mermaid.written(made).encode("utf-8", "replace"), made.hidden)
    return Drawn(drawn(lambda _: dot.written(made), wish), made.hidden)


def _mermaid(view: "View", vocabulary: "Vocabulary") -> tuple[str, str]:
    """The diagram, of as many nodes as Mermaid has room for, the nearest first; and what it does not show."""
    from exports import mermaid
    from exports.picture import TooLarge

    try:
        return mermaid.render(view, vocabulary), view.hidden_line()
    except TooLarge:
        pass
    why = "nodes for which Mermaid has no room (--format dot, or --picture lineage shows all)"
    few, many, text = 0, len(view.nodes), ""
    while many - few > 1:
        middle = (few + many) // 2
        try:
            text, few = mermaid.render(view.cut(middle, why), vocabulary), middle
        except TooLarge:
            many = middle
    return text or mermaid.render(view.cut(few, why), vocabulary), view.cut(few, why).hidden_line()


def tree(graph: Graph, at: Moment, wish: Wish) -> Drawn:
    """The questions of a decision tree."""
    from exports import tree_picture
    from queries.outline import outline

    seen, vocabulary = outline(graph, wish.name, at), wish.vocabulary or graph.vocabulary
    if wish.form == "mermaid":
        return Drawn(tree_picture.mermaid(seen, vocabulary).encode("utf-8", "replace"), "")
    return Drawn(drawn(lambda _: tree_picture.dot(seen, vocabulary), wish), "")


def difference(graph: Graph, at: Moment, wish: Wish) -> Drawn:
    """What came, went and changed."""
    from exports import dot, mermaid
    from exports.diff_picture import picture

    if wish.difference is None:
        raise BadQuestion("a diff is drawn of two catalogues, or of one at two moments: give a second one, or a moment")
    aside = _aside(graph, wish.difference)
    made = picture(wish.difference, wish.vocabulary or graph.vocabulary, wish.most, aside)
    if not made.loose:
        raise BadQuestion("nothing changed that could be drawn; 'kb diff' tells everything")
    if wish.form == "mermaid":
        return Drawn(mermaid.written(made).encode("utf-8", "replace"), made.hidden)
    return Drawn(drawn(lambda _: dot.written(made), wish), made.hidden)


def _aside(graph: Graph, difference: Difference) -> dict[str, str]:
    """Entries that a diagram leaves out, with the plural of their kind: what stands behind others, as in all diagrams."""
    changes = difference.changes
    found = {
        id_: node.kind for id_, node in graph.nodes({end for one in changes for end in (one.id, one.other)}).items()
    }
    for one in changes:  # what is gone is not in the graph any more
        if one.kind in ("entry-removed", "entry-renamed") and isinstance(one.before.data, dict):
            found.setdefault(one.id, str(one.before.data.get("kind", "")))
    kinds = graph.vocabulary.kinds
    return {id_: kinds[kind].plural for id_, kind in found.items() if kind in kinds and kinds[kind].background}


def drawn(source: Callable[[bool], str], wish: Wish) -> bytes:
    """A diagram as DOT, or what Graphviz makes of it: with groups, or without them where they push labels over others."""
    from exports import svg

    text = source(True)
    if wish.form == "dot":
        return text.encode("utf-8", "replace")
    data = svg.svg(text, theme(wish))
    if svg.overlapping(data):
        data = svg.svg(text := source(False), theme(wish))
    return data if wish.form == "svg" else svg.png(text, theme(wish))
