"""One generated lineage through each of our stores, and through others' libraries and databases, on the same questions."""

import json
import os
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any, NamedTuple

from bench.generate import FAMILY, SHAPES, claims, name_of
from bench.measuring import Figure, Measure
from bench.peers import peers
from bench.processes import PYTHON
from bench.tables import digits, exponent, seconds, span
from tests.engines.server import Server, available, running

ROOT = Path(__file__).resolve().parent.parent
#: Entries, with about six statements and three edges each, and how often each question is asked; the first time does not count.
SIZES = {1_000: 7, 10_000: 5, 100_000: 3}
#: A server is filled over a socket, in transactions: more than this takes longer than all the rest.
MOST_ON_SERVER = 10_000
#: So many point questions are one run, which gives their mean.
POINTS = 20

PEER = "networkx"
#: What is shown for each contestant, and how it is started. Ours first; memory and server are filled from the file.
OURS = {"sqlite": "`kb`, a file (SQLite)", "memory": "`kb`, in memory", "neo4j": "`kb`, on a server (Neo4j)"}
OTHERS = {"networkx": "networkx", "igraph": "igraph", "kuzu": "Kuzu", "oxigraph": "Oxigraph"}
SHOWN = {"point": "ends of replacements", "closure": "ancestors", "path": "a path", "common": "common ancestors"}


class Contender:
    """One contestant's process, with what it said of itself."""

    def __init__(self, name: str, argv: Sequence[str], folder: Path) -> None:
        """Start it and wait until it has loaded."""
        self.name = name
        env = {**os.environ, "XDG_CACHE_HOME": str(folder / "cache"), "PYTHONPATH": str(ROOT)}
        self._process = subprocess.Popen(
            argv, cwd=ROOT, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
        )
        loaded = self._hear()
        self.load, self.knows_lengths = float(loaded["load"]), bool(loaded["path"])
        self.memory = 0.0

    def ask(self, question: str, names: list[list[str]]) -> tuple[float, list[str]]:
        """Seconds for each, and digests of the answers."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps({"ask": question, "with": names}) + "\n")
        self._process.stdin.flush()
        heard = self._hear()
        self.memory = float(heard["memory"])
        return float(heard["seconds"]), list(heard["answers"])

    def end(self) -> None:
        """Let it go."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait()

    def _hear(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"{self.name} ended without an answer")
        heard: dict[str, Any] = json.loads(line)
        return heard


class Result(NamedTuple):
    """What one contestant took at one size."""

    load: float
    memory: float
    taken: dict[str, Figure]


def measure(folder: Path) -> str:
    """All sizes, one after the other; all contestants of a size by turns."""
    programs, why = peers()
    results: dict[str, dict[int, Result]] = {}
    parts = []
    with ExitStack() as stack:
        made = Server(folder / "neo4j", quick=False)
        server = stack.enter_context(running(made, folder / "cache")) if available() else None
        for size, rounds in SIZES.items():
            here = folder / str(size)
            here.mkdir()
            found = _contest(size, rounds, here, programs, server)
            for name, result in found.items():
                results.setdefault(name, {})[size] = result
            parts.append(f"**{size:,} entries**, {rounds} runs each.\n\n{_table(found)}")
    missing = [f"The others could not be installed: {why}."] if programs is None else []
    missing += [] if server else ["No Neo4j server is here (`make test` fetches one)."]
    return "\n\n".join([*parts, _growth(results), *missing])


