"""Everything that a catalogue holds at a moment, entry by entry and edge by edge: what exports of a whole graph write.

Read some at a time, so that a catalogue of any size passes through little memory.
"""

from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from ontology.claim import Claim
from ontology.vocabulary import Vocabulary
from queries.graph import Edge, Graph, Held, Node
from queries.moment import Moment, begun, holds

#: What may be left out of an extract, as one and as many.
EARLY = ("entry that was not there yet", "entries that were not there yet")
EARLY_ENDS = ("edge to an entry that was not there yet", "edges to entries that were not there yet")
FALSE = ("edge that did not hold", "edges that did not hold")
UNSURE = ("edge that may not have held", "edges that may not have held")

#: So many entries are read at a time.
CHUNK = 1_000


class Entry(NamedTuple):
    """A node with its values and its names as (name, rule, since)."""

    node: Node
    held: tuple[Held, ...]
    names: tuple[tuple[str, str, str], ...]


class Link(NamedTuple):
    """An edge with who says it, strongest first."""

    edge: Edge
    claims: tuple[Claim, ...]


class Extract:
    """A whole catalogue at a moment. ``left_out`` is complete once ``entries`` and ``links`` were gone through."""

    def __init__(self, graph: Graph, at: Moment) -> None:
        """Nothing is read before somebody asks for it."""
        self._graph, self.at = graph, at
        self.left_out: dict[tuple[str, str], int] = {}

    @property
    def vocabulary(self) -> Vocabulary:
        """What the words mean."""
        return self._graph.vocabulary

    def entries(self, *, count: bool = True) -> Iterator[Entry]:
        """Entries by id, those known only from references too; without those that were surely not there yet.

        Whoever goes through them once more counts what is left out the first time only.
        """
        for chunk in self._chunks(count=count):
            held: dict[str, list[Held]] = {}
            for one in self._graph.properties(list(chunk)):
                held.setdefault(one.node, []).append(one)
            names: dict[str, list[tuple[str, str, str]]] = {}
            for id_, name, rule, since in self._graph.names(list(chunk)):
                names.setdefault(id_, []).append((name, rule, since))
            for id_, node in chunk.items():
                yield Entry(node, tuple(held.get(id_, ())), tuple(names.get(id_, ())))

    def links(self, *, count: bool = True) -> Iterator[Link]:
        """Edges by subject, then key: those that surely hold at the moment, between entries that may have been there."""
        before = dict(self.left_out)
        yield from self._links()
        if not count:
            self.left_out = before

    def _links(self) -> Iterator[Link]:
        relations = tuple(self.vocabulary.relations)
        for chunk in self._chunks(count=False):
            edges = [edge for edge in self._graph.edges(list(chunk), relations, "out") if self._kept(edge)]
            far = self._graph.nodes(
                {edge.object for edge in edges if edge.object not in chunk} if self.at.given else ()
            )
            there = [
                edge
                for edge in edges
                if not self.at.given or edge.object in chunk or begun(far[edge.object], self.at) is not False
            ]
            self._miss(EARLY_ENDS, len(edges) - len(there))
            claims = self._graph.claims(there)
            there.sort(key=lambda edge: (edge.subject, edge.key))
            for edge in there:
                yield Link(edge, claims.get(edge.key, ()))

    def _chunks(self, *, count: bool) -> Iterator[dict[str, Node]]:
        """Entries that may have been there, some at a time, by id."""
        nodes = self._graph.select()
        while some := list(islice(nodes, CHUNK)):
            there = {node.id: node for node in some if not self.at.given or begun(node, self.at) is not False}
            if count:
                self._miss(EARLY, len(some) - len(there))
            yield there

    def _kept(self, edge: Edge) -> bool:
        state = holds(edge, self.at) if self.at.given else True
        if state is False:
            self._miss(FALSE, 1)
        elif state is None:
            self._miss(UNSURE, 1)
        return bool(state)

    def _miss(self, what: tuple[str, str], number: int) -> None:
        if number:
            self.left_out[what] = self.left_out.get(what, 0) + number
