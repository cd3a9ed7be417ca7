"""Paths that find records in a tree."""

import pytest

from loaders.json_reader import read_json
from loaders.readers import named
from loaders.readers.paths import inside, records, select
from loaders.readers.steps import check
from loaders.tree import Mapping, Node, Scalar
from tests.loaders.readers.conftest import data

DOCUMENT = """{
  "@graph": [{"@id": "a", "tags": ["x", "y"]}, {"@id": "b", "tags": []}],
  "a.b": {"c/d~e": 1},
  "map": {"kv": {"name": "KV"}, "sql": {"name": "SQL", "children": {"rows": {"name": "Rows"}}}},
  "Related Patterns": ["p"], "Related": ["q"], "$schema": "s"
}"""
TREE = read_json(DOCUMENT)[0]


def found(path: str, tree: Node | None = TREE) -> list[tuple[str, list[str], object]]:
    """Pointer, keys from the top and value of everything that a path selects."""
    out = []
    for node, pointer, around in select(tree, path):
        keys: list[str] = []
        while around is not None:
            keys.insert(0, around[2].raw)
            around = around[3]
        out.append((pointer, keys, data(node)))
    return out


def pointers(path: str, tree: Node | None = TREE) -> list[str]:
    return [pointer for pointer, _, _ in found(path, tree)]


def fields(name: str, text: str) -> list[tuple[str, object]]:
    """What a field holds in a record of JSON, each value with its pointer."""
    node = read_json(text)[0]
    assert node is not None
    return [(pointer, data(value)) for value, pointer in inside(node, name)]


def test_keys_and_items() -> None:
    """Keys and items are followed in the order of the document."""
    assert found("@graph[*].@id") == [
        ("/@graph/0/@id", ["@graph", "@id"], "a"),
        ("/@graph/1/@id", ["@graph", "@id"], "b"),
    ]
    assert pointers("@graph[*].tags[*]") == ["/@graph/0/tags/0", "/@graph/0/tags/1"]
    assert pointers("[*]", read_json("[1, [2]]")[0]) == ["/0", "/1"]
    assert pointers("[*][*]", read_json("[1, [2]]")[0]) == ["/0", "/1/0"]


@pytest.mark.parametrize("path", ["a.b", "a[*].b", "a[*].b[*]", "a.b[*]", "**.b", "a.*", "*.b"])
@pytest.mark.parametrize("text", ['{"a": {"b": "1"}}', '{"a": [{"b": "1"}]}', '{"a": {"b": ["1"]}}'])
def test_one_or_several(path: str, text: str) -> None:
    """A path is the same whether something stands alone or in a list."""
    assert [value for _, value in fields(path, text)] == ["1"]


def test_null_has_no_items() -> None:
    """Null stands for no item."""
    assert pointers("a[*]", read_json('{"a": null}')[0]) == []


@pytest.mark.parametrize(
    ("path", "ids"),
    [
        ("r[0]", ["1"]),
        ("r[-1]", ["3"]),
        ("r[3]", []),
        ("r[-4]", []),
        ("one[0]", ["9"]),
        ("one[1]", []),
        ("r[k=x]", ["1", "3"]),
        ("r[ k = x ]", ["1", "3"]),
        ('r["k"="x"]', ["1", "3"]),
        ('r["a.b"="]"]', ["2"]),
        ("r[k!=x]", ["2"]),
        ("r[k=x][m.n=2]", ["3"]),
        ("r[k=x][0]", ["1"]),
        ("r[k=x][-1]", ["3"]),
        ("r[m.n!=2][k=x]", ["1"]),
        ("r[t=b]", ["2"]),
        ("one[k=x]", ["9"]),
        ("one[k=y]", []),
        ("**[k=x]", ["1", "3", "9"]),
    ],
)
def test_picked(path: str, ids: list[str]) -> None:
    """A number in brackets picks an item, and a field with its value those that have it."""
    text = """{"r": [{"id": "1", "k": "x"}, {"id": "2", "a.b": "]", "t": ["a", "b"]},
        {"id": "3", "k": "x", "m": [{"n": 1}, {"n": 2}]}], "one": {"id": "9", "k": "x"}}"""
    assert [value for _, value in fields(f"{path}.id", text)] == ids


def test_item_by_its_own_value() -> None:
    """An item that is no mapping is picked by what it is."""
    assert fields("a[$value=x]", '{"a": ["x", "y", "x"]}') == [("/a/0", "x"), ("/a/2", "x")]


