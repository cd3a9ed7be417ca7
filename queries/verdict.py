"""The verdict on "what replaces X": one of seven words, by three-valued logic over the edges reached from X.

What cannot be told of an edge or a node (it may or may not have held at the moment) is decided both ways: the verdict
stands where every way gives the same one, else it is ``cannot-tell`` and the answer names what would decide it.
"""

from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from queries.graph import Edge

REPLACED, PARTLY, CURRENT, RETIRED = "replaced", "partly-replaced", "current", "retired"
DEAD_END, CYCLE, CANNOT_TELL = "dead-end", "cycle", "cannot-tell"

#: Every verdict with the exit code of the command line.
EXIT_CODES = {REPLACED: 0, PARTLY: 0, CURRENT: 0, RETIRED: 0, DEAD_END: 0, CYCLE: 1, CANNOT_TELL: 3}

#: With more unknowns than this, not every world is tried (2 ** 10): the verdict is then ``cannot-tell``, unless what is
#: certain alone already says replaced.
MOST_UNKNOWNS = 10

#: How many members each group of replacements has, by (node replaced, name of the group).
Sizes = dict[tuple[str, str], int]


class Judgement(NamedTuple):
    """A verdict, and the unknowns that it hangs on (edge keys as ``int``, node ids as ``str``) where it cannot tell."""

    verdict: str
    open: tuple[int | str, ...] = ()
    possible: frozenset[str] = frozenset()
    """Which verdicts it may be, where it cannot tell."""

    def fits(self, wanted: Collection[str]) -> bool | None:
        """Whether it is one of some verdicts; None where that cannot be told."""
        if self.verdict in wanted:
            return True
        return None if self.possible & set(wanted) else False


def judge(
    root: str, edges: Iterable[Edge], holding: Mapping[int, bool | None], retired: Mapping[str, bool | None]
) -> Judgement:
    """Judge ``root`` by the replacements reached from it.

    ``edges`` are the exact and partial ``replaces`` edges met, ``holding`` says of each by key whether it holds,
    ``retired`` of each node by id whether it is retired by its own word. An edge that does not hold is not followed, but
    an ``all-of`` group that it belongs to is not complete without it.
    """
    edges = list(edges)
    sizes = group_sizes(edges)
    possible = [edge for edge in edges if holding[edge.key] is not False]
    unknown: list[int | str] = sorted(edge.key for edge in possible if holding[edge.key] is None)
    unknown += sorted(node for node, state in retired.items() if state is None)
    if len(unknown) > MOST_UNKNOWNS:
        sure = _surely_replaced(root, possible, holding, retired, sizes)
        return (
            Judgement(REPLACED)
            if sure
            else Judgement(CANNOT_TELL, tuple(unknown), frozenset(EXIT_CODES) - {CANNOT_TELL})
        )
    verdicts = [_in_world(root, possible, retired, unknown, sizes, world) for world in range(2 ** len(unknown))]
    if len(set(verdicts)) == 1:
        return Judgement(verdicts[0])
    decisive = [
        name
        for place, name in enumerate(unknown)
        if any(verdicts[world] != verdicts[world ^ (1 << place)] for world in range(len(verdicts)))
    ]
    return Judgement(CANNOT_TELL, tuple(decisive), frozenset(verdicts))


def _in_world(
    root: str,
    edges: list[Edge],
    retired: Mapping[str, bool | None],
    unknown: list[int | str],
    sizes: Sizes,
    world: int,
) -> str:
    """The verdict where the unknowns whose bit is set in ``world`` are true and the others false."""
    true = {name for place, name in enumerate(unknown) if world >> place & 1}
    false = set(unknown) - true
    held = [edge for edge in edges if edge.key not in false]
    return two_valued(root, held, {node for node, state in retired.items() if state or node in true}, sizes)


def _surely_replaced(
    root: str,
    edges: list[Edge],
    holding: Mapping[int, bool | None],
    retired: Mapping[str, bool | None],
    sizes: Sizes,
) -> bool:
    """Whether exact ways that surely hold lead to what is surely live: then every world says replaced."""
    possible, certain = by_older(edges), by_older(edge for edge in edges if holding[edge.key])
    doubtful = {node for node, state in retired.items() if state is not False}
    ends = {node for node in retired if node != root and is_live(node, possible, doubtful)}
    good = exactly_good(ends, certain, root, sizes)
    return any(all(edge.subject in good for edge in option) for option in exact_options(certain.get(root, []), sizes))


