"""Which pattern to choose: a decision tree of the catalogue, followed as far as some answers lead."""

import difflib
from collections.abc import Mapping
from typing import NamedTuple

from ontology.claim import Claim
from ontology.decision_tree import Option, Question, Recommended, Record, Scenario, Tree, reach, read_tree
from ontology.names import folded
from queries.answers import text_of
from queries.errors import AmbiguousName, BadQuestion, UnknownName
from queries.graph import Edge, Found, Graph, Held, Node
from queries.moment import Moment, begun, holds
from queries.replacement import Replacement, what_replaces

#: The kind of page that holds a tree.
KIND = "decision-tree"
RECOMMENDS = "recommends"
ALTERNATIVE = "alternative-to"


class Offer(NamedTuple):
    """A decision tree that can be followed."""

    node: Node
    domain: str
    first: str
    """The text of its first question; empty where it has none."""
    questions: int
    scenarios: int


class Offers(NamedTuple):
    """Every decision tree of a catalogue, by id."""

    at: Moment
    trees: tuple[Offer, ...]
    not_yet: int = 0
    """How many were written only after the moment."""


class Choice(NamedTuple):
    """One thing that the scenario recommends, and what is true of it at the moment."""

    said: Recommended
    node: Node
    claim: Claim
    existed: bool | None
    """Whether it had been introduced by then; None where its date is too coarse to tell."""
    today: Replacement
    """What replaces it at the moment: its verdict tells whether it is in use."""
    alternatives: tuple[tuple[Node, str, Claim | None], ...]
    """Alternatives that hold at the moment: (node, when, who says so)."""


class Selection(NamedTuple):
    """How far the answers lead: to an open question, to a scenario with what it recommends, or nowhere."""

    node: Node
    """The page of the tree."""
    domain: str
    at: Moment
    trail: tuple[tuple[Question, Option], ...]
    question: Question | None
    scenario: Scenario | None
    source: Claim | None
    """Who says the scenario, or asks the question."""
    choices: tuple[Choice, ...]
    """By tier, best first, then in the order of the page."""
    denied: tuple[Recommended, ...]
    """Recommended by the page, but somebody decided that it does not hold."""
    notes: tuple[str, ...]


def decision_trees(graph: Graph, at: Moment) -> Offers:
    """Every decision tree, with its domain and its first question."""
    found = []
    nodes = list(graph.select([("kind", KIND)]))
    there = [node for node in nodes if begun(node, at) is not False]
    for node in there:
        tree, domain, _ = read(graph, node)
        first = tree.question(tree.start)
        found.append(Offer(node, domain, first.text if first else "", len(tree.questions), len(tree.scenarios)))
    return Offers(at, tuple(found), len(nodes) - len(there))


def select(graph: Graph, domain: str, answers: Mapping[str, str], at: Moment) -> Selection:
    """Follow the tree of a domain (or called so) along some answers, question → option.

    Raises ``UnknownName`` and ``AmbiguousName`` for the domain, ``BadQuestion`` for a question or an option that the
    tree does not have.
    """
    node = the_tree(graph, domain)
    tree, name, places = read(graph, node)
    given = _checked(tree, answers)
    found = reach(tree, given)
    asked = {question.id for question, _ in found.trail}
    notes = [f"the answer to '{id_}' was not asked for" for id_ in given if id_ not in asked]
    if not tree.questions:
        notes.append(f"{node.title} has no questions")
    choices: tuple[Choice, ...] = ()
    denied: tuple[Recommended, ...] = ()
    if found.scenario is not None:
        choices, denied = choices_of(graph, node, found.scenario, at)
    if begun(node, at) is False:
        notes.append(f"{node.title} is from {node.introduced}, after {at.text}")
    here = found.scenario or found.question
    return Selection(
        node,
        name,
        at,
        found.trail,
        found.question,
        found.scenario,
        places.get(here.pointer) if here else None,
        choices,
        denied,
        (*notes, *_told(choices, at)),
    )


def the_tree(graph: Graph, name: str) -> Node:
    """The tree of a domain; else the one that is called so."""
    trees = {node.id: node for node in graph.select([("kind", KIND)])}
    domains = {held.node: text_of(held.value) for held in _chosen(graph, trees, "domain")}
    fitting = [trees[id_] for id_, domain in domains.items() if folded(domain) == folded(name)]
    if not fitting:
        fitting = [node for node in graph.find(name).nodes if node.id in trees]
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        raise AmbiguousName(Found(name, tuple(fitting)))
    if not trees:
        raise BadQuestion("the catalogue has no decision tree; docs/guides.md says how one is written")
    called = {word: node for node in trees.values() for word in (node.id, node.title)}
    called |= {domain: trees[id_] for id_, domain in domains.items()}
    near = [called[word] for word in difflib.get_close_matches(name, list(called), 5, 0.4)]
    raise UnknownName(Found(name, (), "", tuple(dict.fromkeys(near or trees.values()))))


