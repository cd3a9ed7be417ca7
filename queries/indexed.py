"""Lineage held in memory: what a walk hop by hop finds, for questions that come again and again (decision 0017).

Entries are numbered in the order of their ids and edges in the order of their keys: sorting the numbers sorts them.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from typing import Any, NamedTuple, overload

from queries.graph import Edge, Node
from queries.moment import Moment, holds
from queries.walk import Walk, counts

#: As many moments and directions are kept as somebody goes back and forth between.
MOST_VIEWS = 4


class LazyEdges(Sequence[Edge]):
    """A tuple of edges that is put together when somebody looks. Equals a tuple of the same edges; needs no catalogue."""

    __slots__ = ("_made", "_make")

    def __init__(self, make: Callable[[], tuple[Edge, ...]]) -> None:
        """``make`` is called once, or never."""
        self._make: Callable[[], tuple[Edge, ...]] | None = make
        self._made: tuple[Edge, ...] = ()

    def _all(self) -> tuple[Edge, ...]:
        if self._make is not None:
            self._made, self._make = self._make(), None
        return self._made

    @overload
    def __getitem__(self, place: int) -> Edge: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[Edge, ...]: ...
    def __getitem__(self, place: int | slice) -> Edge | tuple[Edge, ...]:
        return self._all()[place]

    def __len__(self) -> int:
        return len(self._all())

    def __iter__(self) -> Iterator[Edge]:
        return iter(self._all())

    def __eq__(self, other: object) -> bool:
        return self._all() == (other._all() if isinstance(other, LazyEdges) else other)

    def __hash__(self) -> int:
        return hash(self._all())

    def __add__(self, other: Iterable[Edge]) -> tuple[Edge, ...]:
        return (*self._all(), *other)

    def __radd__(self, other: Iterable[Edge]) -> tuple[Edge, ...]:
        return (*other, *self._all())

    def __repr__(self) -> str:
        return repr(self._all())

    def __reduce__(self) -> tuple[Any, ...]:
        return tuple, (list(self._all()),)  # a pickle or a copy is the tuple itself


class _View(NamedTuple):
    """What counts and holds at a moment, in one direction. Filled in for an entry when a walk first comes by."""

    far: list[tuple[int, ...] | None]
    """The entries one hop away from each."""
    along: list[tuple[int, ...]]
    """The edges that lead there."""
    left_out: dict[int, tuple[int, ...]]
    """The edges of an entry that did not hold, where there are any."""
    unsure: dict[int, tuple[int, ...]]
    """The edges of an entry of which nobody can tell."""


class LineageIndex:
    """All edges of some relations with their ends. It never changes: a catalogue that did makes another one."""

    def __init__(self, nodes: Iterable[Node], edges: Iterable[Edge]) -> None:
        """Hold ``edges`` and the nodes that they join; further nodes do no harm."""
        self._nodes = sorted(nodes, key=lambda node: node.id)
        self._ids = [node.id for node in self._nodes]
        self._number = {id_: number for number, id_ in enumerate(self._ids)}
        self._edges = sorted(edges, key=lambda edge: edge.key)
        self._touching: dict[str, list[list[int]]] = {side: [[] for _ in self._ids] for side in ("out", "in")}
        for number, edge in enumerate(self._edges):
            self._touching["out"][self._number[edge.subject]].append(number)
            self._touching["in"][self._number[edge.object]].append(number)
        self._views: dict[tuple[int, int, str, bool], _View] = {}

    def __contains__(self, id_: str) -> bool:
        return id_ in self._number

    def reach(self, start: str, direction: str, at: Moment, inferred: bool) -> tuple[Walk, dict[str, Node]]:
        """What ``walk`` finds from an entry, ``out`` or ``in``, and every node that stands in it, by id."""
        view = self._view(direction, at, inferred)
        far, first, ids = view.far, self._number[start], self._ids
        seen = bytearray(len(ids))
        depths: dict[str, int] = {}
        hops: list[list[int]] = [[first]]
        for frontier in hops:
            new = []
            for here in frontier:
                ends = far[here]
                if ends is None:
                    ends = self._fill(view, here, direction, at, inferred)
                for end in ends:
                    if not seen[end]:
                        seen[end] = 1
                        new.append(end)
            if new:
                new.sort()
                depths.update(dict.fromkeys(map(ids.__getitem__, new), len(hops)))
                hops.append([here for here in new if here != first] if first in new else new)
        left_out, unsure = (self._met(hops, some.get) if some else () for some in (view.left_out, view.unsure))
        shown = {first, *chain.from_iterable(hops)}
        shown |= {self._number[id_] for edge in (*left_out, *unsure) for id_ in (edge.subject, edge.object)}
        order = sorted(shown)
        nodes = dict(zip(map(ids.__getitem__, order), map(self._nodes.__getitem__, order), strict=True))
        edges = LazyEdges(lambda: self._met(hops, view.along.__getitem__))
        return Walk(depths, edges, unsure, left_out), nodes

    def _met(self, hops: list[list[int]], at: Callable[[int], tuple[int, ...] | None]) -> tuple[Edge, ...]:
        """Edges of the entries that were walked, in the order in which they were met: by hop, then by key."""
        met = (sorted(chain.from_iterable(filter(None, map(at, frontier)))) for frontier in hops)
        return tuple(map(self._edges.__getitem__, chain.from_iterable(met)))

    def _view(self, direction: str, at: Moment, inferred: bool) -> _View:
        """What is known of a moment; the last few moments are kept."""
        key = (at.day, at.today, direction, inferred)
        view = self._views.pop(key, None) or _View([None] * len(self._ids), [()] * len(self._ids), {}, {})
        self._views[key] = view
        if len(self._views) > MOST_VIEWS:
            del self._views[next(iter(self._views))]
        return view

    def _fill(self, view: _View, here: int, direction: str, at: Moment, inferred: bool) -> tuple[int, ...]:
        """Look at the edges of one entry; gives the entries one hop away."""
        numbers: dict[bool | None, list[int]] = {True: [], False: [], None: []}
        ends = []
        for number in self._touching[direction][here]:
            edge = self._edges[number]
            if counts(edge, inferred):
                held = holds(edge, at)
                numbers[held].append(number)
                if held:
                    ends.append(self._number[edge.object if direction == "out" else edge.subject])
        view.along[here] = tuple(numbers[True])
        for hidden, some in ((view.left_out, numbers[False]), (view.unsure, numbers[None])):
            if some:
                hidden[here] = tuple(some)
        found = view.far[here] = tuple(dict.fromkeys(ends))
        return found
