"""A dump: one file that holds what many sources say, as ``kb export`` writes it. Read as a stream, however large it is."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from ontology.claim import Claim
from ontology.problem import Problem
from ontology.vocabulary import Vocabulary

#: Findings after which nothing of a dump was read.
UNREAD = ("rdf-syntax", "graphml-syntax")

#: What the record notes as the loader of a source that came out of a dump, before the dump's name.
DUMPED = "dump of "


class Member(NamedTuple):
    """From here on a dump tells what the source ``path`` says; its claims cite that path, not the dump's."""

    path: str


class Dump(NamedTuple):
    """One form of dump. A reader never raises for what stands in a file."""

    name: str
    takes: Callable[[str, bytes], bool]
    """Whether a file is of this form, by its path and its first 4,096 bytes."""
    words: Callable[[str], Vocabulary]
    """The words of its own that a file brings along; none where it cannot be read."""
    read: Callable[[str, str], Iterator[Member | Claim | Problem]]
    """What the file at a path says; the second path is the one that problems cite. Claims before the first member are
    said by the file itself. A finding of ``UNREAD`` comes first, and alone."""
