"""The contract of a loader, and the file that it reads."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from loaders.tree import Fault
from ontology.claim import Claim
from ontology.problem import Problem
from ontology.source import Source
from ontology.text import clean
from ontology.vocabulary import Vocabulary


@dataclass
class SourceFile:
    """One file as text, with the places in it."""

    path: str
    """The path that claims will name (``Source.path``)."""
    text: str
    """Decoded, without a byte order mark; line ends are as in the file."""
    commit: str = ""
    relative: str = ""
    """The path below the root that is loaded; of a root that is a file, its name."""

    _line_starts: list[int] = field(default_factory=lambda: [0], repr=False)
    _last: tuple[int, int, int, str] = field(default=(0, -1, 0, ""), repr=False)
    """The line that was asked for last: start, end, number, quote. Values beside one another share it."""

    def _line(self, offset: int) -> int:
        """The line of a character. Line starts are looked for only as far as somebody asks: bodies are long."""
        starts = self._line_starts
        while starts[-1] <= offset and (found := self.text.find("\n", starts[-1])) >= 0:
            starts.append(found + 1)
        return bisect_right(starts, offset)

    def at(self, offset: int, pointer: str = "") -> Source:
        """The place of a character. Lines end at line feeds only, as editors and git count them."""
        start, end, line, quote = self._last
        if not start <= offset <= end:
            line = self._line(offset)
            start = self._line_starts[line - 1]
            end = self.text.find("\n", start)
            end = end if end >= 0 else len(self.text)
            quote = self.text[start : min(end, start + 1000)].strip()  # of a line that is the whole file, a part
            quote = clean(quote if len(quote) <= 240 else quote[:239] + "…")
            self._last = (start, end, line, quote)
        column = offset - start + 1
        return Source(self.path, line, column, pointer if pointer.isprintable() else clean(pointer), quote, self.commit)

    def problem(self, fault: Fault, pointer: str = "") -> Problem:
        """A fault of a document as a problem of this file."""
        return Problem(fault.rule, clean(fault.message), self.at(fault.offset, pointer), fault.hint)


class Tally(NamedTuple):
    """What a file told that leaves no claim, counted by the rule that read it; a loader yields it last, if at all."""

    counts: dict[str, dict[str, int]]
    """By rule: how many records or values were read, empty, left out and so on."""
    words: dict[str, dict[str, int]]
    """By rule: words that it does not know, with how often they stand."""
    missing: list[tuple[str, str, Source]]
    """Names that made no claim since nothing is called so: (rule, name, where)."""


#: What a loader yields, in reading order.
Read = Callable[[SourceFile, Vocabulary], Iterator[Claim | Problem | Tally]]


@dataclass(frozen=True, slots=True)
class Loader:
    """Turns one form of input into claims and problems, without knowing that a store exists.

    ``takes`` says by path and text whether a file is of this form; ``read`` yields what it says. A loader never raises
    for what stands in a file.
    """

    name: str
    suffixes: tuple[str, ...]
    takes: Callable[[SourceFile], bool]
    read: Read
    wants: Callable[[str], bool] | None = None
    """Whether it reads a file, by its path below the root; what no loader wants is passed over without a finding.
    None where only the text can tell."""
    revision: int | str = 1
    """Another one when the same file would give other claims; unchanged files are then read again."""
    encoding: Callable[[str], str] | None = None
    """What a file is encoded in, by its path below the root; None where all are UTF-8."""


def encoding_of(loaders: Iterable[Loader], path: str) -> str:
    """What a file is encoded in, by its path below the root: what the first loader says that knows."""
    return next((one.encoding(path) for one in loaders if one.encoding is not None), "utf-8")
