"""JSON with places: what is read, what is reported, and where."""

import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.json_reader import MAX_DEPTH, read_json
from loaders.scalars import plain_data
from loaders.tree import Mapping, Node, Scalar, Sequence

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


def as_text(data: object) -> object:
    """Data with every literal as JSON writes it."""
    if isinstance(data, dict):
        return {key: as_text(value) for key, value in data.items()}
    if isinstance(data, list):
        return [as_text(item) for item in data]
    return data if isinstance(data, str) else json.dumps(data)


def raw_data(node: Node | None) -> object:
    if isinstance(node, Mapping):
        return {key.raw: raw_data(value) for key, value in node.entries}
    if isinstance(node, Sequence):
        return [raw_data(item) for item in node.items]
    assert node
    return node.raw


def scalars(node: Node | None) -> list[Scalar]:
    if isinstance(node, Mapping):
        return [found for key, value in node.entries for found in [key, *scalars(value)]]
    if isinstance(node, Sequence):
        return [found for item in node.items for found in scalars(item)]
    return [node] if node else []


@given(JSON, st.booleans(), st.sampled_from([None, 0, 2]))
def test_same_as_json(data: object, ascii_only: bool, indent: int | None) -> None:
    """The tree of any JSON holds what json.loads gives, and each scalar stands at its offsets."""
    text = json.dumps(data, ensure_ascii=ascii_only, indent=indent)
    tree, faults = read_json(text)
    assert faults == []
    assert raw_data(tree) == as_text(data)
    for found in scalars(tree):
        literal = text[found.start : found.end]
        assert literal == found.raw if found.plain else json.loads(literal) == found.raw


@given(st.text(alphabet="{}[],:\"\\ \n019.-eEtrufalsn/#'a", max_size=30))
def test_refuses_what_json_refuses(text: str) -> None:
    """Whatever json.loads refuses gets exactly one fault inside the text, and nothing else does."""
    try:
        json.loads(text)
        valid = True
    except json.JSONDecodeError:
        valid = False
    faults = [fault for fault in read_json(text)[1] if fault.rule != "duplicate-key"]
    assert len(faults) == (0 if valid else 1)
    assert all(fault.rule == "json-syntax" and 0 <= fault.offset <= len(text) for fault in faults)


# (text, with ^ before the place of the fault; what the message or the hint says; what is kept)
BROKEN = [
    ('{"a": 1, "b": [1, 2^,]}', "comma", {"a": "1", "b": ["1", "2"]}),
    ('{"a": 1^,\n}', "comma", {"a": "1"}),
    ('{"a": 1, ^// no\n"b": 2}', "comments", {"a": "1"}),
    ('{"a": 1 ^/* no */}', "comments", {"a": "1"}),
    ("^# no\n{}", "comments", None),
    ("{^'a': 1}", "double quotes", {}),
    ('{"a": 1, "b": ^\'x\'}', "double quotes", {"a": "1"}),
    ('{"a": 1, "b": ^NaN}', "no such number", {"a": "1"}),
    ("[1, ^-Infinity]", "no such number", ["1"]),
    ("[^None]", "null", []),
    ("[^True]", "true", []),
    ('{"a": 1, "b": ^"open', "not closed", {"a": "1"}),
    ('{"a": 1, "b": ^"open\n}', "not closed", {"a": "1"}),
    ('{"a": 1, ^"open', "not closed", {"a": "1"}),
    ('["^\tx"]', "U+0009", []),
    (r'["a^\d"]', "backslash", []),
    ('{"a": 1} ^x', "end of the document", {"a": "1"}),
    ("[1] ^[2]", "end of the document", ["1"]),
    ("[1 ^2]", "comma", ["1"]),
    ('{"a" ^1}', "colon", {}),
    ('{"a": ^}', "value", {}),
    ("{^a: 1}", "key in double quotes", {}),
    ("{^,}", "key in double quotes", {}),
    ("[^01]", "value", []),
    ("[^1.]", "value", []),
    ("[^+1]", "value", []),
    ("[^.5]", "value", []),
    ("[^tru]", "value", []),
    ("[1^}", "comma or ]", ["1"]),
    ('{"a": [1, 2^', "cut off", {"a": ["1", "2"]}),
    ("[^", "cut off", []),
    ("  ^", "cut off", None),
    ("[^\u00a01]", "value", []),
    ("^\ufeff[]", "value", None),
]


@pytest.mark.parametrize(("marked", "says", "kept"), BROKEN)
def test_broken(marked: str, says: str, kept: object) -> None:
    """Broken JSON gives one fault with a helpful word at the place of the mistake, and all that stands above it."""
    tree, faults = read_json(marked.replace("^", ""))
    assert [(fault.rule, fault.offset) for fault in faults] == [("json-syntax", marked.index("^"))]
    assert says in f"{faults[0].message}; {faults[0].hint}"
    assert (tree and raw_data(tree)) == kept


def test_duplicate_key() -> None:
    """A key that stands twice in one mapping is kept twice and reported at its second place."""
    text = '{"a": 1, "b": {"a": 2}, "a": 3}'
    tree, faults = read_json(text)
    assert isinstance(tree, Mapping)
    assert [key.raw for key, _ in tree.entries] == ["a", "b", "a"]
    assert [(fault.rule, fault.offset) for fault in faults] == [("duplicate-key", text.rindex('"a"'))]
    assert "'a'" in faults[0].message


def test_surrogates() -> None:
    """A pair of escaped surrogates is one character, and half a pair becomes U+FFFD."""
    assert raw_data(read_json(r'["\ud83d\ude00", "a\ud83db"]')[0]) == ["😀", "a\ufffdb"]


def test_what_yaml_cannot_read() -> None:
    """JSON that no YAML reader takes is read: long keys, a colon on another line, a raw U+007F."""
    tree, faults = read_json('{"' + "k" * 5000 + '"\n:\n"\x7f"}')
    assert faults == []
    assert raw_data(tree) == {"k" * 5000: "\x7f"}


def test_typed() -> None:
    """Strings stay text; numbers and words get their type."""
    assert plain_data(read_json('["12", 12, true, null, "null", 1.5]')[0]) == ["12", 12, True, None, "null", 1.5]


@pytest.mark.parametrize("opening", ["[", '{"a":'])
def test_depth(opening: str) -> None:
    """Two hundred levels are read; the bracket of one more is a fault, and 200,000 end nothing."""
    closing = "]" if opening == "[" else "}"
    assert read_json(opening * (MAX_DEPTH - 1) + "[]" + closing * (MAX_DEPTH - 1))[1] == []
    tree, faults = read_json(opening * 200_000)
    assert tree
    assert [(fault.rule, fault.offset) for fault in faults] == [("too-deep", MAX_DEPTH * len(opening))]


@pytest.mark.parametrize("piece", ["1", '"', " ", "[],", "\\", "a", "-", '"a",', "1.", "e1"])
def test_linear(piece: str) -> None:
    """A megabyte of anything is read or refused within seconds."""
    began = time.perf_counter()
    read_json("[" + piece * (1_000_000 // len(piece)))
    assert time.perf_counter() - began < 5


def test_offsets_after_astral_characters() -> None:
    """Offsets count characters, not bytes or UTF-16 units."""
    text = '{"😀é": "x", "b": 17}'
    tree, _ = read_json(text)
    assert isinstance(tree, Mapping)
    value = tree.get("b")
    assert isinstance(value, Scalar)
    assert value.start == text.index("17")
