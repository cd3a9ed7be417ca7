"""Partial dates: what is read, what is kept, how two compare; the PyPI package ``edtf`` reads along as an oracle."""

import re
import time
from datetime import date, timedelta

import pytest
from edtf import parse_edtf
from hypothesis import given, settings
from hypothesis import strategies as st

from ontology import dates
from ontology.dates import PartialDate, before, parse, sort_key

days = st.dates(date(1, 1, 1), date(9960, 12, 31))
plain = st.builds(lambda day, size: day.isoformat()[:size], days, st.sampled_from((4, 7, 10)))
decades = st.builds(lambda day: f"{day.isoformat()[:3]}X", st.dates(date(10, 1, 1), date(9960, 1, 1)))
centuries = st.builds(lambda day: f"{day.isoformat()[:2]}XX", st.dates(date(100, 1, 1), date(9860, 1, 1)))
certain = st.one_of(plain, plain, decades, centuries)
about = certain.map(lambda text: f"{text}~")
single = st.one_of(certain, certain, about)


def in_order(texts):
    """An interval of two dates, the earlier first."""
    first, second = sorted(map(parse, texts), key=sort_key)
    return f"{first.edtf}/{second.edtf}"


intervals = st.one_of(
    st.tuples(single, single).map(in_order),
    single.map(lambda text: f"{text}/.."),
    single.map(lambda text: f"../{text}"),
)
written = st.one_of(single, intervals)


@given(written)
def test_edtf_reads_back_as_itself(text):
    """A date written as EDTF is kept as it stands."""
    found = parse(text)
    assert found is not None
    assert (found.edtf, str(found)) == (text, text)
    assert parse(found.edtf) == found


@given(written)
def test_earliest_is_not_after_latest(text):
    """The earliest day of a date is not after its latest, and only an interval has an open side."""
    found = parse(text)
    if None in (found.earliest, found.latest):
        assert ".." in text
    else:
        assert 1 <= found.earliest <= found.latest
    assert (found.precision == "interval") == ("/" in text)


@given(certain)
def test_about_reaches_beyond_the_date_itself(text):
    """About a date begins earlier and ends later than the date, and never before the first day of all."""
    exact, near = parse(text), parse(f"{text}~")
    assert near.earliest < exact.earliest or exact.earliest <= dates.ABOUT_DAYS[exact.precision]
    assert near.latest > exact.latest
    assert near.precision == exact.precision


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("1978-06-15~", "1978-05-31", "1978-06-30"),
        ("1978-06~", "1978-04-01", "1978-08-30"),
        ("1978~", "1976-01-01", "1980-12-31"),
        ("197X~", "1965-01-01", "1984-12-31"),
        ("19XX~", "1875-01-01", "2024-12-31"),
    ],
)
def test_about_reaches_as_far_as_declared(text, first, last):
    """How far "about" reaches depends on how exact the date is; years reach whole years."""
    found = parse(text)
    assert (found.earliest, found.latest) == (
        date.fromisoformat(first).toordinal(),
        date.fromisoformat(last).toordinal(),
    )


# Left out of the comparison, and why: "about" has no wider bounds in edtf's strict reading, while here it reaches as far
# as ABOUT_DAYS says; a decade beside an open end, or "about" a decade inside an interval, is a syntax error or a TypeError
# in edtf 5; the years 0 to 9 as a decade begin with a year 0 there, which is no year here.
exact_intervals = st.one_of(
    st.tuples(certain, certain).map(in_order), plain.map("{}/..".format), plain.map("../{}".format)
)
about_intervals = st.one_of(plain.map("{}~/..".format), plain.map("../{}~".format))


@settings(max_examples=150, deadline=None)
@given(st.one_of(certain, exact_intervals))
def test_bounds_are_those_of_the_edtf_package(text):
    """Plain dates, decades, centuries and intervals span the same days as the edtf package says."""
    oracle = parse_edtf(text)
    ends = (oracle.lower_strict(), oracle.upper_strict())
    found = parse(text)
    assert [found.earliest, found.latest] == [
        None if isinstance(end, float) else date(*end[:3]).toordinal() for end in ends
    ]


