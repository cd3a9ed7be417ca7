"""Readers on text that was made to break them: they end, soon, and raise nothing."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.readers import READERS, named
from ontology.problem import RULES

PIECES = {
    "yaml": ["---\n", "--- a\n", "...\n", "%Y\n", "&a [*a]\n---\n"],
    "jsonl": ["1\n", "[\n", " ", '"', "["],
    "front-matter": ["---\n", "#", "# a\n", "```\n"],
    "headers": ["A: b\n", " \n", "A:", "<pre>", "a b ", "- ", "*"],
    "sections": [
        "#",
        "a\n",
        "a\n===\n",
        "[",
        "[a](",
        '[a](b "',
        "[a](<",
        "<!--\n",
        "* ",
        "[a][b] ",
        "[a](b(c",
        "|-",
        "|a|\n|-|\n",
    ],
    "csv": [",", '"', '"a"b,', '"\n', 'a,"b\n', "\r", '"a""'],
    "tsv": ["\t"],
    "obo": ["[Term]\n", "[", 'a: "', "\\", "\\\n", "{", '"', "a: ", 'a: "b" [c,', "a: {b="],
    "xml": ["<a>", "<a", "<a/>", "&amp;", "&x;", "<b>x", "<b k='&x;'/>", "<!-- -->", "<![CDATA[a]]>", "é<b/>", " "],
    "lines": ["a\n", " \n", " "],
}
OPTIONS: dict[str, list[dict[str, object]]] = {
    "headers": [{"fence": True}, {"list": True}, {"stanzas": True, "comment": "#"}],
    "csv": [{"header": False, "comment": ["#"]}],
    "xml": [{"strip_namespaces": True}],
}
CASES = [
    (name, piece, options)
    for name, pieces in PIECES.items()
    for piece in pieces
    for options in [{}, *OPTIONS.get(name, [])]
]


@pytest.mark.parametrize(("name", "piece", "options"), CASES, ids=lambda value: repr(value))
def test_linear(name: str, piece: str, options: dict[str, object]) -> None:
    """A fifth of a megabyte of anything is read within seconds, which no reader of square time would manage."""
    text = piece * (200_000 // len(piece))
    began = time.process_time()
    named(name).read(f"<r>{text}" if name == "xml" else text, options)
    assert time.process_time() - began < 8


@pytest.mark.parametrize("name", [reader.name for reader in READERS])
@given(text=st.text(max_size=40) | st.text(alphabet="-:#[]{}<>\"'\\,!=`~*|\n\t\r aA0\0\ud800", max_size=60))
def test_any_text(name: str, text: str) -> None:
    """No text makes a reader raise, and every fault is of a known rule and lies inside the text."""
    for options in [{}, *OPTIONS.get(name, [])]:
        for fault in named(name).read(text, options)[1]:
            assert fault.rule in RULES
            assert 0 <= fault.offset <= len(text)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "piece"),
    [
        ("sections", "# a\n"),
        ("sections", "[a](b) "),
        ("csv", ","),
        ("csv", "a\n"),
        ("obo", "[T]\n"),
        ("obo", 'a:"" [c,'),
        ("xml", "<a/>"),
        ("lines", "a\n"),
        ("jsonl", "1\n"),
        ("jsonl", "[\n"),
    ],
)
def test_too_many_values(name: str, piece: str) -> None:
    """A file of millions of values is read up to the limit, and says so."""
    text = piece * 3_000_000
    _, faults = named(name).read(f"<r>{text}" if name == "xml" else text, {})
    assert "too-many-values" in [fault.rule for fault in faults]
