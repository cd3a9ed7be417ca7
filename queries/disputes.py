"""Everything that the sources disagree on: the values side by side, which one is shown, and by which rule."""

from collections.abc import Collection, Sequence
from itertools import chain
from typing import NamedTuple

from ontology import dates
from ontology.claim import DENIED, Claim
from queries.answers import text_of
from queries.chunks import chunks
from queries.errors import BadQuestion
from queries.graph import Edge, Graph, Held, Node
from queries.moment import Moment, begun, holds
from queries.names import the_node
from queries.voices import key_of, voices

#: What sources may disagree on about a relation.
OF_EDGES = ("strength", "since", "until")

#: So many entries are looked at together: of a large catalogue only what is disputed stays in memory.
SOME = 10_000


class Value(NamedTuple):
    """One of the values."""

    text: str
    state: str
    """``chosen``, ``other`` or ``suspect``."""
    claims: tuple[Claim, ...]
    """Everyone who says so."""


class Disagreement(NamedTuple):
    """One fact on which sources disagree."""

    node: Node
    """Whose property it is; of a relation the subject."""
    fact: str
    """A property; of a relation ``strength``, ``since`` or ``until``, or the relation itself where it was denied."""
    values: tuple[Value, ...]
    """The chosen one first."""
    rule: str
    """What chose it, in words."""
    decided: bool
    relation: str = ""
    object: Node | None = None

    @property
    def about(self) -> tuple[str, ...]:
        """Ids of what it is about."""
        return (self.node.id, self.object.id) if self.object else (self.node.id,)


class Disputes(NamedTuple):
    """What the sources disagree on, by entry and fact."""

    at: Moment
    found: tuple[Disagreement, ...]
    left_out: int = 0
    """How many are about what did not exist, or did not hold, at the moment."""


def disputes(
    graph: Graph, at: Moment, names: Sequence[str] = (), properties: Collection[str] = (), state: str = ""
) -> Disputes:
    """All disputes, or those about some entries, about some facts, and those that are ``open`` or ``decided``."""
    wanted = {the_node(graph, name).id for name in names}
    for name in properties:
        if name not in OF_EDGES and name != DENIED and graph.vocabulary.property(name).holds != "one":
            ones = [one.name for one in graph.vocabulary.properties.values() if one.holds == "one"]
            raise BadQuestion(f"sources cannot disagree on '{name}'; they can on {', '.join((*ones, *OF_EDGES))}")
    nodes = graph.nodes(wanted) if wanted else {node.id: node for node in graph.select()}
    values, late = _of_properties(graph, nodes, wanted, at)
    edges, gone = _of_edges(graph, nodes, wanted, at)
    found = [
        one
        for one in (*values, *edges, *_denied(graph, nodes, wanted))
        if (not properties or one.fact in properties or (one.rule == DENIED and DENIED in properties))
        and (not state or one.decided == (state == "decided"))
    ]
    found.sort(key=lambda one: (one.node.id, one.relation, one.object.id if one.object else "", one.fact))
    return Disputes(at, tuple(found), late + gone)


def _of_properties(
    graph: Graph, nodes: dict[str, Node], wanted: set[str], at: Moment
) -> tuple[list[Disagreement], int]:
    names = [one.name for one in graph.vocabulary.properties.values() if one.holds == "one"]
    disputed: dict[tuple[str, str], list[Held]] = {}
    for ids in chunks(sorted(wanted or nodes), SOME):
        by_fact: dict[tuple[str, str], list[Held]] = {}
        for held in graph.properties(ids, names):
            if held.state != "earlier":  # what was observed before disputes nothing
                by_fact.setdefault((held.node, held.name), []).append(held)
        disputed.update((fact, several) for fact, several in by_fact.items() if len(several) > 1)
    there = {fact: several for fact, several in disputed.items() if begun(nodes[fact[0]], at) is not False}
    said = voices(graph, [held for several in there.values() for held in several])
    found = []
    for (node, name), several in there.items():
        ranked = sorted(several, key=lambda one: one.state != "chosen")
        values = tuple(Value(text_of(one.value), one.state, said[key_of(one, graph.vocabulary)]) for one in ranked)
        decided = ranked[0].claim.method == "decided"
        found.append(Disagreement(nodes[node], name, values, ranked[0].why, decided))
    return found, len(disputed) - len(there)


def _of_edges(graph: Graph, nodes: dict[str, Node], wanted: set[str], at: Moment) -> tuple[list[Disagreement], int]:
    relations = tuple(graph.vocabulary.relations)
    asked, side = (wanted, "both") if wanted else (nodes.keys(), "out")
    met = {
        edge.key: edge
        for ids in chunks(sorted(asked), SOME)
        for edge in graph.edges(ids, relations, side)
        if '"disputed"' in edge.detail
    }
    disputed = [met[key] for key in sorted(met)]
    there = [edge for edge in disputed if holds(edge, at) is not False]
    claims = graph.claims(there)
    nodes = nodes | graph.nodes({id_ for edge in there for id_ in (edge.subject, edge.object)} - nodes.keys())
    found = []
    for edge in there:
        for fact, several in edge.details()["disputed"].items():
            shown = edge.strength if fact == "strength" else edge.details().get(fact, "")
            values = tuple(
                Value(text, "chosen" if text == shown else "other", _who(fact, text, claims.get(edge.key, ())))
                for text in sorted(several, key=lambda text: (text != shown, several.index(text)))
            )
            rule = (
                "of written strengths the weaker is shown" if fact == "strength" else "the earliest date is preferred"
            )
            found.append(_about(nodes, edge, fact, values, rule))
    return found, len(disputed) - len(there)


def _about(nodes: dict[str, Node], edge: Edge, fact: str, values: tuple[Value, ...], rule: str) -> Disagreement:
    return Disagreement(nodes[edge.subject], fact, values, rule, False, edge.relation, nodes[edge.object])


def _who(fact: str, value: str, claims: Collection[Claim]) -> tuple[Claim, ...]:
    """Who gives an edge's fact this value; dates are compared as EDTF."""
    found = []
    for claim in claims:
        said = text_of(claim.qualifiers.get(fact))
        date = dates.parse(said) if said and fact != "strength" else None
        if (date.edtf if date else said) == value:
            found.append(claim)
    return tuple(found)


def _denied(graph: Graph, nodes: dict[str, Node], wanted: set[str]) -> list[Disagreement]:
    """What sources say and somebody denied: told of both ends, listed once."""
    found: dict[str, Disagreement] = {}
    some = (graph.properties(ids, [DENIED]) for ids in chunks(sorted(wanted or nodes), SOME))
    for held in chain.from_iterable(some):
        value = Value(f"does not hold: {text_of(held.value)}", "chosen", (held.claim,))
        one = Disagreement(nodes[held.node], held.claim.predicate, (value,), DENIED, True)
        found.setdefault(f"{held.claim.source} {held.claim.source.pointer}", one)
    return list(found.values())
