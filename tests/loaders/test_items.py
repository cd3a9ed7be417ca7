"""Names and values out of trees: keys, pointers, and what is one item."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.items import folded_key, names_in, pointer_to, records_in, values_in
from loaders.tree import Node
from loaders.yaml_reader import read_yaml


def tree(text: str) -> Node:
    """What a YAML text means."""
    found, faults = read_yaml(text)
    assert found is not None
    assert not faults
    return found


@pytest.mark.parametrize("key", ["replaced_by", "Replaced-By", " replaced-by ", "REPLACED_BY"])
def test_folded_keys(key: str):
    """Case, hyphens and outer space make no other key."""
    assert folded_key(key) == "replaced_by"


@given(st.lists(st.text("a/~0 1é", max_size=4) | st.integers(0, 12), max_size=5))
def test_pointers_lead_back(parts: list[str | int]):
    """A pointer taken apart by the rules of RFC 6901 gives the parts it was made of."""
    pointer = ""
    for part in parts:
        pointer = pointer_to(pointer, part)
    assert [part.replace("~1", "/").replace("~0", "~") for part in pointer.split("/")[1:]] == [
        str(part) for part in parts
    ]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("a", ["a"]),
        ("[a, [b, [c]]]", ["a", "b", "c"]),
        ("{a: , b: x}", ["a", "b"]),
        ("{none: x, b: [c]}", ["c"]),
        ("{law: a}", ["a"]),
        ("{aspect: a, number: 3}", ["a"]),
        ("{title: b, pattern: a}", ["a"]),
        ("{pattern: [a], title: b}", ["b"]),
        ("{pattern: null, b: c}", ["pattern", "b"]),
        ("{pattern: none}", []),
        ("[' a  b ', ~, '']", ["a b"]),
        ("{Pattern: a}", ["a"]),
    ],
)
def test_names(text: str, names: list[str]):
    """Names are found alone, in lists, by their key, as keys of remarks and below headings."""
    assert [item.text for item in names_in(tree(text), "")] == names


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("a", ["a"]),
        ("'null'", ["null"]),
        ("~", []),
        ("[a, [b]]", ["a", "b"]),
        ("{date: 1978, source: x}", ["1978"]),
        ("[{value: a}, {text: b}, {name: c}]", ["a", "b", "c"]),
        ("{date: ~, value: b}", ["b"]),
        ("{odd: 1}", [""]),
        ("{}", []),
    ],
)
def test_values(text: str, values: list[str]):
    """Values are found alone, in lists and by their key; another mapping is one value as it stands."""
    found = list(values_in(tree(text), ""))
    assert [item.text for item in found] == values
    assert all(item.record is not None for item in found if not item.text)


def test_records():
    """Records are kept whole, one for each item of a list, with their places."""
    text = "[a, {b: [1]}, [~, c]]"
    found = list(records_in(tree(text), "/x"))
    assert [(value, pointer) for value, _, pointer in found] == [("a", "/x/0"), ({"b": [1]}, "/x/1"), ("c", "/x/2/1")]
    assert [text[offset] for _, offset, _ in found] == ["a", "{", "c"]


@pytest.mark.parametrize(
    ("text", "qualifiers", "remark"),
    [
        ("{name: a, when: b, condition: c}", {"when": "b"}, "condition: c"),
        ("{name: a, when: ~, condition: c}", {"when": "c"}, ""),
        ("{name: a, role: b, note: c}", {"note": "b; c"}, ""),
        ("{name: a, since: 2014-01-01}", {"since": "2014-01-01"}, ""),
        ("{name: a, odd: {b: 1}}", {}, "odd: {'b': 1}"),
        ("{name: a, Odd: '  b  c '}", {}, "Odd: b c"),
    ],
)
def test_what_is_said_beside_a_name(text: str, qualifiers: dict[str, str], remark: str):
    """The first of two keys with one meaning gives the qualifier; what is no qualifier becomes the remark."""
    (item,) = names_in(tree(text), "")
    assert (item.qualifiers, item.remark) == (qualifiers, remark)
