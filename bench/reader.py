"""The YAML reader alone: front matters a second, against PyYAML composing and loading the same texts."""

from collections.abc import Callable
from pathlib import Path

from bench import compose
from bench.measuring import Measure, Run, clocked, in_turn
from bench.pages import pages
from bench.tables import digits, table
from loaders.yaml_reader import read_yaml

ROUNDS = 31
PEER = "PyYAML `compose`"
READERS: dict[str, Callable[[str], object]] = {
    PEER: compose.compose,
    "`loaders.yaml_reader`": read_yaml,
    "PyYAML `load`": compose.load,
}


def measure(folder: Path) -> str:
    """All front matters in one pass a run."""
    given = pages(folder)
    figures = in_turn({name: _pass(read, given.fronts) for name, read in READERS.items()}, ROUNDS)
    speeds = ", ".join(f"{name} {digits(len(given.fronts) / figure.median)}" for name, figure in figures.items())
    unread = [sum(not read(text) for text in given.fronts) for read in (compose.compose, compose.load)]
    ours = [read_yaml(text) for text in given.fronts]
    trees, faulty = sum(tree is not None for tree, _ in ours), sum(bool(faults) for _, faults in ours)
    return "\n\n".join(
        [
            f"Measured on {given.about}. A run reads all this front matter once; {ROUNDS} runs each.",
            table(figures, PEER),
            f"Front matters a second, by the median: {speeds}.",
            (
                f"Of these {len(ours)}, `compose` stops at a mistake and gives nothing for {unread[0]}, `load` for"
                f" {unread[1]}; `loaders.yaml_reader` gives a tree for {trees}, and says where {faulty} are wrong."
            ),
        ]
    )


def _pass(read: Callable[[str], object], texts: tuple[str, ...]) -> Run:
    def all_of_them() -> None:
        for text in texts:
            read(text)

    return clocked(all_of_them)


MEASURE = Measure("reader", "front matters a second", measure)
