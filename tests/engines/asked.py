"""Requests for every question, about some entries: what each store has to answer alike."""

from collections.abc import Iterator, Sequence
from typing import Any

from kb.asking import QUESTIONS

#: What a question needs beside names of entries, and what else it may be asked with.
_MORE: dict[str, list[dict[str, Any]]] = {
    "neighbours": [
        {"relation": "provides", "direction": "both", "transitive": True},
        {"relation": "replaces", "direction": "out"},
        {"relation": "pairs-with", "direction": "in"},
    ],
    "history": [{"property": "introduced"}, {"property": "tier"}],
    "path": [{}, {"relations": ["pairs-with", "member-of"]}],
    "ancestors": [{}, {"relations": ["evolved-from"]}],
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
}


def requests(ids: Sequence[str], wanted: Sequence[str] = tuple(QUESTIONS)) -> Iterator[dict[str, Any]]:
    """Every question about each id, now and in the past, in every way of asking it."""
    for ask in wanted:
        _, needs, _ = QUESTIONS[ask]
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
                assert needs.keys() <= names.keys() | more.keys(), f"say in this file how '{ask}' is asked"
                yield {"ask": ask, **names, **more}
                yield {"ask": ask, **names, **more, "as_of": "2005"}
