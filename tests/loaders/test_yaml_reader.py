"""YAML with places: what is read, what is reported where, and what is kept of a broken document."""

import io
import json
import os
import tarfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from loaders import yaml_reader
from loaders.base import SourceFile
from loaders.front_matter import split
from loaders.scalars import plain_data
from loaders.tree import Mapping, Node, Scalar, Sequence
from loaders.yaml_reader import MAX_DEPTH, MAX_VALUES, read_yaml

CORPORA = Path(os.environ.get("KB_CORPORA", Path(__file__).parents[3] / "shared" / "data"))

# Not what YAML 1.1 takes for line ends, as PyYAML does when it writes text: test_no_line_ends tells what we do.
TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x85\u2028\u2029"), max_size=30)
DATA = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXT | st.dates(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=20,
)


@pytest.fixture(params=["libyaml", "pure"])
def each_parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Runs a test once with libyaml and once as if it were missing."""
    if request.param == "pure":
        monkeypatch.setattr(yaml_reader, "_Loader", yaml.SafeLoader)


def raw_data(node: Node | None) -> object:
    if isinstance(node, Mapping):
        return {key.raw: raw_data(value) for key, value in node.entries}
    if isinstance(node, Sequence):
        return [raw_data(item) for item in node.items]
    return node and node.raw


def scalars(node: Node | None) -> Iterator[Scalar]:
    if isinstance(node, Mapping):
        for key, value in node.entries:
            yield key
            yield from scalars(value)
    elif isinstance(node, Sequence):
        for item in node.items:
            yield from scalars(item)
    elif node:
        yield node


def read(text: str) -> Node | None:
    tree, faults = read_yaml(text)
    assert faults == []
    return tree


def pick(text: str, key: str) -> Scalar:
    tree = read_yaml(text)[0]
    assert isinstance(tree, Mapping)
    value = tree.get(key)
    assert isinstance(value, Scalar)
    return value


@given(DATA, st.booleans(), st.sampled_from([None, True, False]))
def test_same_as_yaml(data: object, unicode: bool, flow: bool | None) -> None:
    """The tree of any dumped data holds what PyYAML reads, and each plain scalar stands at its offsets."""
    text = yaml.safe_dump(data, allow_unicode=unicode, default_flow_style=flow, width=1_000_000, sort_keys=False)
    tree, faults = read_yaml("é: 1\n" + text + "---", 5, 5 + len(text))
    assert faults == []
    assert raw_data(tree) == yaml.load(text, yaml.BaseLoader)  # noqa: S506
    for found in scalars(tree):
        if found.plain:
            assert text[found.start - 5 : found.end - 5] == found.raw


@given(st.text(alphabet="ab:-#&*!|>'\"[]{}, \t\n?%@`~\x85\u2028\x07\\", max_size=40))
def test_never_raises(text: str) -> None:
    """Any text gives a tree, or faults inside it."""
    _, faults = read_yaml(text)
    assert all(0 <= fault.offset <= len(text) and fault.message for fault in faults)


@pytest.mark.parametrize(
    ("text", "data"), [("", None), ("# remark\n", None), ("word", "word"), ("- 1\n- [2]\n", ["1", ["2"]])]
)
def test_roots(text: str, data: object) -> None:
    """A document may be nothing, a scalar or a list."""
    assert raw_data(read(text)) == data


def test_raw_text() -> None:
    """No scalar is turned into anything, and only unquoted ones are plain."""
    text = "a: no\nb: 12:30\nc: 2023-14-05\nd: 1.10\ne:\nf: 'x'\ng: \"\\x41\"\nh: |\n  t\ni: >\n  t\nj: =\n<<: {k: v}\n"
    tree = read(text)
    assert isinstance(tree, Mapping)
    assert [(key.raw, raw_data(value)) for key, value in tree.entries[:5]] == [
        ("a", "no"), ("b", "12:30"), ("c", "2023-14-05"), ("d", "1.10"), ("e", ""),
    ]  # fmt: skip
    plain = {key.raw: value.plain for key, value in tree.entries if isinstance(value, Scalar)}
    assert plain == dict.fromkeys("abcdej", True) | dict.fromkeys("fghi", False)
    assert raw_data(tree.get("<<")) == {"k": "v"}
    assert tree.get("g") == Scalar("A", text.index('"'), text.index('"') + 6, plain=False)


@pytest.mark.usefixtures("each_parser")
def test_spans() -> None:
    """The span of a scalar leaves out its anchor and tag, and the blank lines below a block scalar."""
    text = "a: &x foo \nb: !!str &y 5\nc: &z\nd: |\n  t\n  u\n\n\ne: &w # remark\n  'q'\n"
    spans = {key: text[pick(text, key).start : pick(text, key).end] for key in "abcde"}
    assert spans == {"a": "foo", "b": "5", "c": "", "d": "|\n  t\n  u", "e": "'q'"}


@pytest.mark.parametrize("tag", ["!!python/object/apply:os.system", "!!int", "!mine", "!<tag:x.org,2000:y>"])
def test_tags(tag: str) -> None:
    """A tag changes nothing and constructs nothing."""
    assert raw_data(read(f"a: {tag} ls\nb: {tag} [1]\n")) == {"a": "ls", "b": ["1"]}


def test_slice() -> None:
    """Offsets count characters of the whole text, astral ones once."""
    text = "😀é---\na: 😀\nb: x: y\n---\n"
    tree, faults = read_yaml(text, 6, text.rindex("---"))
    assert isinstance(tree, Mapping)
    assert tree.entries == [(Scalar("a", 6, 7), Scalar("😀", 9, 10))]
    assert [text[fault.offset :][:3] for fault in faults] == [": y"]


@pytest.mark.usefixtures("each_parser")
def test_byte_order_mark() -> None:
    """A byte order mark before the document moves no offset."""
    text = "\ufeffa: 1\n"
    found = pick(text, "a")
    assert text[found.start : found.end] == "1"


@pytest.mark.parametrize("character", ["\x85", "\u2028", "\u2029"])
@pytest.mark.usefixtures("each_parser")
def test_no_line_ends(character: str) -> None:
    """What only libyaml takes for a line end breaks no value and moves no line."""
    text = f"a: x{character}y\nb: '{character}'\nc: d: e\n"
    tree, faults = read_yaml(text)
    assert raw_data(tree) == {"a": "x y", "b": " "}
    assert [SourceFile("x", text).at(fault.offset).line for fault in faults] == [3]


def test_lone_carriage_return() -> None:
    """A lone carriage return ends a line for YAML but moves no offset."""
    text = "a: 1\rb: 2\n"
    found = pick(text, "b")
    assert text[found.start : found.end] == "2"


@pytest.mark.parametrize("character", ["\x00", "\x07", "\x1b", "\x7f", "\x9f", "\ud800", "\ufffe", "\uffff"])
@pytest.mark.usefixtures("each_parser")
def test_control_characters(character: str) -> None:
    """What YAML forbids is read as U+FFFD, reported once, and loses nothing."""
    tree, faults = read_yaml(f"a: 1\nb: x{character}{character}\nc: 3\n", 5)
    assert raw_data(tree) == {"b": "x\ufffd\ufffd", "c": "3"}
    assert [(fault.rule, fault.offset) for fault in faults] == [("control-character", 9)]
    assert f"U+{ord(character):04X} stands here (and 1 more)" in faults[0].message


def test_alias_of_scalar() -> None:
    """An alias of a scalar is a copy of its text at the alias's own place."""
    text = "a: &x 'foo'\nb: *x\n*x : 3\n"
    tree = read(text)
    assert isinstance(tree, Mapping)
    start = text.index("*x\n")
    assert tree.get("b") == Scalar("foo", start, start + 2, plain=False)
    assert tree.entries[2][0].start == text.rindex("*x")


