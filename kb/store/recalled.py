"""A store that asks the one below for each thing once: for a question that is put at a hundred moments in a row."""

import json
from collections.abc import Collection, Iterable, Iterator
from typing import Any

from ontology.claim import Claim
from ontology.vocabulary import Vocabulary
from queries.graph import Edge, Found, Graph, Held, Node
from queries.indexed import LineageIndex
from queries.moment import Moment


class RecalledGraph:
    """Answers as the graph below it does, which must not change meanwhile; what was asked is held in memory."""

    def __init__(self, below: Graph) -> None:
        """Ask ``below``."""
        self._below = below
        self._found: dict[str, Found] = {}
        self._nodes: dict[str, Node | None] = {}
        self._edges: dict[str, dict[str, dict[str, list[Edge]]]] = {"out": {}, "in": {}}
        self._held: dict[str, list[Held]] = {}
        self._claims: dict[int, tuple[Claim, ...]] = {}
        self._selected: dict[str, list[Node]] = {}
        self._property_names: list[str] | None = None
        self.vocabulary: Vocabulary = below.vocabulary

    def find(self, name: str) -> Found:
        """As below."""
        if name not in self._found:
            self._found[name] = self._below.find(name)
        return self._found[name]

    def nodes(self, ids: Iterable[str]) -> dict[str, Node]:
        """As below."""
        wanted = sorted(set(ids))
        if missing := [id_ for id_ in wanted if id_ not in self._nodes]:
            self._nodes |= {**dict.fromkeys(missing), **self._below.nodes(missing)}
        found = ((id_, self._nodes[id_]) for id_ in wanted)
        return {id_: node for id_, node in found if node is not None}

    def select(self, where: Collection[tuple[str, str]] = (), day: int | None = None) -> Iterator[Node]:
        """As below."""
        asked = json.dumps([list(where), day])
        if asked not in self._selected:
            self._selected[asked] = list(self._below.select(where, day))
        return iter(self._selected[asked])

    def edges(self, frontier: Collection[str], relations: Collection[str], direction: str) -> list[Edge]:
        """As below: all edges of an entry are fetched at once."""
        found: dict[int, Edge] = {}
        for side in ("out", "in") if direction == "both" else (direction,):
            known = self._edges[side]
            if missing := [id_ for id_ in frontier if id_ not in known]:
                known |= {id_: {} for id_ in missing}
                for edge in self._below.edges(missing, tuple(self.vocabulary.relations), side):
                    here = known[edge.subject if side == "out" else edge.object]
                    here.setdefault(edge.relation, []).append(edge)
            for id_ in frontier:
                for relation, edges in known[id_].items():
                    if relation in relations:
                        found.update((edge.key, edge) for edge in edges)
        return [found[key] for key in sorted(found)]

    def kept(self, relations: tuple[str, ...]) -> LineageIndex | None:
        """Nothing besides: what was asked is in memory."""
        del relations
        return None

    def properties(self, ids: Collection[str], names: Collection[str] = ()) -> list[Held]:
        """As below: all values of an entry are fetched at once."""
        wanted = sorted(set(ids))
        if missing := [id_ for id_ in wanted if id_ not in self._held]:
            self._held |= {id_: [] for id_ in missing}
            for held in self._below.properties(missing):
                self._held[held.node].append(held)
        return [held for id_ in wanted for held in self._held[id_] if not names or held.name in names]

    def claims(self, edges: Collection[Edge]) -> dict[int, tuple[Claim, ...]]:
        """As below."""
        keys = sorted({edge.key for edge in edges})
        if missing := [edge for edge in edges if edge.key not in self._claims]:
            self._claims |= {**{edge.key: () for edge in missing}, **self._below.claims(missing)}
        return {key: self._claims[key] for key in keys if self._claims[key]}

    def names(self, ids: Collection[str]) -> list[tuple[str, str, str, str]]:
        """As below."""
        return self._below.names(ids)

    def property_names(self) -> list[str]:
        """As below."""
        if self._property_names is None:
            self._property_names = self._below.property_names()
        return self._property_names

    def search(self, text: str, limit: int) -> tuple[list[tuple[Node, str]], int]:
        """As below."""
        return self._below.search(text, limit)

    def tally(self, at: Moment | None = None) -> dict[str, Any]:
        """As below."""
        return self._below.tally(at)


#: mypy holds it to the protocol here.
_IS_A_GRAPH: type[Graph] = RecalledGraph
