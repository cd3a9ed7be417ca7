"""Mappings of the form ``pages``: what kb load reads without a mapping, with keys, kinds and names of one's own."""

import sqlite3
from contextlib import closing

import pytest

from tests.conftest import ROOT, Kb
from tests.test_layers import PUBLIC

OWN = """\
kb-mapping: 1
title: Ours
form: pages
sources:
  - files: "**/*.md"
    exclude: "drafts/**"
keys:
  superseded-by-team: replaced-by
  first_seen: introduced
  owner.team: category
kinds:
  types: {runbook: guide, overview: none}
  folders: {services: technology}
names:
  The Flow: flow
  Flow Engine: flow
"""
FILES = {
    "ours.yaml": OWN,
    "docs/saga.md": "---\ntitle: Saga\nsuperseded_by_team: The Flow\nFirst-Seen: 1987\nowner: {team: payments}\n---\n",
    "docs/flow.md": "---\ntitle: Flow\n---\n",
    "docs/services/bus.md": "---\ntitle: Bus\n---\n",
    "docs/restart.md": "---\ntitle: Restart\ntype: Runbook\n---\n",
    "docs/all.md": "---\ntitle: All\ntype: overview\n---\n",
    "docs/drafts/later.md": "---\ntitle: Later\n---\n",
}


def settled(kb: Kb, name: str) -> list[list[tuple[object, ...]]]:
    """Every row of the settled tables and of the claims."""
    tables = ("node", "property", "edge", "edge_claim", "name", "finding", "problem", "claim")
    with closing(sqlite3.connect(kb.folder / name)) as file:
        return [sorted(map(tuple, file.execute(f"SELECT * FROM {table}")), key=repr) for table in tables]


def test_pages_is_what_is_read_without_a_mapping(kb: Kb):
    """The shipped mapping ``pages`` gives the same catalogue as no mapping."""
    folder = str(ROOT / "kb" / "catalogue")
    assert kb("load", folder, "--kb", "plain.kb").code == 0
    assert kb("load", folder, "--kb", "mapped.kb", "--mapping", "pages").code == 0
    assert settled(kb, "plain.kb") == settled(kb, "mapped.kb")


def test_keys_kinds_and_names(kb: Kb):
    """A mapping adds keys, kinds by type and folder, and what the catalogue calls its entries."""
    kb.write(FILES)
    done = kb("load", "docs", "--mapping", "ours.yaml")
    assert done.code == 0, done.err
    told = kb("what-replaces", "saga").out
    assert told.startswith("Saga (1987) is replaced by Flow\n")
    assert "category\n  payments" in kb("show", "saga").out
    assert kb("show", "flow engine").out.startswith("Flow (pattern)")
    listed = {row.split()[0]: row.split()[-1] for row in kb("list").out.splitlines()[1:-1]}
    assert listed == {"saga": "1987", "flow": "pattern", "technology/bus": "technology", "guide/restart": "guide"}


def test_the_report_knows_pages(kb: Kb):
    """What a mapping leaves out is left out: neither entries nor findings come of it."""
    kb.write({**FILES, "docs/drafts/broken.md": "---\ntitle: [\n---\n"})
    told = kb("load", "docs", "--mapping", "ours.yaml", "--strict", "--verbose")
    assert (told.code, "drafts" in told.out) == (0, False)


def test_prose_of_a_form(kb: Kb):
    """``prose: true`` reads what stands only in the text of pages."""
    kb.write({"m.yaml": "kb-mapping: 1\ntitle: T\nform: pages\nsources: [{files: '**/*.md'}]\nprose: true\n"})
    kb.write({"docs/a.md": "---\ntitle: A\n---\n## Replaced by\n\n- [B](b.md)\n", "docs/b.md": "---\ntitle: B\n---\n"})
    assert kb("load", "docs", "--mapping", "m.yaml").code == 0
    assert kb("what-replaces", "a").out.startswith("A is replaced by B\n")


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("keys: {a: replacd-by}", "'replacd-by' is no relation and no property; did you mean 'replaced-by'?"),
        ("keys: [a]", "'keys' is a mapping from what is written to what it means"),
        ("kinds: {types: {a: guidee}}", "the kind 'guidee' is not declared; did you mean 'guide'?"),
        ("kinds: {type: {a: guide}}", "'kinds' has no 'type'; did you mean 'types'?"),
        ("names: {a: [b]}", "a name means the id of one entry"),
        ("prose: perhaps", "'prose' is one of false, true, not 'perhaps'"),
        ("records: {}", "a mapping with a 'form' has no 'records'; the form says what the files hold"),
        ("keyz: {}", "a mapping has no 'keyz'; did you mean 'keys'?"),
    ],
)
def test_mistakes(kb: Kb, line: str, message: str):
    """A mistake in such a mapping names its own line."""
    kb.write({"m.yaml": f"kb-mapping: 1\ntitle: T\nform: pages\nsources: [{{files: '*.md'}}]\n{line}\n", **PUBLIC})
    done = kb("load", "public", "--mapping", "m.yaml")
    assert done.code == 2
    assert "m.yaml:5:" in done.err
    assert message in done.err


def test_a_key_without_its_form(kb: Kb):
    """What only pages have is refused in a mapping that does not say that its files are pages."""
    kb.write({"m.yaml": "kb-mapping: 1\ntitle: T\nkeys: {a: title}\nsources: []\nrecords: {r: {id: x}}\n", **PUBLIC})
    assert (
        "m.yaml:3:1: error: 'keys' is for a mapping that says 'form: pages'"
        in kb("load", "public", "--mapping", "m.yaml").err
    )


def test_another_form(kb: Kb):
    """A form that does not exist, and a reader beside a form, are mistakes."""
    kb.write({"m.yaml": "kb-mapping: 1\ntitle: T\nform: page\nsources: [{files: '*.md', read: yaml}]\n", **PUBLIC})
    done = kb("load", "public", "--mapping", "m.yaml")
    assert "m.yaml:3:7: error: 'form' is one of pages, not 'page'" in done.err
    assert "m.yaml:4:27: error: a source has no 'read'" in done.err
