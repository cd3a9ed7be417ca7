"""Paths, as plain data."""

from exports.data.parts import SCHEMA, Data, clocks, edge_data
from exports.numbers import exact
from ontology.claim import Claim
from queries.all_ways import AllWays
from queries.closing import Closing
from queries.near_miss import Miss
from queries.path import Path

Claims = dict[int, tuple[Claim, ...]]


def path(answer: Path) -> Data:
    """A shortest path; ``path`` is null where there is none."""
    return {
        "schema": SCHEMA,
        "ask": "path",
        "from": answer.start.id,
        "to": answer.end.id,
        **clocks(answer.at),
        "relations": list(answer.relations),
        **({"through": [node.id for node in answer.through]} if answer.through else {}),
        "path": None if answer.ids is None else list(answer.ids),
        "length": None if answer.ids is None else len(answer.ids) - 1,
        "edges": [edge_data(edge, answer.claims.get(edge.key, ())) for edge in answer.steps],
        "titles": {id_: node.title for id_, node in sorted(answer.nodes.items())},
        "left-out": answer.left_out,
        **(
            {"cannot-tell": [edge_data(edge, answer.claims.get(edge.key, ())) for edge in answer.unsure]}
            if answer.unsure
            else {}
        ),
        **({"all": _all(answer.all, answer.claims)} if answer.all else {}),
        **({"nearest": _miss(answer.miss, answer.claims)} if answer.miss else {}),
    }


def _all(found: AllWays, claims: Claims) -> Data:
    return {
        "total": exact(found.total),
        "exact": found.exact,
        "paths": [list(way) for way in found.ways],
        "edges": [edge_data(edge, claims.get(edge.key, ())) for edge in found.edges],
        "largest-circle": found.circle,
        "broken-off": found.broken_off,
    }


def _miss(miss: Miss, claims: Claims) -> Data:
    return {
        "reached": list(miss.reached),
        "farthest": miss.farthest,
        "ends": list(miss.ends),
        "reaching": list(miss.reaching),
        "beginnings": list(miss.beginnings),
        "passed": miss.passed,
        "otherwise": [
            {
                "how": one.how,
                "why": one.why,
                "path": list(one.ids),
                "edges": [edge_data(edge, claims.get(edge.key, ())) for edge in one.steps],
            }
            for one in miss.otherwise
        ],
        "closing": [_closing(one, claims) for one in miss.closing],
        **({"limits": list(miss.limits)} if miss.limits else {}),
    }


def _closing(one: Closing, claims: Claims) -> Data:
    forward = one.step.direction == "out"
    return {
        "relation": one.step.relation,
        "subject": one.near if forward else one.far,
        "object": one.far if forward else one.near,
        "length": one.length,
        "family": one.family,
        "years": one.years,
        **({"edge": edge_data(one.edge, claims.get(one.edge.key, ()))} if one.edge else {}),
    }
