"""What came of golden questions, as plain data."""

from typing import Any

from exports.data.flips import claim as claim_data
from exports.data.parts import SCHEMA, Data, clocks, edge_data
from queries.golden import Difference, Mutation, Outcome, Verification


def verification(answer: Verification) -> Data:
    """Every question of a file with what came of it."""
    return {
        "schema": SCHEMA,
        "ask": "verify",
        "file": answer.path,
        **clocks(answer.at),
        "asked": len(answer.outcomes),
        "failed": len(answer.failed),
        "left-out": answer.left_out,
        "results": [_outcome(one) for one in answer.outcomes],
    }


def _outcome(one: Outcome) -> Data:
    golden = one.golden
    return {
        "id": golden.id,
        "line": golden.place.line,
        "question": golden.request,
        "passed": one.passed,
        "differences": [_difference(difference) for difference in one.differences],
        "claims": [claim_data(claim) for claim in one.claims],
        "source": golden.source,
        "note": golden.note,
    }


def _difference(one: Difference) -> Data:
    got: Any = one.got
    return {
        "field": one.field,
        "expected": one.expected,
        "got": got,
        "why": one.why,
        "missing": list(one.missing),
        "extra": list(one.extra),
    }


def mutation(answer: Mutation) -> Data:
    """Every change of the lineage with the questions that notice it."""
    return {
        "schema": SCHEMA,
        "ask": "verify-mutate",
        "file": answer.path,
        **clocks(answer.at),
        "edges": answer.edges,
        "changes": len(answer.mutants),
        "unnoticed": len(answer.unnoticed),
        "aside": list(answer.aside),
        "shift": answer.shift,
        "mutants": [
            {
                "edge": edge_data(one.edge, answer.claims.get(one.edge.key, ())),
                "change": one.change,
                "text": one.text,
                "noticed-by": list(one.noticed),
            }
            for one in answer.mutants
        ],
    }
