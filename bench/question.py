"""A point question through the Python interface, warm, on catalogues of growing size; and opening a catalogue."""

import sqlite3
from collections.abc import Callable
from functools import partial
from itertools import pairwise
from pathlib import Path
from random import Random

from bench.generate import FAMILY, catalogue, name_of, title_of
from bench.measuring import Figure, Measure, Run, clocked, in_turn
from bench.tables import aim, digits, extent, seconds, span
from kb import api

SIZES = (100, 1_000, 10_000)
ROUNDS = 21
#: Questions, and rows, in one run: the run gives their mean.
QUESTIONS, ROWS = 50, 1_000


def measure(folder: Path) -> str:
    """All sizes in turn, so that none has a quieter machine than the others."""
    paths = {size: catalogue("families", size, folder) for size in SIZES}
    opened = {size: api.open(path) for size, path in paths.items()}
    connections = {size: sqlite3.connect(path) for size, path in paths.items()}
    runs: dict[str, Run] = {}
    for size in SIZES:
        runs[f"row {size}"] = _rows(connections[size], size)
        runs[f"ask {size}"] = _questions(opened[size].what_replaces, size)
        runs[f"open {size}"] = clocked(partial(_open, paths[size]))
        runs[f"first {size}"] = clocked(partial(_open_and_ask, paths[size]))
    figures = in_turn(runs, ROUNDS)
    for size in SIZES:
        opened[size].close()
        connections[size].close()
    most = max(figures[f"ask {large}"].over(figures[f"ask {small}"]).median for small, large in pairwise(SIZES))
    heads = ["entries", *(heading for heading, _ in _COLUMNS)]
    lines = [
        heads,
        ["--:"] * len(heads),
        *([f"{size:,}", *(show(figures, size) for _, show in _COLUMNS)] for size in SIZES),
    ]
    return "\n\n".join(
        [
            "\n".join(f"| {' | '.join(cells)} |" for cells in lines),
            (
                f"{ROUNDS} runs each, in brackets the least and the most of them. A run asks {QUESTIONS} questions, or"
                f" reads {ROWS:,} rows, and gives their mean. Each family has {FAMILY} entries at every size."
            ),
            _growth(figures),
            aim(
                "with ten times the entries a question takes at most 1.5 times as long",
                most,
                1.5,
                f"{digits(most)} times",
            ),
        ]
    )


def _shown(kind: str) -> Callable[[dict[str, Figure], int], str]:
    def show(figures: dict[str, Figure], size: int) -> str:
        figure = figures[f"{kind} {size}"]
        return f"{seconds(figure.median)} ({extent(figure)})"

    return show


def _times(figures: dict[str, Figure], size: int) -> str:
    ratio = figures[f"ask {size}"].over(figures[f"row {size}"])
    return f"{digits(ratio.median)} ({span(ratio)})"


_COLUMNS = (
    ("one row by its key, `sqlite3` (peer)", _shown("row")),
    ("`what_replaces`", _shown("ask")),
    ("times the peer", _times),
    ("open and close", _shown("open")),
    ("open, ask once, close", _shown("first")),
)


def _growth(figures: dict[str, Figure]) -> str:
    """How much longer a question takes from one size to the next."""
    parts = []
    for small, large in pairwise(SIZES):
        ratio = figures[f"ask {large}"].over(figures[f"ask {small}"])
        parts.append(f"{digits(ratio.median)} times as long ({span(ratio)}) with {large:,} entries as with {small:,}")
    return f"A question takes {', and '.join(parts)}."


def _questions(ask: Callable[[str], object], size: int) -> Run:
    """Some questions; half of the names are ids and half titles, drawn by a fixed seed from the whole catalogue."""
    drawn = Random(size)

    def run() -> float:
        numbers = [drawn.randrange(size) for _ in range(QUESTIONS)]
        names = [name_of(number) if place % 2 else title_of(number) for place, number in enumerate(numbers)]
        return clocked(lambda: [ask(name) for name in names])() / QUESTIONS

    return run


def _rows(connection: sqlite3.Connection, size: int) -> Run:
    """The least that an answer out of such a file costs: one row of one table, by its number."""
    drawn = Random(size)
    sql = "SELECT * FROM node WHERE nid = ?"

    def run() -> float:
        keys = [(1 + drawn.randrange(size),) for _ in range(ROWS)]
        return clocked(lambda: [connection.execute(sql, key).fetchone() for key in keys])() / ROWS

    return run


def _open(path: str) -> None:
    api.open(path).close()


def _open_and_ask(path: str) -> None:
    with api.open(path) as opened:
        opened.what_replaces(name_of(0))


MEASURE = Measure("question", "a warm point question, by size of the catalogue", measure)
