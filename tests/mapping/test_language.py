"""The language of mappings: what each word of it finds, and what a mistake in it is answered with."""

import pytest

from kb.errors import CatalogueError
from kb.loading import mapping_names, own_mapping
from loaders.base import SourceFile
from loaders.mapping.parse import parse_mapping
from ontology.claim import Claim
from ontology.problem import Problem
from tests.mapping.written import HEAD, read


def found(rule: str, text: str) -> list[object]:
    """The values that a rule for the property ``category`` finds in a record."""
    claims = read(HEAD + f"records: {{r: {{id: x, category: {rule}}}}}", text)
    return [one.value for one in claims if isinstance(one, Claim) and one.predicate == "category"]


@pytest.mark.parametrize(
    ("rule", "text", "values"),
    [
        ("A", "A: one", ["one"]),
        ("A", "A: [one, two]", ["one", "two"]),
        ("A", "A: n/a", []),
        ("A.B", "A: {B: one}", ["one"]),
        ("'A[*].B'", "A: [{B: one}, {B: two}]", ["one", "two"]),
        ("{from: [A, B]}", "B: two", ["two"]),
        ("{every: [A, B]}", "A: one\nB: two", ["one", "two"]),
        ("{value: fixed}", "A: one", ["fixed"]),
        ("'{A}-{B:03d}'", "A: one\nB: 7", ["one-007"]),
        ("'{A}-{B}'", "A: one", []),
        ("{from: A, split: ','}", "A: 'one, two'", ["one", "two"]),
        ("{from: A, split: ' '}", "A: one  two", ["one", "two"]),
        ("{from: A, trim: true}", "A: ' one '", ["one"]),
        ("A", "A: ' one '", [" one "]),
        ("{from: A, links: target}", "A: '[x](a.md) [y](b.md)'", ["a.md", "b.md"]),
        ("{from: A, links: text}", "A: '[x](a.md)'", ["x"]),
        ("{from: A, match: 'v(\\d+)'}", "A: v1 and v2", ["1", "2"]),
        ("{from: A, match: '(?P<x>\\w)-(?P<y>\\w)', take: '{y}{x}'}", "A: a-b", ["ba"]),
        ("{from: A, strip: ['^the ']}", "A: the one", ["one"]),
        ("{from: A, 'null': [nobody]}", "A: Nobody", []),
        ("{from: A, map: {wun: one}}", "A: [wun, two]", ["one", "two"]),
        ("{from: A, map: {wun: one}, otherwise: drop}", "A: [wun, two]", ["one"]),
        ("{from: A, map: {wun: null}}", "A: wun", []),
        ("{from: A, dates: [YYYY.M]}", "A: '1993.7'", ["1993-07"]),
        ("{from: A, dates: [D-MON-YYYY]}", "A: 27-Jul-2012", ["2012-07-27"]),
        ("{from: A, dates: [YYYY]}", "A: false", []),
        ("{from: A, default: none said}", "B: one", ["none said"]),
        ("{from: A, key: '{B}'}", "A: {x: one}\nB: x", ["one"]),
    ],
)
def test_step(rule: str, text: str, values: list[object]) -> None:
    """Each step of a value rule does what its name says."""
    assert found(rule, text) == values


def test_references_and_both_directions() -> None:
    """An edge is written from either end, and a reference rule makes an id of a name."""
    rule = HEAD + (
        "records: {r: {id: '{n}', edges: {replaces: old, replaced-by: {from: new, condition: ' \\((.*)\\)$'}}}}\n"
        "references: [{match: 'no (\\d+)', id: 'p{1}'}]"
    )
    edges = [
        one for one in read(rule, "n: p1\nold: no 0\nnew: no 2 (in part)") if isinstance(one, Claim) and one.object
    ]
    assert [(one.subject, one.object, one.ids, one.backwards) for one in edges] == [
        ("p1", "no 0", ("p0",), False),
        ("no 2 (in part)".partition(" (")[0], "p1", ("p2",), True),
    ]
    assert edges[1].qualifiers["when"] == "in part"


