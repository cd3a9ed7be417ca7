"""Real catalogues, written as each format that is read again, give the same answers to every question about every entry."""

import json
import os
import tarfile
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Kb
from tests.mapping.test_scores import SCORES, SHARED

#: Questions about each entry, and what of their answers a graph without claims holds.
HELD = {
    "what-replaces": ("verdict", "direct", "consider", "all", "terminal"),
    "what-it-replaced": ("direct", "all", "origins"),
    "ancestors": ("direct", "all", "chain"),
    "descendants": ("direct", "all", "chain"),
    "timeline": ("events",),
    "names": ("id", "candidates"),
}
#: Formats that hold every claim, and those that hold the graph.
WHOLE, GRAPHS = ("jsonl", "trig"), ("ttl", "jsonld", "graphml")

CATALOGUES = {
    "bundled": "",
    **{name: mapping for name, mapping, _ in SCORES if name != "endoflife"},  # 8,800 entries: four minutes
    "dstudio-ad6b80f0": "",
}


def answers(kb: Kb, file: str, questions: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What a catalogue answers to questions."""
    lines = "".join(json.dumps(one) + "\n" for one in questions)
    done = kb("ask", "--jsonl", "--kb", file, "--quiet", stdin=lines.encode())
    assert done.code == 0, done.err
    return [json.loads(line) for line in done.out.splitlines()]


def held(question: dict[str, Any], answer: dict[str, Any]) -> dict[str, Any]:
    """What of an answer a graph holds; successors that only the number of their sources ranks have no order in it."""
    found = {key: answer.get(key) for key in HELD[question["ask"]]} | {"error": answer.get("error")}
    if question["ask"] == "what-replaces":
        found |= {"live": sorted(one["id"] for one in answer["live"]), "paths": sorted(answer["paths"])}
    return found


@pytest.mark.slow
@pytest.mark.parametrize("name", CATALOGUES)
def test_same_answers(name: str, kb: Kb, bundled: Kb):
    """From claims every answer comes back to the byte, from a graph every entry, edge, date, verdict and way."""
    if name == "bundled":
        kb.write({"all.jsonl": bundled("export", "--kb", "bundled", "--format", "jsonl").out}).load("all.jsonl")
    else:
        if not (SHARED / f"{name}.tar.gz").exists():
            pytest.skip(f"The corpora are not here: {SHARED}; KB_CORPORA names another folder.")
        with tarfile.open(SHARED / f"{name}.tar.gz") as archive:
            archive.extractall(kb.folder / "source", filter="data")
        (top,) = os.listdir(kb.folder / "source")
        source = Path("source", top, "raw") if (kb.folder / "source" / top / "raw").is_dir() else Path("source", top)
        mapping = CATALOGUES[name]
        path = str(Path.cwd() / mapping) if mapping.endswith(".yaml") else mapping
        kb.load(str(source), *(["--mapping", path] if mapping else []))
    ids = kb("list", "--all", "--ids", "--quiet").out.splitlines()
    assert ids
    questions = [{"ask": ask, "of": id_} for id_ in ids for ask in HELD]
    shown = [{"ask": "show", "of": id_} for id_ in ids]
    before, cards = answers(kb, "catalogue.kb", questions), answers(kb, "catalogue.kb", shown)
    for form in (*WHOLE, *GRAPHS):
        assert kb("export", "-o", f"all.{form}", "--quiet").code == 0
        kb.load(f"all.{form}", "--kb", f"{form}.kb")
        after = answers(kb, f"{form}.kb", questions)
        if form in WHOLE:
            assert after == before
            assert answers(kb, f"{form}.kb", shown) == cards
        else:
            for question, one, other in zip(questions, before, after, strict=True):
                assert held(question, other) == held(question, one), (form, question)
