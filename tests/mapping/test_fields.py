"""Where a mapping finds its fields: in a record, in what is around it, among its keys, in one of several things."""

import pytest

from loaders.base import SourceFile
from loaders.mapping.parse import parse_mapping
from ontology.claim import Claim
from tests.conftest import Kb
from tests.mapping.written import HEAD, claims, problems

TREE = {
    "xml": '<c><w id="1"><r to="2">x</r></w><w id="2"><r to="3"/><r to="4">y</r></w></c>',
    "json": '{"c": {"w": [{"@id": 1, "r": {"@to": 2}}, {"@id": 2, "r": [{"@to": 3}, {"@to": 4}]}]}}',
    "yaml": "c:\n  w: [{'@id': 1, r: {'@to': 2}}, {'@id': 2, r: [{'@to': 3}, {'@to': 4}]}]\n",
}


def head(reader: str) -> str:
    """The top of a mapping that reads every file in one way."""
    return f"kb-mapping: 1\ntitle: t\nsources: [{{files: '**', read: {reader}}}]\n"


def edges(reader: str, rule: str, text: str) -> list[tuple[str, str]]:
    """What a sort of record makes of a file: pairs of ids."""
    found = claims(f"{head(reader)}records: {{r: {{{rule}}}}}", text)
    return [(one.subject, one.object) for one in found if one.object]


def categories(reader: str, at: str, rule: str, text: str) -> list[object]:
    """The values of a field in all records."""
    found = claims(
        f"{head(reader)}records: {{r: {{at: '{at}', id: {{value: x}}, category: {rule}}}}}", text, "category"
    )
    return [one.value for one in found]


@pytest.mark.parametrize("reader", TREE)
@pytest.mark.parametrize("at", ["c.w.r", "c.w[*].r", "c.w[*].r[*]", "**.r", "c.*.r", "c.w.*[@to!=0]"])
@pytest.mark.parametrize("above", ["..@id", "..w.@id", "..c.w.@id", "....w.@id"])
def test_what_is_around(reader: str, at: str, above: str) -> None:
    """What is around a record is the very thing that it stands in, in every form and by every path."""
    rule = f"at: '{at}', edge: {{subject: '{{{above}}}', object: '{{@to}}', relation: requires}}"
    assert edges(reader, rule, TREE[reader]) == [("1", "2"), ("2", "3"), ("2", "4")]


def test_all_of_what_is_around() -> None:
    """Brackets ask for all or one of several things around a record, and not for the one that it stands in."""
    assert categories("json", "c.w.r", "'..w[*].@id'", TREE["json"]) == ["1", "2"] * 3
    assert categories("json", "c.w.r", "'..w[0].@id'", TREE["json"]) == ["1"] * 3


@pytest.mark.parametrize("field", ["r.@to", "'r[*].@to'", "'*.@to'", "'**.@to'"])
@pytest.mark.parametrize("reader", TREE)
def test_fields_once_or_several_times(reader: str, field: str) -> None:
    """A field has all of its values, whether what holds it stands once or several times."""
    rule = f"at: c.w, id: '{{@id}}', edges: {{requires: {field}}}"
    assert edges(reader, rule, TREE[reader]) == [("1", "2"), ("2", "3"), ("2", "4")]


def test_beside_one_of_several() -> None:
    """What stands beside a value is found in its own element, with text or without."""
    text = '<c><s when="a">x</s><s when="b">y</s><t n="z" when="c"/></c>'
    rule = f"{head('xml')}records: {{r: {{at: c, id: {{value: i}}, edges: {{requires: [{{from: s, when: '@when'}}, {{from: t.@n, when: '@when'}}]}}}}}}"
    found = [(one.object, one.qualifiers["when"]) for one in claims(rule, text, "requires")]
    assert found == [("x", "a"), ("y", "b"), ("z", "c")]


