"""Every way in which two nodes are related: edges between them, what they share, what both come from and lead to."""

from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from ontology.claim import Claim
from ontology.names import folded
from queries.graph import Edge, Graph, Node
from queries.kin import Kin, kin
from queries.moment import Moment, holds
from queries.names import the_node
from queries.pattern import Automaton, Step
from queries.shortest import Search
from queries.walk import Walk, counts, walk
from queries.ways import Course, onward

#: How many edges a connection by way of others may have.
MOST_HOPS = 6
#: Under what two nodes without common ancestors are siblings: the relation to it, in order of preference.
SIBLINGS_UNDER = ("specializes", "member-of")


class Shared(NamedTuple):
    """Nodes that both stand in one relation to."""

    relation: str
    direction: str
    """``out``: both are the subject; ``in``: both are the object; ``both`` of a symmetric relation."""
    ids: tuple[str, ...]
    edges: tuple[Edge, ...]


class Meeting(NamedTuple):
    """A common ancestor or descendant, and the shortest line between it and each of the two, both beginning with it."""

    id: str
    first: tuple[Edge, ...]
    second: tuple[Edge, ...]


class Related(NamedTuple):
    """The answer to "how are A and B related" at a moment."""

    first: Node
    second: Node
    at: Moment
    kin: Kin | None
    no_kin: str
    """Why no name is given though there are ways; empty where one is, or where there is none to name."""
    direct: tuple[Edge, ...]
    shared: tuple[Shared, ...]
    line: tuple[Edge, ...]
    """The shortest line of lineage from one to the other, old to new; empty where neither descends from the other."""
    ancestors: tuple[Meeting, ...]
    """The nearest common ancestors, where neither descends from the other."""
    descendants: tuple[Meeting, ...]
    """The nearest common descendants, likewise."""
    names: tuple[str, ...]
    """Names that both bear."""
    connection: tuple[Edge, ...]
    """Where nothing else relates them: the edges of a shortest chain of relations of any sort."""
    unsure: tuple[Edge, ...]
    """Edges of which nobody can tell whether they held: between the two, or of what is above or below them."""
    left_out: tuple[Edge, ...]
    """Edges between the two that did not hold."""
    nodes: dict[str, Node]
    claims: dict[int, tuple[Claim, ...]]

    @property
    def related(self) -> bool:
        """Whether anything at all relates them."""
        return bool(self.direct or self.shared or self.line or self.ancestors or self.descendants or self.names)


def relate(graph: Graph, first: str, second: str, at: Moment, *, chain: bool = True) -> Related:
    """Every way in which two nodes are related at a moment; without ``chain`` no ``connection`` is looked for."""
    one, two = the_node(graph, first), the_node(graph, second)
    touching = graph.edges([one.id, two.id], tuple(graph.vocabulary.relations), "both")
    between = [edge for edge in touching if {edge.subject, edge.object} == {one.id, two.id} and one.id != two.id]
    direct = tuple(sorted((edge for edge in between if holds(edge, at)), key=lambda e: _order(graph, e)))
    shared = _shared(graph, touching, one.id, two.id, at) if one.id != two.id else ()
    lineage = graph.vocabulary.names_of(lineage=True)
    up = {id_: walk(graph, [id_], lineage, "out", at, keep=counts) for id_ in (one.id, two.id)}
    down = {id_: walk(graph, [id_], lineage, "in", at, keep=counts) for id_ in (one.id, two.id)}
    open_ = {edge.key: edge for met in (*up.values(), *down.values()) for edge in met.unsure}
    open_ |= {edge.key: edge for edge in between if holds(edge, at) is None}
    named, why = _kin(one.id, two.id, up, shared) if one.id != two.id else (None, "")
    line = _line(one.id, two.id, down) or _line(two.id, one.id, down)
    ancestors = () if line else _meetings(one.id, two.id, up, "out")
    descendants = () if line else _meetings(one.id, two.id, down, "in")
    names = _same_names(graph, one.id, two.id)
    tied = direct or shared or line or ancestors or descendants or one.id == two.id
    connection = _connection(graph, one.id, two.id, at) if chain and not tied else ()
    meetings = (*ancestors, *descendants)
    shown = {
        edge.key: edge
        for edges in (
            direct,
            line,
            connection,
            *(part.edges for part in shared),
            *(line_ for meeting in meetings for line_ in (meeting.first, meeting.second)),
            open_.values(),
        )
        for edge in edges
    }
    gone = tuple(edge for edge in between if holds(edge, at) is False)
    ids = {one.id, two.id, *(named.under if named else ())}
    ids |= {end for edge in (*shown.values(), *gone) for end in (edge.subject, edge.object)}
    return Related(
        one,
        two,
        at,
        named,
        why,
        direct,
        shared,
        line,
        ancestors,
        descendants,
        names,
        connection,
        tuple(open_.values()),
        gone,
        graph.nodes(ids | {meeting.id for meeting in meetings}),
        graph.claims([*shown.values(), *gone]),
    )


def _order(graph: Graph, edge: Edge) -> tuple[int, str, str, int]:
    return (list(graph.vocabulary.relations).index(edge.relation), edge.subject, edge.object, edge.key)


