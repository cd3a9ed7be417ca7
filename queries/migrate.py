"""How to migrate: the ways along replacements from A to B, or to whatever of A's live ends there are, hop by hop.

Ways follow exact and partial replacements, as ``what-replaces`` does, and are ranked by the same rule: exact before
partial, then by the tier of the end, the number of hops, the number of sources and the latest date of the first hop,
and the ids.
"""

from collections.abc import Collection, Mapping
from typing import NamedTuple

from ontology.claim import Claim
from queries.answers import Dispute, Trigger, disputes_of, text_of, triggers_of
from queries.capabilities import Delta, deltas
from queries.graph import Edge, Graph, Held, Node
from queries.moment import Moment, holds, retired, undated
from queries.names import the_node
from queries.path import MOST_LISTED, Path, path
from queries.replacement import RELATION, Replacement, what_replaces
from queries.verdict import CANNOT_TELL, by_older, exact_options, exactly_good, group_of, group_sizes
from queries.walk import walk

#: So many ways to each end are ranked at least, however few are shown: the best one need not be the shortest.
MOST_RANKED = 200

#: Relations of a page that leads from one pattern to another.
FROM, TO = "leads-from", "leads-to"

#: What an answer shows of a guide or a case study.
SHOWN = ("effort", "phase", "assessment", "rollback", "trigger", "outcome")


class Guide(NamedTuple):
    """A page that leads from the older to the newer: a guide, or a case study of who went this way."""

    node: Node
    properties: tuple[Held, ...]
    """What it says, of ``SHOWN``."""
    claims: tuple[Claim, ...]
    """Where it says that it leads there."""


class Hop(NamedTuple):
    """One step of a migration."""

    edge: Edge
    older: Node
    newer: Node
    claims: tuple[Claim, ...]
    together: tuple[Node, ...]
    """What takes over only together with the newer one."""
    triggers: tuple[Trigger, ...]
    delta: Delta
    guides: tuple[Guide, ...]
    named: tuple[tuple[str, str], ...]
    """Guides that are only named, as (text, where): by the statement itself, else by the older one's page."""


class Way(NamedTuple):
    """One way, from the node that was asked about to its end."""

    hops: tuple[Hop, ...]
    exact: bool
    delta: Delta
    """From the first to the last, whatever lies between."""
    risks: tuple[str, ...]

    @property
    def ids(self) -> tuple[str, ...]:
        """Ids from the first to the last."""
        return (self.hops[0].older.id, *(hop.newer.id for hop in self.hops))


class Migration(NamedTuple):
    """The answer to "how do I get from A to B"."""

    node: Node
    to: Node | None
    at: Moment
    today: Replacement
    """What replaces A at the moment."""
    ways: tuple[Way, ...]
    total: int
    """How many ways there are; more than are listed, where a bound was met."""
    exact_total: bool
    missed: Path | None
    """Where no way surely holds: what is nearest to one, and what it hangs on."""
    disputes: tuple[Dispute, ...]
    notes: tuple[str, ...]

    @property
    def open(self) -> bool:
        """Whether nobody can tell if there is a way."""
        if self.ways:
            return False
        if self.missed is not None:
            return bool(self.missed.unsure)
        return self.to is None and self.today.verdict == CANNOT_TELL


def migrate(graph: Graph, name: str, to: str | None, at: Moment, most: int = MOST_LISTED) -> Migration:
    """Find the ways from ``name`` to ``to``, or to its live ends; the best ``most`` are listed."""
    node = the_node(graph, name)
    end = the_node(graph, to) if to is not None else None
    today = what_replaces(graph, node.id, at)
    # Ends come ranked, and each has a way: the best ways lead to the first ends.
    targets = [end.id] if end else [one.node.id for one in today.live[:most]]
    further = 0 if end else len(today.live) - len(targets)
    ranked = max(most, MOST_RANKED)
    found = [path(graph, node.id, target, at, [RELATION], most=ranked, near=end is not None) for target in targets]
    steps = [steps for one in found if one.all for steps in one.all.steps if steps]
    edges = {edge.key: edge for several in steps for edge in several}
    claims = graph.claims(edges.values())
    nodes = graph.nodes({id_ for edge in edges.values() for id_ in (edge.subject, edge.object)} | {node.id})
    replacements = _replacements(graph, node.id, at)
    exact = _exact(node.id, targets, replacements, at)
    hops = {key: _hop(graph, edge, nodes, claims.get(key, ()), replacements, at) for key, edge in sorted(edges.items())}
    ends = sorted({several[-1].subject for several in steps})
    whole = deltas(graph, node.id, ends) if ends else {}
    ways = [
        Way(
            tuple(hops[edge.key] for edge in several),
            all(edge.key in exact for edge in several),
            whole[several[-1].subject],
            tuple(_risks([hops[edge.key] for edge in several], replacements, at)),
        )
        for several in steps
    ]
    ways.sort(key=lambda way: _rank(graph, way))
    missed = next((one for one in found if one.ids is None), None) if not ways else None
    totals = [one.all for one in found if one.all]
    return Migration(
        node,
        end,
        at,
        today,
        tuple(ways[:most]),
        sum(one.total for one in totals) if ways else 0,
        not further and all(one.exact for one in totals),
        missed,
        disputes_of(graph, [nodes[id_] for id_ in sorted(nodes)], edges.values(), claims),
        (
            *_notes(node, end, today, found, ways),
            *(
                [f"{further} more ends in use were not followed; --most {len(today.live)} follows all"]
                if further
                else []
            ),
        ),
    )


