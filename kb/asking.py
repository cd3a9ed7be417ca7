"""Questions as data: one JSON object in, one out. What scripts and agents speak (``kb ask --jsonl``)."""

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, cast

from exports.data import comparison as comparison_data
from exports.data import disputes as disputes_data
from exports.data import entries as entries_data
from exports.data import lineage as lineage_data
from exports.data import migration as migration_data
from exports.data import parts as parts_data
from exports.data import path as path_data
from exports.data import proof as proof_data
from exports.data import relate as relate_data
from exports.data import replacement as replacement_data
from exports.data import selection as selection_data
from exports.data import structure as structure_data
from exports.data import times as times_data
from kb.today import today
from queries.answers import text_of
from queries.card import show
from queries.compare import compare, compare_family
from queries.disputes import disputes
from queries.errors import AmbiguousName, BadQuestion, UnknownName
from queries.graph import Graph
from queries.life import life
from queries.lineage import ancestors, common_ancestors, descendants
from queries.listing import listing
from queries.migrate import migrate
from queries.moment import Moment, moment
from queries.neighbours import neighbours
from queries.path import MOST_LISTED, path
from queries.relate import relate
from queries.replaced import what_it_replaced
from queries.replacement import what_replaces
from queries.search import search
from queries.select import decision_trees, select
from queries.structure import structure
from queries.timeline import history, timeline

if TYPE_CHECKING:
    from kb.store.base import Store
from queries.why import why

Request = dict[str, Any]


def answer_line(graph: Graph, line: bytes, at: Moment) -> str:
    """The answer to one line, as one line; ``{"error": …}`` where the line is no question that can be put.

    ``at`` is the moment for questions that name none.
    """
    try:
        request = json.loads(line)
    except (ValueError, RecursionError) as error:
        return _one_line({"schema": parts_data.SCHEMA, "error": f"not JSON: {error}"})
    try:
        return _one_line(answer(graph, request, at))
    except (UnknownName, AmbiguousName) as error:
        near = [node.id for node in (*error.found.nodes, *error.found.suggestions)]
        return _one_line({"schema": parts_data.SCHEMA, "error": str(error), "did-you-mean": near})
    except BadQuestion as error:
        return _one_line({"schema": parts_data.SCHEMA, "error": str(error)})


def answer(graph: Graph, request: object, at: Moment) -> dict[str, Any]:
    """The answer to one question. Raises ``BadQuestion``, ``UnknownName`` or ``AmbiguousName``."""
    request = checked(request)
    if request.get("as_seen") is not None:
        if not hasattr(graph, "as_seen"):
            raise BadQuestion("'as_seen' needs a catalogue file; this store keeps the present alone")
        graph, seen = cast("Store", graph).as_seen(request["as_seen"])
        at = at._replace(seen=seen)
    if request.get("as_of") is not None:
        at = moment(request["as_of"], today(), at.seen)
    return QUESTIONS[request["ask"]][0](graph, request, at)


def checked(request: object) -> Request:
    """A question that can be put, as far as its own words tell. Raises ``BadQuestion`` with what may be meant."""
    if not isinstance(request, dict):
        raise BadQuestion('a question is an object, such as {"ask": "what-replaces", "of": "2pc"}')
    asked = request.get("ask")
    if not isinstance(asked, str) or asked not in QUESTIONS:
        shown = f"'{asked}'" if isinstance(asked, str) else json.dumps(asked)
        raise BadQuestion(f"'ask' is {shown}; it must be one of {', '.join(QUESTIONS)}")
    _, needs, takes = QUESTIONS[asked]
    for name in needs:
        if request.get(name) is None:
            raise BadQuestion(f"'{asked}' needs '{name}'")
    for name, value in request.items():
        wanted = {**_ALWAYS, **needs, **takes}.get(name)
        if wanted is None:
            known = ", ".join([*needs, *takes, "as_of", "as_seen"])
            raise BadQuestion(f"'{asked}' does not take '{name}'; it takes {known}")
        if value is not None and not isinstance(value, wanted):
            raise BadQuestion(f"'{name}' must be {_TYPE_NAMES[wanted]}")
    return request


_TYPE_NAMES = {str: "text", list: "a list", dict: "an object", bool: "true or false", int: "a whole number"}
_ALWAYS: dict[str, type] = {"ask": str, "as_of": str, "as_seen": str}


def _what_replaces(graph: Graph, request: Request, at: Moment) -> dict[str, Any]:
    return replacement_data.replacement(what_replaces(graph, request["of"], at))


