"""Reads one YAML document into the tree of ``loaders.tree``, by a loop over the events of PyYAML's C parser.

Not ``yaml.compose``: that recurses in C, so 200,000 opening brackets end the process, and it marks an alias with the
place of its anchor. No tag is resolved and nothing is constructed; every scalar stays the text that it is.
"""

import re
from dataclasses import dataclass, field
from typing import Any

import yaml

from loaders.tree import Fault, Mapping, Node, Scalar, Sequence
from loaders.yaml_faults import ALIAS_HINT, explain

#: Containers inside containers, with what aliases stand for counted in: no walk of a tree goes deeper.
MAX_DEPTH = 200
#: Keys, values and containers, with what aliases stand for counted in: no walk of a tree takes more steps.
MAX_VALUES = 200_000

# Without libyaml everything is fourteen times slower, but it works.
_Loader = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader

# What YAML forbids, and the three characters that libyaml takes for line ends though YAML 1.2, editors and git do not.
_FOREIGN = re.compile("[^\t\n\r -~\xa0-\u2027\u202a-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NOT_A_LINE_END = "\x85\u2028\u2029"
# Anchors, tags, and what may stand between them and their scalar: libyaml counts all of it to the scalar.
_PROPERTIES = re.compile(r"(?:[&!]\S*|#[^\n]*|\s+)*")


class _StopError(Exception):
    """Ends the reading of a document; carries the fault."""

    def __init__(self, fault: Fault) -> None:
        self.fault = fault


@dataclass(slots=True)
class _Anchor:
    """What an alias may stand for: a node and its extent once it is read, so that a circle cannot be tied."""

    node: Node
    values: int = 1
    height: int = 0
    open: bool = False


@dataclass(slots=True)
class _Open:
    """A container that is being read."""

    node: Mapping | Sequence
    before: int
    """How many values the document had when the container began."""
    anchor: _Anchor | None = None
    height: int = 1
    seen: set[str] = field(default_factory=set)
    key: Scalar | None = None
    lost: bool = False
    """Whether the next value of a mapping has no key that could be kept."""


def read_yaml(text: str, start: int = 0, end: int | None = None) -> tuple[Node | None, list[Fault]]:
    """Read the document in ``text[start:end]``; offsets in the result count characters of the whole ``text``.

    The tree is ``None`` where nothing stands. After an error it holds everything that was read before, but for a value
    on the line of the mistake, and the last fault says where reading stopped. A tree nests at most ``MAX_DEPTH`` deep
    and unfolds to at most ``MAX_VALUES``.

    >>> tree, faults = read_yaml("title: Saga\\nnote: TODO: write\\n")
    >>> tree.get("title").raw, faults[0].rule, faults[0].offset
    ('Saga', 'yaml-syntax', 22)
    """
    chunk = text[start:end]
    if chunk.startswith("\ufeff"):
        # libyaml skips a byte order mark but does not count it.
        chunk, start = chunk[1:], start + 1
    builder = _Builder(chunk, start)
    try:
        builder.read()
    except _StopError as stop:
        builder.faults.append(stop.fault)
    except yaml.YAMLError as error:
        builder.stop_at(error)
    return builder.root, builder.faults


class _Builder:
    """Puts events together; ``base`` is the place of the chunk in its text."""

    def __init__(self, chunk: str, base: int) -> None:
        self.base = base
        self.root: Node | None = None
        self.faults: list[Fault] = []
        self._stack: list[_Open] = []
        self._anchors: dict[str, _Anchor] = {}
        self._values = 0
        self.chunk = self._readable(chunk)

    def _readable(self, chunk: str) -> str:
        """The chunk without characters that would end the reading, each replaced by one other: offsets stay true."""
        if not _FOREIGN.search(chunk):
            return chunk
        found = [match for match in _FOREIGN.finditer(chunk) if match[0] not in _NOT_A_LINE_END]
        if found:
            more = f" (and {len(found) - 1} more)" if len(found) > 1 else ""
            message = f"the control character U+{ord(found[0][0]):04X} stands here{more}; read as U+FFFD"
            self.faults.append(Fault("control-character", message, self.base + found[0].start(), "delete it"))
        return _FOREIGN.sub(lambda match: " " if match[0] in _NOT_A_LINE_END else "\ufffd", chunk)

    def read(self) -> None:
        """Build ``root`` out of all events; raises ``_StopError`` or ``yaml.YAMLError`` where that ends."""
        # Any, since the stubs let every event lack a mark; those of a parser have both.
        loader, base, documents = _Loader(self.chunk), self.base, 0
        while True:
            event: Any = loader.get_event()
            kind = type(event)
            if kind is yaml.ScalarEvent:
                self._scalar(event)
            elif kind is yaml.MappingStartEvent:
                self._open(Mapping(base + event.start_mark.index), event.anchor)
            elif kind is yaml.SequenceStartEvent:
                self._open(Sequence(base + event.start_mark.index), event.anchor)
            elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
                self._close()
            elif kind is yaml.AliasEvent:
                self._alias(event)
            elif kind is yaml.DocumentStartEvent:
                documents += 1
                if documents > 1:
                    message, hint = "a second document begins here", "one file or front matter holds one document"
                    raise _StopError(Fault("yaml-syntax", message, base + event.start_mark.index, hint))
            elif kind is yaml.StreamEndEvent:
                return

    def _scalar(self, event: Any) -> None:
        start, end = event.start_mark.index, event.end_mark.index
        if (event.anchor or event.tag) and (properties := _PROPERTIES.match(self.chunk, start, end)):
            start = properties.end()
        if event.style in ("|", ">"):
            # The span of a block scalar runs over the blank lines behind it.
            end = start + len(self.chunk[start:end].rstrip())
        node = Scalar(event.value, self.base + start, self.base + end, not event.style)
        if event.anchor is not None:
            self._anchors[event.anchor] = _Anchor(node)
        self._place(node, 1)

    def _alias(self, event: Any) -> None:
        start, end = self.base + event.start_mark.index, self.base + event.end_mark.index
        anchor = self._anchors.get(event.anchor)
        if anchor is None or anchor.open:
            why = "which no anchor (&) above declares" if anchor is None else "which stands for what it is part of"
            raise _StopError(Fault("yaml-alias", f"*{event.anchor} is an alias {why}", start, ALIAS_HINT))
        if len(self._stack) + anchor.height > MAX_DEPTH:
            raise _StopError(Fault("too-deep", f"*{event.anchor} nests deeper than {MAX_DEPTH} levels", start))
        node = anchor.node
        if isinstance(node, Scalar):
            node = Scalar(node.raw, start, end, node.plain)
        self._place(node, anchor.values, start)
        if self._stack:
            self._stack[-1].height = max(self._stack[-1].height, anchor.height + 1)

    def _open(self, node: Mapping | Sequence, name: str | None) -> None:
        if len(self._stack) >= MAX_DEPTH:
            raise _StopError(Fault("too-deep", f"nested deeper than {MAX_DEPTH} levels", node.start))
        before = self._values
        self._place(node, 1)
        anchor = None
        if name is not None:
            anchor = self._anchors[name] = _Anchor(node, open=True)
        self._stack.append(_Open(node, before, anchor))

    def _close(self) -> None:
        closed = self._stack.pop()
        if closed.anchor:
            closed.anchor.values, closed.anchor.height = self._values - closed.before, closed.height
            closed.anchor.open = False
        if self._stack:
            self._stack[-1].height = max(self._stack[-1].height, closed.height + 1)

    def _place(self, node: Node, values: int, offset: int | None = None) -> None:
        """Put a node where the document stands; ``values`` is what it unfolds to, ``offset`` an alias' own place."""
        offset = node.start if offset is None else offset
        self._values += values
        if self._values > MAX_VALUES:
            raise _StopError(Fault("too-many-values", f"more than {MAX_VALUES:,} values from here on", offset))
        if not self._stack:
            self.root = node
            return
        top = self._stack[-1]
        if isinstance(top.node, Sequence):
            top.node.items.append(node)
        elif top.key is not None:
            top.node.entries.append((top.key, node))
            top.key = None
        elif top.lost:
            top.lost = False
        elif isinstance(node, Scalar):
            if node.raw in top.seen:
                self.faults.append(Fault("duplicate-key", f"the key {node.raw!r} stands here a second time", offset))
            top.seen.add(node.raw)
            top.key = node
        else:
            what = "mapping" if isinstance(node, Mapping) else "list"
            self.faults.append(Fault("key-not-text", f"a {what} was used as a key", offset, "put the key in quotes"))
            top.lost = True

    def stop_at(self, error: yaml.YAMLError) -> None:
        """Note a mistake that PyYAML found, and take out the value that ends on its line.

        That is only a piece of what was meant: ``Note`` of ``summary: Note: write once``.
        """
        index, rule, message, hint = explain(error, self.chunk)
        self.faults.append(Fault(rule, message, self.base + index, hint))
        line = self.base + self.chunk.rfind("\n", 0, index) + 1
        parent = self._stack[-1].node if self._stack else None
        if isinstance(parent, Mapping) and parent.entries and _last_offset(parent.entries[-1][1]) >= line:
            parent.entries.pop()
        elif isinstance(parent, Sequence) and parent.items and _last_offset(parent.items[-1]) >= line:
            parent.items.pop()
        elif parent is None and self.root and _last_offset(self.root) >= line:
            self.root = None


def _last_offset(node: Node) -> int:
    """The end of a scalar; of a container, which does not know its end, the start."""
    return node.end if isinstance(node, Scalar) else node.start
