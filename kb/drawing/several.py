"""Pictures of several entries: the ways between two, and a comparison."""

from kb.drawing.wish import Drawn, Wish, own, theme
from queries.errors import BadQuestion
from queries.graph import Graph
from queries.moment import Moment


def path(graph: Graph, at: Moment, wish: Wish) -> Drawn:
    """The ways from A to B."""
    from exports import path_picture
    from queries.path import path as ask

    seen = ask(graph, wish.name, wish.others[0], at, wish.relations, most=wish.most, near=False)
    vocabulary = wish.vocabulary or graph.vocabulary
    if seen.ids is None:
        then = "".join(f" --relation '{one}'" for one in wish.relations or ()) + (
            f" --as-of {at.text}" if at.given else ""
        )
        how = "cannot tell whether there is a way" if seen.unsure else "there is no way to draw"
        raise BadQuestion(
            f"{path_picture.heading(seen)}: {how}; 'kb path {seen.start.id} {seen.end.id}{then}' says why"
        )
    hidden = path_picture.hidden_line(seen)
    if wish.form in ("svg", "png"):
        return Drawn(own(path_picture.render(seen, vocabulary, theme(wish)), wish.form), hidden)
    from exports import dot, mermaid

    boxes = path_picture.boxes(seen, vocabulary)
    text = mermaid.written(boxes) if wish.form == "mermaid" else dot.written(boxes)
    return Drawn(text.encode("utf-8", "replace"), hidden)


def migration(graph: Graph, at: Moment, wish: Wish) -> Drawn:
    """The ways to what is in use, with what each costs."""
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

    text = render(seen, wish.vocabulary or graph.vocabulary, theme(wish))
    return Drawn(own(text, wish.form), hidden_line(seen))


def comparison(graph: Graph, at: Moment, wish: Wish) -> Drawn:
    """Several entries, or the members of a family, side by side."""
    from exports.comparison_picture import chosen, hidden_line, render
    from queries.compare import compare, compare_family

    names = (wish.name, *wish.others)
    try:
        seen = compare(graph, names, at) if wish.others else compare_family(graph, wish.name, at)
    except BadQuestion as error:
        raise BadQuestion(f"a comparison takes two entries or more, or a family: {error}") from error
    text = render(seen, wish.vocabulary or graph.vocabulary, theme(wish), wish.most)
    return Drawn(own(text, wish.form), hidden_line(chosen(seen, wish.most), seen))
