"""Tries golden questions: each statement of a lineage is taken away, turned round and dated anew, and some question has
to notice.

A change that no question notices is a gap in the questions, not in the catalogue.
"""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from kb.golden.verify import Asking
from kb.ledger.edges import Span, span_of
from kb.ledger.retirement import NodeRow, observed_since, with_successor
from kb.store.changed import ChangedGraph
from kb.store.watched import WatchedGraph
from ontology import dates
from queries.golden import SHIFT, Golden, Mutant, Mutation
from queries.graph import Edge, Graph, Node
from queries.moment import Moment

#: The relation whose edges are changed.
REPLACES = "replaces"

CHANGES = ("delete", "reverse", "earlier", "later")


def mutate(graph: Graph, path: str, questions: Sequence[Golden], at: Moment, shift: int = SHIFT) -> Mutation:
    """Change every replacement that a verdict rests on in each way, and see which questions notice."""
    trial = Trial(graph, questions, at)
    edges = trial.edges()
    mutants = [trial.mutant(edge, change, shift) for edge in edges for change in CHANGES]
    claims = graph.claims(edges)
    titles = {
        id_: node.title
        for id_, node in graph.nodes([end for one in edges for end in (one.subject, one.object)]).items()
    }
    return Mutation(
        path, at, len(edges), tuple(one for one in mutants if one is not None), trial.failing, claims, titles, shift
    )


class Trial:
    """Golden questions on trial. Those that fail, or need the catalogue's own clock, take no part and are named."""

    def __init__(self, graph: Graph, questions: Sequence[Golden], at: Moment) -> None:
        """Ask every question once and note what it looks at: no other change can be noticed by it."""
        self._graph, self._at = graph, at
        watched = WatchedGraph(graph)
        asking = Asking(watched, at)
        self._looked: list[tuple[Golden, set[str] | None]] = []
        failing = []
        for one in questions:
            watched.forget()
            if one.request.get("as_seen") is None and asking.passes(one):
                self._looked.append((one, None if watched.everything else set(watched.looked_at)))
            else:
                failing.append(one.id)
        self.failing = tuple(failing)

    def edges(self) -> list[Edge]:
        """Every replacement that a verdict can rest on: all but mere suggestions."""
        ids = [node.id for node in self._graph.select()]
        edges = self._graph.edges(ids, [REPLACES], "in")
        return sorted((one for one in edges if one.strength != "consider"), key=lambda one: (one.object, one.subject))

    def mutant(self, edge: Edge, change: str, shift: int = SHIFT) -> Mutant | None:
        """What comes of one change of one edge; None for a date that nobody gives and nobody can shift."""
        if (changed := _changed(self._graph, edge, change, shift)) is None:
            return None
        noticed = tuple(self.broken_by(edge, changed[0]))
        return Mutant(edge, change, changed[1], noticed)

    def broken_by(self, edge: Edge, instead: Edge | None) -> Iterator[str]:
        """The ids of the questions that fail when an edge is another one, or none."""
        nodes = {id_: node for id_ in (edge.subject, edge.object) if (node := self._node(id_, edge, instead))}
        asking = Asking(ChangedGraph(self._graph, {edge.key: instead}, nodes), self._at)
        ends = {edge.subject, edge.object}
        for one, looked in self._looked:
            if (looked is None or looked & ends) and not asking.passes(one):
                yield one.id

    def _node(self, id_: str, edge: Edge, instead: Edge | None) -> Node | None:
        """A node whose retirement is dated by what replaced it, as it would be settled with another edge."""
        node = self._graph.nodes([id_]).get(id_)
        if node is None or not node.retired or node.retired.startswith("retired on"):
            return None
        base = _observed(self._graph, node)
        row = NodeRow(*node[:7], node.born, node.retired, span_of(base), base)
        edges = {one.key: one for one in self._graph.edges([id_], [REPLACES], "in") if one.key != edge.key}
        if instead is not None and instead.object == id_:
            edges[instead.key] = instead
        exact = sorted((one for one in edges.values() if one.strength == "exact"), key=lambda one: one.subject)
        titles = self._graph.nodes([one.subject for one in exact])
        for one in exact:
            details = one.details()
            day = str(details.get("since") or details.get("start-of", ""))
            row = with_successor(row, titles[one.subject].title, day, one.start)
        return node._replace(retired_on=row.retired_on, retired_text=row.retired_text)


def _observed(graph: Graph, node: Node) -> str:
    """Since when a node is retired by its own tier or status, as its observations say; empty where they have no date."""
    words = graph.vocabulary
    name = "tier" if node.retired.startswith("tier ") else "status" if node.retired.startswith("status ") else "retired"
    values = [
        _Value(held.state, str(held.value), held.claim.qualifiers) for held in graph.properties([node.id], [name])
    ]
    return observed_since(values, words.retires if name != "retired" else lambda word: word == node.retired)  # type: ignore[arg-type]


class _Value:
    """A value as ``observed_since`` looks at it."""

    def __init__(self, state: str, text: str, extra: Any) -> None:
        self.state, self.text, self.extra = state, text, extra
        self.said = self


def _changed(graph: Graph, edge: Edge, change: str, shift: int) -> tuple[Edge | None, str] | None:
    """An edge after a change, and the change in words."""
    if change == "delete":
        return None, "taken away"
    if change == "reverse":
        return _reversed(graph, edge), "turned round"
    known = edge.details().get("since") or edge.details().get("start-of")
    found = dates.parse(str(known)) if known else None
    day = (found.earliest or found.latest) if found else None
    if day is None:
        return None
    year = dates.year_of(day) + (shift if change == "later" else -shift)
    if not 1 <= year <= 9999:
        return None
    detail = {**edge.details(), "since": f"{year:04}"}
    detail.pop("start-of", None)
    return edge._replace(start=span_of(f"{year:04}"), detail=_text(detail)), f"dated {year:04} instead of {known}"


def _reversed(graph: Graph, edge: Edge) -> Edge:
    """An edge the other way round; without a date of its own it begins with what is the newer end then."""
    start, detail = edge.start, edge.details()
    if "since" not in detail:
        newer = graph.nodes([edge.object])[edge.object]
        start = _span(newer)
        detail.pop("start-of", None)
        detail |= {"start-of": newer.introduced} if newer.introduced else {}
    return edge._replace(subject=edge.object, object=edge.subject, start=start, detail=_text(detail))


def _span(node: Node) -> Span:
    return node.born if node.introduced else (None, None)


def _text(detail: dict[str, Any]) -> str:
    return json.dumps(detail, ensure_ascii=False, sort_keys=True) if detail else "{}"
