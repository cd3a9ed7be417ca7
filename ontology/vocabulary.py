"""The vocabulary: which kinds, relations, properties, tier scales and state words exist, and what they mean.

A catalogue is read, settled, drawn and checked by its vocabulary alone; nothing else in the house knows a relation by
name except the questions about lineage, which ask for the two lineage relations.
"""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Any, NamedTuple

_NONE: Mapping[str, Any] = MappingProxyType({})
#: Graphviz shapes that hold any label as it is; ``record``, for one, reads braces and bars in it as its own.
SHAPES = frozenset(
    "box box3d circle component cylinder diamond doubleoctagon egg ellipse folder hexagon house invhouse invtrapezium"
    " note octagon oval parallelogram pentagon plain polygon rect rectangle septagon square star tab trapezium"
    " triangle underline".split()
)


class Kind(NamedTuple):
    """What sort of thing a node is."""

    name: str
    label: str
    plural: str = ""
    shape: str = "box"
    """A Graphviz node shape."""
    background: bool = False
    """Whether a picture leaves such nodes out unless their relation is asked for."""
    color: str = ""
    """An RGB colour as ``#rrggbb`` for nodes without a tier; empty for the theme's own."""


class Style(NamedTuple):
    """How an edge of a relation is drawn."""

    line: str = "solid"
    """``solid``, ``dashed``, ``dotted``, ``thin``, ``faint`` or ``none`` (not drawn)."""
    arrow: str = "normal"
    """``normal``, ``hollow`` or ``none``."""
    color: str = ""
    """An RGB colour as ``#rrggbb``; empty for the theme's own."""


class Relation(NamedTuple):
    """A relation from a subject to an object."""

    name: str
    label: str
    """How it reads from subject to object: subject *replaces* object."""
    inverse: str
    """How it reads backwards: object is *replaced by* subject."""
    lineage: bool = False
    """Stored new → old, walked and drawn old → new."""
    symmetric: bool = False
    transitive: bool = False
    acyclic: bool = False
    weak: bool = False
    """Never part of a lineage answer."""
    capability: bool = False
    """Whether its objects count as capabilities of the subject, kept, gained or lost by a replacement."""
    object_kind: str = ""
    """The kind of an object that no page defines; empty where it may be anything."""
    style: Style = Style()


class Property(NamedTuple):
    """A property of a node."""

    name: str
    label: str
    holds: str = "one"
    """``one`` value (only these can be disputed), ``many`` (a union) or ``record`` (kept whole, with its position)."""
    type: str = "text"
    """``text``, ``prose``, ``date``, ``tier``, ``status``, ``kind``, ``name``, ``link`` or ``any``."""


class Tier(NamedTuple):
    """One step of a tier scale."""

    name: str
    label: str
    retired: bool = False
    color: str = ""
    icon: str = ""
    needs: tuple[str, ...] = ()
    """What is asked of an entry of this tier, each as ``ontology.needs`` reads it; `kb lint` looks."""


class Scale(NamedTuple):
    """An ordered tier scale, best first."""

    name: str
    tiers: tuple[Tier, ...]


