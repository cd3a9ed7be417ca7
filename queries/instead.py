"""What is said instead of a statement that nobody makes: what was left out or denied, what is near, a way over others."""

from collections.abc import Iterable
from typing import cast

from ontology.claim import DENIED
from ontology.names import folded
from queries.answers import text_of
from queries.graph import Graph, Node
from queries.life import Remembering
from queries.moment import Moment
from queries.path import path
from queries.proof import Link, Voice, link_of


def unsettled(graph: Graph, relation: str, subject: Node, object_: Node) -> Iterable[Link]:
    """What sources say of the two and settling left out: what was denied, and what only prose says."""
    words = graph.vocabulary.relations[relation]
    denials = [
        held
        for held in graph.properties([subject.id], [DENIED])
        if text_of(held.value) == f"{words.label} {object_.id}"
    ]
    for held in denials:
        yield Link(f"denied: {subject.title} {text_of(held.value)}", (Voice(held.claim, ()),), (), False)
    if not hasattr(graph, "said"):
        return
    names = {node.id: {folded(name) for _, name, _, _ in graph.names([node.id])} for node in (subject, object_)}
    for statement in cast(Remembering, graph).said([name for several in names.values() for name in several]):
        claim = statement.claim
        if statement.until or claim.predicate != relation or claim.object is None or claim.method == "decided":
            continue
        if folded(claim.subject) in names[subject.id] and folded(claim.object) in names[object_.id]:
            how = (
                "said, but denied"
                if denials
                else "said in prose only, and left out"
                if claim.method == "harvested"
                else "said, but left out"
            )
            yield Link(f"{how}: {subject.title} {words.label} {object_.title}", (Voice(claim, ()),), (), False)


def beside(graph: Graph, relation: str, subject: Node, object_: Node, at: Moment) -> Iterable[Link]:
    """What stands in this relation to either of the two, where nothing is said between them."""
    edges = [*graph.edges([object_.id], [relation], "in"), *graph.edges([subject.id], [relation], "out")]
    for edge in edges:
        yield link_of(graph, edge, at)


def chain(graph: Graph, relation: str, subject: Node, object_: Node, at: Moment) -> Iterable[Link]:
    """The way over others, where there is one."""
    if subject.id == object_.id or not graph.vocabulary.relations[relation].lineage:
        return
    found = path(graph, object_.id, subject.id, at, [relation], near=False)
    if found.ids and len(found.ids) > 2:
        way = " → ".join(found.nodes[id_].title for id_ in found.ids)
        said = tuple(Voice(claim, ()) for edge in found.steps for claim in found.claims.get(edge.key, ()))
        yield Link(f"not directly, but through others: {way}", said, (), True)


def properties_of(graph: Graph, node: Node) -> Iterable[Link]:
    """Which properties an entry has, where it lacks the one that was asked for."""
    held = graph.properties([node.id])
    if held:
        named = ", ".join(sorted({one.name for one in held}))
        yield Link(f"what is said of {node.title}: {named}", (Voice(held[0].claim, ()),), (), True)
