"""The fields of a sort of record: which there are, and what they hold over all the records that are looked at."""

from collections import Counter
from collections.abc import Iterable
from collections.abc import Mapping as Map
from dataclasses import dataclass, field
from functools import cached_property

from loaders.base import SourceFile
from loaders.mapping.parse_values import ValueParser
from loaders.mapping.parts import Piece
from loaders.mapping.scope import Scope
from loaders.mapping.values import leaves, pieces
from loaders.sketch.places import key_path, quoted
from loaders.sketch.words import folded
from loaders.tree import Mapping, Node, Scalar, Sequence
from ontology.fillers import is_nothing
from ontology.text import clean, fold_space

#: More fields of one sort of record are not looked at.
MOST_FIELDS = 80
#: So deep inside a record fields are looked for.
MOST_DEPTH = 3

#: What a mapping says in one place: a field's name, or steps.
Rule = str | Map[str, object]


@dataclass
class Field:
    """One field. ``rule`` is what a mapping writes to read it, ``label`` what a person would call it."""

    rule: Rule
    label: str
    records: int
    """How many records there are."""
    values: dict[int, list[str]] = field(default_factory=dict)
    """The texts that it holds, by the number of the record."""
    maps: dict[int, list[str]] = field(default_factory=dict)
    """The keys of the mappings that it holds instead."""

    @cached_property
    def folded(self) -> str:
        """The name by which it is compared with those that are known."""
        return folded(self.label)

    @property
    def share(self) -> float:
        """In how large a share of the records it holds anything."""
        return len(self.values) / max(self.records, 1)

    @cached_property
    def texts(self) -> list[str]:
        """Every text, in reading order."""
        return [text for number in sorted(self.values) for text in self.values[number]]

    @cached_property
    def words(self) -> Counter[str]:
        """How often it holds each text."""
        return Counter(self.texts)

    @property
    def is_list(self) -> bool:
        """Whether some record holds several texts."""
        return any(len(texts) > 1 for texts in self.values.values())

    @property
    def is_unique(self) -> bool:
        """Whether every record holds one text, and no two the same."""
        return bool(self.records) and len(self.values) == len(self.words) == len(self.texts) == self.records

    @property
    def is_short(self) -> bool:
        """Whether its texts are rather names than prose."""
        return bool(self.texts) and sum(len(text) <= 120 and "\n" not in text for text in self.texts) >= 0.95 * len(
            self.texts
        )

    def with_steps(self, **steps: object) -> dict[str, object]:
        """What a mapping writes to read it and take further steps."""
        return {**as_steps(self.rule), **steps}


def as_steps(rule: Rule) -> dict[str, object]:
    """What a mapping writes in one place, as steps."""
    return {"from": rule} if isinstance(rule, str) else dict(rule)


def fields_of(scopes: list[Scope]) -> tuple[list[Field], int]:
    """The fields of some records in their order, and how many rarer ones are not looked at."""
    found = _Found(len(scopes))
    for number, scope in enumerate(scopes):
        node = scope.nodes[0][0]
        if isinstance(node, Mapping):
            found.walk(node, (), number)
        else:
            found.note(("$value",), node, number)
        if "$key" in scope.extras:
            found.note(("$key",), scope.extras["$key"], number)
    filled = {path: one for path, one in found.fields.items() if one.values or one.maps}
    tables = [path for path, one in filled.items() if _is_table(one)]
    kept = {path: one for path, one in filled.items() if not any(_is_below(path, table) for table in tables)}
    ranked = sorted(kept, key=lambda path: -len(kept[path].values) - len(kept[path].maps))[:MOST_FIELDS]
    chosen = set(ranked)
    return [one for path, one in kept.items() if path in chosen], len(kept) - len(chosen)


