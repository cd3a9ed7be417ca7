"""Loading pages: into a new catalogue, and again when nothing changed, against only composing their front matter."""

from pathlib import Path

from bench.compose import compose
from bench.measuring import Measure, Run, in_turn
from bench.pages import pages
from bench.processes import PYTHON, inside, program, whole
from bench.tables import aim, digits, span, table

ROUNDS = 15
WITHIN = "reading the pages, composing their front matter"
FIRST, AGAIN = "`kb.load`, new catalogue", "`kb.load` again, nothing changed"
OUTSIDE = "a process that does only that"
COMMAND, COMMAND_AGAIN = "`kb load pages`, new catalogue", "`kb load pages` again, nothing changed"


def measure(folder: Path) -> str:
    """Loading within fresh processes, and whole commands."""
    given = pages(folder)
    broken = sum(not compose(text) for text in given.fronts)
    composing, loading = ["compose", "pages"], ["load", "pages"]
    within = in_turn(
        {
            WITHIN: lambda: inside(composing, folder),
            FIRST: _anew(lambda: inside(loading, folder), folder),
            AGAIN: lambda: inside(loading, folder),
        },
        ROUNDS,
    )
    command = [program("kb"), "load", "pages", "--kb", "pages.kb"]
    outside = in_turn(
        {
            OUTSIDE: whole([PYTHON, "-m", "bench.inside", *composing], folder),
            COMMAND: _anew(whole(command, folder), folder),
            COMMAND_AGAIN: whole(command, folder),
        },
        ROUNDS,
    )
    ratio = within[FIRST].over(within[WITHIN]).median
    again, command_again = within[AGAIN].over(within[FIRST]), outside[COMMAND_AGAIN].over(outside[COMMAND])
    return "\n\n".join(
        [
            f"Measured on {given.about}. Composing fails on {broken} of them. {ROUNDS} runs each.",
            "Within the process, imports done:",
            table(within, WITHIN),
            "Whole processes:",
            table(outside, OUTSIDE),
            (
                f"When nothing changed, `kb.load` takes {digits(again.median)} times what it took first ({span(again)}),"
                f" the whole command {digits(command_again.median)} times ({span(command_again)})."
            ),
            aim("`kb.load` takes at most 10 times its peer", ratio, 10, f"{digits(ratio)} times"),
        ]
    )


def _anew(run: Run, folder: Path) -> Run:
    """A run before which there is no catalogue; putting the last one away is not timed."""

    def emptied() -> float:
        for path in folder.glob("pages.kb*"):
            path.unlink()
        return run()

    return emptied


MEASURE = Measure("load", "loading pages, and loading them again", measure)
