"""Reads ontologies in OBO 1.2 and 1.4: a header, and stanzas of tags such as ``[Term]``."""

import re
from collections.abc import Iterator
from collections.abc import Mapping as Options

from loaders.readers.faults import MAX_VALUES, Faults
from loaders.readers.options import check_names
from loaders.readers.repeated import gather
from loaders.tree import Fault, Mapping, Node, Scalar, Sequence, Worded

# One line, with those that a backslash before the line end joins to it.
_JOINED = re.compile(r"(?:[^\\\n]++|\\\r\n|\\.|\\\Z)*+", re.DOTALL)
_STANZA = re.compile(r"\[[ \t]*([^\[\]\s]++)[ \t]*\][ \t]*(?:!.*)?\Z", re.DOTALL)
_WORD = re.compile(r"[^\[\]\s]+")
_TAG = re.compile(r"((?:[^:\\\s]++|\\.|[ \t])++):")
_MARK = re.compile(r'\\.|"(?:[^"\\]++|\\.)*+"|[!{}]', re.DOTALL)
_QUOTED = re.compile(r'"((?:[^"\\]++|\\.)*+)"', re.DOTALL)
_IN_LIST = re.compile(r'\\.|"(?:[^"\\]++|\\.)*+"|[,\]]', re.DOTALL)
_MODIFIERS = re.compile(r"\{[ \t]*[^\s={}]+[ \t]*=")
_ESCAPE = re.compile(r"\\(\r\n|.)", re.DOTALL)
_ESCAPED = {"n": "\n", "t": "\t", "W": " ", "\n": "", "\r\n": ""}
_SCOPES = ("EXACT", "BROAD", "NARROW", "RELATED")


def read_obo(text: str, options: Options[str, object]) -> tuple[Node | None, list[Fault]]:
    """Read an ontology as a mapping of ``header`` and, by the kind of stanza, lists of stanzas.

    The values of a tag that stands several times are a list. A value that begins with a quote is a mapping with a
    ``text`` of its own, ``scope`` and ``type`` (where given) and ``xrefs``, a list of ids without their descriptions;
    every other value is its text, with escapes read and without the comment (``! …``). One with trailing modifiers
    (``{source="X:1"}``) is a mapping of its ``text`` and ``modifiers``.

    >>> tree, faults = read_obo('[Term]\\nid: X:1\\nis_a: X:2 ! two\\nsynonym: "one" EXACT [Y:1, Y:2]\\n', {})
    >>> term = tree.get("Term").items[0]
    >>> term.get("is_a").raw, term.get("synonym").get("scope").raw, len(term.get("synonym").get("xrefs").items)
    ('X:2', 'EXACT', 2)
    """
    check_names(options, ())
    reader = _Ontology(text)
    reader.read()
    return reader.root, reader.faults.listed()


