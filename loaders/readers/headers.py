"""Reads headers of fields (``Key: value``): those of RFC 822, one or many in a file, fenced ones and Markdown lists."""

import re
from collections.abc import Iterator
from collections.abc import Mapping as Options
from dataclasses import dataclass, field
from html import unescape

from loaders.readers.faults import MAX_VALUES, Faults
from loaders.readers.front import add_page
from loaders.readers.markdown import Block, blocks
from loaders.readers.options import check_names, flag, prefixes
from loaders.readers.repeated import gather
from loaders.tree import Fault, Joined, Mapping, Node, Scalar, Sequence

OPTIONS = ("comment", "fence", "list", "stanzas")

#: Lines that a header may have: what has more is no header.
MOST_LINES = 10_000

_LINE = re.compile(r"[^\n]*\n|[^\n]+\Z")
_FIELD = re.compile(r"([!-9;-~]+):")
_OPENING = re.compile(
    r"^[ \t]*(?:<pre\b[^<>\n]*>(?:[ \t]*\r?\n)?|(`{3,}|~{3,})[^\n`]*(?:\n|\Z))", re.MULTILINE | re.IGNORECASE
)
_CLOSING_PRE = re.compile(r"</pre\s*>", re.IGNORECASE)
# A mark of emphasis may stand around the key, with the colon inside or outside of it.
_ITEM = re.compile(
    r"(?:[-*+][ \t]+)?(?P<mark>\*\*|__|\*|_|)(?P<key>[^\s:*#>|`][^\s:*]*(?: [^\s:*]+){0,4}?)"
    r"(?:[ \t]?:(?P=mark)|(?P=mark)[ \t]?:)(?=\s|\Z)"
)
_BLANK_FIRST = re.compile(r"\s*")


def read_headers(text: str, options: Options[str, object]) -> tuple[Node | None, list[Fault]]:
    """Read the header at the top of a file, up to the first blank line; lines that begin with a blank go on a value.

    With ``fence`` it is what stands in the first ``<pre>`` or code fence. With ``list`` it is a Markdown list below
    an optional heading: ``- Key: value``, ``* **Key:** value`` or ``Key: value``, up to a blank line that something
    else follows. The values of a key that stands several times are a list. The lines of a value are joined by one
    space. ``$title`` (the first heading) and ``$body`` (what follows the header) stand behind the fields.

    With ``stanzas`` the whole file is headers, with blank lines between them, and the result is their list. Lines that
    begin with a ``comment`` are none.

    >>> tree, faults = read_headers("PEP: 8\\nAuthor: Guido,\\n  Barry\\n\\nAbstract\\n", {})
    >>> [(key.raw, value.raw) for key, value in tree.entries]
    [('PEP', '8'), ('Author', 'Guido, Barry'), ('$body', 'Abstract\\n')]
    >>> read_headers("# 4. Foo\\n\\n* **Status:** accepted\\n\\nOnce.\\n", {"list": True})[0].get("Status").raw
    'accepted'
    >>> [one.get("Package").raw for one in read_headers("Package: a\\n\\nPackage: b\\n", {"stanzas": True})[0].items]
    ['a', 'b']
    """
    check_names(options, OPTIONS)
    fence, is_list, stanzas = (flag(options, name) for name in ("fence", "list", "stanzas"))
    if fence + is_list + stanzas > 1:
        raise ValueError("options 'fence', 'list' and 'stanzas' exclude each other")
    header = _Header(text, prefixes(options, "comment"))
    if stanzas:
        return header.read_stanzas(), header.faults.listed()
    body = header.read_fence() if fence else header.read_list() if is_list else header.read_top()
    root = header.tree()
    if not root.entries:
        header.faults.add("header-missing", "no field (Key: value) stands where the header should", 0)
    elif not fence and not is_list:
        header.look_further(body)
    add_page(root, text, 0 if fence or is_list else body, body)
    return root, header.faults.listed()


@dataclass(slots=True)
class _Field:
    key: Scalar
    value_from: int
    pieces: list[tuple[int, int]] = field(default_factory=list)


