"""Proofs, as plain data."""

from exports.data.parts import Data, claim_data, dispute, edge_data, head
from queries.proof import Link, Proof, Understood


def proof(answer: Proof) -> Data:
    """Why a statement holds, or what is said instead."""
    return {
        **head("why", answer.node, answer.at),
        "statement": answer.statement,
        "holds": answer.holds,
        "said": answer.said,
        "verdict": answer.verdict,
        "names": [_understood(one) for one in answer.names],
        "links": [_link(one) for one in answer.links],
        "rules": list(answer.rules),
        "disputes": [dispute(one) for one in answer.disputes],
        "moment": list(answer.moment),
        "instead": [_link(one) for one in answer.instead],
    }


def _link(link: Link) -> Data:
    return {
        "text": link.text,
        "holds": link.holds,
        "edge": edge_data(link.edge) if link.edge else None,
        "claims": [
            {**claim_data(voice.claim), "names": [_understood(one) for one in voice.names]} for voice in link.voices
        ],
        "rules": list(link.rules),
    }


def _understood(one: Understood) -> Data:
    return {"written": one.written, "id": one.node.id, "title": one.node.title, "rule": one.rule}
