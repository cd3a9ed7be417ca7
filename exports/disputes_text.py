"""Disputes as text, each with the command that would decide it."""

import shlex
from collections.abc import Iterator

from exports.paint import Paint
from exports.said import place
from exports.table_text import counted
from ontology.text import fold_space
from queries.disputes import Disagreement, Disputes, Value

_STATES = {"chosen": "shown", "other": "", "suspect": "looks like a default that nobody chose"}


def render(answer: Disputes, paint: Paint, kb: str | None = "") -> str:
    """Every dispute with its values; ``kb`` is the catalogue that was named, None for one that cannot be changed."""
    open_ = sum(not one.decided for one in answer.found)
    decided = len(answer.found) - open_
    head = counted(open_, "open dispute") + (f", {decided} decided" if decided else "")
    lines = [head]
    for one in answer.found:
        lines += ["", *_one(one, paint, kb)]
    if answer.left_out:
        lines += [
            "",
            f"{counted(answer.left_out, 'dispute')} about what did not exist, or did not hold, at {answer.at.text}",
        ]
    if kb is None and open_:
        lines += [
            "",
            "the bundled catalogue cannot be changed; lay your own over it to decide: kb load PAGES --over bundled",
        ]
    return "\n".join(lines)


def title(one: Disagreement) -> str:
    """What a dispute is about, in words."""
    if one.object is not None:
        return f"{one.node.title} {one.relation} {one.object.title}, {one.fact}"
    return f"{one.node.title}, {one.fact}"


def command(one: Disagreement, value: Value, kb: str | None = "") -> str:
    """The command that would decide a dispute for one of its values; empty where none can."""
    if kb is None or one.rule == "denied" or not value.text:
        return ""
    why = ["--why", f"as {value.claims[0].source} says" if value.claims else "as the sources say"]
    where = ["--kb", kb] if kb else []
    if one.object is not None:
        words = ["state", one.node.id, one.relation, one.object.id, f"--{one.fact}", value.text, *why, *where]
    elif value.text.startswith("-"):  # not an option, which is only clear when all names stand behind the options
        words = [*why, *where, "settle", one.node.id, "--", one.fact, value.text]
    else:
        words = ["settle", one.node.id, one.fact, value.text, *why, *where]
    return shlex.join(["kb", "decide", *words])


def _one(one: Disagreement, paint: Paint, kb: str | None) -> Iterator[str]:
    yield f"{paint(title(one), 'bold')}{'  (decided)' if one.decided else ''}"
    width = max(len(fold_space(value.text)) for value in one.values)
    for value in one.values:
        state = f"  [{_STATES[value.state]}]" if _STATES[value.state] else ""
        places = "; ".join(map(place, value.claims))
        yield paint.wrap(
            f"{fold_space(value.text).ljust(min(width, 24))}{state}  {paint(places, 'dim')}".rstrip(), "  ", "    "
        )
    if one.rule and one.rule != "denied":
        yield paint.wrap(one.rule, "  rule    ", " " * 10)
    if not one.decided:
        for value in one.values:
            if text := command(one, value, kb):
                yield f"  decide  {text}"
