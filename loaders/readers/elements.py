"""Reads XML as mappings, with the place of every attribute and text; expands no entity and fetches nothing."""

import re
from collections.abc import Mapping as Options
from dataclasses import dataclass, field
from xml.parsers import expat

from loaders.readers.faults import MAX_VALUES, Faults
from loaders.readers.options import check_names, flag
from loaders.readers.repeated import gather
from loaders.tree import Fault, Mapping, Node, Scalar, Worded

OPTIONS = ("strip_namespaces",)
#: Elements inside elements.
MAX_DEPTH = 200
#: How often, on average, a character may be told again by an element around its own one.
MOST_TOLD = 10

_SPACE = " \t\r\n"
_ATTRIBUTE = re.compile(r"""\s+([^\s=]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_TAG_END = re.compile(r"\s*/?>")
_REFERENCE = re.compile(r"&(?:#x([0-9a-fA-F]+)|#([0-9]+)|([^;]*));|[\t\n\r]")
_PREDEFINED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
_MARKUP = r"<\?(?:[^?]++|\?(?!>))*+\?> | <!--(?:[^-]++|-(?!->))*+-->"
_QUOTED = r""""[^"]*+" | '[^']*+'"""
_DECLARATION = re.compile(r"\ufeff?<\?xml\s[^?]*\sstandalone\b[^?]*\?>")
_DOCTYPE = re.compile(rf"\ufeff?(?:\s++|{_MARKUP})*+<!DOCTYPE\b(?:[^<>\[\]\"']++|{_QUOTED})*+", re.VERBOSE)
_SUBSET = re.compile(rf"\[(?:[^\]\"'<]++|{_QUOTED}|{_MARKUP}|<(?!!--|\?))*+\]", re.VERBOSE)
_HINTS = {
    expat.errors.codes[expat.errors.XML_ERROR_INVALID_TOKEN]: "write < as &lt; and & as &amp;",
    expat.errors.codes[expat.errors.XML_ERROR_NO_ELEMENTS]: "was the file cut off?",
}


class _StopError(Exception):
    """Ends the reading; what is wrong is among the faults already."""


def read_xml(text: str, options: Options[str, object]) -> tuple[Node | None, list[Fault]]:
    """Read a document as a mapping of the root's tag to what it holds.

    An element is a mapping: attributes as ``@name``, children by their tags (of one tag several are a list) and, where
    text stands in it, all of its text with that of its children as ``#text``. One with neither attributes nor children
    is its text alone. Prefixes stay as written; ``strip_namespaces`` leaves them out, with what declares them. What a
    document type declares is passed over and no entity is ever expanded: a reference to one is kept as written, and one
    fault counts them. Nothing outside the text is ever fetched.

    >>> tree, faults = read_xml('<list><p id="1">Saga</p><p>In &amp; out</p></list>', {})
    >>> [type(item).__name__ for item in tree.get("list").get("p").items]
    ['Worded', 'Scalar']
    >>> tree.get("list").get("p").items[0].get("@id")
    Scalar(raw='1', start=13, end=14, plain=False)
    """
    check_names(options, OPTIONS)
    return _Reader(text, flag(options, "strip_namespaces")).read()


def _without_declarations(text: str) -> tuple[str, int]:
    """The text with blanks where entities may be declared, and where a document type opens that is never closed.

    A parser that sees no declaration can neither expand nor fetch anything. ``standalone`` goes, too, since it
    makes a mistake of what an outside file declares. Without such a document type the place is -1.
    """
    if declaration := _DECLARATION.match(text):
        text = " " * declaration.end() + text[declaration.end() :]
    found = _DOCTYPE.match(text)
    if not found or not text.startswith("[", found.end()):
        return text, -1
    begin = found.end()
    subset = _SUBSET.match(text, begin)
    if not subset:
        return text, begin
    return f"{text[:begin]}{' ' * len(subset[0])}{text[subset.end() :]}", -1


@dataclass(slots=True)
class _Element:
    key: Scalar
    node: Mapping
    texts: list[str] = field(default_factory=list)
    """All text in it, in reading order; blanks alone are one blank."""
    start: int = -1
    """Where its text begins, that of its children too; below zero where there is none."""
    end: int = -1
    is_text: bool = False
    """Whether text stands in it beside its children."""
    has_children: bool = False


