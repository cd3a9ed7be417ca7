"""When did the answer to a question change: reads the question, and asks it over one of the two clocks."""

import json
from typing import Any

from kb.asking import QUESTIONS, answer, checked
from kb.bisecting import days_between, over_world
from kb.bisecting_seen import over_catalogue
from kb.question_text import read_question
from kb.store.sqlite import SqliteGraph
from kb.today import today
from ontology import dates
from queries.errors import BadQuestion
from queries.flips import Bisection
from queries.golden import Data
from queries.graph import Graph
from queries.moment import Moment

#: Questions whose answers no moment of the world changes, or that are about moments themselves.
TIMELESS = {
    "names": "a name means its entry at every moment",
    "history": "a history tells of all moments itself",
    "bisect": "it asks at all moments itself",
}


def bisect(
    graph: Graph, text: str, at: Moment, *, seen: bool = False, begins: str | None = None, ends: str | None = None
) -> Bisection:
    """When the answer to a question (as text, or JSON that ``kb ask`` takes) changed in the world, up to ``at`` where
    that was asked for; with ``seen``, when the catalogue's answer about ``at`` changed.

    Raises ``BadQuestion`` for what cannot be asked so, and what the question itself raises at the last moment.
    """
    wanted, request = _request(text)
    clock = "as_seen" if seen else "as_of"
    if request.get(clock) is not None:
        raise BadQuestion(f"a question over all moments names none of them; leave '{request[clock]}' out, or use --to")
    asked = " ".join(text.split())

    def ask(there: Graph, moment: Moment) -> Data:
        return answer(there, request, moment)

    if seen:
        if not isinstance(graph, SqliteGraph):
            raise BadQuestion("the catalogue's past needs a catalogue file; this store keeps the present alone")
        return over_catalogue(graph, ask, wanted, asked, request, at, begins, ends)
    if request["ask"] in TIMELESS:
        raise BadQuestion(f"'{request['ask']}' has one answer for all moments: {TIMELESS[request['ask']]}")
    for name in (begins, ends):
        if name is not None and dates.parse(name) is None:
            raise BadQuestion(f"'{name}' is not a date; write 2016, 2016-05 or 2016-05-31")
    first, last = days_between(begins, ends)
    if at.given:
        last = min(last, at.day)
    if first > last:
        raise BadQuestion("the first moment comes after the last one")
    if request.get("as_seen") is not None and isinstance(graph, SqliteGraph):
        graph, named = graph.as_seen(request.pop("as_seen"))
        at = at._replace(seen=named)
    return over_world(graph, ask, wanted, asked, request, today().toordinal(), first, last, at.seen)


def _request(text: str) -> tuple[str, dict[str, Any]]:
    """What counts of the answer, and the question."""
    if text.lstrip().startswith("{"):
        try:
            request = checked(json.loads(text))
        except ValueError as error:
            if isinstance(error, BadQuestion):
                raise
            raise BadQuestion(f"not JSON: {error}") from error
    else:
        request = checked(read_question(text))
    alone = text.split()[:1] == ["verdict"] and request["ask"] in QUESTIONS
    return "verdict" if alone else str(request["ask"]), dict(request)
