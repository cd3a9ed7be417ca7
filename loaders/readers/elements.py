"""Reads XML as mappings, with the place of every attribute and text; declares and fetches nothing."""

import re
from collections.abc import Mapping as Options
from dataclasses import dataclass
from xml.parsers import expat

from loaders.readers.faults import MAX_VALUES, Faults
from loaders.readers.options import check_names, flag
from loaders.tree import Fault, Mapping, Node, Scalar

OPTIONS = ("strip_namespaces",)
#: Elements inside elements.
MAX_DEPTH = 200

_SPACE = " \t\r\n"
_TAG_NAME = re.compile(r"<([^\s/>]+)")
_ATTRIBUTE = re.compile(r"""\s+([^\s=]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_TAG_END = re.compile(r"\s*/?>")
_HINTS = {
    expat.errors.codes[expat.errors.XML_ERROR_INVALID_TOKEN]: "write < as &lt; and & as &amp;",
    expat.errors.codes[expat.errors.XML_ERROR_UNDEFINED_ENTITY]: "write & as &amp;",
    expat.errors.codes[expat.errors.XML_ERROR_NO_ELEMENTS]: "was the file cut off?",
}


class _StopError(Exception):
    """Ends the reading; what is wrong is among the faults already."""


def read_xml(text: str, options: Options[str, object]) -> tuple[Node | None, list[Fault]]:
    """Read a document as a mapping of the root's tag to what it holds.

    An element is a mapping: attributes as ``@name``, children by their tags (one that stands twice is there twice) and
    text, without the blanks around it, as ``#text``. One with neither attributes nor children is its text alone.
    Prefixes stay as written; ``strip_namespaces`` leaves them out, with what declares them. A declared entity ends the
    reading: data needs none, and they can grow without end. Nothing outside the text is ever fetched.

    >>> tree, faults = read_xml('<list><p id="1">Saga</p><p>In &amp; out</p></list>', {})
    >>> [(key.raw, type(value).__name__) for key, value in tree.get("list").entries]
    [('p', 'Mapping'), ('p', 'Scalar')]
    >>> tree.get("list").entries[0][1].get("@id")
    Scalar(raw='1', start=13, end=14, plain=False)
    """
    check_names(options, OPTIONS)
    return _Reader(text, flag(options, "strip_namespaces")).read()


@dataclass(slots=True)
class _Element:
    key: Scalar
    node: Mapping
    inside: int
    """The place behind the opening tag."""


class _Reader:
    """Takes the parser's events; ``_mark`` is the place behind the last markup, ``_pieces`` the text since a tag."""

    def __init__(self, text: str, strip: bool) -> None:
        self.text = text
        self.strip = strip
        self.faults = Faults()
        self._root: Mapping | None = None
        self._stack: list[_Element] = []
        self._data: list[str] = []
        self._pieces: list[tuple[int, int, str]] = []
        self._mark = self._values = 0
        self._bytes = text.encode("utf-8", "replace")
        self._ascii = len(self._bytes) == len(text)
        self._known = (0, 0)

    def read(self) -> tuple[Node | None, list[Fault]]:
        """The tree, as far as the text is XML, and what is wrong with it."""
        # The encoding is told: what the document declares about itself was true before it became text.
        parser = self._parser = expat.ParserCreate("utf-8")
        parser.buffer_text = parser.ordered_attributes = parser.specified_attributes = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._data.append
        parser.CommentHandler = lambda _: self._pass_over("-->")
        parser.ProcessingInstructionHandler = lambda *_: self._pass_over("?>")
        parser.StartCdataSectionHandler = lambda: self._pass_over("<![CDATA[")
        parser.EndCdataSectionHandler = lambda: self._pass_over("]]>")
        parser.SkippedEntityHandler = self._skipped
        parser.EntityDeclHandler = self._declared
        try:
            parser.Parse(self._bytes, True)
        except expat.ExpatError as error:
            offset = self._place(parser.ErrorByteIndex)
            message = expat.ErrorString(error.code) or "not well-formed"
            if error.code == expat.errors.codes[expat.errors.XML_ERROR_TAG_MISMATCH] and self._stack:
                message += f": <{self._stack[-1].key.raw}> is open"
            self.faults.add("xml-syntax", message, offset, _HINTS.get(error.code, ""))
        except _StopError:
            pass
        while self._stack:
            # Of what a mistake left open only whole parts are kept: text that it cut off is a piece of what was meant.
            if self._stack[-1].node.entries:
                self._close(self._stack[-1].inside)
            else:
                self._stack.pop()
        return self._root, self.faults.listed()

    def _place(self, byte: int) -> int:
        """The character at a byte; asked for in reading order, so that each byte is counted once."""
        if self._ascii:
            return max(byte, 0)
        known, place = self._known if byte >= self._known[0] else (0, 0)
        place += len(self._bytes[known:byte].decode("utf-8", "ignore"))
        self._known = byte, place
        return place

    def _boundary(self) -> int:
        """Where the parser stands; text since the last markup becomes a piece."""
        offset = self._place(self._parser.CurrentByteIndex)
        if self._data:
            self._pieces.append((self._mark, offset, "".join(self._data)))
            self._data.clear()
        return offset

    def _pass_over(self, ending: str) -> None:
        offset = self._boundary()
        self._mark = self.text.find(ending, offset) + len(ending)

    def _skipped(self, name: str, is_parameter: bool) -> None:
        if is_parameter or not self._stack:
            return
        offset = self._boundary()
        self._mark = offset + len(name) + 2
        self._pieces.append((offset, self._mark, f"&{name};"))
        self.faults.add("xml-reference", f"&{name}; is declared in no place that is read; kept as written", offset)

    def _declared(self, name: str, *_: object) -> None:
        offset = self._place(self._parser.CurrentByteIndex)
        hint = "write the text in its place; nothing was read"
        self.faults.add("xml-entity", f"the entity {name!r} is declared here", offset, hint)
        raise _StopError

    def _start(self, tag: str, attributes: list[str]) -> None:
        offset = self._boundary()
        self._flush()
        if len(self._stack) >= MAX_DEPTH:
            self.faults.add("too-deep", f"nested deeper than {MAX_DEPTH} levels", offset)
            raise _StopError
        element = _Element(self._key(tag, offset + 1), Mapping(offset), offset)
        at = offset + 1 + len(tag)
        for value in attributes[1::2]:
            found = _ATTRIBUTE.match(self.text, at)
            if not found:
                break
            at = found.end()
            if self.strip and (found[1] == "xmlns" or found[1].startswith("xmlns:")):
                continue
            place = found.span(2) if found[2] is not None else found.span(3)
            key = self._key(found[1], found.start(1))
            key.raw = f"@{key.raw}"
            element.node.entries.append((key, Scalar(value, *place, plain=False)))
            self._values += 2
        ending = _TAG_END.match(self.text, at)
        self._mark = element.inside = ending.end() if ending else at
        self._stack.append(element)
        self._values += 2
        if self._values > MAX_VALUES:
            self.faults.add_too_many(offset)
            raise _StopError

    def _key(self, name: str, offset: int) -> Scalar:
        local = name.rpartition(":")[2] if self.strip else name
        return Scalar(local, offset + len(name) - len(local), offset + len(name))

    def _end(self, tag: str) -> None:
        offset = self._boundary()
        self._flush()
        self._close(offset)
        self._mark = self.text.find(">", offset) + 1 if self.text.startswith("</", offset) else offset

    def _flush(self) -> None:
        """Make the pieces of text since the last tag a value of the open element."""
        pieces, self._pieces = self._pieces, []
        filled = [piece for piece in pieces if piece[2].strip(_SPACE)]
        if not filled or not self._stack:
            return
        raw = "".join(piece[2] for piece in pieces).strip(_SPACE)
        first, last = self.text[slice(*filled[0][:2])], self.text[slice(*filled[-1][:2])]
        start = filled[0][0] + len(first) - len(first.lstrip(_SPACE))
        end = filled[-1][1] - len(last) + len(last.rstrip(_SPACE))
        node = self._stack[-1].node
        node.entries.append((Scalar("#text", start, start), Scalar(raw, start, end)))
        self._values += 2

    def _close(self, offset: int) -> None:
        """Put an element into the one around it."""
        closed = self._stack.pop()
        entries = closed.node.entries
        value: Node = closed.node
        if not entries:
            value = Scalar("", closed.inside, closed.inside)
        elif len(entries) == 1 and entries[0][0].raw == "#text":
            value = entries[0][1]
        if self._stack:
            self._stack[-1].node.entries.append((closed.key, value))
        else:
            self._root = Mapping(closed.node.start, [(closed.key, value)])