DEEP = '{"api": {"Document": {"on": true, "write": {"on": true, "all": [{"on": true}, {"in": {"on": true}}]}}}}'


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("$key", ["Document", "write", "all", "in"]),
        ("..$key", ["api", "Document", "write", "all"]),
        ("$keys", ["api.Document", "api.Document.write", "api.Document.write.all", "api.Document.write.all.in"]),
        ("..$keys", ["api", "api.Document", "api.Document.write", "api.Document.write.all"]),
        ("....$keys", ["api", "api.Document", "api.Document.write"]),
        ("'$keys[0]'", ["api"] * 4),
        ("'$keys[-2]'", ["api", "Document", "write", "all"]),
        ("'..$keys[-1]'", ["api", "Document", "write", "all"]),
        ("'$keys[9]'", []),
        ("'{$keys[0]}:{..$key}'", ["api:api", "api:Document", "api:write", "api:all"]),
    ],
)
def test_keys(field: str, values: list[str]) -> None:
    """The keys above a record are fields, one by one, all joined, and those of what is around it."""
    found = claims(
        f"{head('json')}records: {{r: {{at: '**', where: {{on: 'true'}}, id: {{value: x}}, category: {field}}}}}", DEEP
    )
    assert [one.value for one in found if one.predicate == "category"] == values


def test_no_key() -> None:
    """The document itself stands under no key."""
    assert categories("json", "$", "$keys", '{"a": 1}') == categories("json", "", "..$key", '[{"a": 1}]') == []


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("'refs[source=a].id'", ["1"]),
        ('\'refs["source"="b c"].id\'', ["2"]),
        ("'{refs[source=a].id}-{refs[-1].id}'", ["1-2"]),
        ("'refs[source=a][id=2].id'", []),
        ("'{\"x:y\"}'", ["z"]),
        ("'{\"x:y\"|upper}'", ["Z"]),
        ("tags", ["b", "c"]),
        ("'{tags}'", ["b"]),
    ],
)
def test_picked(field: str, values: list[str]) -> None:
    """One of several things is picked by its number or by a field of its own, in templates as well."""
    text = '{"refs": [{"source": "a", "id": "1"}, {"source": "b c", "id": "2"}], "x:y": "z", "tags": ["b", "c"]}'
    assert categories("json", "", field, text) == values


def test_picked_records() -> None:
    """Records are picked, too."""
    text = '{"o": [{"t": "a", "n": "1"}, {"t": "b", "n": "2"}, {"t": "a", "n": "3"}]}'
    assert categories("json", "o[t=a]", "n", text) == ["1", "3"]
    assert categories("json", "o[t=a][-1]", "n", text) == ["3"]


@pytest.mark.parametrize(
    ("rule", "column", "message"),
    [
        ("title: 'a[0'", 9, "in brackets stands *, a number or FIELD=VALUE"),
        ("title: {from: ['..a[b=']}", 17, "character 2"),
        ("title: '{a[x]}'", 9, "in brackets stands"),
        ("at: 'a[b..c=1]'", 6, "a key should stand here"),
    ],
)
def test_mistakes(rule: str, column: int, message: str) -> None:
    """A path that is none is a mistake at its own place in the mapping."""
    text = f"{head('json')}records:\n  r:\n    id: {{value: x}}\n    {rule}\n"
    found = parse_mapping(SourceFile("m.yaml", text))[1]
    assert [(one.source.line, one.rule) for one in found] == [(7, "mapping")]
    assert found[0].source.column >= column
    assert message in found[0].message


def test_lines_of_a_header() -> None:
    """The authors of a header stand on lines of their own."""
    text = "Author: Ann <a@x>,\n        Bob <b@x>\nTitle: Long\n title\n"
    rule = "{from: Author.$lines, strip: ['<[^>]*>,?'], trim: true}"
    assert [str(one).strip() for one in categories("headers", "", rule, text)] == ["Ann", "Bob"]
    assert categories("headers", "", "Title", text) == ["Long title"]


STANZAS = "Package: a\nReplaces: b\n\nPackage: b\n"


def test_stanzas() -> None:
    """Each stanza of a file is a record; without the option, the second one is a warning."""
    read = f"{head('{headers: {stanzas: true}}')}records: {{r: {{id: '{{Package}}', edges: {{replaces: Replaces}}}}}}"
    assert [(one.subject, one.object) for one in claims(read, STANZAS, "replaces")] == [("a", "b")]
    assert problems(read, STANZAS) == []
    found = problems(read.replace("{headers: {stanzas: true}}", "headers"), STANZAS)
    assert [(one.rule, one.severity, one.source.line) for one in found] == [("header-again", "warning", 4)]


