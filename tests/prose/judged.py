"""Harvested edges of a real catalogue beside what people say of them.

``python -m tests.prose.judged CATALOGUE FOLDER`` prints the drawn sample for whoever labels it, one JSON object a line.
"""

import json
import sqlite3
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any

#: Another seed draws another sample; the same one keeps most of it when rules change.
SEED = "pattern-genealogy 1"
#: How many edges are judged.
SAMPLE = 160

Ends = tuple[str, str, str]


@dataclass(frozen=True)
class Voice:
    """One statement in prose that supports an edge."""

    path: str
    line: int
    rule: str
    quote: str


def harvested(kb: str, method: str = "harvested") -> dict[Ends, list[Voice]]:
    """Edges (relation, subject, object) with what prose says of them; ``method`` "%" also takes stated ones."""
    connection = sqlite3.connect(kb)
    rows = connection.execute(
        "SELECT relation, s.id, o.id, path, line, rule, quote FROM edge JOIN node s ON s.nid = edge.subject"
        " JOIN node o ON o.nid = edge.object JOIN edge_claim e ON e.edge = key JOIN claim c ON c.id = e.claim"
        " JOIN source ON source.id = c.source WHERE edge.method LIKE ? AND c.method = 'harvested' ORDER BY path, line, c.id",
        (method,),
    ).fetchall()
    connection.close()
    found: dict[Ends, list[Voice]] = {}
    for relation, subject, object_, *voice in rows:
        found.setdefault((relation, subject, object_), []).append(Voice(*voice))
    return found


def bare(id_: str) -> str:
    """An id without the kind before it: what folder makes which kind may change, what the text says does not."""
    return id_.rsplit("/", 1)[-1]


def key(ends: Ends) -> str:
    """An edge in a file of labels."""
    return " ".join(map(bare, ends))


def drawn(edges: Iterable[Ends], number: int = SAMPLE, seed: str = SEED) -> list[Ends]:
    """Some of the edges, chosen by chance but always alike: by a digest of the seed and of each edge alone."""
    ranked = sorted(edges, key=lambda ends: blake2b(f"{seed} {key(ends)}".encode()).digest())
    return sorted(ranked[:number])


def for_labelling(kb: str, folder: Path) -> Iterator[dict[str, Any]]:
    """The drawn sample with all that is needed to judge it; ``folder`` is where the paths of the catalogue begin."""
    connection = sqlite3.connect(kb)
    titles = dict(connection.execute("SELECT id, title FROM node"))
    connection.close()
    edges = harvested(kb)
    for ends in drawn(edges):
        voice = edges[ends][0]
        lines = (folder / voice.path).read_text(encoding="utf-8").split("\n")
        place = voice.line - 1
        above = [line.strip() for line in lines[:place] if line.lstrip().startswith("#")]
        head = place
        while head > 0 and lines[place].lstrip().startswith("|") and lines[head - 1].lstrip().startswith("|"):
            head -= 1
        yield {
            "key": key(ends),
            "relation": ends[0],
            "subject": titles[ends[1]],
            "object": titles[ends[2]],
            "rule": voice.rule,
            "file": voice.path,
            "line": voice.line,
            "quote": voice.quote,
            "headings": above[-2:],
            "table-head": lines[head].strip() if head < place else "",
            "context": lines[max(place - 3, 0) : place + 4],
        }


if __name__ == "__main__":
    for one in for_labelling(sys.argv[1], Path(sys.argv[2])):
        print(json.dumps(one, ensure_ascii=False))  # noqa: T201  # the sample is what this prints
