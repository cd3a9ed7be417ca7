"""Claims as JSON Lines: what is exported and loaded again is the same catalogue, row by row."""

import json
import os
from pathlib import Path

import pytest
from hypothesis import given

from loaders.claims import read
from loaders.dump import Member
from ontology.claim import Claim
from ontology.problem import Problem
from tests.conftest import Kb
from tests.ledger.test_any_order import CATALOGUES, catalogues, few, files_of

VOCABULARY = """\
relations:
  supplants: {label: supplants, inverse: supplanted by, lineage: true}
scales:
  traffic: [go, {name: stop, retired: true}]
"""

MAPPING = """\
kb-mapping: 1
title: Tools
sources:
  - files: tools.csv
    read: csv
records:
  tool:
    id: "{name}"
    title: name
    edges:
      replaces: {from: old}
references:
  - {match: "(.+)", id: "{1}"}
"""


def exported(folder: Path, kb: str = "c.kb") -> str:
    """The claims of a catalogue in a folder."""
    done = Kb(folder, {"KB_TODAY": "2026-11-23", "XDG_CACHE_HOME": str(folder / "cache")})
    made = done("export", "--kb", kb, "--format", "jsonl", "--quiet")
    assert made.code == 0, made.err
    return made.out


@few
@given(CATALOGUES)
def test_export_and_load_is_the_same(catalogue):
    """Whatever pages say, the catalogue loaded from their exported claims has the same rows, and exports the same bytes."""
    with catalogues(2) as (first, second):
        first.made(files_of(catalogue))
        text = exported(first.folder)
        second.made({"all.jsonl": text}, "all.jsonl")
        assert second.settled() == first.settled()
        assert exported(second.folder) == text


def test_the_bundled_catalogue(bundled: Kb, kb: Kb):
    """The catalogue that ships gives the same answers out of its claims, to the byte."""
    kb.write({"all.jsonl": bundled("export", "--kb", "bundled", "--format", "jsonl").out}).load("all.jsonl")
    for argv in (["what-replaces", "2pc"], ["show", "saga"], ["history", "saga"], ["list", "--all"]):
        assert kb(*argv, "--quiet").out == bundled(*argv, "--kb", "bundled", "--quiet").out, argv


def test_words_and_references_of_a_mapping(kb: Kb):
    """The catalogue's own relations and tiers go along, and names that a mapping resolved still mean the same."""
    kb.write(
        {
            "v.yaml": VOCABULARY,
            "m.yaml": MAPPING,
            "t/tools.csv": "name,old\nnew,old\nold,\n",
            "pages/a.md": "---\ntitle: A\nsupplants: b\ntier: stop\n---\n",
        }
    )
    kb.load("pages", "--vocabulary", "v.yaml")
    kb.load("t", "--mapping", "m.yaml")
    assert kb("export", "-o", "all.jsonl").code == 0
    kb.load("all.jsonl", "--kb", "again.kb")
    for name in ("a", "b", "old", "new"):
        assert kb("show", name, "--quiet", "--kb", "again.kb").out == kb("show", name, "--quiet").out


def test_what_is_not_in_it_is_said(kb: Kb):
    """Ended statements, earlier loads and findings stay behind, and the command names them."""
    kb.write({"pages/a.md": "---\ntitle: A\nreplaces: b\n---\n", "pages/broken.md": "---\ntitle: [\n---\n"}).load()
    kb.write({"pages/a.md": "---\ntitle: A\nreplaces: c\n---\n"}).load()
    done = kb("export", "-o", "out/all.jsonl", "--quiet")
    assert done.code == 0
    assert [line for line in done.complaints if "not in it" in line] == [
        "kb: not in it: 3 statements that ended (--as-seen goes back no further in what is loaded from it)",
        "kb: not in it: 1 earlier load on the catalogue's own clock",
        "kb: not in it: 1 finding about the sources' own form",
    ]


def test_a_dump_loaded_again(kb: Kb):
    """Unchanged it costs nothing; changed it replaces what it said; a source that is gone from it no longer speaks."""
    kb.write({"pages/a.md": "---\ntitle: A\nreplaces: b\n---\n", "pages/d.md": "---\ntitle: D\n---\n"}).load()
    kb("export", "-o", "all.jsonl")
    again = ("load", "all.jsonl", "--kb", "again.kb")
    assert "2 entries" in kb(*again).out
    assert "nothing changed" in kb(*again).out
    text = (kb.folder / "all.jsonl").read_text()
    kb.write({"all.jsonl": text.replace('{"source": "pages/d.md"}', '{"source": "pages/e.md"}')})
    assert "1 gone" in kb(*again).out
    assert "pages/e.md" in kb("show", "d", "--kb", "again.kb", "--format", "json").out
    (kb.folder / "all.jsonl").touch()
    assert "nothing changed" in kb(*again).out


