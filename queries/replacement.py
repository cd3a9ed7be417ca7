"""What replaces X: follow ``replaces`` to the end of every chain, and say what is live there.

The walk goes through exact and partial replacements, past live nodes, to the end; what the sources only suggest
(``consider``) is listed apart. The verdict's seven words are explained in ``queries.verdict``.
"""

from collections.abc import Iterable
from typing import NamedTuple

from ontology.claim import DENIED, Claim
from ontology.vocabulary import Vocabulary
from queries.answers import GUIDE, LEANS_ON, Dispute, Trigger, disputes_among, guides_of, text_of, triggers_of
from queries.capabilities import Delta, deltas
from queries.graph import Edge, Graph, Held, Node
from queries.moment import Moment, begun, holds, retired, undated
from queries.names import the_node
from queries.observed import as_it_was
from queries.routes import Route, routes
from queries.verdict import CANNOT_TELL, by_older, group_sizes, is_live, judge
from queries.walk import Walk, counts, walk

RELATION = "replaces"
DESCENT = "evolved-from"


class LiveEnd(NamedTuple):
    """A node in use at the end of a chain, and the way to it."""

    node: Node
    exact: bool
    """Whether the way is made of exact replacements only (each all-of group complete)."""
    path: tuple[str, ...]
    """Ids from the node that was asked about to this one."""
    steps: tuple[Edge, ...]
    """One edge a hop."""
    past: tuple[Node, ...]
    """Retired nodes on the way."""
    sure: bool = True
    """False where a missing or coarse date leaves open whether it had been replaced in turn."""
    delta: Delta = Delta()

    @property
    def since(self) -> str:
        """Since when the whole way has been there: the date of the step that began last, as EDTF; empty for unknown."""
        last = max(self.steps, key=lambda edge: edge.start[1] or 0)
        details = last.details()
        return str(details.get("since", details.get("start-of", "")))


class Replacement(NamedTuple):
    """The answer to "what replaces X" at a moment."""

    node: Node
    at: Moment
    verdict: str
    live: tuple[LiveEnd, ...]
    """Best first: exact before partial, then by tier, hops, number of sources, latest date and id."""
    direct: tuple[Edge, ...]
    consider: tuple[Edge, ...]
    evolved: tuple[Edge, ...]
    """What descends from the node by evolution and is not among its live ends: it did not take over."""
    reasons: dict[str, str]
    """Why those of ``evolved`` that are retired were retired, by id."""
    all: tuple[str, ...]
    """Everything reached, nearest first."""
    terminal: tuple[str, ...]
    """Reached, with nothing after it, whatever its state."""
    nodes: dict[str, Node]
    """Every node that the answer names."""
    claims: dict[int, tuple[Claim, ...]]
    """Who says each edge that the answer shows, by the edge's key."""
    triggers: tuple[Trigger, ...]
    guides: tuple[tuple[str, str], ...]
    """Migration guides as (text, where it says so)."""
    disputes: tuple[Dispute, ...]
    notes: tuple[str, ...]
    """Sentences: what the verdict rests on that is not certain, and what would decide it."""


def what_replaces(graph: Graph, name: str, at: Moment) -> Replacement:
    """Answer "what replaces ``name``" at a moment. Raises ``UnknownName`` and ``AmbiguousName``."""
    node = the_node(graph, name)
    first = graph.edges([node.id], [RELATION, DESCENT], "in")
    newer = [edge for edge in first if edge.relation == RELATION]
    met = walk(graph, [node.id], [RELATION], "in", at, keep=_followed, through_unsure=True, first=newer)
    consider = _by_newer(edge for edge in newer if edge.strength == "consider" and holds(edge, at))
    nodes = as_it_was(graph, graph.nodes([node.id, *met.depths, *(edge.subject for edge in consider)]).values(), at)
    node = nodes[node.id]
    state = {id_: retired(nodes[id_], at) for id_ in (node.id, *met.depths)}
    seen = (*met.edges, *met.left_out)
    judged = judge(node.id, seen, {edge.key: holds(edge, at) for edge in seen}, state)
    if begun(node, at) is False:
        verdict, notes = CANNOT_TELL, [f"{node.title} was introduced in {node.introduced}, after {at.text}"]
    else:
        verdict, notes = judged.verdict, _open_points(judged.open, met, nodes, at)
    sure = tuple(edge for edge in met.edges if holds(edge, at))
    ways = routes(node.id, sure, {id_ for id_, gone in state.items() if gone}, group_sizes(seen))
    maybe = {edge.object for edge in met.unsure if edge.strength == "exact"}
    unsure = {id_ for id_, gone in state.items() if gone is None} | maybe
    ends = _live_ends(node, ways, nodes, unsure, state, deltas(graph, node.id, sorted(ways.ends)))
    direct = _by_newer(edge for edge in sure if edge.object == node.id)
    advised = {edge.subject for edge in (*direct, *consider)} | ways.ends.keys()
    evolved = _by_newer(e for e in first if e.relation == DESCENT and _descends(e, at) and e.subject not in advised)
    nodes |= graph.nodes([edge.subject for edge in evolved])
    steps = {edge.key: edge for end in ends for edge in end.steps}
    claims = graph.claims([*steps.values(), *direct, *consider, *evolved])
    live = _ranked(ends, graph.vocabulary, claims)
    shown = {edge.key: edge for edge in (*(edge for end in live for edge in end.steps), *direct, *consider)}
    named = [nodes[id_] for id_ in dict.fromkeys((node.id, *(id_ for end in live for id_ in end.path)))]
    held = graph.properties([one.id for one in named], (*LEANS_ON, GUIDE, DENIED))
    reached = ways.depths
    after = by_older(sure)
    return Replacement(
        node,
        at,
        verdict,
        live,
        direct,
        consider,
        evolved,
        _reasons(graph, [nodes[edge.subject] for edge in evolved]),
        tuple(sorted(reached, key=lambda id_: (reached[id_], id_))),
        tuple(sorted(id_ for id_ in reached if not after.get(id_))),
        nodes,
        claims,
        triggers_of(claim for key in shown for claim in claims.get(key, ())),
        guides_of(node, held, shown.values(), claims),
        disputes_among(held, named, shown.values(), claims),
        (*notes, *_remarks(node, live, met, state, at), *_denials(node, held)),
    )


