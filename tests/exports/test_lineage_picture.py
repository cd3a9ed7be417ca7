"""The lineage picture: an honest axis, lives that begin and end as they are known to, labels that nothing runs through."""

import random
from itertools import combinations, pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exports.drawing.theme import THEMES
from exports.lineage_picture.render import MOST, layout, render
from exports.lineage_picture.scale import Scale
from exports.picture import TooLarge, plain
from ontology import dates
from ontology.builtin import VOCABULARY
from queries.chronicle import Chronicle, Lane
from queries.graph import Edge
from queries.moment import Moment
from tests.exports.conftest import HOSTILE, a_node

SVG = "{http://www.w3.org/2000/svg}"
NOW = dates.parse("2026-11-23").latest
AT = Moment(NOW, "2026-11-23", NOW)


def a_life(id_, introduced="2000", gone="", **more):
    """A pattern that began and perhaps ended; ``gone`` is a date, or ``?`` where nobody knows it."""
    found = dates.parse(gone) if gone and gone != "?" else None
    ended = {"retired": f"retired {gone}", "retired_text": "" if gone == "?" else gone} if gone else {}
    on = (found.earliest, found.latest) if found else (None, None)
    return a_node(id_, introduced=introduced, retired_on=on, **ended, **more)


def a_chronicle(nodes, edges=(), **more):
    """Nodes in one lane, or in the lanes that are given; an edge is (newer, older), or (newer, relation, older)."""
    made = []
    for key, (newer, *relation, older) in enumerate(edges):
        made.append(Edge(key, relation[0] if relation else "evolved-from", newer, older))
    lanes = more.pop("lanes", None) or (Lane("", tuple(sorted(nodes, key=lambda node: node.id))),)
    return Chronicle("Lives", tuple(lanes), tuple(made), AT, **more)


@st.composite
def forests(draw, least=2, most=40):
    """Lives that come from one another, some of them over, in one or two lanes."""
    count = draw(st.integers(least, most))
    dice = random.Random(draw(st.integers(0, 10_000)))
    nodes, edges = [], []
    for number in range(count):
        year = dice.randint(1970, 2026)
        gone = str(dice.randint(year, 2026)) if dice.random() < 0.5 else "?" if dice.random() < 0.2 else ""
        title = " ".join(dice.choice(("Saga", "Two-Phase", "Replicated", "X", "Conflict-free")) for _ in range(3))
        nodes.append(a_life(f"n{number:02}", str(year), gone, title=title))
    for newer, older in combinations(sorted(nodes, key=lambda node: (node.introduced, node.id), reverse=True), 2):
        if dice.random() < 1.3 / count and newer.introduced > older.introduced:
            edges.append((newer.id, dice.choice(("replaces", "evolved-from")), older.id))
    half = sorted(nodes, key=lambda node: node.id)
    lanes = [Lane("One", tuple(half[::2])), Lane("Two", tuple(half[1::2]))] if draw(st.booleans()) else None
    return a_chronicle(nodes, edges, lanes=lanes)


def boxes(made):
    """Where every label is: left, right, row."""
    return [(bar.label_x, bar.label_end, bar.row, bar) for bar in made.bars]


@settings(max_examples=80, deadline=None)
@given(forests())
def test_no_label_lies_over_another(seen):
    """Labels in one row stand apart from each other and from the bars beside them."""
    made = layout(seen, VOCABULARY)
    for (left, right, row, bar), (left2, right2, row2, bar2) in combinations(boxes(made), 2):
        assert row != row2 or right <= left2 or right2 <= left
        if row == row2:
            assert bar.last <= bar2.first or bar2.last <= bar.first
            assert bar.last <= left2 or right2 <= bar.first
            assert bar2.last <= left or right <= bar2.first


@settings(max_examples=80, deadline=None)
@given(forests())
def test_line_of_a_tree_crosses_no_label(seen):
    """In one lane where each life comes from one other, no line runs through the label of a third."""
    parents = {}
    for edge in seen.edges:
        parents.setdefault(edge.subject, edge)
    nodes = tuple(sorted(seen.nodes, key=lambda node: node.id))
    made = layout(seen._replace(lanes=(Lane("", nodes),), edges=tuple(parents.values())), VOCABULARY)
    for link in made.links:
        for left, right, row, bar in boxes(made):
            if row in link.rows:
                assert not left < link.x < right, (link.older.title, link.newer.title, bar.title)


