"""What happened when: the timeline of a lineage or a family, and every observation of one property."""

from collections.abc import Mapping
from typing import NamedTuple

from ontology import dates
from ontology.spans import begun_by
from queries.answers import Trigger, text_of, triggers_of
from queries.errors import BadQuestion
from queries.graph import Edge, Graph, Held, Node
from queries.lineage import ancestors
from queries.moment import Moment, holds
from queries.names import the_node
from queries.walk import counts, walk

MEMBERSHIP = "member-of"
#: What a timeline tells of each node.
TOLD = ("introduced", "innovation", "limitation", "adopter")


class Event(NamedTuple):
    """A node at the date of its introduction; ``date`` is empty where nobody gives one."""

    date: str
    node: Node
    said: tuple[Held, ...] = ()
    """Who gives the date, and other dates that are given."""
    innovations: tuple[Held, ...] = ()
    limitations: tuple[Held, ...] = ()
    """What its limits turned out to be."""
    adopters: tuple[Held, ...] = ()
    led_to: tuple[Edge, ...] = ()
    """The edges by which others of the timeline replaced it or evolved from it; the order of a family among them."""


class Move(NamedTuple):
    """Why people moved from one node to another."""

    old: Node
    new: Node
    trigger: Trigger


class Timeline(NamedTuple):
    """Events by date, then id; undated ones last."""

    node: Node
    at: Moment
    events: tuple[Event, ...]
    entries: tuple[Held, ...]
    """The records of an evolution timeline that speak of the events' nodes."""
    moves: tuple[Move, ...] = ()
    """What triggered the moves away from the events' nodes, by year; undated ones last."""
    later: int = 0
    """How many triggers came only after the moment."""
    unsure: tuple[Edge, ...] = ()
    left_out: tuple[Edge, ...] = ()
    nodes: dict[str, Node] = {}  # noqa: RUF012  # never written to
    """Every node that ``unsure`` and ``left_out`` name."""


class History(NamedTuple):
    """Every observation of one property of a node, oldest first."""

    node: Node
    property: str
    observations: tuple[tuple[str, Held], ...]
    """(date in the world as EDTF, empty where none is given; the observation)."""


def timeline(graph: Graph, name: str, at: Moment) -> Timeline:
    """The timeline of a family's members, or of a node and all that it descends from."""
    node = the_node(graph, name)
    if node.kind == "family":
        members = walk(graph, [node.id], [MEMBERSHIP], "in", at, most_hops=1)
        nodes, unsure, left_out = graph.nodes(members.depths), members.unsure, members.left_out
    else:
        line = ancestors(graph, node.id, at)
        nodes, unsure, left_out = graph.nodes([node.id, *line.depths]), line.unsure, line.left_out
    events = _events(graph, nodes, at)
    entries = [held for held in graph.properties(sorted(nodes), ["timeline-entry"]) if held.state == "chosen"]
    moves, later = _moves(graph, nodes, at)
    named = graph.nodes({end for edge in (*unsure, *left_out) for end in (edge.subject, edge.object)})
    return Timeline(node, at, events, tuple(entries), moves, later, unsure, left_out, named)


def _events(graph: Graph, nodes: Mapping[str, Node], at: Moment) -> tuple[Event, ...]:
    """What is told of each node, by date."""
    told: dict[tuple[str, str], list[Held]] = {}
    for held in graph.properties(sorted(nodes), TOLD) if nodes else ():
        if held.state in ("chosen", "other"):
            told.setdefault((held.node, held.name), []).append(held)
    following: dict[str, list[Edge]] = {}
    for edge in graph.edges(sorted(nodes), graph.vocabulary.names_of(lineage=True), "in") if nodes else ():
        if edge.subject in nodes and edge.subject != edge.object and counts(edge, inferred=True) and holds(edge, at):
            following.setdefault(edge.object, []).append(edge)
    events = [
        Event(
            one.introduced,
            one,
            tuple(told.get((one.id, "introduced"), ())),
            tuple(told.get((one.id, "innovation"), ())),
            tuple(told.get((one.id, "limitation"), ())),
            tuple(told.get((one.id, "adopter"), ())),
            tuple(
                sorted(following.get(one.id, ()), key=lambda edge: (edge.method == "inferred", edge.subject, edge.key))
            ),
        )
        for one in nodes.values()
    ]
    events.sort(key=lambda event: (dates.sort_key(dates.parse(event.date) if event.date else None), event.node.id))
    return tuple(events)


def _moves(graph: Graph, nodes: Mapping[str, Node], at: Moment) -> tuple[tuple[Move, ...], int]:
    """Why people moved away from some nodes, by year; and how many reasons came up only after the moment."""
    edges = [edge for edge in graph.edges(sorted(nodes), ["replaces"], "in") if holds(edge, at)] if nodes else []
    claims = graph.claims([edge for edge in edges if "triggers" in edge.detail])
    ends = graph.nodes({edge.subject for edge in edges})
    moves, later = [], 0
    for edge in edges:
        for one in triggers_of(claims.get(edge.key, ())):
            when = dates.parse(one.year) if one.year else None
            if when is not None and begun_by(when.earliest, when.latest, at.day) is False:
                later += 1
            else:
                moves.append(Move(nodes[edge.object], ends[edge.subject], one))
    moves.sort(
        key=lambda move: (
            dates.sort_key(dates.parse(move.trigger.year) if move.trigger.year else None),
            move.old.id,
            move.new.id,
            move.trigger.text,
        )
    )
    return tuple(moves), later


def history(graph: Graph, name: str, property_: str, at: Moment) -> History:
    """Every observation of ``property_`` up to a moment: dated ones by date, then those without, as their sources come.

    Raises ``BadQuestion`` for a property that nobody declared and nobody holds.
    """
    node = the_node(graph, name)
    held_now = graph.properties([node.id], [property_])
    if not held_now and property_ not in graph.vocabulary.properties:
        raise BadQuestion(f"{node.title} has no property '{property_}', and none is declared by that name")
    found = []
    for held in held_now:
        since = text_of(held.claim.qualifiers.get("since"))
        observed = dates.parse(since) if since else None
        if observed is None or begun_by(observed.earliest, observed.latest, at.day) is not False:
            found.append((since, held))
    found.sort(key=lambda pair: (dates.sort_key(dates.parse(pair[0]) if pair[0] else None), str(pair[1].claim.source)))
    return History(node, property_, tuple(found))
