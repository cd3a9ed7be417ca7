"""Regular expressions and globs that a user writes: with a time limit, and with the user's own mistakes in words."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

#: How long one regular expression may take over one value, in seconds.
SECONDS = 0.2

#: After so many values that took longer a regular expression is given up: no further value is tried.
PATIENCE = 3


class TooSlow(Exception):
    """Raised when a pattern takes longer over one value than ``SECONDS``; the value is then reported, not read."""


class GivenUp(TooSlow):
    """Raised for every value after the last that a pattern was tried on."""


@dataclass(frozen=True)
class Pattern:
    """A regular expression in the syntax of Python's ``re`` (the ``regex`` library runs it, because it can be stopped)."""

    text: str
    _compiled: Any = field(compare=False, repr=False, default=None)
    _slow: list[int] = field(compare=False, repr=False, default_factory=lambda: [0])
    """How many values took too long."""

    @classmethod
    def compiled(cls, text: str) -> "Pattern":
        """Compile ``text``. Raises ``ValueError`` with what is wrong and where."""
        import regex  # only a mapping with patterns needs it

        try:
            return cls(text, regex.compile(text))
        except regex.error as error:
            raise ValueError(f"not a regular expression: {error}") from error

    @property
    def names(self) -> tuple[str, ...]:
        """Its named groups."""
        return tuple(self._compiled.groupindex)

    def whole(self, text: str) -> Any:
        """The match of the whole text, or None."""
        return self._run("fullmatch", text)

    def anywhere(self, text: str) -> Any:
        """The first match, or None."""
        return self._run("search", text)

    def every(self, text: str) -> Iterator[Any]:
        """All matches."""
        self._try()
        try:
            yield from self._compiled.finditer(text, timeout=SECONDS)
        except TimeoutError as error:
            raise self._timed_out() from error

    def _run(self, how: str, text: str) -> Any:
        self._try()
        try:
            return getattr(self._compiled, how)(text, timeout=SECONDS)
        except TimeoutError as error:
            raise self._timed_out() from error

    def _try(self) -> None:
        if self._slow[0] >= PATIENCE:
            raise GivenUp(
                f"the pattern {self.text!r} took too long over {PATIENCE} values and was given up;"
                " this value and all further ones of the file were not tried"
            )

    def _timed_out(self) -> TooSlow:
        self._slow[0] += 1
        return TooSlow(f"the pattern {self.text!r} takes too long over this value")


@dataclass(frozen=True)
class Glob:
    """A path pattern: ``*`` within a part, ``**`` over parts, ``{name}`` captures a part of the path as a field,
    ``{name**}`` several parts.

    A captured field is as short as the whole pattern lets it be, the first before the second: in ``{number}-{slug}.md``
    the number ends at the first hyphen.
    """

    text: str
    _compiled: Any = field(compare=False, repr=False, default=None)

    @classmethod
    def compiled(cls, text: str) -> "Glob":
        """Compile ``text``. Raises ``ValueError`` for one that leaves the folder.

        >>> Glob.compiled("radar/{release}/{slug}.md").match("radar/2017-03-01/akka.md")
        {'release': '2017-03-01', 'slug': 'akka'}
        """
        if text.startswith(("/", "~")) or ".." in text.replace("\\", "/").split("/") or re.match("[A-Za-z]:", text):
            raise ValueError(f"'{text}' leads out of the folder that is loaded")
        out, place = [], 0
        for found in re.finditer(r"\*\*/|\*\*|\*|\?|\{(\w+)(\*\*)?\}", text):
            out.append(re.escape(text[place : found.start()]))
            name, several = found[1], found[2]
            simple = {"**/": "(?:[^/]+/)*", "**": ".*", "*": "[^/]*", "?": "[^/]"}
            out.append((f"(?P<{name}>.+?)" if several else f"(?P<{name}>[^/]+?)") if name else simple[found[0]])
            place = found.end()
        try:
            return cls(text, re.compile("".join(out) + re.escape(text[place:]), re.DOTALL))
        except re.error as error:
            raise ValueError(f"'{text}': {error}") from error

    def match(self, path: str) -> dict[str, str] | None:
        """The captured fields where the whole path fits, else None."""
        found = self._compiled.fullmatch(path)
        return found.groupdict() if found else None