def _chosen(graph: Graph, ids: Mapping[str, Node], name: str) -> list[Held]:
    return [held for held in graph.properties(list(ids), [name]) if held.state == "chosen"] if ids else []


def read(graph: Graph, node: Node) -> tuple[Tree, str, dict[str, Claim]]:
    """The tree of a page, its domain, and who says each of its records, by pointer."""
    held = graph.properties([node.id], ["question", "scenario", "start", "domain"])
    records: dict[str, list[Record]] = {}
    for one in held:
        if one.state == "chosen":
            records.setdefault(one.name, []).append((one.value, one.claim.source.pointer))
    tiers = [tier.name for scale in graph.vocabulary.scales.values() for tier in scale.tiers]
    single = {name: text_of(values[0][0]) for name, values in records.items() if name in ("start", "domain")}
    tree, _ = read_tree(records.get("question", []), records.get("scenario", []), tiers, single.get("start", ""))
    places = {one.claim.source.pointer: one.claim for one in held}
    return tree, single.get("domain", ""), places


def _checked(tree: Tree, answers: Mapping[str, str]) -> dict[str, str]:
    """The answers by the ids of questions and options."""
    given: dict[str, str] = {}
    for word, answer in answers.items():
        question = tree.question(word) or next((one for one in tree.questions if folded(one.id) == folded(word)), None)
        if question is None:
            known = ", ".join(one.id for one in tree.questions) or "none"
            raise BadQuestion(f"there is no question '{word}'; the questions are {known}")
        option = question.option(answer)
        if option is None:
            known = ", ".join(one.id for one in question.options)
            raise BadQuestion(f"'{answer}' is no answer to '{question.id}' ({question.text}); the answers are {known}")
        given[question.id] = option.id
    return given


def choices_of(
    graph: Graph, node: Node, scenario: Scenario, at: Moment
) -> tuple[tuple[Choice, ...], tuple[Recommended, ...]]:
    """What a scenario recommends, each with the node that its name means."""
    edges = graph.edges([node.id], [RECOMMENDS], "out")
    claims = graph.claims(edges)
    meant: dict[str, list[tuple[Edge, Claim]]] = {}
    for edge in edges:
        for claim in claims.get(edge.key, ()):
            meant.setdefault(claim.source.pointer, []).append((edge, claim))
    nodes = graph.nodes([edge.object for edge in edges])
    found, denied = [], []
    for said in scenario.recommended:
        if said.pointer not in meant:
            denied.append(said)
        for edge, claim in meant.get(said.pointer, ()):
            one = nodes[edge.object]
            today = what_replaces(graph, one.id, at)
            found.append(Choice(said, one, claim, begun(one, at), today, _alternatives(graph, one, at)))
    order = [tier.name for scale in graph.vocabulary.scales.values() for tier in scale.tiers]
    found.sort(key=lambda one: order.index(one.said.tier) if one.said.tier in order else len(order))
    return tuple(found), tuple(denied)


def _alternatives(graph: Graph, node: Node, at: Moment) -> tuple[tuple[Node, str, Claim | None], ...]:
    """What can be used instead, under which condition."""
    edges = [edge for edge in graph.edges([node.id], [ALTERNATIVE], "both") if holds(edge, at)]
    far = {edge.key: edge.object if edge.subject == node.id else edge.subject for edge in edges}
    nodes, claims = graph.nodes(far.values()), graph.claims(edges)
    found = []
    for edge in edges:
        # A condition on the page of the one says when to take the other; it says nothing the other way round.
        own = [claim for claim in claims.get(edge.key, ()) if claim.subject == node.id]
        when = "; ".join(text_of(claim.qualifiers["when"]) for claim in own if "when" in claim.qualifiers)
        found.append((nodes[far[edge.key]], when, next(iter((*own, *claims.get(edge.key, ()))), None)))
    return tuple(sorted(found, key=lambda one: one[0].id))


def _told(choices: tuple[Choice, ...], at: Moment) -> list[str]:
    """What a reader should know before following the advice."""
    told = []
    for one in choices:
        if one.existed is False:
            told.append(f"{one.node.title} did not exist yet at {at.text}: it was introduced in {one.node.introduced}")
        elif one.existed is None:
            told.append(f"whether {one.node.title} existed at {at.text} is open: it is dated {one.node.introduced}")
        if not one.node.defined:
            told.append(f"{one.node.title} is recommended, but no page defines it")
    return list(dict.fromkeys(told))
