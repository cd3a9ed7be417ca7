"""What a load by mapping reports: the whole catalogue as it is, whatever this load read of it."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from exports import schemas
from exports.data import mapping as data
from kb.mapped import mapped
from loaders.mapping.model import MappingRule
from ontology.problem import Problem
from queries.mapped import Mapped, RuleCount
from tests.ledger.written import Catalogue
from tests.mapping.written import HEAD, mapping

RULE = """kb-mapping: 1
title: Things
sources: [{files: "**/*.yaml", read: yaml}]
records:
  thing:
    where: {kind: {not: note}}
    id: "{$stem}"
    title: title
    status: {from: state, map: {olt: old}}
    tier: tier
    retired: {when: state, in: [old]}
    names: [{from: aka}, {from: also}]
    edges:
      replaces: {from: after, references: [{match: 'x-(.*)', id: "{1}"}]}
      replaced-by: before
      see-also: {from: see, outside: property}
references: [{match: 'http.*', means: outside}, {match: nobody, means: none}]
"""
FILES = {
    "docs/a.yaml": "{title: A, state: new, tier: gold, before: [b, gone], see: ['http://x', c, nobody]}",
    "docs/b.yaml": "{title: B, state: olt, tier: platinum, after: [x-a, c], aka: [bee, be]}",
    "docs/c.yaml": "{title: C, state: odd, see: [http://y]}",
    "docs/n.yaml": "{title: N, kind: note, after: nowhere}",
}


@pytest.fixture
def rule() -> MappingRule:
    """The mapping."""
    return mapping(RULE)


@pytest.fixture
def made(tmp_path: Path, rule: MappingRule) -> Catalogue:
    """The files, loaded."""
    made = Catalogue(tmp_path).write(FILES)
    made.load(mapping=rule)
    return made


def counts(found: Mapped, path: str) -> dict[str, int]:
    """What is counted of a rule, without what is zero."""
    (one,) = [one for one in found.rules if one.rule == path]
    return {name: value for name, value in one._asdict().items() if value and name not in ("rule", "sort")}


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("thing", {"values": 3, "left_out": 1, "made": 3}),
        ("thing.title", {"values": 3, "made": 3}),
        ("thing.tier", {"values": 2, "made": 2, "empty": 1}),
        ("thing.retired", {"values": 3}),
        ("thing.names[1]", {"values": 2, "made": 2, "empty": 2}),
        ("thing.names[2]", {"empty": 3}),
        ("thing.replaces", {"values": 2, "made": 2, "empty": 2, "both": 1, "one_side": 1}),
        ("thing.replaces.references[1]", {"values": 1}),
        ("thing.replaced-by", {"values": 2, "made": 2, "empty": 2, "both": 1, "dangling": 1}),
        ("thing.see-also", {"values": 4, "made": 3, "empty": 1, "none": 1, "outside": 2}),
        ("references[1]", {"values": 2}),
        ("references[2]", {"values": 1}),
    ],
)
def test_counts(made: Catalogue, rule: MappingRule, path: str, expected: dict[str, int]):
    """Each rule says what it read and what became of it."""
    assert counts(mapped(made.kb, rule), path) == expected


def test_what_is_listed(made: Catalogue, rule: MappingRule):
    """Names without a record and words that nobody declared are listed, the former with their places."""
    found = mapped(made.kb, rule)
    assert [(one.rule, one.name, str(one.source)) for one in found.dangling] == [
        ("thing.replaced-by", "gone", "docs/a.yaml:1")
    ]
    assert [(one.rule, one.word, one.times) for one in found.words] == [
        ("thing.status", "new", 1),
        ("thing.status", "odd", 1),
        ("thing.tier", "platinum", 1),
    ]
    assert (found.title, found.files) == ("Things", 4)


def test_the_same_again(made: Catalogue, rule: MappingRule):
    """A load that reads nothing gives the report of the one that read everything."""
    before = mapped(made.kb, rule)
    assert made.load(mapping=rule).unchanged == 4
    assert mapped(made.kb, rule) == before


def test_any_order(tmp_path: Path, made: Catalogue, rule: MappingRule):
    """Files that come one by one, in another order, give the report of those that come at once."""
    other = Catalogue(tmp_path / "other")
    for name in reversed(FILES):
        other.write({name: FILES[name]}).load(mapping=rule)
    assert mapped(other.kb, rule) == mapped(made.kb, rule)


def test_what_is_gone(made: Catalogue, rule: MappingRule):
    """A file that is changed, gone or unreadable counts as what it says now, nothing, or what it said before."""
    before = mapped(made.kb, rule)
    made.write({"docs/b.yaml": b"\xff"}).load(mapping=rule)
    assert mapped(made.kb, rule) == before
    made.write({"docs/b.yaml": FILES["docs/b.yaml"], "docs/n.yaml": "{title: N}"}).load(mapping=rule)
    assert counts(mapped(made.kb, rule), "thing") == {"values": 4, "made": 4}
    (made.folder / "docs/b.yaml").unlink()
    made.load(mapping=rule)
    assert counts(mapped(made.kb, rule), "thing") == {"values": 3, "made": 3}
    assert counts(mapped(made.kb, rule), "thing.replaced-by") == {"values": 2, "made": 2, "empty": 2, "dangling": 2}
    assert made.rows("SELECT count(*) FROM tally") == [(3,)]


def test_two_mappings_in_one_catalogue(made: Catalogue, rule: MappingRule):
    """A mapping's report counts its own files alone."""
    before = mapped(made.kb, rule)
    other = mapping(RULE.replace("Things", "Things/2"))
    made.write({"more/d.yaml": "{title: D, before: gone}"}).load("more", mapping=other)
    assert mapped(made.kb, rule) == before
    assert counts(mapped(made.kb, other), "thing") == {"values": 1, "made": 1}