def two_valued(root: str, edges: list[Edge], retired: set[str], sizes: Sizes | None = None) -> str:
    """The verdict where everything is known: ``edges`` hold, the nodes of ``retired`` are retired by their own word.

    ``sizes`` tells how many members each group has in all; without it the groups are as large as ``edges`` shows them.
    """
    sizes = group_sizes(edges) if sizes is None else sizes
    successors = by_older(edges)
    reached = reach(root, successors)
    ends = {node for node in reached if node != root and is_live(node, successors, retired)}
    if ends:
        good = exactly_good(ends, successors, root, sizes)
        options = exact_options(successors.get(root, []), sizes)
        return REPLACED if any(all(edge.subject in good for edge in option) for option in options) else PARTLY
    if not successors.get(root):
        return RETIRED if root in retired else CURRENT
    return CYCLE if _has_cycle(root, successors) else DEAD_END


def by_older(edges: Iterable[Edge]) -> dict[str, list[Edge]]:
    """Replacements by the node that they replace."""
    found: dict[str, list[Edge]] = {}
    for edge in edges:
        found.setdefault(edge.object, []).append(edge)
    return found


def is_live(node: str, successors: Mapping[str, list[Edge]], retired: set[str]) -> bool:
    """Whether a node is in use: not retired by its own word, and nothing replaces it exactly."""
    return node not in retired and not any(edge.strength == "exact" for edge in successors.get(node, ()))


def group_sizes(edges: Iterable[Edge]) -> Sizes:
    """How many members each group has, by the node that it replaces and its name, whether they hold or not."""
    sizes: Sizes = {}
    for edge in edges:
        if group := group_of(edge):
            sizes[edge.object, group] = sizes.get((edge.object, group), 0) + 1
    return sizes


def exact_options(edges: Iterable[Edge], sizes: Sizes) -> list[list[Edge]]:
    """Ways to be replaced exactly: one edge each, or all the edges of an ``all-of`` group together.

    A group with a partial member, or of which a member is missing, is no exact way.
    """
    options: list[list[Edge]] = []
    together: dict[tuple[str, str], list[Edge]] = {}
    for edge in edges:
        group = group_of(edge)
        if group.startswith("all-of"):
            together.setdefault((edge.object, group), []).append(edge)
        elif edge.strength == "exact":
            options.append([edge])
    for name, option in together.items():
        if len(option) == sizes.get(name, len(option)) and all(edge.strength == "exact" for edge in option):
            options.append(option)
    return options


def group_of(edge: Edge) -> str:
    """The group that an edge stands in (``any-of``, ``all-of``, with a name where a node has several), or nothing."""
    return str(edge.details().get("group", "")) if '"group"' in edge.detail else ""


def exactly_good(ends: set[str], successors: Mapping[str, list[Edge]], root: str, sizes: Sizes) -> set[str]:
    """The nodes from which some exact way leads to a live end: the least set closed under exact options."""
    owner: list[str] = []
    missing: list[int] = []
    options_with: dict[str, list[int]] = {}
    for node, edges in successors.items():
        for option in exact_options(edges, sizes) if node != root else ():
            for member in {edge.subject for edge in option}:
                options_with.setdefault(member, []).append(len(owner))
            owner.append(node)
            missing.append(len({edge.subject for edge in option}))
    good, waiting = set(ends), sorted(ends)
    while waiting:
        for option_number in options_with.get(waiting.pop(), ()):
            missing[option_number] -= 1
            node = owner[option_number]
            if not missing[option_number] and node not in good:
                good.add(node)
                waiting.append(node)
    return good


def reach(root: str, successors: Mapping[str, list[Edge]]) -> dict[str, int]:
    """Every node that can be reached from ``root``, with its distance in hops; ``root`` itself only if a circle leads back."""
    depths: dict[str, int] = {}
    frontier, depth = [root], 0
    while frontier:
        depth += 1
        found = {edge.subject for node in frontier for edge in successors.get(node, ())}
        frontier = sorted(id_ for id_ in found if id_ not in depths)
        depths.update(dict.fromkeys(frontier, depth))
    return depths


def _has_cycle(root: str, successors: Mapping[str, list[Edge]]) -> bool:
    """Whether a circle can be reached: some node cannot be taken away by removing ends again and again."""
    left = {root, *reach(root, successors)}
    out = {node: {edge.subject for edge in successors.get(node, ())} for node in left}
    into: dict[str, list[str]] = {node: [] for node in left}
    for node, targets in out.items():
        for target in targets:
            into[target].append(node)
    ends = [node for node, targets in out.items() if not targets]
    while ends:
        end = ends.pop()
        left.discard(end)
        for node in into[end]:
            out[node].discard(end)
            if not out[node]:
                ends.append(node)
    return bool(left)