def test_a_source_of_a_dump_that_is_loaded_itself(kb: Kb):
    """A page that is loaded takes the place of what a dump said for it; loading its folder leaves other sources alone."""
    kb.write({"pages/a.md": "---\ntitle: A\nreplaces: b\n---\n", "pages/d.md": "---\ntitle: D\n---\n"}).load()
    kb("export", "-o", "all.jsonl")
    kb.load("all.jsonl", "--kb", "again.kb")
    kb.write({"pages/a.md": "---\ntitle: A new\nreplaces: c\n---\n"})
    (kb.folder / "pages" / "d.md").unlink()
    kb.load("pages", "--kb", "again.kb")
    assert kb("list", "--ids", "--kb", "again.kb", "--quiet").out == "a\nd\n"
    assert "A new" in kb("show", "a", "--kb", "again.kb").out


BAD = [
    ("{", "not a JSON object on one line"),
    ("[1]", "a line of claims is an object"),
    ('{"subject": "a", "predicate": "title", "valu": 1}', "a claim has no 'valu'; did you mean value?"),
    ('{"predicate": "title", "value": 1}', "a claim needs a 'subject'"),
    ('{"subject": "a", "predicate": "title"}', "a claim has an 'object' (a name) or a 'value', and not both"),
    ('{"subject": "a", "predicate": "title", "value": 1, "line": "3"}', "'line' of a claim is a whole number"),
    ('{"subject": "a", "predicate": "title", "value": 1, "line": true}', "'line' of a claim is a whole number"),
    ('{"subject": 1, "predicate": "title", "value": 1}', "'subject' of a claim is text"),
    ('{"subject": "a", "predicate": "replaces", "object": "b", "ids": "b"}', "'ids' of a claim is a list of texts"),
    ('{"subject": "a", "predicate": "title", "value": 1, "qualifiers": []}', "'qualifiers' of a claim are an object"),
    ('{"subject": "a", "predicate": "title", "value": 1, "method": "dreamt"}', "'method' is 'dreamt'; it is one of"),
    ("[" * 100_000, "not a JSON object on one line"),
    ('{"kb-claims": 1}', "this is form 1 of claims"),
]


@pytest.mark.parametrize(("line", "message"), BAD, ids=range(len(BAD)))
def test_a_line_that_is_no_claim(kb: Kb, line: str, message: str):
    """A bad line is one finding with its place; the lines around it count."""
    good = '{{"subject": "{0}", "predicate": "title", "value": "{0}"}}'
    kb.write({"x.jsonl": "\n".join(['{"kb-claims": 1}', good.format("a"), line, good.format("b"), ""])})
    done = kb("load", "x.jsonl", "--quiet")
    assert "x.jsonl:3:1: error: " in done.out or "x.jsonl:3:1: warning: " in done.out
    assert message in done.out
    ids = kb("list", "--all", "--ids", "--quiet").out.splitlines()
    assert ids == (["a"] if "form 1" in message else ["a", "b"])


def test_another_form(kb: Kb):
    """Claims of a later form are refused with what this program reads."""
    kb.write({"x.jsonl": '{"kb-claims": 2}\n{"subject": "a", "predicate": "title", "value": 1}\n'})
    assert "this is form 2 of claims, and this kb reads form 1" in kb("load", "x.jsonl", "--quiet").out


def test_not_utf8(tmp_path: Path):
    """A line that is not UTF-8 is a finding; a byte order mark is none."""
    path = tmp_path / "x.jsonl"
    path.write_bytes(
        b'\xef\xbb\xbf{"kb-claims": 1}\n{"subject": "\xff", "predicate": "title", "value": 1}\n{"source": "p.md"}\n'
        b'{"subject": "a\\u001b[31m", "predicate": "title", "value": "t"}\n'
    )
    fault, member, claim = read(str(path), "x.jsonl")
    assert isinstance(fault, Problem)
    assert (fault.rule, fault.source.line) == ("json-syntax", 2)
    assert member == Member("p.md")
    assert isinstance(claim, Claim)
    assert claim.subject == "a\ufffd[31m"


def test_the_disk_is_full(kb: Kb):
    """An export that cannot be written says so, and leaves the file that was there."""
    kb.write({"pages/a.md": "---\ntitle: A\n---\n"}).load()
    if not os.path.exists("/dev/full"):
        pytest.skip("no /dev/full here")
    done = kb.process("export", "--format", "jsonl", "--quiet", "--output", "/dev/full/x.jsonl")
    assert done.code == 2
    assert done.err.startswith("kb: cannot write /dev/full/x.jsonl: ")
    assert kb("export", "--as-of", "1990", "--format", "jsonl").code == 2
    assert "say which format with --format" in kb("export").err


def test_seen_at_a_moment(kb: Kb):
    """What the catalogue said at a moment is exported as it was said then."""
    today, kb.env["KB_TODAY"] = kb.env["KB_TODAY"], "2020-01-01"
    kb.write({"pages/a.md": "---\ntitle: Before\n---\n"}).load()
    kb.env["KB_TODAY"] = today
    kb.write({"pages/a.md": "---\ntitle: After\n---\n"}).load()

    def titles(*argv: str) -> list[str]:
        lines = kb("export", "--format", "jsonl", "--quiet", *argv).out.splitlines()
        return [one["value"] for one in map(json.loads, lines) if one.get("predicate") == "title"]

    assert titles() == ["After"]
    assert titles("--as-seen", "2021") == ["Before"]
