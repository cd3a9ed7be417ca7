"""Guides, case studies, decisions, decision trees: what their pages say, and where in a record each name stands."""

import pytest

from ontology.claim import Claim
from ontology.problem import Problem
from tests.ledger.written import page
from tests.ledger.written import read_page as read

TREE = """\
type: decision-tree
domain: consistency
questions:
  - {id: owner, options: [{label: one, leads_to: local}, {label: several, leads_to: far}]}
scenarios:
  local:
    recommend:
      gold: local-transaction
      silver: [{pattern: stored procedure, why: near the data, source: gray-1978}, outbox]
  far: {recommend: {Bronze: [two-phase-commit]}}
"""


def read_page(text: str) -> list[Claim | Problem]:
    """All that a page says, and what is wrong with it."""
    _, claims, problems = read(text)
    return [*claims, *problems]


def said(text: str, predicate: str) -> list[Claim]:
    """The claims of one predicate that a page makes."""
    return [one for one in read_page(page(text)) if isinstance(one, Claim) and one.predicate == predicate]


def test_recommendations_are_relations():
    """What a scenario recommends is a relation, whose pointer leads to the name inside the record."""
    found = said(TREE, "recommends")
    assert [(one.object, one.source.pointer, one.source.line) for one in found] == [
        ("local-transaction", "/scenarios/local/recommend/gold", 9),
        ("stored procedure", "/scenarios/local/recommend/silver/0", 10),
        ("outbox", "/scenarios/local/recommend/silver/1", 10),
        ("two-phase-commit", "/scenarios/far/recommend/Bronze/0", 11),
    ]
    assert dict(found[1].qualifiers) == {"note": "near the data", "ground": "gray-1978"}


def test_keys_of_a_mapping_name_its_records():
    """Records in a mapping are the same as records in a list, with the key as a field of their own."""
    listed = "type: guide\\nphases:\\n  - {name: One, steps: [x]}\\n  - {name: Two}\\n".replace("\\n", "\n")
    mapped = "type: guide\\nphases:\\n  One: {steps: [x]}\\n  Two: {}\\n".replace("\\n", "\n")
    assert [one.value for one in said(listed, "phase")] == [one.value for one in said(mapped, "phase")]
    assert [one.source.pointer for one in said(mapped, "phase")] == ["/phases/One", "/phases/Two"]


def test_factors_compare_what_their_columns_name():
    """A column of factors names a pattern; ``options`` says which, or that the word is none."""
    text = (
        "type: comparison\nfactors:\n  - {factor: Cost, why: x, a: low, orchestrated: high, 'x/y': no}\n"
        "options: {orchestrated: saga, 'x/y': }\n"
    )
    found = said(text, "compares")
    assert [(one.object, one.source.pointer) for one in found] == [
        ("a", "/factors/0/a"),
        ("saga", "/factors/0/orchestrated"),
    ]


@pytest.mark.parametrize("kind", ["pattern", "guide", "case-study", "decision", "decision-tree", "law"])
def test_keys_belong_to_their_kinds(kind: str):
    """A key of guides is a key of guides only; elsewhere it is a property of its own name."""
    text = f"type: {kind}\nfrom: a\nphases: [x]\nconsequences: [y]\nquestions: [z]\n"
    found = {one.predicate for one in read_page(page(text)) if isinstance(one, Claim)}
    assert ("leads-from" in found, "from" in found) == (
        (True, False) if kind in ("guide", "case-study") else (False, True)
    )
    assert ("phase" in found) == (kind in ("guide", "case-study"))
    assert ("consequence" in found) == (kind == "decision")
    assert ("question" in found) == (kind == "decision-tree")


def test_stages_recommend():
    """The patterns of a stage are recommended, alone or in a list."""
    text = "type: guide\nstages:\n  - {name: small, patterns: saga}\n  - {name: large, patterns: [outbox, TODO]}\n"
    assert [one.object for one in said(text, "recommends")] == ["saga", "outbox"]
    assert [one.rule for one in read_page(page(text)) if isinstance(one, Problem)] == ["placeholder"]


def test_case_study_rests_on_its_account():
    """The account of a case study is a publication that the page brings along."""
    text = (
        "type: case-study\norganisation: Acme\nperiod: 2015/2017\n"
        "account: {key: smith-2018, title: Two years, year: 2018}\n"
    )
    found = [one for one in read_page(page(text)) if isinstance(one, Claim)]
    assert [(one.subject, one.predicate, one.object or one.value) for one in found if one.subject == "smith-2018"] == [
        ("smith-2018", "kind", "publication"),
        ("smith-2018", "title", "Two years"),
        ("smith-2018", "introduced", "2018"),
    ]
    assert [one.object for one in found if one.predicate == "told-of"] == ["Acme"]
    assert [one.value for one in found if one.predicate == "introduced" and one.subject != "smith-2018"] == [
        "2015/2017"
    ]
