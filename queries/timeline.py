"""What happened when: the timeline of a lineage or a family, and every observation of one property."""

from typing import NamedTuple

from ontology import dates
from ontology.spans import begun_by
from queries.answers import text_of
from queries.errors import BadQuestion
from queries.graph import Graph, Held, Node
from queries.lineage import ancestors
from queries.moment import Moment
from queries.names import the_node
from queries.walk import walk

MEMBERSHIP = "member-of"


class Event(NamedTuple):
    """A node at the date of its introduction; ``date`` is empty where nobody gives one."""

    date: str
    node: Node


class Timeline(NamedTuple):
    """Events by date, then id; undated ones last."""

    node: Node
    at: Moment
    events: tuple[Event, ...]
    entries: tuple[Held, ...]
    """The records of an evolution timeline that speak of the events' nodes."""


class History(NamedTuple):
    """Every observation of one property of a node, oldest first."""

    node: Node
    property: str
    observations: tuple[tuple[str, Held], ...]
    """(date in the world as EDTF, empty where none is given; the observation)."""


def timeline(graph: Graph, name: str, at: Moment) -> Timeline:
    """The timeline of a family's members, or of a node and all that it descends from."""
    node = the_node(graph, name)
    members = walk(graph, [node.id], [MEMBERSHIP], "in", at, most_hops=1).depths if node.kind == "family" else {}
    if members:
        nodes = graph.nodes(members)
    else:
        line = ancestors(graph, node.id, at)
        nodes = graph.nodes([node.id, *line.depths])
    events = [Event(one.introduced, one) for one in nodes.values()]
    events.sort(key=lambda event: (dates.sort_key(dates.parse(event.date) if event.date else None), event.node.id))
    entries = [held for held in graph.properties(sorted(nodes), ["timeline-entry"]) if held.state == "chosen"]
    return Timeline(node, at, tuple(events), tuple(entries))


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
