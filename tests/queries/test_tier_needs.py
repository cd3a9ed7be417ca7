"""What tiers ask for: the findings of ``kb lint`` against the edges and values of the settled graph."""

import json
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.linting import lint
from kb.loading import load
from kb.store.sqlite import SqliteGraph
from ontology.builtin import VOCABULARY
from ontology.claim import Claim
from ontology.needs import read_need
from ontology.problem import Problem
from ontology.source import Source
from ontology.vocabulary import Vocabulary
from queries.checks.tier_needs import TierNeeds

NAMES = ("alpha", "beta", "gamma", "delta")
PAGES = st.dictionaries(
    st.sampled_from(NAMES),
    st.fixed_dictionaries(
        {
            "tier": st.sampled_from(["gold", "Silver", "bronze", "adopt", ""]),
            "examples": st.integers(0, 3),
            "checklist": st.integers(0, 1),
            "trade_offs": st.integers(0, 1),
            "replaces": st.sets(
                st.sampled_from([*NAMES, "The Beta Thing", "alpha + delta", "[it](gamma.md)", "elsewhere"]), max_size=2
            ),
            "replaced_by": st.sets(st.sampled_from([*NAMES, "gamma thing"]), max_size=1),
            "alternative_to": st.sets(st.sampled_from(NAMES), max_size=1),
        }
    ),
    min_size=1,
)


def page(name: str, says: dict) -> str:
    """A page as a user would write it."""
    lines = [f"title: {name.title()} Thing"]
    for key, value in says.items():
        if key == "tier":
            lines += [f"tier: {value}"] * bool(value)
        elif isinstance(value, set):
            lines += [f"{key}: {json.dumps(sorted(value - {name}))}"] * bool(value - {name})
        elif value:
            lines += [f"{key}:", *(f"  - {{text: {n}}}" for n in range(value))]
    return "---\n" + "\n".join(lines) + "\n---\n"


def expected(kb: str) -> list[tuple[str, str]]:
    """(Entry, first word of the need) of each demand that the settled graph does not meet."""
    found = []
    with SqliteGraph(kb) as graph:
        for node in graph.select([("defined", "yes")]):
            tier = str(node.tier).lower()
            count = {
                word: len([one for one in graph.properties([node.id], [word]) if one.value])
                for word in ("example", "checklist", "trade-offs")
            }
            newer = list(graph.edges([node.id], ["replaces"], "in"))
            beside = list(graph.edges([node.id], ["alternative-to"], "both"))
            if tier == "gold" and count["example"] < 2:
                found.append((node.id, "example"))
            if tier == "gold" and not count["checklist"]:
                found.append((node.id, "checklist"))
            if tier == "silver" and not count["trade-offs"]:
                found.append((node.id, "trade-offs"))
            if tier == "bronze" and not newer and not beside:
                found.append((node.id, "replaced"))
    return sorted(found)


@settings(max_examples=60, deadline=None)
@given(PAGES)
def test_findings_are_those_of_the_graph(pages: dict[str, dict]):
    """An entry lacks what its tier asks for exactly where the settled graph has too few such edges or values."""
    with TemporaryDirectory() as folder:
        for name, says in pages.items():
            Path(folder, f"{name}.md").write_text(page(name, says), encoding="utf-8")
        words = {"examples": "example", "checklist": "checklist", "trade-offs": "trade-offs", "replaced by": "replaced"}
        found = [
            (Path(one.source.path).stem, next(short for word, short in words.items() if word in one.message))
            for one in lint([folder])
            if one.rule == "tier-incomplete"
        ]
        kb = str(Path(folder, "catalogue.kb"))
        load([folder], kb)
        assert sorted(found) == expected(kb)


@pytest.mark.parametrize("text", ["", "0 example", "example and checklist", "or", "two  example", "1000 example", "é"])
def test_what_is_no_need(text: str):
    """A need is a word or several joined by 'or', with a number before them if wanted; anything else is none."""
    assert read_need(text) is None or text == "or"


def test_builtin_needs_are_known_words():
    """Every built-in need reads, and names properties and relations that are declared."""
    inverses = {one.inverse.replace(" ", "-") for one in VOCABULARY.relations.values()}
    for scale in VOCABULARY.scales.values():
        for tier in scale.tiers:
            for text in tier.needs:
                need = read_need(text)
                assert need is not None
                assert set(need.words) <= {*VOCABULARY.properties, *VOCABULARY.relations, *inverses}


def findings(*claims: Claim, vocabulary: Vocabulary = VOCABULARY) -> list[Problem]:
    """What some claims lack."""
    check = TierNeeds(vocabulary)
    for claim in claims:
        check.take(claim)
    return list(check.findings(lambda name, _: [name]))


def test_a_name_that_the_source_resolves():
    """Where a mapping says which ids a written name means, the relation counts for the first of them."""
    at = Source("x.csv", 1)
    tier = Claim("old", "tier", at, value="bronze")
    said = Claim("new", "replaces", at, object="Number 1", ids=("old",))
    assert findings(tier, said) == []
    assert [one.rule for one in findings(tier, said._replace(ids=("other",)))] == ["tier-incomplete"]
    both = Claim("N", "replaces", at, object="O", by_name=True, subject_ids=("new",), ids=("", "old"))
    assert findings(tier, both) == []


def test_what_does_not_count():
    """What is only expected, and what a template left behind, meets no demand."""
    at = Source("x.md", 1)
    tier = Claim("old", "tier", at, value="bronze")
    said = Claim("new", "replaces", at, object="old", backwards=True)
    assert findings(tier, said) == []
    assert findings(tier, said._replace(qualifiers={"expected": True}))
    assert findings(tier, said._replace(subject="TODO"))
    silver = Claim("it", "tier", at, value="silver")
    assert findings(silver, Claim("it", "trade-offs", at, value="TODO"))
    assert not findings(silver, Claim("it", "trade-offs", at, value={"pros": ["fast"]}))
