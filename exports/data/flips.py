"""When an answer changed, as plain data."""

from exports.data.parts import SCHEMA, Data
from queries.flips import Bisection, Flip, Stretch
from queries.golden import Responsible


def bisection(answer: Bisection) -> Data:
    """Stretches of time with one answer each, and the flips between them."""
    return {
        "schema": SCHEMA,
        "ask": "bisect",
        "question": answer.request,
        "asked": answer.asked,
        "clock": answer.clock,
        **({"as-of": answer.as_of} if answer.as_of else {}),
        **({"as-seen": answer.as_seen} if answer.as_seen else {}),
        "from": answer.begins,
        "to": answer.ends,
        "looked-at": answer.looked_at,
        "stretches": [_stretch(one) for one in answer.stretches],
        "flips": [_flip(one) for one in answer.flips],
    }


def _stretch(one: Stretch) -> Data:
    return {
        "from": one.begins,
        "to": one.ends,
        "sure": one.sure,
        "text": one.text,
        "answers": [answer.data() for answer in one.answers],
        "open": list(one.open),
    }


def _flip(one: Flip) -> Data:
    return {
        "when": one.when,
        "commit": one.revision,
        "before": one.before.text,
        "after": one.after.text,
        "changes": list(one.changes),
        "claims": [claim(said) for said in one.claims],
    }


def claim(one: Responsible) -> Data:
    """A statement, and where it stands."""
    return {
        "text": one.text,
        "source": str(one.place) if one.place is not None else "",
        "quote": one.place.quote if one.place is not None else "",
        "ground": one.ground,
    }