def test_no_header_is_a_warning() -> None:
    """A file without the header that its source should have is more than a note."""
    found = problems(f"{head('headers')}records: {{r: {{id: {{value: x}}}}}}", "Once upon a time.\n")
    assert [(one.rule, one.severity) for one in found] == [("header-missing", "warning")]


def test_rows_of_a_table() -> None:
    """The rows of a table below a heading are records, and links in its cells keep their targets."""
    text = "# History\n\n| Date | Change |\n|---|---|\n| 2020 | by [B](b.md) |\n| 2021 | by [C](c.md) |\n"
    rule = "at: History.tables.rows, id: '{Date}', edges: {replaced-by: {from: Change, links: target}}"
    assert edges("sections", rule, text) == [("b.md", "2020"), ("c.md", "2021")]


def test_encoding(kb: Kb) -> None:
    """Files are read in the encoding that their source names, second tables too, and in no other."""
    source = "{{files: '{}', read: csv, encoding: {}, name: {}}}"
    mapping = (
        "kb-mapping: 1\ntitle: t\nsources:\n"
        f"  - {source.format('*.csv', 'latin-1', 'rows')}\n  - {source.format('names.txt', 'utf-16', 'names')}\n"
        "records:\n  r: {from: rows, id: '{id}', title: {from: id, through: {from: names, at: '', key: id, value: name}}}\n"
    )
    kb.write({"m.yaml": mapping})
    folder = kb.folder / "src"
    folder.mkdir()
    (folder / "a.csv").write_bytes("id,x\nMüller,1\n".encode("latin-1"))
    (folder / "names.txt").write_bytes("id,name\nMüller,Herr Ärmel\n".encode("utf-16"))
    done = kb("load", "src", "--mapping", "m.yaml", "--strict")
    assert done.code == 0, done.err
    assert "Herr Ärmel" in kb("list").out
    assert kb("mapping", "check", "m.yaml", "src").code == 0
    (folder / "names.txt").write_bytes(b"i")
    done = kb("load", "src", "--mapping", "m.yaml")
    assert "src/names.txt:1:1: error: byte 0x69 at position 0 is not utf-16, as the mapping says [not-utf8]" in done.out


def test_no_such_encoding() -> None:
    """An encoding that nobody knows, or that is none of text, is a mistake of the mapping."""
    for name in ("latin-99", "base64"):
        text = (
            f"kb-mapping: 1\nsources: [{{files: a, read: csv, encoding: {name}}}]\nrecords: {{r: {{id: {{value: x}}}}}}"
        )
        found = parse_mapping(SourceFile("m.yaml", text))[1]
        assert [one.message.partition(";")[0] for one in found] == [f"there is no encoding '{name}'"]


def test_large_map() -> None:
    """Twenty thousand values of a map, and what is below each, are found within seconds."""
    text = "{" + ",".join(f'"k{n}": {{"a": [{{"b": {n}}}]}}' for n in range(20_000)) + "}"
    found = claims(f"{head('json')}records: {{r: {{at: '*.a[*]', id: '{{..$key}}', title: '{{b}} {{..a.b}}'}}}}", text)
    assert isinstance(found[-1], Claim)
    assert [(one.subject, one.value) for one in found if one.predicate == "title"][-1] == ("k19999", "19999 19999")


def test_a_word_that_depends_on_another_field():
    """A value counts where what is asked of another field holds: one word may mean two things."""
    text = (
        HEAD + "records:\n  r:\n    at: list[*]\n    id: '{name}'\n    status:\n"
        "    - {from: state, where: {type: api}, map: {x: gone}}\n"
        "    - {from: state, where: {type: tool}, map: {x: maintained}}\n"
        "    names: {from: 'called[*].name', where: {sort: short}}\n"
    )
    data = (
        "list:\n- {name: a, type: api, state: x}\n- {name: b, type: tool, state: x}\n- {name: c, state: x}\n"
        "- {name: d, called: [{name: dd, sort: short}, {name: ddd, sort: long}]}\n"
    )
    assert [(one.subject, one.value) for one in claims(text, data, "status")] == [("a", "gone"), ("b", "maintained")]
    assert [(one.subject, one.value) for one in claims(text, data, "alias")] == [("d", "dd")]