class _Reader:
    """Takes the parser's events; ``_mark`` is the place behind the last markup."""

    def __init__(self, text: str, strip: bool) -> None:
        self.text = text
        self.strip = strip
        self.faults = Faults()
        self._root: Mapping | None = None
        self._stack: list[_Element] = []
        self._data: list[str] = []
        self._mark = self._values = self._told = 0
        self._kept = 0
        self._first_kept = (len(text), "")
        self._bytes = b""
        self._ascii = text.isascii()
        self._known = (0, 0)

    def read(self) -> tuple[Node | None, list[Fault]]:
        """The tree, as far as the text is XML, and what is wrong with it."""
        text, still_open = _without_declarations(self.text)
        if still_open >= 0:
            self.faults.add(
                "xml-syntax", "the document type opens here and is not closed", still_open, "close it by ]>"
            )
            return None, self.faults.listed()
        self._bytes = text.encode("utf-8", "replace")
        # The encoding is told: what the document declares about itself was true before it became text.
        parser = self._parser = expat.ParserCreate("utf-8")
        parser.buffer_text = parser.ordered_attributes = parser.specified_attributes = True
        parser.UseForeignDTD(True)  # somebody may declare what nobody here does: unknown entities are skipped
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._data.append
        parser.CommentHandler = lambda _: self._pass_over("-->")
        parser.ProcessingInstructionHandler = lambda *_: self._pass_over("?>")
        parser.StartCdataSectionHandler = lambda: self._pass_over("<![CDATA[")
        parser.EndCdataSectionHandler = lambda: self._pass_over("]]>")
        parser.SkippedEntityHandler = self._skipped
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
            self._stack[-1].is_text = False
            if self._stack[-1].node.entries:
                self._close()
            else:
                self._stack.pop()
        if self._kept:
            offset, name = self._first_kept
            more = f" (and {self._kept - 1:,} more)" if self._kept > 1 else ""
            message = f"the entity &{name}; stands here{more}; entities are never expanded: kept as written"
            self.faults.add("xml-reference", message, offset)
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
        """Where the parser stands; text since the last markup is put into the open element."""
        offset = self._place(self._parser.CurrentByteIndex)
        if self._data:
            self._add("".join(self._data), self._mark, offset)
            self._data.clear()
        return offset

    def _add(self, text: str, start: int, end: int) -> None:
        """Put text that is written between two places into the open element."""
        if not self._stack:
            return
        top = self._stack[-1]
        if not text.strip(_SPACE):
            top.texts.append(" ")
            return
        written = self.text[start:end]
        top.texts.append(text)
        top.is_text = True
        top.end = start + len(written.rstrip(_SPACE))
        if top.start < 0:
            top.start = end - len(written.lstrip(_SPACE))

    def _pass_over(self, ending: str) -> None:
        offset = self._boundary()
        self._mark = self.text.find(ending, offset) + len(ending)

    def _skipped(self, name: str, is_parameter: bool) -> None:
        """Keep a reference to an entity as it is written."""
        if is_parameter or not self._stack:
            return
        offset = self._boundary()
        self._mark = offset + len(name) + 2
        self._add(f"&{name};", offset, self._mark)
        self._keep(offset, name)

    def _keep(self, offset: int, name: str) -> None:
        self._kept += 1
        self._first_kept = min(self._first_kept, (offset, name))

    def _start(self, tag: str, attributes: list[str]) -> None:
        offset = self._boundary()
        if len(self._stack) >= MAX_DEPTH:
            self.faults.add("too-deep", f"nested deeper than {MAX_DEPTH} levels", offset)
            raise _StopError
        element = _Element(self._key(tag, offset + 1), Mapping(offset))
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
            element.node.entries.append((key, self._attribute(value, *place)))
            self._values += 2
        ending = _TAG_END.match(self.text, at)
        self._mark = ending.end() if ending else at
        self._stack.append(element)
        self._values += 2
        if self._values > MAX_VALUES:
            self.faults.add_too_many(offset)
            raise _StopError

    def _attribute(self, value: str, start: int, end: int) -> Scalar:
        """The value of an attribute; the parser leaves out what it cannot expand, here it is kept as written."""
        if "&" in self.text[start:end]:

            def meant(found: re.Match[str]) -> str:
                """The character that a reference means."""
                if found[1] or found[2]:
                    return chr(int(found[1], 16) if found[1] else int(found[2]))
                if not found[3]:
                    return " "
                if found[3] not in _PREDEFINED:
                    self._keep(start + found.start(), found[3])
                return _PREDEFINED.get(found[3], found[0])

            value = _REFERENCE.sub(meant, self.text[start:end].replace("\r\n", "\n"))
        return Scalar(value, start, end, plain=False)

    def _key(self, name: str, offset: int) -> Scalar:
        local = name.rpartition(":")[2] if self.strip else name
        return Scalar(local, offset + len(name) - len(local), offset + len(name))

    def _end(self, tag: str) -> None:
        offset = self._boundary()
        self._close()
        self._mark = self.text.find(">", offset) + 1 if self.text.startswith("</", offset) else offset

    def _close(self) -> None:
        """Put an element into the one around it."""
        closed = self._stack.pop()
        text = "".join(closed.texts)
        gather(closed.node)
        value = self._value(closed, text)
        if not self._stack:
            self._root = Mapping(closed.node.start, [(closed.key, value)])
            return
        around = self._stack[-1]
        around.node.entries.append((closed.key, value))
        around.has_children = True
        if text:
            around.texts.append(text)
            around.start = closed.start if around.start < 0 else around.start
            around.end = max(around.end, closed.end)

    def _value(self, closed: _Element, text: str) -> Node:
        """What an element is: its text, a mapping, or a mapping with a text of its own."""
        if not closed.is_text:
            # An empty element stands where its tag ends.
            return closed.node if closed.node.entries else Scalar("", self._mark, self._mark)
        words = Scalar(text.strip(_SPACE), closed.start, closed.end)
        if not closed.node.entries:
            return words
        self._values += 2
        if closed.has_children:
            self._told += len(words.raw)
            if self._told > MOST_TOLD * len(self.text):
                message = "so much text stands in elements inside elements from here on that it would be told too often"
                self.faults.add("too-many-values", message, closed.node.start)
                raise _StopError
        closed.node.entries.append((Scalar("#text", closed.start, closed.start), words))
        return Worded(closed.node.start, closed.node.entries, "#text")
