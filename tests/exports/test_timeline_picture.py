"""The timeline: entries in order of time, lines of descent in columns of their own, what was new, and why people moved."""

import random
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exports.drawing.canvas import plain
from exports.picture import TooLarge
from exports.timeline_picture import MOST, descent, render
from ontology.builtin import VOCABULARY
from queries.chronicle import Chronicle
from queries.graph import Edge
from queries.moment import Moment
from queries.story import Chapter, Move, Story
from tests.exports.conftest import HOSTILE, TODAY, a_node

SVG = "{http://www.w3.org/2000/svg}"
AT = Moment(TODAY, "2024-04-27", TODAY)


def a_story(chapters, edges=(), **more):
    """Chapters in their order; an edge is (newer, relation, older)."""
    made = tuple(Edge(key, relation, newer, older) for key, (newer, relation, older) in enumerate(edges))
    told = tuple(one if isinstance(one, Chapter) else Chapter(one, (), (), ()) for one in chapters)
    return Story("A story", told, made, AT, more.pop("sources", {}), Chronicle("A story", (), made, AT, **more))


@settings(max_examples=150, deadline=None)
@given(st.integers(1, 25), st.integers(0, 10_000))
def test_lines_of_descent_run_past_each_other(count, seed):
    """No line runs through the dot of an entry that it does not lead to, and no two run in one column side by side."""
    dice = random.Random(seed)
    nodes = [a_node(f"n{place:02}", introduced=str(1980 + place)) for place in range(count)]
    pairs = {tuple(dice.sample(nodes, 2)) for _ in range(dice.randint(0, 2 * count))} if count > 1 else set()
    edges = [(one.id, dice.choice(("replaces", "evolved-from")), two.id) for one, two in sorted(pairs)]
    tracks, joins = descent(a_story(nodes, edges), VOCABULARY)
    assert len(tracks) == count
    assert len(joins) == len(edges)
    for join in joins:
        low, high = sorted((join.older, join.newer))
        assert all(tracks[row] != join.track for row in range(low + 1, high))
    for place, one in enumerate(joins):
        for other in joins[place + 1 :]:
            ends, others = sorted((one.older, one.newer)), sorted((other.older, other.newer))
            apart = ends[1] <= others[0] or others[1] <= ends[0]
            assert one.track != other.track or apart or ends == others


def test_chapter_tells_what_was_new_and_why_people_moved():
    """A chapter says when, what was new, what its limits were, and for which reason people left what was before."""
    old, new = (
        a_node("2pc", "Two-Phase Commit", introduced="197X"),
        a_node("saga", "Saga", introduced="1987~", tier="gold"),
    )
    chapter = Chapter(new, ("compensations",), ("no isolation",), (Move(old, (("2014", "autonomy"), ("", "speed"))),))
    story = a_story([old, chapter], [("saga", "replaces", "2pc")], sources={"saga": ("introduced 1987~: saga.md:3",)})
    root = ElementTree.fromstring(render(story, VOCABULARY))
    texts = [text.text for text in root.iter(f"{SVG}text")]
    for words in ("1970s", "c. 1987", "New", "compensations", "Limits", "no isolation", "Why", "Gold"):
        assert words in texts
    assert "moved from Two-Phase Commit: autonomy (2014); speed" in texts
    assert "some time within these years" in texts
    assert "about then" in texts
    assert root.findtext(f"{SVG}desc").splitlines()[-1] == "Two-Phase Commit → Saga: Replaced by"
    assert "saga.md:3" in ElementTree.tostring(root, encoding="unicode")


def test_long_pause_is_told():
    """Rows are no measure of time, so many years without an event are said, and a few are not."""
    story = a_story([a_node("a", introduced="1950"), a_node("b", introduced="1976"), a_node("c", introduced="1980")])
    texts = [text.text for text in ElementTree.fromstring(render(story, VOCABULARY)).iter(f"{SVG}text")]
    assert [text for text in texts if text.endswith("years later")] == ["25 years later"]


def test_hostile_titles_are_text():
    """Whatever a title holds, the timeline is well-formed and shows it."""
    nodes = [a_node(f"n{place:02}", title) for place, title in enumerate(HOSTILE)]
    root = ElementTree.fromstring(render(a_story(nodes), VOCABULARY))
    texts = {text.text for text in root.iter(f"{SVG}text")}
    assert {plain(node.title) or node.id for node in nodes} <= texts


def test_too_long_a_timeline_is_refused():
    """A timeline that nobody would read to its end is refused with a way out."""
    with pytest.raises(TooLarge, match="--most"):
        render(a_story([a_node(str(number)) for number in range(MOST + 1)]), VOCABULARY)
