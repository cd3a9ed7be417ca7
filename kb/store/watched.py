"""A store that notes what a question asks of it: the nodes that it looks at, and every edge and value that it is given."""

from collections.abc import Collection, Iterable, Iterator
from typing import Any

from ontology.claim import Claim
from ontology.vocabulary import Vocabulary
from queries.graph import Edge, Found, Graph, Held, Node
from queries.indexed import LineageIndex
from queries.moment import Moment


class WatchedGraph:
    """Answers as the graph below it does, and remembers what was asked and given since ``forget``."""

    def __init__(self, below: Graph) -> None:
        """Watch ``below``."""
        self.below = below
        self.forget()

    def forget(self) -> None:
        """Begin anew."""
        self.looked_at: set[str] = set()
        """Ids that were asked for by name, as a node or as part of a frontier."""
        self.everything = False
        """Whether something was asked that every node has a part in."""
        self.seen_nodes: dict[str, Node] = {}
        self.seen_edges: dict[int, Edge] = {}
        self.seen_values: list[Held] = []
        self.observed: set[str] = set()
        """Properties by which nodes were selected."""

    @property
    def vocabulary(self) -> Vocabulary:
        """As below."""
        return self.below.vocabulary

    def find(self, name: str) -> Found:
        """As below."""
        found = self.below.find(name)
        self._note(found.nodes)
        return found

    def nodes(self, ids: Iterable[str]) -> dict[str, Node]:
        """As below."""
        wanted = list(ids)
        self.looked_at.update(wanted)
        found = self.below.nodes(wanted)
        self._note(found.values())
        return found

    def select(self, where: Collection[tuple[str, str]] = (), day: int | None = None) -> Iterator[Node]:
        """As below."""
        self.everything = True
        self.observed |= {name for name, _ in where}
        found = list(self.below.select(where, day))
        self._note(found)
        return iter(found)

    def edges(self, frontier: Collection[str], relations: Collection[str], direction: str) -> list[Edge]:
        """As below."""
        self.looked_at.update(frontier)
        found = self.below.edges(frontier, relations, direction)
        self.seen_edges.update((edge.key, edge) for edge in found)
        return found

    def kept(self, relations: tuple[str, ...]) -> LineageIndex | None:
        """Nothing: what is asked is to be seen."""
        del relations
        return None

    def properties(self, ids: Collection[str], names: Collection[str] = ()) -> list[Held]:
        """As below."""
        self.looked_at.update(ids)
        found = self.below.properties(ids, names)
        self.seen_values += found
        return found

    def claims(self, edges: Collection[Edge]) -> dict[int, tuple[Claim, ...]]:
        """As below."""
        return self.below.claims(edges)

    def names(self, ids: Collection[str]) -> list[tuple[str, str, str, str]]:
        """As below."""
        self.looked_at.update(ids)
        return self.below.names(ids)

    def property_names(self) -> list[str]:
        """As below."""
        return self.below.property_names()

    def search(self, text: str, limit: int) -> tuple[list[tuple[Node, str]], int]:
        """As below."""
        self.everything = True
        return self.below.search(text, limit)

    def tally(self, at: Moment | None = None) -> dict[str, Any]:
        """As below."""
        self.everything = True
        return self.below.tally(at)

    def _note(self, found: Iterable[Node]) -> None:
        for node in found:
            self.looked_at.add(node.id)
            self.seen_nodes[node.id] = node


#: mypy holds it to the protocol here.
_IS_A_GRAPH: type[Graph] = WatchedGraph
