"""What the harvest finds in a real catalogue: one commit of the DStudio documentation, 282 pages of 6 MB."""

import json
import sqlite3
import time
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from kb.loading import load, own_mapping
from kb.store.sqlite import SqliteGraph
from loaders.base import SourceFile
from loaders.front_matter import split
from loaders.prose import harvest
from loaders.prose.flowchart import KINDS, parse
from loaders.prose.mermaid import kind_of
from loaders.readers.markdown import blocks
from ontology.builtin import VOCABULARY
from tests.prose.conftest import Read
from tests.prose.judged import harvested


def test_figures(snapshot: tuple[str, Path]) -> None:
    """Prose relates most of what fields leave alone, and nothing that prose says makes a node."""
    kb, folder = snapshot
    with SqliteGraph(kb) as graph:
        counts = graph.tally()
    rules = Counter(voice.rule for voices in harvested(kb).values() for voice in voices[:1])
    print(json.dumps({"prose": counts["prose"], "edges by rule": rules.most_common()}, indent=1))  # noqa: T201
    assert counts["prose"]["edges"] >= 900
    plain = str(folder / "plain.kb")
    mapping = own_mapping("dstudio")
    assert mapping.pages is not None
    load([str(folder / "docs")], plain, mapping=replace(mapping, pages=replace(mapping.pages, prose=False), stamp="-"))
    with SqliteGraph(plain) as graph:
        without = graph.tally()
    assert (counts["nodes"], counts["references"]) == (without["nodes"], without["references"])
    assert "prose" not in without


def test_connected(snapshot: tuple[str, Path]) -> None:
    """Of the 113 pattern pages at most 30 have no relation to another page."""
    connection = sqlite3.connect(snapshot[0])
    (alone,) = connection.execute(
        "SELECT count(*) FROM node n WHERE id IN (SELECT subject FROM claim JOIN source ON source.id = source"
        " WHERE predicate = 'kind' AND path GLOB 'docs/patterns/*.md' AND path NOT GLOB 'docs/patterns/*/*')"
        " AND NOT EXISTS (SELECT 1 FROM edge JOIN node o ON o.nid = subject + object - n.nid"
        " WHERE n.nid IN (subject, object) AND o.defined)"
    ).fetchone()
    connection.close()
    print(f"pattern pages without a relation to another page: {alone}")  # noqa: T201
    assert alone <= 30


def test_no_boilerplate(snapshot: tuple[str, Path]) -> None:
    """No edge rests on the placeholder diagram, nor on a row or an item that stands in three files or more."""
    kb, folder = snapshot
    lines: dict[str, set[Path]] = {}
    for path in folder.rglob("*.md"):
        for line in path.read_text(encoding="utf-8").split("\n"):
            lines.setdefault(line.strip(), set()).add(path)
    repeated = {
        voice.quote
        for voices in harvested(kb).values()
        for voice in voices
        if len(lines[voice.quote]) > 2 and voice.rule in ("prose/table", "prose/bullet", "prose/label", "prose/heading")
    }
    assert repeated == set()
    quotes = {voice.quote for voices in harvested(kb, "%").values() for voice in voices}
    assert not any("A[Input]" in quote or "B[Process]" in quote for quote in quotes)


def test_speed(snapshot: tuple[str, Path]) -> None:
    """The body of the whole catalogue is read in about half a second; the limit is for slow machines."""
    _, folder = snapshot
    files = [SourceFile(str(path), path.read_text(encoding="utf-8")) for path in sorted(folder.rglob("*.md"))]
    began = time.process_time()
    for file in files:
        found = split(file.text)
        for _ in harvest(file, VOCABULARY, "x", "pattern", found.body if found else 0):
            pass
    took = time.process_time() - began
    print(f"{len(files)} pages in {took:.2f} s")  # noqa: T201
    assert took < 4


@pytest.mark.slow
def test_diagrams_as_mermaid_reads(snapshot: tuple[str, Path], mermaid_reads: Read) -> None:
    """Every flowchart that Mermaid itself accepts is read alike: the same words on nodes, the same arrows."""
    _, folder = snapshot
    compared = 0
    for path in sorted(folder.rglob("*.md"))[::12]:
        text = path.read_text(encoding="utf-8")
        for block in blocks(text, code=True):
            source = text[slice(*block.lines[0])]
            if block.kind != "code" or kind_of(source)[0] not in KINDS or len(source) > 2500:
                continue
            if (theirs := mermaid_reads(source)) is None:
                continue
            chart = parse(source)
            compared += 1
            assert sorted(map(list, ((one.source, one.target, one.words) for one in chart.arrows))) == sorted(
                [start, end, plain(words)] for start, end, words in theirs["arrows"]
            )
            assert {name: chart.labels.get(name, name) for name in theirs["labels"]} == {
                name: plain(words) for name, words in theirs["labels"].items()
            }
    assert compared > 80


def plain(words: str) -> str:
    """Words that Mermaid gives, on one line."""
    for mark in ("<br/>", "<br />", "<br>", "\\n"):
        words = words.replace(mark, " ")
    return " ".join(words.split()).strip('"').strip()
