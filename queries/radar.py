"""The radar of a tiered catalogue: which entries stand in which tier, sorted into sectors."""

from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import NamedTuple

from ontology.vocabulary import Scale
from queries.errors import BadQuestion
from queries.graph import Graph, Held, Node
from queries.listing import check_properties
from queries.moment import Moment, begun
from queries.observed import held_at
from queries.sorting import families, titled, values


class Sector(NamedTuple):
    """One slice; ``rings`` has the nodes of each tier of the scale, best first, by title."""

    title: str
    rings: tuple[tuple[Node, ...], ...]


class Radar(NamedTuple):
    """Every entry of one scale at a moment."""

    title: str
    scale: Scale
    sectors: tuple[Sector, ...]
    at: Moment
    moved: Mapping[str, int] = MappingProxyType({})
    """How many steps towards the best tier each node went at its last observation; negative for away from it."""
    sources: Mapping[str, tuple[str, ...]] = MappingProxyType({})
    """What is said of a node's tier and where it is said, by id."""
    hidden: Mapping[str, int] = MappingProxyType({})

    @property
    def nodes(self) -> tuple[Node, ...]:
        """Every node that is shown, sector by sector, best tier first."""
        return tuple(node for sector in self.sectors for ring in sector.rings for node in ring)

    def hidden_line(self) -> str:
        """One line that says what is not shown; empty where everything is."""
        if not self.hidden:
            return ""
        parts = "; ".join(f"{number} {what}" for what, number in sorted(self.hidden.items()))
        return f"shown {len(self.nodes)} entries; hidden: {parts}"


def radar(
    graph: Graph, at: Moment, *, where: Collection[tuple[str, str]] = (), by: str = "auto", most: int = 300
) -> Radar:
    """The entries of the scale that most entries use, as it was at the moment where tiers were observed.

    Raises ``BadQuestion`` where no entry has a tier of a declared scale.
    """
    check_properties(graph, where)
    found = {node.id: node for node in graph.select(tuple(where), at.day if at.given else None) if node.defined}
    there = {id_: node for id_, node in found.items() if not at.given or begun(node, at) is not False}
    words, moved, sources = _tiers(graph, there, at)
    place = {id_: known for id_, word in words.items() if (known := graph.vocabulary.tier(word))}
    if not place:
        raise BadQuestion("no entry has a tier, so there is no radar; see 'kb draw --picture lineage'")
    counts: dict[str, int] = {}
    for scale, _ in place.values():
        counts[scale.name] = counts.get(scale.name, 0) + 1
    chosen = min(counts, key=lambda name: (-counts[name], name))
    ranked = sorted(
        (id_ for id_, (scale, _) in place.items() if scale.name == chosen), key=lambda id_: (place[id_][1], id_)
    )
    shown = {id_: there[id_] for id_ in sorted(ranked[:most])}
    scale = graph.vocabulary.scales[chosen]
    hidden = {
        f"introduced after {at.text} (a later --as-of)": len(found) - len(there),
        "of another scale": len(place) - len(ranked),
        f"beyond --most {most} (--most {len(ranked)} shows all)": len(ranked) - len(shown),
    }
    sectors = []
    for title, ids, _ in _sectors(graph, shown, by, at):
        rings = tuple(
            tuple(
                sorted(
                    (shown[id_] for id_ in ids if place[id_][1] == tier),
                    key=lambda node: (node.title.casefold(), node.id),
                )
            )
            for tier in range(len(scale.tiers))
        )
        sectors.append(Sector(title, rings))
    title = ", ".join(f"{key} {value}" for key, value in where)
    return Radar(
        title,
        scale,
        tuple(sectors),
        at,
        {id_: steps for id_, steps in moved.items() if steps and id_ in shown},
        {id_: lines for id_, lines in sources.items() if id_ in shown},
        {what: number for what, number in hidden.items() if number},
    )


def _sectors(graph: Graph, nodes: Mapping[str, Node], by: str, at: Moment) -> list[tuple[str, list[str], bool]]:
    if by in ("auto", "family"):
        found = families(graph, nodes, at)
        if by == "family" or 2 * len(found) >= len(nodes):
            return titled(nodes, found, "No family")
    if by in ("none", "line"):
        return [("", sorted(nodes), False)]
    name = "category" if by == "auto" else by
    if by != "auto":
        check_properties(graph, [(by, "")])
    found = values(graph, nodes, name)
    return titled(nodes, found, f"No {name.replace('-', ' ')}") if found else [("", sorted(nodes), False)]


def _tiers(
    graph: Graph, nodes: Mapping[str, Node], at: Moment
) -> tuple[dict[str, str], dict[str, int], dict[str, tuple[str, ...]]]:
    """The tier of each node on the day, how far it moved when it was last observed to move, and who says so."""
    held: dict[str, list[Held]] = {}
    for one in graph.properties(sorted(nodes), ["tier"]):
        held.setdefault(one.node, []).append(one)
    words, moved, sources = {}, {}, {}
    for id_, observations in held.items():
        if now := held_at(observations, at.day):
            since = str(now[0].claim.qualifiers.get("since") or "")
            words[id_] = str(now[0].value)
            moved[id_] = _moved(graph, observations, since, words[id_])
            sources[id_] = tuple(
                " ".join(
                    filter(None, (f"tier {one.value}", f"since {since}" if since else "", f"({one.claim.source})"))
                )
                for one in now
            )
    return words, moved, sources


def _moved(graph: Graph, observations: list[Held], since: str, word: str) -> int:
    """Steps from the tier before the one of ``since`` to ``word``; 0 where nothing was observed before."""
    before = sorted(
        (when, str(one.value))
        for one in observations
        if (when := str(one.claim.qualifiers.get("since") or "")) and when < since
    )
    known = graph.vocabulary.tier(word)
    then = graph.vocabulary.tier(before[-1][1]) if before else None
    return then[1] - known[1] if known and then and then[0].name == known[0].name else 0
