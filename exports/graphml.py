"""A whole catalogue as GraphML, with a typed key for each property and qualifier that is used.

What GraphML has no type for (several values, a record, text with signs that XML forbids) is a list of JSON; the description
of its key says so, and ``loaders.graphml`` reads it back.
"""

import json
import re
from collections.abc import Iterator, Mapping
from itertools import count
from typing import Any, NamedTuple
from xml.sax.saxutils import escape, quoteattr

from exports.data.parts import clocks
from ontology.graphml import DERIVED, JSON
from ontology.rdf import iri
from queries.extract import Entry, Extract, Link

_HEAD = """\
<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
    xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">
"""
#: Signs that XML 1.0 cannot hold, escaped or not.
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
#: Signs that XML would read as others.
_TEXT, _QUOTED = {"\r": "&#13;"}, {"\r": "&#13;", "\n": "&#10;", "\t": "&#9;"}
_LONG = range(-(2**63), 2**63)
#: What settling adds to an edge, and makes again.
_MADE = ("start-of", "said-by", "resolved-by", "disputed")


class Said(NamedTuple):
    """What is said of a node, an edge or the graph: one value or several; ``derived`` from others, as ``DERIVED`` tells."""

    name: str
    values: list[Any]
    derived: bool = False


class Key(NamedTuple):
    """A key: what it says of what, and the type of its values (``json`` where GraphML has none)."""

    id: str
    of: str
    name: str
    derived: bool
    type: str


Keys = dict[tuple[str, str, bool], Key]


def render(extract: Extract, words: Mapping[str, Any]) -> Iterator[str]:
    """The text, some of it at a time; the catalogue is gone through twice, since keys and their types come first."""
    keys = _keys(extract, words)
    yield _HEAD
    yield from map(_declared, keys.values())
    yield '  <graph id="catalogue" edgedefault="directed">\n'
    yield _data(keys, "graph", _graph(extract, words), "    ")
    for entry in extract.entries():
        yield f"    <node id={_attribute(name_of(entry.node.id))}>\n{_data(keys, 'node', node(entry))}    </node>\n"
    for number, link in enumerate(extract.links()):
        source, target = _attribute(name_of(link.edge.subject)), _attribute(name_of(link.edge.object))
        yield f'    <edge id="e{number}" source={source} target={target}>\n'
        yield f"{_data(keys, 'edge', edge(link))}    </edge>\n"
    yield "  </graph>\n</graphml>\n"


def name_of(id_: str) -> str:
    """The name of a node in the file: its id, or its IRI where XML cannot hold the id."""
    return iri("e", id_) if _FORBIDDEN.search(id_) else id_


def node(entry: Entry) -> Iterator[Said]:
    """What is said of an entry: its title, whether somebody describes it, and its chosen values."""
    one = entry.node
    yield Said("label", [one.title], True)
    yield Said("defined", [one.defined], True)
    if one.retired:
        yield Said("deprecated", [True], True)
    held: dict[str, list[Any]] = {"title": [one.title], "kind": [one.kind] if one.kind else []}
    for value in entry.held:
        if value.state == "chosen" and value.name not in ("title", "kind"):
            held.setdefault(value.name, []).append(value.value)
    yield from (Said(name, some) for name, some in held.items() if some)


def edge(link: Link) -> Iterator[Said]:
    """What is said of an edge."""
    one = link.edge
    yield Said("label", [one.relation], True)
    yield Said("relation", [one.relation])
    yield Said("method", [one.method])
    if one.strength:
        yield Said("strength", [one.strength])
    for name, value in sorted(one.details().items()):
        if name not in _MADE:
            yield Said(name, value if isinstance(value, list) and name != "triggers" else [value])
    places = dict.fromkeys(f"{claim.source.path}:{claim.source.line}" for claim in link.claims)
    yield Said("sources", ["\n".join(places)], True)


def _graph(extract: Extract, words: Mapping[str, Any]) -> Iterator[Said]:
    yield from (Said(name, [value]) for name, value in clocks(extract.at).items())
    if words:
        yield Said("vocabulary", [words])


def _keys(extract: Extract, words: Mapping[str, Any]) -> Keys:
    """Every key that is used; its type is that of all of its values."""
    types: dict[tuple[str, str, bool], set[str]] = {}

    def note(of: str, some: Iterator[Said]) -> None:
        for one in some:
            types.setdefault((of, one.name, one.derived), set()).add(_type(one))

    note("graph", _graph(extract, words))
    for entry in extract.entries(count=False):
        note("node", node(entry))
    for link in extract.links(count=False):
        note("edge", edge(link))
    numbers = {of: count() for of in ("graph", "node", "edge")}
    return {
        key: Key(f"{key[0][0]}{next(numbers[key[0]])}", *key, found.pop() if len(found) == 1 else "json")
        for key, found in types.items()
    }


def _type(one: Said) -> str:
    value = one.values[0] if len(one.values) == 1 else one.values
    if isinstance(value, str):
        # What is derived is for others to read; what cannot be written is said again elsewhere.
        return "string" if one.derived or not _FORBIDDEN.search(value) else "json"
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int) and value in _LONG:
        return "long"
    return "double" if isinstance(value, float) else "json"


def _declared(key: Key) -> str:
    name = _attribute(_FORBIDDEN.sub("\ufffd", key.name))
    start = f'  <key id="{key.id}" for="{key.of}" attr.name={name} attr.type='
    if key.type == "json":
        return f'{start}"string"><desc>{JSON}</desc></key>\n'
    return f'{start}"{key.type}">' + (f"<desc>{DERIVED[key.name]}</desc></key>\n" if key.derived else "</key>\n")


def _data(keys: Keys, of: str, some: Iterator[Said], indent: str = "      ") -> str:
    lines = []
    for name, values, derived in some:
        key, value = keys[of, name, derived], values[0] if values else None
        if key.type == "json":
            text = json.dumps(values, ensure_ascii=False)
            text = _FORBIDDEN.sub(lambda match: f"\\u{ord(match[0]):04x}", text)
        else:
            text = ("true" if value else "false") if isinstance(value, bool) else str(value)
            text = _FORBIDDEN.sub("\ufffd", text)
        lines.append(f'{indent}<data key="{key.id}">{escape(text, _TEXT)}</data>\n')
    return "".join(lines)


def _attribute(text: str) -> str:
    return quoteattr(text, _QUOTED)