class _Header:
    """The fields that were read so far."""

    def __init__(self, text: str, comments: tuple[str, ...]) -> None:
        self.text = text
        self.comments = comments
        self.faults = Faults()
        self.fields: list[_Field] = []
        self.read_to = 0
        self.is_html = False
        """Whether the header stands in ``<pre>``, where ``&amp;`` means ``&``."""

    def tree(self) -> Mapping:
        """The fields as a mapping."""
        root = Mapping(self.fields[0].key.start if self.fields else 0)
        root.entries += [(one.key, self._value(one)) for one in self.fields]
        gather(root)
        return root

    def _value(self, one: _Field) -> Scalar:
        read = unescape if self.is_html else str
        pieces = [Scalar(read(self.text[start:end]), start, end) for start, end in one.pieces]
        if len(pieces) > 1:
            raw = " ".join(piece.raw for piece in pieces)
            return Joined(raw, pieces[0].start, pieces[-1].end, pieces=pieces)
        return pieces[0] if pieces else Scalar("", one.value_from, one.value_from)

    def read_stanzas(self) -> Sequence:
        """Read headers of RFC 822, one behind the other; a line that is no field costs a fault."""
        found, values = Sequence(0), 0
        for begin, end, line in self._lines(0, len(self.text), MAX_VALUES):
            if not line and self.fields:
                found.items.append(self.tree())
                self.fields = []
            elif line and self.text[begin] in " \t" and self.fields:
                self._piece(begin, end)
            elif line and not self._field(_FIELD, begin, end):
                self.faults.add("header-line", "this line is no field (Key: value)", begin)
            values += 2
            if values > MAX_VALUES:
                self.faults.add_too_many(begin)
                break
        if self.fields:
            found.items.append(self.tree())
        if not found.items:
            self.faults.add("header-missing", "no field (Key: value) stands in the file", 0)
        return found

    def look_further(self, body: int) -> None:
        """Note that a header like the first one follows its blank line."""
        if self.text[self.text.rfind("\n", 0, max(body - 1, 0)) + 1 : body].strip():
            return
        start = self._first_line(body)
        again = _FIELD.match(self.text, start)
        if again and again[1] == self.fields[0].key.raw:
            message = f"another header begins here ({again[1]} once more); only the first was read"
            self.faults.add("header-again", message, start, "read all of them with the option 'stanzas: true'")

    def read_top(self) -> int:
        """Read a header of RFC 822; returns where the body begins."""
        start = self._first_line(0)
        for begin, end, line in self._lines(start, len(self.text)):
            if not line:
                return end
            indented = self.text[begin] in " \t"
            if indented and self.fields:
                self._piece(begin, end)
            elif indented or not self._field(_FIELD, begin, end):
                self._no_field(begin)
                return begin
        return self.read_to

    def read_fence(self) -> int:
        """Read the first block of preformatted text or code; returns where the text behind it begins."""
        opening = _OPENING.search(self.text)
        if not opening:
            return 0
        start, end, body = self._fenced(opening)
        base: int | None = None
        for begin, stop, line in self._lines(start, end):
            if not line:
                if body is None:
                    return stop
                continue
            indent = self._indent(begin, stop)
            base = indent if base is None else base
            if indent > base and self.fields:
                self._piece(begin, stop)
            elif not self._field(_FIELD, begin + indent, stop):
                self._no_field(begin + indent)
        return self.read_to if body is None else body

    def _fenced(self, opening: re.Match[str]) -> tuple[int, int, int | None]:
        """Where the text in a fence begins and ends, and where the text behind it begins (``None``: not closed)."""
        self.is_html = opening[1] is None
        if self.is_html:
            closing = _CLOSING_PRE.search(self.text, opening.end())
        else:
            marks = re.compile(rf"^[ \t]*{re.escape(opening[1])}[`~]*[ \t]*\r?(?:\n|\Z)", re.MULTILINE)
            closing = marks.search(self.text, opening.end())
        if closing:
            return opening.end(), closing.start(), closing.end()
        message = "the block that holds the header is not closed; it was read to its first blank line"
        self.faults.add("header-open", message, opening.start())
        return opening.end(), len(self.text), None

    def read_list(self) -> int:
        """Read a Markdown list of fields below an optional heading; returns where the text behind it begins."""
        start = self._first_line(0)
        first = next(blocks(self.text, start), None)
        if first and first.kind == "heading" and not self._is_field(first):
            start = first.end
        base: int | None = None
        after_blank = True
        body = start
        for begin, end, line in self._lines(start, len(self.text)):
            if not line:
                after_blank = True
                continue
            indent = self._indent(begin, end)
            base = indent if base is None else base
            if indent > base + 1 and self.fields and not after_blank:
                self._piece(begin, end)
            elif indent > base + 1 or not self._field(_ITEM, begin + indent, end):
                if not after_blank and line[0] not in "#`~<-=":
                    self._no_field(begin)
                return begin if self.fields else start
            body, after_blank = end, False
        return body

    def _is_field(self, heading: Block) -> bool:
        """Whether a heading is a field with a rule below it; one that is marked by # or = is none."""
        return self.text[heading.marks[0]] == "-" and bool(_ITEM.match(self.text, heading.lines[0][0]))

    def _lines(self, start: int, end: int, most: int = MOST_LINES) -> Iterator[tuple[int, int, str]]:
        """Beginning, end and stripped text of every line between two places that is no comment."""
        for number, found in enumerate(_LINE.finditer(self.text, start, end)):
            if number == most:
                self.faults.add("too-many-values", f"more than {most:,} lines in a header", found.start())
                return
            if not self.text.startswith(self.comments, found.start()):
                yield found.start(), found.end(), found[0].strip()
            self.read_to = found.end()

    def _first_line(self, start: int) -> int:
        """The beginning of the first line that is not blank."""
        found = _BLANK_FIRST.match(self.text, start)
        at = found.end() if found else start
        return max(self.text.rfind("\n", start, at) + 1, start)

    def _indent(self, begin: int, end: int) -> int:
        line = self.text[begin:end]
        return len(line) - len(line.lstrip())

    def _field(self, form: re.Pattern[str], begin: int, end: int) -> bool:
        """Begin a field, if a line is one."""
        found = form.match(self.text, begin, end)
        if not found:
            return False
        name = "key" if form is _ITEM else 1
        self.fields.append(_Field(Scalar(found[name], *found.span(name)), found.end()))
        self._piece(found.end(), end)
        return True

    def _piece(self, begin: int, end: int) -> None:
        """Add the text of a line, without the blanks around it, to the value of the last field."""
        words = self.text[begin:end].strip()
        if words:
            start = begin + self._indent(begin, end)
            self.fields[-1].pieces.append((start, start + len(words)))

    def _no_field(self, begin: int) -> None:
        """Note a line that is no field, unless there is no header at all: that is said once, at the end."""
        if self.fields:
            self.faults.add("header-line", "this line is no field (Key: value)", begin, "does the header end above it?")
