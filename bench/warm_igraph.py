"""Run by the peers' Python: times igraph's closure within one process. ``warm_igraph.py EDGES START MODE ROUNDS``.

Prints JSON: the seconds of each run, and the distances that it found.
"""

import json
import sys
from pathlib import Path
from time import perf_counter


def main() -> None:
    """Read edges as pairs of names, build the graph, and measure."""
    import igraph  # type: ignore[import-not-found]  # only the peers have it

    path, start, mode, rounds = sys.argv[1:]
    graph = igraph.Graph.TupleList(json.loads(Path(path).read_text(encoding="utf-8")), directed=True)
    number, names, times = graph.vs.find(start).index, graph.vs["name"], []
    found: dict[str, int] = {}
    for _ in range(int(rounds) + 1):
        began = perf_counter()
        distances = graph.distances(number, mode=mode)[0]
        found = {name: int(hops) for name, hops in zip(names, distances, strict=True) if hops != float("inf")}
        times.append(perf_counter() - began)
    print(json.dumps([times[1:], found]))


if __name__ == "__main__":
    main()
