"""The side of a contestant: loads a graph, then answers questions that come as lines of JSON, and says how long each took.

Only Python's own library is used here, so that the peers' environment runs it, too.
"""

import json
import sys
from collections.abc import Callable, Iterable
from hashlib import blake2b
from pathlib import Path
from time import perf_counter
from typing import Any, NamedTuple


class Contestant(NamedTuple):
    """What answers. Each question gives whatever the engine gives; ``plain`` makes it comparable, outside the clock."""

    point: Callable[[str], Any]
    """The ends of the line of replacements that begins with an entry."""
    closure: Callable[[str], Any]
    """Everything that an entry descends from."""
    path: Callable[[str, str], Any] | None
    """A shortest way from a newer entry back to an older one; None where the engine knows no lengths."""
    common: Callable[[str, str], Any]
    """What two entries both descend from, an entry counting as its own ancestor."""
    plain: dict[str, Callable[[Any], Iterable[str] | int]]
    """By question: the ids, or for a path its number of hops."""
    memory: Callable[[], float]
    """The most memory that was held, in MB."""


def digest(answer: Iterable[str] | int) -> str:
    """An answer as a few characters: how much there is, and what.

    >>> digest(3), digest(["b", "a"]) == digest(["a", "b"])
    ('3 hops', True)
    """
    if isinstance(answer, int):
        return f"{answer} hops"
    ids = sorted(answer)
    return f"{len(ids)} entries, {blake2b(chr(0).join(ids).encode(), digest_size=8).hexdigest()}"


def own_memory() -> float:
    """The most memory that this process held, in MB."""
    return memory_of("self")


def memory_of(process: int | str) -> float:
    """The most memory that a process held, in MB; 0 where the system does not tell."""
    status = Path(f"/proc/{process}/status")
    if not status.exists():
        return 0.0
    return float(status.read_text().split("VmHWM:")[1].split()[0]) * 1024 / 1e6


def serve(load: Callable[[], Contestant]) -> None:
    """Load, say so, and answer until the input ends: ``{"ask": "closure", "with": [["a"], ["b"]]}``."""
    began = perf_counter()
    contestant = load()
    _say({"load": perf_counter() - began, "path": contestant.path is not None})
    for line in sys.stdin:
        request = json.loads(line)
        ask = getattr(contestant, request["ask"])
        began = perf_counter()
        found = [ask(*names) for names in request["with"]]
        taken = (perf_counter() - began) / len(found)
        answers = [digest(contestant.plain[request["ask"]](one)) for one in found]
        _say({"seconds": taken, "answers": answers, "memory": contestant.memory()})


def _say(record: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(record) + "\n")
    sys.stdout.flush()
