"""What proofs are made of: settled facts with everyone who says them, how names were understood, and by which rules."""

from collections.abc import Iterable
from typing import NamedTuple, cast

from ontology.claim import Claim
from queries.answers import Dispute, text_of
from queries.graph import Edge, Graph, Held, Node
from queries.life import Remembering
from queries.moment import Moment, holds, undated
from queries.voices import key_of, voices

#: What decides whether an entry counts as retired.
STATE = ("retired-on", "retired", "tier", "status")

#: The rule by which a timeline's order becomes descent, and the relation that is its premise.
ORDER, MEMBERSHIP = "evolution/family-order", "member-of"


class Understood(NamedTuple):
    """How a written name was understood."""

    written: str
    node: Node
    rule: str


class Voice(NamedTuple):
    """One claim, and how the names in it were understood."""

    claim: Claim
    names: tuple[Understood, ...]


class Link(NamedTuple):
    """One settled fact with all who say it."""

    text: str
    voices: tuple[Voice, ...]
    rules: tuple[str, ...]
    """The rules that made it what it is, in words."""
    holds: bool | None
    """At the moment; None where that cannot be told."""
    edge: Edge | None = None


class Proof(NamedTuple):
    """Why a statement holds, or what is said instead."""

    statement: str
    at: Moment
    node: Node
    holds: bool | None
    said: bool
    """Whether anybody says so, or it follows from what they say."""
    verdict: str
    """In one sentence: that it is so, or why not."""
    names: tuple[Understood, ...]
    links: tuple[Link, ...]
    """What the statement rests on: its own claims, or the whole chain of a verdict."""
    rules: tuple[str, ...]
    disputes: tuple[Dispute, ...]
    moment: tuple[str, ...]
    """What the moment does to it."""
    instead: tuple[Link, ...]
    """Where it does not hold: the nearest that is said."""


def link_of(graph: Graph, edge: Edge, at: Moment) -> Link:
    """An edge with everyone who says it."""
    nodes = graph.nodes([edge.subject, edge.object])
    subject, object_ = nodes[edge.subject], nodes[edge.object]
    details = edge.details()
    claims = graph.claims([edge]).get(edge.key, ())
    said = tuple(
        Voice(
            claim,
            tuple(
                _understood(graph, name, node, str(details.get("resolved-by", "")))
                for name, node in _ends_of(graph, claim, subject, object_)
            ),
        )
        for claim in claims
    )
    partly = {"partial": " partly", "consider": " (only suggested)"}.get(edge.strength, "")
    since = details.get("since") or details.get("start-of", "")
    label = graph.vocabulary.relations[edge.relation].label
    text = f"{subject.title} {label} {object_.title}{partly}" + (f", since {since}" if since else "")
    return Link(text, said, tuple(_edge_rules(graph, edge, claims, nodes)), holds(edge, at), edge)


def _ends_of(graph: Graph, claim: Claim, subject: Node, object_: Node) -> tuple[tuple[str, Node], tuple[str, Node]]:
    """The names of a claim with the nodes that they mean; a symmetric relation may be settled the other way round."""
    first, second = claim.subject, str(claim.object)
    if graph.vocabulary.relations[claim.predicate].symmetric and first != subject.id:
        near = {node.id for node in graph.find(first).nodes}
        if first == object_.id or second == subject.id or (object_.id in near and subject.id not in near):
            return (first, object_), (second, subject)
    return (first, subject), (second, object_)


def _understood(graph: Graph, written: str, node: Node, otherwise: str) -> Understood:
    """How a claim's name came to mean a node: by its id, by a rule that still finds it, or as its source's own rules say."""
    if written == node.id:
        return Understood(written, node, "id")
    found = graph.find(written)
    if node.id in {one.id for one in found.nodes}:
        return Understood(written, node, found.rule)
    return Understood(written, node, otherwise or "the rules of its source")


