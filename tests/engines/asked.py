"""Requests for every question, about some entries: what each store has to answer alike."""

from collections.abc import Iterator, Sequence
from typing import Any

from kb.asking import QUESTIONS

#: What else a question is asked with. ``{}`` stands for an id, ``{other}`` for another one.
_MORE: dict[str, list[dict[str, Any]]] = {
    "neighbours": [
        {"relation": "provides", "direction": "both", "transitive": True},
        {"relation": "replaces", "direction": "out"},
        {"relation": "pairs-with", "direction": "in"},
    ],
    "history": [{"property": "introduced"}, {}],
    "path": [{}, {"relations": ["pairs-with", "member-of"]}],
    "ancestors": [{}, {"relations": ["evolved-from"]}],
    "compare": [{"of": ["{}", "{other}"]}],
    "disputes": [{"of": ["{}"]}],
    "why": [{"of": "{} is replaced"}, {"of": "{} introduced"}, {"of": "{} replaces {other}"}],
    "bisect": [{"question": "what replaces {}", "from": "1990", "to": "2000"}],
}
#: Questions about the catalogue, not about an entry.
_WHOLE: dict[str, list[dict[str, Any]]] = {
    "nodes": [
        {},
        {"where": {"tier": "bronze"}},
        {"where": {"kind": "family"}},
        {"where": {"introduced": "1978", "tier": "bronze"}},
        {"verdict": "replaced"},
        {"alive_on": "1990"},
    ],
    "select": [{}, {"of": "distributed-transactions", "answers": {"data": "services"}}],
    "stats": [{}],
}
#: Questions that no store but a file answers, with the reason.
ELSEWHERE = {
    "search": "the index over text stays with the file",
    "diff": "two moments of the catalogue's record are compared, which stays with the file",
}


def requests(ids: Sequence[str], wanted: Sequence[str] = tuple(QUESTIONS)) -> Iterator[dict[str, Any]]:
    """Every question about each id, now and in the past, in every way of asking it."""
    for ask in wanted:
        _, needs, takes = QUESTIONS[ask]
        if ask in _WHOLE:
            yield from ({"ask": ask, **more} for more in _WHOLE[ask])
            yield from ({"ask": ask, "as_of": "1990", **more} for more in _WHOLE[ask])
            continue
        for number, id_ in enumerate(ids):
            other = ids[number - 1]
            names: dict[str, Any] = {}
            for name, type_ in needs.items():
                if name in ("of", "from", "to"):
                    names[name] = [id_, other] if type_ is list else other if name == "to" else id_
            for more in _MORE.get(ask, [{}]):
                filled = {name: _filled(value, id_, other) for name, value in more.items()}
                assert needs.keys() <= names.keys() | more.keys(), f"say in this file how '{ask}' is asked"
                assert needs or takes, f"say in this file how '{ask}' is asked"
                yield {"ask": ask, **names, **filled}
                yield {"ask": ask, **names, **filled, "as_of": "2005"}


def _filled(value: Any, id_: str, other: str) -> Any:
    if isinstance(value, list):
        return [_filled(one, id_, other) for one in value]
    return value.replace("{}", id_).replace("{other}", other) if isinstance(value, str) else value
