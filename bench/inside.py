"""What is timed within a fresh process: ``python -m bench.inside load|compose|history|past FOLDER``; prints seconds.

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


def _history(folder: str) -> Callable[[], object]:
    from kb.loading import load

    return lambda: load([folder], "pages.kb", history=True)


def _past(folder: str) -> Callable[[], object]:
    import subprocess

    from bench.compose import compose, front_of

    def read() -> None:
        """One git log and one git cat-file, as plainly as it can be done."""
        log = ["git", "log", "--raw", "-z", "--no-abbrev", "--format=", "--", folder]
        said = subprocess.run(log, capture_output=True, check=True).stdout
        blobs = [part.split()[3] for part in said.split(b"\0") if part.startswith(b":")]
        wanted = b"".join(blob + b"\n" for blob in blobs)
        texts = subprocess.run(["git", "cat-file", "--batch"], input=wanted, capture_output=True, check=True).stdout
        place = 0
        for _ in blobs:
            end = texts.index(b"\n", place)
            size = int(texts[place:end].split()[2])
            compose(front_of(texts[end + 1 : end + 1 + size].decode()))
            place = end + 2 + size

    return read


TASKS = {"load": _load, "compose": _compose, "history": _history, "past": _past}


def main(task: str, folder: str) -> None:
    """Do one task once and print how long it took."""
    action = TASKS[task](folder)
    began = perf_counter()
    action()
    print(perf_counter() - began)


if __name__ == "__main__":
    main(*sys.argv[1:])
