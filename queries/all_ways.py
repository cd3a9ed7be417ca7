"""All ways from A to B that pass no node twice: the first of them, and how many there are without listing them.

Counting such ways is hard where relations go round in circles (#P-hard), and easy where they do not. So a graph is cut
into its circles, which a way enters and leaves once each: between them ways are counted by adding up, inside of one they
are tried out, up to a bound. Where the bound is met the number is a lower one, and says so.
"""

from collections.abc import Iterable
from itertools import pairwise
from typing import NamedTuple

from queries.graph import Edge
from queries.moment import Moment, holds
from queries.ways import Course, Lead, Leading, Pair, Steps

#: How many steps are tried inside circles while counting, and while listing.
MOST_TRIED = 200_000


class AllWays(NamedTuple):
    """All ways between two nodes."""

    ways: tuple[tuple[str, ...], ...]
    """The first ones as ids, shortest first, then by id."""
    steps: tuple[tuple[Edge, ...], ...]
    """The edges of each, one a step."""
    total: int
    """How many there are in all; at least so many where ``exact`` is false."""
    exact: bool
    circle: int = 0
    """How many nodes the largest circle between the two has; 0 where none is."""
    broken_off: bool = False
    """Whether listing stopped before ``most`` ways were found, though there may be more."""
    left_out: int = 0
    """Edges met that did not hold, or may not have held."""

    @property
    def edges(self) -> Iterable[Edge]:
        """Every edge of the ways listed."""
        return {edge.key: edge for steps in self.steps for edge in steps}.values()


class _Region(NamedTuple):
    """Everything that lies on some walk from A to B."""

    begin: Pair
    following: dict[Pair, list[Pair]]
    goals: frozenset[Pair]
    left: dict[Pair, int]
    """How many steps it takes at least from here to a goal."""
    between: dict[tuple[str, str], list[Leading]]
    left_out: int = 0
    """Edges met that did not surely hold."""


def all_ways(
    course: Course,
    start: str,
    end: str,
    at: Moment,
    lead: Lead,
    most: int,
) -> AllWays:
    """Count all ways along edges that surely hold, and list at most ``most``."""
    region = _region(course, start, end, at, lead)
    if region.begin not in region.left:
        return AllWays((), (), 0, True, left_out=region.left_out)
    total, exact, circle = _total(region)
    ways, whole = _listed(region, most)
    steps = tuple(course.run([region.between[pair] for pair in pairwise(way)]) for way in ways)
    return AllWays(ways, steps, total, exact, circle, not whole, region.left_out)


def _region(course: Course, start: str, end: str, at: Moment, lead: Lead) -> _Region:
    """Search forward from A, then keep what leads to B. No way goes back to A or on from B."""
    begin: Pair = (start, course.start(start))
    if start == end:
        goals = frozenset([begin] if course.done(begin[1]) else [])
        return _Region(begin, {}, goals, dict.fromkeys(goals, 0), {})
    beside: dict[str, list[tuple[str, Steps]]] = {}
    between: dict[tuple[str, str], list[Leading]] = {}
    following: dict[Pair, list[Pair]] = {}
    left_out: set[int] = set()
    frontier = [begin]
    while frontier:
        fresh = dict.fromkeys(id_ for id_, _ in frontier if id_ not in beside)
        if fresh:
            met: dict[tuple[str, str], list[Leading]] = {}
            for one in lead(fresh):
                if not holds(one.edge, at):
                    left_out.add(one.edge.key)
                elif one.far != start and one.far != one.near:
                    met.setdefault((one.near, one.far), []).append(one)
            beside.update((id_, []) for id_ in fresh)
            between.update(met)
            for (near, far), leading in sorted(met.items()):
                beside[near].append((far, frozenset(one.step for one in leading)))
        new: dict[Pair, None] = {}
        for pair in frontier:
            out = following[pair] = []
            for far, steps in beside[pair[0]] if pair[0] != end else ():
                if (state := course.after(pair[1], steps, far)) is not None:
                    out.append((far, state))
                    new[far, state] = None
        frontier = [pair for pair in new if pair not in following]
    goals = frozenset(pair for pair in following if pair[0] == end and course.done(pair[1]))
    left = _left(following, goals)
    kept = {pair: [far for far in out if far in left] for pair, out in following.items() if pair in left}
    return _Region(begin, kept, goals, left, between, len(left_out))


def _left(following: dict[Pair, list[Pair]], goals: frozenset[Pair]) -> dict[Pair, int]:
    """How many steps it takes from each pair to a goal, for those from which one can be reached."""
    before: dict[Pair, list[Pair]] = {}
    for pair, out in following.items():
        for far in out:
            before.setdefault(far, []).append(pair)
    left = dict.fromkeys(goals, 0)
    frontier, steps = list(goals), 0
    while frontier:
        steps += 1
        frontier = list({pair: None for far in frontier for pair in before.get(far, ()) if pair not in left})
        left.update(dict.fromkeys(frontier, steps))
    return left


