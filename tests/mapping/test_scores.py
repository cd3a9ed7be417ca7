"""Shipped mappings over real catalogues, scored by the answers that are known of each."""

import os
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

from tests.conftest import ROOT, Kb

SHARED = Path(os.environ.get("KB_CORPORA", Path(__file__).parents[3] / "shared" / "data"))
SCORE = SHARED.parent / "check" / "score.py"

SCORES = [
    ("peps", "peps", 1.0),
    ("keps", "keps", 1.0),
    ("adr-fac", "adr", 1.0),
    ("adr-govuk-aws", "adr", 1.0),
    ("adr-moj", "adr", 1.0),
    ("aoe-techradar", "technology-radar", 1.0),
    ("endoflife", "tests/mapping/endoflife.as-scored.yaml", 1.0),
    ("arc42-quality", "arc42", 1.0),
    ("pluto", "pluto", 1.0),
    ("linuxtimeline", "tests/mapping/linuxtimeline.as-scored.yaml", 1.0),
]


@pytest.mark.slow
@pytest.mark.parametrize(("name", "mapping", "share"), SCORES)
def test_score(name: str, mapping: str, share: float, tmp_path: Path) -> None:
    """A real catalogue, loaded by its mapping alone, answers what is known of it."""
    if not (SHARED / f"{name}.tar.gz").exists():
        pytest.skip(f"The corpora are not here: {SHARED}; KB_CORPORA names another folder.")
    with tarfile.open(SHARED / f"{name}.tar.gz") as archive:
        archive.extractall(tmp_path, filter="data")
    kb = [sys.executable, "-m", "kb"]
    made, source = str(tmp_path / "x.kb"), str(tmp_path / name / "raw")
    done = subprocess.run([*kb, "load", source, "--mapping", mapping, "--kb", made], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    answers = str(SHARED / "answers" / f"{name}.json")
    scored = subprocess.run(
        [sys.executable, str(SCORE), "--at-least", str(share), answers, "--", *kb, "--kb", made, "ask", "--jsonl"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert scored.returncode == 0, scored.stdout + scored.stderr


MADR = """\
---
status: superseded by ADR-0002
date: 2024-01-01
---

# Use files

## Context and Problem Statement

Text.
"""


def test_records_with_front_matter(kb: Kb) -> None:
    """A decision in the form of MADR says its status, its date and its successor in the front matter."""
    kb.write(
        {
            "adr/0001-use-files.md": MADR,
            "adr/0002-use-a-database.md": MADR.replace("superseded by ADR-0002", "accepted").replace(
                "Use files", "Use a database"
            ),
        }
    )
    assert kb("load", "adr", "--mapping", "adr", "--strict").code == 0
    told = kb("what-replaces", "ADR 0001").out
    assert told.startswith("Use files (2024-01-01, superseded) is replaced by Use a database\n")


def test_our_own_decisions(kb: Kb) -> None:
    """The decisions of this project load by the shipped mapping, each with its status and its date."""
    assert kb("load", str(ROOT / "docs" / "decisions"), "--mapping", "adr", "--strict").code == 0
    rows = kb("list").out.splitlines()[1:-1]
    assert len(rows) == len(list((ROOT / "docs" / "decisions").glob("*.md"))) > 10
    assert all("  accepted  2026-" in row for row in rows)
