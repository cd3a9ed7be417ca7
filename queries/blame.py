"""Which statements a wrong answer rests on, and what is said that comes nearest to one that is missing."""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any

from ontology.source import Source
from queries.answers import text_of
from queries.golden import Data, Difference, Responsible
from queries.graph import Edge, Graph, Held, Node
from queries.moment import Moment, holds

#: What is said of an entry that decides when it was there and whether it is in use.
STATE = ("introduced", "retired", "retired-on", "status", "tier")
#: So many statements are given for an entry that nothing relates to the one that was asked about.
NEAREST = 3


def responsible(graph: Graph, answer: Data, wrong: Iterable[Difference], at: Moment) -> tuple[Responsible, ...]:
    """The statements behind the wrong parts of an answer, each once."""
    one = _Blame(graph, answer, at)
    found: list[Responsible] = []
    for difference in wrong:
        found += one.of(difference)
    return tuple(dict.fromkeys(found))


class _Blame:
    """Looks for the statements behind one answer."""

    def __init__(self, graph: Graph, answer: Data, at: Moment) -> None:
        self._graph, self._answer, self._at = graph, answer, at
        self._relations = tuple(graph.vocabulary.relations)
        asked = [answer.get(name) for name in ("of", "from", "to")]
        self._triples = [(one["relation"], one["subject"], one["object"]) for one in answer.get("edges", ())]
        self._roots = [id_ for one in asked for id_ in (one if isinstance(one, list) else [one] if one else [])]
        self._named = {*self._roots, *answer.get("titles", {})}
        followed = [answer["relation"]] if "relation" in answer else answer.get("relations")
        if answer.get("ask") in ("what-replaces", "what-it-replaced"):
            followed = ["replaces"]
        self._followed = tuple(followed or graph.vocabulary.names_of(lineage=True))

    def of(self, difference: Difference) -> list[Responsible]:
        """The statements behind one difference."""
        found: list[Responsible] = []
        if difference.field.startswith("properties."):
            return self._about_the_asked(difference)
        if difference.field == "path":
            found += self._said(self._edges(self._new_steps(difference)))
        for id_ in difference.extra:
            found += self._way_to(id_)
        for id_ in difference.missing:
            found += self._nearest(id_)
        if not found:
            found = [*self._written(difference.got), *self._about_the_asked(difference)]
        return found

    def _way_to(self, id_: str) -> list[Responsible]:
        """The edges by which an answer came to a node, else what is said of the node."""
        ways = [one for one in self._answer.get("paths", ()) if id_ in one]
        path = self._answer.get("path")
        ways += [path] if isinstance(path, list) and id_ in path else []
        steps = {frozenset(step) for way in ways for step in pairwise(way)}
        if steps:
            wanted = [one for one in self._triples if frozenset(one[1:]) in steps]
        else:
            wanted = [one for one in self._triples if id_ in one[1:]]
        edges = self._edges(wanted) or self._joining(id_)
        return self._said(edges) or self._state_of(id_)

    def _new_steps(self, difference: Difference) -> list[tuple[str, str, str]]:
        """The steps of a path that were not expected."""
        expected = difference.expected if isinstance(difference.expected, list) else []
        known = {frozenset(step) for step in pairwise(expected)}
        return [one for one in self._triples if frozenset(one[1:]) not in known]

    def _edges(self, triples: Sequence[tuple[str, str, str]]) -> list[Edge]:
        """The settled edges between some ends."""
        wanted = set(triples)
        if not wanted:
            return []
        edges = self._graph.edges(sorted({one[1] for one in wanted}), sorted({one[0] for one in wanted}), "out")
        return [edge for edge in edges if (edge.relation, edge.subject, edge.object) in wanted]

    def _joining(self, id_: str) -> list[Edge]:
        """What is said between a node and those that the answer names: of the relations asked about, else of any."""
        for relations in (self._followed, self._relations):
            edges = self._graph.edges([id_], relations, "both")
            found = [edge for edge in edges if {edge.subject, edge.object} - {id_} <= self._named - {id_}]
            if found:
                return found
        return []

    def _nearest(self, id_: str) -> list[Responsible]:
        """What is said between a missing node and the answer; else what is said of the node at all."""
        node = self._graph.nodes([id_]).get(id_)
        if node is None:
            return [Responsible(f"nothing here is called '{id_}'")]
        joining = self._said(self._joining(id_), self._why_not)
        if joining:
            return joining
        titles = " and ".join(one.title for one in self._graph.nodes(self._roots).values()) or "what was asked about"
        nothing = Responsible(f"nothing is said between {node.title} and {titles}")
        edges = self._graph.edges([id_], self._followed, "both") or self._graph.edges([id_], self._relations, "both")
        return [nothing, *self._said(edges[:NEAREST], self._why_not)]

    def _why_not(self, edge: Edge) -> str:
        """Why an edge is no part of the answer; empty where nothing speaks against it."""
        held = holds(edge, self._at)
        details = edge.details()
        began = details.get("since") or details.get("start-of") or "an unknown date"
        if held is False:
            until = details.get("until")
            when = f"it holds from {began}" + (f" to {until}" if until else "")
            return f"not true at {self._at.text}: {when}"
        if held is None:
            return f"whether it was true at {self._at.text} cannot be told: it is dated {began}"
        if edge.relation not in self._followed:
            return "another relation than was asked about"
        if edge.strength == "consider":
            return "only suggested"
        if details.get("expected"):
            return "only expected"
        return "only inferred" if edge.method == "inferred" else ""

    def _written(self, value: Any) -> list[Responsible]:
        """The places that a part of an answer names itself."""
        if isinstance(value, list):
            return [one for item in value for one in self._written(item)]
        if not isinstance(value, dict):
            return []
        if "path" in value and "line" in value:
            place = Source(str(value["path"]), value["line"], value.get("column", 0), quote=value.get("quote", ""))
            return [Responsible(text_of(value.get("value", "")), place, str(value.get("ground", "")))]
        return [one for item in value.values() for one in self._written(item)]

    def _about_the_asked(self, difference: Difference) -> list[Responsible]:
        """What an answer says of the nodes that were asked about: the edges at them, and their state."""
        field = difference.field.split(".")[-1]
        if difference.field.startswith("properties."):
            name = difference.field.split(".")[1].split("[")[0]
            return [one for id_ in self._roots for one in self._state_of(id_, (name,))]
        followed = [one for one in self._triples if one[0] in self._followed] or self._triples
        near = [one for one in followed if set(one[1:]) & set(self._roots)] or followed
        edges = self._edges(near)
        others = self._graph.edges(self._roots, self._followed, "both")
        aside = [edge for edge in others if edge.key not in {one.key for one in edges}]
        against = [edge for edge in aside if self._why_not(edge)] if near else aside
        wanted = field == "verdict" or not (edges or against)
        state = [one for id_ in self._roots for one in self._state_of(id_)] if wanted else []
        return [*self._said(edges), *self._said(against[:NEAREST], self._why_not), *state]

    def _state_of(self, id_: str, names: Sequence[str] = STATE) -> list[Responsible]:
        """What decides whether a node was there and in use."""
        title = _title(self._graph.nodes([id_]), id_)
        return [_value(title, held) for held in self._graph.properties([id_], names) if held.state == "chosen"]

    def _said(self, edges: Sequence[Edge], why: Any = None) -> list[Responsible]:
        """Who says some edges, and what of each speaks against its being part of the answer."""
        if not edges:
            return []
        claims = self._graph.claims(edges)
        nodes = self._graph.nodes([id_ for edge in edges for id_ in (edge.subject, edge.object)])
        found = []
        for edge in edges:
            text = sentence(self._graph, edge, nodes)
            reason = why(edge) if why is not None else ""
            text += f" ({reason})" if reason else ""
            voices = claims.get(edge.key, ())
            found += [Responsible(text, one.source, text_of(one.qualifiers.get("ground"))) for one in voices]
            found += [] if voices else [Responsible(text)]
        return found


def sentence(graph: Graph, edge: Edge, nodes: dict[str, Node]) -> str:
    """An edge in words: who does what to whom, how far, since when."""
    details = edge.details()
    label = graph.vocabulary.relations[edge.relation].label
    words = f"{_title(nodes, edge.subject)} {label} {_title(nodes, edge.object)}"
    words += f", {edge.strength}" if edge.strength else ""
    began = details.get("since") or (f"{details['start-of']} at the earliest" if details.get("start-of") else "")
    words += f", since {began}" if began else ""
    return words + (f", until {details['until']}" if details.get("until") else "")


def _value(title: str, held: Held) -> Responsible:
    ground = text_of(held.claim.qualifiers.get("ground"))
    return Responsible(f"{title}, {held.name}: {text_of(held.value)}", held.claim.source, ground)


def _title(nodes: dict[str, Node], id_: str) -> str:
    return nodes[id_].title if id_ in nodes else id_
