"""Reading a folder's history out of git, against reading the same versions and composing their front matter."""

import os
import subprocess
from collections.abc import Iterator
from itertools import count
from pathlib import Path

from bench.generate import name_of, page
from bench.measuring import Measure, in_turn
from bench.processes import inside
from bench.tables import aim, seconds, table

COMMITS, FILES, EDITS = 300, 250, 12
ROUNDS = 3
WITHIN = "reading every version out of git, composing its front matter"
HISTORY = "`kb.load` with history, new catalogue"
LIMIT = 30.0


def measure(folder: Path) -> str:
    """Loading a history within fresh processes."""
    _repository(folder)
    figures = in_turn(
        {
            WITHIN: lambda: inside(["past", "pages"], folder),
            HISTORY: lambda: _anew(folder),
        },
        ROUNDS,
    )
    versions = FILES + (COMMITS - 1) * EDITS
    return "\n\n".join(
        [
            f"{COMMITS} commits over {FILES} pages, {EDITS} of them edited in each: {versions:,} versions. {ROUNDS} runs each.",
            table(figures, WITHIN),
            aim(
                f"the history of {COMMITS} commits over {FILES} files is loaded in at most {LIMIT:.0f} s",
                figures[HISTORY].median,
                LIMIT,
                seconds(figures[HISTORY].median),
            ),
        ]
    )


def _anew(folder: Path) -> float:
    for path in folder.glob("pages.kb*"):
        path.unlink()
    return inside(["history", "pages"], folder)


def _repository(folder: Path) -> None:
    """A repository with a past, written by ``git fast-import``."""
    subprocess.run(["git", "init", "-q", "-b", "main", str(folder)], check=True)
    stream = b"".join(_commits())
    subprocess.run(["git", "-C", str(folder), "fast-import", "--quiet"], input=stream, check=True, env={**os.environ})
    subprocess.run(["git", "-C", str(folder), "reset", "-q", "--hard", "main"], check=True)


def _commits() -> Iterator[bytes]:
    mark = count(1)
    for number in range(COMMITS):
        edited = range(FILES) if number == 0 else [(number * EDITS + step) % FILES for step in range(EDITS)]
        when = 1_600_000_000 + number * 86_400
        yield f"commit refs/heads/main\nmark :{next(mark)}\ncommitter A <a@example.org> {when} +0000\ndata 1\nx\n".encode()
        for one in edited:
            text = page(one)[1].replace("pattern_status: ", f"retrieved: {number}\npattern_status: ", 1)
            data = text.replace("introduced: 19", f"introduced: {18 + number % 3}", 1).encode()
            yield f"M 100644 inline pages/{name_of(one)}.md\ndata {len(data)}\n".encode() + data + b"\n"


MEASURE = Measure("history", "loading a folder's history out of git", measure)