def test_an_earlier_form(made: Catalogue):
    """Rules of an earlier form of the mapping, whose files wait to be loaded again, are counted as such."""
    later = mapping(RULE.replace("    title: title\n", "    summary: title\n"))
    made.write({"more/d.yaml": "{title: D}"}).load("more", mapping=later)
    found = mapped(made.kb, later)
    assert [(one.rule, one.sort, one.made) for one in found.rules if one.sort == "earlier"] == [
        ("thing.title", "earlier", 3)
    ]
    assert counts(found, "thing.summary") == {"values": 1, "made": 1}


def test_duplicates_and_cycles(made: Catalogue, rule: MappingRule):
    """Records of one id and circles are in the report as they are among the findings."""
    made.write({"docs/deep/a.yaml": "{title: A again}", "docs/c.yaml": "{title: C, after: b}"}).load(mapping=rule)
    found = mapped(made.kb, rule)
    assert [(one.rule, one.source.path) for one in found.duplicates] == [("duplicate-id", "docs/deep/a.yaml")]
    assert [(one.rule, one.source.path) for one in found.cycles] == [("lineage-cycle", "docs/c.yaml")]
    with made.open() as graph:
        assert {*found.duplicates, *found.cycles} <= set(graph.problems())


def test_missing_is_ignored(tmp_path: Path):
    """A name that is left out since its record is missing counts as dangling; one of a thing outside does not."""
    text = RULE.replace("{from: see, outside: property}", "{from: see, missing: ignore}")
    made = Catalogue(tmp_path).write({"docs/a.yaml": "see: [gone, http://x, a]"})
    made.load(mapping=mapping(text))
    found = mapped(made.kb, mapping(text))
    assert counts(found, "thing.see-also") == {"values": 3, "made": 3, "outside": 1, "dangling": 1}
    assert sorted(rule for rule, _, _ in made.problems()) == ["no-such-record", "self-reference"]


def test_edge_records_and_aliases(tmp_path: Path):
    """Either end of a record that relates two others may dangle, and so may the record that another name is for."""
    text = """kb-mapping: 1
sources: [{files: "*.yaml", read: yaml}]
records:
  node: {at: "nodes[*]", id: "{id}"}
  edge: {at: "edges[*]", edge: {subject: a, object: b, relation: {from: how, default: see-also}}}
  alias: {at: "aliases[*]", id: "{name}", alias-of: of}
references: [{match: 'out.*', means: outside}]
"""
    edges = "[{a: n, b: m}, {a: n, b: x}, {a: y, b: z}, {a: out, b: n}, {a: n, b: m, how: like}]"
    aliases = "[{name: k, of: n}, {name: l, of: w}]"
    made = Catalogue(tmp_path).write(
        {"docs/a.yaml": f"nodes: [{{id: n}}, {{id: m}}]\nedges: {edges}\naliases: {aliases}\n"}
    )
    made.load(mapping=mapping(text))
    found = mapped(made.kb, mapping(text))
    assert sorted((one.rule, one.name) for one in found.dangling) == [
        ("alias", "w"),
        ("edge", "x"),
        ("edge", "y"),
        ("edge", "z"),
    ]
    assert counts(found, "edge") == {"values": 5, "made": 4, "outside": 1, "dangling": 3}
    assert [(one.rule, one.word) for one in found.words] == [("edge.relation", "like")]


def test_every_claim_has_a_rule(made: Catalogue, rule: MappingRule):
    """All claims are counted, each by a rule of the mapping."""
    found = mapped(made.kb, rule)
    by_rule = Counter(rule.partition("/")[2] for (rule,) in made.rows("SELECT rule FROM claim WHERE closed IS NULL"))
    assert {one.rule: one.made for one in found.rules if one.made} == by_rule
    assert all(isinstance(one, RuleCount) and one.sort != "earlier" for one in found.rules)


def test_data(made: Catalogue, rule: MappingRule):
    """The report as data is as its schema says, and holds every rule."""
    made.write({"docs/deep/a.yaml": "{title: A again, after: a}"}).load(mapping=rule)
    found: dict[str, Any] = json.loads(json.dumps(data.mapped(mapped(made.kb, rule))))
    schema = schemas.whole()
    schema["anyOf"] = [{"$ref": "#/$defs/mapped"}]
    assert [error.message for error in Draft202012Validator(schema).iter_errors(found)] == []
    assert len(found["rules"]) == 14
    assert isinstance(mapped(made.kb, rule).duplicates[0], Problem)


def test_names_that_mean_a_record_but_for_case(tmp_path: Path):
    """Names that mean a record by its id but for case and outer white space are counted apart."""
    text = RULE.replace("{from: see, outside: property}", "see")
    made = Catalogue(tmp_path).write({"docs/A.yaml": "{title: Alpha}", "docs/b.yaml": "see: [a, A, ' A', gone]"})
    made.load(mapping=mapping(text))
    assert counts(mapped(made.kb, mapping(text)), "thing.see-also") == {
        "values": 4,
        "made": 4,
        "folded": 2,
        "dangling": 1,
        "empty": 1,
    }


def test_an_alias_of_a_missing_record(tmp_path: Path):
    """Another name of a record that is not there is a finding at its place."""
    text = HEAD + "records: {r: {id: '{$stem}', alias-of: of}}"
    made = Catalogue(tmp_path).write({"docs/a.yaml": "of: gone"})
    made.load(mapping=mapping(text))
    assert made.problems() == [("no-such-record", "docs/a.yaml", 1)]
