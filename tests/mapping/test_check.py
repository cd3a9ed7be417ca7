"""What ``kb mapping check`` tells the author of a mapping about some files, without loading them."""

import json
import os
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from exports import schemas
from exports.data import mapping as data
from kb.checking import check
from kb.errors import NothingToLoad
from queries.mapped import Checked
from tests.mapping.written import mapping

HEAD = "kb-mapping: 1\ntitle: T\nsources: [{files: '**/*.yaml', read: yaml}]\nrecords:\n"


@pytest.fixture
def checked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A check of a mapping over files in a folder ``d``."""
    monkeypatch.chdir(tmp_path)

    def run(text: str, *sources: str, **files: str | bytes) -> Checked:
        for name, content in files.items():
            path = tmp_path / "d" / name.replace("__", "/").replace("_", ".")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return check(mapping(text), sources or ("d",))

    return run


def findings(found: Checked) -> list[tuple[str, int, str]]:
    """(rule, line, message) of what is worth acting on."""
    return [(one.rule, one.source.line, one.message) for one in found.findings]


def unused(found: Checked) -> dict[str, int]:
    """Fields that no rule asks for, with how often they stand."""
    return {f"{one.record}:{one.field}": one.times for one in found.unused}


def test_nothing_is_written(checked: Any, tmp_path: Path):
    """A check leaves no file behind, in the folder or elsewhere."""
    checked(HEAD + "  r: {id: '{$stem}'}", a_yaml="t: x")
    assert sorted(os.listdir(tmp_path)) == ["d"]


def test_a_source_that_is_not_there(checked: Any):
    """A path that does not exist is a caller's mistake; a folder without a fitting file is a finding."""
    with pytest.raises(NothingToLoad, match="no file or folder e"):
        checked(HEAD + "  r: {id: '{$stem}'}", "e")
    found = checked(HEAD + "  r: {id: '{$stem}'}", a_txt="t: x")
    assert findings(found) == [("rule-without-values", 3, "the source '1' finds no file: **/*.yaml")]
    assert found.mapped.files == 0


def test_rules_that_find_nothing(checked: Any):
    """A sort of record, a field and a reference rule that find nothing are reported at their lines in the mapping."""
    text = HEAD + (
        "  r:\n    id: '{$stem}'\n    title: titel\n    names: [{from: aka}, {from: also}]\n    edges:\n"
        "      replaces: {from: old}\n  s:\n    at: things.*\n    id: '{n}'\n    title: t\n"
        "references:\n- {match: 'x.*', id: '{item}'}\n- {id: '{item}'}\n"
    )
    found = checked(text, a_yaml="title: A\naka: B\nold: b\n", b_yaml="title: B\n")
    assert findings(found) == [
        ("rule-without-values", 11, "no record of the sort 's' is found: nothing stands at 'things.*'"),
        ("rule-without-values", 7, "'r.title' finds nothing in 2 records"),
        ("rule-without-values", 8, "'r.names[2]' finds nothing in 2 records"),
        ("rule-without-values", 16, "the reference rule 'references[1]' reads no name"),
    ]
    assert [one.hint for one in found.findings][1:3] == [
        "no record of the sort 'r' has a field 'titel'; did you mean 'title'?",
        "no record of the sort 'r' has a field 'also'",
    ]


@pytest.mark.parametrize(
    ("rule", "field"),
    [
        ("{id: '{$stem}', where: {tipe: {present: false}}, title: a}", "tipe"),
        ("{id: '{$stem}', title: {from: [b, a]}}", "b"),
        ("{id: '{$stem}', title: {every: [a, b.c]}}", "b.c"),
        ("{id: '{$stem}', title: {from: a, take: '{item} {b}', default: d}}", "b"),
        ("{id: '{$stem}', title: a, edges: {requires: {from: list, note: '..n'}}}", "..n"),
        ("{id: '{$stem}', title: a, edges: {requires: {from: list, references: [{id: '{b}/{item}'}]}}}", "b"),
    ],
)
def test_fields_that_no_record_has(checked: Any, rule: str, field: str):
    """A field that a rule asks for beside others is reported where no record has it."""
    found = checked(f"{HEAD}  r: {rule}", a_yaml="{a: x, list: [a]}")
    said = [one.message for one in found.findings if one.rule == "field-not-there"]
    assert said == [f"no record of the sort 'r' has a field '{field}'"]


