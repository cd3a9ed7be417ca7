"""GraphML: what ``kb export`` wrote, exactly, and the graphs of yEd, Gephi, networkx and others, by what they are called.

No entity is ever expanded and nothing is fetched. Ports, hyperedges and nested graphs have no place here: what a nested
graph holds is read as if it lay in the outer one, and a finding tells of the rest.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from loaders.dump import Dump, Member
from loaders.given import Findings, Given, GivenEdge, GivenNode, claims
from ontology.builtin import VOCABULARY
from ontology.claim import Claim, Value
from ontology.graphml import DERIVED, JSON
from ontology.problem import Problem
from ontology.rdf import name_of
from ontology.source import Source
from ontology.text import clean
from ontology.vocabulary import Vocabulary

#: Elements inside elements: a graph in a node in a graph … .
MAX_DEPTH = 200
#: Where drawing programs keep what is written beside a node and along an edge.
_WRITTEN = ("NodeLabel", "EdgeLabel", "GenericNode.Label")
_BEGINNING = re.compile(rb"<(?:\w+:)?graphml\b")


def takes(path: str, head: bytes) -> bool:
    """By the ending of the name, or by how the file begins."""
    return path.lower().endswith(".graphml") or _BEGINNING.search(head) is not None


def words(path: str) -> Vocabulary:
    """The words that a file brings along."""
    reader = _Reader(path, path)
    reader.read(only_words=True)
    return reader.words


def read(path: str, name: str) -> Iterator[Member | Claim | Problem]:
    """What the file says; of one that is broken somewhere nothing, so that half a graph is never taken for a whole one."""
    reader = _Reader(path, name)
    if (fault := reader.read()) is not None:
        yield fault
        return
    yield from reader.findings.listed()
    yield from claims(reader.given(), name, VOCABULARY.merged(reader.words))


@dataclass
class _Key:
    """What a key declares: a name, a type, what it is for, and the value of those that say nothing."""

    name: str
    of: str = "all"
    type: str = "string"
    about: str = ""
    default: str | None = None

    @property
    def derived(self) -> str:
        """The name of one of our own keys that says what others say already; empty for any other."""
        return self.name if DERIVED.get(self.name) == self.about else ""


@dataclass
class _Open:
    """A node, an edge or a graph whose end is not reached yet."""

    of: str
    attributes: dict[str, str]
    line: int
    said: dict[str, list[Value]] = field(default_factory=dict)
    derived: dict[str, str] = field(default_factory=dict)


class _StopError(Exception):
    """Ends the reading of a file; ``args[0]`` says why, or is empty where all that is wanted was read."""


class _Reader:
    """Takes the parser's events."""

    def __init__(self, path: str, name: str) -> None:
        self.path, self.name = path, name
        self.findings = Findings(name)
        self.words = Vocabulary()
        self._keys: dict[str, _Key] = {}
        self._nodes: dict[str, GivenNode] = {}
        self._edges: list[GivenEdge] = []
        self._open: list[_Open] = []
        self._path: list[str] = []
        self._text: list[str] = []
        self._written: list[str] | None = None
        self._data = ""
        self._key: _Key | None = None
        self._directed = [True]
        self._only_words = False
        self._seen = False

    def given(self) -> Given:
        """The graph that was read."""
        exact = any(key.derived for key in self._keys.values())
        return Given("graphml", tuple(self._nodes.values()), tuple(self._edges), exact)

    def read(self, *, only_words: bool = False) -> Problem | None:
        """Read the file, or no more of it than its words; what makes it unreadable."""
        self._only_words = only_words
        parser = self._parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text.append
        parser.EntityDeclHandler = self._refuse
        parser.SkippedEntityHandler = self._refuse
        try:
            with open(self.path, "rb") as file:
                parser.ParseFile(file)
            if not self._seen:
                raise _StopError("there is no graph in it")
        except _StopError as stop:
            return self._problem(stop.args[0]) if stop.args[0] else None
        except expat.ExpatError as error:
            return self._problem(_told(error), error.lineno, error.offset + 1)
        except (OSError, LookupError, ValueError) as error:
            return self._problem(str(error))
        return None

    def _problem(self, message: str, line: int = 0, column: int = 1) -> Problem:
        place = Source(self.name, line or self._parser.CurrentLineNumber, column)
        return Problem("graphml-syntax", clean(message), place)

    def _refuse(self, name: str, *_: object) -> None:
        raise _StopError(f"the entity {name} is declared or meant here; entities are never expanded, write them out")

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        tag = tag.rpartition(" ")[2]
        line = self._parser.CurrentLineNumber
        if len(self._path) >= MAX_DEPTH:
            raise _StopError(f"nested deeper than {MAX_DEPTH} levels")
        if not self._path and tag != "graphml":
            raise _StopError(f"it begins with <{tag}>, where GraphML begins with <graphml>")
        self._path.append(tag)
        if tag in ("key", "data", "desc", "default") and self._written is None:
            self._text.clear()
        if tag == "key":
            name = attributes.get("attr.name") or attributes.get("yfiles.type") or attributes.get("id", "")
            self._key = _Key(name, attributes.get("for", "all"), attributes.get("attr.type", "string"))
            self._keys[attributes.get("id", "")] = self._key
        elif tag == "graph":
            self._graph(attributes, line)
        elif tag in ("node", "edge"):
            if self._only_words:
                raise _StopError("")
            self._open.append(_Open(tag, attributes, line))
        elif tag == "data":
            self._data, self._written = attributes.get("key", ""), []
        elif tag == "hyperedge":
            message = "a hyperedge joins any number of nodes, where an edge here has two ends; it was left out"
            self.findings.add("graph-part", tag, message, line)
            self._open.append(_Open(tag, attributes, line))
        elif tag == "port":
            message = "a port of a node; an edge leads to the node itself"
            self.findings.add("graph-part", tag, message, line)
            self._open.append(_Open(tag, attributes, line))
        elif self._written is not None and tag in _WRITTEN:
            self._text.clear()

    def _graph(self, attributes: dict[str, str], line: int) -> None:
        if self._open and self._open[-1].of != "graph":
            message = f"a graph inside {self._open[-1].attributes.get('id', 'an edge')}; its nodes are read, and not"
            self.findings.add("graph-part", "graph", f"{message} that they lie in it", line)
        self._seen = True
        self._directed.append(attributes.get("edgedefault", "directed") != "undirected")
        self._open.append(_Open("graph", attributes, line))

    def _end(self, tag: str) -> None:
        tag = tag.rpartition(" ")[2]
        self._path.pop()
        if tag == "desc" and self._key is not None:
            self._key.about = "".join(self._text)
        elif tag == "default" and self._key is not None:
            self._key.default = "".join(self._text)
        elif tag == "key":
            self._key = None
        elif tag == "data":
            self._say("".join(self._written or ()) or "".join(self._text))
            self._written = None
        elif self._written is not None and tag in _WRITTEN:
            if not self._written:
                self._written.append("".join(self._text).strip())
        elif tag in ("graph", "node", "edge", "hyperedge", "port"):
            self._close(tag)

    def _say(self, text: str) -> None:
        """What a ``data`` element says of what is open."""
        if not self._open:
            return
        key, here = self._keys.get(self._data) or _Key(self._data), self._open[-1]
        if key.derived:
            here.derived[key.derived] = text
        elif key.name in ("nodegraphics", "edgegraphics"):
            if self._written:
                here.said.setdefault("label", [text])
        elif here.of == "graph":
            if key.name == "vocabulary" and key.about == JSON:
                self._take_words(self._values(key, text))
        elif text or key.type == "string":
            here.said[key.name] = self._values(key, text)

    def _values(self, key: _Key, text: str) -> list[Value]:
        if key.about == JSON:
            try:
                held = json.loads(text)
            except (ValueError, RecursionError):
                held = None
            if not isinstance(held, list):
                message = f"the values of '{key.name}' are JSON, and this is none; they were left out"
                self.findings.add("wrong-shape", key.name, message, self._parser.CurrentLineNumber)
                return []
            return held
        try:
            if key.type in ("int", "long"):
                return [int(text)]
            if key.type in ("float", "double"):
                return [float(text)]
        except ValueError:
            return [text]
        return [text.strip().casefold() in ("true", "1")] if key.type == "boolean" else [text]

    def _close(self, tag: str) -> None:
        here = self._open.pop()
        if tag == "graph":
            self._directed.pop()
            return
        for key in self._keys.values():
            if key.default is not None and key.of in (tag, "all") and key.name not in here.said and not key.derived:
                here.said[key.name] = self._values(key, key.default)
        get = here.attributes.get
        if tag == "node":
            id_ = get("id", "")
            ours = name_of("e", id_)
            one = GivenNode(
                id_ if ours is None else ours,
                here.said,
                here.line,
                here.derived.get("defined", "true") == "true",
                here.derived.get("deprecated") == "true",
            )
            if not id_:
                self.findings.add("record-without-id", tag, "a node without an id; it was left out", here.line)
            elif one.id in self._nodes:
                self.findings.add("duplicate-id", id_, f"a second node '{id_}'; it was left out", here.line)
            else:
                self._nodes[one.id] = one
        elif tag == "edge":
            ends = [get("source", ""), get("target", "")]
            if not all(ends):
                message = "an edge needs a source and a target; it was left out"
                self.findings.add("graph-part", "ends", message, here.line)
                return
            directed = {"true": True, "false": False}.get(get("directed", ""), self._directed[-1])
            source, target = ((known if (known := name_of("e", end)) is not None else end) for end in ends)
            self._edges.append(GivenEdge(source, target, here.said, here.line, directed))

    def _take_words(self, held: list[Value]) -> None:
        for data in held:
            try:
                self.words = Vocabulary.from_data(data)  # type: ignore[arg-type]  # whatever it is, it is looked at
            except (ValueError, TypeError, KeyError, AttributeError):
                message = "the words of the catalogue cannot be read"
                self.findings.add("wrong-shape", "vocabulary", message, self._parser.CurrentLineNumber)


def _told(error: expat.ExpatError) -> str:
    """What the parser says, with what it may mean."""
    message = expat.ErrorString(error.code) or "not well-formed"
    hints = {
        expat.errors.XML_ERROR_NO_ELEMENTS: "was the file cut off?",
        expat.errors.XML_ERROR_UNCLOSED_TOKEN: "was the file cut off?",
        expat.errors.XML_ERROR_INVALID_TOKEN: "a sign that is no UTF-8, or < and & that are not written as &lt; and &amp;",
    }
    hint = hints.get(expat.ErrorString(error.code) or "")
    return f"{message}; {hint}" if hint else message


DUMP = Dump("graphml", takes, words, read)