def _what_it_replaced(graph: Graph, request: Request, at: Moment) -> dict[str, Any]:
    return replacement_data.replaced(what_it_replaced(graph, request["of"], at))


def _path(graph: Graph, request: Request, at: Moment) -> dict[str, Any]:
    found = path(
        graph,
        request["from"],
        request["to"],
        at,
        _texts(request, "relations"),
        bool(request.get("inferred")),
        consider=bool(request.get("consider")),
        through=_texts(request, "through") or [],
        most=_number(request, "most"),
    )
    return path_data.path(found)


def _relate(graph: Graph, request: Request, at: Moment) -> dict[str, Any]:
    names = _texts(request, "of") or []
    if len(names) != 2:
        raise BadQuestion(f"'of' of 'relate' has two names, not {len(names)}")
    return relate_data.relate(relate(graph, names[0], names[1], at, chain=request.get("chain") is not False))


def _neighbours(graph: Graph, request: Request, at: Moment) -> dict[str, Any]:
    direction = request.get("direction") or "both"
    transitive = bool(request.get("transitive"))
    return lineage_data.neighbours(neighbours(graph, request["of"], request["relation"], direction, at, transitive))


def _ancestors(graph: Graph, request: Request, at: Moment) -> dict[str, Any]:
    return lineage_data.lineage(ancestors(graph, request["of"], at, _texts(request, "relations")))


def _descendants(graph: Graph, request: Request, at: Moment) -> dict[str, Any]:
    return lineage_data.lineage(descendants(graph, request["of"], at, _texts(request, "relations")))


def _common_ancestors(graph: Graph, request: Request, at: Moment) -> dict[str, Any]:
    return lineage_data.common_ancestors(
        common_ancestors(graph, _texts(request, "of") or [], at, _texts(request, "relations"))
    )


def _timeline(graph: Graph, request: Request, at: Moment) -> dict[str, Any]:
    return times_data.timeline(timeline(graph, request["of"], at))


def _timelines(graph: Graph, request: Request, at: Moment) -> dict[str, Any]:
    names = _texts(request, "of")
    if not names:
        raise BadQuestion("'of' of 'timelines' is an empty list; it takes one name or more")
    return times_data.timelines([timeline(graph, name, at) for name in names])


def _history(graph: Graph, request: Request, at: Moment) -> dict[str, Any]:
    if request.get("property") is not None:
        return times_data.history(history(graph, request["of"], request["property"], at))
    if not hasattr(graph, "said"):
        raise BadQuestion("'history' needs a 'property' here; this store keeps the present alone")
    return times_data.life(life(cast("Store", graph), request["of"], at))


def _migrate(graph: Graph, request: Request, at: Moment) -> dict[str, Any]:
    most = _number(request, "most") or MOST_LISTED
    return migration_data.migration(migrate(graph, request["of"], request.get("to"), at, most))


def _compare(graph: Graph, request: Request, at: Moment) -> dict[str, Any]:
    names, family = _texts(request, "of"), request.get("family")
    if (names is None) == (family is None):
        raise BadQuestion("'compare' needs either 'of', a list of names, or 'family'")
    return comparison_data.comparison(
        compare(graph, names, at) if names is not None else compare_family(graph, str(family), at)
    )


def _disputes(graph: Graph, request: Request, at: Moment) -> dict[str, Any]:
    state = request.get("state") or ""
    if state not in ("", "open", "decided"):
        raise BadQuestion(f"'state' is '{state}'; it must be open or decided")
    names, facts = _texts(request, "of") or [], _texts(request, "properties") or []
    return disputes_data.disputes(disputes(graph, at, names, facts, state))


def _why(graph: Graph, request: Request, at: Moment) -> dict[str, Any]:
    return proof_data.proof(why(graph, [request["of"]], at))


def _select(graph: Graph, request: Request, at: Moment) -> dict[str, Any]:
    answers = request.get("answers") or {}
    if request.get("of") is None:
        if answers:
            raise BadQuestion("'answers' need the domain of a decision tree ('of')")
        return selection_data.offers(decision_trees(graph, at))
    words = {name: text_of(value) for name, value in answers.items()}
    return selection_data.selection(select(graph, request["of"], words, at))


def _names(graph: Graph, request: Request, at: Moment) -> dict[str, Any]:
    del at  # names are what they are at every moment; each carries its own date
    found = graph.find(request["of"])
    if not found.nodes:
        raise UnknownName(found)
    node = found.nodes[0] if len(found.nodes) == 1 else None
    called = graph.names([node.id]) if node else []
    return entries_data.names(node, called, found.nodes if node is None else (), found.rule)


