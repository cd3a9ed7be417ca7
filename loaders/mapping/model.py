"""What a mapping says, once it is read: sources, records, values, edges and references."""

from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, NamedTuple

from loaders.mapping.patterns import Glob, Pattern
from loaders.mapping.templates import Template
from ontology.fillers import is_nothing
from ontology.source import Source
from ontology.vocabulary import Vocabulary

if TYPE_CHECKING:
    from loaders.mapping.pages_form import PagesForm

_NO_STEPS = ("fields", "constant", "template", "otherwise", "plain")


@dataclass(frozen=True, slots=True)
class ValueRule:
    """How values are found in a record; every step may be left out, and they are taken in this order."""

    fields: tuple[str, ...] = ()
    """Fields to look in: the first that holds anything."""
    every: tuple[str, ...] = ()
    """Fields that are all read."""
    constant: str | None = None
    template: tuple[Template, ...] = ()
    """Built from several fields: the first of which no field is missing."""
    groups: tuple[int, int] | None = None
    """Repeated groups of columns: (first column, columns in a group)."""
    links: str = ""
    """``target`` or ``text`` of every Markdown link in the value."""
    split: Pattern | None = None
    any_of: Pattern | None = None
    """Where a part falls into alternatives; only of an edge."""
    trim: bool = False
    match: Pattern | None = None
    """Every match becomes a value; its groups are fields of the steps below."""
    strip: tuple[Pattern, ...] = ()
    condition: Pattern | None = None
    """A suffix that is taken off and becomes the edge's condition."""
    nothing: frozenset[str] = frozenset()
    """Words that mean none, besides the usual ones; compared without case."""
    words: dict[str, str] = field(default_factory=dict)
    """What becomes of certain values."""
    otherwise: str = "keep"
    """What becomes of a value that ``words`` does not know: ``keep``, ``drop`` or ``report``."""
    dates: tuple[str, ...] = ()
    take: Template | None = None
    """What is made of each value in the end, from ``{item}``, the groups of ``match`` and the record's fields."""
    default: str | None = None
    key: Template | None = None
    """Looks the value up in a mapping: the field holds a parallel map, this is the key in it."""
    through: "Through | None" = None
    """Looks each value up among other records and goes on with what stands there."""
    then: "ValueRule | None" = None
    """Steps that each value goes through after all others."""
    pick: str = ""
    """``first``, ``last``, ``least`` or ``greatest`` of all values; empty for all of them."""
    plain: bool = field(init=False, default=False)
    """Whether nothing is done to what fields hold, to a template or a constant: most rules are so, and read faster."""

    def __post_init__(self) -> None:
        """Find out whether the rule is plain."""
        steps = (getattr(self, one.name) for one in fields(self) if one.name not in _NO_STEPS)
        nothing = self.constant is not None and is_nothing(self.constant)
        object.__setattr__(self, "plain", self.otherwise == "keep" and not nothing and not any(steps))


@dataclass(frozen=True, slots=True)
class Through:
    """A second table: records by a key of their own, and what is taken of them instead of the key."""

    at: str
    key: ValueRule
    value: ValueRule
    sources: tuple[str, ...] = ()
    """Sources whose files hold the table; none where it stands in the file that names its keys."""


@dataclass(frozen=True, slots=True)
class ReferenceRule:
    """How a written name finds its record: the first rule that matches the whole name decides."""

    path: str
    match: Pattern | None = None
    """None for a rule that takes every name."""
    ids: tuple[Template, ...] = ()
    """Ids to try, in order."""
    meaning: str = "record"
    """``record``, ``outside`` (a thing without a record here) or ``none`` (no reference at all)."""


@dataclass(frozen=True, slots=True)
class Condition:
    """What must be true of a field: one of some words, none of some, matching, or present."""

    value: ValueRule
    among: frozenset[str] = frozenset()
    unless: frozenset[str] = frozenset()
    match: Pattern | None = None
    present: bool | None = None
    folded: bool = False
    """Whether words are compared as state words are: without case, hyphens, underscores and outer space."""