def _shared(graph: Graph, touching: Iterable[Edge], one: str, two: str, at: Moment) -> tuple[Shared, ...]:
    """What both stand in the same relation to, on the same side of it."""
    met: dict[tuple[str, str], dict[str, dict[str, list[Edge]]]] = {}
    for edge in touching:
        if not holds(edge, at) or (graph.vocabulary.relations[edge.relation].lineage and not counts(edge)):
            continue
        symmetric = graph.vocabulary.relations[edge.relation].symmetric
        for near, far, direction in ((edge.subject, edge.object, "out"), (edge.object, edge.subject, "in")):
            if near in (one, two) and far not in (one, two):
                side = met.setdefault((edge.relation, "both" if symmetric else direction), {})
                side.setdefault(near, {}).setdefault(far, []).append(edge)
    order = list(graph.vocabulary.relations)
    found = []
    for (relation, direction), sides in sorted(met.items(), key=lambda item: (order.index(item[0][0]), item[0][1])):
        common = sorted(sides.get(one, {}).keys() & sides.get(two, {}).keys())
        if common:
            edges = tuple(edge for id_ in common for near in (one, two) for edge in sides[near][id_])
            found.append(Shared(relation, direction, tuple(common), edges))
    return tuple(found)


def _kin(one: str, two: str, up: Mapping[str, Walk], shared: tuple[Shared, ...]) -> tuple[Kin | None, str]:
    """The one word for the two, or why there is none."""
    if any(met.unsure for met in up.values()):
        return None, "cannot tell whether all of the lineage above them held"
    edges = {edge.key: edge for met in up.values() for edge in met.edges if edge.subject != edge.object}.values()
    parents: dict[str, set[str]] = {}
    for edge in edges:
        parents.setdefault(edge.subject, set()).add(edge.object)
    replaced = frozenset((edge.subject, edge.object) for edge in edges if edge.relation == "replaces")
    named, why = kin(one, two, {id_: frozenset(above) for id_, above in parents.items()}, replaced)
    if named or why:
        return named, why
    for relation in SIBLINGS_UNDER:
        for part in shared:
            if (part.relation, part.direction) == (relation, "out"):
                return Kin("siblings", "sibling", "sibling", part.ids), ""
    return None, ""


def _line(old: str, new: str, down: Mapping[str, Walk]) -> tuple[Edge, ...]:
    """The shortest line from the older to the newer; of several the one whose ids come first."""
    return _trail(old, new, down[old].edges, "in") if new in down[old].depths and old != new else ()


def _trail(start: str, end: str, edges: Iterable[Edge], direction: str) -> tuple[Edge, ...]:
    """The edges of a shortest way from ``start`` to ``end`` among some; ``in`` = from object to subject."""
    onward_: dict[str, list[tuple[str, int, Edge]]] = {}
    for edge in edges:
        near, far = (edge.object, edge.subject) if direction == "in" else (edge.subject, edge.object)
        onward_.setdefault(near, []).append((far, edge.key, edge))
    came: dict[str, Edge | None] = {start: None}
    frontier = [start]
    while frontier and end not in came:
        following = []
        for near in frontier:
            for far, _, edge in sorted(onward_.get(near, ()), key=lambda item: item[:2]):
                if far not in came:
                    came[far] = edge
                    following.append(far)
        frontier = following
    steps: list[Edge] = []
    while end != start:
        step = came[end]
        assert step is not None  # only the start has none
        steps.append(step)
        end = step.object if direction == "in" else step.subject
    return tuple(reversed(steps))


def _meetings(one: str, two: str, met: Mapping[str, Walk], direction: str) -> tuple[Meeting, ...]:
    """Common ancestors (``out``) or descendants (``in``) beyond which no common one is nearer."""
    common = met[one].depths.keys() & met[two].depths.keys()
    edges = {edge.key: edge for walked in met.values() for edge in walked.edges}.values()
    beyond: set[str] = set()
    for edge in edges:
        near, far = (edge.subject, edge.object) if direction == "out" else (edge.object, edge.subject)
        if near in common and far in common and near != far:
            beyond.add(far)
    nearest = (common - beyond) or common
    order = sorted(nearest, key=lambda id_: (met[one].depths[id_] + met[two].depths[id_], id_))
    back = "in" if direction == "out" else "out"
    return tuple(
        Meeting(id_, _trail(id_, one, met[one].edges, back), _trail(id_, two, met[two].edges, back)) for id_ in order
    )


def _same_names(graph: Graph, one: str, two: str) -> tuple[str, ...]:
    """Names that both bear, but for case and hyphens."""
    if one == two:
        return ()
    called: dict[str, dict[str, str]] = {one: {}, two: {}}
    for id_, name, rule, _ in graph.names([one, two]):
        if rule != "id":
            called[id_].setdefault(folded(name), name)
    return tuple(called[one][form] for form in sorted(called[one].keys() & called[two].keys()) if form)


def _connection(graph: Graph, one: str, two: str, at: Moment) -> tuple[Edge, ...]:
    """A shortest chain of relations of any sort but the weak ones, in whichever direction."""
    names = [relation.name for relation in graph.vocabulary.relations.values() if not relation.weak]
    steps = frozenset(Step(name, direction) for name in names for direction in ("in", "out"))
    every = frozenset([0])
    hops = 0

    def lead(frontier: Collection[str]) -> list:  # type: ignore[type-arg]
        nonlocal hops
        hops += 1
        return list(onward(graph, frontier, steps, False)) if hops <= MOST_HOPS else []

    search = Search(Course(Automaton((steps,), every, (every,), every, True)), lead, lambda edge: holds(edge, at))
    way = search.shortest(one, two)
    return search.edges_of(way) if way else ()