def test_alias_of_collection() -> None:
    """An alias of a collection is the same object."""
    tree = read("a: &x [1]\nb: *x\nc: &x {d: 2}\ne: *x\n")
    assert isinstance(tree, Mapping)
    assert tree.get("a") is tree.get("b")
    assert tree.get("c") is tree.get("e")


ALIASES = [
    ("a: 1\nb: ^*Peak traffic is high\nc: 2\n", {"a": "1"}),
    ("a: 1\nb: ^*gone\n", {"a": "1"}),
    ("a: 1\nb: *^*bold** text\n", {"a": "1"}),
    ("a: 1\nb: &x [1, ^*x]\n", {"a": "1", "b": ["1"]}),
    ("&x a: 1\nb: &y {c: &z [^*y]}\n", {"a": "1", "b": {"c": []}}),
    ("&x\na: ^*x\n", {}),
]


@pytest.mark.parametrize(("marked", "kept"), ALIASES)
def test_bad_alias(marked: str, kept: object) -> None:
    """An alias without anchor, or inside what it stands for, ends the reading with the advice to quote it."""
    tree, faults = read_yaml(marked.replace("^", ""))
    assert [(fault.rule, fault.offset) for fault in faults] == [("yaml-alias", marked.index("^"))]
    assert "begins with *" in faults[0].hint
    assert raw_data(tree) == kept


