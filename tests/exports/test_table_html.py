"""Answers in a notebook: tables whose cells are text, with all that the text of the answer says beside them."""

from html.parser import HTMLParser
from typing import Any

import pytest

import kb
from exports.table_html import Table, render
from tests.exports.conftest import HOSTILE


class Read(HTMLParser):
    """Reads tables as rows of cells, and every other text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.tags: list[str] = []
        self.text = ""
        self.feed(html.split("<svg")[0])

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.tags.append(tag)
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th"):
            self.rows[-1].append("")

    def handle_data(self, data: str) -> None:
        if self.tags[-1] in ("td", "th"):
            self.rows[-1][-1] += data
        self.text += data

    def handle_endtag(self, tag: str) -> None:
        self.tags.append("")


def test_any_cell_is_text() -> None:
    """Whatever a cell, a heading or a note holds is shown as it is, and makes no element."""
    rows = tuple((title, title[::-1]) for title in HOSTILE)
    found = Read(render([Table(("a", "<b>"), rows, HOSTILE[3], HOSTILE[4])]))
    assert found.rows == [["a", "<b>"], *map(list, rows)]
    assert set(found.tags) == {"p", "b", "table", "thead", "tbody", "tr", "th", "td", ""}


#: A question, how many rows its tables have with their headings, and a cell that must be there.
QUESTIONS: dict[str, tuple[Any, Any, str]] = {
    "path": (lambda c: c.path("polling", "websocket"), lambda a: len(a.steps) + 1, "replaced by (partly), 2011"),
    "common": (lambda c: c.common_ancestors("saga", "3pc"), lambda a: len(a.all) + 1, "nearest"),
    "list": (lambda c: c.list(tier="bronze"), lambda a: len(a.nodes) + 1, "Two-Phase Commit"),
    "search": (lambda c: c.search("saga", most=3), lambda a: 4, "Saga"),
    "history": (lambda c: c.history("saga", "tier"), lambda a: 2, "gold"),
    "timeline": (lambda c: c.timeline("saga"), lambda a: len(a.events) + 1 + (len(a.moves) + 1), "1987"),
    "compare": (
        lambda c: c.compare("2pc", "saga"),
        lambda a: len(a.entries) + 1 + len(a.capabilities) + 1 + sum(len(one.rows) + 1 for one in a.factors),
        "✓",
    ),
    "diff": (lambda c: c.diff(as_of="2000", and_as_of="2001"), lambda a: None, ""),
}


@pytest.mark.parametrize("name", QUESTIONS)
def test_tables_of_the_bundled_catalogue(name: str) -> None:
    """Each answer that is a table shows one row for each of its parts, and its whole text beside it."""
    ask, rows, cell = QUESTIONS[name]
    with kb.open("bundled") as catalogue:
        answer = ask(catalogue)
        found = Read(answer._repr_html_())
        text = repr(answer)
    assert "details" in found.tags
    assert text in found.text
    assert len({len(row) for row in found.rows}) >= 1
    if rows(answer) is not None:
        assert len(found.rows) == rows(answer)
        assert any(cell in one for row in found.rows for one in row)
    else:
        assert len(found.rows) > 20


@pytest.mark.parametrize("name", ["path", "common", "compare", "timeline", "diff"])
def test_answers_show_pictures(name: str) -> None:
    """What has a shape shows a picture in a notebook; a path that is not there shows none."""
    with kb.open("bundled") as catalogue:
        assert QUESTIONS[name][0](catalogue)._repr_html_().count("<svg") == 1
        assert "<svg" not in catalogue.path("websocket", "polling")._repr_html_()


def test_a_difference_needs_a_picture_only_where_something_changed(tmp_path: Any) -> None:
    """A catalogue that is compared with a copy of itself says that nothing changed, without a picture."""
    (tmp_path / "a.md").write_text("---\ntitle: A\n---\n", encoding="utf-8")
    files = [str(tmp_path / name) for name in ("one.kb", "two.kb")]
    for file in files:
        kb.load(str(tmp_path / "a.md"), file)
    with kb.open(files[0]) as catalogue:
        answer = catalogue.diff(files[1])
    assert answer.changes == ()
    assert "<svg" not in answer._repr_html_()
