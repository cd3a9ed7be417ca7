"""Loading a large folder by a mapping, and again when nothing changed, against only walking it."""

from pathlib import Path

from bench.generate import name_of, title_of
from bench.measuring import Measure, in_turn
from bench.processes import inside, program, whole
from bench.tables import aim, digits, span, table

FILES, ROUNDS = 10_000, 3
SHARE = 0.1
WALK = "walking the folder, asking for size and time of each file"
FIRST, AGAIN = "`kb.load`, new catalogue", "`kb.load` again, nothing changed"
COMMAND, COMMAND_AGAIN = "`kb load --mapping`, new catalogue", "`kb load --mapping` again, nothing changed"
MAPPING = """kb-mapping: 1
title: Cards
sources: [{files: "**/*.yaml", read: yaml}]
records:
  card:
    id: "{$stem}"
    kind: technology
    title: title
    introduced: introduced
    edges: {replaces: replaces, requires: requires}
"""


def measure(folder: Path) -> str:
    """Loads within fresh processes, and whole commands with their reports."""
    for number in range(FILES):
        path = folder / "cards" / f"{number % 100:02}" / f"{name_of(number)}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        replaced = f"replaces: {name_of(number - 1)}\n" if number else ""
        text = f"title: {title_of(number)}\nintroduced: {1970 + number % 50}\n{replaced}requires: {name_of(number * 7 % FILES)}\n"
        path.write_text(text, encoding="utf-8")
    (folder / "cards.yaml").write_text(MAPPING, encoding="utf-8")
    command = whole([program("kb"), "load", "cards", "--mapping", "cards.yaml", "--kb", "cards.kb"], folder)
    figures = in_turn(
        {
            WALK: lambda: inside(["walk", "cards"], folder),
            FIRST: lambda: _anew(folder) or inside(["mapped", "cards"], folder),
            AGAIN: lambda: inside(["mapped", "cards"], folder),
            COMMAND: lambda: _anew(folder) or command(),
            COMMAND_AGAIN: command,
        },
        ROUNDS,
    )
    again, command_again = figures[AGAIN].over(figures[FIRST]), figures[COMMAND_AGAIN].over(figures[COMMAND])
    return "\n\n".join(
        [
            f"{FILES:,} generated YAML files of four lines. {ROUNDS} runs each; the commands print the report, too.",
            table(figures, WALK),
            f"The whole command takes {digits(command_again.median)} times what it took first ({span(command_again)}).",
            aim(
                f"a second load of an unchanged folder of {FILES:,} files takes less than a tenth of the first",
                again.median,
                SHARE,
                f"{digits(again.median)} times",
            ),
        ]
    )


def _anew(folder: Path) -> float:
    """Put the last catalogue away; nothing of it counts."""
    for path in folder.glob("cards.kb*"):
        path.unlink()
    return 0.0


MEASURE = Measure("unchanged", "loading a folder again that did not change", measure)
