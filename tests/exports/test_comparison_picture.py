"""The comparison as a picture: everything that the matrix says stands in it, and what it does not show is counted."""

from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

import kb
from exports import comparison_picture
from exports.compare_text import state, value_text
from exports.comparison_picture import COLUMNS, chosen, hidden_line, render
from exports.drawing.canvas import plain
from exports.picture import TooLarge
from ontology.builtin import VOCABULARY
from queries.compare import Comparison, compare
from tests.exports.conftest import HOSTILE, missing
from tests.exports.seen import chromium, seen
from tests.helpers import at, edge, graph, node, replaces

SVG = "{http://www.w3.org/2000/svg}"


def shown(text: str) -> str:
    """All text of a picture, without blanks: lines of a cell are elements of their own."""
    return "".join("".join(one.text or "" for one in ElementTree.fromstring(text).iter(f"{SVG}text")).split())


def discs(text: str) -> int:
    """How many capabilities are marked as provided, without the sample of the legend."""
    return sum(one.get("class") == "accent" for one in ElementTree.fromstring(text).iter(f"{SVG}path")) - 1


def bundled(*names: str, family: str | None = None) -> Comparison:
    """A comparison out of the catalogue that ships."""
    with kb.open("bundled") as catalogue:
        return catalogue.compare(*names, family=family).value


@pytest.mark.parametrize("family", ["transactions", "service-communication", "replication"])
def test_nothing_is_left_unsaid(family: str) -> None:
    """Each entry with what it is good for, its limits and what became of it is there, and a dot for each capability."""
    answer = bundled(family=family)
    text = render(answer, VOCABULARY)
    words = shown(text)
    for one in answer.entries:
        wanted = [plain(one.node.title), *(plain(value_text(held)) for held in (*one.uses, *one.limits))]
        wanted.append(plain(state(one))[1:])  # its first letter is a capital
        assert [said for said in wanted if "".join(said.split()) not in words] == []
    assert discs(text) == sum(has is True for row in answer.capabilities for has in row.by)
    assert len(answer.entries) > COLUMNS


def test_few_entries_have_their_dots_below_them() -> None:
    """Up to five entries stand in one table, dots and tables of factors included."""
    answer = bundled("2pc", "saga", "outbox")
    text = render(answer, VOCABULARY)
    assert discs(text) == sum(has is True for row in answer.capabilities for has in row.by) > 5
    told = (ElementTree.fromstring(text).findtext(f"{SVG}desc") or "").split("\n")
    assert sum(line.endswith(": provided") for line in told) == discs(text)
    for factors in answer.factors:
        for row in factors.rows:
            assert all("".join(plain(cell).split()) in shown(text) for cell in row.cells if cell)


def test_an_entry_without_capabilities_is_no_entry_that_lacks_them() -> None:
    """Where an entry states no capability at all, its cells are question marks."""
    made = graph(node("a"), node("b"), node("x"), edge("provides", "a", "x"))
    text = render(compare(made, ["a", "b"], at()), VOCABULARY)
    assert [one.text for one in ElementTree.fromstring(text).iter(f"{SVG}text")].count("?") == 2  # one in the legend
    assert "no capability is stated of this entry at all" in text


def test_a_budget_keeps_what_is_in_use_and_counts_the_rest() -> None:
    """Over its budget the picture shows entries in use first, then the latest, in their order, and says how many it lacks."""
    made = graph(
        node("a", introduced="1970"),
        node("b", introduced="1980", tier="bronze"),
        node("c", introduced="1990", tier="bronze"),
        node("d", introduced="2000"),
    )
    answer = compare(made, list("abcd"), at())
    assert [one.node.id for one in chosen(answer, 3).entries] == ["a", "c", "d"]
    assert hidden_line(chosen(answer, 3), answer) == "shown 3 of 4 entries; --most 4 shows all"
    assert "Shown 3 of 4 entries" in render(answer, VOCABULARY, most=3)
    assert hidden_line(chosen(answer, 4), answer) == ""


def test_too_many_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """A table that nobody could read is refused with an offer."""
    monkeypatch.setattr(comparison_picture, "MOST", 3)
    answer = compare(graph(*(node(one) for one in "abcd")), list("abcd"), at())
    with pytest.raises(TooLarge, match=r"4 entries side by side .*--most"):
        render(answer, VOCABULARY, most=9)


@pytest.mark.parametrize("start", range(0, len(HOSTILE), 5))
def test_hostile_titles_are_shown_as_they_are(start: int) -> None:
    """Any title stands in the picture as it is, as a heading and as what replaces another entry."""
    lot = [title for title in HOSTILE[start : start + 5] if plain(title)]
    nodes = [node(f"n{place}", title=title) for place, title in enumerate(lot)]
    made = graph(*nodes, *(replaces(f"n{place + 1}", f"n{place}") for place in range(len(lot) - 1)))
    text = render(compare(made, [one.id for one in nodes], at()), VOCABULARY)
    assert [title for title in lot if "".join(plain(title).split()) not in shown(text)] == []


@pytest.mark.slow
@pytest.mark.parametrize("count", [2, 5, 6, 20, 55])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_is_readable(tmp_path: Path, count: int, scheme: str) -> None:
    """In a browser no text lies over another, none is small and nothing is cut off, by day and by night."""
    with kb.open("bundled") as catalogue:
        ids = [one.id for one in catalogue.graph.select([("kind", "pattern")])][:count]
        svg = catalogue.draw(ids[0], picture="comparison", others=ids[1:], most=60)
    file = tmp_path / "picture.svg"
    file.write_text(svg, encoding="utf-8")
    with chromium(missing) as browser:
        found: Any = seen(browser, file.as_uri(), scheme)
    assert found.overlaps == []
    assert (found.smallest, found.outside, found.asked) == (11, 0, [])
