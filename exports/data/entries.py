"""Answers about single entries and lists of them, as plain data."""

from collections.abc import Sequence

from exports.data.parts import SCHEMA, Data, clocks, dispute, edge_data, head, held_data, node_data
from queries.answers import text_of
from queries.card import Card
from queries.graph import Node
from queries.listing import Listing
from queries.search import Hits


def card(answer: Card) -> Data:
    """Everything that is held about one node."""
    properties: dict[str, list[Data]] = {}
    for held in answer.properties:
        properties.setdefault(held.name, []).append(held_data(held))
    return {
        **head("show", answer.node, answer.at),
        "node": node_data(answer.node),
        "retired-at-that-moment": answer.retired,
        "names": [{"name": name, "rule": rule, "since": since} for _, name, rule, since in answer.names],
        "properties": properties,
        "edges": [edge_data(edge, answer.claims.get(edge.key, ())) for edge in answer.edges],
        "titles": {id_: node.title for id_, node in sorted(answer.nodes.items())},
        "disputes": [dispute(one) for one in answer.disputes],
        "left-out": [edge_data(edge) for edge in answer.left_out],
    }


def listing(answer: Listing) -> Data:
    """Nodes with some properties."""
    return {
        "schema": SCHEMA,
        "ask": "nodes",
        **clocks(answer.at),
        "where": dict(answer.where),
        "alive-on": answer.alive_on,
        "verdict": answer.verdict,
        "ids": [node.id for node in answer.nodes],
        "nodes": [node_data(node) for node in answer.nodes],
        "not-yet-introduced": answer.not_yet,
        **(
            {"filters": [dict(zip(("name", "op", "value"), one, strict=True)) for one in answer.filters]}
            if answer.filters
            else {}
        ),
        **({"cannot-tell": list(answer.unsure)} if answer.unsure else {}),
    }


def names(
    node: Node | None, called: Sequence[tuple[str, str, str, str]], candidates: Sequence[Node], rule: str
) -> Data:
    """What a name means: ``id`` is null where it fits none or several."""
    others = [[name, since] for _, name, kind, since in called if kind == "former name"]
    return {
        "schema": SCHEMA,
        "ask": "names",
        "id": node.id if node else None,
        "title": node.title if node else None,
        "understood-as": rule,
        "names": others,
        "all-names": [{"name": name, "rule": kind, "since": since} for _, name, kind, since in called],
        "candidates": [one.id for one in candidates],
    }


def search(answer: Hits) -> Data:
    """What a search found."""
    return {
        "schema": SCHEMA,
        "ask": "search",
        "text": answer.text,
        **clocks(answer.at),
        "filters": [one._asdict() for one in answer.filters],
        "found": [found(node, matched) for node, matched in answer.found],
        "total": answer.total,
        "cannot-tell": list(answer.unsure),
        "not-yet-introduced": answer.not_yet,
    }


def found(node: Node, matched: str) -> Data:
    """One hit of a search."""
    return {**node_data(node), "matched": text_of(matched)}
