"""Pictures that we lay out ourselves."""

from kb.drawing.wish import Drawn, Wish, own, some, theme
from queries.errors import BadQuestion
from queries.graph import Graph
from queries.moment import Moment


def lineage(graph: Graph, at: Moment, wish: Wish) -> Drawn:
    """What came from what, on a time axis."""
    from exports.lineage_picture.render import render
    from queries.chronicle import check_lanes, chronicle

    check_lanes(graph, lanes := wish.lanes or "auto")
    seen = chronicle(
        graph,
        at,
        wish.name,
        where=wish.where,
        relations=wish.relations,
        lanes=lanes,
        most=wish.most,
        others=wish.others,
    )
    some(seen.nodes)
    text = render(seen, wish.vocabulary or graph.vocabulary, theme(wish))
    return Drawn(own(text, wish.form), seen.hidden_line())


def timeline(graph: Graph, at: Moment, wish: Wish) -> Drawn:
    """What came when, and why."""
    from exports.timeline_picture import render
    from queries.story import story

    seen = story(graph, at, wish.name, where=wish.where, relations=wish.relations, most=wish.most)
    some(seen.chapters)
    if wish.form == "mermaid":
        from exports import timeline_mermaid

        text = timeline_mermaid.render(seen, wish.vocabulary or graph.vocabulary)
        return Drawn(text.encode("utf-8", "replace"), seen.hidden_line())
    text = render(seen, wish.vocabulary or graph.vocabulary, theme(wish))
    return Drawn(own(text, wish.form), seen.hidden_line())


def gantt(graph: Graph, at: Moment, wish: Wish) -> Drawn:
    """Lives as bars of a Mermaid chart."""
    from exports.gantt_mermaid import hidden_line, render
    from queries.chronicle import check_lanes, chronicle

    check_lanes(graph, lanes := wish.lanes or "auto")
    seen = chronicle(graph, at, wish.name, where=wish.where, relations=wish.relations, lanes=lanes, most=wish.most)
    some([node for node in seen.nodes if node.introduced])
    return Drawn(render(seen).encode("utf-8", "replace"), hidden_line(seen))


def radar(graph: Graph, at: Moment, wish: Wish) -> Drawn:
    """Entries in the rings of their tiers."""
    from exports.radar import render
    from queries.radar import radar

    if wish.name:
        raise BadQuestion("a radar is of the whole catalogue; leave NAME out, or choose with --where")
    seen = radar(graph, at, where=wish.where, by=wish.lanes or "auto", most=wish.most)
    if wish.vocabulary:
        seen = seen._replace(scale=wish.vocabulary.scales[seen.scale.name])
    return Drawn(own(render(seen, theme(wish)), wish.form), seen.hidden_line())
