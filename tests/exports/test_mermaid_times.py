"""Gantt charts and timelines in Mermaid: dates as what they are, every entry once, and any words only words."""

import re
from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from exports import gantt_mermaid, timeline_mermaid
from exports.picture import TooLarge
from ontology import dates
from ontology.builtin import VOCABULARY
from queries.chronicle import Chronicle, Lane, chronicle
from queries.story import Chapter, Move, Story
from tests.exports.conftest import HOSTILE
from tests.helpers import at, node
from tests.queries.made import Made, lineages, quick


def chart(*nodes, when=None, title="A family", lane="", **more):
    """A gantt chart of some nodes."""
    return gantt_mermaid.render(Chronicle(title, (Lane(lane, nodes),), (), at(when), **more))


def tasks(text: str) -> dict[str, str]:
    """What stands after the colon of each task, by its label."""
    return dict(line.strip().split(" :", 1) for line in text.splitlines() if " :" in line)


@pytest.mark.parametrize(
    ("given_", "label", "task"),
    [
        ({"introduced": "1987"}, "x (1987)", "t0, 1987-01-01, 2026-06-15"),
        ({"introduced": "1987-03"}, "x (1987)", "t0, 1987-03-01, 2026-06-15"),
        ({"introduced": "197X"}, "x (1970s)", "t0, 1970-01-01, 2026-06-15"),
        ({"introduced": "1978", "retired_on": "2015"}, "x (1978 to 2015)", "done, t0, 1978-01-01, 2015-12-31"),
        ({"introduced": "1978", "tier": "bronze"}, "x (1978, retired, no date)", "milestone, done, t0, 1978-01-01, 0d"),
        ({"introduced": "../1992"}, "x (until 1992)", "t0, 1992-12-31, 2026-06-15"),
        ({"introduced": "2030"}, "x (2030, to come)", "milestone, t0, 2030-01-01, 0d"),
        ({"introduced": "2020", "retired_on": "2015"}, "x (2020 to 2015)", "milestone, done, t0, 2020-01-01, 0d"),
        ({"introduced": "0001"}, "x (0001)", "t0, 0001-01-01, 2026-06-15"),
    ],
)
def test_dates_are_what_they_are(given_, label, task, mermaid_parse: Callable[[str], str]):
    """A bar is rounded outwards to days, its label says the date as the sources do; an end without a date has no bar."""
    text = chart(node("x", **given_))
    assert tasks(text) == {label: task}
    assert mermaid_parse(text) == "ok"


def test_about_a_year_begins_where_it_may_have_begun():
    """*About* 1978 begins with the first year that it may mean, and is called about 1978."""
    assert tasks(chart(node("x", introduced="1978~"))) == {
        "x (c. 1978)": f"t0, {date.fromordinal(dates.parse('1978~').earliest)}, 2026-06-15"
    }


def test_the_moment_decides():
    """At a moment in the past bars end there, and what was retired later is in use."""
    both = node("x", introduced="1978", retired_on="2015"), node("y", introduced="1978", retired_on="1985")
    text = chart(*both, when="1990")
    assert tasks(text) == {
        "x (1978)": "t0, 1978-01-01, 1990-12-31",
        "y (1978 to 1985)": "done, t1, 1978-01-01, 1985-12-31",
    }
    assert "%% as of 1990" in text


@quick
@given(lineages)
def test_every_dated_entry_has_one_task(made: Made):
    """Entries with a date are there once, in order of time within their section; those without are counted."""
    seen = chronicle(made.graph, made.when, "a", most=100)
    found = tasks(gantt_mermaid.render(seen))
    dated = [one for one in seen.nodes if one.introduced]
    assert sorted(label.split(" (")[0] for label in found) == sorted(one.id for one in dated)
    assert len({one.split(", ")[-3] for one in found.values()}) == len(dated)
    missing = len(seen.nodes) - len(dated)
    told = f"{missing} without a date of introduction" in gantt_mermaid.hidden_line(seen)
    assert told == bool(missing)