def _edge_rules(graph: Graph, edge: Edge, claims: tuple[Claim, ...], nodes: dict[str, Node]) -> Iterable[str]:
    """The rules that made an edge what it is."""
    details = edge.details()
    if details.get("said-by"):
        yield "both ends say so; the two sides are one relation"
    elif len(claims) > 1:
        yield f"{len(claims)} statements settle into one relation"
    for method in ("decided", "harvested"):
        if edge.method == method:
            yield {"decided": "a decision beats every source", "harvested": "read out of prose: no field states it"}[
                method
            ]
    if any(claim.rule == ORDER for claim in claims):
        families = _family_of(graph, edge, claims)
        yield f"inferred by {ORDER}: the one follows the other in the timeline{families}; the order alone says so"
    if edge.relation == "replaces":
        written = [
            claim for claim in claims if "strength" in claim.qualifiers and "strength-by" not in claim.qualifiers
        ]
        if not written:
            yield f"strength {edge.strength}: no source writes it; a rule found it"
        elif len({str(claim.qualifiers["strength"]) for claim in written}) > 1:
            yield f"strength {edge.strength}: of written strengths the weaker is shown"
    if not details.get("since"):
        newer = nodes[edge.subject].title
        start = details.get("start-of")
        yield (
            f"no source says since when: not before {newer} was introduced ({start})"
            if start
            else "no source says since when, and nothing dates its ends: it holds from today on"
        )
    if details.get("group"):
        yield f"group {details['group']}"


def _family_of(graph: Graph, edge: Edge, claims: tuple[Claim, ...]) -> str:
    """The family whose timeline the order comes from, with the lines of both entries: the premises."""
    paths = {claim.source.path for claim in claims if claim.rule == ORDER}
    members = graph.edges([edge.subject, edge.object], [MEMBERSHIP], "out")
    said = graph.claims(members)
    by_family: dict[str, list[str]] = {}
    for member in members:
        places = [str(claim.source) for claim in said.get(member.key, ()) if claim.source.path in paths]
        if places:
            by_family.setdefault(member.object, []).append(f"{member.subject} {', '.join(places)}")
    both = {family: places for family, places in by_family.items() if len(places) == 2}
    return "".join(f" of {family} ({'; '.join(places)})" for family, places in sorted(both.items()))


def held_at_moment(edge: Edge, at: Moment) -> tuple[bool | None, tuple[str, ...]]:
    """Whether an edge holds at the moment, and why."""
    details = edge.details()
    began = details.get("since") or details.get("start-of")
    until = f" until {details['until']}" if details.get("until") else ""
    state = holds(edge, at)
    if not began and not until:
        told = "nothing dates it" + ("" if not at.past else f", so whether it held at {at.text} cannot be told")
    else:
        told = f"it holds from {began or 'an unknown date'}{until}"
    word = {True: "so it holds", False: "so it does not hold", None: "so nobody can tell"}[state]
    return state, (f"{told}; {word} at {at.text}",)


def read_as_one(graph: Graph, nodes: Iterable[Node]) -> Iterable[str]:
    """Entries that are read as one with others, and who says so."""
    for node in nodes:
        others = [name for _, name, rule, _ in graph.names([node.id]) if rule == "id" and name != node.id]
        if not others:
            continue
        places: list[str] = []
        if hasattr(graph, "said"):
            said = cast(Remembering, graph).said([*others, node.id])
            places = [str(one.claim.source) for one in said if one.claim.predicate == "same-as" and not one.until]
        told = f" ({', '.join(dict.fromkeys(places))})" if places else ""
        yield f"{', '.join(others)} and {node.id} are read as one: same-as{told}"


def states_of(graph: Graph, node: Node, at: Moment) -> Iterable[Link]:
    """What is said of whether an entry is in use."""
    held = [one for one in graph.properties([node.id], STATE) if one.state == "chosen"]
    said = voices(graph, held)
    for one in held:
        text = text_of(one.value)
        means = (
            "means retired" if one.name == "retired-on" or graph.vocabulary.retires(text) else "does not mean retired"
        )
        rule = f"{one.name} {text} {means}"
        found = tuple(Voice(claim, ()) for claim in said[key_of(one, graph.vocabulary)])
        yield Link(f"{node.title}, {one.name}: {text}", found, (rule,), True)


def told_retired(node: Node, at: Moment) -> str:
    """What makes a node count as retired, and since when."""
    if not node.retired:
        return "no tier, status or date of it means retired"
    if undated(node, at):
        return f"{node.retired}, but nothing says since when"
    return node.retired + (f", since {node.retired_text}" if node.retired_text else "")


def value_link(one: Held, claims: tuple[Claim, ...]) -> Link:
    """A value with everyone who says it, and the rule that chose it."""
    word = {"other": "not shown", "earlier": "observed before", "suspect": "looks like a default that nobody chose"}
    state = f" ({word[one.state]})" if one.state in word else ""
    rules = (f"shown because {one.why}",) if one.why else ()
    return Link(
        f"{one.name}: {text_of(one.value)}{state}",
        tuple(Voice(claim, ()) for claim in claims),
        rules,
        one.state == "chosen",
    )
