"""Changes in sentences."""

import json
from typing import Any

from queries.answers import text_of

#: Longer values are cut in a sentence; the data has them whole.
LONGEST = 60


def property_text(title: str, label: str, was: list[Any], now: list[Any]) -> str:
    """What became of the values of a property."""
    old, new = [_value(one) for one in was], [_value(one) for one in now]
    if not old:
        return f"{title}: {label} is {_listed(new)}"
    if not new:
        return f"{title}: {label} is no longer said; it was {_listed(old)}"
    if len(old) == len(new) == 1:
        return f"{title}: {label} {old[0]} → {new[0]}"
    came, went = [one for one in new if one not in old], [one for one in old if one not in new]
    if not came and not went:
        return f"{title}: {label} is in another order"
    return f"{title}: {label} {', '.join([*(f'+ {one}' for one in came), *(f'- {one}' for one in went)])}"


def edge_text(label: str, newer: str, older: str, was: Any, now: Any) -> str:
    """What became of a relation."""
    sentence = f"{newer} {label} {older}"
    if was is None:
        return f"{sentence}{_how(now)}"
    if now is None:
        return f"no longer: {sentence}{_how(was)}"
    names = [name for name in dict.fromkeys([*was, *now]) if was.get(name) != now.get(name)]
    return f"{sentence}: " + "; ".join(f"{name} {_short(was.get(name))} → {_short(now.get(name))}" for name in names)


def _how(said: dict[str, Any]) -> str:
    """How far and since when a relation holds."""
    parts = [str(said["strength"])] if said.get("strength") else []
    parts += [f"{name} {_short(said[name])}" for name in ("since", "until", "when") if said.get(name)]
    parts += [name for name in ("expected", "inferred") if said.get(name)]
    return f", {', '.join(parts)}" if parts else ""


def _value(one: Any) -> str:
    value, since = one
    text = _short(json.loads(value))
    return f"{text} (since {since})" if since else text


def _listed(values: list[str]) -> str:
    return ", ".join(values)


def _short(value: Any) -> str:
    text = " ".join(text_of(value).split()) if value is not None else "nothing"
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
