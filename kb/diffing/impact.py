"""How many answers a change alters: what replaces each entry is worked out before and after it, not guessed.

Only replacements and what decides whether an entry is in use can alter an answer, and only for the entries from which the
change can be reached. All replacements of a catalogue are held, nothing else.
"""

from collections.abc import Iterable, Mapping

from queries.diff import Standing
from queries.graph import Edge, Graph, Node
from queries.moment import Moment, begun, holds, retired
from queries.verdict import CANNOT_TELL, by_older, is_live, judge, reach

RELATION = "replaces"
Ends = tuple[str, str]


#: A day that lies after everything that is true, and before everything that is not.
SOME_DAY = 1_000


def _span(state: bool | None) -> tuple[int | None, int | None]:
    """A span that on ``SOME_DAY`` gives this state."""
    return (1, None) if state is None else (1, 1) if state else (SOME_DAY + 10, SOME_DAY + 10)


class Successions:
    """All replacements of a catalogue at a moment, and the entries between which they stand."""

    def __init__(self, edges: Iterable[Edge], nodes: Mapping[str, Node], at: Moment) -> None:
        """Hold the replacements that are more than suggestions."""
        self.at = at
        self.edges = {(one.subject, one.object): one for one in edges if one.strength != "consider"}
        self.nodes = dict(nodes)
        self._into: dict[str, set[Ends]] = {}
        self._out: dict[str, set[Ends]] = {}
        for ends in self.edges:
            self._note(ends)

    @classmethod
    def of(cls, graph: Graph, at: Moment) -> "Successions":
        """Those of a catalogue."""
        nodes = {node.id: node for node in graph.select()}
        return cls(graph.edges(sorted(nodes), [RELATION], "in"), nodes, at)

    def _note(self, ends: Ends) -> None:
        self._into.setdefault(ends[1], set()).add(ends)
        self._out.setdefault(ends[0], set()).add(ends)

    def frozen(self) -> "Successions":
        """The same with everything as it is at its moment, so that it can be compared with another moment's."""
        edges = [edge._replace(start=_span(holds(edge, self.at)), end=None) for edge in self.edges.values()]
        nodes = {id_: self._frozen(node) for id_, node in self.nodes.items()}
        return Successions(edges, nodes, self.at._replace(day=SOME_DAY, today=SOME_DAY + 1))

    def _frozen(self, node: Node) -> Node:
        gone = _span(retired(node, self.at)) if node.retired else node.retired_on
        return node._replace(born=_span(begun(node, self.at)), retired_on=gone)

    def at_end(self, id_: str) -> set[Ends]:
        """The replacements at an entry, by their ends."""
        return {ends for side in (self._into, self._out) for ends in side.get(id_, ()) if ends in self.edges}

    def changed(
        self, edges: Mapping[Ends, Edge | None], nodes: Mapping[str, Node | None]
    ) -> dict[str, tuple[Standing | None, Standing | None]]:
        """The entries whose answers a change alters, with both."""
        old_edges = {ends: self.edges.get(ends) for ends in edges}
        old_nodes = {id_: self.nodes.get(id_) for id_ in nodes}
        touched = {*nodes, *(ends[1] for ends in edges)}
        near = self._before(touched)
        self._put(edges, nodes)
        near |= self._before(touched)
        after = {id_: self.standing(id_) for id_ in near}
        self._put(old_edges, old_nodes)
        pairs = {id_: (self.standing(id_), after[id_]) for id_ in sorted(near)}
        return {id_: pair for id_, pair in pairs.items() if pair[0] != pair[1]}

    def _put(self, edges: Mapping[Ends, Edge | None], nodes: Mapping[str, Node | None]) -> None:
        for ends, edge in edges.items():
            if edge is None or edge.strength == "consider":
                self.edges.pop(ends, None)
            else:
                self.edges[ends] = edge
                self._note(ends)
        for id_, node in nodes.items():
            if node is None:
                self.nodes.pop(id_, None)
            else:
                self.nodes[id_] = node

    def _before(self, ids: set[str]) -> set[str]:
        """These and everything that they replaced, directly or not: what can see them from below."""
        found, waiting = set(ids), list(ids)
        while waiting:
            for ends in self._out.get(waiting.pop(), ()):
                if ends in self.edges and ends[1] not in found:
                    found.add(ends[1])
                    waiting.append(ends[1])
        return found

    def standing(self, id_: str) -> Standing | None:
        """The answer to what replaces an entry; None where there is no such entry of its own."""
        node = self.nodes.get(id_)
        if node is None or not node.defined:
            return None
        if begun(node, self.at) is False:
            return Standing(CANNOT_TELL, ())
        met: dict[Ends, Edge] = {}
        waiting, seen = [id_], {id_}
        while waiting:
            for ends in self._into.get(waiting.pop(), ()):
                edge = self.edges.get(ends)
                if edge is None or ends in met:
                    continue
                met[ends] = edge
                if holds(edge, self.at) is not False and edge.subject not in seen:
                    seen.add(edge.subject)
                    waiting.append(edge.subject)
        listed = [edge._replace(key=number) for number, (_, edge) in enumerate(sorted(met.items()))]
        holding = {edge.key: holds(edge, self.at) for edge in listed}
        state = {one: retired(self.nodes[one], self.at) if one in self.nodes else False for one in seen}
        verdict = judge(id_, listed, holding, state).verdict
        after = by_older(edge for edge in listed if holding[edge.key])
        gone = {one for one, is_gone in state.items() if is_gone}
        live = sorted(one for one in reach(id_, after) if one != id_ and is_live(one, after, gone))
        return Standing(verdict, tuple(live))


def altered(
    first: Successions, second: Successions, ids: Iterable[str]
) -> dict[str, tuple[Standing | None, Standing | None]]:
    """The entries among some, and what these can be seen from, whose answers are others in the second catalogue."""
    start = set(ids)
    near = first._before(start) | second._before(start)
    pairs = {id_: (first.standing(id_), second.standing(id_)) for id_ in sorted(near)}
    return {id_: pair for id_, pair in pairs.items() if pair[0] != pair[1]}
