"""Answers on replacement, as plain data."""

from collections.abc import Iterable

from exports.data.parts import Data, dispute, edge_data, head, time_filter
from ontology.claim import Claim
from queries.graph import Edge
from queries.replaced import Replaced
from queries.replacement import LiveEnd, Replacement


def replacement(answer: Replacement) -> Data:
    """The answer to "what replaces X"."""
    claims = answer.claims
    return {
        **head("what-replaces", answer.node, answer.at),
        "verdict": answer.verdict,
        "direct": [edge.subject for edge in answer.direct],
        "consider": [edge.subject for edge in answer.consider],
        "evolved-into": [edge.subject for edge in answer.evolved],
        "all": list(answer.all),
        "terminal": list(answer.terminal),
        "live": [_live(end, claims) for end in answer.live],
        "paths": [list(end.path) for end in answer.live],
        "edges": [edge_data(edge, claims.get(edge.key, ())) for edge in _edges_of(answer)],
        "titles": {id_: node.title for id_, node in sorted(answer.nodes.items())},
        "known-only-from-references": sorted(id_ for id_, node in answer.nodes.items() if not node.defined),
        "triggers": [
            {"trigger": one.text, "year": one.year, "ground": one.ground, "source": str(one.claim.source)}
            for one in answer.triggers
        ],
        "guides": [{"guide": guide, "source": where} for guide, where in answer.guides],
        "disputes": [dispute(one) for one in answer.disputes],
        "notes": list(answer.notes),
    }


def _edges_of(answer: Replacement) -> Iterable[Edge]:
    steps = (edge for end in answer.live for edge in end.steps)
    return {edge.key: edge for edge in (*answer.direct, *answer.consider, *steps, *answer.evolved)}.values()


def _live(end: LiveEnd, claims: dict[int, tuple[Claim, ...]]) -> Data:
    conditions = [condition for edge in end.steps for condition in edge.details().get("when", ())]
    return {
        "id": end.node.id,
        "title": end.node.title,
        "tier": end.node.tier,
        "strength": "exact" if end.exact else "partial",
        "hops": len(end.steps),
        "path": list(end.path),
        "since": end.since,
        "when": list(dict.fromkeys(conditions)),
        "groups": [edge.details().get("group", "") for edge in end.steps],
        "through-retired": [node.id for node in end.past],
        "defined": end.node.defined,
        "sure": end.sure,
        "kept": list(end.delta.kept),
        "gained": list(end.delta.gained),
        "lost": list(end.delta.lost),
        "sources": [str(claim.source) for edge in end.steps for claim in claims.get(edge.key, ())],
    }


def replaced(answer: Replaced) -> Data:
    """The answer to "what did X replace"."""
    return {
        **head("what-it-replaced", answer.node, answer.at),
        "direct": [edge.object for edge in answer.direct],
        "all": list(answer.all),
        "origins": list(answer.origins),
        "edges": [edge_data(edge, answer.claims.get(edge.key, ())) for edge in answer.direct],
        "titles": {id_: node.title for id_, node in sorted(answer.nodes.items())},
        **time_filter(answer.unsure, answer.left_out),
    }