def test_duplicate_keys() -> None:
    """Both entries of a key that stands twice are kept in order, and the second is reported."""
    text = "a: 1\nb: {a: 2}\n'a': 3\na: 4\n"
    tree, faults = read_yaml(text)
    assert isinstance(tree, Mapping)
    assert [(key.raw, raw_data(value)) for key, value in tree.entries] == [
        ("a", "1"), ("b", {"a": "2"}), ("a", "3"), ("a", "4"),
    ]  # fmt: skip
    assert [(fault.rule, text[fault.offset :][:3]) for fault in faults] == [
        ("duplicate-key", "'a'"),
        ("duplicate-key", "a: "),
    ]
    assert all("'a'" in fault.message for fault in faults)


def test_key_not_text() -> None:
    """An entry whose key is a collection is left out, with all that is in it, and reading goes on."""
    text = "x: &x [z]\n? [a, {b: c}]\n: {d: e}\n{f: g}: h\n*x : i\nj: k\n"
    tree, faults = read_yaml(text)
    assert raw_data(tree) == {"x": ["z"], "j": "k"}
    assert [(fault.rule, text[fault.offset]) for fault in faults] == [("key-not-text", c) for c in "[{*"]


# (text, with ^ before the place of the fault; rule; what the message or the hint says; what is kept)
BROKEN = [
    ("a: 1\nb: TODO^: x\n", "yaml-syntax", "quotes", {"a": "1"}),
    ("a: 1\n^```text\nb: 2\n", "yaml-syntax", "code fence", {"a": "1"}),
    ("a: 1\nb: ^`x`\n", "yaml-syntax", "begin with `", {"a": "1"}),
    ("a: 1\nb: ^@x\n", "yaml-syntax", "begin with @", {"a": "1"}),
    ("a: 1\nb: ^%x\n", "yaml-syntax", "begin with %", {"a": "1"}),
    ("a: 1\nb:\n^\tc: 2\n", "yaml-tab", "spaces", {"a": "1"}),
    ("a: 1\nb:\n  c: [2]\n^\td: 3\n", "yaml-tab", "spaces", {"a": "1", "b": {"c": ["2"]}}),
    ("^\ta: 1\n", "yaml-tab", "spaces", None),
    ("a: 1\nb: foo\nbar baz\n^c: 2\n", "yaml-syntax", "neither a key", {"a": "1", "b": "foo"}),
    ('a: 1\nb: ^"x\nc: 2\n', "yaml-syntax", "open here", {"a": "1"}),
    ("a: 1\nb: ^'x\n---\nc: 2\n", "yaml-syntax", "open here", {"a": "1"}),
    ("a: 1\nb: 'it'^s'\n", "yaml-syntax", "escape quotes", {"a": "1"}),
    ('a: 1\nb: "x" ^and "y"\n', "yaml-syntax", "escape quotes", {"a": "1"}),
    ("a: 1\nb: [X] ^min\nc: 2\n", "yaml-syntax", "whole value", {"a": "1"}),
    ("a: 1\nb: {x: 1\n^", "yaml-syntax", "not closed", {"a": "1", "b": {"x": "1"}}),
    ("a: 1\nb: [1, 2\nc^: 3\n", "yaml-syntax", "not closed", {"a": "1", "b": ["1"]}),
    ("a: 1\nb: > ^Text\n", "yaml-syntax", "next line", {"a": "1"}),
    ("a: 1\nb: ^- x\n", "yaml-syntax", "list", {"a": "1"}),
    ('a: 1\nb: "^\\d"\n', "yaml-syntax", "backslash", {"a": "1"}),
    ("- a\n^b: 1\n", "yaml-syntax", "list", ["a"]),
    ("a:\n  - 1\nb: [2]\n  ^- 3\n", "yaml-syntax", "middle of the list", {"a": ["1"], "b": ["2"]}),
    ("a: [b, 'it'^s']\n", "yaml-syntax", "brackets", {"a": ["b"]}),
    ("a: 1\nb: {c: 1} ^x\n", "yaml-syntax", "whole value", {"a": "1"}),
    ("[1] ^x\n", "yaml-syntax", "", None),
    ("a:\n  b: 1\n ^c: 2\n", "yaml-syntax", "indentation", {"a": {"b": "1"}}),
    ("a: 1\n^---\nb: 2\n", "yaml-syntax", "second document", {"a": "1"}),
    ("a: 1\n...\n^b: 2\n", "yaml-syntax", "end of the document", {"a": "1"}),
    ("a: ^!x!y 1\n", "yaml-syntax", "tag", {}),
    ("k" * 1100 + "^: 1\n", "yaml-syntax", "quotes", None),
]


@pytest.mark.parametrize(("marked", "rule", "says", "kept"), BROKEN)
def test_broken(marked: str, rule: str, says: str, kept: object) -> None:
    """A broken document gives one fault with a helpful word at the mistake, and all above it, but no piece of a value."""
    tree, faults = read_yaml(marked.replace("^", ""))
    assert [(fault.rule, fault.offset) for fault in faults] == [(rule, marked.index("^"))]
    assert says in f"{faults[0].message}; {faults[0].hint}"
    assert raw_data(tree) == kept


