"""When the answer to a question changed in the world, by asking it at the days on which it can change, and at no others.

Why these days are enough: a question looks at a moment only to compare it with the days of what the store gave it (the
ends of the spans of edges and nodes, the dates of observations) and with today. Two moments between which no such day
lies give the same outcome of every comparison, so the question asks the store the same things, is given the same, and
answers the same. Which days these are depends on what it is given, so the question is asked at each of them, and whatever
it is given there adds its own days, until there is no new one.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise
from types import MappingProxyType
from typing import NamedTuple, TypeVar

from kb.store.changed import ChangedGraph
from kb.store.recalled import RecalledGraph
from kb.store.watched import WatchedGraph
from ontology import dates
from ontology.claim import Claim
from queries.answers import text_of
from queries.blame import sentence
from queries.flips import Bisection, Flip, Gist, Stretch, changes, gist, worded
from queries.golden import Data, Responsible
from queries.graph import Edge, Graph, Held, Node
from queries.moment import Moment, begun, holds, retired

#: Asks the question of a graph at a moment.
Ask = Callable[[Graph, Moment], Data]

#: Hears how many moments of how many known ones were asked, and which one comes.
Progress = Callable[[int, int, str], object]

FIRST, LAST = 1, date.max.toordinal()

#: With more edges than this of which nobody can tell whether they held, not every world is tried (2 ** 6); it cannot be
#: told then.
MOST_UNSURE = 6

#: So many statements that begin or end on one day are tried one by one; of more, halves that change nothing are put aside.
MOST_ALONE = 8

#: So many possible answers are put in words.
MOST_WORDED = 3

#: Questions that only replacements decide, and those that the relations decide which they follow (all lineage, if none is
#: named). They look at others only to describe what they found.
BY_REPLACEMENT = ("verdict", "what-replaces", "what-it-replaced")
BY_RELATION = ("path", "neighbours", "ancestors", "descendants", "common-ancestors")

#: No edge is another one.
NOTHING: Mapping[int, Edge] = MappingProxyType({})

Span = tuple[int | None, int | None]
T = TypeVar("T")


class _Look(NamedTuple):
    """What came of asking at one day."""

    answers: tuple[Gist, ...]
    """By worlds, each once; the one with nothing unsure first."""
    edges: dict[int, Edge]
    nodes: dict[str, Node]
    unsure: tuple[Edge, ...]
    values: list[Held]
    titles: dict[str, str]


def over_world(
    graph: Graph,
    ask: Ask,
    wanted: str,
    asked: str,
    request: Data,
    today: int,
    begins: int,
    ends: int,
    seen: str,
    progress: Progress | None = None,
) -> Bisection:
    """The stretches and flips of an answer between two days, both included."""
    tell = progress or (lambda *_: None)
    one = _World(graph, ask, wanted, request, today, seen)
    looks = one.all(begins, ends, tell)
    days = sorted(looks)
    firsts = [days[0], *(day for before, day in pairwise(days) if looks[before].answers != looks[day].answers)]
    titles = {id_: title for look in looks.values() for id_, title in look.titles.items()}
    stretches = []
    for place, first in enumerate(firsts):
        last = firsts[place + 1] - 1 if place + 1 < len(firsts) else ends
        stretches.append(_stretch(looks[first], first, last, begins, ends, one, titles))
    flips: list[Flip] = []
    for day, (before, after) in zip(firsts[1:], pairwise(stretches), strict=True):
        tell(len(flips), len(firsts), f"{_iso(day)}: which statement changed it")
        claims = one.causes(day, looks[day], looks[firsts[len(flips)]])
        flips.append(Flip(_iso(day), "", before, after, changes(before, after, titles), claims))
    tell(1, 1, "")
    low, high = (_iso(day) if FIRST < day < LAST else "" for day in (begins, ends))
    return Bisection(asked, request, "world", "", seen, low, high, tuple(stretches), tuple(flips), len(days))


def _stretch(
    look: _Look, first: int, last: int, begins: int, ends: int, one: "_World", titles: dict[str, str]
) -> Stretch:
    texts = [worded(answer, titles) for answer in look.answers]
    sure = len(texts) == 1 and not texts[0].startswith("cannot-tell")
    text = texts[0] if sure else "cannot tell"
    if len(texts) > 1:
        many = dict(look.answers[-1].fields).get("open") is not None
        text += f", as {len(look.unsure)} dates are open" if many else f": {' or '.join(texts[:MOST_WORDED])}"
        text += f" or {len(texts) - MOST_WORDED} more" if len(texts) > MOST_WORDED and not many else ""
    open_ = () if sure else tuple(one.doubts(look, first))
    days = "" if first == FIRST else _iso(first), "" if last >= ends and ends == LAST else _iso(last)
    return Stretch(*days, look.answers, text, open_)


class _World:
    """Asks one question at many days."""

    def __init__(self, graph: Graph, ask: Ask, wanted: str, request: Data, today: int, seen: str) -> None:
        graph = RecalledGraph(graph)
        self._graph, self._ask, self._wanted, self._today, self._seen = graph, ask, wanted, today, seen
        self._watched = WatchedGraph(graph)
        self._deciding = _deciding(graph, wanted, request)

    def at(self, day: int) -> Moment:
        """A day as a moment that somebody asks for."""
        return Moment(day, _iso(day), self._today, given=True, seen=self._seen)

    def all(self, begins: int, ends: int, tell: Progress) -> dict[int, _Look]:
        """What comes of every day on which the answer can change, until what is seen adds no day."""
        looks: dict[int, _Look] = {}
        waiting = {begins, self._today} if begins <= self._today <= ends else {begins}
        while waiting:
            day = min(waiting)
            tell(len(looks), len(looks) + len(waiting), _iso(day))
            looks[day] = look = self.look(day)
            waiting |= {one for one in _days_of(look) if begins <= one <= ends}
            waiting -= looks.keys()
        return looks

    def look(self, day: int, frozen: Mapping[int, Edge] = NOTHING, nodes: dict[str, Node] | None = None) -> _Look:
        """Ask at a day, in every world that the unsure edges make; ``frozen`` edges and nodes are as they were given."""
        watched, at = self._watched, self.at(day)
        watched.forget()
        titles: dict[str, str] = {}
        unsure: dict[int, Edge] = {}

        def asked(world: Mapping[int, Edge]) -> tuple[Gist, list[Edge]]:
            """The answer in a world, and the edges met there of which nobody can tell."""
            before, watched.seen_edges = watched.seen_edges, {}
            changed = {**frozen, **world}
            said = self._ask(ChangedGraph(watched, changed, nodes) if changed or nodes else watched, at)
            titles.update(said.get("titles", {}))
            met = [] if watched.everything else self._unsure(at, changed)  # of all, an answer says itself what is open
            watched.seen_edges = {**before, **watched.seen_edges}
            unsure.update((edge.key, edge) for edge in met)
            return gist(self._wanted, said), met

        plain, met = asked({})
        answers, waiting = ([], [dict[int, Edge]()]) if met else ([plain], [])
        self._meet_all(asked, unsure)
        while waiting and len(unsure) <= MOST_UNSURE:
            world = waiting.pop()
            answer, met = asked(world)
            if not met:
                answers.append(answer)
            else:  # what is behind an edge is met in one world and not in the other
                waiting += [{**world, met[0].key: _frozen(met[0], state)} for state in (True, False)]
        if waiting:
            answers = [plain, Gist((("open", str(len(unsure))),))]
        self._observe()
        titles |= {id_: node.title for id_, node in watched.seen_nodes.items()}
        return _Look(
            tuple(dict.fromkeys(answers)),
            dict(watched.seen_edges),
            dict(watched.seen_nodes),
            tuple(unsure[key] for key in sorted(unsure)),
            list(watched.seen_values),
            titles,
        )

    @staticmethod
    def _meet_all(asked: Callable[[Mapping[int, Edge]], tuple[Gist, list[Edge]]], unsure: dict[int, Edge]) -> None:
        """Meet the edges behind unsure ones, where all of these hold: how many there are at least."""
        known = 0
        while known < len(unsure):
            known = len(unsure)
            asked({key: _frozen(edge, True) for key, edge in unsure.items()})

    def _unsure(self, at: Moment, frozen: Mapping[int, Edge]) -> list[Edge]:
        """Edges met of which nobody can tell whether they held; what is frozen counts as it is."""
        met = [frozen.get(key, edge) for key, edge in sorted(self._watched.seen_edges.items())]
        return [edge for edge in met if edge.relation in self._deciding and holds(edge, at) is None]

    def _observe(self) -> None:
        """See the observations by which nodes were selected: the store compared them with the day itself."""
        if self._watched.observed:
            ids = [node.id for node in self._graph.select()]
            self._watched.seen_values += self._graph.properties(ids, sorted(self._watched.observed))
            self._watched.seen_nodes |= self._graph.nodes(ids)

    def causes(self, day: int, look: _Look, earlier: _Look) -> tuple[Responsible, ...]:
        """The statements that made the answer another one on a day: those without whose change it is not that answer.

        ``earlier`` gave the answer before.
        """
        moved = _listed(earlier.answers) ^ _listed(look.answers)
        before, at = self.at(day - 1), self.at(day)
        edges = [edge for edge in look.edges.values() if holds(edge, before) != holds(edge, at)]
        edges = [edge for edge in edges if edge.relation in self._deciding] or edges
        nodes = [node for node in look.nodes.values() if _state(node, before) != _state(node, at)]
        both: list[Edge | Node] = [*edges, *nodes]

        def matter(some: Sequence[Edge | Node]) -> bool:
            held = {one.key: _frozen(one, holds(one, before)) for one in some if isinstance(one, Edge)}
            kept = {one.id: _frozen_node(one, _state(one, before)) for one in some if isinstance(one, Node)}
            return self.look(day, held, kept).answers != look.answers

        whole = len(both) == 1 or self._watched.everything  # of one, or of all, there is no telling apart
        decisive = both if whole else _decisive(both, matter) or both  # or each alone would have been enough
        found: list[Responsible] = []
        for one in decisive:
            found += self._of_edge(one) if isinstance(one, Edge) else self._of_node(one, before, at)
        if not found:  # of all that was observed on that day what is said of the entries that came or went
            told = [held for held in look.values if day in _ends(_since(held))]
            found = [_of_value(held) for held in told if held.node in moved] or [_of_value(held) for held in told]
        return tuple(dict.fromkeys(found))

    def _of_edge(self, edge: Edge) -> list[Responsible]:
        nodes = self._graph.nodes([edge.subject, edge.object])
        text = sentence(self._graph, edge, nodes)
        if edge.start == (None, None):
            text += " (nothing dates it: it counts from today on)"
        claims = self._graph.claims([edge]).get(edge.key, ())
        return [_said(text, claim) for claim in claims] or [Responsible(text)]

    def _of_node(self, node: Node, before: Moment, at: Moment) -> list[Responsible]:
        """What is said of a node that came, or was retired."""
        found: list[Responsible] = []
        if begun(node, before) != begun(node, at):
            text = f"{node.title} was introduced in {node.introduced}"
            said = [_said(text, held.claim) for held in self._chosen(node, ["introduced"])]
            found += said or [Responsible(text)]
        if retired(node, before) != retired(node, at):
            text = f"{node.title} is retired ({node.retired}), {node.retired_text or 'nothing says since when'}"
            names = ["retired-on", "retired", "tier", "status"]
            found += [_said(text, held.claim) for held in self._chosen(node, names)[:1]] or [Responsible(text)]
        return found

    def _chosen(self, node: Node, names: list[str]) -> list[Held]:
        held = [one for one in self._graph.properties([node.id], names) if one.state == "chosen"]
        return sorted(held, key=lambda one: names.index(one.name))

    def doubts(self, look: _Look, day: int) -> Iterator[str]:
        """What would have to be known on a day."""
        nodes = self._graph.nodes([id_ for edge in look.unsure for id_ in (edge.subject, edge.object)])
        for edge in look.unsure:
            yield f"whether {sentence(self._graph, edge, nodes)}"
        for node in look.nodes.values():
            if not look.unsure and begun(node, self.at(day)) is False:
                yield f"{node.title} came later: it was introduced in {node.introduced}"
            if retired(node, self.at(day)) is None:
                yield f"whether {node.title} was retired: it was retired on {node.retired_text or 'an unknown date'}"


def _listed(answers: tuple[Gist, ...]) -> set[str]:
    """The entries that lists of entries name."""
    lists = [value for one in answers for value in one.data().values() if isinstance(value, list)]
    return {id_ for several in lists for id_ in several if isinstance(id_, str)}


def _decisive(parts: Sequence[T], matter: Callable[[Sequence[T]], bool]) -> list[T]:
    """Those of some parts that matter alone; of many only those in halves that matter together.

    >>> _decisive([1, 2, 3], lambda some: 2 in some), _decisive(range(40), lambda some: 17 in some)
    ([2], [17])
    """
    if len(parts) <= MOST_ALONE:
        return [one for one in parts if matter([one])]
    halves = parts[: len(parts) // 2], parts[len(parts) // 2 :]
    return [one for half in halves if matter(half) for one in _decisive(half, matter)]


def _deciding(graph: Graph, wanted: str, request: Data) -> set[str]:
    """The relations that decide an answer."""
    known = graph.vocabulary.relations
    if wanted in BY_REPLACEMENT:
        return {"replaces"}
    if wanted not in BY_RELATION:
        return set(known)
    written = [text_of(request.get("relations")), text_of(request.get("relation"))]
    named = {name for text in written for name in re.findall(r"[\w-]+", text)}
    return named & known.keys() or set(graph.vocabulary.names_of(lineage=True))


def _days_of(look: _Look) -> Iterator[int]:
    """Every day on which something that was given begins or ends to be true, or to be told."""
    for edge in look.edges.values():
        yield from _ends(edge.start)
        if edge.end is not None:
            yield from (day + 1 for day in _ends(edge.end))
    for node in look.nodes.values():
        yield from _ends(node.born)
        yield from _ends(node.retired_on)
    for held in look.values:
        yield from _ends(_since(held))
        yield from _ends(_day(text_of(held.value)))


def _ends(span: Span) -> Iterator[int]:
    return (day for day in span if day is not None)


def _day(text: str) -> Span:
    found = dates.parse(text) if text else None
    return (found.earliest, found.latest) if found else (None, None)


def _since(held: Held) -> Span:
    return _day(text_of(held.claim.qualifiers.get("since")))


def _state(node: Node, at: Moment) -> tuple[bool | None, bool | None]:
    return begun(node, at), retired(node, at)


def _span_of(state: bool | None) -> Span:
    """A span of which a comparison with any day gives this state."""
    return (LAST, LAST) if state is False else (FIRST, FIRST if state else None)


def _frozen(edge: Edge, state: bool | None) -> Edge:
    """An edge that holds, or does not, at every moment."""
    return edge._replace(start=_span_of(state), end=None)


def _frozen_node(node: Node, state: tuple[bool | None, bool | None]) -> Node:
    return node._replace(born=_span_of(state[0]), retired_on=_span_of(state[1]) if node.retired else node.retired_on)


def _said(text: str, claim: Claim) -> Responsible:
    return Responsible(text, claim.source, text_of(claim.qualifiers.get("ground")))


def _of_value(held: Held) -> Responsible:
    return _said(f"{held.node}, {held.name}: {text_of(held.value)}", held.claim)


def _iso(day: int) -> str:
    return date.fromordinal(min(max(day, FIRST), LAST)).isoformat()


def days_between(first: str | None, last: str | None) -> tuple[int, int]:
    """The days from the first one of a date to the last one of another; open ends are those of the calendar.

    >>> days_between("1990", None)[0] == date(1990, 1, 1).toordinal()
    True
    """
    low, high = _range(first), _range(last)
    return low[0] or FIRST, high[1] or LAST


def _range(text: str | None) -> Span:
    return _day(text) if text else (None, None)