class _Ontology:
    """Reads line by line into the stanza that is open."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.faults = Faults()
        self.values = 0
        self.open = Mapping(0)
        self.root = Mapping(0, [(Scalar("header", 0, 0), self.open)])
        self.kinds: dict[str, Sequence] = {}
        self.stanzas = [self.open]

    def read(self) -> None:
        """Read all lines; one that is none of OBO costs a fault."""
        self._read_lines()
        for stanza in (*self.stanzas, self.root):
            gather(stanza)

    def _read_lines(self) -> None:
        for begin, end in self._lines():
            start, end = self._trim(begin, end)
            if start == end or self.text[start] == "!":
                continue
            if self.text[start] == "[":
                self._stanza(start, end)
            else:
                self._tag(start, end)
            if self.values > MAX_VALUES:
                self.faults.add_too_many(end)
                return

    def _lines(self) -> Iterator[tuple[int, int]]:
        text, offset = self.text, 0
        while offset < len(text):
            end = text.find("\n", offset)
            end = len(text) if end < 0 else end
            if text.find("\\", offset, end) >= 0 and (joined := _JOINED.match(text, offset)):
                end = joined.end()
            yield offset, end
            offset = end + 1

    def _trim(self, start: int, end: int) -> tuple[int, int]:
        found = self.text[start:end]
        left = found.lstrip()
        start += len(found) - len(left)
        return start, start + len(left.rstrip())

    def _stanza(self, start: int, end: int) -> None:
        found = _STANZA.match(self.text, start, end) or _WORD.search(self.text, start, end)
        if not found or found.re is not _STANZA:
            self.faults.add("obo-syntax", "this is no line like [Term], though it begins so", start)
        name = found[found.re.groups] if found else ""
        place = found.span(found.re.groups) if found else (start, start)
        if name not in self.kinds:
            self.kinds[name] = Sequence(start)
            self.root.entries.append((Scalar(name, *place), self.kinds[name]))
        self.open = Mapping(start)
        self.stanzas.append(self.open)
        self.kinds[name].items.append(self.open)
        self.values += 1

    def _tag(self, start: int, end: int) -> None:
        tag = _TAG.match(self.text, start, end)
        if not tag:
            self.faults.add("obo-syntax", "this line is no tag (tag: value)", start, "a comment begins with !")
            return
        key = self._scalar(*tag.span(1))
        begin, end = self._trim(tag.end(), end)
        end, modifiers = self._without_comment(begin, end)
        is_quoted = self.text.startswith('"', begin, end)
        value = self._quoted(begin, end) if is_quoted else self._scalar(begin, end)
        if modifiers:
            value = self._modified(value, modifiers)
        self.open.entries.append((key, value))
        self.values += 2

    def _modified(self, value: Scalar | Worded, modifiers: Scalar) -> Worded:
        """A value with its trailing modifiers."""
        parts = value
        if isinstance(parts, Scalar):
            parts = Worded(value.start, words="text")
            self._part(parts, "text", value)
        self._part(parts, "modifiers", modifiers)
        return parts

    def _scalar(self, start: int, end: int, plain: bool = True) -> Scalar:
        """A piece of text with its escapes read."""
        raw = self.text[start:end]
        if "\\" in raw:
            raw = _ESCAPE.sub(lambda found: _ESCAPED.get(found[1], found[1]), raw)
        return Scalar(raw, start, end, plain)

    def _without_comment(self, start: int, end: int) -> tuple[int, Scalar | None]:
        """Where a value ends before its modifiers and comment, and the modifiers."""
        value = self.text[start:end]
        if "!" not in value and not value.endswith("}"):
            return end, None
        opening = closing = -1
        for mark in _MARK.finditer(self.text, start, end):
            if mark[0] == "!":
                end = mark.start()
                break
            if mark[0] == "{":
                opening = mark.start()
            elif mark[0] == "}":
                closing = mark.end()
        end = start + len(self.text[start:end].rstrip())
        # Braces are a part of names, of chemicals for one: modifiers stand behind a blank and have an equals sign.
        if closing == end and opening >= start and _MODIFIERS.match(self.text, opening, end):
            before = start + len(self.text[start:opening].rstrip())
            if before < opening or opening == start:
                return before, Scalar(self.text[opening + 1 : end - 1], opening + 1, end - 1, plain=False)
        return end, None

    def _quoted(self, start: int, end: int) -> Worded:
        """The parts of a value that begins with quoted text."""
        parts = Worded(start, words="text")
        quoted = _QUOTED.match(self.text, start, end)
        if not quoted:
            self.faults.add("obo-syntax", "a quote opens here and is not closed on its line", start, 'write " as \\"')
        place = quoted.span(1) if quoted else (start + 1, end)
        self._part(parts, "text", self._scalar(*place, plain=False))
        at = quoted.end() if quoted else end
        bracket = self.text.find("[", at, end)
        words = [word.span() for word in _WORD.finditer(self.text, at, end if bracket < 0 else bracket)]
        if words and (self.text[slice(*words[0])] in _SCOPES or len(words) > 1):
            self._part(parts, "scope", self._scalar(*words[0]))
            del words[0]
        if words:
            self._part(parts, "type", self._scalar(*words[0]))
        self._part(parts, "xrefs", self._xrefs(bracket, end) if bracket >= 0 else Sequence(at))
        return parts

    def _part(self, parts: Mapping, name: str, node: Node) -> None:
        parts.entries.append((Scalar(name, parts.start, parts.start), node))
        self.values += 2

    def _xrefs(self, bracket: int, end: int) -> Sequence:
        """The ids in brackets."""
        found = Sequence(bracket)
        begin, quote = bracket + 1, -1
        for mark in _IN_LIST.finditer(self.text, bracket + 1, end):
            if mark[0][0] == '"':
                quote = mark.start() if quote < 0 else quote
            if mark[0] not in (",", "]"):
                continue
            start, stop = self._trim(begin, mark.start() if quote < 0 else quote)
            if start < stop:
                found.items.append(self._scalar(start, stop))
                self.values += 1
            begin, quote = mark.end(), -1
            if mark[0] == "]" or self.values > MAX_VALUES:
                return found
        self.faults.add("obo-syntax", "a list in brackets is not closed on its line", bracket, "close it with ]")
        return found
