"""The capability delta of a replacement: what is kept, gained and lost. Replacement never implies equivalence."""

from typing import NamedTuple

from queries.graph import Graph


class Delta(NamedTuple):
    """Titles of capabilities: of both (``kept``), of the newer only (``gained``), of the older only (``lost``)."""

    kept: tuple[str, ...] = ()
    gained: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()


def deltas(graph: Graph, old: str, new: list[str]) -> dict[str, Delta]:
    """Compare what ``old`` provides, includes and enables with each node of ``new``: two store calls in all.

    A node that states no capability at all gives an empty delta: nothing is said, so nothing was lost.
    """
    relations = graph.vocabulary.names_of(capability=True)
    has: dict[str, set[str]] = {id_: set() for id_ in (old, *new)}
    if new:
        for edge in graph.edges([old, *new], relations, "out"):
            has[edge.subject].add(edge.object)
    titles = {id_: node.title for id_, node in graph.nodes(sorted(set().union(*has.values()))).items()}

    def named(ids: set[str]) -> tuple[str, ...]:
        return tuple(sorted(titles.get(id_, id_) for id_ in ids))

    before = has[old]
    return {
        id_: Delta(named(before & has[id_]), named(has[id_] - before), named(before - has[id_]))
        if before and has[id_]
        else Delta()
        for id_ in new
    }
