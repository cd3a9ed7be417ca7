"""Disputes, as plain data."""

from exports.data.parts import SCHEMA, Data, claim_data, clocks
from exports.disputes_text import command
from queries.disputes import Disagreement, Disputes


def disputes(answer: Disputes, kb: str | None = "") -> Data:
    """Everything that the sources disagree on."""
    return {
        "schema": SCHEMA,
        "ask": "disputes",
        **clocks(answer.at),
        "open": sum(not one.decided for one in answer.found),
        "decided": sum(one.decided for one in answer.found),
        "disputes": [_one(one, kb) for one in answer.found],
        "left-out": answer.left_out,
    }


def _one(one: Disagreement, kb: str | None) -> Data:
    return {
        "of": one.node.id,
        "title": one.node.title,
        "relation": one.relation,
        "object": one.object.id if one.object else None,
        "fact": one.fact,
        "decided": one.decided,
        "rule": one.rule,
        "values": [
            {
                "value": value.text,
                "state": value.state,
                "sources": [claim_data(claim) for claim in value.claims],
                "command": "" if one.decided else command(one, value, kb),
            }
            for value in one.values
        ],
    }
