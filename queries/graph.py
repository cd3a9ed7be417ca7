"""What a question may ask of a store: nodes, edges of a frontier, properties, names. Every store implements it.

Set at a time: a question makes one call a hop, never one a node.
"""

import json
from collections.abc import Collection, Iterable, Iterator
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from ontology.claim import Claim
from ontology.vocabulary import Vocabulary

if TYPE_CHECKING:
    from queries.indexed import LineageIndex
    from queries.moment import Moment


class Node(NamedTuple):
    """One thing of the catalogue, settled. Two are equal when every field is."""

    id: str
    title: str
    kind: str
    defined: bool = True
    """False for a name known only from references."""
    tier: str = ""
    """The tier in its scale's own word; empty for none."""
    status: str = ""
    introduced: str = ""
    """EDTF; empty for unknown."""
    born: tuple[int | None, int | None] = (None, None)
    """Earliest and latest day of the introduction, as in ``ontology.dates``."""
    retired: str = ""
    """Why the node counts as retired (``tier bronze``, ``status legacy``, ``retired on 2016``); empty for not retired."""
    retired_on: tuple[int | None, int | None] = (None, None)
    """Earliest and latest day of the retirement; both open where nothing dates it."""
    retired_text: str = ""
    """What dates the retirement, in words; empty where nothing does."""


class Edge(NamedTuple):
    """One settled edge. ``key`` identifies it within one settling of one catalogue."""

    key: int
    relation: str
    subject: str
    object: str
    strength: str = ""
    """``exact``, ``partial`` or ``consider`` for a replacement; empty for other relations."""
    start: tuple[int | None, int | None] = (None, None)
    """Earliest and latest day on which the edge began to hold (stated, else from its newer end's introduction)."""
    end: tuple[int | None, int | None] | None = None
    """Earliest and latest day on which it ceased to hold; None while it holds."""
    method: str = "stated"
    detail: str = "{}"
    """The rest as JSON: ``since``, ``until``, ``start-of`` (what dates the start), ``when``, ``group``, ``note``, ``triggers``, …"""

    def details(self) -> dict[str, Any]:
        """The rest of what the sources say of the edge, as plain data."""
        found: dict[str, Any] = json.loads(self.detail)
        return found

    def has(self, name: str) -> bool:
        """Whether the rest names something; an edge of which little is said is not read as JSON for it."""
        return f'"{name}"' in self.detail and name in self.details()


class Held(NamedTuple):
    """One value of one property of one node, with who says so."""

    node: str
    name: str
    value: Any
    state: str
    """``chosen``; ``earlier`` for a value that was observed before the chosen one, ``later`` after it; ``other`` for the value of a dispute that was not chosen; ``suspect`` for a suspected default."""
    claim: Claim
    why: str = ""
    """Which rule chose it, where there was something to choose from."""


class Found(NamedTuple):
    """What a name means. Exactly one node: ``nodes`` has one item; several: the name is ambiguous; none: unknown."""

    name: str
    nodes: tuple[Node, ...] = ()
    rule: str = ""
    """How the name was understood: ``id``, ``title``, ``alias``, ``former name``, ``folded``, ``acronym``, ``plural``, …"""
    suggestions: tuple[Node, ...] = ()
    """The nearest names, best first, where nothing fits."""


class Graph(Protocol):
    """One catalogue at one moment of its own history."""

    @property
    def vocabulary(self) -> Vocabulary:
        """What the catalogue's words mean."""
        ...

    def find(self, name: str) -> Found:
        """The nodes that a name means; an exact id beats every normalised match."""
        ...

    def nodes(self, ids: Iterable[str]) -> dict[str, Node]:
        """The nodes with these ids; an id without a node is left out."""
        ...

    def select(self, where: Collection[tuple[str, str]] = (), day: int | None = None) -> Iterator[Node]:
        """All nodes with these property values (a ``many`` matches when it contains the value), by id.

        ``day`` asks for the values that held then, of properties that were observed on several days.
        """
        ...

    def edges(self, frontier: Collection[str], relations: Collection[str], direction: str) -> list[Edge]:
        """Edges that leave (``out``: the frontier is the subject), enter (``in``) or touch (``both``) a frontier."""
        ...

    def kept(self, relations: tuple[str, ...]) -> "LineageIndex | None":
        """All edges of these relations in memory, where the store keeps them so; a walk finds the same without."""
        ...

    def properties(self, ids: Collection[str], names: Collection[str] = ()) -> list[Held]:
        """Values of these nodes, by node, property and preference; all properties where ``names`` is empty."""
        ...

    def claims(self, edges: Collection[Edge]) -> dict[int, tuple[Claim, ...]]:
        """Who says each edge, by ``Edge.key``; in order of strength, path and line."""
        ...

    def names(self, ids: Collection[str]) -> list[tuple[str, str, str, str]]:
        """Every name of these nodes: (id, name, rule, since when as EDTF), ordered."""
        ...

    def property_names(self) -> list[str]:
        """Every property that some node holds."""
        ...

    def search(self, text: str, limit: int) -> tuple[list[tuple[Node, str]], int]:
        """At most ``limit`` nodes whose names or text fit, best first, each with what matched; and how many fit."""
        ...

    def tally(self, at: "Moment | None" = None) -> dict[str, Any]:
        """Counts over the whole catalogue, for ``kb stats``: of a moment what may have been there and surely held."""
        ...
