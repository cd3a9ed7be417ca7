"""Parts that several answers share: disputes, triggers, guides."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any, NamedTuple

from ontology import dates
from ontology.claim import Claim
from queries.graph import Edge, Graph, Held, Node

#: The property that names a migration guide.
GUIDE = "migration-guide"

#: The properties that a lineage answer leans on.
LEANS_ON = ("introduced", "kind", "retired-on", "status", "tier", "title")


class Dispute(NamedTuple):
    """One fact on which sources disagree, or whose only value looks like a default that nobody chose."""

    about: str
    """The node's title, or ``newer → older`` for an edge."""
    fact: str
    values: tuple[tuple[str, str, Claim | None], ...]
    """(value, ``chosen`` | ``other`` | ``suspect``, who says so), the chosen one first."""
    rule: str = ""


class Trigger(NamedTuple):
    """Why people moved: the text, the year and the publication where the source gives them, and the claim itself."""

    text: str
    year: str
    ground: str
    claim: Claim


def triggers_of(claims: Iterable[Claim]) -> tuple[Trigger, ...]:
    """All triggers that some claims give, dated ones first by year, then as the sources order them."""
    found: dict[tuple[str, str], Trigger] = {}
    for claim in claims:
        triggers = claim.qualifiers.get("triggers")
        for item in triggers if isinstance(triggers, list) else () if triggers is None else (triggers,):
            if isinstance(item, dict):
                text, year = text_of(item.get("trigger", item.get("text"))), text_of(item.get("year"))
                one = Trigger(text, year, text_of(item.get("source")), claim)
            else:
                one = Trigger(text_of(item), "", "", claim)
            found.setdefault((one.text, one.year), one)
    return tuple(sorted(found.values(), key=lambda one: (not one.year, one.year)))


def guides_of(
    node: Node, held: Iterable[Held], edges: Iterable[Edge], claims: Mapping[int, tuple[Claim, ...]]
) -> tuple[tuple[str, str], ...]:
    """Migration guides that the node or one of the edges names, with the place that names them.

    ``held`` has the node's values of ``GUIDE``, ``claims`` who says each edge, by its key.
    """
    found = [
        (str(one.value), str(one.claim.source))
        for one in held
        if one.name == GUIDE and one.node == node.id and one.state == "chosen"
    ]
    for key in sorted(edge.key for edge in edges if edge.has("guide")):
        found += [
            (str(claim.qualifiers["guide"]), str(claim.source))
            for claim in claims.get(key, ())
            if "guide" in claim.qualifiers
        ]
    return tuple(dict.fromkeys(found))


def disputes_of(
    graph: Graph, nodes: Collection[Node], edges: Iterable[Edge], claims: Mapping[int, tuple[Claim, ...]]
) -> tuple[Dispute, ...]:
    """What the sources disagree on among the facts that an answer about these nodes and edges leans on.

    ``claims`` has who says each edge, by its key.
    """
    return disputes_among(graph.properties([node.id for node in nodes], LEANS_ON), nodes, edges, claims)


def disputes_among(
    held: Iterable[Held], nodes: Collection[Node], edges: Iterable[Edge], claims: Mapping[int, tuple[Claim, ...]]
) -> tuple[Dispute, ...]:
    """The same among values that the caller has already, by node, property, and chosen first."""
    values: dict[tuple[str, str], list[tuple[str, str, Claim | None]]] = {}
    rules: dict[tuple[str, str], str] = {}
    for one in held:
        if one.state == "earlier" or one.name not in LEANS_ON:  # what was observed before disputes nothing
            continue
        values.setdefault((one.node, one.name), []).append((text_of(one.value), one.state, one.claim))
        if one.state == "chosen":
            rules[one.node, one.name] = one.why
    titles = {node.id: node.title for node in nodes}
    found = [
        Dispute(
            titles[node], name, tuple(sorted(several, key=lambda one: one[1] != "chosen")), rules.get((node, name), "")
        )
        for (node, name), several in values.items()
        if any(state != "chosen" for _, state, _ in several)
    ]
    for edge in (edge for edge in edges if edge.has("disputed")):
        about = f"{titles.get(edge.subject, edge.subject)} → {titles.get(edge.object, edge.object)}"
        for fact, several in edge.details()["disputed"].items():
            named = tuple(
                (value, "other" if place else "chosen", _who_says(fact, value, claims.get(edge.key, ())))
                for place, value in enumerate(several)
            )
            found.append(Dispute(about, fact, named))
    return tuple(found)


def _who_says(fact: str, value: str, claims: Iterable[Claim]) -> Claim | None:
    """The first claim that gives an edge's fact this value; dates are compared as EDTF."""
    for claim in claims:
        said = claim.qualifiers.get(fact)
        if said is not None and (str(said) == value or ((date := dates.parse(str(said))) and date.edtf == value)):
            return claim
    return None


def text_of(value: Any) -> str:
    """A settled value as one line of text.

    >>> text_of(["a", "b"]), text_of({"company": "Netflix", "scale": "large"})
    ('a, b', 'company: Netflix; scale: large')
    """
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        return "; ".join(f"{key}: {text_of(item)}" for key, item in value.items() if item not in (None, "", []))
    if isinstance(value, list):
        return ", ".join(text_of(item) for item in value)
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
