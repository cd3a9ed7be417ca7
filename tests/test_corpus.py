"""A real catalogue: one commit of the DStudio documentation, and every page of its history that is broken.

The corpora are no part of the project; ``KB_CORPORA`` names the folder that has them.
"""

import io
import json
import os
import re
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kb.store.sqlite import SqliteGraph
from ontology.fillers import is_nothing, is_placeholder
from tests.conftest import Kb

CORPORA = Path(os.environ.get("KB_CORPORA", Path(__file__).parents[2] / "shared" / "data"))


def corpus(name: str) -> bytes:
    """A file of the corpora; the test is skipped where they are not."""
    path = CORPORA / name
    if not path.exists():
        pytest.skip(f"The corpora are not here: {path} is missing; KB_CORPORA names another folder.")
    return path.read_bytes()


def unpacked(name: str, folder: Path) -> Path:
    """An archive of the corpora, in a folder of the test's own."""
    with tarfile.open(fileobj=io.BytesIO(corpus(name))) as tar:
        tar.extractall(folder, filter="data")
    return folder


@pytest.fixture(scope="module")
def dstudio(tmp_path_factory: pytest.TempPathFactory) -> Kb:
    """The snapshot ad6b80f0 of DStudio, loaded."""
    folder = unpacked("dstudio-ad6b80f0.tar.gz", tmp_path_factory.mktemp("dstudio"))
    kb = Kb(folder, {"KB_TODAY": "2026-11-23", "NO_COLOR": "1", "COLUMNS": "120"})
    done = kb("load", "ad6b80f0", "--verbose")
    assert done.code == 0, done.err
    return kb


@pytest.fixture
def graph(dstudio: Kb) -> Iterator[SqliteGraph]:
    """The loaded snapshot, opened for reading."""
    with SqliteGraph(str(dstudio.folder / "catalogue.kb")) as opened:
        yield opened


def test_snapshot_is_read(dstudio: Kb, graph: SqliteGraph):
    """Of the snapshot all pages but the template, the indexes and what is no page are entries, and most are connected."""
    counts = graph.tally()
    print(json.dumps(counts, indent=1))  # noqa: T201  # pytest -s shows the numbers
    pages = list((dstudio.folder / "ad6b80f0").rglob("*.md"))
    assert len(pages) > 270
    assert counts["nodes"] > 240
    assert counts["kinds"]["pattern"] > 105
    assert counts["tiers"]["bronze"] >= 11
    between = sum(one["between-pages"] for one in counts["edges"])
    assert between > 200
    patterns = {node.id for node in graph.select([("kind", "pattern"), ("defined", "yes")])}
    relations = list(graph.vocabulary.relations)
    joined = {end for edge in graph.edges(patterns, relations, "both") for end in (edge.subject, edge.object)}
    assert len(patterns - joined) < 60


def test_only_the_template_is_broken(graph: SqliteGraph):
    """The one page with broken front matter is the template, on its own line; nothing else is an error."""
    errors = [(one.rule, one.source.path, one.source.line) for one in graph.problems() if one.severity == "error"]
    assert errors == [("yaml-syntax", "ad6b80f0/docs/patterns/PATTERN_TEMPLATE.md", 7)]


def test_places_in_the_snapshot(dstudio: Kb, graph: SqliteGraph):
    """Every claim of every edge stands where it says, with the line as it is."""
    ids = [node.id for node in graph.select()]
    claims = [
        one
        for several in graph.claims(graph.edges(ids, list(graph.vocabulary.relations), "both")).values()
        for one in several
    ]
    assert len(claims) > 800
    texts: dict[str, list[str]] = {}
    for claim in claims:
        path = claim.source.path
        lines = texts.setdefault(path, (dstudio.folder / path).read_text(encoding="utf-8").split("\n"))
        line = lines[claim.source.line - 1]
        assert claim.source.quote in (line.strip(), line.strip()[:239] + "…")
        name = str(claim.subject if claim.backwards else claim.object).removeprefix("law/")
        here = re.sub(r"\W+", " ", line[claim.source.column - 1 :]).strip().lower()
        first = re.findall(r"\w+", name.lower())[:1]
        assert first, claim
        assert here.startswith(first[0]) or name.startswith("["), (claim.source, name)


def test_no_edge_from_fillers(graph: SqliteGraph):
    """No edge comes from a placeholder or from a word for nothing."""
    ids = [node.id for node in graph.select()]
    edges = graph.edges(ids, list(graph.vocabulary.relations), "both")
    named = {
        str(name) for several in graph.claims(edges).values() for one in several for name in (one.subject, one.object)
    }
    assert len(named) > 300
    assert [name for name in named if is_placeholder(name) or is_nothing(name)] == []