def _replacements(graph: Graph, start: str, at: Moment) -> list[Edge]:
    """Every replacement met on the way from a node, whether it holds or not."""
    met = walk(graph, [start], [RELATION], "in", at, keep=lambda edge: edge.strength != "consider", through_unsure=True)
    return [*met.edges, *met.left_out]


def _exact(root: str, targets: Collection[str], edges: list[Edge], at: Moment) -> set[int]:
    """The steps that are exact replacements on an exact way to a target, alone or as a whole all-of group."""
    sizes, successors = group_sizes(edges), by_older(edge for edge in edges if holds(edge, at))
    good = exactly_good(set(targets), successors, root, sizes)
    return {
        edge.key
        for several in successors.values()
        for option in exact_options(several, sizes)
        if all(edge.subject in good for edge in option)
        for edge in option
    }


def _hop(
    graph: Graph, edge: Edge, nodes: Mapping[str, Node], claims: tuple[Claim, ...], others: list[Edge], at: Moment
) -> Hop:
    older, newer = nodes[edge.object], nodes[edge.subject]
    group = group_of(edge)
    beside = [one.subject for one in others if one.object == edge.object and group_of(one) == group]
    together = graph.nodes(set(beside) - {newer.id}) if group.startswith("all-of") else {}
    own = [(text_of(claim.qualifiers["guide"]), claim) for claim in claims if "guide" in claim.qualifiers]
    if not own:
        held = graph.properties([older.id], ["migration-guide"])
        own = [(text_of(one.value), one.claim) for one in held if one.state == "chosen"]
    guides = _guides(graph, older, newer, at)
    named = tuple(dict.fromkeys((text, str(claim.source)) for text, claim in own)) if not guides else ()
    delta = deltas(graph, older.id, [newer.id])[newer.id]
    return Hop(edge, older, newer, claims, tuple(together.values()), triggers_of(claims), delta, guides, named)


def _guides(graph: Graph, older: Node, newer: Node, at: Moment) -> tuple[Guide, ...]:
    """Pages that lead from the one to the other, guides before case studies, by id."""
    leaving = {edge.subject: edge for edge in graph.edges([older.id], [FROM], "in") if holds(edge, at)}
    arriving = {edge.subject: edge for edge in graph.edges([newer.id], [TO], "in") if holds(edge, at)}
    both = sorted(leaving.keys() & arriving.keys())
    if not both:
        return ()
    pages, held = graph.nodes(both), graph.properties(both, SHOWN)
    claims = graph.claims([*(leaving[id_] for id_ in both), *(arriving[id_] for id_ in both)])
    made = [
        Guide(
            pages[id_],
            tuple(
                sorted(
                    (one for one in held if one.node == id_ and one.state == "chosen"),
                    key=lambda one: SHOWN.index(one.name),
                )
            ),
            (*claims.get(leaving[id_].key, ()), *claims.get(arriving[id_].key, ())),
        )
        for id_ in both
    ]
    return tuple(sorted(made, key=lambda one: (one.node.kind != "guide", one.node.id)))


def _risks(hops: list[Hop], replacements: list[Edge], at: Moment) -> list[str]:
    """What of a way is itself out of use, or will be: middle steps, and the end where somebody asked for it."""
    told = []
    for place, hop in enumerate(hops):
        node, last = hop.newer, place == len(hops) - 1
        what = node.title if last else f"the middle step {node.title}"
        state = retired(node, at)
        after = [one for one in replacements if one.object == node.id and one.strength == "exact" and holds(one, at)]
        if state:
            told.append(f"{what} is itself retired ({node.retired}{_since(node)})")
        elif after:
            told.append(f"{what} is itself replaced by {', '.join(sorted(one.subject for one in after))}")
        elif state is None:
            told.append(f"cannot tell whether {what} was retired by {at.text}: it was retired on {node.retired_text}")
        elif undated(node, at):
            told.append(f"{what} is retired today ({node.retired}); nothing says since when")
        elif node.retired:
            told.append(f"{what} was retired later ({node.retired}{_since(node)})")
    return told


def _since(node: Node) -> str:
    return f", {node.retired_text}" if node.retired_text and node.retired_text not in node.retired else ""


def _rank(graph: Graph, way: Way) -> tuple[object, ...]:
    """As ``what-replaces`` ranks live ends."""
    last, first = way.hops[-1].newer, way.hops[0]
    tier = graph.vocabulary.tier(last.tier) if last.tier else None
    latest = first.edge.start[1] or 0
    return (not way.exact, tier[1] if tier else 99, len(way.hops), -len(first.claims), -latest, last.id, way.ids)


def _notes(node: Node, end: Node | None, today: Replacement, found: list[Path], ways: list[Way]) -> list[str]:
    notes = list(today.notes)
    named = {hop.newer.id: hop.newer for way in ways for hop in way.hops}
    notes += [f"{one.title} is known only from references" for one in named.values() if not one.defined]
    if end is not None and end.id == node.id:
        notes.append(f"{node.title} is both where the migration begins and where it ends")
    left_out = max((one.left_out for one in found), default=0)
    if left_out and end is not None:
        notes.append(
            f"{left_out} replacement(s) that did not, or not surely, hold at {today.at.text} were not followed"
        )
    return list(dict.fromkeys(notes))