def _show(graph: Graph, request: Request, at: Moment) -> dict[str, Any]:
    return entries_data.card(show(graph, request["of"], at))


def _nodes(graph: Graph, request: Request, at: Moment) -> dict[str, Any]:
    where = [(str(name), str(value)) for name, value in (request.get("where") or {}).items()]
    return entries_data.listing(listing(graph, at, where, request.get("alive_on"), request.get("verdict")))


def _bisect(graph: Graph, request: Request, at: Moment) -> dict[str, Any]:
    from exports.data import flips as flips_data  # it asks by this module itself
    from kb.bisect import bisect

    begins, ends, seen = request.get("from"), request.get("to"), bool(request.get("seen"))
    return flips_data.bisection(bisect(graph, request["question"], at, seen=seen, begins=begins, ends=ends))


def _diff(graph: Graph, request: Request, at: Moment) -> dict[str, Any]:
    from exports.data import diff as diff_data  # few questions are about two moments
    from kb.diffing.diff import between_moments
    from kb.store.sqlite import SqliteGraph

    if not isinstance(graph, SqliteGraph):
        raise BadQuestion("'diff' needs a catalogue file; ask the one that was pushed to this server (--kb FILE)")
    return diff_data.difference(between_moments(graph, at, request.get("to"), request.get("to_seen")))


def _search(graph: Graph, request: Request, at: Moment) -> dict[str, Any]:
    return entries_data.search(search(graph, request["text"], at, _number(request, "most") or 20))


def _stats(graph: Graph, request: Request, at: Moment) -> dict[str, Any]:
    del request  # it has no more than the moment
    return structure_data.stats(graph.tally(at), structure(graph, at))


def _texts(request: Request, name: str) -> list[str] | None:
    value = request.get(name)
    if value is None:
        return None
    if not all(isinstance(item, str) for item in value):
        raise BadQuestion(f"'{name}' must be a list of texts")
    return list(value)


def _number(request: Request, name: str) -> int | None:
    """A number from 1 up."""
    value = request.get(name)
    if value is not None and (isinstance(value, bool) or not 1 <= value <= 1_000_000):
        raise BadQuestion(f"'{name}' must be a whole number from 1 to 1000000")
    return value


_RELATIONS: dict[str, type] = {"relations": list}

#: Every question: who answers it, which fields it needs and which it may have, with their types.
QUESTIONS: dict[str, tuple[Callable[[Graph, Request, Moment], dict[str, Any]], dict[str, type], dict[str, type]]] = {
    "what-replaces": (_what_replaces, {"of": str}, {}),
    "what-it-replaced": (_what_it_replaced, {"of": str}, {}),
    "path": (
        _path,
        {"from": str, "to": str},
        {**_RELATIONS, "through": list, "most": int, "inferred": bool, "consider": bool},
    ),
    "relate": (_relate, {"of": list}, {"chain": bool}),
    "neighbours": (_neighbours, {"of": str, "relation": str}, {"direction": str, "transitive": bool}),
    "ancestors": (_ancestors, {"of": str}, _RELATIONS),
    "descendants": (_descendants, {"of": str}, _RELATIONS),
    "common-ancestors": (_common_ancestors, {"of": list}, _RELATIONS),
    "timeline": (_timeline, {"of": str}, {}),
    "timelines": (_timelines, {"of": list}, {}),
    "history": (_history, {"of": str}, {"property": str}),
    "migrate": (_migrate, {"of": str}, {"to": str, "most": int}),
    "compare": (_compare, {}, {"of": list, "family": str}),
    "disputes": (_disputes, {}, {"of": list, "properties": list, "state": str}),
    "why": (_why, {"of": str}, {}),
    "select": (_select, {}, {"of": str, "answers": dict}),
    "names": (_names, {"of": str}, {}),
    "show": (_show, {"of": str}, {}),
    "diff": (_diff, {}, {"to": str, "to_seen": str}),
    "bisect": (_bisect, {"question": str}, {"seen": bool, "from": str, "to": str}),
    "search": (_search, {"text": str}, {"most": int}),
    "stats": (_stats, {}, {}),
    "nodes": (_nodes, {}, {"where": dict, "alive_on": str, "verdict": str}),
}


def _one_line(answer_: dict[str, Any]) -> str:
    return json.dumps(answer_, ensure_ascii=False)
