"""YAML, JSON and their relatives: streams of several YAML documents, JSON by lines, JSON-LD."""

import re
from collections.abc import Iterator
from collections.abc import Mapping as Options

from loaders.json_reader import read_json as read_one_json
from loaders.readers.faults import MAX_VALUES, Faults
from loaders.readers.options import check_names
from loaders.readers.repeated import gathered
from loaders.tree import Fault, Mapping, Node, Scalar, Sequence, Worded
from loaders.yaml_reader import MAX_VALUES as MAX_YAML_VALUES
from loaders.yaml_reader import read_yaml as read_one_yaml

# At the first column these end a document wherever they stand, in a block scalar too.
_MARKER = re.compile(r"(?:^|(?<=\r))(---|\.\.\.)(?=[ \t\r\n]|\Z)[^\n]*\n?", re.MULTILINE)
# What may stand before a document without being one: blank lines, comments and directives.
_PROLOGUE = re.compile(r"(?:[ \t]*(?:#[^\n]*)?\r?(?:\n|\Z)|%[^\n]*(?:\n|\Z))*+")
_JSON_LINE = re.compile(r"[^\n]+")


def read_yaml(text: str, options: Options[str, object]) -> tuple[Node | None, list[Fault]]:
    """Read a file of YAML: the one document that it holds, or a sequence of all that are not empty.

    A mistake costs the rest of its document, not the documents behind it. All together unfold to no more values than
    one document may.

    >>> tree, faults = read_yaml("title: Saga\\n---\\ntitle: Outbox: x\\n---\\ntitle: Inbox\\n", {})
    >>> [item.get("title") and item.get("title").raw for item in tree.items], faults[0].offset
    (['Saga', None, 'Inbox'], 29)
    """
    check_names(options, ())
    pieces = list(_documents(text))
    if len(pieces) == 1:
        return gathered(*read_one_yaml(text, *pieces[0]))
    if not pieces:
        return (None, []) if _MARKER.search(text) else gathered(*read_one_yaml(text))
    found: list[Node] = []
    faults = Faults()
    values = 0
    for start, end in pieces:
        tree, its_faults = gathered(*read_one_yaml(text, start, end))
        for fault in its_faults:
            faults.add(fault.rule, fault.message, fault.offset, fault.hint)
        if tree is None or (isinstance(tree, Scalar) and tree.plain and not tree.raw):
            continue
        values += _unfolded(tree, {})
        if values > MAX_YAML_VALUES:
            faults.add("too-many-values", f"more than {MAX_YAML_VALUES:,} values from here on", start)
            break
        found.append(tree)
    return (found[0] if len(found) == 1 else Sequence(0, found) if found else None), faults.listed()


def _documents(text: str) -> Iterator[tuple[int, int]]:
    """Where the documents of a stream stand that are not empty, each with the comments and directives before it."""
    begin = 0
    for marker in _MARKER.finditer(text):
        is_end = marker[1] == "..."
        cut = marker.end() if is_end else marker.start()
        opened, content = _look(text, begin, marker.start())
        if content:
            yield begin, cut
        if content or opened or is_end:
            begin = cut
    if _look(text, begin, len(text))[1]:
        yield begin, len(text)


def _look(text: str, start: int, end: int) -> tuple[bool, bool]:
    """Whether an opening marker stands between two places, and whether more does than that and a prologue."""
    at = _behind_prologue(text, start, end)
    opened = text.startswith("---", at, end) and text[at + 3 : at + 4] in ("", " ", "\t", "\r", "\n")
    if opened:
        at = _behind_prologue(text, at + 3, end)
    return opened, at < end


def _behind_prologue(text: str, start: int, end: int) -> int:
    found = _PROLOGUE.match(text, start, end)
    return found.end() if found else start