@pytest.mark.parametrize(
    "rule",
    [
        "{id: '{$stem}-{$key}', at: m.*, title: t}",
        "{id: '{release}', title: {from: m.k.t, match: '(?P<x>.)(.)', take: '{x}{2}{item}'}}",
        "{id: '{$stem}', edges: {replaces: {from: 'l[*].to', where: {kind: a}, note: '{item}', since: when}}}",
        "{id: '{$stem}', edges: {requires: {from: k, through: {at: m.*, value: t}, note: $through.t}}}",
        "{id: '{$name}', at: 'l[*]', title: ..k}",
        "{id: '{$stem}', edges: {requires: {from: 'l[*].to', note: {from: notes, key: '{item}'}}}}",
    ],
)
def test_what_is_a_field(checked: Any, rule: str):
    """Parts of the path, groups of a match, what stands beside a value, in a second table or around a record are there."""
    text = HEAD.replace("**/*.yaml", "{release}/*.yaml") + f"  r: {rule}\n"
    found = checked(
        text, v1__a_yaml="{k: k, m: {k: {t: ab}}, l: [{to: a, kind: a, when: 2001}], notes: {a: why}}", v1__ab_yaml="{}"
    )
    assert [one for one in findings(found) if one[0] == "field-not-there"] == []


def test_unused_fields(checked: Any):
    """Fields that no rule asks for are listed by record with how often they stand, whole ones before parts of others."""
    text = HEAD + (
        "  r: {id: '{$stem}', title: t, names: aka, properties: {u: deep.used}, edges: {requires: {from: 'l[*].to'}}}\n"
        "  s: {at: sub.*, id: '{n}'}\n"
    )
    found = checked(
        text,
        a_yaml="{t: A, x: 1, aka: [a], deep: {used: 1, left: 2}, l: [{to: b, by: c}], sub: {k: {n: n, m: {o: p}}}}",
        b_yaml="{t: B, x: 2, y: null, z: '', l: [{to: a}], \"a.b\": 1}",
    )
    assert unused(found) == {"r:x": 2, 'r:"a.b"': 1, "r:deep.left": 1, "r:l[*].by": 1, "s:m": 1}
    first = found.unused[0]
    assert (first.text, str(first.source)) == ("1", "d/a.yaml:1")


def test_what_stands_around_the_records(checked: Any):
    """What stands in a file beside its records belongs to none, and records that no sort takes are counted apart."""
    text = HEAD + "  r: {at: 'l[*]', where: {kind: a}, id: '{n}'}"
    found = checked(text, a_yaml="{version: 3, l: [{kind: a, n: n}, {kind: b, n: m, x: y}, {kind: b}]}")
    assert unused(found) == {":version": 1}
    assert [(one.field, one.times, one.text) for one in found.untaken] == [("l[*]", 2, "b")]


def test_a_section_is_read_once(checked: Any):
    """Of a section of a page that some rule reads as one thing, the other ways to read it are no unused fields."""
    text = (
        HEAD.replace("*.yaml", "*.md").replace("read: yaml", "read: sections")
        + "  r: {id: '{$stem}', status: Status.text}"
    )
    found = checked(text, a_md="# A\n\n## Status\n\nnew, [b](b.md)\n\n## More\n\ntext\n")
    assert unused(found) == {"r:More": 1}


def test_examples(checked: Any):
    """Each rule shows up to three values with what became of them, equal results once."""
    text = HEAD + (
        "  r: {id: '{$stem}', title: t, tags: g, edges: {requires: {from: q, outside: property}}}\n"
        "references: [{match: 'http.*', means: outside}, {id: '{item}'}]\n"
    )
    files = {f"f{number}_yaml": f"{{t: T, g: [g{number}], q: [f0, gone, http://x]}}" for number in range(5)}
    found = checked(text, **files)
    shown = [(one.rule, one.result, one.known, str(one.source)) for one in found.examples]
    assert shown[3:] == [
        ("r.title", "T", True, "d/f0.yaml:1"),
        ("r.tags", "g0", True, "d/f0.yaml:1"),
        ("r.tags", "g1", True, "d/f1.yaml:1"),
        ("r.tags", "g2", True, "d/f2.yaml:1"),
        ("r.requires", "f0", True, "d/f0.yaml:1"),
        ("r.requires", "gone", False, "d/f0.yaml:1"),
        ("r.requires", "http://x (outside)", True, "d/f0.yaml:1"),
        ("references[1]", "http://x (outside)", True, "d/f0.yaml:1"),
        ("references[2]", "f0", True, "d/f0.yaml:1"),
        ("references[2]", "gone", False, "d/f0.yaml:1"),
    ]
    assert found.examples[3].written == "{t: T, g: [g0], q: [f0, gone, http://x]}"


def test_names_without_a_record(checked: Any):
    """A name whose record is not there is reported once for its rule, with how often it stands."""
    text = HEAD + "  r: {id: '{$stem}', edges: {requires: q, see-also: {from: s, missing: ignore}}}"
    found = checked(text, a_yaml="{q: gone, s: lost}", b_yaml="{q: [gone, a]}")
    assert findings(found) == [
        ("no-such-record", 1, "no record is called 'lost'; it was left out"),
        ("no-such-record", 1, "'gone' is the name of no record (r.requires); it stands 2 times"),
    ]


