"""The ways from A to B as a picture: every way a column with its steps in order, any words only words, the rest counted."""

import re
from collections.abc import Callable
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given

from exports import dot, mermaid, path_picture
from exports.drawing.canvas import plain
from exports.picture import TooLarge
from ontology.builtin import VOCABULARY
from queries.path import path
from tests.exports.conftest import HOSTILE
from tests.helpers import at, evolved, graph, node, replaces
from tests.queries.made import Made, graphs, quick

SVG = "{http://www.w3.org/2000/svg}"


def columns(text: str) -> list[list[str]]:
    """The ways that a picture shows: the titles of the boxes that stand below each other, from left to right."""
    found: dict[float, list[tuple[float, str]]] = {}
    for owner in ElementTree.fromstring(text).iter(f"{SVG}g"):
        rect = owner.find(f"{SVG}rect")
        title = next((one for one in owner.findall(f"{SVG}text") if one.get("font-weight")), None)
        if owner.get("class") == "n" and rect is not None and title is not None:
            place = float(rect.get("x", "")), float(rect.get("y", ""))
            found.setdefault(place[0], []).append((place[1], title.text or ""))
    return [[title for _, title in sorted(found[x])] for x in sorted(found)]


@quick
@given(graphs())
def test_every_way_is_drawn(made: Made):
    """The columns below the start are the ways of the answer, in their order; the words tell every step."""
    answer = path(made.graph, "a", "b", made.when, most=3)
    ways = path_picture.ways(answer)
    if not ways:
        assert answer.ids is None
        return
    text = path_picture.render(answer, VOCABULARY)
    found = columns(text)
    start = next(column for column in found if column[0] == "a" or len(column) == 1)
    drawn = [column[1:] if column is start and len(ways) % 2 else column for column in found]
    assert [column for column in drawn if column] == [list(ids[1:]) for ids, _ in ways]
    told = (ElementTree.fromstring(text).findtext(f"{SVG}desc") or "").split("\n")
    assert [line.split(":")[0] for line in told if "→" in line] == [
        f"{before} → {after}" for ids, _ in ways for before, after in pairwise(ids)
    ]


@quick
@given(graphs())
def test_the_diagram_has_every_edge_once(made: Made):
    """The arrows of the diagram are the edges of the ways that are drawn, from old to new, each once."""
    answer = path(made.graph, "a", "b", made.when, most=5)
    boxes = path_picture.boxes(answer, VOCABULARY)
    names = {box.id: box.title for box in (*boxes.loose, *(box for group in boxes.groups for box in group.boxes))}
    wanted = {(edge.object, edge.subject) for way in path_picture.ways(answer) for edge in way.steps}
    for text in (mermaid.written(boxes), dot.written(boxes)):
        arrows = re.findall(r"^\s*(n\d+) (?:->|-->|-\.->)[^~]*?(?:\| )?(n\d+)?(?: \[.*)?$", text, re.MULTILINE)
        assert len(arrows) == len(boxes.links)
    assert {(names[link.tail], names[link.head]) for link in boxes.links} == wanted


def test_conditions_and_strength_stand_beside_the_arrow():
    """A step says how far and since when it holds, and under which condition."""
    made = graph(node("a"), node("b"), replaces("b", "a", "partial", since="2018", when=["there is time"]))
    text = path_picture.render(path(made, "a", "b", at(), most=3), VOCABULARY)
    words = [one.text for one in ElementTree.fromstring(text).iter(f"{SVG}text")]
    assert "Replaced by (partly), 2018" in words
    assert "when there is time" in words


def test_more_ways_than_shown_are_counted():
    """What is not drawn is counted, in the picture and beside it, with the option that shows it."""
    nodes = [node(one) for one in ("a", "z", *"bcdef")]
    made = graph(*nodes, *(evolved(one, "a") for one in "bcdef"), *(evolved("z", one) for one in "bcdef"))
    answer = path(made, "a", "z", at(), most=2)
    assert path_picture.hidden_line(answer) == "shown 2 ways of 5; see more with --most 5"
    assert "Shown 2 ways of 5" in path_picture.render(answer, VOCABULARY)
    assert path_picture.hidden_line(path(made, "a", "z", at(), most=5)) == ""


def test_too_many_ways_are_refused():
    """More columns than anybody scrolls are refused with an offer."""
    middle = [f"m{number}" for number in range(13)]
    nodes = [node(one) for one in ("a", "z", *middle)]
    made = graph(*nodes, *(evolved(one, "a") for one in middle), *(evolved("z", one) for one in middle))
    with pytest.raises(TooLarge, match=r"13 ways .*--most"):
        path_picture.render(path(made, "a", "z", at(), most=20), VOCABULARY)


@pytest.mark.parametrize("start", range(0, len(HOSTILE), 4))
def test_hostile_words_are_words(start: int, mermaid_parse: Callable[[str], str]):
    """Titles and conditions of any kind are read by Mermaid, and stand in the SVG as they are."""
    lot = HOSTILE[start : start + 4]
    nodes = [node(f"n{place}", title=title) for place, title in enumerate(lot)]
    steps = [replaces(f"n{place + 1}", f"n{place}", when=[title]) for place, title in enumerate(lot[:-1])]
    answer = path(graph(*nodes, *steps), "n0", f"n{len(lot) - 1}", at(), most=1)
    assert mermaid_parse(mermaid.written(path_picture.boxes(answer, VOCABULARY))) == "ok"
    root = ElementTree.fromstring(path_picture.render(answer, VOCABULARY))
    shown = "".join("".join(one.text or "" for one in root.iter(f"{SVG}text")).split())
    assert [title for title in lot if "".join(plain(title).split()) not in shown] == []