def test_fields_are_values() -> None:
    """A field is its values one by one, each with its pointer; a key as it stands comes before a path."""
    assert fields("a", '{"a": [["1"], "2"]}') == [("/a/0/0", "1"), ("/a/1", "2")]
    assert fields("a.b", '{"a.b": "1", "a": {"b": "2"}}') == [("/a.b", "1")]
    assert fields("No.", '{"No.": "1"}') == [("/No.", "1")]
    assert fields("No.", "{}") == []
    assert fields("x[1", '{"x[1": "1"}') == [("/x[1", "1")]


def test_rows_are_lists() -> None:
    """In a list a number is a place."""
    assert fields("rows.1", '{"rows": ["a", "b"]}') == [("/rows/1", "b")]
    assert pointers("[*].1", read_json('[["a", "b"], ["c"]]')[0]) == ["/0/1"]


def test_lines() -> None:
    """The lines of any text can be asked for, without blank ones."""
    assert fields("a.$lines", r'{"a": " one\n\n two\r\n"}') == [("/a", "one"), ("/a", "two")]
    assert fields("a.$lines[0]", r'{"a": "one\ntwo"}') == [("/a", "one")]


def test_records() -> None:
    """A list that a path ends at stands for its items; one that [*] leads to is a row."""

    def at(path: str, text: str) -> list[str]:
        return [pointer for _, pointer, _ in records(read_json(text)[0], path)]

    assert at("", '{"a": 1}') == [""]
    assert at("", "[[1], [2]]") == at("[*]", "[[1], [2]]") == ["/0", "/1"]
    assert at("a", '{"a": [1, 2]}') == ["/a/0", "/a/1"]
    assert at("*", '{"a": [1, 2], "b": 3}') == ["/a/0", "/a/1", "/b"]
    assert at("**", '{"a": [{"b": 1}]}') == ["/a/0", "/a/0/b"]


@pytest.mark.parametrize("path", ["", "$"])
def test_whole_document(path: str) -> None:
    """An empty path and a dollar sign are the document itself."""
    assert [(node is TREE, pointer, around) for node, pointer, around in select(TREE, path)] == [(True, "", None)]


def test_quoted_keys() -> None:
    """A quoted key is taken as it stands, and a pointer escapes what has a meaning in it."""
    assert pointers('"a.b".*') == ["/a.b/c~1d~0e"]
    assert pointers('$."a.b"."c/d~e"') == ["/a.b/c~1d~0e"]
    odd = read_json(r'{"q\"\\[*]": 1, "**": 2}')[0]
    assert [pointers(path, odd) for path in (r'"q\"\\[*]"', '"**"')] == [['/q"\\[*]'], ["/**"]]


def test_every_value() -> None:
    """A star takes every value of a mapping, and each knows the key and the mapping that it stands in."""
    assert pointers("map.*.name") == ["/map/kv/name", "/map/sql/name"]
    assert found("map.*.children.*.name") == [
        ("/map/sql/children/rows/name", ["map", "sql", "children", "rows", "name"], "Rows")
    ]
    node, _, around = next(place for place in select(TREE, "map.*") if place[1] == "/map/sql")
    assert around is not None
    outer, pointer, key, _ = around
    assert (outer.get("sql") is node, pointer) == (True, "/map")
    assert DOCUMENT[key.start : key.end] == '"sql"'


def test_patterns() -> None:
    """A star inside a key stands for any part of it."""
    assert pointers("Related*[*]") == ["/Related Patterns/0", "/Related/0"]
    assert pointers("*Patterns") == pointers("Rel*erns") == ["/Related Patterns"]
    assert pointers("Related*Related") == []


def test_everything_below() -> None:
    """Two stars go to any depth through mappings and lists, which themselves are none of what is found."""
    assert found("map.**.name") == [
        ("/map/kv/name", ["map", "kv", "name"], "KV"),
        ("/map/sql/name", ["map", "sql", "name"], "SQL"),
        ("/map/sql/children/rows/name", ["map", "sql", "children", "rows", "name"], "Rows"),
    ]
    assert pointers("**.@id") == ["/@graph/0/@id", "/@graph/1/@id"]
    below = ["/@graph/0", "/@graph/0/@id", "/@graph/0/tags/0", "/@graph/0/tags/1", "/@graph/1", "/@graph/1/@id"]
    assert pointers("@graph.**") == pointers("@graph.**[*]") == below
    assert pointers("map.kv.**") == ["/map/kv/name"]


