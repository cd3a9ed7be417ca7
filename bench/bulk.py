"""A million claims as JSON Lines into a file: how fast, in how much memory, and what a question then costs as it grows."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import NamedTuple

from bench.asking import costs
from bench.generate import FAMILY, SHAPES, claims, name_of
from bench.measuring import Measure
from bench.processes import PYTHON, program
from bench.tables import aim, digits, exponent, seconds
from kb import api

#: So many claims each; an entry of the generated families has close to six.
SIZES = (1_000, 10_000, 100_000, 1_000_000)
ROUNDS = 9
#: What is shown beside the questions of ``bench.asking``.
POINT, WHOLE = "`catalogue.what_replaces`, in Python", "`kb what-replaces`, a whole command"

#: The peer: Python's JSON reader and SQLite, with one table, no index, and nothing understood of what is read.
_PEER = """
import json, sqlite3, sys
made = sqlite3.connect(sys.argv[2])
made.execute("CREATE TABLE claim(subject, predicate, object, value, qualifiers)")
with open(sys.argv[1], encoding="utf-8") as file:
    rows = (json.loads(line) for line in file)
    made.executemany(
        "INSERT INTO claim VALUES(?,?,?,?,?)",
        (
            (one.get("subject"), one.get("predicate"), one.get("object"), str(one.get("value")), str(one.get("qualifiers")))
            for one in rows
        ),
    )
made.commit()
"""


class Load(NamedTuple):
    """One program's run: seconds, and the most memory that it held, in MB."""

    taken: float
    memory: float


def measure(folder: Path) -> str:
    """Every size: loaded, beside the peer; then each question on each."""
    lines = [
        "| claims | `kb load` | claims a second | memory | peer | times the peer |",
        "|--:|--:|--:|--:|--:|--:|",
    ]
    grown: dict[str, list[float]] = {}
    aims = []
    entries = []
    for size in SIZES:
        source, path = folder / f"{size}.jsonl", folder / f"{size}.kb"
        source.write_text("".join(islice(claims(SHAPES["families"](size)), size + 1)), encoding="utf-8")
        peer = _run([PYTHON, "-c", _PEER, str(source), str(folder / f"{size}.sqlite")], folder)
        mine = _run([program("kb"), "load", str(source), "--kb", str(path), "--quiet"], folder)
        lines.append(
            f"| {size:,} | {seconds(mine.taken)} | {size / mine.taken:,.0f} | {mine.memory:,.0f} MB |"
            f" {seconds(peer.taken)} | {digits(mine.taken / peer.taken)} |"
        )
        entries.append(size / 5.8)
        for name, each in _questions(str(path), int(size / 5.8)):
            grown.setdefault(name, []).append(each)
        cold = median(
            _run([program("kb"), "what-replaces", name_of(0), "--kb", str(path), "--quiet"], folder).taken
            for _ in range(5)
        )
        grown.setdefault(WHOLE, []).append(cold)
        if size == SIZES[-1]:
            aims.append(aim("25,000 claims a second or more", 25_000, size / mine.taken, f"{size / mine.taken:,.0f}"))
            aims.append(aim("at most 1,000 MB resident", mine.memory, 1_000, f"{mine.memory:,.0f} MB"))
            warm = grown[POINT][-1]
            aims.append(aim("a point question warm in at most 1 ms", warm, 1e-3, seconds(warm)))
            aims.append(aim("a cold command in at most 0.25 s", cold, 0.25, seconds(cold)))
    head = "| | " + " | ".join(f"{size:,}" for size in SIZES) + " | exponent |"
    table = [head, "|---|" + "--:|" * (len(SIZES) + 1)]
    for name, taken in grown.items():
        table.append(f"| {name} | " + " | ".join(map(seconds, taken)) + f" | {exponent(entries, taken):.2f} |")
    return "\n\n".join(["\n".join(lines), "\n".join(table), " ".join(aims)])


def _questions(path: str, entries: int) -> Iterator[tuple[str, float]]:
    """Each question, warm; what is about one family is asked about another family each time."""
    with api.open(path) as opened:
        graph = opened.graph
        yield from ((name, taken) for name, taken, _ in costs(graph, entries, ROUNDS, 1))
        yield POINT, _each(opened.what_replaces, entries)
        yield "a misspelt name", _each(lambda name: graph.find(f"{name}x"), entries)


def _each(ask: Callable[[str], object], entries: int) -> float:
    """The median over the first entries of some families."""
    taken = []
    for round_ in range(2 * ROUNDS + 1):
        name = name_of(entries // FAMILY * round_ // (2 * ROUNDS + 2) * FAMILY)
        began = perf_counter()
        ask(name)
        taken.append(perf_counter() - began)
    return median(taken[1:])


def _run(argv: list[str], folder: Path) -> Load:
    """A program from start to end, and the most memory that it held."""
    env = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    began = perf_counter()
    child = subprocess.Popen(
        argv, cwd=folder, env=env | {"XDG_CACHE_HOME": str(folder / "cache")}, stdout=subprocess.DEVNULL
    )
    _, status, usage = os.wait4(child.pid, 0)
    taken = perf_counter() - began
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise RuntimeError(f"{' '.join(argv)[:200]} ended with {child.returncode}")
    unit = 1 if sys.platform == "darwin" else 1024
    return Load(taken, usage.ru_maxrss * unit / 1e6)


MEASURE = Measure("bulk", "a million claims into a file, and questions as it grows", measure)
