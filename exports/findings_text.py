"""Findings as text: one line each, as compilers print them, so that editors can jump to the place."""

from collections import Counter
from collections.abc import Iterable

from exports.table_text import counted
from ontology.problem import SEVERITIES, Problem


def render(findings: Iterable[Problem]) -> str:
    """``path:line:column: severity: message [rule]`` for each; below a grave one its hint, if it has one."""
    lines = []
    for one in findings:
        place = one.source
        where = f"{place.path}:{place.line}:{place.column}" if place.line else place.path
        lines.append(f"{where}: {one.severity}: {one.message} [{one.rule}]")
        if one.hint and one.severity != "note":
            lines.append(f"    {one.hint}")
    return "\n".join(lines)


def summary(findings: Iterable[Problem]) -> str:
    """How many of each severity.

    >>> summary([])
    'no findings'
    """
    counts = Counter(one.severity for one in findings)
    parts = [counted(counts[word], word) for word in SEVERITIES if counts[word]]
    return ", ".join(parts) or "no findings"
