"""How two catalogues differ, as plain data."""

from exports.data.parts import SCHEMA, Data
from queries.diff import Change, Difference, Side, Standing


def difference(answer: Difference) -> Data:
    """Every change with what both say, and the answers that are others."""
    return {
        "schema": SCHEMA,
        "ask": "diff",
        "from": answer.first,
        "to": answer.second,
        "entries": list(answer.entries),
        "changes": [_change(one) for one in answer.changes],
        "answers": {
            id_: {"before": _standing(before), "after": _standing(after)}
            for id_, (before, after) in answer.answers.items()
        },
        "titles": dict(answer.titles),
    }


def _change(one: Change) -> Data:
    return {
        "kind": one.kind,
        "id": one.id,
        "fact": one.fact,
        "other": one.other,
        "text": one.text,
        "answers": list(one.answers),
        "before": _side(one.before),
        "after": _side(one.after),
    }


def _side(one: Side) -> Data:
    return {"said": one.data, "sources": list(one.sources)}


def _standing(one: Standing | None) -> Data | None:
    return None if one is None else {"verdict": one.verdict, "live": list(one.live)}
