"""Pictures: the lineage picture by its size, and a diagram by Graphviz beside Graphviz itself."""

import shutil
import subprocess
from datetime import date
from functools import partial
from pathlib import Path
from random import Random

from bench.generate import title_of
from bench.measuring import Measure, Run, clocked, in_turn
from bench.tables import aim, digits, rows, seconds, table
from exports import dot, svg
from exports.lineage_picture.render import render
from ontology.builtin import VOCABULARY
from queries.chronicle import Chronicle, Lane
from queries.graph import Edge, Node
from queries.moment import Moment
from queries.view import View

SIZES = (50, 500, 5_000)
ROUNDS = 5
#: The diagram: as large as one that still can be read.
NODES, EDGES = 150, 700
_FIRST, _NOW = date(1970, 1, 1).toordinal(), date(2026, 11, 23).toordinal()
_LANES = 12


def measure(folder: Path) -> str:
    """Everything in turn, so that nothing has a quieter machine than the rest."""
    chronicles = {size: forest(size) for size in SIZES}
    source = dot.source(knot(), VOCABULARY)
    runs: dict[str, Run] = {
        f"lineage picture, {size:,} entries": clocked(partial(render, chronicles[size], VOCABULARY)) for size in SIZES
    }
    peer = "`dot -Tsvg`"
    program = shutil.which("dot")
    if program is None:
        raise RuntimeError("this measure needs Graphviz: apt-get install graphviz")
    runs[peer] = clocked(
        partial(subprocess.run, [program, "-Tsvg"], input=source.encode(), capture_output=True, check=True)
    )
    drawn = f"diagram, {NODES} entries and {EDGES} relations"
    runs[drawn] = clocked(partial(svg.svg, source))
    figures = in_turn(runs, ROUNDS)
    middle, large = (figures[f"lineage picture, {size:,} entries"].median for size in SIZES[1:])
    ratio = figures[drawn].over(figures[peer]).median
    small = f"lineage picture, {SIZES[0]:,} entries"
    own = {name: figure for name, figure in figures.items() if name.startswith("lineage")}
    return "\n\n".join(
        [
            table(own, small),
            "\n".join(
                [table({peer: figures[peer]}, peer), *rows({drawn: figures[drawn]} | {peer: figures[peer]}, peer)[:1]]
            ),
            f"{ROUNDS} runs each. The entries of a lineage picture stand in {_LANES} lanes, and nine in ten come from another.",
            aim("a lineage picture of 500 entries takes at most 0.3 s", middle, 0.3, seconds(middle)),
            aim("one of 5,000 takes at most 2 s", large, 2, seconds(large)),
            aim("a diagram takes at most 1.5 times as long as `dot` itself", ratio, 1.5, f"{digits(ratio)} times"),
        ]
    )


def forest(size: int) -> Chronicle:
    """Lives over half a century, most of them come from another, half of them over; the same in every run."""
    dice = Random(size)
    nodes, edges = [], []
    for number in range(size):
        day = _FIRST + int((_NOW - _FIRST) * (number / size) ** 0.6)
        end = day + dice.randint(200, 6_000)
        gone = dice.random() < 0.5 and end < _NOW
        on = (end, end) if gone else (None, None)
        born = date.fromordinal(day).isoformat()
        nodes.append(
            Node(
                f"n{number:05}",
                title_of(number),
                "pattern",
                introduced=born,
                born=(day, day),
                retired="status retired" if gone else "",
                retired_on=on,
            )
        )
        if number and dice.random() < 0.9:
            # Half of them come from one of few old ones, as most of a family do.
            older = int(number * dice.random() ** 3) if dice.random() < 0.5 else dice.randrange(number)
            relation = "evolved-from" if dice.random() < 0.6 else "replaces"
            edges.append(Edge(number, relation, f"n{number:05}", f"n{older:05}", "", (day, day)))
    lanes = [Lane(f"Family {place}", tuple(nodes[place::_LANES])) for place in range(_LANES)]
    return Chronicle("Made up", tuple(lanes), tuple(edges), Moment(_NOW, "2026-11-23", _NOW))


def knot() -> View:
    """A view with far more relations than entries, each to one not far away, as in a catalogue."""
    dice = Random(NODES)
    nodes = tuple(Node(f"n{number:03}", title_of(number), "pattern", introduced="1990") for number in range(NODES))
    relations = ("replaces", "evolved-from", "pairs-with", "requires", "enables")
    pairs = [(new, new - step) for new in range(NODES) for step in range(1, 6) if new >= step]
    chosen = dice.sample(pairs, EDGES)
    edges = tuple(
        Edge(key, dice.choice(relations), f"n{new:03}", f"n{old:03}") for key, (new, old) in enumerate(sorted(chosen))
    )
    return View("A knot", nodes, edges, Moment(_NOW, "2026-11-23", _NOW))


MEASURE = Measure("pictures", "the lineage picture by its size, and a diagram beside dot itself", measure)