@dataclass
class _Found:
    """The fields found so far, by the keys that lead to them."""

    records: int
    fields: dict[tuple[str, ...], Field] = field(default_factory=dict)

    def note(self, path: tuple[str, ...], node: Node, number: int) -> None:
        """Note what a record holds at a path."""
        one = self.fields.get(path)
        if one is None:
            one = self.fields[path] = Field(field_path(path), label_of(path), self.records)
        if isinstance(node, Mapping):
            one.maps.setdefault(number, []).extend(key.raw for key, _ in node.entries)
            return
        texts = [piece.text for piece in leaves(node, "") if piece.record is None and not is_nothing(piece.text)]
        if texts:
            one.values.setdefault(number, []).extend(texts)

    def walk(self, node: Mapping, above: tuple[str, ...], number: int) -> None:
        """Note everything in a record, and in what it holds."""
        for key, value in node.entries:
            if not _can_be_named(key.raw) or (above and key.raw.startswith("$")):
                continue
            path = (*above, key.raw)
            items = value.items if isinstance(value, Sequence) else [value]
            inner = [item for item in items if isinstance(item, Mapping)]
            if not isinstance(value, Sequence) or not inner:
                self.note(path, value, number)
            if len(path) < MOST_DEPTH:
                for item in inner:
                    self.walk(item, (*path, "[*]") if isinstance(value, Sequence) else path, number)


def _is_below(path: tuple[str, ...], above: tuple[str, ...]) -> bool:
    return len(path) > len(above) and path[: len(above)] == above


def _is_table(field: Field) -> bool:
    """Whether the keys of what a field holds are data: many, and hardly any in common."""
    counted = Counter(key for keys in field.maps.values() for key in keys)
    return len(counted) > 8 and max(counted.values()) * 2 < len(field.maps)


#: Keys inside a value that only say where its text stands.
_INNER = frozenset(
    "@id id name text value title href target slug ref @ref @resource @rdf:resource resource #text".split()
)


def label_of(path: tuple[str, ...]) -> str:
    """What a person would call a field: its own key, or the one above where that tells more.

    >>> label_of(("replaces", "[*]", "@id")), label_of(("meta", "status"))
    ('replaces', 'status')
    """
    keys = [key for key in path if key != "[*]"]
    return keys[-2] if len(keys) > 1 and keys[-1] in _INNER else keys[-1]


def _can_be_named(key: str) -> bool:
    """Whether a mapping can name a key: braces mean something there, and what cannot be seen cannot be written."""
    return bool(key) and not set(key) & set("{}\n\r") and clean(key) == key


def field_path(keys: tuple[str, ...]) -> str:
    """How a mapping names a field by the keys that lead to it; ``[*]`` stands for every item.

    >>> field_path(("releases", "[*]", "date")), field_path(("a.b", "c")), field_path(("a.b",))
    ('releases[*].date', '"a.b"."c"', 'a.b')
    """
    if len(keys) == 1 and not keys[0].startswith((".", '"')) and not set(keys[0]) & set("*[]"):
        return keys[0]
    simple = all(key == "[*]" or key_path(key) == key for key in keys)
    steps = [key if key == "[*]" or simple else quoted(key) for key in keys]
    return "".join(step if step == "[*]" or not place else f".{step}" for place, step in enumerate(steps))


def field_of(rule: Rule, label: str, scopes: list[Scope]) -> Field:
    """A field read by a rule, exactly as a mapping that says so would read it."""
    parser = ValueParser(SourceFile("", ""))
    made = parser.value(node_of(rule))
    found = Field(rule, label, len(scopes))
    for number, scope in enumerate(scopes):
        texts = [one.text for one in pieces(made, scope) if isinstance(one, Piece) and one.record is None]
        if texts:
            found.values[number] = texts
    return found


def node_of(data: object) -> Node:
    """Plain data as the tree of a document."""
    if isinstance(data, Map):
        return Mapping(0, [(Scalar(str(key), 0, 0), node_of(value)) for key, value in data.items()])
    if isinstance(data, list | tuple):
        return Sequence(0, [node_of(item) for item in data])
    text = str(data).lower() if isinstance(data, bool) else str(data)
    return Scalar(text, 0, 0, plain=not isinstance(data, str))


def shown(text: str, most: int = 30) -> str:
    """A text as a comment can show it.

    >>> shown("a\\nb"), shown("x" * 40)
    ('a b', 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxx…')
    """
    text = clean(fold_space(text))
    return text if len(text) <= most else text[: most - 1] + "…"


def counted(words: Iterable[tuple[str, int]], most: int = 8) -> str:
    """Words with how often they stand, the commonest first.

    >>> counted([("b", 1), ("a", 1), ("c", 5)], 2)
    'c 5, a 1, …'
    """
    ranked = sorted(words, key=lambda one: (-one[1], one[0]))
    return ", ".join([f"{shown(word)} {count:,}" for word, count in ranked[:most]] + ["…"] * (len(ranked) > most))