def _contest(size: int, rounds: int, folder: Path, programs: Path | None, server: Server | None) -> dict[str, Result]:
    """Load everywhere, ask everywhere by turns, and compare the answers of each round."""
    rows = list(SHAPES["grown"](size))
    edges = [[str(row[0]), str(row[1]), str(row[2])] for row in rows if row[0] != "entry"]
    (folder / "claims.jsonl").write_text("".join(claims(rows)), encoding="utf-8")
    (folder / "edges.json").write_text(json.dumps(edges), encoding="utf-8")
    oldest = _ancestor_near(edges, name_of(size - 1), size // 2)
    with ExitStack() as stack:
        contenders = []
        for name, argv in _started(size, folder, programs, server):
            contender = Contender(name, argv, folder)
            stack.callback(contender.end)
            contenders.append(contender)
        taken: dict[str, dict[str, list[float]]] = {
            one.name: {question: [] for question in SHOWN} for one in contenders
        }
        for round_ in range(rounds + 1):
            for question, names in _questions(size, round_, oldest).items():
                answers: dict[str, list[str]] = {}
                for one in contenders:
                    if question == "path" and not one.knows_lengths:
                        continue
                    needed, answers[one.name] = one.ask(question, names)
                    if round_:
                        taken[one.name][question].append(needed)
                _same(question, answers)
        return {
            one.name: Result(
                one.load,
                one.memory,
                {question: Figure(tuple(runs)) for question, runs in taken[one.name].items() if runs},
            )
            for one in contenders
        }


def _started(size: int, folder: Path, programs: Path | None, server: Server | None) -> Iterator[tuple[str, list[str]]]:
    for name in OURS:
        rest = []
        if name == "neo4j":
            if server is None or size > MOST_ON_SERVER:
                continue
            rest = [server.uri, str(server.process)]
        yield name, [PYTHON, "-m", "bench.contest.stores", name, str(folder), *rest]
    for name in OTHERS if programs is not None else ():
        yield name, [str(programs / "python"), "-m", "bench.contest.others", name, str(folder)]  # type: ignore[operator]


def _questions(size: int, round_: int, oldest: str) -> dict[str, list[list[str]]]:
    """What is asked in one round; point questions are about other families each time."""
    families = size // FAMILY
    step = max(families // (POINTS + 1), 1)
    starts = [[name_of((round_ + place * step) % families * FAMILY)] for place in range(POINTS)]
    newest, beside = name_of(size - 1), name_of(size - 2 - round_)
    return {"point": starts, "closure": [[newest]], "path": [[newest, oldest]], "common": [[newest, beside]]}


def _same(question: str, answers: dict[str, list[str]]) -> None:
    """Raise unless all contestants gave one answer: the time of a wrong one says nothing."""
    if len(set(map(tuple, answers.values()))) != 1:
        raise RuntimeError(f"answers to '{question}' differ: {answers}")


def _ancestor_near(edges: list[list[str]], start: str, number: int) -> str:
    """The first entry from ``number`` on that ``start`` descends from."""
    older: dict[str, list[str]] = {}
    for _, new, old in edges:
        older.setdefault(new, []).append(old)
    reached, frontier = {start}, [start]
    while frontier:
        found = {old for new in frontier for old in older.get(new, ())} - reached
        reached |= found
        frontier = sorted(found)
    return next(name for name in map(name_of, range(number, number * 2)) if name in reached)


def _table(found: dict[str, Result]) -> str:
    """A line a contestant: load, memory, and each question beside the peer's."""
    lines = [f"| | load | memory | {' | '.join(SHOWN.values())} |", f"|---|--:|--:|{'--:|' * len(SHOWN)}"]
    for name, result in found.items():
        cells = []
        for question in SHOWN:
            figure = result.taken.get(question)
            ratio = figure.over(found[PEER].taken[question]) if figure and PEER in found else None
            more = f" · {digits(ratio.median)} ({span(ratio)})" if ratio and name != PEER else ""
            cells.append(f"{seconds(figure.median)}{more}" if figure else "—")
        label = {**OURS, **OTHERS}[name] + (" (peer)" if name == PEER else "")
        lines.append(f"| {label} | {seconds(result.load)} | {result.memory:,.0f} MB | {' | '.join(cells)} |")
    return "\n".join(lines)


def _growth(results: dict[str, dict[int, Result]]) -> str:
    """How each question grows, by contestant."""
    lines = [f"| exponent | load | memory | {' | '.join(SHOWN.values())} |", f"|---|--:|--:|{'--:|' * len(SHOWN)}"]
    for name, by_size in results.items():
        if len(by_size) < 2:
            continue
        sizes = list(by_size)
        series = [[one.load for one in by_size.values()], [one.memory for one in by_size.values()]]
        cells = [f"{exponent(sizes, values):.2f}" for values in series]
        for question in SHOWN:
            figures = [one.taken.get(question) for one in by_size.values()]
            known = [figure.median for figure in figures if figure]
            cells.append(f"{exponent(sizes, known):.2f}" if len(known) == len(sizes) else "—")
        lines.append(f"| {({**OURS, **OTHERS})[name]} | {' | '.join(cells)} |")
    return "\n".join(lines)


MEASURE = Measure("stores", "one lineage through each store, beside networkx, igraph, Kuzu and Oxigraph", measure)
