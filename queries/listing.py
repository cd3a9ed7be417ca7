"""Which nodes have these properties, existed on this day, get this verdict."""

from collections.abc import Collection
from typing import NamedTuple

from ontology import dates
from queries.errors import BadQuestion
from queries.graph import Edge, Graph, Node
from queries.moment import Moment, begun, holds, retired
from queries.observed import as_it_was
from queries.verdict import CANNOT_TELL, EXIT_CODES, Judgement, by_older, judge, reach


class Listing(NamedTuple):
    """Nodes by id, with the filters that chose them."""

    nodes: tuple[Node, ...]
    where: tuple[tuple[str, str], ...]
    at: Moment
    alive_on: str = ""
    verdict: str = ""
    not_yet: int = 0
    """How many fit but were not yet introduced at the moment."""
    filters: tuple[tuple[str, str, str], ...] = ()
    """Filters beside ``where``: name, comparison, value (``queries.filters``)."""
    unsure: tuple[str, ...] = ()
    """Those of which nobody can tell whether they fit: a filter's date is missing or too coarse, or a verdict hangs on one."""


def listing(
    graph: Graph,
    at: Moment,
    where: Collection[tuple[str, str]] = (),
    alive_on: str | None = None,
    verdict: str | None = None,
    *,
    defined: bool = True,
) -> Listing:
    """List nodes. ``alive_on``: begun on or before that day, not surely ended by then.

    ``defined`` leaves out names known only from references.
    """
    if verdict is not None and verdict not in EXIT_CODES:
        raise BadQuestion(f"'{verdict}' is no verdict; the verdicts are {', '.join(EXIT_CODES)}")
    day = _day(alive_on) if alive_on is not None else None
    check_properties(graph, where)
    fitting = list(
        graph.select((*where, ("defined", "yes")) if defined else tuple(where), at.day if at.given else None)
    )
    nodes = [node for node in fitting if not at.given or begun(node, at) is not False]
    not_yet = len(fitting) - len(nodes)
    if day is not None:
        nodes = [node for node in nodes if _alive(node, day)]
    unsure: tuple[str, ...] = ()
    if verdict is not None:
        found = judged(graph, [node for node in nodes if node.defined], at)
        fits = {id_: judgement.fits([verdict]) for id_, judgement in found.items()}
        unsure = tuple(node.id for node in nodes if fits.get(node.id, False) is None)
        nodes = [node for node in nodes if fits.get(node.id)]
    nodes = [*as_it_was(graph, nodes, at).values()]
    return Listing(tuple(nodes), tuple(where), at, alive_on or "", verdict or "", not_yet, unsure=unsure)


def check_properties(graph: Graph, where: Collection[tuple[str, str]]) -> None:
    """Raise ``BadQuestion`` for a property that nobody declared and no node holds: an empty answer would mislead."""
    known = {*graph.vocabulary.properties, *graph.property_names(), "id", "defined"} if where else set()
    for name, _ in where:
        if name not in known:
            import difflib  # only after a mistake

            near = difflib.get_close_matches(name, sorted(known), 1)
            hint = f"did you mean {near[0]}?" if near else f"there are {', '.join(sorted(known))}"
            raise BadQuestion(f"no entry has a property '{name}'; {hint}")


def _day(text: str) -> int:
    found = dates.parse(text)
    if found is None or found.earliest is None:
        raise BadQuestion(f"'{text}' is not a date; write 2016, 2016-05 or 2016-05-31")
    return found.earliest


def _alive(node: Node, day: int) -> bool:
    """Begun on or before the day (its earliest reading), and not surely ended by then."""
    first = node.born[0]
    if node.born == (None, None) or (first is not None and first > day):
        return False
    if not node.retired:
        return True
    last = node.retired_on[1]
    return last is None or last > day


def verdicts_of(graph: Graph, nodes: Collection[Node], at: Moment) -> dict[str, str]:
    """The verdict of every node at a moment."""
    return {id_: judgement.verdict for id_, judgement in judged(graph, nodes, at).items()}


def judged(graph: Graph, nodes: Collection[Node], at: Moment) -> dict[str, Judgement]:
    """Every node judged at a moment: the replacements are fetched a hop at a time for all of them together."""
    edges: dict[int, Edge] = {}
    frontier = sorted(node.id for node in nodes)
    seen = set(frontier)
    while frontier:
        found = [edge for edge in graph.edges(frontier, ["replaces"], "in") if edge.strength != "consider"]
        edges.update({edge.key: edge for edge in found})
        frontier = sorted({edge.subject for edge in found if edge.subject not in seen})
        seen.update(frontier)
    known = {**{node.id: node for node in nodes}, **graph.nodes(sorted(seen - {node.id for node in nodes}))}
    holding = {key: holds(edge, at) for key, edge in edges.items()}
    state = {id_: retired(node, at) for id_, node in known.items()}
    every = by_older(edges.values())
    successors = by_older(edge for edge in edges.values() if holding[edge.key] is not False)
    found_verdicts: dict[str, Judgement] = {}
    for node in nodes:
        if begun(node, at) is False:
            found_verdicts[node.id] = Judgement(CANNOT_TELL)  # not there: it may be nothing else
            continue
        near = {node.id, *reach(node.id, successors)}
        here = [edge for id_ in near for edge in every.get(id_, ())]
        found_verdicts[node.id] = judge(node.id, here, holding, {id_: state[id_] for id_ in near})
    return found_verdicts
