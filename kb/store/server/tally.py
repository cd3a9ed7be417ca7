"""Counts over a whole catalogue on a server, made there. What only a file knows of its sources was counted when it was pushed."""

from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

from queries.moment import Moment

_ALL = "MATCH (n:KbNode {catalogue: $catalogue}) WHERE n.id IS NOT NULL"
#: Counts that hold at every moment, and are taken over from the file.
PUSHED = ("sources", "claims", "prose", "disputed", "findings")


def tally(rows: Callable[..., list[list[Any]]], pushed: Mapping[str, Any], at: Moment | None) -> dict[str, Any]:
    """The same counts under the same names as ``kb.store.tally``; ``rows`` runs one statement that returns ``row``."""
    day, today = (at.day, at.today) if at is not None else (0, 0)
    there = "true" if at is None else "(n.born_first IS NULL OR n.born_first <= $day)"
    held = "true" if at is None else _held(at)

    def ask(statement: str) -> list[list[Any]]:
        return rows(statement, day=day, today=today)

    nodes = ask(
        f"{_ALL} AND {there} WITH n.defined AS a, n.kind AS b, n.tier AS c, count(*) AS d RETURN [a, b, c, d] AS row"
    )
    edges = ask(
        f"{_ALL} MATCH (n)-[r]->(far:KbNode) WHERE {held}"
        " WITH r.relation AS a, r.method AS b, count(*) AS c, sum(CASE WHEN n.defined AND far.defined THEN 1 ELSE 0 END) AS d"
        " RETURN [a, b, c, d] AS row"
    )

    def alone(further: str = "") -> int:
        none = f"NOT EXISTS {{ MATCH (n)-[r]-(far:KbNode) WHERE {held}{further} }}"
        return int(ask(f"{_ALL} AND n.defined AND {there} AND {none} RETURN [count(*)] AS row")[0][0])

    made = {
        "nodes": sum(number for defined, _, _, number in nodes if defined),
        "references": sum(number for defined, _, _, number in nodes if not defined),
        "kinds": _ranked((kind, number) for defined, kind, _, number in nodes if defined),
        "tiers": _ranked((tier, number) for _, _, tier, number in nodes if tier),
        "edges": [
            {"relation": relation, "method": method, "edges": number, "between-pages": between}
            for relation, method, number, between in sorted(edges)
        ],
        "isolated": alone(),
        "isolated-from-pages": alone(" AND far.defined"),
    }
    known = {name: pushed[name] for name in PUSHED if name in pushed}
    order = ("sources", "claims", *list(made)[:5], "prose", "isolated", "isolated-from-pages", "disputed", "findings")
    return {name: {**made, **known}[name] for name in order if name in made or name in known}


def _ranked(counted: Any) -> dict[str, int]:
    found: Counter[str] = Counter()
    for name, number in counted:
        found[name] += number
    return dict(sorted(found.items(), key=lambda item: (-item[1], item[0])))


def _held(at: Moment) -> str:
    """What ``queries.moment.holds`` is sure of, as Cypher."""
    began = "coalesce(r.start_last <= $day, false)"
    if not at.past:
        began += " OR r.start_first IS NULL OR (r.start_first <= $today AND r.start_first <= $day)"
    return f"(({began}) AND (NOT r.ends OR coalesce(r.end_first >= $day, false)))"
