"""What came of golden questions, as text: each failure with what was expected, what came, and who says so."""

import json
from typing import Any

from exports.paint import Paint
from exports.table_text import counted
from queries.golden import Difference, Outcome, Responsible, Verification

#: So many statements are printed for a failure; the rest is counted.
MOST = 6


def render(answer: Verification, paint: Paint, *, everything: bool = False) -> str:
    """Failures one after another, then how many of how many; with ``everything`` also what passed."""
    blocks = []
    for one in answer.outcomes:
        if not one.passed:
            blocks.append(failure(one, paint))
        elif everything:
            blocks.append(f"{paint('pass', 'green')}  {one.golden.id}: {one.golden.asked}")
    return "\n".join([*blocks, summary(answer)])


def summary(answer: Verification) -> str:
    """How many questions are answered as expected."""
    asked, failed = len(answer.outcomes), len(answer.failed)
    aside = f"; {answer.left_out} more were not asked (-k)" if answer.left_out else ""
    if not failed:
        return f"{answer.path}: {counted(asked, 'question')}, all answered as expected{aside}"
    return f"{answer.path}: {counted(asked, 'question')}, {failed:,} not answered as expected{aside}"


def failure(one: Outcome, paint: Paint) -> str:
    """One question that failed."""
    golden = one.golden
    lines = [f"{paint('FAIL', 'red')}  {golden.id}: {golden.asked}  ({golden.place})"]
    for difference in one.differences:
        lines += _difference(difference)
    lines += _claims(one.claims)
    if golden.source:
        lines.append(f"    by        {golden.source}")
    if golden.note:
        lines.append(f"    note      {golden.note}")
    return "\n".join(lines) + "\n"


def _difference(one: Difference) -> list[str]:
    if one.field == "error":
        return [f"    error     {one.got}"]
    lines = [f"    {one.field}", f"      expected  {written(one.expected)}", f"      got       {written(one.got)}"]
    return [*lines, f"      {one.why}"] if one.why else lines


def by_text(claims: tuple[Responsible, ...]) -> dict[str, list[str]]:
    """Statements with the places that say them, the same one said in several places once."""
    found: dict[str, list[str]] = {}
    for one in claims:
        ground = f" (resting on {one.ground})" if one.ground else ""
        found.setdefault(one.text, []).extend([f"{one.place}{ground}"] if one.place is not None else [])
    return found


def _claims(claims: tuple[Responsible, ...]) -> list[str]:
    """The statements of a failure."""
    said = by_text(claims)
    lines = []
    for place, (text, places) in enumerate(said.items()):
        if place == MOST:
            lines.append(f"              and {counted(len(said) - MOST, 'statement')} more: --format json has all")
            break
        lines.append(f"    {'rests on' if place == 0 else '        '}  {text}")
        lines += [f"                {where}" for where in dict.fromkeys(places)]
    return lines


def written(value: Any) -> str:
    """A value in one line."""
    if isinstance(value, str):
        return value or "nothing"
    if isinstance(value, list):
        return ", ".join(written(item) for item in value) or "none"
    if value is None:
        return "none"
    return json.dumps(value, ensure_ascii=False)
