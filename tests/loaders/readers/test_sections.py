"""Markdown: front matter with its body, and pages as sections."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.readers import named
from loaders.readers.paths import inside
from loaders.tree import Mapping, Scalar, Sequence
from tests.loaders.readers.conftest import assert_places, data, pairs, read, scalars

ADR = """\
# 4. Use a queue

Date: 2017-07-14

## Status

Accepted
Superseded by [5. Foo](0005-foo.md)

Related
-------

- [Saga](saga.md "The saga"), since
  2016
* ![picture](x.png) of [Wiki (page)](https://en.example.org/Foo_(bar))
    1. [inner][s]

```sh
# no heading
- [no link](no.md)
```

### Status ###

<!-- ## Template
- [no](no.md) -->
See <https://example.org/x>.

[s]: inner.md
"""


def section(page: str, name: str) -> Mapping:
    tree, faults = named("sections").read(page, {})
    assert faults == []
    assert isinstance(tree, Mapping)
    found = next(node for node, _ in inside(tree, name))
    assert isinstance(found, Mapping)
    return found


def test_order_of_headings() -> None:
    """Headings stand in their order with level and parents; the sections of one that stands twice are a list."""
    tree, _ = named("sections").read(ADR, {})
    assert isinstance(tree, Mapping)
    assert [key.raw for key, _ in tree.entries] == [
        "4. Use a queue",
        "Status",
        "Related",
        "$title",
        "$intro",
    ]
    assert [(data(node), at) for node, at in inside(tree, "*.level")] == [
        ("1", "/4. Use a queue/level"),
        ("2", "/Status/0/level"),
        ("3", "/Status/1/level"),
        ("2", "/Related/level"),
    ]
    assert [data(node) for node, _ in inside(tree, "Status[1].parents")] == ["4. Use a queue", "Related"]


def test_status_of_a_decision() -> None:
    """The lines below a heading are there one by one, with the links in them."""
    status = data(section(ADR, "Status"))
    assert status == {
        "level": "2",
        "parents": ["4. Use a queue"],
        "text": "Accepted\nSuperseded by [5. Foo](0005-foo.md)",
        "lines": ["Accepted", "Superseded by [5. Foo](0005-foo.md)"],
        "bullets": [],
        "links": [{"text": "5. Foo", "target": "0005-foo.md"}],
        "paragraphs": ["Accepted\nSuperseded by [5. Foo](0005-foo.md)"],
        "tables": [],
    }


def test_items_and_links() -> None:
    """Items are read with their further lines, links by target, and neither from code, comments or pictures."""
    related = section(ADR, "Related")
    assert data(related.get("bullets")) == [
        '[Saga](saga.md "The saga"), since 2016',
        "![picture](x.png) of [Wiki (page)](https://en.example.org/Foo_(bar))",
        "[inner][s]",
    ]
    assert data(related.get("links")) == [
        {"text": "Saga", "target": "saga.md"},
        {"text": "Wiki (page)", "target": "https://en.example.org/Foo_(bar)"},
        {"text": "inner", "target": "inner.md"},
    ]
    last = section(ADR, "Status[1]")
    assert data(last.get("links")) == [{"text": "https://example.org/x", "target": "https://example.org/x"}]
    assert data(last.get("lines")) == ["See <https://example.org/x>.", "[s]: inner.md"]


def test_title_and_introduction() -> None:
    """The first heading is the title, and what stands below it has a name that is always the same."""
    intro = section(ADR, "$intro")
    assert data(intro.get("lines")) == ["Date: 2017-07-14"]
    assert data(section("Before.\n\n# Saga\n\nBelow.\n", "$intro").get("text")) == "Before."
    tree, _ = named("sections").read(ADR, {})
    assert isinstance(tree, Mapping)
    assert data(tree.get("$title")) == "4. Use a queue"


def test_places() -> None:
    """Every value that is one piece stands at its offsets."""
    page = re.sub(r"(?m)^(- .*)\n  2016$", r"\1 2016", ADR)
    tree, _ = named("sections").read(page, {})
    assert tree is not None
    for value, _ in inside(tree, "*"):
        assert isinstance(value, Mapping)
        value.entries = [(key, part) for key, part in value.entries if key.raw != "level"]
    assert_places(tree, page)


HISTORY = """\
# JEP 440

| | |
|---|---|
| Owner | Gavin |
| Replaces | [JEP 432](432.md), [JEP 405](405.md) |

## History

Since then:
**Date** | `By` | Note \\| more | By
:--- | :-: | --- | ---
2020 | Ann | a \\| `b\\|c` | Bob
2021 | | x | y | too many

| no rule | here |
| a | b |

| other |
|-------|
| last |
end of it
"""


def test_tables() -> None:
    """Rows of a table are mappings by its first row, with Markdown kept; a column without a name has its number."""
    tree, faults = named("sections").read(HISTORY, {})
    assert tree is not None
    assert faults == []
    assert [data(row) for row, _ in inside(tree, "$intro.tables.rows")] == [
        {"0": "Owner", "1": "Gavin"},
        {"0": "Replaces", "1": "[JEP 432](432.md), [JEP 405](405.md)"},
    ]
    assert [data(row) for row, _ in inside(tree, "History.tables[0].rows")] == [
        {"Date": "2020", "By": ["Ann", "Bob"], "Note | more": "a | `b|c`"},
        {"Date": "2021", "By": ["", "y"], "Note | more": "x", "4": "too many"},
    ]
    assert [(data(row), at) for row, at in inside(tree, "History.tables[1].rows[*].*")] == [
        ("last", "/History/tables/1/rows/0/other"),
        ("end of it", "/History/tables/1/rows/1/other"),
    ]
    for cell, _ in inside(tree, "$intro.tables.rows.*"):
        assert isinstance(cell, Scalar)
        assert HISTORY[cell.start : cell.end] == cell.raw


@pytest.mark.parametrize("page", ["a | b\n", "a | b\n--|--|--\n", "|a|\n|b|\n", "---|---\n1|2\n", "a\n---\n1|2\n"])
def test_no_table(page: str) -> None:
    """Bars alone make no table, and neither does a row of hyphens that fits no row of names."""
    tree, _ = named("sections").read(page, {})
    assert tree is not None
    assert inside(tree, "**.tables") == []


def test_long_table() -> None:
    """A table goes on over as many rows as it has."""
    tree, _ = named("sections").read("# a\n|n|\n|-|\n" + "".join(f"|{n}|\n" for n in range(25_000)), {})
    assert tree is not None
    assert [data(node) for node, _ in inside(tree, "a.tables.rows.n")] == [str(n) for n in range(25_000)]


def test_front_matter_of_sections() -> None:
    """Front matter is no heading, and what it says is there too."""
    page = "---\nstatus: accepted\n---\n\n# Saga\n"
    assert data(named("sections").read(page, {})[0].get("$front")) == {"status": "accepted"}  # type: ignore[union-attr]
    tree, faults = named("sections").read("---\nstatus: [a\n---\n# Saga\n", {})
    assert [fault.rule for fault in faults] == ["yaml-syntax"]
    assert isinstance(tree, Mapping)
    assert data(tree.get("$title")) == "Saga"


@pytest.mark.parametrize(
    "page",
    ["    # code\n", "#no blank\n", "~~~\n# code\n", "```\n# code\n~~~\n", "<!--\n# x\n-->\n", "- x\n---\n", "====\n"],
)
def test_no_heading(page: str) -> None:
    """Code, comments and lines that only look like headings are none."""
    tree, _ = named("sections").read(page, {})
    assert isinstance(tree, Mapping)
    assert all(key.raw == "$intro" for key, _ in tree.entries)


def test_open_comment() -> None:
    """A comment that is never closed hides nothing."""
    assert data(section("<!-- open\n\n# Saga\n", "Saga").get("level")) == "1"


HEADING = st.tuples(st.integers(1, 6), st.from_regex(r"[A-Za-z][a-z ]{0,8}[a-z]", fullmatch=True))


@given(st.lists(st.tuples(HEADING, st.lists(st.from_regex(r"[A-Za-z]{1,6}", fullmatch=True), max_size=3))))
def test_written_sections_are_read(sections: list[tuple[tuple[int, str], list[str]]]) -> None:
    """Sections that are written with any levels and items are read back."""
    page = "".join(
        f"{'#' * level} {words}\n\n" + "".join(f"- {item}\n" for item in items) for (level, words), items in sections
    )
    tree, faults = named("sections").read(page, {})
    assert faults == []
    assert isinstance(tree, Mapping)
    found = [
        (data(part.get("level")), data(part.get("bullets")), part.start)
        for part, _ in inside(tree, "*")
        if isinstance(part, Mapping)
    ]
    wanted = [(str(level), items) for (level, _), items in sections]
    assert [(level, items) for level, items, _ in sorted(found, key=lambda one: one[2])] == wanted
    assert [key.raw for key, _ in tree.entries if key.raw[0] != "$"] == list(
        dict.fromkeys(words for (_, words), _ in sections)
    )


@given(st.text(alphabet="#=-*`~<!->[]()a1.: \t\n", max_size=60))
def test_any_text(page: str) -> None:
    """No page is refused, and every part of a section lies inside the page."""
    for name in ("sections", "front-matter"):
        tree, _ = named(name).read(page, {})
        assert isinstance(tree, Mapping)
        assert all(0 <= one.start <= one.end <= len(page) for one in scalars(tree))


def test_front_matter() -> None:
    """Front matter is a mapping with the title and the body of the page behind its keys."""
    page = "---\r\ntitle: Akka\r\ntags: [a, b]\r\n---\r\n\r\n## Akka toolkit\r\n"
    tree, faults = named("front-matter").read(page, {})
    assert faults == []
    assert pairs(tree) == [
        ("title", "Akka"),
        ("tags", ["a", "b"]),
        ("$title", "Akka toolkit"),
        ("$body", "\r\n## Akka toolkit\r\n"),
    ]
    assert_places(tree, page)


def test_no_front_matter() -> None:
    """A page without front matter has a title and a body."""
    assert read("front-matter", "# Saga\n") == ({"$title": "Saga", "$body": "# Saga\n"}, [])
    assert read("front-matter", "") == ({"$body": ""}, [])


def test_open_front_matter() -> None:
    """Front matter that is not closed is reported where it opens, and read."""
    assert read("front-matter", "---\ntitle: Saga\n\n# Saga\n\nOnce upon a time.\n") == (
        {"title": "Saga", "$title": "Saga", "$body": "# Saga\n\nOnce upon a time.\n"},
        [("front-matter-open", 0)],
    )


def test_front_matter_that_is_a_list() -> None:
    """Front matter that is no mapping gives title and body alone."""
    assert read("front-matter", "---\n- a\n---\n") == ({"$body": ""}, [("wrong-shape", 4)])


def test_lines() -> None:
    """Every line that is not blank is a value as it stands, comments aside."""
    text = "Saga\r\n\n  Outbox \n# no\nnull"
    tree, faults = named("lines").read(text, {"comment": ["#"]})
    assert isinstance(tree, Sequence)
    assert (data(tree), faults) == (["Saga", "  Outbox ", "null"], [])
    assert_places(tree, text)
    assert not any(item.plain for item in tree.items if isinstance(item, Scalar))
