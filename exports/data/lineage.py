"""Answers on descent and relations, as plain data."""

from exports.data.parts import SCHEMA, Data, clocks, edge_data, head, time_filter
from queries.lineage import CommonAncestors, Lineage
from queries.neighbours import Neighbours


def lineage(answer: Lineage) -> Data:
    """Ancestors or descendants."""
    return {
        **head(answer.direction, answer.node, answer.at),
        "direct": list(answer.direct),
        "all": list(answer.depths),
        "chain": list(answer.chain),
        "hops": answer.depths,
        "titles": {id_: node.title for id_, node in sorted(answer.nodes.items())},
        "edges": [edge_data(edge) for edge in answer.edges],
        **time_filter(answer.unsure, answer.left_out),
    }


def common_ancestors(answer: CommonAncestors) -> Data:
    """What several nodes descend from together."""
    return {
        "schema": SCHEMA,
        "ask": "common-ancestors",
        "of": [node.id for node in answer.nodes],
        **clocks(answer.at),
        "nearest": list(answer.nearest),
        "all": list(answer.all),
        "titles": {id_: node.title for id_, node in sorted(answer.titles.items())},
    }


def neighbours(answer: Neighbours) -> Data:
    """What stands in one relation to a node."""
    return {
        **head("neighbours", answer.node, answer.at),
        "relation": answer.relation,
        "direction": answer.direction,
        "direct": list(answer.direct),
        "all": list(answer.all),
        "titles": {id_: node.title for id_, node in sorted(answer.nodes.items())},
        "left-out": len(answer.left_out),
    }