def test_edge_records_where_and_groups() -> None:
    """Rows are told apart by a column; some relate two others, and groups of columns are dated names."""
    rule = (
        "kb-mapping: 1\nsources: [{files: '*.csv', read: {csv: {header: false}}}]\nrecords:\n"
        "  n: {where: {'0': N}, id: '{1}', dated-names: {groups: {start: 2, size: 2}, from: '0', since: '1'}}\n"
        "  c: {where: {'0': C}, edge: {old: '1', new: '2', relation: replaces}}\n"
    )
    claims = [one for one in read(rule, "N,a,b,1999,c,2001\nC,a,d\n", "x.csv") if isinstance(one, Claim)]
    assert [(one.value, one.qualifiers["since"]) for one in claims if one.predicate == "former-name"] == [
        ("b", "1999"),
        ("c", "2001"),
    ]
    assert [(one.subject, one.object) for one in claims if one.predicate == "replaces"] == [("d", "a")]


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        ("id: a, edges: {replaces: {from: o, strength: how, since: when}}", "o: b\nhow: total\nwhen: soonish\n"),
        (
            "edge: {old: o, new: n, relation: replaces, strength: how, since: when}",
            "o: b\nn: a\nhow: total\nwhen: soonish\n",
        ),
    ],
)
def test_qualifiers_that_mean_nothing(rule: str, text: str) -> None:
    """A strength that nobody declared is read as partial, and a date that is none stays; both are reported."""
    found = read(HEAD + f"records: {{r: {{{rule}}}}}", text)
    assert [one.rule for one in found if isinstance(one, Problem)] == ["not-a-date", "unknown-word"]
    edge = next(one for one in found if isinstance(one, Claim) and one.predicate == "replaces")
    assert (edge.qualifiers["strength"], edge.qualifiers["since"]) == ("partial", "soonish")


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("kb-mapping: 2\nsources: [{files: a, read: yaml}]\nrecords: {r: {id: x}}", 1, "says '2'"),
        (HEAD + "records: {r: {id: x, titel: a}}", 3, "did you mean 'title'?"),
        (HEAD + "records: {r: {id: x, edges: {replases: a}}}", 3, "did you mean 'replaces'?"),
        (HEAD + "records: {r: {id: x, title: {from: a, match: '('}}}", 3, "not a regular expression"),
        (HEAD + "records: {r: {id: 'x{'}}", 3, "a single '{'"),
        (HEAD + "records: {r: {id: x, kind: patern}}", 3, "did you mean 'pattern'?"),
        ("kb-mapping: 1\nsources: [{files: ../a, read: yaml}]\nrecords: {r: {id: x}}", 2, "leads out of the folder"),
        ("kb-mapping: 1\nsources: [{files: a, read: yml}]\nrecords: {r: {id: x}}", 2, "did you mean 'yaml'?"),
    ],
)
def test_mistakes(text: str, line: int, message: str) -> None:
    """A mistake is reported at its own line, with what may have been meant, and nothing is run."""
    rule, problems = parse_mapping(SourceFile("m.yaml", text))
    assert rule is None
    assert [(one.source.line, one.rule) for one in problems] == [(line, "mapping")]
    assert message in problems[0].message


def test_a_pattern_that_runs_for_ever() -> None:
    """A regular expression that would run for ever is stopped, and the value is reported."""
    rule = HEAD + "records: {r: {id: x, title: {from: A, match: '^(a|a)*[bc]$'}}}"
    claims = read(rule, "A: " + "a" * 40 + "d")
    assert [one.rule for one in claims if isinstance(one, Problem)] == ["pattern-too-slow"]


def test_shipped() -> None:
    """Every shipped mapping is without mistake, and a misspelt name is answered with the nearest."""
    assert all(own_mapping(name).records for name in mapping_names())
    with pytest.raises(CatalogueError, match="did you mean 'peps'"):
        own_mapping("pepps")