def _unfolded(node: Node, known: dict[int, int]) -> int:
    """How many values a tree unfolds to; nodes that aliases share are counted once and added often."""
    if isinstance(node, Scalar):
        return 1
    if id(node) not in known:
        below = (value for _, value in node.entries) if isinstance(node, Mapping) else iter(node.items)
        keys = len(node.entries) if isinstance(node, Mapping) else 0
        known[id(node)] = 1 + keys + sum(_unfolded(child, known) for child in below)
    return known[id(node)]


def read_json(text: str, options: Options[str, object]) -> tuple[Node | None, list[Fault]]:
    """Read a file of JSON.

    >>> tree, faults = read_json('{"a": {"b": 1}}', {})
    >>> [key.raw for key, _ in tree.entries], faults
    (['a'], [])
    """
    check_names(options, ())
    return gathered(*read_one_json(text))


def read_jsonld(text: str, options: Options[str, object]) -> tuple[Node | None, list[Fault]]:
    """Read JSON-LD as plain JSON: ``@context`` and ``@graph`` are keys like any other, and nothing is fetched.

    Where a text is wanted, an object with ``@value`` is that, and one with ``@id`` its id, so that it does not matter
    whether a file writes ``"b"`` or ``{"@id": "b"}``.

    >>> tree, faults = read_jsonld('{"@graph": [{"@id": "a", "next": {"@id": "b"}}]}', {})
    >>> tree.get("@graph").items[0].get("next").words
    '@id'
    """
    root, faults = read_json(text, options)
    if root is None:
        return root, faults
    top = Sequence(0, [root])
    waiting: list[Node] = [top]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Mapping):
            node.entries = [(key, _worded(value)) for key, value in node.entries]
            waiting += [value for _, value in node.entries]
        elif isinstance(node, Sequence):
            node.items = [_worded(item) for item in node.items]
            waiting += node.items
    return top.items[0], faults


def _worded(node: Node) -> Node:
    """An object that has a value or an id of its own, as one that has a text."""
    words = next((key for key in ("@value", "@id") if isinstance(node, Mapping) and node.get(key) is not None), "")
    return Worded(node.start, node.entries, words) if words and isinstance(node, Mapping) else node


def read_jsonl(text: str, options: Options[str, object]) -> tuple[Node | None, list[Fault]]:
    """Read a file with a JSON document on every line that is not blank.

    A line that is no JSON is left out whole, with one fault, and the rest is read: half a record is none.

    >>> tree, faults = read_jsonl('{"a": 1}\\n{"a": 2,}\\n{"a": 3}\\n', {})
    >>> [item.get("a").start for item in tree.items], faults[0].message
    ([6, 25], 'line 2 is left out: a comma stands before a closing bracket')
    """
    check_names(options, ())
    faults = Faults()
    items: list[Node] = []
    values = counted = 0
    line = 1
    for found in _JSON_LINE.finditer(text):
        start = found.start()
        if found[0].isspace():
            continue
        tree, its_faults = gathered(*read_one_json(found[0]))
        broken = False
        line, counted = line + text.count("\n", counted, start), start
        for fault in its_faults:
            lost = fault.rule != "duplicate-key"
            broken = broken or lost
            message = f"line {line} is left out: {fault.message}" if lost else fault.message
            faults.add(fault.rule, message, start + fault.offset, fault.hint)
        values += 1 if broken or tree is None else _move(tree, start)
        if values > MAX_VALUES:
            faults.add_too_many(start)
            break
        if tree is not None and not broken:
            items.append(tree)
    return Sequence(0, items), faults.listed()


def _move(root: Node, offset: int) -> int:
    """Move a tree that shares nothing to another place; returns how many values it has."""
    moved = 0
    open_nodes: list[Node] = [root]
    while open_nodes:
        node = open_nodes.pop()
        moved += 1
        node.start += offset
        if isinstance(node, Scalar):
            node.end += offset
        elif isinstance(node, Mapping):
            for key, value in node.entries:
                open_nodes.append(key)
                open_nodes.append(value)
        else:
            open_nodes.extend(node.items)
    return moved
