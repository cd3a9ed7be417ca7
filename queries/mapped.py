"""What a mapping made of a catalogue, rule by rule: what a load by mapping reports, and ``kb mapping check`` shows."""

from typing import NamedTuple

from ontology.problem import Problem
from ontology.source import Source


class RuleCount(NamedTuple):
    """What one rule found and what became of it. Counts are of all files that the mapping has read and that still stand."""

    rule: str
    """As the mapping writes it: a sort of record (``pep``), a field of it (``pep.replaced-by``), a reference rule."""
    sort: str
    """``record``, ``property``, ``edge``, ``part`` (of a record or an edge) or ``reference``."""
    values: int = 0
    """Records, or values in them, that it read; of a reference rule, names."""
    made: int = 0
    """Entries, properties or edges that were made of them, as claims."""
    empty: int = 0
    """Records in which it found nothing: the field is missing, or a word for none stands in it."""
    left_out: int = 0
    """Records or values that its ``where`` does not let pass."""
    unread: int = 0
    """Records or values in which something was wrong; each is a finding."""
    none: int = 0
    """Names that a reference rule takes for none."""
    outside: int = 0
    """Names of things outside, by a reference rule."""
    folded: int = 0
    """Names that mean a record by its id but for case and outer white space."""
    dangling: int = 0
    """Names of records that are not there."""
    both: int = 0
    """Edges that the other end says, too; counted where the mapping reads the relation from both ends."""
    one_side: int = 0
    """Edges that the other end, which is there, does not say."""


class Dangling(NamedTuple):
    """A name whose record is not there, as written."""

    rule: str
    name: str
    source: Source


class Word(NamedTuple):
    """A word that nobody declared: no vocabulary, and no ``map`` of the rule that read it."""

    rule: str
    word: str
    times: int


class SourceFound(NamedTuple):
    """A source of a mapping, and the files that it found."""

    name: str
    reader: str
    patterns: tuple[str, ...]
    files: int
    examples: tuple[tuple[str, dict[str, str]], ...] = ()
    """Paths, each with the fields that the pattern takes from it."""


class Example(NamedTuple):
    """What a rule made of one value."""

    rule: str
    source: Source
    written: str
    """What stands there: the line, or of a long one the rest from the value on."""
    result: str
    known: bool = True
    """Whether the record is there, of a name."""


class Unused(NamedTuple):
    """A field in the data that no rule asks for."""

    record: str
    """The sort of record that holds it; empty where none does."""
    field: str
    times: int
    text: str
    """What stands there first."""
    source: Source


class Mapped(NamedTuple):
    """What a mapping made of a catalogue, as it is now."""

    title: str
    files: int
    rules: tuple[RuleCount, ...]
    dangling: tuple[Dangling, ...] = ()
    words: tuple[Word, ...] = ()
    duplicates: tuple[Problem, ...] = ()
    cycles: tuple[Problem, ...] = ()


class Checked(NamedTuple):
    """What a mapping would make of some files."""

    mapped: Mapped
    sources: tuple[SourceFound, ...]
    examples: tuple[Example, ...]
    unused: tuple[Unused, ...]
    untaken: tuple[Unused, ...]
    """Records that no sort takes, by the path to them."""
    findings: tuple[Problem, ...]
    """What is worth acting on, in the mapping first, then in the files."""
