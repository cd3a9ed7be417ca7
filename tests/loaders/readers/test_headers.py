"""Headers of fields: those of RFC 822, fenced ones and Markdown lists."""

import email.parser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.readers import named
from loaders.tree import Mapping, Scalar
from tests.loaders.readers.conftest import assert_places, pairs, read

PEP = """\
PEP: 3000
Title: Python: 3000
Author: Guido van Rossum <guido@example.org>,
        Barry Warsaw
Replaces:
Post-History: 05-Apr-2006

Abstract
========

Colons: are no fields here.
"""
BIP = """\
<pre>
  BIP: 39
  Author: Marek <slush@example.org>
          Pavol <stick@example.org>

  Status: Final
</pre>

==Abstract==
"""
MADR = """\
# 5. Use ~~MySQL~~ Saga

* Status: superseded by [ADR-0007](0007-x.md)
- **Date:** 2020-01-02
* __Deciders__: Ann,
  Bob

Technical Story: none

## Context

* Key: no field
"""
VALUE = st.text(st.characters(min_codepoint=33, max_codepoint=0x17F, exclude_characters="\x7f\x85\xa0\xad"), min_size=1)
FIELDS = st.lists(
    st.tuples(
        st.from_regex(r"[!-9;-~]{1,8}", fullmatch=True),
        st.lists(VALUE, max_size=3),
        st.sampled_from([" ", "\t", "    "]),
    ),
    min_size=1,
)


def test_header() -> None:
    """A header is read up to its blank line, with its title and body behind."""
    tree, faults = named("headers").read(PEP, {})
    assert faults == []
    assert pairs(tree) == [
        ("PEP", "3000"),
        ("Title", "Python: 3000"),
        ("Author", "Guido van Rossum <guido@example.org>, Barry Warsaw"),
        ("Replaces", ""),
        ("Post-History", "05-Apr-2006"),
        ("$title", "Abstract"),
        ("$body", PEP[PEP.index("Abstract") :]),
    ]


def test_places() -> None:
    """A value of one piece stands at its offsets, and one of several spans them all."""
    tree, _ = named("headers").read(PEP, {})
    assert isinstance(tree, Mapping)
    author = tree.get("Author")
    assert isinstance(author, Scalar)
    assert PEP[author.start : author.end] == "Guido van Rossum <guido@example.org>,\n        Barry Warsaw"
    tree.entries = [(key, value) for key, value in tree.entries if key.raw != "Author"]
    assert_places(tree, PEP)
    assert all(PEP[key.start : key.end] == key.raw for key, _ in tree.entries if key.raw[0] != "$")


def test_repeated_field() -> None:
    """A field that stands twice is there twice, and nothing is wrong with that."""
    tree, faults = named("headers").read("A: 1\r\nA: 2\r\n\r\n", {})
    assert (pairs(tree), faults) == ([("A", "1"), ("A", "2"), ("$body", "")], [])


@given(FIELDS, st.sampled_from(["\n", "\r\n"]))
def test_like_email(fields: list[tuple[str, list[str], str]], ending: str) -> None:
    """Any header is read as email.parser reads it, with its lines joined by one space."""
    header = "".join(f"{name}: {(ending + blank).join(values)}{ending}" for name, values, blank in fields)
    text = header + ending + "body: none" + ending
    message = email.parser.HeaderParser().parsestr(text)
    expected = [(name, " ".join(value.split())) for name, value in message.items()]
    tree, faults = named("headers").read(text, {})
    assert faults == []
    found = pairs(tree)
    assert isinstance(found, list)
    assert found == [*expected, ("$body", message.get_payload())]


def test_no_field() -> None:
    """A line that is no field ends the header and is reported."""
    text = "A: 1\nthis is prose\nB: 2\n"
    assert read("headers", text) == ({"A": "1", "$body": "this is prose\nB: 2\n"}, [("header-line", 5)])


@pytest.mark.parametrize("options", [{}, {"fence": True}, {"list": True}])
def test_no_header(options: dict[str, object]) -> None:
    """A file without a header gives its title and body, and says so once."""
    text = "Once upon a time\n\n# Saga\n"
    found, faults = read("headers", text, **options)
    assert found == {"$title": "Saga", "$body": text}
    assert faults == [("header-missing", 0)]


def test_fence() -> None:
    """A header in preformatted text is read from its own margin on, blank lines and all."""
    assert read("headers", BIP, fence=True) == (
        {
            "BIP": "39",
            "Author": "Marek <slush@example.org> Pavol <stick@example.org>",
            "Status": "Final",
            "$body": "\n\n==Abstract==\n",
        },
        [],
    )
    fenced = "# Saga\n\n```yaml\nid: 7\n\nname: x\n```\nrest\n"
    assert read("headers", fenced, fence=True)[0] == {"id": "7", "name": "x", "$title": "Saga", "$body": "rest\n"}


@pytest.mark.parametrize("opening", ["<pre>", "```"])
def test_open_fence(opening: str) -> None:
    """A fence that is not closed is reported and read to its first blank line."""
    text = f"{opening}\nA: 1\n\nB: 2\n"
    assert read("headers", text, fence=True) == ({"A": "1", "$body": "B: 2\n"}, [("header-open", 0)])


def test_list() -> None:
    """A Markdown list of fields below the title is read, however its keys are emphasised."""
    tree, faults = named("headers").read(MADR, {"list": True})
    assert faults == []
    assert pairs(tree) == [
        ("Status", "superseded by [ADR-0007](0007-x.md)"),
        ("Date", "2020-01-02"),
        ("Deciders", "Ann, Bob"),
        ("Technical Story", "none"),
        ("$title", "5. Use ~~MySQL~~ Saga"),
        ("$body", "## Context\n\n* Key: no field\n"),
    ]


@pytest.mark.parametrize("title", ["", "Saga\n====\n\n", "\n# Saga\n"])
def test_list_below(title: str) -> None:
    """The heading above the fields may be underlined, marked or absent."""
    assert read("headers", f"{title}Status: ok\n\nProse.\n", list=True)[0] == {
        "Status": "ok",
        **({"$title": "Saga"} if title else {}),
        "$body": "Prose.\n",
    }


def test_list_with_prose() -> None:
    """Prose right below the fields ends them and is reported; a heading ends them silently."""
    assert read("headers", "- A: 1\nprose goes on\n", list=True)[1] == [("header-line", 7)]
    assert read("headers", "- A: 1\n## Context: x\n", list=True)[1] == []


def test_no_address_is_a_key() -> None:
    """The colon of an address makes no field."""
    assert read("headers", "https://example.org\n", list=True)[1] == [("header-missing", 0)]


def test_long_header() -> None:
    """A header of ten thousand lines is cut off, with a fault."""
    tree, faults = named("headers").read("A: 1\n" * 20_000, {})
    assert isinstance(tree, Mapping)
    assert len(tree.entries) == 10_001
    assert [fault.rule for fault in faults] == ["too-many-values"]


def test_options() -> None:
    """A header is either fenced or a list."""
    for options in ({"fence": True, "list": True}, {"fence": "yes"}):
        with pytest.raises(ValueError):
            named("headers").read("", options)
