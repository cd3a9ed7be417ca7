"""A whole catalogue as node-link JSON, the form that networkx, D3 and many others read; written as a stream.

Edges lead from subject to object. ``networkx.node_link_graph(json.load(file), edges="edges")`` reads it.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from exports.data.parts import claim_data, clocks, edge_data, node_data
from queries.extract import Entry, Extract, Link

_ENCODE = json.JSONEncoder(ensure_ascii=False).encode


#: Which form of a graph of ours it is, in its own attributes; who reads it again then takes every word as it stands.
FORM = {"kb-graph": 1}


def render(extract: Extract, words: Mapping[str, Any]) -> Iterator[str]:
    """The text, some of it at a time: one line an entry and one an edge."""
    yield '{"directed": true, "multigraph": true, "graph": ' + _ENCODE(about(extract, words)) + ',\n"nodes": ['
    yield from _joined(map(node, extract.entries()))
    yield '\n],\n"edges": ['
    yield from _joined(map(edge, extract.links()))
    yield "\n]}\n"


def about(extract: Extract, words: Mapping[str, Any]) -> dict[str, Any]:
    """What is said of the graph as a whole, with the catalogue's own words where it has any."""
    return {**FORM, **clocks(extract.at), **({"vocabulary": dict(words)} if words else {})}


def _joined(objects: Iterator[dict[str, Any]]) -> Iterator[str]:
    for place, one in enumerate(objects):
        yield ("," if place else "") + "\n" + _ENCODE(one)


def node(entry: Entry) -> dict[str, Any]:
    """An entry with its chosen values and its other names."""
    values: dict[str, Any] = {}
    for held in entry.held:
        if held.state == "chosen":
            values.setdefault(held.name, []).append(held.value)
    own = node_data(entry.node)
    told = own.keys() - {"retired"}  # there it is why the entry counts as retired, which is more than what is said
    names = [name for name, rule, _ in entry.names if rule not in ("id", "title")]
    more = {name: found[0] if len(found) == 1 else found for name, found in values.items() if name not in told}
    return {**own, **({"names": names} if names else {}), **({"properties": more} if more else {})}


def edge(link: Link) -> dict[str, Any]:
    """An edge with who says it."""
    data = edge_data(link.edge)
    source, target = data.pop("subject"), data.pop("object")
    return {
        "source": source,
        "target": target,
        "key": link.edge.relation,
        **{name: value for name, value in data.items() if value not in ("", None)},
        "sources": [claim_data(one) for one in link.claims],
    }
