"""Filters of a search: ``tier:gold``, ``family:transactions``, ``introduced:<2000``, ``verdict:replaced``.

A filter on a date or a verdict is three-valued: an entry without the date, or with one too coarse, neither fits nor does not.
"""

import re
from collections.abc import Collection, Iterable
from typing import NamedTuple

from ontology import dates
from queries.errors import BadQuestion, UnknownName
from queries.graph import Graph, Node
from queries.listing import judged
from queries.moment import Moment, holds
from queries.verdict import EXIT_CODES

#: Filters that are no property.
FAMILY, VERDICT = "family", "verdict"
MEMBERSHIP = "member-of"

_TOKEN = re.compile(r'(?:(?P<name>[^\W\d][\w-]*):)?(?:"(?P<phrase>[^"]*)"|(?P<word>[^\s"]+))|(?P<odd>\S)')
_COMPARED = re.compile(r"(?P<op><=|>=|<|>|=)?(?P<value>.*)", re.S)


class Filter(NamedTuple):
    """One filter: ``name:value``, with ``<``, ``<=``, ``>``, ``>=`` before a date. Several values are split by commas."""

    name: str
    op: str
    value: str


def parsed(text: str) -> tuple[str, tuple[Filter, ...]]:
    """A query's words and phrases, and its filters.

    >>> parsed('commit "two phase" tier:gold introduced:<2000')
    ('commit "two phase"', (Filter(name='tier', op='', value='gold'), Filter(name='introduced', op='<', value='2000')))
    """
    words, filters = [], []
    for match in _TOKEN.finditer(text):
        phrase, word = match["phrase"], match["word"]
        value = phrase if phrase is not None else word
        if match["name"] and value and not value.startswith("//"):
            compared = _COMPARED.fullmatch(value)
            assert compared is not None  # it takes anything
            filters.append(Filter(match["name"].lower(), compared["op"] or "", compared["value"]))
        elif phrase is not None and not match["name"]:
            words += [f'"{phrase}"'] if phrase.strip() else []
        else:
            words.append(match[0])
    return " ".join(words), tuple(filters)


def where(text: str) -> Filter:
    """A filter as ``kb list --where`` takes it: ``tier=gold``, ``introduced<2000``. Raises ``BadQuestion``.

    >>> where("introduced<2000"), where("tier = gold")
    (Filter(name='introduced', op='<', value='2000'), Filter(name='tier', op='', value='gold'))
    """
    match = re.fullmatch(r"\s*([^\s<>=]+)\s*(<=|>=|<|>|=)\s*(.*?)\s*", text, re.S)
    if match is None:
        raise BadQuestion(f"--where {text}: write it as property=value, for instance tier=gold")
    return Filter(match[1], "" if match[2] == "=" else match[2], match[3])


class Chosen(NamedTuple):
    """What filters choose."""

    ids: frozenset[str]
    unsure: frozenset[str]
    """Those of which nobody can tell whether they fit: a date is missing or too coarse, or a verdict hangs on one."""


def chosen(graph: Graph, at: Moment, filters: Iterable[Filter], nodes: Collection[Node]) -> Chosen:
    """Which of some nodes fit every filter. Raises ``BadQuestion`` for a filter that nobody knows."""
    left, unsure = {node.id: node for node in nodes}, set[str]()
    known = _known(graph)
    for one in filters:
        _check(one, known)
        if one.name == VERDICT:
            fits, maybe = _by_verdict(graph, at, one, list(left.values()))
        elif one.name == FAMILY:
            fits, maybe = _by_family(graph, at, one)
        elif known.get(one.name) == "date":
            fits, maybe = _by_date(graph, one, left)
        else:
            fits, maybe = _by_value(graph, at, one), set()
        unsure = (unsure & (fits | maybe)) | (maybe & left.keys())
        left = {id_: node for id_, node in left.items() if id_ in fits or id_ in maybe}
    return Chosen(frozenset(left.keys() - unsure), frozenset(unsure & left.keys()))


def _known(graph: Graph) -> dict[str, str]:
    """Every filter with the type of its values."""
    names = {*graph.vocabulary.properties, *graph.property_names()}
    types = {name: graph.vocabulary.property(name).type for name in names}
    return {**types, "id": "text", "defined": "text", FAMILY: "family", VERDICT: "verdict"}


def _check(one: Filter, known: dict[str, str]) -> None:
    if one.name not in known:
        import difflib  # only after a mistake

        near = difflib.get_close_matches(one.name, sorted(known), 2)
        hint = (
            f"did you mean {' or '.join(f'{name}:' for name in near)}?"
            if near
            else f"there are {', '.join(sorted(known))}."
        )
        raise BadQuestion(f"there is no filter '{one.name}:'; {hint} To look for the text, put it in quotes")
    if not one.value:
        raise BadQuestion(f"the filter '{one.name}:' has no value")
    if one.op in ("<", "<=", ">", ">=") and known[one.name] != "date":
        dated = ", ".join(sorted(name for name, type_ in known.items() if type_ == "date"))
        raise BadQuestion(f"'{one.name}:{one.op}{one.value}' compares what is no date; dates are {dated}")


