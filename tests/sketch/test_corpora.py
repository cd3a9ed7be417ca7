"""Sketches of real catalogues, loaded as they stand, beside the mappings that people wrote for them."""

import os
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

from kb.loading import load, own_mapping, shipped_mapping
from kb.store.sqlite import SqliteGraph
from loaders.sketch.sketch import sketch

SHARED = Path(os.environ.get("KB_CORPORA", Path(__file__).parents[3] / "shared" / "data"))
SCORE = SHARED.parent / "check" / "score.py"

#: Catalogue, the mapping that ships for it, which share of the known answers the sketch gives (none where its ids are
#: others than those of the answers), and how many edges between records the sketch may find less than that mapping.
SHIPPED = [
    ("peps", "peps", 1.0),
    ("keps", "keps", 0.95),
    ("adr-fac", "adr", None),
    ("adr-govuk-aws", "adr", None),
    ("adr-moj", "adr", None),
    ("aoe-techradar", "technology-radar", 1.0),
    ("endoflife", "endoflife", 0.75),
    ("arc42-quality", "arc42", None),
    ("pluto", "pluto", 1.0),
    ("linuxtimeline", "linuxtimeline", 0.95),
]
#: Catalogues without a mapping of their own, and the folder to sketch in each.
OTHERS = [("dstudio-ad6b80f0", "ad6b80f0/docs"), ("dstudio-malformed", "malformed")]


def unpacked(name: str, folder: Path) -> Path:
    """A catalogue, unpacked."""
    if not (SHARED / f"{name}.tar.gz").exists():
        pytest.skip(f"The corpora are not here: {SHARED}; KB_CORPORA names another folder.")
    with tarfile.open(SHARED / f"{name}.tar.gz") as archive:
        archive.extractall(folder, filter="data")
    return folder


def counted(source: Path, mapping: str, made: Path) -> tuple[int, int]:
    """How many records a folder has by a mapping, and how many edges between them."""
    load([str(source)], str(made), mapping=own_mapping(mapping))
    with SqliteGraph(str(made)) as graph:
        tally = graph.tally()
        return tally["nodes"], sum(one["between-pages"] for one in tally["edges"])


@pytest.mark.slow
@pytest.mark.parametrize(("name", "shipped", "share"), SHIPPED)
def test_beside_the_written_one(name: str, shipped: str, share: float | None, tmp_path: Path) -> None:
    """A sketch finds the same records as the mapping that ships, and nearly all of its edges."""
    source = unpacked(name, tmp_path) / name / "raw"
    drawn = tmp_path / "sketch.yaml"
    drawn.write_text(sketch(str(source), 20), encoding="utf-8")
    records, edges = counted(source, str(drawn), tmp_path / "a.kb")
    wanted, known = counted(source, shipped_mapping(shipped), tmp_path / "b.kb")
    assert records == wanted
    assert edges >= 0.98 * known
    if share is None:
        return
    kb = [sys.executable, "-m", "kb", "--kb", str(tmp_path / "a.kb"), "ask", "--jsonl"]
    scored = subprocess.run(
        [sys.executable, SCORE, "--at-least", str(share), SHARED / "answers" / f"{name}.json", "--", *kb],
        capture_output=True,
        text=True,
        check=False,
    )
    assert scored.returncode == 0, scored.stdout + scored.stderr


@pytest.mark.slow
@pytest.mark.parametrize(("name", "folder"), OTHERS)
def test_others(name: str, folder: str, tmp_path: Path) -> None:
    """A catalogue of pages in many forms, some of them damaged, is sketched without a mistake and loaded."""
    source = unpacked(name, tmp_path) / folder
    drawn = tmp_path / "sketch.yaml"
    drawn.write_text(sketch(str(source), 20), encoding="utf-8")
    records, _ = counted(source, str(drawn), tmp_path / "a.kb")
    assert records > 150