@pytest.mark.parametrize("place", range(0, len(HOSTILE), 4))
def test_hostile_words_are_words(place: int, mermaid_parse: Callable[[str], str]):
    """Whatever titles, families, news and reasons hold, Mermaid reads both diagrams."""
    words = [HOSTILE[(place + step) % len(HOSTILE)] for step in range(4)]
    nodes = [node(f"n{step}", title=word, introduced=f"{1990 + step}") for step, word in enumerate(words)]
    lanes = tuple(Lane(word, (one,)) for word, one in zip(words, nodes, strict=True))
    text = gantt_mermaid.render(Chronicle(words[0], lanes, (), at(), hidden={words[1]: 2}))
    assert mermaid_parse(text) == "ok"
    chapters = [Chapter(one, tuple(words), (words[1],), (Move(nodes[0], (("", words[2]),)),)) for one in nodes]
    assert mermaid_parse(timeline_mermaid.render(a_story(words[0], *chapters), VOCABULARY)) == "ok"


@settings(deadline=None, max_examples=20, database=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(st.lists(st.text(st.characters(), max_size=25), min_size=1, max_size=4))
def test_any_words_are_words(mermaid_parse: Callable[[str], str], words: list[str]):
    """Random titles and sections are read without complaint."""
    nodes = [node(f"n{step}", title=word, introduced=f"{1990 + step}") for step, word in enumerate(words)]
    lanes = tuple(Lane(word, (one,)) for word, one in zip(words, nodes, strict=True))
    assert mermaid_parse(gantt_mermaid.render(Chronicle(words[0], lanes, (), at()))) == "ok"
    chapters = [Chapter(one, (words[0],), (), ()) for one in nodes]
    assert mermaid_parse(timeline_mermaid.render(a_story(words[-1], *chapters), VOCABULARY)) == "ok"


def a_story(title: str, *chapters: Chapter) -> Story:
    """A story of some chapters."""
    return Story(title, chapters, (), at(), {}, Chronicle(title, (), (), at()))


def test_timeline_tells_what_came_when(mermaid_parse: Callable[[str], str]):
    """Decades are sections, dates are periods as the sources give them, and each entry has its news, limits and reasons."""
    old, new = node("old", introduced="197X", tier="bronze"), node("new", introduced="1987~")
    also = node("also", introduced="1987~")
    story = a_story(
        "Sagas",
        Chapter(old, (), ("blocks",), ()),
        Chapter(also, (), (), ()),
        Chapter(new, ("undo",), (), (Move(old, (("2014", "autonomy"), ("", "speed"))),)),
        Chapter(node("lost"), (), (), ()),
    )
    text = timeline_mermaid.render(story, VOCABULARY)
    assert [line.strip() for line in text.splitlines()] == [
        "timeline",
        "title Sagas",
        "section 1970s",
        "1970s : old (Bronze, retired) : limits#58; blocks",
        "section 1980s",
        "c. 1987 : also : new : new#58; undo : moved from old#58; autonomy (2014)#59; speed",
        "section No date",
        "no date : lost",
    ]
    assert mermaid_parse(text) == "ok"


def test_sections_have_room():
    """Long titles of sections get as much room as they need, short ones what Mermaid leaves anyway."""
    room = re.search(r"leftPadding: (\d+)", chart(node("x", introduced="1990"), lane="Consensus, leadership and more"))
    assert room
    assert 160 < int(room[1]) < 220
    assert "leftPadding" not in chart(node("x", introduced="1990"), lane="Short")


def test_too_long_a_text_is_refused():
    """Fifty thousand characters are refused with a way out."""
    long = node("x", title="x" * 50_000, introduced="1990")
    with pytest.raises(TooLarge, match="--most"):
        chart(long)
    with pytest.raises(TooLarge, match="--most"):
        timeline_mermaid.render(a_story("t", Chapter(long, (), (), ())), VOCABULARY)
