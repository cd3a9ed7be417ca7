"""How two catalogues, or two moments of one, differ: what changed, and how many answers each change alters."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from kb.diffing.compare import Found, compare
from kb.diffing.impact import RELATION, Ends, Successions, altered
from kb.store.sqlite import SqliteGraph
from kb.today import today
from queries.diff import KINDS, Change, Difference
from queries.graph import Edge, Node
from queries.moment import Moment, moment

#: Properties that decide whether an entry was there and is in use.
STATE = frozenset(("introduced", "retired", "retired-on", "status", "tier"))


#: Changes after which an entry is there that was not; what is said of it came with it.
ADDED = ("entry-added", "entry-came")


class Side(NamedTuple):
    """One catalogue at its moments, and what to call it."""

    graph: SqliteGraph
    at: Moment
    label: str


def diff(first: Side, second: Side) -> Difference:
    """Every change from the first to the second, those that alter most answers first."""
    moments = [side.at if side.at.given else None for side in (first, second)]
    dated = moments != [None, None]
    at = (first.at, second.at) if dated else (None, None)
    titles = {**_titles(first.graph), **_titles(second.graph)}
    found = compare(
        first.graph.stream, second.graph.stream, lambda id_: titles.get(id_, id_), second.graph.vocabulary, at
    )
    old, new = (Successions.of(side.graph, side.at) for side in (first, second))
    if dated:
        old, new = old.frozen(), new.frozen()
    added = {one.id for one in found.changes if one.kind in ADDED}
    changes = [
        one._replace(text=_retiring(one, old, new, titles), answers=_answers(one, found, old, new))
        for one in found.changes
        if one.kind != "property" or one.id not in added
    ]
    changes += [one for one in found.changes if one.kind == "property" and one.id in added]
    changes.sort(key=lambda one: (-len(one.answers), KINDS.index(one.kind), one.id, one.fact, one.other))
    near = {*found.nodes, *(end for _, *ends in found.edges for end in ends)} if not dated else {*old.nodes, *new.nodes}
    answers = altered(old, new, near)
    return Difference(
        first.label, second.label, tuple(changes), answers, _named(changes, answers, titles), found.entries
    )


def between_moments(graph: SqliteGraph, at: Moment, as_of: str | None, as_seen: str | None) -> Difference:
    """How a catalogue differs from itself at another moment: as of ``as_of`` (else ``at``), as seen ``as_seen`` (else as
    the graph is).
    """
    other, seen = graph.as_seen(as_seen) if as_seen is not None else (graph, at.seen)
    then = moment(as_of, today(), seen) if as_of is not None else at._replace(seen=seen)
    return diff(Side(graph, at, _called(at)), Side(other, then, _called(then)))


def _called(at: Moment) -> str:
    """What a catalogue is called that is compared with itself."""
    return f"as of {at.text}" + (f", as seen {at.seen}" if at.seen else "")


def _retiring(one: Change, old: Successions, new: Successions, titles: Mapping[str, str]) -> str:
    """The text of a change; where an entry is retired by it, with what is in use instead."""
    was, now = old.nodes.get(one.id), new.nodes.get(one.id)
    if one.kind != "property" or one.fact not in STATE or was is None or now is None or was.retired or not now.retired:
        return one.text
    standing = new.standing(one.id)
    live = ", ".join(titles.get(id_, id_) for id_ in standing.live) if standing is not None else ""
    title, _, rest = one.text.partition(": ")
    return f"retired {title}{' → ' + live if live else ''}: {rest}"


def _titles(graph: SqliteGraph) -> dict[str, str]:
    return {str(id_): str(title) for id_, title in graph.stream("SELECT id, title FROM node")}


def _named(changes: list[Change], answers: Mapping[str, object], titles: dict[str, str]) -> dict[str, str]:
    """The titles of what the difference names."""
    ids = {id_ for one in changes for id_ in (one.id, one.other, *one.answers)} | answers.keys()
    for pair in answers.values():
        ids |= {id_ for one in pair if one is not None for id_ in one.live}  # type: ignore[attr-defined]
    return {id_: titles[id_] for id_ in sorted(ids) if id_ in titles}


def _answers(one: Change, found: Found, old: Successions, new: Successions) -> tuple[str, ...]:
    """The entries whose answers a change alters by itself, everything else being as before."""
    edges: dict[Ends, Edge | None] = {}
    nodes: dict[str, Node | None] = {}
    if one.kind.startswith("edge-"):
        if one.fact != RELATION:
            return ()
        ends = (one.id, one.other)
        edges[ends] = new.edges.get(ends)
        nodes = dict(_ends(ends, old, new))
    elif one.kind == "property":
        if one.fact not in STATE:
            return ()
        nodes[one.id] = new.nodes.get(one.id)
    else:
        ids = (one.other, one.id) if one.kind == "entry-renamed" else (one.id,)
        nodes = {id_: new.nodes.get(id_) for id_ in ids if id_}
        for ends in {ends for id_ in ids for ends in (*old.at_end(id_), *new.at_end(id_))}:
            if old.nodes.get(one.id) is None or new.nodes.get(one.id) is None or one.kind == "entry-renamed":
                edges[ends] = new.edges.get(ends)
                nodes |= {id_: node for id_, node in _ends(ends, old, new) if id_ not in nodes}
    return tuple(old.changed(edges, nodes))


def _ends(ends: Ends, old: Successions, new: Successions) -> Iterator[tuple[str, Node | None]]:
    """The ends of an edge as they are after its change: the older one may be dated by it, either may be new."""
    for id_ in ends:
        was, now = old.nodes.get(id_), new.nodes.get(id_)
        if was is None and now is not None:
            yield id_, now
        elif was is not None and now is not None and (was.retired, was.tier) == (now.retired, now.tier):
            yield id_, was._replace(retired_on=now.retired_on, retired_text=now.retired_text)
