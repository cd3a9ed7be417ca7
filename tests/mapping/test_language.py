"""The language of mappings: what each word of it finds, and what a mistake in it is answered with."""

from pathlib import Path
from time import monotonic

import pytest

from kb.errors import CatalogueError
from kb.loading import mapping_names, own_mapping
from loaders.base import SourceFile
from loaders.mapping import patterns
from loaders.mapping.parse import parse_mapping
from ontology.claim import Claim
from ontology.problem import Problem
from tests.ledger.written import Catalogue
from tests.mapping.written import HEAD, claims, mapping, problems, read


def found(rule: str, text: str) -> list[object]:
    """The values that a rule for the property ``category`` finds in a record."""
    return [
        one.value for one in claims(HEAD + f"records: {{r: {{id: {{value: x}}, category: {rule}}}}}", text, "category")
    ]


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
        ("{from: A, split: ' and '}", "A: Standard ML and C", ["Standard ML", "C"]),
        ("{from: A, split: [' / ', ' and ']}", "A: PL/I  / Ada and C", ["PL/I", "Ada", "C"]),
        ("{from: A, split: '  '}", "A: one two  three", ["one two", "three"]),
        ('{from: A, split: "\\n"}', "A: |-\n  one two\n  three", ["one two", "three"]),
        ("{from: A, split: {matches: '\\s*(?:,|\\band\\b)\\s*'}}", "A: one, land and two", ["one", "land", "two"]),
        ("{from: A, trim: true}", "A: ' one '", ["one"]),
        ("{from: A, trim: true, match: '[a-z ]+'}", "A: one | two", ["one", "two"]),
        ("{from: A, strip: ['\\(.*\\)']}", "A: one (old)", ["one"]),
        ("{from: A, strip: '`'}", "A: '`one` or `two`'", ["one or two"]),
        ("{template: ['{A}-{B}', '{B}']}", "B: two", ["two"]),
        ("{template: ['{A}-{B}', '{B}']}", "A: one\nB: two", ["one-two"]),
        ("{from: A, match: 'by (.*)', then: {split: ','}}", "A: by 7, 8", ["7", "8"]),
        ("{from: A, split: ';', then: {match: '\\d+', then: {map: {'1': one}}}}", "A: a1; b2", ["one", "2"]),
        (
            "{from: A, match: '(?P<x>\\w):(?P<y>.*)', take: '{y}', then: {split: ',', take: '{x}{item}'}}",
            "A: a:1,2",
            ["a1", "a2"],
        ),
        ("{from: A, pick: first}", "A: [two, one]", ["two"]),
        ("{from: A, pick: last}", "A: [two, one]", ["one"]),
        ("{from: A, pick: least}", "A: ['10', '9']", ["9"]),
        ("{from: A, pick: greatest}", "A: [2019-12-01, 2020-02, 'May 2018']", ["2020-02"]),
        ("{from: A, pick: greatest}", "A: [b, '10']", ["b"]),
        ("{from: A, pick: last, default: none said}", "B: one", ["none said"]),
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