def _by_newer(edges: Iterable[Edge]) -> tuple[Edge, ...]:
    return tuple(sorted(edges, key=lambda edge: edge.subject))


def _descends(edge: Edge, at: Moment) -> bool:
    return counts(edge) and bool(holds(edge, at))


def _denials(node: Node, held: Iterable[Held]) -> list[str]:
    """What the sources say of the node and somebody denied."""
    return [
        f"'{node.title} {text_of(one.value)}' is said, and denied ({one.claim.source})"
        for one in held
        if one.name == DENIED and one.node == node.id
    ]


def _reasons(graph: Graph, nodes: list[Node]) -> dict[str, str]:
    """Why the retired ones among some nodes were retired."""
    gone = [node.id for node in nodes if node.retired]
    reasons: dict[str, str] = {}
    for held in graph.properties(gone, ["deprecation-reason"]) if gone else ():
        if held.state == "chosen":
            reasons.setdefault(held.node, str(held.value))
    return reasons


def _followed(edge: Edge) -> bool:
    return edge.strength != "consider"


def _live_ends(
    node: Node,
    ways: Route,
    nodes: dict[str, Node],
    unsure: set[str],
    state: dict[str, bool | None],
    delta: dict[str, Delta],
) -> list[LiveEnd]:
    """The live ends with their paths."""
    ends = []
    for id_, (steps, exact) in ways.ends.items():
        path = (node.id, *(edge.subject for edge in steps))
        past = tuple(
            nodes[middle] for middle in path[1:-1] if state[middle] or not is_live(middle, ways.successors, set())
        )
        ends.append(LiveEnd(nodes[id_], exact, path, steps, past, id_ not in unsure, delta[id_]))
    return ends


def _ranked(ends: list[LiveEnd], vocabulary: Vocabulary, claims: dict[int, tuple[Claim, ...]]) -> tuple[LiveEnd, ...]:
    """The live ends, best first."""

    def rank(end: LiveEnd) -> tuple[object, ...]:
        tier = vocabulary.tier(end.node.tier) if end.node.tier else None
        latest = end.steps[0].start[1] or 0
        voices = len(claims.get(end.steps[0].key, ()))
        return (not end.exact, tier[1] if tier else 99, len(end.steps), -voices, -latest, end.node.id)

    return tuple(sorted(ends, key=rank))


def _open_points(open_: tuple[int | str, ...], met: Walk, nodes: dict[str, Node], at: Moment) -> list[str]:
    """A sentence for each missing date that the verdict hangs on."""
    edges = {edge.key: edge for edge in met.edges}
    sentences = []
    for name in open_:
        if isinstance(name, str):
            when = nodes[name].retired_text or "an unknown date"
            sentences.append(f"whether {nodes[name].title} was retired by {at.text} is open: it was retired on {when}")
            continue
        edge = edges[name]
        newer, older = nodes[edge.subject].title, nodes[edge.object].title
        known = edge.details().get("since") or nodes[edge.subject].introduced
        reason = f"it is dated {known} only" if known else f"neither the statement nor {newer} has a date"
        sentences.append(f"whether {newer} replaced {older} by {at.text} is open: {reason}")
    return sentences


def _remarks(node: Node, live: tuple[LiveEnd, ...], met: Walk, state: dict[str, bool | None], at: Moment) -> list[str]:
    """What a reader should know of the answer: undated retirements, and what the moment leaves out."""
    remarks = [
        f"{one.title} is retired today ({one.retired}), but nothing says since when"
        for one in dict.fromkeys((node, *(end.node for end in live)))
        if undated(one, at)
    ]
    if node.retired and state[node.id] is False and not undated(node, at):
        remarks.append(f"{node.title} is retired today ({node.retired}): since {node.retired_text}")
    if node.retired and not undated(node, at) and state[node.id] and node.retired_on == (None, None):
        remarks.append(f"{node.title} is retired ({node.retired}); nothing says since when")
    if at.given and met.left_out:
        ends = sorted({f"{edge.subject} → {edge.object}" for edge in met.left_out})
        remarks.append(f"not true at {at.text}, so left out: {len(ends)} replacement(s), new → old: {', '.join(ends)}")
    return remarks
