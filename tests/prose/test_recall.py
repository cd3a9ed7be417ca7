"""How much of what stands in prose is found, by pages whose relations people listed one by one."""

import sqlite3
from pathlib import Path
from typing import Any

import yaml

from kb.store.sqlite import SqliteGraph
from tests.prose.judged import bare, harvested, key

#: A list of pages, each with ``page`` (its path) and ``edges``: {relation, subject, object, line, form, sure, page}.
#: ``sure`` is what the text states: words (a heading, a label, a column, a word on an arrow) name the relation for these
#: two. Counted apart, and printed, is what one may or may not read into it: two things of rows that add to each other,
#: of an arrow without a word, of one cell or box, or of a table that compares. The case studies that an index lists with
#: what each shows ("[Netflix](…) → Circuit Breaker") were not sure at first, and count as stated: no rule finds them.
LABELS = Path(__file__).with_name("recall.yaml")


def test_recall(snapshot: tuple[str, Path]) -> None:
    """Of the relations that pages surely state in prose between what is known, at least 80 of 100 are found there."""
    kb, _ = snapshot
    found = {(key(ends), voice.path) for ends, voices in harvested(kb, "%").items() for voice in voices}
    counted: dict[bool, list[tuple[bool, str]]] = {True: [], False: []}
    for labelled in yaml.safe_load(LABELS.read_text(encoding="utf-8")):
        for edge in labelled["edges"]:
            if counts(kb, edge):
                hit = any((key(ends), labelled["page"]) in found for ends in written(kb, edge))
                line = (
                    f"{labelled['page']}:{edge.get('line', '?')} {edge['relation']} {edge['subject']} {edge['object']}"
                )
                counted[bool(edge.get("sure", True))].append((hit, line))
    for sure, pairs in counted.items():
        hits = sum(hit for hit, _ in pairs)
        print(f"{'sure' if sure else 'unsure'}: {hits} of {len(pairs)} found")  # noqa: T201
        print("\n".join(f"  missed {line}" for hit, line in pairs if not hit))  # noqa: T201
    pairs = counted[True]
    assert len({labelled["page"] for labelled in yaml.safe_load(LABELS.read_text(encoding="utf-8"))}) >= 12
    assert sum(hit for hit, _ in pairs) / len(pairs) >= 0.8


def counts(kb: str, edge: dict[str, Any]) -> bool:
    """Whether both ends are pages, or known without this text."""
    connection = sqlite3.connect(kb)
    known = {bare(id_) for (id_,) in connection.execute("SELECT id FROM node")}
    connection.close()
    return bool(edge.get("page")) or {bare(edge["subject"]), bare(edge["object"])} <= known


def written(kb: str, edge: dict[str, Any]) -> list[tuple[str, str, str]]:
    """How the graph may hold an edge: of a symmetric relation either way."""
    with SqliteGraph(kb) as graph:
        symmetric = graph.vocabulary.relations[edge["relation"]].symmetric
    ends = (edge["relation"], edge["subject"], edge["object"])
    return [ends, (ends[0], ends[2], ends[1])] if symmetric else [ends]
