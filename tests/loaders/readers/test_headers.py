"""Headers of fields: those of RFC 822, fenced ones and Markdown lists."""

import email.parser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.readers import named
from loaders.readers.paths import inside
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
    """The values of a field that stands twice are a list, and nothing is wrong with that."""
    assert read("headers", "A: 1\r\nA: 2\r\n\r\n") == ({"A": ["1", "2"], "$body": ""}, [])


def test_lines_of_a_field() -> None:
    """The lines that a value goes on over can be told apart."""
    tree, _ = named("headers").read(PEP, {})
    assert tree is not None
    lines = [node for node, _ in inside(tree, "Author.$lines")]
    assert [one.raw for one in lines if isinstance(one, Scalar)] == [
        "Guido van Rossum <guido@example.org>,",
        "Barry Warsaw",
    ]
    assert_places(lines[1], PEP)
    assert inside(tree, "Author.$lines[-1]")[0][0] is lines[1]


@given(FIELDS, st.sampled_from(["\n", "\r\n"]))
def test_like_email(fields: list[tuple[str, list[str], str]], ending: str) -> None:
    """Any header is read as email.parser reads it, with its lines joined by one space."""
    header = "".join(f"{name}: {(ending + blank).join(values)}{ending}" for name, values, blank in fields)
    text = header + ending + "body: none" + ending
    message = email.parser.HeaderParser().parsestr(text)
    expected: dict[str, list[str]] = {}
    for name, value in message.items():
        expected.setdefault(name, []).append(" ".join(value.split()))
    tree, faults = named("headers").read(text, {})
    assert faults == []
    found = pairs(tree)
    assert isinstance(found, list)
    once = [(name, values if len(values) > 1 else values[0]) for name, values in expected.items()]
    assert found == [*once, ("$body", message.get_payload())]


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


@pytest.mark.parametrize("title", ["# JEP 122: Remove it", "JEP 122: Remove it\n===", "## 4: x ##"])
def test_list_below_a_title_with_a_colon(title: str) -> None:
    """A title is no field, whatever it looks like."""
    found, faults = read("headers", f"{title}\n\n- Status: ok\n- Release: 8\n\n## Summary\n", list=True)
    assert isinstance(found, dict)
    assert (found["Status"], found["Release"], faults) == ("ok", "8", [])


def test_field_above_a_rule() -> None:
    """A field right above a rule is a field, though Markdown takes the two for a heading."""
    found, faults = read("headers", "Status: ok\n---\n\nProse.\n", list=True)
    assert isinstance(found, dict)
    assert (found["Status"], faults) == ("ok", [])


PACKAGES = """\
# packages of today

Package: exim4
Depends: adduser,
 cron

# the old one
Package: exim
Section: oldlibs
\t
Package: x
this is prose
Section: y
"""


def test_stanzas() -> None:
    """Headers with blank lines between them are a list; a line that is no field costs a fault and nothing else."""
    tree, faults = named("headers").read(PACKAGES, {"stanzas": True, "comment": "#"})
    assert pairs(tree) == [
        [("Package", "exim4"), ("Depends", "adduser, cron")],
        [("Package", "exim"), ("Section", "oldlibs")],
        [("Package", "x"), ("Section", "y")],
    ]
    assert [(fault.rule, fault.offset) for fault in faults] == [("header-line", PACKAGES.index("this"))]
    assert read("headers", "# a\n\n", stanzas=True, comment="#") == ([], [("header-missing", 0)])


def test_stanzas_that_nobody_asked_for() -> None:
    """A second header like the first is reported where only one is read; a body that only looks so is not."""
    text = "Package: a\n\n\nPackage: b\n"
    assert read("headers", text)[1] == [("header-again", 13)]
    assert read("headers", "PEP: 8\n\nNote: this\n")[1] == []


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
    assert len(inside(tree, "A")) == 10_000
    assert [fault.rule for fault in faults] == ["too-many-values"]


def test_options() -> None:
    """A header is fenced, a list or one of many, and never two of these."""
    for options in ({"fence": True, "list": True}, {"list": True, "stanzas": True}, {"fence": "yes"}):
        with pytest.raises(ValueError):
            named("headers").read("", options)


def test_a_fence_of_html() -> None:
    """In ``<pre>`` the text is HTML, and what stands for a sign is that sign; in a code fence it is what it is."""
    tree, _ = named("headers").read("<pre>\nTitle: A &amp; B\n</pre>\n", {"fence": True})
    assert pairs(tree)[0] == ("Title", "A & B")
    tree, _ = named("headers").read("```\nTitle: A &amp; B\n```\n", {"fence": True})
    assert pairs(tree)[0] == ("Title", "A &amp; B")
