"""What is true at a moment: against trying every day that a partial date allows."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from queries.errors import BadQuestion
from queries.moment import begun, holds, moment, retired, undated
from tests.helpers import TODAY, at, edge_holds, keyed, node, node_retired, replaces, span
from tests.queries.made import DATES, MOMENTS, thorough

spans = st.sampled_from(("", *DATES))
ORDER = {False: 0, None: 1, True: 2}


@thorough
@given(spans, spans, st.sampled_from(MOMENTS))
def test_edge_holds_where_every_allowed_day_says_so(since, until, text):
    """An edge holds, or does not, where all days that its dates allow agree; else nobody can tell."""
    (one,) = keyed([replaces("b", "a", since=since, until=until)])
    assert holds(one, at(text)) is edge_holds(one, at(text))


@pytest.mark.parametrize("since", ["1990-06", "1990-06-15", "1990"])
@pytest.mark.parametrize("until", ["", "1990-06", "1990-07-02", "1990"])
def test_edge_holds_day_by_day(since, until):
    """On each single day, an edge holds as trying all its possible first and last days says."""
    (one,) = keyed([replaces("b", "a", since=since, until=until)])
    firsts, lasts = span(since), span(until) if until else (10**7, 10**7)
    for day in range(span("1990-05-30")[0], span("1990-07-05")[0]):
        tried = {
            first <= day <= last
            for first in range(firsts[0], firsts[1] + 1, 7 if since == "1990" else 1)
            for last in {lasts[0], day - 1, day, lasts[1]}
            if lasts[0] <= last <= lasts[1]
        } | {first <= day <= last for first in firsts for last in lasts}
        expected = tried.pop() if len(tried) == 1 else None
        assert holds(one, at(str(date.fromordinal(day)))) is expected


@thorough
@given(spans, st.sampled_from(("gold", "bronze", "")), st.sampled_from(MOMENTS))
def test_node_is_retired_where_every_allowed_day_says_so(on, tier, text):
    """A node is retired, or not, where all days that its date allows agree; an undated word counts from today on."""
    one = node("a", tier=tier, retired_on=on)
    assert retired(one, at(text)) is node_retired(one, at(text))
    assert undated(one, at(text)) == (tier == "bronze" and not on and at(text).day < TODAY.toordinal())


@thorough
@given(spans, st.lists(st.sampled_from(MOMENTS), min_size=2, max_size=2))
def test_later_moment_never_unbegins(since, texts):
    """What has begun has begun at every later moment, for edges, nodes and retirements without an end."""
    earlier, later = sorted(map(at, texts), key=lambda one: one.day)
    (one,) = keyed([replaces("b", "a", since=since)])
    assert ORDER[holds(one, earlier)] <= ORDER[holds(one, later)]
    assert ORDER[begun(node("a", introduced=since), earlier)] <= ORDER[begun(node("a", introduced=since), later)]
    gone = node("a", tier="bronze", retired_on=since)
    assert ORDER[retired(gone, earlier)] <= ORDER[retired(gone, later)]


def test_undated_edge_holds_today_and_is_open_before():
    """An edge without a date holds from today on, and nobody can tell of the past."""
    (one,) = keyed([replaces("b", "a")])
    assert holds(one, at()) is True
    assert holds(one, at("2030")) is True
    assert holds(one, at("2000")) is None


@pytest.mark.parametrize(("introduced", "answer"), [("", True), ("1990", True), ("199X", None), ("2001", False)])
def test_node_exists_from_its_introduction_on(introduced, answer):
    """A node exists from its introduction on, and always where nobody dates it."""
    assert begun(node("a", introduced=introduced), at("1995")) is answer


@pytest.mark.parametrize("open_end", ["1993/..", "since 1993", "1993-present"])
def test_what_began_at_an_open_date_holds_today(open_end):
    """What began in a year or later holds today as an undated statement does, not before that year."""
    (one,) = keyed([replaces("b", "a", since=open_end)])
    assert [holds(one, at(text)) for text in ("1992", "1995", None)] == [False, None, True]
    gone = node("a", retired_on=open_end)
    assert [retired(gone, at(text)) for text in ("1992", "1995", None)] == [False, None, True]


@pytest.mark.parametrize(
    ("text", "last"),
    [("2016", "2016-12-31"), ("2016-02", "2016-02-29"), ("2016-05-31", "2016-05-31"), ("201X", "2019-12-31")],
)
def test_moment_is_the_last_day_of_what_is_given(text, last):
    """A year or a month as a moment means its last day."""
    assert moment(text, TODAY).day == date.fromisoformat(last).toordinal()
    assert moment(text, TODAY).given


def test_moment_is_today_where_none_is_given():
    """Without a moment, today is meant, and nothing lies in the past."""
    now = moment(None, TODAY)
    assert (now.day, now.text, now.given, now.past) == (TODAY.toordinal(), "2026-06-15", False, False)


@pytest.mark.parametrize("text", ["", "soon", "2012/..", "2016-13", "0000"])
def test_moment_that_is_no_date_is_refused(text):
    """A moment that is no date, or has no last day, is a bad question that quotes it."""
    with pytest.raises(BadQuestion, match="is not a date") as caught:
        moment(text, TODAY)
    assert f"'{text}'" in str(caught.value)