def test_an_id_that_is_a_field() -> None:
    """A bare word as an id is a field like everywhere else, and text between fields a template."""
    for rule, data in (("n", "n: one"), ("'{n}'", "n: one"), ("{value: one}", "n: two"), ("'o{n}'", "n: ne")):
        assert [one.subject for one in claims(f"{HEAD}records: {{r: {{id: {rule}}}}}", data)] == ["one"]
    (found,) = problems(HEAD + "records: {r: {id: n}}", "m: one")
    assert found.rule == "record-without-id"


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
    rows = "N,a,b,1999,c,2001\nC,a,d\n"
    names = [(one.value, one.qualifiers["since"]) for one in claims(rule, rows, "former-name", "x.csv")]
    assert names == [("b", "1999"), ("c", "2001")]
    assert [(one.subject, one.object) for one in claims(rule, rows, "replaces", "x.csv")] == [("d", "a")]


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        (
            "id: {value: a}, edges: {replaces: {from: o, strength: how, since: when}}",
            "o: b\nhow: total\nwhen: soonish\n",
        ),
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
        ("kb-mapping: 2\nsources: [{files: a, read: yaml}]\nrecords: {r: {id: {value: x}}}", 1, "says '2'"),
        (HEAD + "records: {r: {id: {value: x}, titel: a}}", 3, "did you mean 'title'?"),
        (HEAD + "records: {r: {id: {value: x}, edges: {replases: a}}}", 3, "did you mean 'replaces'?"),
        (HEAD + "records: {r: {id: {value: x}, title: {from: a, match: '('}}}", 3, "not a regular expression"),
        (HEAD + "records: {r: {id: x, title: {from: a, split: ''}}}", 3, "a mark of 'split' is empty"),
        (HEAD + "records: {r: {id: x, title: {from: a, then: {from: b}}}}", 3, "'then' has no 'from'"),
        (HEAD + "records: {r: {id: x, title: {from: a, pick: min}}}", 3, "first, last, least, greatest"),
        (HEAD + "records: {r: {id: x, introduced: {from: a, dates: [HH YYYY]}}}", 3, "has 'HH', which is no word"),
        (HEAD + "records: {r: {id: x, kind: level}}", 3, "a field is written {from: level}"),
        (
            HEAD + "records: {r: {id: x, edges: {replaces: {from: a, group: {value: both}}}}}",
            3,
            "any-of, all-of, not 'both'",
        ),
        (HEAD + "records: {r: {id: x, edges: {replaces: {from: a, strength: {value: all}}}}}", 3, "not 'all'"),
        (HEAD + "records: {r: {edge: {old: a, new: b, relation: specializes}}}", 3, "no older and no newer end"),
        (
            HEAD + "records: {r: {edge: {old: a, new: b, relation: {from: c, map: {x: replaces, y: uses}}}}}",
            3,
            "no older and no newer end",
        ),
        (HEAD + "records: {r: {id: x, retired: {when: a, im: [b]}}}", 3, "'retired' has no 'im'"),
        (HEAD + "records: {r: {id: x, retired: {when: a}}}", 3, "one of in, matches, present, not"),
        (HEAD + "records: {r: {id: 'x{'}}", 3, "a single '{'"),
        (HEAD + "records: {r: {id: {value: x}, kind: patern}}", 3, "did you mean 'pattern'?"),
        (
            "kb-mapping: 1\nsources: [{files: ../a, read: yaml}]\nrecords: {r: {id: {value: x}}}",
            2,
            "leads out of the folder",
        ),
        ("kb-mapping: 1\nsources: [{files: a, read: yml}]\nrecords: {r: {id: {value: x}}}", 2, "did you mean 'yaml'?"),
    ],
)
def test_mistakes(text: str, line: int, message: str) -> None:
    """A mistake is reported at its own line, with what may have been meant, and nothing is run."""
    rule, mistakes = parse_mapping(SourceFile("m.yaml", text))
    assert rule is None
    assert [(one.source.line, one.rule) for one in mistakes] == [(line, "mapping")]
    assert message in mistakes[0].message


def test_a_pattern_that_runs_for_ever() -> None:
    """A regular expression that would run for ever is stopped, and the value is reported."""
    rule = HEAD + "records: {r: {id: {value: x}, title: {from: A, match: '^(a|a)*[bc]$'}}}"
    assert [one.rule for one in problems(rule, "A: " + "a" * 40 + "d")] == ["pattern-too-slow"]


def test_a_pattern_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """A regular expression that took too long over a few values is not tried again, and a file says so once."""
    monkeypatch.setattr(patterns, "SECONDS", 0.01)
    rule = HEAD + "records: {r: {at: 'l[*]', id: '{id}', title: {from: A, match: '^(a|a)*[bc]$'}}}"
    text = "l:\n" + "".join(f"- {{id: x{number}, A: {'a' * 40}d}}\n" for number in range(10_000))
    began = monotonic()
    found = problems(rule, text)
    assert monotonic() - began < 10
    assert [one.source.line for one in found] == [2, 3, 4, 5]
    assert found[3].message == (
        "the pattern '^(a|a)*[bc]$' took too long over 3 values and was given up; this value and all further ones of"
        " the file were not tried"
    )


