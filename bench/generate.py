"""Pages and catalogues made up for measuring, the same in every run: numbers decide everything, nothing is random.

A catalogue is made by the real loading and settling; only its file is read by a loader of this folder, so that ten
thousand entries need not be ten thousand pages.
"""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from random import Random
from typing import Any

from kb.loading import load
from loaders.base import Loader, SourceFile
from ontology.claim import Claim
from ontology.vocabulary import Vocabulary

#: Entries of one family replace one another and nobody else: an answer has the same size in every catalogue.
FAMILY = 10
_TIERS = ("gold", "silver", "bronze")
_WORDS = "queue ledger beacon cache shard relay broker lease quorum digest buffer mirror probe vault".split()
_SENTENCE = "Every replica keeps what it was told and tells the others, until all of them have heard of it. "


def name_of(number: int) -> str:
    """The id of an entry."""
    return f"{_WORDS[number % len(_WORDS)]}-{_WORDS[number // 14 % len(_WORDS)]}-{number}"


def title_of(number: int) -> str:
    """The title of an entry."""
    return name_of(number).replace("-", " ").title()


def page(number: int) -> tuple[str, str]:
    """The id and the text of a page: about 35 facts in its front matter, and a body of 20 kB."""
    others = [name_of((number + step) % 250) for step in (1, 7, 31, 60, 101)]
    lines = [
        f"title: {title_of(number)}",
        "type: pattern",
        f"category: family-{number % 12:02}",
        f"description: {_SENTENCE.strip()[:-1]}",
        f"excellence_tier: {_TIERS[number % 3]}",
        f"pattern_status: {'legacy' if number % 3 == 2 else 'recommended'}",
        f"introduced: {1970 + number % 50}-{1 + number % 12:02}",
        "current_relevance: mainstream",
        f"last_updated: 2025-01-{1 + number % 28:02}",
        f"aliases: [{title_of(number)} pattern, {_WORDS[number % 14]} of {number}]",
        f"related_patterns: [{', '.join(others[:3])}]",
        "replaces:",
        *(f"  - pattern: {other}\n    strength: partial\n    when: {_SENTENCE[:40].strip()}" for other in others[3:]),
        "evolution:\n  from:",
        f"    - pattern: {others[0]}\n      since: {1980 + number % 40}",
        "trade_offs:\n  pros:",
        *(f"    - {_SENTENCE[:50].strip()} {step}" for step in range(4)),
        "  cons:",
        *(f"    - {_SENTENCE[20:70].strip()} {step}" for step in range(4)),
        "best_for:",
        *(f'  - "{_SENTENCE[10:50].strip()} {step}"' for step in range(4)),
    ]
    body = f"# {title_of(number)}\n\n" + f"## Part\n\n{_SENTENCE * 8}\n\n" * 26
    return name_of(number), "---\n" + "\n".join(lines) + "\n---\n\n" + body


def _families(nodes: int) -> Iterator[list[object]]:
    """Entries in families: each entry but the first replaces the one before, the last but one in part only."""
    for number in range(nodes):
        place = number % FAMILY
        yield ["entry", name_of(number), title_of(number), 1970 + 5 * place, "bronze" if place < FAMILY - 2 else "gold"]
        if place:
            strength = "partial" if place == FAMILY - 1 else "exact"
            yield ["replaces", name_of(number), name_of(number - 1), {"since": 1970 + 5 * place, "strength": strength}]
            yield ["evolved-from", name_of(number), name_of(number - 1), {}]


def _lineage(nodes: int) -> Iterator[list[object]]:
    """One lineage: each entry evolved from two older ones of the last two hundred, which a fixed seed chooses."""
    chosen = Random(20)
    for number in range(nodes):
        yield ["entry", name_of(number), title_of(number), 1970, "gold"]
        for older in sorted(chosen.sample(range(max(0, number - 200), number), min(2, number))):
            yield ["evolved-from", name_of(number), name_of(older), {}]


def _line(nodes: int) -> Iterator[list[object]]:
    """One lineage without a fork: each entry evolved from the one before."""
    for number in range(nodes):
        yield ["entry", name_of(number), title_of(number), 1970, "gold"]
        if number:
            yield ["evolved-from", name_of(number), name_of(number - 1), {}]


def _grown(nodes: int) -> Iterator[list[object]]:
    """A lineage with replacements: families of ten that replace one another, each entry evolved from two older ones, too."""
    chosen = Random(20)
    for number in range(nodes):
        yield ["entry", name_of(number), title_of(number), 1970 + 5 * (number % FAMILY), "gold"]
        for older in sorted(chosen.sample(range(max(0, number - 200), number), min(2, number))):
            yield ["evolved-from", name_of(number), name_of(older), {}]
        if number % FAMILY:
            yield ["replaces", name_of(number), name_of(number - 1), {"strength": "exact"}]


SHAPES = {"families": _families, "lineage": _lineage, "line": _line, "grown": _grown}


def claims(rows: Iterable[list[Any]]) -> Iterator[str]:
    """A shape as JSON Lines, a claim a line, as ``kb export`` would write them."""
    yield '{"kb-claims": 1}\n'
    for line, (what, name, *rest) in enumerate(rows, 1):
        if what == "entry":
            values = {"kind": "pattern", "title": rest[0], "introduced": str(rest[1]), "tier": rest[2]}
            records: list[dict[str, Any]] = [{"predicate": key, "value": value} for key, value in values.items()]
        else:
            said = {key: str(value) for key, value in rest[1].items()}
            records = [{"predicate": what, "object": rest[0], "ids": [rest[0]], "qualifiers": said}]
        for record in records:
            yield json.dumps({"subject": name, **record, "rule": "bench", "line": line}) + "\n"


def catalogue(shape: str, nodes: int, folder: Path) -> str:
    """Load a catalogue of a shape with so many entries; the path of its file."""
    source = folder / f"{shape}-{nodes}.bench"
    source.write_text("".join(json.dumps(row) + "\n" for row in SHAPES[shape](nodes)), encoding="utf-8")
    path = source.with_suffix(".kb")
    load([str(source)], str(path), loaders=(LOADER,))
    return str(path)


def edges(shape: str, nodes: int) -> list[tuple[str, str]]:
    """The lineage of a shape as (newer, older), without asking any of our code that is measured."""
    return [(str(row[1]), str(row[2])) for row in SHAPES[shape](nodes) if row[0] == "evolved-from"]


def _read(file: SourceFile, vocabulary: Vocabulary) -> Iterator[Claim]:
    """The claims of a generated file, one line after the other."""
    del vocabulary
    offset = 0
    for line in file.text.splitlines(keepends=True):
        what, name, *rest = json.loads(line)
        source = file.at(offset)
        offset += len(line)
        if what != "entry":
            yield Claim(name, what, source, object=rest[0], qualifiers=rest[1], rule="bench/edge")
            continue
        values = {"kind": "pattern", "title": rest[0], "introduced": rest[1], "tier": rest[2], "summary": _SENTENCE}
        for predicate, value in values.items():
            yield Claim(name, predicate, source, value=value, rule="bench/entry")


LOADER = Loader("bench", (".bench",), lambda file: file.path.endswith(".bench"), _read)
