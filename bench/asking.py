"""Every question there is, put to a catalogue of families of ten: what it costs, one family after another."""

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import count
from statistics import median
from time import perf_counter
from typing import Any

from bench.generate import FAMILY, name_of, title_of
from kb.asking import QUESTIONS, answer
from queries.errors import BadQuestion
from queries.graph import Graph
from queries.moment import moment

#: Each question about a family: ``{old}`` is its first entry, ``{new}`` its last but one, ``{title}`` the first one's title.
ABOUT_ONE: dict[str, dict[str, Any]] = {
    "what-replaces": {"of": "{old}"},
    "what-it-replaced": {"of": "{new}"},
    "path": {"from": "{old}", "to": "{new}"},
    "relate": {"of": ["{old}", "{new}"]},
    "neighbours": {"of": "{old}", "relation": "replaces"},
    "ancestors": {"of": "{new}"},
    "descendants": {"of": "{old}"},
    "common-ancestors": {"of": ["{old}", "{new}"]},
    "timeline": {"of": "{new}"},
    "timelines": {"of": ["{old}", "{new}"]},
    "history": {"of": "{old}"},
    "migrate": {"of": "{old}"},
    "compare": {"of": ["{old}", "{new}"]},
    "disputes": {"of": ["{old}"]},
    "why": {"of": "{old} is replaced"},
    "names": {"of": "{title}"},
    "show": {"of": "{old}"},
    "bisect": {"question": "what replaces {old}", "from": "1990", "to": "2000"},
    "search": {"text": "{title}"},
}
#: A question that has taken so long in all is not asked again, once it was asked twice after the first time; in seconds.
ENOUGH = 5.0
#: Questions about the catalogue: what is shown, and the request.
ABOUT_ALL: dict[str, dict[str, Any]] = {
    "nodes of a tier": {"ask": "nodes", "where": {"tier": "gold"}},
    "nodes by verdict": {"ask": "nodes", "verdict": "retired"},
    "disputes, all": {"ask": "disputes"},
    "diff of two years": {"ask": "diff", "as_of": "1990", "to": "1991"},
    "select": {"ask": "select"},
    "stats": {"ask": "stats"},
}


def costs(
    graph: Graph, entries: int, rounds: int, slow: int, *, leave_out: tuple[str, ...] = ()
) -> Iterator[tuple[str, float, int]]:
    """Each question with the median of so many runs, about a family each (``slow``: those about all), in seconds, and how
    often it was asked.

    Raises ``LookupError`` for a question that this module does not know how to ask.
    """
    if missing := QUESTIONS.keys() - ABOUT_ONE.keys() - {request["ask"] for request in ABOUT_ALL.values()}:
        raise LookupError(f"bench/asking.py does not say how to ask {', '.join(sorted(missing))}")
    at = moment(None, datetime.now(UTC).date())
    families = count(1)
    for ask, parts in ABOUT_ONE.items():
        if ask in leave_out:
            continue
        taken: list[float] = []
        while len(taken) <= rounds and (len(taken) < 3 or sum(taken) < ENOUGH):
            start = next(families) * 7919 % (entries // FAMILY) * FAMILY
            request = {"ask": ask, **_filled(parts, start)}
            began = perf_counter()
            answer(graph, request, at)
            taken.append(perf_counter() - began)
        yield ask, median(taken[1:]), len(taken)
    for shown, request in ABOUT_ALL.items():
        if request["ask"] in leave_out:
            continue
        taken = []
        for _ in range(slow):
            began = perf_counter()
            try:
                answer(graph, request, at)
            except BadQuestion:  # a catalogue without trees says so
                if request["ask"] != "select":
                    raise
            taken.append(perf_counter() - began)
        yield shown, median(taken), len(taken)


def _filled(value: Any, start: int) -> Any:
    if isinstance(value, dict):
        return {name: _filled(one, start) for name, one in value.items()}
    if isinstance(value, list):
        return [_filled(one, start) for one in value]
    return value.format(old=name_of(start), new=name_of(start + FAMILY - 2), title=title_of(start))
