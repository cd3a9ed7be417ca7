"""What answers share, as plain data: nodes, edges, values, claims, disputes, findings, and the moment."""

from collections.abc import Iterable, Sequence
from typing import Any

from ontology.claim import SIGNED, Claim
from ontology.problem import Problem
from ontology.source import Source
from queries.answers import Dispute
from queries.graph import Edge, Held, Node
from queries.moment import Moment

#: The version of these objects, in every one of them.
SCHEMA = 1

Data = dict[str, Any]


def clocks(at: Moment) -> Data:
    """The moment that an answer speaks of: in the world, and on the catalogue's own clock where one was asked for."""
    return {"as-of": at.text, **({"as-seen": at.seen} if at.seen else {})}


def node_data(node: Node) -> Data:
    """One node."""
    return {
        "id": node.id,
        "title": node.title,
        "kind": node.kind,
        "defined": node.defined,
        "tier": node.tier,
        "status": node.status,
        "introduced": node.introduced,
        "retired": node.retired,
    }


def edge_data(edge: Edge, claims: Iterable[Claim] = ()) -> Data:
    """One edge with what its sources say and who they are."""
    details = edge.details()
    said = [claim_data(claim) for claim in claims]
    return {
        "relation": edge.relation,
        "subject": edge.subject,
        "object": edge.object,
        "strength": edge.strength,
        "method": edge.method,
        "since": details.pop("since", ""),
        "until": details.pop("until", ""),
        **details,
        **({"sources": said} if said else {}),
    }


def held_data(held: Held) -> Data:
    """One value of one property."""
    out = {"value": held.value, "state": held.state, **claim_data(held.claim)}
    return {**out, "why": held.why} if held.why else out


def claim_data(claim: Claim) -> Data:
    """Who says something, and where."""
    place = claim.source
    out: Data = {
        "path": place.path,
        "line": place.line,
        "column": place.column,
        "pointer": place.pointer,
        "quote": place.quote,
        "method": claim.method,
        "rule": claim.rule,
    }
    if "ground" in claim.qualifiers:
        out["ground"] = claim.qualifiers["ground"]
    if claim.method == "decided":
        out.update({key: claim.qualifiers[key] for key in SIGNED if key in claim.qualifiers})
    return {**out, "commit": place.commit} if place.commit else out


def dispute(one: Dispute) -> Data:
    """One fact on which sources disagree."""
    return {
        "about": one.about,
        "fact": one.fact,
        "values": [
            {"value": value, "state": state, "source": str(claim.source) if claim else ""}
            for value, state, claim in one.values
        ],
        "rule": one.rule,
    }


def finding(one: Problem) -> Data:
    """What is wrong at one place."""
    place = one.source
    return {
        "rule": one.rule,
        "severity": one.severity,
        "path": place.path,
        "line": place.line,
        "column": place.column,
        "message": one.message,
        "pointer": place.pointer,
        "hint": one.hint,
        "quote": place.quote,
    }


def place_data(place: Source) -> Data:
    """Where something stands."""
    return {"path": place.path, "line": place.line, "column": place.column, "quote": place.quote}


def head(ask: str, node: Node, at: Moment) -> Data:
    """How an answer about one node begins."""
    return {"schema": SCHEMA, "ask": ask, "of": node.id, "title": node.title, **clocks(at)}


def time_filter(unsure: Sequence[Edge], left_out: Sequence[Edge]) -> Data:
    """What could not be told of the moment, and what was not true at it."""
    return {
        "cannot-tell": [edge_data(edge) for edge in unsure],
        "left-out": [edge_data(edge) for edge in left_out],
    }