@settings(max_examples=150, deadline=None)
@given(st.one_of(single, exact_intervals, about_intervals))
def test_what_is_kept_is_edtf(text):
    """Everything that is kept, "about" included, is text that the edtf package can read."""
    assert parse_edtf(parse(text).edtf) is not None


small = st.builds(
    lambda start, length: PartialDate("x", start, start + length, "interval"), st.integers(1, 8), st.integers(0, 5)
)
opened = st.one_of(
    small, small, small.map(lambda one: one._replace(earliest=None)), small.map(lambda one: one._replace(latest=None))
)


@settings(max_examples=400)
@given(opened, opened)
def test_before_agrees_with_comparing_all_pairs_of_days(first, second):
    """One date lies before another where every pair of their days says so, and does not where none does."""

    def span(one):
        return range(-20 if one.earliest is None else one.earliest, (20 if one.latest is None else one.latest) + 1)

    answers = {left < right for left in span(first) for right in span(second)}
    assert before(first, second) is (answers.pop() if len(answers) == 1 else None)


@given(written, written)
def test_before_is_antisymmetric(first, second):
    """Of two dates, at most one lies before the other, and none before itself."""
    one, two = parse(first), parse(second)
    assert not (before(one, two) and before(two, one))
    assert not before(one, one)
    if before(one, two):
        assert before(two, one) is False
        assert sort_key(one) < sort_key(two)


@given(st.lists(st.one_of(st.none(), written.map(parse))))
def test_order_is_total_and_unknown_dates_come_last(several):
    """Any dates can be put in order, the same one whatever the order before, unknown ones last."""
    ordered = sorted(several, key=sort_key)
    backwards = several[::-1]
    assert ordered == sorted(backwards, key=sort_key)
    known = len(several) - several.count(None)
    assert None not in ordered[:known]


@given(st.one_of(st.text(), st.text("0123456789-/~X.s cC?% untilfromsince,", max_size=24)))
def test_hostile_text_never_raises(text):
    """Any text is a date or none, and what is a date is kept in a form that reads back."""
    found = parse(text)
    assert found is None or parse(found.edtf) == found


@pytest.mark.parametrize("text", ["9998~", "c. 9999", "999X~", "99XX~"])
def test_about_the_last_years_of_the_calendar_does_not_raise(text):
    """About the last years that a calendar has is a date that ends with the calendar."""
    found = parse(text)
    assert found is None or found.latest == date.max.toordinal()


def test_digits_of_another_script_are_not_kept():
    """What is kept is written in ASCII digits, whatever the source wrote."""
    found = parse("１９７８")
    assert found is None or found.edtf == "1978"


def test_long_text_is_refused_quickly():
    """Text of many thousand characters is refused in time that grows with its length, not with its square."""
    started = time.perf_counter()
    assert parse("a" + " " * 6_000 + "b") is None
    assert time.perf_counter() - started < 0.2


ROWS = re.findall(r"^``(.+?)``\s+``(.+?)``\s+(\S+) … (\S+)$", dates.__doc__, re.MULTILINE)


