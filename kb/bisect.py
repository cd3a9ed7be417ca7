"""When did the answer to a question change: reads the question, and asks it over one of the two clocks."""

import json
from typing import Any

from kb.asking import QUESTIONS, answer, checked
from kb.bisecting import Progress, days_between, over_world
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
    graph: Graph,
    text: str,
    at: Moment,
    *,
    seen: bool = False,
    begins: str | None = None,
    ends: str | None = None,
    progress: Progress | None = None,
) -> Bisection:
    """When the answer to a question (as text, or JSON that ``kb ask`` takes) changed in the world, up to ``at`` where
    that was asked for; with ``seen``, when the catalogue's answer about ``at`` changed. ``progress`` hears how far it is.

    Raises ``BadQuestion`` for what cannot be asked so, and what the question itself raises at the last moment.
    """
    wanted, request = _request(text)
    clock = "as_seen" if seen else "as_of"
    if request.get(clock) is not None:
        raise BadQuestion(f"a question over all moments names none of them; leave '{request[clock]}' out, or use --to")
    asked = " ".join(text.split())
    # What is compared has no chain through anything: looking for one would meet every open date of the catalogue.
    put = {"chain": False, **request} if request["ask"] == "relate" else request

    def ask(there: Graph, moment: Moment) -> Data:
        return answer(there, put, moment)

    def tried(there: Graph, moment: Moment) -> Data:
        try:
            return answer(there, put, moment)
        except BadQuestion as error:  # what has no answer at one moment may have one at another
            return {"error": str(error).replace(f" at {moment.text}", "")}

    if seen:
        if not isinstance(graph, SqliteGraph):
            raise BadQuestion(
                "the catalogue's past needs a catalogue file; ask the one that was pushed to this server (--kb FILE)"
            )
        return over_catalogue(graph, ask, wanted, asked, request, at, begins, ends, progress)
    if request["ask"] in TIMELESS:
        raise BadQuestion(f"'{request['ask']}' has one answer for all moments: {TIMELESS[request['ask']]}")
    first, last = _days(begins, ends, at)
    if request.get("as_seen") is not None and isinstance(graph, SqliteGraph):
        graph, named = graph.as_seen(request.pop("as_seen"))
        put.pop("as_seen", None)
        at = at._replace(seen=named)
    now = today().toordinal()
    ask(graph, Moment(min(last, max(first, now)), "", now, True, at.seen))  # a mistake in the question is told at once
    return over_world(graph, tried, wanted, asked, request, now, first, last, at.seen, progress)


def _days(begins: str | None, ends: str | None, at: Moment) -> tuple[int, int]:
    """The first and the last day to ask about. Raises ``BadQuestion`` for what is no date, or no range."""
    for name in (begins, ends):
        if name is not None and dates.parse(name) is None:
            raise BadQuestion(f"'{name}' is not a date; write 2016, 2016-05 or 2016-05-31")
    first, last = days_between(begins, ends)
    if at.given:
        last = min(last, at.day)
    if first > last:
        raise BadQuestion("the first moment comes after the last one")
    return first, last


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