@settings(max_examples=60, deadline=None)
@given(forests(), st.integers(1971, 2025))
def test_a_further_life_moves_no_other(seen, year):
    """A life that is added leaves where all others are in time, and in which order they stand in their lane."""
    before = layout(seen, VOCABULARY)
    new = a_life("n99x", str(year))
    first = seen.lanes[0]
    after = layout(seen._replace(lanes=(first._replace(nodes=(*first.nodes, new)), *seen.lanes[1:])), VOCABULARY)
    then = {bar.node.id: bar for bar in before.bars}
    now = {bar.node.id: bar for bar in after.bars}
    axes = [(made.scale.ticks(), made.scale.gaps, made.scale.right) for made in (before, after)]
    if axes[0] == axes[1]:
        assert all(abs(now[id_].x0 - bar.x0) < 0.01 for id_, bar in then.items())
    order = sorted(then, key=lambda id_: then[id_].row)
    assert all(now[one].row < now[two].row for one, two in pairwise(order))
    assert max(abs(now[id_].row - bar.row) for id_, bar in then.items()) <= 1


@pytest.mark.parametrize(
    ("introduced", "start", "first", "sure"),
    [
        ("1990", "exact", "1990-01-01", "1990-01-01"),
        ("1990-06", "exact", "1990-06-01", "1990-06-01"),
        ("199X", "band", "1990-01-01", "1999-12-31"),
        ("1990/1995", "band", "1990-01-01", "1995-12-31"),
        ("1990~", "soft", "1988-01-01", "1992-12-31"),
    ],
)
def test_partial_date_is_drawn_as_what_it_is(introduced, start, first, sure):
    """A year is an edge, a decade and a range are bands, and about is a soft edge between the days that it may mean."""
    made = layout(a_chronicle([a_life("a", introduced), a_life("b", "1970")]), VOCABULARY)
    bar = next(bar for bar in made.bars if bar.node.id == "a")
    assert bar.start == start
    assert bar.first == pytest.approx(made.scale.x(dates.parse(first).earliest))
    assert bar.x0 == pytest.approx(made.scale.x(dates.parse(sure).earliest))


@pytest.mark.parametrize(
    ("gone", "end", "last"),
    [("", "live", None), ("2010-05-31", "exact", "2010-05-31"), ("2010", "exact", "2010-12-31"), ("?", "open", None)],
)
def test_life_ends_where_it_ended(gone, end, last):
    """What is in use reaches today, what is over ends on its day, and an end that nobody dates fades towards today."""
    made = layout(a_chronicle([a_life("a", "1990", gone)]), VOCABULARY)
    (bar,) = made.bars
    assert bar.end == end
    assert bar.last == pytest.approx(made.scale.x(dates.parse(last).latest) if last else made.scale.right)


def test_what_has_no_date_stands_in_a_column_of_its_own():
    """A life without a date begins left of the axis, under a heading that says so."""
    seen = a_chronicle([a_life("a", "1990"), a_life("b", "")])
    made = layout(seen, VOCABULARY)
    undated = next(bar for bar in made.bars if bar.node.id == "b")
    assert undated.label_end < made.scale.left
    assert ">no date</text>" in render(seen, VOCABULARY)


@given(st.lists(st.integers(690_000, NOW), min_size=1, max_size=12))
def test_axis_is_honest(days):
    """Later is further right, and outside of marked gaps the same distance is the same time."""
    scale = Scale(days, NOW, 100, 900)
    places = [scale.x(day) for day in sorted(days)]
    assert places == sorted(places)
    assert all(100 <= x <= 900 for x in places)
    if not scale.gaps:
        first, rate = scale.x(min(days)), 800 / max(NOW - scale._days[0], 1)
        assert all(scale.x(day) - first == pytest.approx((day - min(days)) * rate, abs=0.01) for day in days)
    assert all(gap.right - gap.left < 80 for gap in scale.gaps)
    assert all(not (gap.left + 1 < tick.x < gap.right - 1) for gap in scale.gaps for tick in scale.ticks())


