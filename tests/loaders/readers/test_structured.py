"""YAML streams, JSON, JSON by lines and JSON-LD."""

import json

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from loaders.readers import named
from loaders.tree import Mapping, Scalar, Sequence
from loaders.yaml_reader import MAX_VALUES
from tests.loaders.readers.conftest import assert_places, data, read

STREAM = """\
%YAML 1.2
---
# the first
name: Saga
born: 1987-01-07
...
---
name: Outbox
text: |
  not a marker:
   ---
--- {name: Inbox}
---
# nothing
---
"""
PLAIN = st.text(st.characters(codec="utf-8", exclude_categories=["C"]))
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | PLAIN,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(PLAIN, inner, max_size=3),
    max_leaves=8,
)


def as_text(value: object) -> object:
    if isinstance(value, dict):
        return {key: as_text(one) for key, one in value.items()}
    if isinstance(value, list):
        return [as_text(one) for one in value]
    return value if isinstance(value, str) else json.dumps(value)


def test_one_yaml_document() -> None:
    """A file of one document is that document, dates stay text, and an empty file is nothing."""
    text = "deprecated-versions:\n  - version: extensions/v1beta1\n    since: 2018-04\n"
    assert read("yaml", text) == ({"deprecated-versions": [{"version": "extensions/v1beta1", "since": "2018-04"}]}, [])
    assert_places(named("yaml").read(text, {})[0], text)
    assert all(read("yaml", empty) == (None, []) for empty in ("", "# nothing\n", "---\n", "---\n---\n", "...\n"))


def test_yaml_stream() -> None:
    """Of a stream each document that is not empty is an item, with places that count from the file's beginning."""
    tree, faults = named("yaml").read(STREAM, {})
    assert isinstance(tree, Sequence)
    assert faults == []
    names = [item.get("name") for item in tree.items if isinstance(item, Mapping)]
    assert [STREAM[name.start : name.end] for name in names if isinstance(name, Scalar)] == ["Saga", "Outbox", "Inbox"]
    assert "---" in str(data(tree))


def test_yaml_stream_with_a_mistake() -> None:
    """A mistake costs the rest of its document and not the documents around it."""
    text = "a: 1\n---\nb: 2\nc: d: e\nf: 3\n---\ng: 4\n"
    assert read("yaml", text) == ([{"a": "1"}, {"b": "2"}, {"g": "4"}], [("yaml-syntax", text.index(": e"))])


def test_yaml_stream_is_bounded() -> None:
    """All documents of a stream unfold to no more values than one may."""
    bomb = "a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\n"
    tree, faults = named("yaml").read((bomb + "---\n") * 1000, {})
    assert isinstance(tree, Sequence)
    assert 1 < len(tree.items) < MAX_VALUES / 800
    assert [fault.rule for fault in faults] == ["too-many-values"]


@given(st.lists(st.dictionaries(st.sampled_from("abc"), JSON, min_size=1), min_size=2, max_size=4))
def test_yaml_stream_like_pyyaml(documents: list[object]) -> None:
    """A stream that PyYAML writes is read as the documents that it was written from."""
    text = yaml.safe_dump_all(documents, default_style='"', allow_unicode=True)
    tree, faults = named("yaml").read(text, {})
    assert faults == []
    assert isinstance(tree, Sequence)
    assert [data(item) for item in tree.items] == list(yaml.load_all(text, yaml.BaseLoader))


def test_json() -> None:
    """JSON and JSON-LD are read as they stand, and a context is a key like any other."""
    text = '{"@context": {"@import": "https://example.org/c"}, "@graph": [{"@id": "x:1", "n": 1.50}]}'
    expected: object = ({"@context": {"@import": "https://example.org/c"}, "@graph": [{"@id": "x:1", "n": "1.50"}]}, [])
    assert read("json", text) == expected
    assert read("jsonld", text) == expected
    assert read("json", '{"a": 1, "b": nope}') == ({"a": "1"}, [("json-syntax", 14)])


@given(st.lists(JSON, max_size=6), st.sampled_from(["\n", "\r\n", "\n \n"]))
def test_jsonl_like_json(documents: list[object], ending: str) -> None:
    """Each line is what json.loads gives, at its place in the file."""
    text = "".join(json.dumps(document, ensure_ascii=False) + ending for document in documents)
    tree, faults = named("jsonl").read(text, {})
    assert faults == []
    assert isinstance(tree, Sequence)
    assert [data(item) for item in tree.items] == [as_text(document) for document in documents]
    for scalar in tree.items:
        if isinstance(scalar, Scalar):
            literal = text[scalar.start : scalar.end]
            assert scalar.raw == (literal if scalar.plain else json.loads(literal))


def test_jsonl_with_bad_lines() -> None:
    """A bad line is left out with one fault that names it, and the rest is read."""
    text = '{"a": 1}\n\n{"a": 2,}\nnope\n{"a": 3, "a": 4}\n' + "[" * 300 + '\n{"a": 5}'
    tree, faults = named("jsonl").read(text, {})
    assert isinstance(tree, Sequence)
    assert len(tree.items) == 3
    assert [fault.rule for fault in faults] == ["json-syntax", "json-syntax", "duplicate-key", "too-deep"]
    assert [text.count("\n", 0, fault.offset) + 1 for fault in faults] == [3, 4, 5, 6]
    assert faults[1].message.startswith("line 4 is left out: ")


def test_many_bad_lines() -> None:
    """A file of nothing but bad lines says so a hundred times and counts the others."""
    _, faults = named("jsonl").read("nope\n" * 5000, {})
    assert len(faults) == 101
    assert "4,900 more" in faults[-1].message


def test_options() -> None:
    """An option that a reader does not have is a mistake of the mapping."""
    for name in ("yaml", "json", "jsonl", "jsonld", "obo", "sections", "front-matter", "headers", "csv", "xml"):
        with pytest.raises(ValueError) as error:
            named(name).read("", {"nope": 1})
        assert "no option 'nope'" in str(error.value)
