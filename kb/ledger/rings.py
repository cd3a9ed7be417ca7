"""Circles in the lineage: found by taking away ends first, so that a clean catalogue costs one pass."""

from collections.abc import Collection


def rings(edges: Collection[tuple[str, str]]) -> list[list[str]]:
    """One shortest circle (its first node again at its end) for each knot of edges that go round, by id.

    >>> rings([("a", "b"), ("b", "a"), ("b", "c")])
    [['a', 'b', 'a']]
    """
    left = _trimmed(edges)
    if not left:
        return []
    import networkx as nx  # costs 0.1 s; needed only when the sources contradict themselves

    graph = nx.DiGraph(sorted(left))
    found = []
    for knot in sorted(map(sorted, nx.strongly_connected_components(graph))):
        if len(knot) > 1:
            inside = graph.subgraph(knot)
            ways = [[knot[0], *nx.shortest_path(inside, after, knot[0])] for after in sorted(inside[knot[0]])]
            found.append(min(ways, key=lambda way: (len(way), way)))
    return found


def _trimmed(edges: Collection[tuple[str, str]]) -> set[tuple[str, str]]:
    """The edges that remain when every edge that leads to a dead end is taken away again and again."""
    onward: dict[str, int] = {}
    into: dict[str, list[str]] = {}
    for old, new in edges:
        onward[old] = onward.get(old, 0) + 1
        into.setdefault(new, []).append(old)
    ends = [node for node in into if node not in onward]
    left = len(onward)
    while ends:
        for old in into.pop(ends.pop(), ()):
            onward[old] -= 1
            if not onward[old]:
                left -= 1
                ends.append(old)
    return {edge for edge in edges if onward[edge[0]] and onward.get(edge[1])} if left else set()
