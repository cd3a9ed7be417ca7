"""The way from A to B: in time for lineage, from subject to object for other relations, or as a pattern has it."""

from collections.abc import Collection
from typing import NamedTuple

from ontology.claim import Claim
from queries.all_ways import AllWays, all_ways
from queries.graph import Edge, Graph, Node
from queries.moment import Moment, holds
from queries.names import the_node
from queries.near_miss import Miss, near_miss
from queries.shortest import Search
from queries.ways import Course, Lead, Leading, course, onward

#: How many of all ways are listed where nobody says how many.
MOST_LISTED = 20


class Path(NamedTuple):
    """A shortest path at a moment; ``ids`` is None where there is none, or nobody can tell whether there is one."""

    start: Node
    end: Node
    at: Moment
    relations: tuple[str, ...]
    """The relations that were followed, or the one pattern."""
    through: tuple[Node, ...]
    ids: tuple[str, ...] | None
    steps: tuple[Edge, ...]
    nodes: dict[str, Node]
    """Every node that the answer names."""
    claims: dict[int, tuple[Claim, ...]]
    left_out: int = 0
    """Edges met that did not hold, or may not have held, at the moment."""
    unsure: tuple[Edge, ...] = ()
    """Where there is surely none: the edges of a way of which nobody can tell whether they held."""
    all: AllWays | None = None
    """All ways, where they were asked for."""
    miss: Miss | None = None
    """What is nearest to a path, where there is none."""


def path(
    graph: Graph,
    start: str,
    end: str,
    at: Moment,
    relations: Collection[str] | None = None,
    inferred: bool = False,
    *,
    consider: bool = False,
    through: Collection[str] = (),
    most: int | None = None,
    near: bool = True,
) -> Path:
    """Find a shortest path; of several, the one whose ids come first. Default: ``replaces`` and ``evolved-from``.

    ``relations`` are names, each followed as often as it comes, or one pattern (``queries.pattern``). ``through`` are
    stops to pass in this order. With ``most`` all ways that pass no node twice are counted, and that many listed.
    Where there is no path, ``near`` looks for what comes nearest to one.
    """
    first, last = the_node(graph, start), the_node(graph, end)
    ids: tuple[str, ...] | None
    steps: tuple[Edge, ...]
    unsure: tuple[Edge, ...]
    stops = tuple(the_node(graph, name) for name in through)
    the_course = course(graph.vocabulary, relations, tuple(stop.id for stop in stops))

    def lead(frontier: Collection[str]) -> list[Leading]:
        return list(onward(graph, frontier, the_course.automaton.steps, inferred, consider))

    listed = None if most is None else all_ways(the_course, first.id, last.id, at, lead, most)
    if listed and listed.ways and the_course.plain:
        ids, steps, left_out, unsure = listed.ways[0], listed.steps[0], listed.left_out, ()
    else:
        search = Search(the_course, lead, lambda edge: holds(edge, at))
        ids = search.shortest(first.id, last.id)
        steps = search.edges_of(ids) if ids else ()
        left_out = len(search.left_out)
        unsure = _unsure(the_course, first.id, last.id, at, lead) if ids is None and search.unsure else ()
    miss = None
    if near and ids is None and not unsure:
        miss = near_miss(graph, the_course, first, last, at, inferred=inferred, consider=consider)
    named = {first.id, last.id, *(ids or ()), *(end for edge in unsure for end in (edge.subject, edge.object))}
    named |= {id_ for way in (listed.ways if listed else ()) for id_ in way} | (miss.named if miss else set())
    shown = {
        edge.key: edge for edge in (*steps, *unsure, *(listed.edges if listed else ()), *(miss.edges if miss else ()))
    }
    names = tuple(dict.fromkeys(relations)) if relations else graph.vocabulary.names_of(lineage=True)
    return Path(
        first,
        last,
        at,
        names,
        stops,
        ids,
        steps,
        graph.nodes(named),
        graph.claims(shown.values()),
        left_out,
        unsure,
        listed,
        miss,
    )


def _unsure(the_course: Course, start: str, end: str, at: Moment, lead: Lead) -> tuple[Edge, ...]:
    """The edges that a way hangs on of which nobody can tell whether they held; none where there is no such way."""
    maybe = Search(the_course, lead, lambda edge: holds(edge, at) is not False)
    way = maybe.shortest(start, end)
    return tuple(edge for edge in maybe.edges_of(way) if holds(edge, at) is None) if way else ()