def test_a_table_of_another_file(checked: Any):
    """A second table in a file of its own is looked into, and its records are looked at."""
    text = (
        "kb-mapping: 1\nsources: [{name: m, files: 'm/*.yaml', read: yaml}, {name: t, files: 't/*.yaml', read: yaml}]\n"
        "records: {r: {from: m, id: '{$stem}', edges: {requires: {from: q, through: {from: t, at: '*', value: v}}}}}"
    )
    found = checked(text, m__a_yaml="q: [k]", t__x_yaml="{k: {v: a, w: 1}}", m__b_yaml="q: k")
    assert findings(found) == [("self-reference", 1, "'a' requires itself: 'a' means it; it stands as it is written")]
    assert unused(found) == {"*:w": 1}


def test_files_that_cannot_be_read(checked: Any):
    """A file that cannot be read, or whose pattern is too slow, costs its findings and no more."""
    text = HEAD + "  r: {id: '{$stem}', where: {t: {matches: '^(a|a)*[bc]$'}}}"
    found = checked(text, a_yaml=b"\xff", b_yaml="t: [", c_yaml=f"t: {'a' * 40}d", d_yaml="t: b")
    assert {rule for rule, _, _ in findings(found)} == {"not-utf8", "yaml-syntax", "pattern-too-slow"}
    assert [one.result for one in found.examples] == ["d"]


def test_data(checked: Any):
    """A check as data is as its schema says."""
    text = HEAD + "  r: {id: '{$stem}', where: {k: {not: no}}, title: t, edges: {requires: q}}"
    found = checked(text, a_yaml="{t: A, q: gone, x: 1}", b_yaml="{k: no}")
    said = json.loads(json.dumps(data.checked("m.yaml", found, found.findings)))
    validator = Draft202012Validator(schemas.one("mapping-check"))
    assert [error.message for error in validator.iter_errors(said)] == []
    assert [error.message for error in validator.iter_errors(data.checked("m.yaml", None, []))] == []
    assert (said["unused"][0]["field"], said["untaken"][0]["times"]) == ("x", 1)


PAGE = "---\ntitle: Old\n---\n# Old\n\n| Pattern | Replaced by |\n|---|---|\n| Old | New |\n"


def test_prose_below_a_record(checked: Any):
    """What stands in the prose below a record is loaded, but is no rule of the mapping and no example of one."""
    text = HEAD.replace("*.yaml", "*.md").replace("read: yaml", "read: front-matter")
    found = checked(
        text + "  r: {id: '{$stem}', title: title, prose: true}", old_md=PAGE, new_md="---\ntitle: New\n---\n"
    )
    assert [(one.rule, one.sort) for one in found.mapped.rules] == [
        ("r", "record"),
        ("r.id", "part"),
        ("r.title", "property"),
    ]
    assert {one.rule for one in found.examples} == {"r", "r.title"}
    assert findings(found) == []


def test_a_mapping_of_pages(checked: Any):
    """A mapping of the form pages has no rules of its own; its sources and what the loaders find wrong are shown."""
    text = "kb-mapping: 1\ntitle: P\nform: pages\nsources: [{files: '**/*.md'}, {files: 'none/*.md'}]\nnames: {Older: old}\n"
    found = checked(text, old_md=PAGE.replace("title: Old", "title: Old\nintroduced: soon"))
    assert [(one.name, one.files) for one in found.sources] == [("1", 1), ("2", 0)]
    assert (found.mapped.files, found.mapped.rules, found.unused) == (1, (), ())
    assert findings(found) == [
        ("rule-without-values", 4, "the source '2' finds no file: none/*.md"),
        ("not-a-date", 3, "'soon' under 'introduced' is not a date"),
    ]


def test_a_property_by_its_second_table(checked: Any):
    """A condition on the record of a second table is no field of the record itself, and counts as asked for."""
    text = (
        "  r: {at: 'r[*]', id: '{n}', title: {from: n, through: {at: 't[*]', key: k, value: v},"
        " where: {$through.kind: long}}}"
    )
    found = checked(HEAD + text, a_yaml="r: [{n: x}]\nt: [{k: x, v: Ex, kind: long}, {k: x, v: X, kind: short}]")
    assert findings(found) == []
    assert unused(found) == {}


def test_the_other_end_of_a_symmetric_relation(checked: Any):
    """An example of an edge shows what is named, whichever id comes first."""
    found = checked(HEAD + "  r: {id: '{n}', edges: {see-also: s}}", a_yaml="n: b\ns: a", b_yaml="n: a")
    assert [one.result for one in found.examples if one.rule == "r.see-also"] == ["a"]


def test_every_rule_of_retirement_is_counted(checked: Any):
    """What a second rule finds is counted where the first one holds already, and it makes nothing more."""
    text = "  r: {id: '{n}', retired: [{when: a, in: ['true']}, {when: b, in: ['true']}]}"
    made = checked(HEAD + text, a_yaml="n: x\na: true\nb: true").mapped.rules
    assert [(one.values, one.made) for one in made if "retired" in one.rule] == [(1, 1), (1, 0)]
