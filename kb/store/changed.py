"""A graph in which some edges or nodes are other ones: what would be answered if a statement were not, or were another."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from ontology.claim import Claim
from ontology.vocabulary import Vocabulary
from queries.graph import Edge, Found, Graph, Held, Node
from queries.indexed import LineageIndex
from queries.moment import Moment


class ChangedGraph:
    """Answers as the graph below it does, but for some edges (by key; None where one is taken away) and nodes (by id)."""

    def __init__(self, below: Graph, edges: Mapping[int, Edge | None], nodes: Mapping[str, Node] | None = None) -> None:
        """Lay changes over ``below``."""
        self._below, self._edges, self._nodes = below, dict(edges), dict(nodes or {})

    @property
    def vocabulary(self) -> Vocabulary:
        """As below."""
        return self._below.vocabulary

    def find(self, name: str) -> Found:
        """As below, with the changed nodes."""
        found = self._below.find(name)
        return found._replace(nodes=tuple(self._nodes.get(node.id, node) for node in found.nodes))

    def nodes(self, ids: Iterable[str]) -> dict[str, Node]:
        """As below, with the changed nodes."""
        return {id_: self._nodes.get(id_, node) for id_, node in self._below.nodes(ids).items()}

    def select(self, where: Collection[tuple[str, str]] = (), day: int | None = None) -> Iterator[Node]:
        """As below, with the changed nodes."""
        return (self._nodes.get(node.id, node) for node in self._below.select(where, day))

    def edges(self, frontier: Collection[str], relations: Collection[str], direction: str) -> list[Edge]:
        """As below, with the changed edges in their places."""
        found = [edge for edge in self._below.edges(frontier, relations, direction) if edge.key not in self._edges]
        here = set(frontier)
        for edge in self._edges.values():
            if edge is None or edge.relation not in relations:
                continue
            out, in_ = edge.subject in here, edge.object in here
            if (out and direction != "in") or (in_ and direction != "out"):
                found.append(edge)
        return sorted(found, key=lambda edge: edge.key)

    def kept(self, relations: tuple[str, ...]) -> LineageIndex | None:
        """Nothing: what is kept below has not changed."""
        del relations
        return None

    def properties(self, ids: Collection[str], names: Collection[str] = ()) -> list[Held]:
        """As below."""
        return self._below.properties(ids, names)

    def claims(self, edges: Collection[Edge]) -> dict[int, tuple[Claim, ...]]:
        """As below."""
        return self._below.claims(edges)

    def names(self, ids: Collection[str]) -> list[tuple[str, str, str, str]]:
        """As below."""
        return self._below.names(ids)

    def property_names(self) -> list[str]:
        """As below."""
        return self._below.property_names()

    def search(self, text: str, limit: int) -> tuple[list[tuple[Node, str]], int]:
        """As below."""
        return self._below.search(text, limit)

    def tally(self, at: Moment | None = None) -> dict[str, Any]:
        """As below."""
        return self._below.tally(at)


#: mypy holds it to the protocol here.
_IS_A_GRAPH: type[Graph] = ChangedGraph
