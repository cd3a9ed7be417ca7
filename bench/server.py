"""The same catalogue in a file and on a Neo4j server of this machine: how long a push takes, and what each question costs."""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from time import perf_counter

from bench.asking import costs
from bench.contest.serving import memory_of
from bench.generate import SHAPES, claims
from bench.measuring import Measure
from bench.tables import exponent, seconds
from kb.loading import load
from kb.store.server.address import parse
from kb.store.server.graph import Neo4jGraph
from kb.store.server.link import Link
from kb.store.server.push import push
from kb.store.sqlite import SqliteGraph
from tests.engines.server import Server, available, running

#: So many claims each; an entry has close to six.
SIZES = (1_000, 10_000, 100_000)
ROUNDS = 5
#: What no server answers.
FILES_ONLY = ("search", "diff")


def measure(folder: Path) -> str:
    """Every size: loaded, pushed, pushed again; then, once the server is warm, each question on both."""
    if not available():
        raise RuntimeError(
            "no Neo4j server is here; scripts/system-setup.sh fetches one where there is Java 17 and Maven"
        )
    pushes = ["| claims | entries | first push | pieces a second | again, nothing changed | memory of the server |"]
    pushes.append("|--:|--:|--:|--:|--:|--:|")
    here: dict[str, list[float]] = {}
    there: dict[str, list[float]] = {}
    trips: dict[str, int] = {}
    entries: dict[int, int] = {}
    with running(Server(folder / "neo4j", quick=False), folder / "cache") as server:
        for size in SIZES:
            entries[size], line = _pushed(folder, size, server)
            pushes.append(line)
        for size in (SIZES[0], *SIZES):  # the first time warms the server up, and is not shown
            for name, taken, times in _asked(f"{server.uri}/size-{size}", entries[size]):
                there.setdefault(name, []).append(taken)
                trips[name] = times
        for size in SIZES:
            with SqliteGraph(str(folder / f"{size}.kb")) as file:
                for name, taken, _ in costs(file, entries[size], ROUNDS, 1, leave_out=FILES_ONLY):
                    here.setdefault(name, []).append(taken)
    head = (
        f"| | round trips | {' | '.join(f'{size:,}' for size in SIZES)} | exponent | file, {SIZES[-1]:,} | exponent |"
    )
    table = [head, f"|---|{'--:|' * (len(SIZES) + 4)}"]
    for name, taken_there in there.items():
        cells = " | ".join(map(seconds, taken_there[1:]))
        growth = exponent([*entries.values()], taken_there[1:])
        of_file = exponent([*entries.values()], here[name])
        table.append(f"| {name} | {trips[name]} | {cells} | {growth:.2f} | {seconds(here[name][-1])} | {of_file:.2f} |")
    return "\n\n".join(["\n".join(pushes), "\n".join(table)])


def _pushed(folder: Path, size: int, server: Server) -> tuple[int, str]:
    """Load so many claims and push them, twice; how many entries there are, and a line of the table."""
    source, path = folder / f"{size}.jsonl", folder / f"{size}.kb"
    source.write_text("".join(islice(claims(SHAPES["families"](size)), size + 1)), encoding="utf-8")
    load([str(source)], str(path))
    link = Link(parse(server.uri))
    with SqliteGraph(str(path)) as file:
        began = perf_counter()
        done = push(file, link, f"size-{size}")
        first, began = perf_counter() - began, perf_counter()
        push(file, link, f"size-{size}")
        again = perf_counter() - began
    link.close()
    pieces, number = sum(done.there.values()), done.there["entries"]
    return number, (
        f"| {size:,} | {number:,} | {seconds(first)} | {pieces / first:,.0f} | {seconds(again)} |"
        f" {memory_of(server.process):,.0f} MB |"
    )


def _asked(address: str, entries: int) -> Iterator[tuple[str, float, int]]:
    """Each question of one size: seconds, and round trips."""
    with Neo4jGraph(address) as graph:
        before = graph.link.trips
        for name, taken, times in costs(graph, entries, ROUNDS, 1, leave_out=FILES_ONLY):
            yield name, taken, (graph.link.trips - before) // times
            before = graph.link.trips


MEASURE = Measure("server", "a push, and each question on a Neo4j server as a catalogue grows", measure, "scaling.md")
