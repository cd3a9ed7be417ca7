"""The radar: every entry once, in its ring and slice, blips apart, and each at its place from one picture to the next."""

import math
from collections import Counter
from itertools import combinations
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exports.drawing.canvas import plain
from exports.picture import TooLarge
from exports.radar import MOST, _angles, _edges, blips, render
from ontology.builtin import VOCABULARY
from queries.moment import Moment
from queries.radar import Radar, Sector
from tests.exports.conftest import HOSTILE, TODAY, a_node

SVG = "{http://www.w3.org/2000/svg}"
AT = Moment(TODAY, "2024-04-27", TODAY)
SCALE = VOCABULARY.scales["radar"]


def a_radar(*sectors, **more):
    """Slices, each with how many entries stand in each ring; ids count on."""
    made = []
    for place, counts in enumerate(sectors):
        rings = [
            tuple(a_node(f"s{place}-r{ring}-{number:03}", tier=tier.name) for number in range(count))
            for ring, (tier, count) in enumerate(zip(SCALE.tiers, counts, strict=True))
        ]
        made.append(Sector(f"Sector {place}", tuple(rings)))
    return Radar("", SCALE, tuple(made), AT, **more)


counts = st.lists(st.tuples(*[st.integers(0, 25)] * 4), min_size=1, max_size=8)


@settings(max_examples=60, deadline=None)
@given(counts)
def test_blips_stand_apart_in_their_own_place(found):
    """Every entry has one blip, in its own ring and slice, and no two blips touch."""
    radar = a_radar(*found)
    edges = _edges(radar)
    placed = blips(radar, edges)
    assert Counter(blip.node.id for blip in placed) == Counter(node.id for node in radar.nodes)
    assert [blip.number for blip in placed] == list(range(1, len(placed) + 1))
    for blip in placed:
        sector = int(blip.node.id[1])
        r, angle = math.hypot(blip.x, blip.y), math.atan2(blip.x, -blip.y) % (2 * math.pi)
        start, end = _angles(radar, sector)
        assert edges[blip.ring] < r < edges[blip.ring + 1]
        assert start < angle < end
    for one, other in combinations(placed, 2):
        assert math.hypot(one.x - other.x, one.y - other.y) > 20


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 20), st.integers(0, 20))
def test_a_further_entry_moves_few_others(count, which):
    """An entry that is added takes a free place: all but those that it takes it from stay where they were."""
    radar = a_radar((count, 0, 0, 0), (22, 0, 0, 0))
    new = a_node(f"new-{which}", tier="adopt")
    first = radar.sectors[0]
    more = radar._replace(sectors=(Sector(first.title, ((*first.rings[0], new), *first.rings[1:])), radar.sectors[1]))
    if _edges(radar) != _edges(more):
        return
    before = {blip.node.id: (blip.x, blip.y) for blip in blips(radar, _edges(radar))}
    after = {blip.node.id: (blip.x, blip.y) for blip in blips(more, _edges(more))}
    assert sum(after[id_] != place for id_, place in before.items()) <= 4


def test_every_name_stands_below():
    """Each number leads to a name in the list below, and the tip of each blip says its tier and who says so."""
    radar = a_radar(
        (2, 0, 1, 0), (0, 1, 0, 1), sources={"s0-r0-000": ("tier adopt (radar/a.md:2)",)}, moved={"s0-r0-001": 2}
    )
    root = ElementTree.fromstring(render(radar))
    texts = [text.text for text in root.iter(f"{SVG}text")]
    assert all(node.title in texts for node in radar.nodes)
    tips = [element.findtext(f"{SVG}title", "") for element in root.iter(f"{SVG}g")]
    assert tips[0] == "1 s0-r0-000: Adopt\ntier adopt (radar/a.md:2)"
    assert tips[1] == "2 s0-r0-001: Adopt, moved in by 2 when last looked at"
    assert "moved in when last looked at" in texts
    assert "moved out" not in texts


def test_hostile_titles_are_text():
    """Whatever a title holds, the radar is well-formed and shows it."""
    ring = tuple(a_node(f"n{place:02}", title, tier="adopt") for place, title in enumerate(HOSTILE))
    radar = Radar("", SCALE, (Sector("a & <b>", (ring, (), (), ())),), AT)
    root = ElementTree.fromstring(render(radar))
    texts = {text.text for text in root.iter(f"{SVG}text")}
    assert {plain(node.title) or node.id for node in ring if len(node.title) < 25} <= texts


def test_too_many_entries_are_refused():
    """A radar of more entries than numbers can tell apart is refused with a way out."""
    ring = tuple(a_node(str(number), tier="adopt") for number in range(MOST + 1))
    with pytest.raises(TooLarge, match="--most"):
        render(Radar("", SCALE, (Sector("", (ring, (), (), ())),), AT))
