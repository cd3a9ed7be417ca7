"""Diagrams of boxes and arrows, laid out by Graphviz or Mermaid."""

from collections.abc import Callable

from kb.drawing.wish import Drawn, Wish, some, theme
from queries.diff import Difference
from queries.errors import BadQuestion
from queries.graph import Graph
from queries.moment import Moment


def relations(graph: Graph, at: Moment, wish: Wish) -> Drawn:
    """All relations around an entry, or the best connected entries of a catalogue."""
    from queries.view import around, whole

    if wish.name:
        hops = 1 if wish.hops is None else wish.hops
        view = around(graph, wish.name, at, hops=hops, relations=wish.relations, most=wish.most)
    else:
        view = whole(graph, at, where=wish.where, relations=wish.relations, most=wish.most)
        some(view.nodes)
    vocabulary = wish.vocabulary or graph.vocabulary
    hidden = view.hidden_line()
    if wish.form == "mermaid":
        from exports import mermaid

        return Drawn(mermaid.render(view, vocabulary).encode(), hidden)
    from exports import dot

    def source(grouped: bool) -> str:
        return dot.source(view, vocabulary, grouped=grouped)

    return Drawn(drawn(source, wish), hidden)


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