@pytest.mark.parametrize(
    "part", ["where: {A: {matches: '^(a|a)*[bc]$'}}, id: {value: x}", "id: {from: A, match: '^(a|a)*[bc]$'}"]
)
def test_a_record_that_a_pattern_is_not_tried_on(part: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A record whose condition or id takes too long is left out, and both are reported."""
    monkeypatch.setattr(patterns, "SECONDS", 0.01)
    found = read(HEAD + f"records: {{r: {{{part}}}}}", "A: " + "a" * 40 + "d")
    assert {one.rule for one in found if isinstance(one, Problem)} >= {"pattern-too-slow"}
    assert not [one for one in found if isinstance(one, Claim)]


@pytest.mark.parametrize(
    ("rule", "text", "said"),
    [
        ("{when: S, in: [gone]}", "S: gone", ["S gone"]),
        ("{when: S, in: [gone away]}", "S: ' Gone-Away '", ["S Gone-Away"]),
        ("{when: S, in: [gone]}", "S: here", []),
        ("{when: S, in: [gone]}", "T: gone", []),
        ("{when: S, in: [gone]}", "S: n/a", []),
        ("{when: S, not: [here]}", "S: gone", ["S gone"]),
        ("{when: S, not: [here]}", "S: Here", []),
        ("{when: S, not: [here]}", "T: here", []),
        ("{when: S, matches: 'g.*', not: [going]}", "S: going", []),
        ("{when: S, in: [gone, going], not: [going]}", "S: gone", ["S gone"]),
        ("{when: S, matches: 'g.*'}", "S: gone", ["S gone"]),
        ("{when: S, matches: 'g.*'}", "T: gone", []),
        ("{when: S, present: true}", "S: any", ["S any"]),
        ("{when: S, present: true}", "T: any", []),
        ("{when: S, present: false}", "T: any", ["S is missing"]),
        ("{when: S, in: [gone], only: true}", "S: gone", ["S gone"]),
        ("{when: S, in: [gone], only: true}", "S: here", ["no"]),
        ("{when: S, in: [gone], only: true}", "T: gone", ["no"]),
        ("{when: S, matches: '(?s)gone.*'}", "S: |\n  gone\n\n  for good\n", ["S gone for good"]),
        ("[{when: S, in: [gone]}, {when: T, present: true}]", "T: yes", ["T yes"]),
        ("[{when: S, in: [gone]}, {when: T, present: true}]", "S: gone\nT: yes", ["S gone"]),
        ("[{when: S, in: [gone], only: true}, {when: T, in: [gone]}]", "T: here", ["no"]),
        ("{when: S, in: [gone], where: {T: api}}", "S: gone\nT: api", ["S gone"]),
        ("{when: S, in: [gone], where: {T: api}}", "S: gone\nT: tool", []),
    ],
)
def test_retired(rule: str, text: str, said: list[str]) -> None:
    """Whether a record is retired is said by a field that it has, or by its absence where the rule asks for that."""
    found = claims(HEAD + f"records: {{r: {{id: {{value: x}}, retired: {rule}}}}}", text, "retired")
    assert [one.value for one in found] == said


@pytest.mark.parametrize(
    ("more", "retired"),
    [("tier: tier", "tier hold"), ("status: status", "status Superseded"), ("tier: tier, status: other", "tier hold")],
)
def test_a_condition_that_does_not_hold(more: str, retired: str, tmp_path: Path) -> None:
    """Where the condition of ``retired`` does not hold, tier and status still retire, unless it is the only rule."""
    text = "tier: hold\nstatus: Superseded\nother: fine\ngone: 'no'\n"
    for only, expected in (("", retired), (", only: true", "")):
        rule = f"{HEAD}records: {{r: {{id: {{value: x}}, {more}, retired: {{when: gone, in: ['yes']{only}}}}}}}"
        made = Catalogue(tmp_path).write({"docs/x.yaml": text})
        made.load(mapping=mapping(rule))
        assert made.rows("SELECT retired FROM node") == [(expected,)]


def test_where_with_alternatives() -> None:
    """Of a list of conditions any may hold; a field that is missing is none of the words that ``not`` names."""
    text = "l: [{id: a, x: 1}, {id: b, y: 2}, {id: c, x: 1, y: 3}, {id: d, z: 4}]"
    for where, ids in (
        ("{x: 1, y: 3}", ["c"]),
        ("[{x: 1}, {y: 2}]", ["a", "b", "c"]),
        ("{x: {not: 1}}", ["b", "d"]),
        ("{x: {not: 1, present: true}}", []),
        ("{y: {in: [2, 3], not: 2}}", ["c"]),
    ):
        rule = f"{HEAD}records: {{r: {{at: 'l[*]', where: {where}, id: '{{id}}'}}}}"
        assert [one.subject for one in claims(rule, text, "kind")] == ids


@pytest.mark.parametrize(
    ("glob", "path", "fields"),
    [
        ("{number}-*.md", "0007-use-x.md", {"number": "0007"}),
        ("{number}-{slug}.md", "0007-use-x.md", {"number": "0007", "slug": "use-x"}),
        ("{dir**}/{name}.md", "a/b/c.md", {"dir": "a/b", "name": "c"}),
        ("**/{dir**}/x.md", "a/b/x.md", {"dir": "b"}),
        ("{a**}/{b**}/x.md", "p/q/r/x.md", {"a": "p", "b": "q/r"}),
        ("{name}.md", "a/b.md", None),
    ],
)
def test_fields_of_a_path(glob: str, path: str, fields: dict[str, str] | None) -> None:
    """A field of a path is as short as the whole pattern lets it be, the first before the second."""
    assert patterns.Glob.compiled(glob).match(path) == fields


def test_two_records_of_one_id() -> None:
    """A second record with an id is reported with both places; another sort of the same record is none."""
    rule = HEAD + "records: {r: {at: 'l[*]', id: '{id}'}, s: {at: 'l[*]', id: '{id}', tags: t}}"
    (one,) = problems(rule, "l:\n- {id: x}\n- {id: y}\n- {id: x}\n")[:1]
    assert (one.rule, one.source.line, one.message) == (
        "duplicate-id",
        4,
        "'x' is defined here and in a/x.yaml:2; both were kept",
    )
    assert len(claims(rule, "l:\n- {id: x}\n- {id: x}\n", "kind")) == 4


def test_two_observations_in_one_file() -> None:
    """Observations of two days are no duplicates; two of one day are."""
    rule = HEAD + "records: {r: {at: 'l[*]', id: {value: x}, observed: day}}"
    assert not problems(rule, "l: [{day: 2017-01-01}, {day: 2018-01-01}]")
    assert [one.rule for one in problems(rule, "l:\n- {day: 2017}\n- {day: 2017}\n")] == ["duplicate-id"]


def test_days_that_are_none() -> None:
    """A day of an observation or of a name that is no date is reported, and what it belongs to is kept without one."""
    rule = HEAD + "records: {r: {id: {value: x}, observed: day, dated-names: {from: old, since: until}}}"
    found = read(rule, "day: soon\nold: y\nuntil: later\n")
    assert [one.rule for one in found if isinstance(one, Problem)] == ["not-a-date", "not-a-date"]
    assert [(one.predicate, dict(one.qualifiers)) for one in found if isinstance(one, Claim)] == [
        ("kind", {}),
        ("former-name", {}),
    ]


def test_a_tier_that_nobody_declared() -> None:
    """A tier that no scale knows is kept and reported."""
    found = read(HEAD + "records: {r: {id: {value: x}, tier: t}}", "t: platinum")
    assert [one.rule for one in found if isinstance(one, Problem)] == ["unknown-tier"]
    assert [one.value for one in found if isinstance(one, Claim)] == ["pattern", "platinum"]


def test_shipped() -> None:
    """Every shipped mapping is without mistake, and a misspelt name is answered with the nearest."""
    assert all(own_mapping(name).records or own_mapping(name).pages for name in mapping_names())
    with pytest.raises(CatalogueError, match="did you mean 'peps'"):
        own_mapping("pepps")


def test_every_date_that_cannot_be_read_is_a_finding():
    """A value that no form fits is reported, of several each, and beside an edge, too."""
    rule = HEAD + (
        "records: {r: {id: {value: x}, introduced: {from: d, dates: [D-MON-YYYY]},"
        " edges: {requires: {from: n, since: {from: s, dates: [YYYY.M]}}}}}"
    )
    found = problems(rule, "d: [3-May-1999, garbage, 31-Feb-1999]\nn: y\ns: soon\n")
    assert [(one.rule, one.source.line, one.message.partition(" is")[0]) for one in found] == [
        ("not-a-date", 1, "'garbage'"),
        ("not-a-date", 1, "'31-Feb-1999'"),
        ("not-a-date", 3, "'soon'"),
    ]
    assert len(read(rule, "d: 1999\nn: y\n")) == 3


def test_outside_without_a_rule():
    """What becomes of things outside says nothing where no reference rule takes a name for one: a mistake."""
    text = HEAD + "records:\n  r:\n    id: '{$stem}'\n    edges:\n      replaces: {from: q, outside: ignore}\n"
    (problem,) = parse_mapping(SourceFile("m.yaml", text))[1]
    assert (problem.source.line, "means: outside" in problem.message) == (7, True)
    own = text.replace("outside: ignore", "outside: ignore, references: [{match: 'x.*', means: outside}]")
    assert parse_mapping(SourceFile("m.yaml", own))[1] == []
