"""Finds the blocks of a Markdown text that mappings ask for: headings, list items, paragraphs and links.

No renderer: code in fences and comments in ``<!-- -->`` are passed over, tables and quotes are paragraphs, and an item
inside an item is an item like any other.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from loaders.tree import Mapping, Scalar

#: Longer paragraphs are read as several, so that one never holds a whole file.
_MOST_LINES = 10_000

_LINE = re.compile(r"[^\n]*\n|[^\n]+\Z")
_ATX = re.compile(r"(#{1,6})(?:[ \t]+|\Z)")
_FENCE = re.compile(r"(`{3,}|~{3,})(.*)", re.DOTALL)
_ITEM = re.compile(r"(?:[-*+]|[0-9]{1,9}[.)])(?:[ \t]+|\Z)")
_RULE = re.compile(r"(?:(?:\*[ \t]*+){3,}+|(?:-[ \t]*+){3,}+|(?:_[ \t]*+){3,}+)\Z")
_UNDERLINE = re.compile(r"=+\Z|-+\Z")
# A target may hold brackets once, as addresses of encyclopedias do. Nothing here is tried twice: see "possessive".
_LINK = re.compile(
    r"""(?<![!\\])\[(?P<text>[^\[\]]*+)\]
        (?:\(\s*+(?:<(?P<angled>[^<>\n]*+)>|(?P<target>(?:[^()\s<>]++|\([^()\s]*+\))*+))
           (?:\s++(?:"[^"]*+"|'[^']*+'))?\s*+\)
          |\[(?P<label>[^\[\]]*+)\])
      | <(?P<auto>[a-zA-Z][a-zA-Z0-9+.-]{1,31}:[^\s<>]*+)>""",
    re.VERBOSE,
)
_DEFINITION = re.compile(r"^ {0,3}\[([^\[\]\n]++)\]:[ \t]*+<?([^\s<>]++)", re.MULTILINE)


@dataclass(slots=True)
class Block:
    """``heading``, ``item`` or ``paragraph``: its lines without the blanks around them, and where it begins and ends.

    The first line of a heading is its text alone, that of an item begins behind the mark. A block of ``code``, where
    it is asked for, has one line: all between the fences, as it stands.
    """

    kind: str
    begin: int
    end: int
    lines: list[tuple[int, int]] = field(default_factory=list)
    level: int = 0
    marks: tuple[int, int] = (0, 0)
    """Where the marks of a heading stand; of code, what is said behind the opening fence."""


def blocks(text: str, start: int = 0, *, code: bool = False) -> Iterator[Block]:
    """The blocks of a text in its order; comments are none, and code only where asked for and if its fence is closed.

    >>> [(block.kind, block.level, len(block.lines)) for block in blocks("Saga\\n====\\n- one\\n  more\\n\\nEnd.\\n")]
    [('heading', 1, 1), ('item', 0, 2), ('paragraph', 0, 1)]
    """
    return _Scanner(text, code).scan(start)


def title_of(text: str, start: int = 0) -> Scalar | None:
    """The text of the first heading; it is not ``plain``: a title is text, even if it is ``1984``.

    >>> title_of("intro\\n\\n## Saga ##\\n")
    Scalar(raw='Saga', start=10, end=14, plain=False)
    """
    return next((heading_text(text, block) for block in blocks(text, start) if block.kind == "heading"), None)


def heading_text(text: str, heading: Block) -> Scalar:
    """The text of a heading as a scalar; lines of one that is underlined are joined."""
    start, end = heading.lines[0][0], heading.lines[-1][1]
    return Scalar(" ".join(text[a:b] for a, b in heading.lines), start, end, plain=False)


class _Scanner:
    """Goes over the lines once; what is open may still grow."""

    def __init__(self, text: str, code: bool) -> None:
        self.text = text
        self.code = code
        self.open: Block | None = None
        self.fence = ""
        self.info = (0, 0)
        """Where the words behind the opening fence stand."""
        self.skip_to = 0
        self.comments_end = True
        """Whether a comment may still be closed further down."""

    def scan(self, start: int) -> Iterator[Block]:
        """Yield every block once it can grow no more."""
        for found in _LINE.finditer(self.text, start):
            begin, end = found.span()
            if begin < self.skip_to:
                continue
            line = found[0].strip()
            first = begin + len(found[0]) - len(found[0].lstrip()) if line else begin
            made = self._line(line, begin, first, end)
            if made is not self.open:
                if self.open:
                    yield self.open
                self.open = made
            if made and made.kind in ("heading", "code"):
                yield made
                self.open = None
        if self.open:
            yield self.open

    def _line(self, line: str, begin: int, first: int, end: int) -> Block | None:
        """The block that is open behind a line: the one before, a new one, or none."""
        if self.fence:
            if line.startswith(self.fence) and not line.strip(self.fence[0]):
                self.fence = ""
                if self.code:
                    inside = (min(self.text.find("\n", self.info[0]) + 1, begin), begin)
                    return Block("code", self.info[0], end, [inside], marks=self.info)
            return None
        if not line or self._opens_code(line, first):
            return None
        mark, span, before = line[0], (first, first + len(line)), self.open
        if mark in "#=-*_" and first - begin < 4 and self.text[begin] != "\t":
            if mark == "#" and (atx := _ATX.match(line)):
                return self._atx(line, atx, begin, first, end)
            if before and before.kind == "paragraph" and _UNDERLINE.match(line):
                before.kind, before.level, before.end, before.marks = "heading", 1 if mark == "=" else 2, end, span
                return before
            if _RULE.match(line) or (before is None and _UNDERLINE.match(line)):
                return None
        if (mark in "-*+" or mark.isdigit()) and (item := _ITEM.match(line)):
            return Block("item", begin, end, [(first + item.end(), span[1])])
        if before is None or len(before.lines) == _MOST_LINES:
            return Block("paragraph", begin, end, [span])
        before.lines.append(span)
        before.end = end
        return before

    def _opens_code(self, line: str, first: int) -> bool:
        """Whether a fence or a comment begins; the lines of a comment are passed over."""
        if line[0] in "`~" and (fence := _FENCE.match(line)) and (line[0] == "~" or "`" not in fence[2]):
            self.fence = fence[1]
            self.info = (first + fence.end(1), first + len(line))
            return True
        if self.comments_end and line.startswith("<!--"):
            closing = self.text.find("-->", first + 4)
            self.comments_end = closing >= 0
            self.skip_to = closing + 3
        return self.comments_end and line.startswith("<!--")

    @staticmethod
    def _atx(line: str, atx: re.Match[str], begin: int, first: int, end: int) -> Block:
        words = line[atx.end() :]
        bare = words.rstrip("#")
        if bare[-1:] in ("", " ", "\t"):
            words = bare.rstrip()
        start = first + atx.end()
        level = len(atx[1])
        return Block("heading", begin, end, [(start, start + len(words))], level, (first, first + level))


def definitions(text: str) -> dict[str, tuple[int, int]]:
    """Where the targets of ``[label]: target`` lines stand, by label in lower case; the first of a label counts."""
    found: dict[str, tuple[int, int]] = {}
    for line in _DEFINITION.finditer(text):
        found.setdefault(" ".join(line[1].casefold().split()), line.span(2))
    return found


def links_in(text: str, start: int, end: int, known: dict[str, tuple[int, int]]) -> Iterator[Mapping]:
    """Every link between two places, as a mapping of ``text`` and ``target``; pictures are none.

    >>> page = "See [Saga](saga.md 'a title'), [Inbox][1] and <https://example.org>.\\n\\n[1]: inbox.md\\n"
    >>> [link.get("target").raw for link in links_in(page, 0, len(page), definitions(page))]
    ['saga.md', 'inbox.md', 'https://example.org']
    """
    for found in _LINK.finditer(text, start, end):
        words = found.span("auto" if found["auto"] is not None else "text")
        if found["label"] is not None:
            label = found["label"].strip() or found["text"]
            place = known.get(" ".join(label.casefold().split()))
            if place is None:
                continue
        else:
            place = next(found.span(name) for name in ("auto", "angled", "target") if found[name] is not None)
        link = Mapping(found.start())
        for name, (first, last) in (("text", words), ("target", place)):
            key = Scalar(name, found.start(), found.start())
            link.entries.append((key, Scalar(text[first:last], first, last, plain=False)))
        yield link
