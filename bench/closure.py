"""Everything that an entry descends from, and everything that descends from it, against networkx in memory."""

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import Any

import networkx

from bench.generate import catalogue, edges, name_of
from bench.measuring import Measure, clocked, in_turn
from bench.tables import HEAD, rows, seconds
from kb import api

NODES = 10_000
ROUNDS = 9
#: What each shape is, in words.
SHAPES = {
    "lineage": "each evolved from two of the two hundred before it",
    "line": "each evolved from the one before it, so that there are as many hops as entries: the worst case",
}


def measure(folder: Path) -> str:
    """Both shapes, one after the other."""
    return "\n\n".join(_shape(shape, folder) for shape in SHAPES)


def _shape(shape: str, folder: Path) -> str:
    """The table of one shape: from the newest entry back, and from the oldest forth."""
    path = catalogue(shape, NODES, folder)
    lineage = edges(shape, NODES)
    began = perf_counter()
    graph = networkx.DiGraph(lineage)
    built = perf_counter() - began
    with api.open(path) as opened:
        back, reached_back = _compared("ancestors", opened.ancestors, graph, name_of(NODES - 1))
        forth, reached_forth = _compared("descendants", opened.descendants, graph.reverse(), name_of(0))
    return "\n\n".join(
        [
            f"**{NODES:,} entries, {len(lineage):,} edges; {SHAPES[shape]}.** {ROUNDS} runs each.",
            "\n".join([HEAD, *back, *forth]),
            (
                f"Both give the same entries with the same distances: {reached_back} back, {reached_forth} forth. "
                f"Building networkx's graph in memory took {seconds(built)}, once and before."
            ),
        ]
    )


def _compared(
    which: str, ask: Callable[[str], Any], graph: "networkx.DiGraph[str]", start: str
) -> tuple[list[str], str]:
    """The lines of one direction and what was reached, once both answers are known to be equal."""
    theirs: Callable[[], Mapping[str, int]] = partial(networkx.single_source_shortest_path_length, graph, start)
    found = dict(ask(start).depths)
    if {start: 0, **found} != dict(theirs()):
        raise RuntimeError(f"the {which} of {start} are not those that networkx finds")
    peer = f"networkx, {which}"
    figures = in_turn({peer: clocked(theirs), f"`kb`, {which}": clocked(partial(ask, start))}, ROUNDS)
    return rows(figures, peer), f"{len(found):,} entries at most {max(found.values()):,} hops away"


MEASURE = Measure("closure", "ancestors and descendants of a large lineage", measure)
