"""The shortest way along a course, searched hop by hop: all nodes of a hop with one question to the store."""

from collections.abc import Callable
from itertools import pairwise

from queries.graph import Edge
from queries.ways import Course, Lead, Leading, Pair, Steps


class Search:
    """A search for one course; remembers the edges that it met between nodes."""

    def __init__(self, course: Course, lead: Lead, holding: Callable[[Edge], bool | None]) -> None:
        """``lead`` gives the edges that lead on from nodes, ``holding`` tells which of them may be walked."""
        self.course, self.lead, self.holding = course, lead, holding
        self.left_out: set[int] = set()
        """Edges that could not surely be walked, by key."""
        self.unsure: set[int] = set()
        """Those among them of which nobody can tell."""
        self.came: dict[Pair, Pair] = {}
        """Where each pair was reached from first."""
        self.leads_on: set[str] = set()
        """Nodes from which some step leads to another."""
        self._between: dict[tuple[str, str], list[Leading]] = {}

    def shortest(self, start: str, end: str | None) -> tuple[str, ...] | None:
        """The ids of a shortest way; of several the one whose ids come first. Without an end everything is reached."""
        begin: Pair = (start, self.course.start(start))
        self.came = {begin: begin}
        if start == end and self.course.done(begin[1]):
            return (start,)
        frontier = [begin]
        while frontier:
            following = self._following([id_ for id_, _ in frontier])
            found: dict[Pair, Pair] = {}
            for here in frontier:  # in the order of the ids of the whole way there, so the first to arrive stays
                for far, steps in following.get(here[0], ()):
                    state = self.course.after(here[1], steps, far)
                    if state is None:
                        continue
                    if far != here[0]:
                        self.leads_on.add(here[0])
                    if (far, state) not in self.came:
                        found.setdefault((far, state), here)
            self.came.update(found)
            order = {pair: place for place, pair in enumerate(frontier)}
            frontier = sorted(found, key=lambda pair: (order[found[pair]], pair[0]))
            for pair in frontier:
                if pair[0] == end and self.course.done(pair[1]):
                    return self.way_to(pair)
        return None

    def _following(self, ids: list[str]) -> dict[str, list[tuple[str, Steps]]]:
        """Where edges that hold lead to from some nodes, and by which steps."""
        met: dict[tuple[str, str], list[Leading]] = {}
        for one in self.lead(dict.fromkeys(ids)):
            state = self.holding(one.edge)
            if state:
                met.setdefault((one.near, one.far), []).append(one)
            else:
                self.left_out.add(one.edge.key)
                if state is None:
                    self.unsure.add(one.edge.key)
        self._between.update(met)
        following: dict[str, list[tuple[str, Steps]]] = {}
        for (near, far), leading in met.items():
            following.setdefault(near, []).append((far, frozenset(one.step for one in leading)))
        return following

    def way_to(self, pair: Pair) -> tuple[str, ...]:
        """The ids of the way on which a pair was reached."""
        ids = [pair[0]]
        while self.came[pair] != pair:
            pair = self.came[pair]
            ids.append(pair[0])
        return tuple(reversed(ids))

    def edges_of(self, ids: tuple[str, ...]) -> tuple[Edge, ...]:
        """One edge a step of a way that was found."""
        return self.course.run([self._between[pair] for pair in pairwise(ids)])