class Vocabulary(NamedTuple):
    """All that a catalogue's words mean. Look-ups by name give ``None`` for a word that is not declared."""

    kinds: Mapping[str, Kind] = _NONE
    relations: Mapping[str, Relation] = _NONE
    properties: Mapping[str, Property] = _NONE
    scales: Mapping[str, Scale] = _NONE
    retired_words: frozenset[str] = frozenset()
    """Status words that mean retired, folded by ``fold_word``."""
    live_words: frozenset[str] = frozenset()

    def property(self, name: str) -> Property:
        """The declared property, or one made for an undeclared name: everything that is said of it is kept."""
        return self.properties.get(name) or Property(name, name.replace("-", " "), "many", "any")

    def tier(self, word: str) -> tuple[Scale, int] | None:
        """The scale that knows a tier word, and the tier's place in it (0 is best).

        >>> from ontology.builtin import VOCABULARY
        >>> VOCABULARY.tier("Gold")[1]
        0
        """
        wanted = fold_word(word)
        for scale in self.scales.values():
            for place, tier in enumerate(scale.tiers):
                if fold_word(tier.name) == wanted:
                    return scale, place
        return None

    def retires(self, word: str) -> bool:
        """Whether a tier or status word means that the thing is no longer in use.

        >>> from ontology.builtin import VOCABULARY
        >>> VOCABULARY.retires("Legacy"), VOCABULARY.retires("gold")
        (True, False)
        """
        if fold_word(word) in self.retired_words:
            return True
        found = self.tier(word)
        return bool(found and found[0].tiers[found[1]].retired)

    def names_of(self, *, lineage: bool = False, capability: bool = False) -> tuple[str, ...]:
        """Names of the relations with a nature, in declaration order."""
        return tuple(
            r.name for r in self.relations.values() if (r.lineage and lineage) or (r.capability and capability)
        )

    def merged(self, other: "Vocabulary") -> "Vocabulary":
        """This vocabulary with another laid over it: what both declare, the other one decides."""
        return Vocabulary(
            {**self.kinds, **other.kinds},
            {**self.relations, **other.relations},
            {**self.properties, **other.properties},
            {**self.scales, **other.scales},
            (self.retired_words | other.retired_words) - other.live_words,
            (self.live_words | other.live_words) - other.retired_words,
        )

    def to_data(self) -> dict[str, object]:
        """The vocabulary as plain data, for a store or a file; ``from_data`` reads it back."""
        return {
            "kinds": [_data(item) for item in self.kinds.values()],
            "relations": [_data(item) for item in self.relations.values()],
            "properties": [_data(item) for item in self.properties.values()],
            "scales": [
                {"name": scale.name, "tiers": [_data(tier) for tier in scale.tiers]} for scale in self.scales.values()
            ],
            "retired-words": sorted(self.retired_words),
            "live-words": sorted(self.live_words),
        }

    @classmethod
    def from_data(cls, data: dict) -> "Vocabulary":  # type: ignore[type-arg]  # plain data, checked by its writer
        """Read what ``to_data`` wrote."""
        relations = [
            Relation(**{**item, "style": Style(**item["style"])} if "style" in item else item)
            for item in data.get("relations", ())
        ]
        scales = [
            Scale(
                item["name"], tuple(Tier(**{**tier, "needs": tuple(tier.get("needs", ()))}) for tier in item["tiers"])
            )
            for item in data.get("scales", ())
        ]
        return cls(
            {item["name"]: Kind(**item) for item in data.get("kinds", ())},
            {relation.name: relation for relation in relations},
            {item["name"]: Property(**item) for item in data.get("properties", ())},
            {scale.name: scale for scale in scales},
            frozenset(data.get("retired-words", ())),
            frozenset(data.get("live-words", ())),
        )


@lru_cache(maxsize=4096)
def fold_word(word: str) -> str:
    """A state word without case, hyphens, underscores and outer space.

    >>> fold_word(" Use_With-Caution ")
    'use with caution'
    """
    return " ".join(word.replace("_", " ").replace("-", " ").lower().split())


def vocabulary(
    kinds: Iterable[Kind] = (),
    relations: Iterable[Relation] = (),
    properties: Iterable[Property] = (),
    scales: Iterable[Scale] = (),
    retired: Iterable[str] = (),
    live: Iterable[str] = (),
) -> Vocabulary:
    """Make a vocabulary out of its records."""
    return Vocabulary(
        {kind.name: kind for kind in kinds},
        {relation.name: relation for relation in relations},
        {item.name: item for item in properties},
        {scale.name: scale for scale in scales},
        frozenset(map(fold_word, retired)),
        frozenset(map(fold_word, live)),
    )


def _data(item: Kind | Relation | Property | Tier | Style) -> dict[str, object]:
    """A record as data, without what equals its default; nested styles become data too."""
    out: dict[str, object] = {}
    for name, value in zip(item._fields, item, strict=True):
        if name not in item._field_defaults or value != item._field_defaults[name]:
            out[name] = _data(value) if isinstance(value, Style) else value
    return out
