"""A patch: the decisions that make one catalogue say what another one does, each with what was said before.

What was said before tells a catalogue that has changed meanwhile from one to which the patch belongs.
"""

import json
from collections.abc import Iterator
from typing import Any

from queries.diff import Change, Difference

#: The version of its form.
VERSION = "1"

#: Keys of a patch's change that are no part of the decision.
ABOUT = ("was", "text")

Decision = dict[str, Any]


def decisions(difference: Difference) -> Iterator[tuple[Decision, Any, str]]:
    """Every decision with what was said before, and the change in a sentence; entries first, then what is said of them."""
    gone = {one.id for one in difference.changes if one.kind == "entry-removed"}
    renamed = [one for one in difference.changes if one.kind == "entry-renamed"]
    gone |= {one.other for one in renamed}
    added = {one.id for one in difference.changes if one.kind == "entry-added"}
    added |= {one.other for one in renamed if one.after.data is not None}
    gone -= {one.id for one in difference.changes if one.kind == "entry-added"}
    for one in sorted(difference.changes, key=lambda one: (_stage(one), one.id, one.fact, one.other)):
        if one.kind in ("edge-removed", "edge-added", "edge-changed") and gone & {one.id, one.other}:
            continue  # it goes with its end
        if one.kind == "entry-renamed" and one.after.data is None and one.other in added:
            continue  # it has an entry of its own again, or is a name of another one
        if (made := _decision(one)) is not None:
            yield made, _before(one), one.text


def _stage(one: Change) -> int:
    return 0 if one.kind.startswith("entry") else 1 if one.kind == "property" else 2


def _decision(one: Change) -> Decision | None:
    data = one.after.data
    if one.kind == "property":
        return {"set": one.fact, "of": one.id, "to": [_value(value) for value in data]}
    if one.kind == "edge-removed":
        return {"deny": one.fact, "new": one.id, "old": one.other, "exactly": True}
    if one.kind.startswith("edge"):
        return {"state": one.fact, "new": one.id, "old": one.other, "exactly": True, **data}
    if one.kind == "entry-removed":
        return {"entry": one.id, "is": "gone"}
    if one.kind == "entry-renamed":
        return {"entry": one.other, "is": "same", "as": one.id} if data else {"entry": one.other, "is": "gone"}
    if one.kind in ("entry-added", "entry-defined", "entry-mentioned"):
        state = "there" if data["defined"] else "mentioned"
        kind = {"kind": data["kind"]} if data["kind"] else {}
        return {"entry": one.id, "is": state, **kind, "title": data["title"]}
    return None


def _value(value: Any) -> Any:
    text, since = value
    data = json.loads(text)
    return {"value": data, "since": since} if since else data


def _before(one: Change) -> Any:
    """What the first catalogue says, in the form of the decision that would make it so."""
    data = one.before.data
    if one.kind == "property":
        return [_value(value) for value in data]
    if one.kind.startswith("entry"):
        return state_of(data)
    return data


def state_of(data: Any) -> Any:
    """Whether there is an entry, in the form of a decision; of a mere name also how it is called."""
    if data is None:
        return "gone"
    if "same" in data:
        return f"same as {data['same']}"
    if data["defined"]:
        return "there"
    return {"is": "mentioned", "kind": data["kind"], "title": data["title"]}


def written(difference: Difference) -> Iterator[str]:
    """The patch as YAML, a change at a time."""
    yield (
        f"# What makes {difference.first} say what {difference.second} does: kb apply FILE --kb CATALOGUE\n"
        f"kb-patch: {VERSION}\nfrom: {json.dumps(difference.first)}\nto: {json.dumps(difference.second)}\nchanges:"
    )
    empty = True
    for decision, before, text in decisions(difference):
        empty = False
        yield f"\n  # {text}\n{entry({**decision, 'was': before})}"
    yield " []\n" if empty else "\n"


def entry(words: Decision) -> str:
    """A mapping over lines of its own, each value as JSON, which YAML reads as it is."""
    lines = [f"{'    ' if place else '  - '}{key}: {_json(value)}" for place, (key, value) in enumerate(words.items())]
    return "\n".join(lines)


def _json(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if text.isprintable() else json.dumps(value)
