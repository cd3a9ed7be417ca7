"""The cold command: a whole ``kb`` process, as a user waits for it, against a bare Python and another small program."""

from importlib.metadata import distributions
from pathlib import Path

from bench.measuring import Measure, in_turn
from bench.processes import PYTHON, program, said, whole
from bench.tables import aim, digits, seconds, table

ROUNDS = 41
PEER = "`python -c pass`"
ASKED = "`kb what-replaces 2pc`"
COMMANDS = {
    PEER: [PYTHON, "-c", "pass"],
    "`kb --version`": [program("kb"), "--version"],
    ASKED: [program("kb"), "what-replaces", "2pc"],
    "`kb show saga`": [program("kb"), "show", "saga"],
    "`pipdeptree -p networkx`": [program("pipdeptree"), "-p", "networkx"],
}


def measure(folder: Path) -> str:
    """Whole processes, from outside."""
    if "Two-Phase Commit" not in said([*COMMANDS[ASKED], "--kb", "bundled"], folder):
        raise RuntimeError("kb does not know what replaces 2pc")
    figures = in_turn({name: whole(argv, folder) for name, argv in COMMANDS.items()}, ROUNDS)
    asked = figures[ASKED]
    ratio = asked.over(figures[PEER]).median
    return "\n\n".join(
        [
            table(figures, PEER),
            f"{ROUNDS} runs each. {len(list(distributions()))} packages are installed in this environment.",
            aim("`kb what-replaces 2pc` takes at most 6 times a bare Python", ratio, 6, f"{digits(ratio)} times"),
            aim("`kb what-replaces 2pc` takes at most 0.15 s", asked.median, 0.15, seconds(asked.median)),
        ]
    )


MEASURE = Measure("cold", "a whole command, from start to end", measure)
