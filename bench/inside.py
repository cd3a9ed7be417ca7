"""What is timed within a fresh process: ``python -m bench.inside load|compose FOLDER``; prints seconds.

Imports come before the clock starts: how long a whole command takes, imports and all, is measured from outside.
"""

import sys
from collections.abc import Callable
from time import perf_counter


def _load(folder: str) -> Callable[[], object]:
    from kb.loading import load

    return lambda: load([folder], "pages.kb")


def _compose(folder: str) -> Callable[[], object]:
    from pathlib import Path

    from bench.compose import compose, front_of

    def read() -> None:
        for path in sorted(Path(folder).rglob("*.md")):
            compose(front_of(path.read_text(encoding="utf-8")))

    return read


TASKS = {"load": _load, "compose": _compose}


def main(task: str, folder: str) -> None:
    """Do one task once and print how long it took."""
    action = TASKS[task](folder)
    began = perf_counter()
    action()
    print(perf_counter() - began)


if __name__ == "__main__":
    main(*sys.argv[1:])