def _values(one: Filter) -> list[str]:
    return [part.strip() for part in one.value.split(",") if part.strip()] or [one.value]


def _by_verdict(graph: Graph, at: Moment, one: Filter, nodes: Collection[Node]) -> tuple[set[str], set[str]]:
    """Those with one of some verdicts, and those that may have one."""
    for verdict in _values(one):
        if verdict not in EXIT_CODES:
            raise BadQuestion(f"'{verdict}' is no verdict; the verdicts are {', '.join(EXIT_CODES)}")
    found = judged(graph, [node for node in nodes if node.defined], at)
    fits = {id_: judgement.fits(_values(one)) for id_, judgement in found.items()}
    return {id_ for id_, fit in fits.items() if fit}, {id_ for id_, fit in fits.items() if fit is None}


def _by_family(graph: Graph, at: Moment, one: Filter) -> tuple[set[str], set[str]]:
    """Members of some families; a name stands for its family, with or without ``family/`` before it."""
    families = set()
    for name in _values(one):
        found = graph.find(f"family/{name}")
        found = found if len(found.nodes) == 1 else graph.find(name)
        if not found.nodes:
            raise UnknownName(found)
        families |= {node.id for node in found.nodes}
    fits, maybe = set[str](), set[str]()
    for edge in graph.edges(sorted(families), [MEMBERSHIP], "in"):
        state = holds(edge, at)
        if state is not False:
            (fits if state else maybe).add(edge.subject)
    return fits, maybe - fits


def _by_value(graph: Graph, at: Moment, one: Filter) -> set[str]:
    day = at.day if at.given else None
    fits = {node.id for value in _values(one) for node in graph.select([(one.name, value)], day)}
    if not fits and one.name in ("tier", "kind", "status"):
        _suggest(graph, one)
    return fits


def _suggest(graph: Graph, one: Filter) -> None:
    """Refuse a tier, kind or status that no entry has, where another one is spelt nearly so."""
    import difflib  # only after a mistake

    words = {getattr(node, one.name) for node in graph.select()} - {""}
    for value in _values(one):
        near = difflib.get_close_matches(value, sorted(words), 1)
        if near:
            raise BadQuestion(f"no entry has the {one.name} '{value}'; did you mean {near[0]}?")


def _by_date(graph: Graph, one: Filter, nodes: dict[str, Node]) -> tuple[set[str], set[str]]:
    """Entries whose date compares so, and those of which nobody can tell; a range is written ``1990..1999``."""
    first, last = _range(one)
    spans: dict[str, tuple[int | None, int | None]] = {}
    for held in graph.properties(list(nodes), [one.name]) if nodes else ():
        found = dates.parse(str(held.value)) if held.state == "chosen" else None
        if found is not None:
            spans[held.node] = (found.earliest, found.latest)
    fits, maybe = set[str](), set[str]()
    for id_, node in nodes.items():
        if one.name == "retired-on" and not node.retired:
            continue  # in use, so that no day of its retirement is missing
        span = node.born if one.name == "introduced" else spans.get(id_, (None, None))
        state = _compares(span, one.op, first, last)
        if state is not False:
            (fits if state else maybe).add(id_)
    return fits, maybe


def _range(one: Filter) -> tuple[int, int]:
    """The first and the last day that a filter's value means."""
    start, dots, end = one.value.partition("..")
    first, last = dates.parse(start), dates.parse(end if dots else start)
    if first is None or last is None or first.earliest is None or last.latest is None or (dots and one.op):
        raise BadQuestion(f"'{one.name}:{one.op}{one.value}' has no date; write 2016, <2000, >=1990-06 or 1990..1999")
    return first.earliest, last.latest


def _compares(span: tuple[int | None, int | None], op: str, first: int, last: int) -> bool | None:
    """Whether a date, of which the earliest and latest day are known, lies so to a range of days.

    >>> _compares((5, 8), "<", 9, 12), _compares((5, 9), "<", 9, 12), _compares((None, None), ">=", 9, 12)
    (True, None, None)
    """
    early, late = span
    surely = {
        "<": late is not None and late < first,
        "<=": late is not None and late <= last,
        ">": early is not None and early > last,
        ">=": early is not None and early >= first,
    }.get(op, early is not None and late is not None and first <= early and late <= last)
    never = {
        "<": early is not None and early >= first,
        "<=": early is not None and early > last,
        ">": late is not None and late <= last,
        ">=": late is not None and late < first,
    }.get(op, (early is not None and early > last) or (late is not None and late < first))
    return True if surely else False if never else None