# ---- counting


def _total(region: _Region) -> tuple[int, bool, int]:
    """The number of ways, whether it is exact, and the size of the largest circle."""
    count: dict[Pair, int] = {region.begin: 1}
    pairs: dict[str, list[Pair]] = {}
    for pair in region.left:
        pairs.setdefault(pair[0], []).append(pair)
    exact, largest, tries = True, 0, MOST_TRIED
    for ring in _in_order(region):
        if len(ring) == 1:
            leaving = {pair: count[pair] for pair in pairs[ring[0]] if pair in count}
        else:
            largest = max(largest, len(ring))
            inside = frozenset(ring)
            entered = {pair: count[pair] for id_ in sorted(inside) for pair in sorted(pairs[id_]) if pair in count}
            leaving, tries = _through_ring(region, inside, entered, tries)
            exact = exact and tries > 0
        here = frozenset(ring)
        for pair, ways in leaving.items():
            for far in region.following[pair]:
                if far[0] not in here:
                    count[far] = count.get(far, 0) + ways
    return sum(count.get(pair, 0) for pair in region.goals), exact, largest


def _through_ring(
    region: _Region, ring: frozenset[str], entered: dict[Pair, int], tries: int
) -> tuple[dict[Pair, int], int]:
    """How many ways stand at each pair of a circle, having come in and passed no node of it twice."""
    leaving: dict[Pair, int] = {}
    for first, ways in entered.items():
        on_way = {first[0]}
        leaving[first] = leaving.get(first, 0) + ways
        waiting = [(first, iter(region.following[first]))]
        while waiting and tries > 0:
            pair, out = waiting[-1]
            far = next(out, None)
            if far is None:
                waiting.pop()
                on_way.discard(pair[0])
            elif far[0] in ring and far[0] not in on_way:
                tries -= 1
                leaving[far] = leaving.get(far, 0) + ways
                on_way.add(far[0])
                waiting.append((far, iter(region.following[far])))
    return leaving, tries


def _in_order(region: _Region) -> list[list[str]]:
    """The nodes, each circle together, in an order in which every step leads on or stays in its circle."""
    after: dict[str, set[str]] = {}
    for pair, out in region.following.items():
        after.setdefault(pair[0], set()).update(far[0] for far in out)
    waits = dict.fromkeys(after, 0)
    for out_ids in after.values():
        for id_ in out_ids:
            waits[id_] += 1
    order, ready = [], [id_ for id_, number in waits.items() if not number]
    while ready:
        id_ = ready.pop()
        order.append([id_])
        for far_id in after[id_]:
            waits[far_id] -= 1
            if not waits[far_id]:
                ready.append(far_id)
    if len(order) == len(after):
        return order
    import networkx as nx  # only where the relations go round in circles

    drawn: nx.DiGraph[str] = nx.DiGraph()
    drawn.add_nodes_from(after)
    drawn.add_edges_from((near, far) for near, out_ids in after.items() for far in out_ids)
    return [sorted(ring) for ring in reversed(list(nx.strongly_connected_components(drawn)))]


# ---- listing


def _listed(region: _Region, most: int) -> tuple[tuple[tuple[str, ...], ...], bool]:
    """The first ways, by length, then by id; and whether nothing was left untried.

    For each length in turn all ways of at most that length are tried: few, since the shorter ones are fewer than asked.
    """
    found: list[tuple[str, ...]] = []
    length: int | None = region.left[region.begin]
    tries = MOST_TRIED * 2 + most * 1_000
    while length is not None and len(found) < most:
        longer, tries = _of_length(region, length, most, found, tries)
        if tries <= 0:
            return tuple(found), False
        length = longer
    return tuple(found), True


def _of_length(
    region: _Region, length: int, most: int, found: list[tuple[str, ...]], tries: int
) -> tuple[int | None, int]:
    """Add the ways of exactly this length; gives the next length at which there may be one."""
    longer: int | None = None
    way, on_way = [region.begin[0]], {region.begin[0]}
    waiting = [(region.begin, iter(region.following.get(region.begin, ())))]
    if length == 0 and region.begin in region.goals:
        found.append((region.begin[0],))
    while waiting and len(found) < most and tries > 0:
        far = next(waiting[-1][1], None)
        if far is None:
            waiting.pop()
            on_way.discard(way.pop())
            continue
        least = len(way) + region.left[far]
        if far[0] in on_way:
            continue
        if least > length:
            longer = least if longer is None else min(longer, least)
            continue
        tries -= 1
        if far in region.goals:
            if len(way) == length:
                found.append((*way, far[0]))
            continue
        way.append(far[0])
        on_way.add(far[0])
        waiting.append((far, iter(region.following[far])))
    return longer, tries
