"""The migration as Mermaid and SVG: every way with its steps, what it says of each, and that any words are only words."""

import re
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given

import kb
from exports import migration_mermaid, migration_picture
from exports.drawing.canvas import plain
from exports.picture import TooLarge
from ontology.builtin import VOCABULARY
from queries.migrate import migrate
from tests.exports.conftest import HOSTILE, missing
from tests.exports.seen import chromium, seen
from tests.helpers import at, edge, graph, node, replaces
from tests.queries.made import Made, graphs, quick

SVG = "{http://www.w3.org/2000/svg}"


def decoded(label: str) -> str:
    """A label of a diagram as it is shown."""
    return re.sub(r"#(\d+);", lambda match: chr(int(match[1])), label)


def drawn(text: str) -> list[list[str]]:
    """The ways that a diagram shows, read from its arrows: the first lines of the boxes along each."""
    names = {id_: decoded(label.split("<br/>")[0]) for id_, label in re.findall(r'(\w+)\["(.*?)"\]:::', text)}
    back = {head: tail for tail, head in re.findall(r"(\w+) -(?:-|\.-)>\|.*\| (\w+)$", text, re.MULTILINE)}
    found = []
    for end in (head for head in back if head not in back.values()):
        way = [end]
        while way[0] != "a":
            way.insert(0, back[way[0]])
        found.append([names[id_] for id_ in way])
    return found


@quick
@given(graphs())
def test_every_way_is_drawn(made: Made):
    """The arrows of a diagram, followed from the start, are the ways of the answer, each in its own box and in their order."""
    answer = migrate(made.graph, "a", None, made.when, 5)
    text = migration_mermaid.render(answer, VOCABULARY)
    assert drawn(text) == [list(way.ids) for way in answer.ways]
    assert text.count("subgraph") == len(answer.ways)


def told(first: str, second: str, third: str):
    """A way of one partial step whose every word is given."""
    made = graph(
        node("old", title=first, tier="bronze"),
        node("new", title=second, tier="gold", introduced="1987"),
        replaces("new", "old", "partial", when=[third, second]),
        edge("provides", "old", "one"),
        edge("provides", "new", "two"),
        node("one", title=third, kind="capability"),
        node("two", title=first, kind="capability"),
    )
    return migrate(made, "old", None, at())


@pytest.mark.parametrize("place", range(0, len(HOSTILE), 3))
def test_hostile_words_are_words(place: int, mermaid_parse: Callable[[str], str]):
    """Whatever titles, conditions and capabilities hold, Mermaid reads the diagram, and the SVG shows it as text."""
    first, second, third = (HOSTILE[(place + step) % len(HOSTILE)] for step in range(3))
    answer = told(first, second, third)
    assert mermaid_parse(migration_mermaid.render(answer, VOCABULARY)) == "ok"
    root = ElementTree.fromstring(migration_picture.render(answer, VOCABULARY))
    shown = [text.text for text in root.iter(f"{SVG}text")]
    assert {plain(first) or "old", plain(second) or "new"} <= set(shown)
    assert f"when {plain(third)}".strip() in shown


def test_nothing_is_left_unsaid():
    """Reasons stand between the steps; gains, losses and risks at them; in the picture and in its words for who cannot see."""
    with_risk = graph(
        node("a"),
        node("b", tier="bronze", retired_on="2015"),
        node("c", introduced="2012"),
        replaces("b", "a", when=["there is time"]),
        replaces("c", "b", "partial"),
        *(edge("provides", owner, name) for owner, name in (("a", "x"), ("b", "y"), ("c", "x"), ("c", "z"))),
    )
    answer = migrate(with_risk, "a", None, at())
    root = ElementTree.fromstring(migration_picture.render(answer, VOCABULARY))
    texts = [text.text for text in root.iter(f"{SVG}text")]
    described = root.findtext(f"{SVG}desc") or ""
    for words in (
        "Way 1: partial replacement, 2 steps",
        "when there is time",
        "the middle step b is itself retired (retired on 2015)",
    ):
        assert words in texts
        assert words in described
    assert [texts[place + 1] for place, text in enumerate(texts) if text == "+"][1:] == ["y", "x", "z", "z"]
    assert [texts[place + 1] for place, text in enumerate(texts) if text == "−"][1:] == ["x", "y"]
    text = migration_mermaid.render(answer, VOCABULARY)
    assert 'a -->|"Replaced by<br/>when there is time"| w0_0' in text
    assert "gained#58; x#59; z<br/>lost#58; y" in text
    assert 'w0_all["in all<br/>gained#58; z<br/>risk#58; the middle step b is itself retired' in text


def test_more_ways_than_shown():
    """How many ways there are beyond those that are drawn is said in the diagram and in the picture."""
    to_ends = migrate(graph(*(replaces(f"n{place}", "old") for place in range(5))), "old", None, at(), 2)
    between = [edge for place in range(5) for edge in (replaces(f"n{place}", "old"), replaces("end", f"n{place}"))]
    to_one = migrate(graph(*between), "old", "end", at(), 2)
    for answer, told in ((to_ends, "; there may be more"), (to_one, " of 5")):
        assert f"%% shown 2 ways{told}; see more with --most 20" in migration_mermaid.render(answer, VOCABULARY)
        assert f"Shown 2 ways{told}; see more with --most 20" in migration_picture.render(answer, VOCABULARY)


def test_too_many_ways_are_refused():
    """More columns than anybody scrolls past, or more text than Mermaid reads, are refused with a way out."""
    made = graph(*(replaces(f"n{place:02}", "old", when=["x" * 4_000]) for place in range(13)))
    answer = migrate(made, "old", None, at(), 20)
    with pytest.raises(TooLarge, match="--most"):
        migration_picture.render(answer, VOCABULARY)
    with pytest.raises(TooLarge, match=r"50,000 characters.*--most"):
        migration_mermaid.render(answer, VOCABULARY)


@pytest.mark.slow
def test_as_a_browser_shows_it(tmp_path: Path):
    """Migrations of the bundled catalogue: no words over others, none below 11 pixels, nothing cut off, nothing fetched."""
    catalogue = kb.open("bundled")
    with chromium(missing) as browser:
        for start, end in (("two-phase-commit", ()), ("polling", ("websocket",)), ("polling", ())):
            svg = catalogue.draw(start, picture="migration", others=end, most=12)
            (tmp_path / "way.svg").write_text(svg, encoding="utf-8")
            found = seen(browser, (tmp_path / "way.svg").as_uri())
            assert (found.overlaps, found.outside, found.asked) == ([], 0, [])
            assert found.smallest >= 11
            assert found.labels > 10
