"""Runs of several things in turn, and what they come to: a median with its least and most, and ratios run by run."""

import gc
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter

#: Does one thing once; gives how long it took, in seconds.
Run = Callable[[], float]


@dataclass(frozen=True, slots=True)
class Figure:
    """What the counted runs of one thing gave, in the order in which they were made."""

    runs: tuple[float, ...]

    @property
    def median(self) -> float:
        """The middle run."""
        return median(self.runs)

    @property
    def least(self) -> float:
        """The fastest run."""
        return min(self.runs)

    @property
    def most(self) -> float:
        """The slowest run."""
        return max(self.runs)

    def over(self, peer: "Figure") -> "Figure":
        """How many times the peer each run took; every run is compared with the peer's run beside it.

        >>> Figure((3.0, 8.0)).over(Figure((1.0, 4.0))).runs
        (3.0, 2.0)
        """
        return Figure(tuple(mine / theirs for mine, theirs in zip(self.runs, peer.runs, strict=True)))


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure: its name on the command line and in the page, and what makes its text.

    ``run`` gets an empty folder of its own and gives Markdown: tables of figures, and what was measured.
    """

    name: str
    about: str
    run: Callable[[Path], str]
    page: str = "benchmarks.md"
    """The page of ``docs`` that has its figures."""


def in_turn(things: Mapping[str, Run], rounds: int) -> dict[str, Figure]:
    """Run things A B C, A B C, … so that whatever else the machine does hits all; the first round does not count."""
    taken: dict[str, list[float]] = {name: [] for name in things}
    for number in range(rounds + 1):
        for name, run in things.items():
            gc.collect()
            seconds = run()
            if number:
                taken[name].append(seconds)
    return {name: Figure(tuple(runs)) for name, runs in taken.items()}


def clocked(action: Callable[[], object]) -> Run:
    """An action as a run: by the wall clock."""

    def run() -> float:
        began = perf_counter()
        action()
        return perf_counter() - began

    return run