def test_dates_of_the_snapshot(graph: SqliteGraph):
    """The date that stands on many pages is a suspected default, and dates no pattern."""
    suspects = [one for one in graph.problems() if one.rule == "suspected-default" and "introduced" in one.message]
    held = list(graph.properties([node.id for node in graph.select()], ["introduced"]))
    assert {one.state for one in held} <= {"chosen", "suspect", "other"}
    assert len({str(one.value) for one in held if one.state == "suspect"}) <= 3
    assert len([one for one in held if one.state == "suspect"]) >= len(suspects) > 0 or not suspects


#: An alternative of the published answers, as the page or the name that it means here.
RESOLVED = {
    "Saga (basic)": "saga",
    "Event Sourcing + CQRS": "event-sourcing cqrs",
    "Database sharding": "sharding",
    "Polyglot persistence": "polyglot-persistence",
    "Workflow engines (Temporal, Cadence)": "workflow-engines",
}


def answers() -> dict[int, list[str]]:
    """The published answers by question."""
    data: dict[str, Any] = json.loads(corpus("answers/dstudio.json"))
    return {one["id"]: one["answers"] for one in data["questions"]}


@pytest.mark.parametrize(
    ("question", "of"), [(15, "Stored Procedures"), (17, "singleton-database"), (18, "saga-enhanced")]
)
def test_published_answers(dstudio: Kb, graph: SqliteGraph, question: int, of: str):
    """Every published alternative is among the ends of the answer, as its page where it has one."""
    done = dstudio("what-replaces", of, "--format", "json")
    assert done.code == 0, done.err
    answer = json.loads(done.out)
    ends = {one["id"] for one in answer["live"]} | set(answer["all"]) | set(answer["consider"])
    for alternative in answers()[question]:
        wanted = RESOLVED.get(alternative, re.sub(r"\W+", "-", alternative.lower())).split()
        assert set(wanted) <= ends, alternative
        for id_ in wanted:
            is_page = any((dstudio.folder / "ad6b80f0/docs/patterns").glob(f"{id_}.md"))
            assert graph.nodes([id_])[id_].defined == is_page
    assert answer["verdict"] == "partly-replaced"
    assert len(ends) == sum(len(RESOLVED.get(one, "x").split()) for one in answers()[question])


def test_enhanced_saga_in_pairs(dstudio: Kb):
    """Event sourcing replaces the enhanced saga only together with CQRS."""
    answer = json.loads(dstudio("what-replaces", "saga-enhanced", "--format", "json").out)
    groups = {one["id"]: json.dumps(one) for one in answer["live"]}
    assert "all-of: Event Sourcing + CQRS" in groups["event-sourcing"]
    assert "all-of: Event Sourcing + CQRS" in groups["cqrs"]
    assert "all-of" not in groups["saga"]


def test_loading_the_snapshot_again(dstudio: Kb):
    """Loading the snapshot again finds nothing new."""
    done = dstudio("load", "ad6b80f0", "--format", "json")
    report = json.loads(done.out)
    assert (report["changed"], report["claims"], report["removed"]) == (False, 0, [])
    assert report["files"] > 270


@pytest.fixture(scope="module")
def malformed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The broken pages, below ``malformed``."""
    return unpacked("dstudio-malformed.tar.gz", tmp_path_factory.mktemp("malformed"))


def test_malformed_pages(malformed: Path):
    """Each of 179 really broken pages is one finding of ``kb lint`` above a note, on the line of its mistake."""
    kb = Kb(malformed, {"KB_TODAY": "2026-11-23", "NO_COLOR": "1"})
    done = kb("lint", "malformed")
    assert done.code == 1
    found: dict[str, list[tuple[int, str]]] = {}
    for path, line, rule in re.findall(r"^malformed/(.*?):(\d+):\d+: \w+: .* \[([a-z0-9-]+)\]$", done.out, re.M):
        found.setdefault(path, []).append((int(line), rule))
    rows = json.loads((malformed / "malformed/index.json").read_text())
    assert len(rows) == 179
    broken = {"yaml-syntax", "yaml-alias", "yaml-tab", "duplicate-key", "wrong-shape", "front-matter-open"}
    for row in rows:
        first = [one for one in found.get(row["file"], []) if one[1] in broken and one[1] != "wrong-shape"]
        assert [line for line, _ in first] == [row["line"]], row["file"]


def test_malformed_pages_load(malformed: Path):
    """Broken pages load, and what stands above their mistakes is kept."""
    kb = Kb(malformed, {"KB_TODAY": "2026-11-23", "NO_COLOR": "1"})
    assert kb("load", "malformed", "--quiet").code == 0
    with SqliteGraph(str(malformed / "catalogue.kb")) as graph:
        assert len(list(graph.select([("defined", "yes")]))) > 100
        assert graph.tally()["tiers"]