#: Alternatives, in each of which all conditions must hold; none where everything passes.
Where = tuple[tuple[Condition, ...], ...]


@dataclass(frozen=True, slots=True)
class Retirement:
    """When a record says that it is retired."""

    path: str
    condition: Condition
    where: Where = ()
    """What must hold of the record, too."""
    only: bool = False
    """Whether nothing else retires it: where the condition does not hold, the record says that it is in use."""


@dataclass(frozen=True, slots=True)
class EdgeRule:
    """One relation of a record to what a value names."""

    path: str
    """The rule's own name: the record and the key, as the mapping writes them."""
    relation: str
    backwards: bool
    value: ValueRule
    where: Where = ()
    """What must hold beside a value, or in the record, for the edge to be made."""
    qualifiers: dict[str, ValueRule] = field(default_factory=dict)
    references: tuple[ReferenceRule, ...] = ()
    """Tried before the mapping's own."""
    outside: str = "node"
    """What becomes of a name that means something outside: ``node``, ``property`` (the relation's name with
    ``-outside`` behind it) or ``ignore``."""
    missing: str = "node"
    """What becomes of a name whose record is missing: ``node`` (known only from references) or ``ignore``."""


@dataclass(frozen=True, slots=True)
class PropertyRule:
    """One property of a record, and where its values stand."""

    path: str
    name: str
    value: ValueRule
    where: Where = ()
    """What must hold beside a value, or in the record, for it to count."""


@dataclass(frozen=True, slots=True)
class DatedNames:
    """Names of a record with the day that each came up."""

    path: str
    value: ValueRule
    since: ValueRule | None


@dataclass(frozen=True, slots=True)
class RecordRule:
    """One sort of record: where it stands, what it is called, what it says."""

    name: str
    sources: tuple[str, ...]
    at: str
    where: Where
    id: ValueRule | None
    kind: ValueRule
    properties: tuple[PropertyRule, ...]
    edges: tuple[EdgeRule, ...]
    observed: ValueRule | None = None
    retired: tuple[Retirement, ...] = ()
    """The first that holds retires the record."""
    dated_names: tuple[DatedNames, ...] = ()
    edge: "EdgeRecord | None" = None
    """A record that is an edge itself, instead of a node."""
    alias_of: ValueRule | None = None
    """A record whose id is another name of the record that this names, instead of a node."""
    prose: bool = False
    """Whether the relations that stand only in the text below the record are read (``loaders.prose``)."""


@dataclass(frozen=True, slots=True)
class EdgeRecord:
    """A record that relates two others."""

    subject: ValueRule
    object: ValueRule
    relation: ValueRule
    qualifiers: dict[str, ValueRule]
    references: tuple[ReferenceRule, ...]
    by_age: bool = False
    """Whether the ends are called old and new: then a relation that reads backwards does not turn them round."""


@dataclass(frozen=True, slots=True)
class SourceRule:
    """Files of one form."""

    name: str
    files: tuple[Glob, ...]
    exclude: tuple[Glob, ...]
    reader: str
    options: dict[str, object]
    encoding: str = "utf-8"


class Mention(NamedTuple):
    """A field that the mapping asks for, and where it does."""

    record: str
    """The sort of record, or the path to the records of a second table; empty where any may hold it."""
    field: str
    rule: str
    place: Source


@dataclass(frozen=True, slots=True)
class MappingRule:
    """A whole mapping."""

    title: str
    sources: tuple[SourceRule, ...]
    records: tuple[RecordRule, ...]
    references: tuple[ReferenceRule, ...]
    vocabulary: Vocabulary
    path: str = ""
    stamp: str = ""
    """Another one for another text of the mapping."""
    places: dict[str, Source] = field(default_factory=dict)
    """Where each source, record and rule of it stands in the mapping, by name."""
    mentions: tuple[Mention, ...] = ()
    throughs: tuple[Through, ...] = ()
    """Every second table that some rule looks into."""
    pages: "PagesForm | None" = None
    """What it adds to the dialect of pages, where it is of that form; then it has no records."""
