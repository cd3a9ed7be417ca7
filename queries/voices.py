"""Everyone who says a value: settling keeps the strongest claim for each, the record keeps all of them."""

from collections.abc import Collection
from typing import cast

from ontology import dates
from ontology.claim import Claim
from ontology.vocabulary import Vocabulary, fold_word
from queries.answers import text_of
from queries.graph import Graph, Held
from queries.life import Remembering

#: (node, property, value as it is compared).
Key = tuple[str, str, str]


def voices(graph: Graph, held: Collection[Held]) -> dict[Key, tuple[Claim, ...]]:
    """All open claims for each of some values, in reading order; of a store without a record the one that it knows."""
    words = graph.vocabulary
    found: dict[Key, list[Claim]] = {key_of(one, words): [one.claim] for one in held}
    if not found or not hasattr(graph, "said"):
        return {key: tuple(claims) for key, claims in found.items()}
    nodes = {one.node for one in held}
    ids: dict[str, str] = {}
    names: set[str] = set()
    for id_, name, rule, _ in graph.names(nodes):
        names.add(name)
        if rule == "id":
            ids[name] = id_
    for statement in cast(Remembering, graph).said(names):
        claim = statement.claim
        if statement.until or claim.object is not None:
            continue
        node = ids.get(claim.subject, "")
        if claim.by_name and not node:
            meant = graph.find(claim.subject).nodes
            node = meant[0].id if len(meant) == 1 else ""
        key = (node, claim.predicate, compared(claim.predicate, claim.value, words))
        if key in found and all(_place(claim) != _place(other) for other in found[key]):
            found[key].append(claim)
    return {key: tuple(sorted(claims, key=_place)) for key, claims in found.items()}


def key_of(held: Held, vocabulary: Vocabulary) -> Key:
    """What tells one value of one property of one node from the others."""
    return (held.node, held.name, compared(held.name, held.value, vocabulary))


def compared(name: str, value: object, vocabulary: Vocabulary) -> str:
    """A value as settling compares it: dates as EDTF, tiers and states without case and hyphens."""
    text, type_ = text_of(value), vocabulary.property(name).type
    if type_ == "date" and (date := dates.parse(text)):
        return date.edtf
    return fold_word(text) if type_ in ("tier", "status") else text


def _place(claim: Claim) -> tuple[str, int, int, str]:
    source = claim.source
    return (source.path, source.line, source.column, source.pointer)
