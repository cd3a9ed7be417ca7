"""A million claims as JSON Lines into a file: how fast, in how much memory, and what a question then costs as it grows."""

import json
import math
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any, NamedTuple

from bench.generate import SHAPES, name_of
from bench.measuring import Measure
from bench.processes import PYTHON, program
from bench.tables import aim, digits, seconds
from kb import api

#: So many claims each; an entry of the generated families has close to six.
SIZES = (1_000, 10_000, 100_000, 1_000_000)
ROUNDS = 9

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


def claims(number: int) -> Iterator[str]:
    """So many claims of families of ten that replace one another, as ``kb export`` would write them."""
    yield '{"kb-claims": 1}\n'
    count = 0
    for line, row in enumerate(SHAPES["families"](number), 1):
        what, name = str(row[0]), str(row[1])
        rest: list[Any] = row[2:]
        if what == "entry":
            values = {"kind": "pattern", "title": rest[0], "introduced": str(rest[1]), "tier": rest[2]}
            records: list[dict[str, Any]] = [{"predicate": key, "value": value} for key, value in values.items()]
        else:
            said = {key: str(value) for key, value in rest[1].items()}
            records = [{"predicate": what, "object": rest[0], "ids": [rest[0]], "qualifiers": said}]
        for record in records:
            yield json.dumps({"subject": name, **record, "rule": "bench", "line": line}) + "\n"
            count += 1
            if count == number:
                return


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
        source.write_text("".join(claims(size)), encoding="utf-8")
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
        grown.setdefault("`kb what-replaces`, a whole command", []).append(cold)
        if size == SIZES[-1]:
            aims.append(aim("25,000 claims a second or more", 25_000, size / mine.taken, f"{size / mine.taken:,.0f}"))
            aims.append(aim("at most 1,000 MB resident", mine.memory, 1_000, f"{mine.memory:,.0f} MB"))
            warm = grown["what replaces X"][-1]
            aims.append(aim("a point question warm in at most 1 ms", warm, 1e-3, seconds(warm)))
            aims.append(aim("a cold command in at most 0.25 s", cold, 0.25, seconds(cold)))
    head = "| | " + " | ".join(f"{size:,}" for size in SIZES) + " | exponent |"
    table = [head, "|---|" + "--:|" * (len(SIZES) + 1)]
    for name, taken in grown.items():
        table.append(f"| {name} | " + " | ".join(map(seconds, taken)) + f" | {_exponent(entries, taken):.2f} |")
    return "\n\n".join(["\n".join(lines), "\n".join(table), " ".join(aims)])


def _exponent(sizes: list[float], taken: list[float]) -> float:
    """The slope of a straight line through the logarithms, by least squares: 0 does not grow, 1 grows with the size."""
    across, up = [math.log(one) for one in sizes], [math.log(one) for one in taken]
    middle, height = sum(across) / len(across), sum(up) / len(up)
    over = sum((one - middle) * (other - height) for one, other in zip(across, up, strict=True))
    return over / sum((one - middle) ** 2 for one in across)


def _questions(path: str, entries: int) -> Iterator[tuple[str, float]]:
    """Each question, warm: the median of some runs, each about another family."""
    old, new = 0, 8

    def place(round_: int) -> int:
        return (entries // 10 - 1) * round_ // (ROUNDS + 1) * 10

    with api.open(path) as opened:
        asked: dict[str, Callable[[int], object]] = {
            "what replaces X": lambda at: opened.what_replaces(name_of(at + old)),
            "what X replaced": lambda at: opened.what_it_replaced(name_of(at + new)),
            "ancestors": lambda at: opened.ancestors(name_of(at + new)),
            "descendants": lambda at: opened.descendants(name_of(at + old)),
            "path": lambda at: opened.path(name_of(at + old), name_of(at + new)),
            "everything about X": lambda at: opened.show(name_of(at + old)),
            "a misspelt name": lambda at: opened.graph.find(name_of(at) + "x"),
            "a search": lambda at: opened.graph.search(name_of(at).replace("-", " "), 10),
            "all entries of a tier": lambda at: sum(1 for _ in opened.graph.select([("tier", "gold")])),
            "counts of the whole": lambda at: opened.graph.tally(),
        }
        for name, ask in asked.items():
            rounds = ROUNDS if name not in ("all entries of a tier", "counts of the whole") else 3
            taken = []
            for round_ in range(rounds + 1):
                began = perf_counter()
                ask(place(round_))
                if round_:
                    taken.append(perf_counter() - began)
            yield name, median(taken)


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
