"""Counts over a whole catalogue, for ``kb stats`` and the report after a load."""

import json
from collections.abc import Callable
from typing import Any

from queries.moment import Moment


def tally(rows: Callable[..., list[Any]], at: Moment | None = None) -> dict[str, Any]:
    """Count nodes, edges, claims and findings; ``rows`` runs one SQL statement.

    For a moment only nodes count that may have been there, and edges that surely held.
    """
    there, held = ("true", "true") if at is None else (_there(at), _held(at))

    def one(sql: str) -> int:
        return int(rows(sql)[0][0])

    def by(sql: str) -> dict[str, int]:
        return {str(name): int(number) for name, number in rows(sql)}

    edges = [
        {"relation": relation, "method": method, "edges": number, "between-pages": between}
        for relation, method, number, between in rows(
            "SELECT relation, method, count(*), sum(s.defined AND o.defined) FROM edge JOIN node s ON s.nid = subject"
            f" JOIN node o ON o.nid = object WHERE {held} GROUP BY relation, method ORDER BY relation, method"
        )
    ]
    linked = f"SELECT subject FROM edge WHERE {held} UNION SELECT object FROM edge WHERE {held}"
    paged = " AND ".join(
        f"NOT EXISTS (SELECT 1 FROM edge JOIN node far ON far.nid = {far} WHERE {near} = node.nid AND far.defined"
        f" AND {held})"
        for near, far in (("subject", "object"), ("object", "subject"))
    )
    prose = rows("SELECT value FROM meta WHERE key = 'prose'")
    return {
        "sources": one("SELECT count(DISTINCT source) FROM claim WHERE closed IS NULL"),
        "claims": one("SELECT count(*) FROM claim WHERE closed IS NULL"),
        "nodes": one(f"SELECT count(*) FROM node WHERE defined AND {there}"),
        "references": one(f"SELECT count(*) FROM node WHERE NOT defined AND {there}"),
        "kinds": by(
            f"SELECT kind, count(*) FROM node WHERE defined AND {there} GROUP BY kind ORDER BY count(*) DESC, kind"
        ),
        "tiers": by(
            f"SELECT tier, count(*) FROM node WHERE tier != '' AND {there} GROUP BY tier ORDER BY count(*) DESC, tier"
        ),
        "edges": edges,
        **({"prose": json.loads(prose[0][0])} if prose else {}),
        "isolated": one(f"SELECT count(*) FROM node WHERE defined AND {there} AND nid NOT IN ({linked})"),
        "isolated-from-pages": one(f"SELECT count(*) FROM node WHERE defined AND {there} AND {paged}"),
        "disputed": one("SELECT count(*) FROM (SELECT DISTINCT node, name FROM property WHERE state = 'other')")
        + one("SELECT count(*) FROM edge, json_each(detail, '$.disputed') WHERE instr(detail, '\"disputed\"')"),
        "findings": by(
            "SELECT rule, count(*) FROM (SELECT path, rule, line, message FROM problem UNION ALL"
            " SELECT path, rule, line, message FROM finding) GROUP BY rule ORDER BY count(*) DESC, rule"
        ),
    }


def _there(at: Moment) -> str:
    """What ``queries.moment.begun`` does not deny, as SQL."""
    return f"(born_first IS NULL OR born_first <= {int(at.day)})"


def _held(at: Moment) -> str:
    """What ``queries.moment.holds`` is sure of, as SQL."""
    day, today = int(at.day), int(at.today)
    began = f"start_last <= {day}"
    if not at.past:
        began += (
            f" OR ((start_first IS NULL OR start_first <= {today}) AND (start_first IS NULL OR start_first <= {day}))"
        )
    return f"(({began}) AND (NOT ends OR coalesce(end_first >= {day}, 0)))"
