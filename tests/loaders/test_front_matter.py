"""Where front matter begins and ends, and which heading is the title."""

import time

import pytest

from loaders.front_matter import first_heading, split


def parts(page: str) -> tuple[str, str, bool] | None:
    found = split(page)
    return (page[found.start : found.end], page[found.body :], found.closed) if found else None


CLOSED = [
    ("---\na: 1\n---\nBody\n", "a: 1\n", "Body\n"),
    ("---\r\na: 1\r\n---\r\nBody\r\n", "a: 1\r\n", "Body\r\n"),
    ("\n  \n---  \na: 1\n---\t\nBody\n", "a: 1\n", "Body\n"),
    ("---\na: 1\n...\nBody\n", "a: 1\n", "Body\n"),
    ("---\na: 1\n---", "a: 1\n", ""),
    ("---\n---\nBody\n", "", "Body\n"),
    (
        "---\na: b --- c\nb: |\n  text\n  ---\n  more\nc: ----\n---\nBody\n",
        "a: b --- c\nb: |\n  text\n  ---\n  more\nc: ----\n",
        "Body\n",
    ),
    (
        "---\na: 1\n\n# Part two\nb: 2\n\n# Part three\n- x\n---\nBody\n",
        "a: 1\n\n# Part two\nb: 2\n\n# Part three\n- x\n",
        "Body\n",
    ),
    ("---\na: 1\n\n# Last remark\n\n---\nBody\n", "a: 1\n\n# Last remark\n\n", "Body\n"),
    ('---\na: "one\n\ntwo"\n---\nBody\n', 'a: "one\n\ntwo"\n', "Body\n"),
    ("---\na: 1\n```text\nx\n```\n---\nBody\n", "a: 1\n```text\nx\n```\n", "Body\n"),
]


@pytest.mark.parametrize(("page", "yaml", "body"), CLOSED)
def test_closed(page: str, yaml: str, body: str) -> None:
    """Only a line of three hyphens or dots at the first column closes front matter."""
    assert parts(page) == (yaml, body, True)


OPEN = [
    ("---\na: 1\nb: [2]\n\n# Title\n\nText.\n", "a: 1\nb: [2]\n\n", "# Title\n\nText.\n"),
    ("---\na: 1\n\n# Title\n", "a: 1\n\n", "# Title\n"),
    (
        "---\na: 1\n\n# Title\n\n## Overview\nText.\n\n---\nMore.\n",
        "a: 1\n\n",
        "# Title\n\n## Overview\nText.\n\n---\nMore.\n",
    ),
    ("---\na: 1\n\n# Dates\nb: 2\n\n# Title\n\nText.\n", "a: 1\n\n# Dates\nb: 2\n\n", "# Title\n\nText.\n"),
    ("---\na: 1\n\n# Title\n\nWhat it is for: this.\n", "a: 1\n\n", "# Title\n\nWhat it is for: this.\n"),
    ("---\na: 1\n\nText of the page.\n", "a: 1\n\n", "Text of the page.\n"),
    ("---\na: 1\nmore of it\n\nText.\n", "a: 1\nmore of it\n\n", "Text.\n"),
    ("---\na: 1\n# remark\nmore\n\n# Title\n\nText.\n", "a: 1\n# remark\nmore\n\n", "# Title\n\nText.\n"),
    ("---\na: 1\nb: 2\n", "a: 1\nb: 2\n", ""),
    ("---\na: 1", "a: 1", ""),
]


@pytest.mark.parametrize(("page", "yaml", "body"), OPEN)
def test_open(page: str, yaml: str, body: str) -> None:
    """Front matter that is not closed gives its keys and ends where the text of the page begins."""
    assert parts(page) == (yaml, body, False)


@pytest.mark.parametrize(
    "page",
    [
        "",
        "# Title\n",
        "text\n---\na: 1\n---\n",
        "---",
        "---\n\nA rule, then text.\n",
        "----\na: 1\n---\n",
        " ---\na: 1\n---\n",
    ],
)
def test_none(page: str) -> None:
    """A page that does not begin with hyphens, or with a mere rule, has no front matter."""
    assert split(page) is None


def test_marker() -> None:
    """The opening hyphens are found behind blank lines."""
    found = split("\n\n---\na: 1\n")
    assert found
    assert (found.marker, found.start) == (2, 6)


HEADINGS = [
    ("# Saga\n", "Saga"),
    ("text\n\n  #\tSaga ##  \r\nmore\n", "Saga"),
    ("# C#\n", "C#"),
    ("#hash\n## Second\n# \n# ##\n# First\n", "First"),
    ("```\n# no\n```\n# yes\n", "yes"),
    ("~~~~ sh\n# no\n~~~\n# no\n````\n~~~~~\n# yes\n", "yes"),
    ("```\n# no\n``` not an end\n# no\n```\n# yes\n", "yes"),
    ("```code``` in a paragraph\n# yes\n", "yes"),
    ("    # indented\n# yes\n", "yes"),
    ("```\n# the fence is never closed\n", None),
    ("", None),
]


@pytest.mark.parametrize(("page", "title"), HEADINGS)
def test_first_heading(page: str, title: str | None) -> None:
    """The title is the first heading of the first level outside fenced code, without closing number signs."""
    found = first_heading(page)
    assert (found and found.raw) == title
    if found:
        assert page[found.start : found.end] == found.raw
        assert not found.plain


def test_first_heading_after_front_matter() -> None:
    """A comment of the front matter is no title when the search begins at the body."""
    page = "---\n# comment\na: 1\n---\n# Title\n"
    front_matter = split(page)
    assert front_matter
    found = first_heading(page, front_matter.body)
    assert found
    assert (found.raw, found.start) == ("Title", page.index("Title"))


SIZE = 500_000
HOSTILE = [
    "#",
    "`",
    "~",
    " ",
    "\n",
    "- ",
    "a",
    "a ",
    "---\n",
    " \n",
    "\n#",
    "# #",
    "\r",
    ":",
    '"',
    "```\n",
    "\t-",
    "# a\n\n",
]


@pytest.mark.parametrize("piece", HOSTILE)
def test_linear(piece: str) -> None:
    """A page of half a million hostile characters is searched at once."""
    for start in ("", "---\n", "---\na: 1\n\n", "---\na: 1\n\n# b\n"):
        page = start + piece * (SIZE // len(piece))
        began = time.process_time()
        split(page)
        first_heading(page)
        assert time.process_time() - began < 2, (start, piece)