@pytest.mark.parametrize("marked", [row[0] for row in BROKEN if "\\" not in row[0] and "it'" not in row[0]])
def test_broken_without_libyaml(marked: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without libyaml the same mistakes get the same words at the same places."""
    expected = read_yaml(marked.replace("^", ""))[1]
    monkeypatch.setattr(yaml_reader, "_Loader", yaml.SafeLoader)
    found = read_yaml(marked.replace("^", ""))[1]
    assert [(fault.rule, fault.offset) for fault in found] == [(fault.rule, fault.offset) for fault in expected]


@pytest.mark.parametrize("opening", ["[", "{a: ", "- "])
def test_depth(opening: str) -> None:
    """Two hundred levels are read; one more is a fault, and 200,000 end nothing."""
    tree, faults = read_yaml(opening * 200_000)
    assert tree
    assert [(fault.rule, fault.offset) for fault in faults] == [("too-deep", MAX_DEPTH * len(opening))]
    assert read_yaml("[" * MAX_DEPTH + "]" * MAX_DEPTH)[1] == []


def test_depth_through_aliases() -> None:
    """Aliases cannot pile up a tree that is deeper than two hundred levels."""
    deep = "[" * 150
    text = f"a: &a {deep}{']' * 150}\nb: [*a]\nc: {'[' * 50}*a{']' * 50}\n"
    tree, faults = read_yaml(text)
    assert [(fault.rule, fault.offset) for fault in faults] == [("too-deep", text.rindex("*a"))]
    assert str(plain_data(tree)).count("[") == 150 + 151 + 50
    assert read_yaml(f"a: &a {deep}{']' * 150}\nc: {'[' * 49}*a{']' * 49}\n")[1] == []
    text = f"a: &a {deep}{']' * 150}\nb: &b [*a]\nc: {'[' * 49}*b{']' * 49}\n"
    assert [(fault.rule, fault.offset) for fault in read_yaml(text)[1]] == [("too-deep", text.rindex("*b"))]


def test_billion_laughs() -> None:
    """An alias bomb of nine levels stops where it would pass the limit, and what is kept can be walked."""
    lines = ["l0: &l0 [lol]", *(f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 9)}]" for n in range(1, 10))]
    began = time.process_time()
    tree, faults = read_yaml("\n".join(lines))
    assert [fault.rule for fault in faults] == ["too-many-values"]
    assert sum(1 for _ in scalars(tree)) < MAX_VALUES
    assert time.process_time() - began < 2


def test_too_many_values() -> None:
    """A document of too many values gives those up to the limit."""
    tree, faults = read_yaml("- a\n" * MAX_VALUES)
    assert isinstance(tree, Sequence)
    assert len(tree.items) == MAX_VALUES - 1
    assert [(fault.rule, fault.offset) for fault in faults] == [("too-many-values", 4 * (MAX_VALUES - 1) + 2)]


def malformed() -> Iterator[tuple[str, int, str]]:
    """(file, line of its mistake, text) of the pages of DStudio whose front matter is broken."""
    archive = CORPORA / "dstudio-malformed.tar.gz"
    if not archive.exists():
        pytest.skip(f"The corpora are not here: {archive} is missing; KB_CORPORA names another folder.")
    with tarfile.open(fileobj=io.BytesIO(archive.read_bytes())) as tar:
        members = [(member.name, tar.extractfile(member)) for member in tar]
        texts = {name: stream.read().decode() for name, stream in members if stream}
    for row in json.loads(texts["malformed/index.json"]):
        yield row["file"], row["line"], texts["malformed/" + row["file"]]


def test_malformed_corpus() -> None:
    """Each of 179 really broken pages is reported once, on the right line, and keeps every key above it."""
    pages = 0
    for name, line, text in malformed():
        pages += 1
        found = split(text)
        assert found, name
        tree, faults = read_yaml(text, found.start, found.end)
        assert [SourceFile(name, text).at(fault.offset).line for fault in faults] == [line], name
        assert isinstance(tree, Mapping), name
        # Keys at the first column above the mistake, by the eye; the last may be what the mistake is part of.
        lines = text.splitlines()[1 : line - 1]
        above = [words.partition(":")[0] for words in lines if words[:1].isalpha() and ":" in words]
        kept = [key.raw for key, _ in tree.entries]
        assert kept[: len(above) - 1] == above[:-1], name
        assert len(kept) >= len(above) - 1, name
        if faults[0].rule == "duplicate-key":
            assert kept.count("status") == 2
    assert pages == 179
