"""What held at a moment, of a property that was observed again and again."""

from collections.abc import Collection, Iterable

from ontology import dates
from ontology.spans import begun_by
from queries.answers import text_of
from queries.graph import Graph, Held, Node
from queries.moment import Moment

#: Properties of a node that are told in one word wherever it is named.
STATES = ("tier", "status")


def held_at(observations: Iterable[Held], day: int) -> list[Held]:
    """Of the values of one property of one node those that held on a day: of dated ones the latest that had begun.

    Values without a date hold at every moment, but give way to one that was observed.
    """
    begun, undated, dated = [], [], False
    for held in observations:
        since = held.claim.qualifiers.get("since")
        observed = dates.parse(str(since)) if since else None
        if observed is None:
            if held.state == "chosen":
                undated.append(held)
            continue
        dated = True
        if begun_by(observed.earliest, observed.latest, day):
            begun.append((dates.sort_key(observed), held))
    if not begun:
        return [] if dated and not undated else undated
    last = max(key for key, _ in begun)
    now = [held for key, held in begun if key == last]
    return [held for held in now if held.state != "other"] or now[:1]


def as_it_was(graph: Graph, nodes: Iterable[Node], at: Moment) -> dict[str, Node]:
    """Nodes by id, each with the tier and the status that it had at a moment that somebody asks for."""
    found = {node.id: node for node in nodes}
    if not at.given:
        return found
    said: dict[tuple[str, str], list[Held]] = {}
    for held in graph.properties([id_ for id_, node in found.items() if node.tier or node.status], STATES):
        said.setdefault((held.node, held.name), []).append(held)
    for (id_, name), several in said.items():
        if any("since" in held.claim.qualifiers for held in several):
            now = held_at(several, at.day)
            text = text_of(now[0].value) if now else ""
            node = found[id_]
            found[id_] = node._replace(tier=text) if name == "tier" else node._replace(status=text)
    return found


def fitting_at(
    properties: Iterable[Held], where: Collection[tuple[str, str]], many: Collection[str], day: int
) -> set[str]:
    """The nodes whose values on a day are all as asked for; names in ``many`` hold several values at once."""
    by_node: dict[str, dict[str, list[Held]]] = {}
    for held in properties:
        by_node.setdefault(held.node, {}).setdefault(held.name, []).append(held)
    found = set()
    for node, held_by_name in by_node.items():
        for name, value in where:
            values = held_by_name.get(name, [])
            now = [one for one in values if one.state == "chosen"] if name in many else held_at(values, day)
            if not any(word(one.value) == value.casefold()[:200] for one in now):
                break
        else:
            found.add(node)
    return found


def word(value: object) -> str:
    """A value as a filter compares it."""
    import json

    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, sort_keys=True)
    return text.casefold()[:200]