def test_below_repeated_elements() -> None:
    """What is below an element is the same whether it stands once or several times."""
    one, two = (named("xml").read(f"<r>{'<p><q>1</q></p>' * count}</r>", {})[0] for count in (1, 2))
    assert pointers("r.p.**", one) == ["/r/p/q"]
    assert pointers("r.p.**", two) == ["/r/p/0/q", "/r/p/1/q"]


def test_dollar_keys() -> None:
    """A key of the document may begin with a dollar sign; one that a reader adds is found by its name alone."""
    assert pointers("$schema") == pointers("$.$schema") == ["/$schema"]
    assert "/$schema" in pointers("*")
    page = named("front-matter").read("---\na: 1\n---\n# Saga\n", {})[0]
    assert pointers("*", page) == pointers("**", page) == ["/a"]
    assert pointers("$title", page) == ["/$title"]


@pytest.mark.parametrize(
    ("reader", "text"),
    [
        ("xml", "<r><p>1</p><q/><p>2</p></r>"),
        ("obo", "[r]\np: 1\nq: 0\np: 2\n"),
        ("yaml", "r:\n  p: 1\n  q: 0\n  p: 2\n"),
        ("json", '{"r": {"p": 1, "q": 0, "p": 2}}'),
        ("jsonl", '{"r": {"p": 1, "p": 2}}\n'),
        ("headers", "p: 1\nq: 0\np: 2\n"),
        ("headers", "p: 1,\n  2\n"),
        ("csv", "p,q,p\n1,0,2\n"),
        ("sections", "# r\n|p|q|p|\n|-|-|-|\n|1|0|2|\n"),
    ],
)
def test_repeated(reader: str, text: str) -> None:
    """What stands several times under one name is a list, whatever the form; each value has a pointer of its own."""
    tree = named(reader).read(text, {})[0]
    assert tree is not None
    values = inside(tree, "**.p.$lines" if ",\n" in text else "**.p")
    assert [str(data(value)).strip(",") for value, _ in values] == ["1", "2"]
    assert len({pointer for _, pointer in values}) == (1 if ",\n" in text else 2)


def test_text_of_an_element() -> None:
    """An element is its text where a text is wanted, with attributes or without, and so is a definition in OBO."""
    tree = named("xml").read('<r><p k="1">a</p><p>b</p></r>', {})[0]
    assert tree is not None
    assert [(data(node), at) for node, at in inside(tree, "r.p")] == [("a", "/r/p/0/#text"), ("b", "/r/p/1")]
    for path in ("r.p.#text", "r.p.$value", "r.p.$lines", "**.p"):
        assert [data(node) for node, _ in inside(tree, path)] == ["a", "b"]
    ontology = named("obo").read('[r]\ndef: "a" [X:1]\np: b {k="1"}\n', {})[0]
    assert ontology is not None
    assert [data(node) for node, _ in inside(ontology, "r.*")] == ["a", "b"]
    assert [data(node) for node, _ in inside(ontology, "r.p.modifiers")] == ['k="1"']


@pytest.mark.parametrize("path", ["nope", "map.kv.name.*", "@graph[*].x.y", "map.kv.name.x", "@graph[7]", "[1]"])
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
        ("[x]", 1),
        ("a[]", 2),
        ("a[0", 2),
        ("a[1.5]", 2),
        ("a[b=c", 2),
        ('a[b="c]', 2),
        ("a[*", 2),
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


def test_names_that_are_no_paths() -> None:
    """A name is refused as a path only where its stars, brackets or first quote say that it is meant as one."""
    for name in ("No.", "..", "a..b", "Ph.D. of", 'say "x"', "..a[*].b", "$keys[0]", "..$key"):
        check(name)
    for name in ("Price [EUR]", "..a[", '"a', "a.**.**"):
        with pytest.raises(ValueError):
            check(name)


def test_depth() -> None:
    """A tree of any depth is walked without recursion."""
    root = node = Mapping(0)
    for _ in range(5000):
        inner = Mapping(0)
        node.entries.append((Scalar("a", 0, 1), inner))
        node = inner
    assert sum(1 for _ in select(root, "**")) == 5000
