"""Paths that find records in a tree."""

import pytest

from loaders.json_reader import read_json
from loaders.readers import named
from loaders.readers.paths import select
from loaders.tree import Mapping, Node, Scalar, Sequence
from tests.loaders.readers.conftest import data

DOCUMENT = """{
  "@graph": [{"@id": "a", "tags": ["x", "y"]}, {"@id": "b", "tags": []}],
  "a.b": {"c/d~e": 1},
  "map": {"kv": {"name": "KV"}, "sql": {"name": "SQL", "children": {"rows": {"name": "Rows"}}}},
  "Related Patterns": ["p"], "Related": ["q"], "$schema": "s"
}"""
TREE = read_json(DOCUMENT)[0]


def found(path: str, tree: Node | None = TREE) -> list[tuple[str, object, object]]:
    """Pointer, captured keys and value of everything that a path selects."""
    return [(pointer, data(captured.get("$keys")), data(node)) for node, pointer, captured in select(tree, path)]


def pointers(path: str, tree: Node | None = TREE) -> list[str]:
    return [pointer for pointer, _, _ in found(path, tree)]


def test_keys_and_items() -> None:
    """Keys and items are followed in the order of the document."""
    assert found("@graph[*].@id") == [("/@graph/0/@id", None, "a"), ("/@graph/1/@id", None, "b")]
    assert pointers("@graph[*].tags[*]") == ["/@graph/0/tags/0", "/@graph/0/tags/1"]
    assert pointers("[*]", read_json("[1, [2]]")[0]) == ["/0", "/1"]
    assert pointers("[*][*]", read_json("[1, [2]]")[0]) == ["/1/0"]


@pytest.mark.parametrize("path", ["", "$"])
def test_whole_document(path: str) -> None:
    """An empty path and a dollar sign are the document itself."""
    assert [(node is TREE, pointer, captured) for node, pointer, captured in select(TREE, path)] == [(True, "", {})]


def test_quoted_keys() -> None:
    """A quoted key is taken as it stands, and a pointer escapes what has a meaning in it."""
    assert pointers('"a.b".*') == ["/a.b/c~1d~0e"]
    assert pointers('$."a.b"."c/d~e"') == ["/a.b/c~1d~0e"]
    odd = read_json(r'{"q\"\\[*]": 1, "**": 2}')[0]
    assert [pointers(path, odd) for path in (r'"q\"\\[*]"', '"**"')] == [['/q"\\[*]'], ["/**"]]


def test_every_value() -> None:
    """A star takes every value of a mapping and captures its key, the last one under a name of its own."""
    assert found("map.*.name") == [("/map/kv/name", ["kv"], "KV"), ("/map/sql/name", ["sql"], "SQL")]
    assert found("map.*.children.*.name") == [("/map/sql/children/rows/name", ["sql", "rows"], "Rows")]
    captured = next(captured for _, pointer, captured in select(TREE, "map.*") if pointer == "/map/sql")
    key = captured["$key"]
    assert isinstance(key, Scalar)
    assert DOCUMENT[key.start : key.end] == '"sql"'
    assert isinstance(captured["$keys"], Sequence)


def test_patterns() -> None:
    """A star inside a key stands for any part of it."""
    assert pointers("Related*[*]") == ["/Related Patterns/0", "/Related/0"]
    assert pointers("*Patterns") == pointers("Rel*erns") == ["/Related Patterns"]
    assert pointers("Related*Related") == []


def test_everything_below() -> None:
    """Two stars go to any depth through mappings and lists, and capture all keys on the way."""
    assert found("map.**.name") == [
        ("/map/kv/name", ["kv"], "KV"),
        ("/map/sql/name", ["sql"], "SQL"),
        ("/map/sql/children/rows/name", ["sql", "children", "rows"], "Rows"),
    ]
    assert pointers("**.@id") == ["/@graph/0/@id", "/@graph/1/@id"]
    assert pointers("@graph.**[*]") == ["/@graph/0", "/@graph/1", "/@graph/0/tags/0", "/@graph/0/tags/1"]
    assert pointers("map.kv.**") == ["/map/kv/name"]


def test_dollar_keys() -> None:
    """A key of the document may begin with a dollar sign; one that a reader adds is found by its name alone."""
    assert pointers("$schema") == pointers("$.$schema") == ["/$schema"]
    assert "/$schema" in pointers("*")
    page = named("front-matter").read("---\na: 1\n---\n# Saga\n", {})[0]
    assert pointers("*", page) == pointers("**", page) == ["/a"]
    assert pointers("$title", page) == ["/$title"]


def test_repeated_keys() -> None:
    """A key that stands twice gives both of its values."""
    tree = named("xml").read("<r><p>1</p><p>2</p></r>", {})[0]
    assert [value for _, _, value in found("r.p", tree)] == ["1", "2"]


@pytest.mark.parametrize("path", ["nope", "map[*]", "@graph.*", "map.kv.name.*", "map.kv.name[*]", "@graph[*].x.y"])
def test_nothing(path: str) -> None:
    """A path that leads nowhere yields nothing."""
    assert found(path) == []
    assert found(path, None) == []


@pytest.mark.parametrize(
    ("path", "character"),
    [
        ("a..b", 3),
        ("a.", 3),
        (".a", 1),
        ("[0]", 1),
        ("a[0]", 2),
        ("a]", 2),
        ("a[*]b", 5),
        ('"a', 1),
        ('a"b"', 2),
        ("a.**.b.**", 8),
        ("a*b*c", 4),
        ("***", 2),
        ("$..a", 3),
    ],
)
def test_no_path(path: str, character: int) -> None:
    """A path that does not parse is refused at the character that is wrong, before anything is selected."""
    with pytest.raises(ValueError) as error:
        list(select(None, path))
    assert f"character {character}: " in str(error.value)


def test_depth() -> None:
    """A tree of any depth is walked without recursion."""
    root = node = Mapping(0)
    for _ in range(5000):
        inner = Mapping(0)
        node.entries.append((Scalar("a", 0, 1), inner))
        node = inner
    assert sum(1 for _ in select(root, "**")) == 5000