def test_table_of_the_docstring_is_long_enough():
    """The table in the module's docstring is found, row by row."""
    assert len(ROWS) == 7


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_row_of_the_docstring_is_true(row):
    """Every row of the table in the module's docstring says what the module does."""
    found = parse(row[0])
    bounds = [None if text == "unknown" else date.fromisoformat(text).toordinal() for text in row[2:]]
    assert (found.edtf, [found.earliest, found.latest]) == (row[1], bounds)


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        (" 1978 ", "1978"),
        ("1978-6-5", "1978-06-05"),
        ("June 1978", "1978-06"),
        ("5 Jun 1978", "1978-06-05"),
        ("Sept. 1978", "1978-09"),
        ("1970s", "197X"),
        ("1978?", "1978~"),
        ("1978%", "1978~"),
        ("circa 1978-06", "1978-06~"),
        ("~1978", "1978~"),
        ("about 1970s", "197X~"),
        ("1970s-1990s", "197X/199X"),
        ("2014 – 2020", "2014/2020"),
        ("2014 to 2020", "2014/2020"),
        ("2014-present", "2014/.."),
        ("2014/now", "2014/.."),
        ("since 2012", "2012/.."),
        ("from June 2012", "2012-06/.."),
        ("Until 1990", "../1990"),
        ("till 1990-06", "../1990-06"),
        ("c. 1978 - 1981", "1978~/1981"),
    ],
)
def test_date_is_read_as_people_write_it(text, edtf):
    """What people write is kept as EDTF."""
    assert parse(text).edtf == edtf


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "0000",
        "1978-13",
        "1978-00",
        "1978-02-29",
        "1978-06-31",
        "197",
        "19788",
        "2020/2014",
        "1990/1989-12",
        "../..",
        "/",
        "5 Foo 1978",
        "2014/soon",
        "soon/2014",
        "June",
        "YYYY-MM",
        "since",
        "until soon",
        "1978/1980/1982",
        "000X",
        "12:30",
        "~",
        "1978~~",
    ],
)
def test_text_that_is_no_date_is_none(text):
    """What is no date, or an impossible one, is none, and no guess is made."""
    assert parse(text) is None


@given(days)
def test_a_day_is_itself(day):
    """A day's text spans exactly that day, and the days around it lie before and after."""
    found = parse(day.isoformat())
    assert found.earliest == found.latest == day.toordinal()
    assert before(found, parse((day + timedelta(1)).isoformat())) is True


@pytest.mark.parametrize(
    ("text", "edtf", "first", "last"),
    [
        ("2019-Q3", "2019-07/2019-09", date(2019, 7, 1), date(2019, 9, 30)),
        ("Q1 2020", "2020-01/2020-03", date(2020, 1, 1), date(2020, 3, 31)),
        ("2020H2", "2020-07/2020-12", date(2020, 7, 1), date(2020, 12, 31)),
        ("2019-Q3/2020-Q1", "2019-07/2020-03", date(2019, 7, 1), date(2020, 3, 31)),
        ("AD 79", "0079", date(79, 1, 1), date(79, 12, 31)),
    ],
)
def test_parts_of_a_year(text, edtf, first, last):
    """A quarter or a half of a year is the range of its months, and a short year needs to say that it is one."""
    assert parse(text) == parse(edtf)
    assert parse(text)[:3] == (edtf, first.toordinal(), last.toordinal())


@pytest.mark.parametrize("text", ["Q5 2019", "H3 2019", "1 BC", "0000", "-0000", "79", "0 AD", "12345 BC", "BC"])
def test_no_part_of_a_year(text):
    """There is no fifth quarter, and neither a year 0 nor a bare short number is a date."""
    assert parse(text) is None


@given(st.integers(2, 9999))
def test_years_before_christ(year):
    """Years before Christ count backwards, each as long as EDTF's calendar makes it, and read back as kept."""
    found, other = parse(f"{year} BC"), parse_edtf(f"-{year - 1:04}")
    assert found.edtf == str(other) == f"-{year - 1:04}"
    assert parse(found.edtf) == parse(f"{year} BCE") == found
    assert found.latest - found.earliest + 1 in (365, 366)
    assert dates.year_of(found.earliest) == dates.year_of(found.latest) == 1 - year
    assert parse(f"c. {year} BC").earliest < found.earliest
    assert before(found, parse("1978")) is True
    if year > 2:
        assert parse(f"{year - 1} BC").earliest == found.latest + 1


@given(st.dates())
def test_year_of_a_day(day):
    """The year of a day's number is the calendar's."""
    assert dates.year_of(day.toordinal()) == day.year
