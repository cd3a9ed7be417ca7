"""Comparisons, as plain data."""

from exports.compare_text import state
from exports.data.parts import SCHEMA, Data, claim_data, clocks, dispute, held_data, node_data
from queries.compare import Comparison, Entry
from queries.graph import Held


def comparison(answer: Comparison) -> Data:
    """The matrix: entries by introduction, capabilities and factors by entry."""
    ids = [one.node.id for one in answer.entries]
    return {
        "schema": SCHEMA,
        "ask": "compare",
        **clocks(answer.at),
        "family": answer.family.id if answer.family else None,
        "entries": [_entry(one) for one in answer.entries],
        "capabilities": [
            {"id": one.node.id, "title": one.node.title, "by": dict(zip(ids, one.by, strict=True))}
            for one in answer.capabilities
        ],
        "factors": [
            {
                "page": one.page.id,
                "title": one.page.title,
                "columns": [
                    {"name": name, "means": node.id} for name, node in zip(one.columns, one.means, strict=True)
                ],
                "rows": [{"factor": row.name, "cells": list(row.cells), **claim_data(row.claim)} for row in one.rows],
            }
            for one in answer.factors
        ],
        "disputes": [dispute(one) for one in answer.disputes],
        "notes": list(answer.notes),
    }


def _entry(one: Entry) -> Data:
    return {
        **node_data(one.node),
        "era": one.era,
        "existed": one.existed,
        "retired-at-that-moment": one.retired,
        "uses": [_held(held) for held in one.uses],
        "limitations": [_held(held) for held in one.limits],
        "verdict": one.today.verdict,
        "today": state(one),
        "live": [end.node.id for end in one.today.live],
        "sources": list(
            dict.fromkeys(
                str(claim.source)
                for end in one.today.live
                for edge in end.steps
                for claim in one.today.claims.get(edge.key, ())
            )
        ),
    }


def _held(held: Held) -> Data:
    return {"property": held.name, **held_data(held)}
