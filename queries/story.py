"""A lineage told in order of time: what was new with each entry, what it could not do, and why people moved to it."""

from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from ontology import dates
from queries.answers import text_of, triggers_of
from queries.chronicle import Chronicle, chronicle
from queries.graph import Edge, Graph, Held, Node
from queries.moment import Moment


class Move(NamedTuple):
    """Why people moved from an older entry: the years and the reasons, as the sources give them."""

    older: Node
    reasons: tuple[tuple[str, str], ...]
    """(year, reason); the year is empty where none is given."""


class Chapter(NamedTuple):
    """One entry at the date of its introduction."""

    node: Node
    news: tuple[str, ...]
    """What was new with it."""
    limits: tuple[str, ...]
    """What turned out to be its limits."""
    moves: tuple[Move, ...]


class Story(NamedTuple):
    """Chapters by date, then id; what has no date comes last."""

    title: str
    chapters: tuple[Chapter, ...]
    edges: tuple[Edge, ...]
    at: Moment
    sources: Mapping[str, tuple[str, ...]]
    seen: Chronicle

    def hidden_line(self) -> str:
        """One line that says what is not shown; empty where everything is."""
        return self.seen.hidden_line()


def story(
    graph: Graph,
    at: Moment,
    name: str = "",
    *,
    where: Collection[tuple[str, str]] = (),
    relations: Collection[str] | None = None,
    most: int = 40,
) -> Story:
    """The story of a lineage, a family or a whole catalogue; which entries it has is as for a chronicle."""
    seen = chronicle(graph, at, name, where=where, relations=relations, lanes="none", most=most)
    nodes = {node.id: node for node in seen.nodes}
    told = _told(graph.properties(sorted(nodes), ["timeline-entry", "innovation", "limitation"]))
    moves = _moves(graph, seen.edges, nodes)
    ordered = sorted(nodes.values(), key=lambda node: (*_date(node), node.id))
    chapters = tuple(Chapter(node, *told.get(node.id, ((), ())), moves.get(node.id, ())) for node in ordered)
    return Story(seen.title, chapters, seen.edges, at, seen.sources, seen)


def _date(node: Node) -> tuple[int, int, str]:
    return dates.sort_key(dates.parse(node.introduced) if node.introduced else None)


def _told(held: Iterable[Held]) -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    """What was new and what was lacking, by node: what a timeline says, else what the page says."""
    found: dict[str, tuple[dict[str, None], dict[str, None]]] = {}
    for one in sorted(held, key=lambda one: one.name != "timeline-entry"):
        if one.state != "chosen":
            continue
        news, limits = found.setdefault(one.node, ({}, {}))
        if one.name == "timeline-entry" and isinstance(one.value, dict):
            news |= dict.fromkeys(_texts(one.value.get("innovation")))
            limits |= dict.fromkeys(_texts(one.value.get("limitations_discovered")))
        elif one.name == "innovation":
            news |= dict.fromkeys(_texts(one.value))
        elif one.name == "limitation":
            limits |= dict.fromkeys(_texts(one.value))
    return {id_: (tuple(news), tuple(limits)) for id_, (news, limits) in found.items()}


def _texts(value: object) -> list[str]:
    items = value if isinstance(value, list) else [value]
    return [text for item in items if (text := text_of(item))]


def _moves(graph: Graph, edges: tuple[Edge, ...], nodes: Mapping[str, Node]) -> dict[str, tuple[Move, ...]]:
    claims = graph.claims(edges)
    found: dict[str, list[Move]] = {}
    for edge in edges:
        reasons = {(str(one.year or ""), one.text): None for one in triggers_of(claims.get(edge.key, ()))}
        if reasons:
            found.setdefault(edge.subject, []).append(Move(nodes[edge.object], tuple(reasons)))
    return {id_: tuple(moves) for id_, moves in found.items()}