def test_long_empty_stretch_is_pressed_together_and_marked():
    """A lone ancestor of long ago takes no room from the rest, and the picture says how many years are pressed."""
    text = render(a_chronicle([a_life("a", "1605"), a_life("b", "1990"), a_life("c", "2005")]), VOCABULARY)
    assert ">384 years</text>" in text or ">385 years</text>" in text


def test_hostile_titles_are_text():
    """Whatever a title holds, the picture is well-formed and says the title, whole, to those who point at it."""
    nodes = [a_life(f"n{place:02}", title=title) for place, title in enumerate(HOSTILE)]
    root = ElementTree.fromstring(render(a_chronicle(nodes), VOCABULARY))
    tips = [element.findtext(f"{SVG}title", "") for element in root.iter(f"{SVG}g")]
    assert [tip.split(":")[0][:20] for tip in tips] == [
        (plain(node.title) or node.id).split(":")[0][:20] for node in sorted(nodes, key=lambda node: node.id)
    ]
    assert not [element for element in root.iter() if element.tag.endswith(("script", "image", "a", "foreignObject"))]


def test_picture_speaks():
    """Title, role and a description of every life and every line are there for those who do not see the picture."""
    text = render(a_chronicle([a_life("a", "1976", "1990"), a_life("b", "1987")], [("b", "replaces", "a")]), VOCABULARY)
    root = ElementTree.fromstring(text)
    assert root.get("role") == "img"
    told = root.findtext(f"{SVG}desc").splitlines()
    assert told == [
        "2 entries, 1 line of descent",
        "a: introduced 1976, retired 1990",
        "b: introduced 1987, in use",
        "a → b: Replaced by",
    ]
    ids = {element.get("id") for element in root.iter() if element.get("id")}
    assert set(root.get("aria-labelledby").split()) | set(root.get("aria-describedby").split()) <= ids


def test_sources_stand_in_the_tip():
    """Who points at a life reads where its dates are said."""
    seen = a_chronicle([a_life("a")], sources={"a": ("introduced 2000: pages/a.md:3",)})
    assert "introduced 2000: pages/a.md:3</title>" in render(seen, VOCABULARY)


def test_what_is_not_shown_stands_in_the_picture():
    """The picture itself says how many entries it leaves out, below it and beside their lane."""
    lane = Lane("Caching", (a_life("a"),), more=12)
    text = render(a_chronicle([], lanes=[lane], hidden={"beyond --most 1": 12}), VOCABULARY)
    assert ">+ 12 more</text>" in text
    assert ">Shown 1 entry; hidden: 12 beyond --most 1</text>" in text


def test_same_bytes_in_any_order():
    """Nodes and edges given in another order give the same bytes."""
    nodes = [a_life(f"n{place}", str(1980 + place % 7)) for place in range(20)]
    edges = [(f"n{place}", f"n{place // 3}") for place in range(1, 20)]
    texts = set()
    for seed in range(5):
        dice = random.Random(seed)
        seen = a_chronicle(nodes, edges)
        lot = list(seen.edges)
        dice.shuffle(lot)
        texts.add(render(seen._replace(edges=tuple(lot)), VOCABULARY))
    assert len(texts) == 1


@pytest.mark.parametrize("theme", THEMES)
def test_theme_holds_for_its_own_picture_alone(theme):
    """Rules of a picture begin with its own name, and only ``auto`` asks how the reader wants it."""
    text = render(a_chronicle([a_life("a")]), VOCABULARY, theme)
    style = ElementTree.fromstring(text).findtext(f"{SVG}style")
    assert ("prefers-color-scheme" in style) == (theme == "auto")
    rules = style.replace("@media (prefers-color-scheme:dark){", "").rstrip("}").split("}")
    assert {rule.split(" ")[0].strip()[:3] for rule in rules if rule} == {".kb"}


def test_far_too_much_is_refused():
    """A picture of more lives than anybody could look at is refused with a way out."""
    lane = Lane("", tuple(a_life(str(number)) for number in range(MOST + 1)))
    with pytest.raises(TooLarge, match="--most"):
        render(a_chronicle([], lanes=[lane]), VOCABULARY)
