"""What is timed within a fresh process: ``python -m bench.inside TASK FOLDER`` (``TASKS`` has them); prints seconds.

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


def _mapped(folder: str) -> Callable[[], object]:
    from pathlib import Path

    from kb.loading import load, own_mapping

    own = Path(f"{folder}.yaml")
    mapping = own_mapping(str(own) if own.is_file() else folder)
    return lambda: load([folder], f"{folder}.kb", mapping=mapping)


def _headers(folder: str) -> Callable[[], object]:
    from email.parser import HeaderParser
    from pathlib import Path

    def read() -> None:
        for path in sorted(Path(folder).rglob("*.rst")):
            HeaderParser().parsestr(path.read_text(encoding="utf-8"))

    return read


def _json(folder: str) -> Callable[[], object]:
    import json
    from pathlib import Path

    return lambda: [json.loads(path.read_text(encoding="utf-8")) for path in sorted(Path(folder).rglob("*.json"))]


def _walk(folder: str) -> Callable[[], object]:
    import os

    return lambda: [os.stat(os.path.join(above, name)) for above, _, names in os.walk(folder) for name in names]


TASKS = {
    "load": _load,
    "compose": _compose,
    "history": _history,
    "past": _past,
    "mapped": _mapped,
    "headers": _headers,
    "json": _json,
    "walk": _walk,
}


def main(task: str, folder: str) -> None:
    """Do one task once and print how long it took."""
    action = TASKS[task](folder)
    began = perf_counter()
    action()
    print(perf_counter() - began)


if __name__ == "__main__":
    main(*sys.argv[1:])
