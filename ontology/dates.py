"""Partial dates: a date is as exact as its source, and comparing two gives yes, no or *cannot tell*.

Written as a subset of EDTF (ISO 8601-2, level 1, with the interval ends of level 2):

====================  ========================  =======================================
as read               as kept (EDTF)            earliest … latest day
====================  ========================  =======================================
``1978``              ``1978``                  1978-01-01 … 1978-12-31
``1978-06``           ``1978-06``               1978-06-01 … 1978-06-30
``1970s``             ``197X``                  1970-01-01 … 1979-12-31
``c. 1978``           ``1978~``                 1976-01-01 … 1980-12-31
``2014-2020``         ``2014/2020``             2014-01-01 … 2020-12-31
``until 1990``        ``../1990``               unknown … 1990-12-31
``2019-Q3``           ``2019-07/2019-09``       2019-07-01 … 2019-09-30
``300 BC``            ``-0299``                 the year 300 before Christ
``1978-06-05 09:30``  ``1978-06-05``            that day; the time is left out
====================  ========================  =======================================

Three-valued answers are ``True``, ``False`` and ``None`` (cannot tell).
"""

import re
from calendar import monthrange
from datetime import date
from functools import lru_cache
from typing import NamedTuple

#: How far "about" reaches on each side, in days, by precision. A convention, and the only guess in this module.
ABOUT_DAYS = {"day": 15, "month": 61, "year": 731, "decade": 1827, "century": 9131}

#: A longer text is no date; the patterns below need not look at it.
LONGEST = 60

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january",
            "feb february",
            "mar march",
            "apr april",
            "may",
            "jun june",
            "jul july",
            "aug august",
            "sep sept september",
            "oct october",
            "nov november",
            "dec december",
        ),
        1,
    )
    for name in names.split()
}
_ABOUT = re.compile(r"^(?:c\.|ca\.?|circa|about|approx\.?|around|~)\s*", re.I)
_DECADE = re.compile(r"^(\d{3})(?:0s|X)$", re.A)
_CENTURY = re.compile(r"^(\d{2})XX$", re.A)
_ISO = re.compile(r"^(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?$", re.A)
_MONTH_FIRST = re.compile(r"^(?:(\d{1,2})[ -])?([A-Za-z]{3,9})\.?[ -](\d{4})$", re.A)
# Quarters and halves of a year, and years before and after Christ.
_PART = re.compile(
    r"^(?:(?P<year>\d{4})[ /-]?(?P<part>[QH][1-4])|(?P<part2>[QH][1-4])[ /-]?(?P<year2>\d{4}))$", re.I | re.A
)
_PARTS = {"q1": (1, 3), "q2": (4, 6), "q3": (7, 9), "q4": (10, 12), "h1": (1, 6), "h2": (7, 12)}
_ERA = re.compile(
    r"^(?:(?P<ad>AD)\s+)?(?P<year>\d{1,4})(?:\s*(?P<era>BCE?|B\.C\.(?:E\.)?|CE|AD|A\.D\.|C\.E\.))?$", re.I | re.A
)
_BEFORE_CHRIST = re.compile(r"^-(\d{4})$", re.A)
_RANGE = re.compile(r"^(?P<from>[^/]+?)\s*(?:/|\s[-–—]\s|–|—|\bto\b)\s*(?P<to>[^/]+)$")
_YEARS = re.compile(r"^(\d{4}|\d{3}0s)-(\d{4}|\d{3}0s|present|now|today)$", re.I | re.A)
_TIME = re.compile(
    r"(?<=\d)[T ]\s*(?:[01]?\d|2[0-4]):[0-5]\d(?::[0-6]\d(?:[.,]\d+)?)?(?:\s*[ap]\.?m\.?)?"
    r"(?:\s*(?:[+-]\d\d:?(?:\d\d)?|[a-z]{1,5}))?$",
    re.I | re.A,
)
_OPEN = {"..", "", "present", "now", "today", "ongoing", "?"}


class PartialDate(NamedTuple):
    """A date as exact as its source says. Two are equal when their EDTF text is.

    ``earliest`` and ``latest`` are proleptic Gregorian day numbers (``datetime.date.toordinal``), both inclusive,
    or ``None`` where that side is open.

    >>> parse("c. 1978").edtf
    '1978~'
    """

    edtf: str
    earliest: int | None
    latest: int | None
    precision: str
    """``day``, ``month``, ``year``, ``decade``, ``century`` or ``interval``."""

    def __str__(self) -> str:
        return self.edtf


@lru_cache(maxsize=4096)
def parse(text: str) -> PartialDate | None:
    """Read a date as people write it, or ``None`` where the text is no date.

    >>> parse("1970s").edtf, parse("2014-2020").edtf, parse("soon")
    ('197X', '2014/2020', None)
    """
    text = text.strip()
    if len(text) > LONGEST:
        return None
    single = _single(text)
    if single:
        return single
    years = _YEARS.match(text)
    ends = years.groups() if years else None
    if ends is None and (interval := _RANGE.match(text)):
        ends = (interval["from"], interval["to"])
    if ends is None:
        lower = text.lower()
        if lower.startswith(("since ", "from ")):
            ends = (text.split(None, 1)[1], "..")
        elif lower.startswith(("until ", "till ")):
            ends = ("..", text.split(None, 1)[1])
    return _interval(ends[0].strip(), ends[1].strip()) if ends else None


def _interval(first: str, last: str) -> PartialDate | None:
    start = None if first.lower() in _OPEN else _single(first)
    end = None if last.lower() in _OPEN else _single(last)
    if (start is None and first.lower() not in _OPEN) or (end is None and last.lower() not in _OPEN):
        return None
    if start is None and end is None:
        return None
    if start and end and start.earliest is not None and end.latest is not None and start.earliest > end.latest:
        return None
    edtf = f"{start.edtf.split('/')[0] if start else '..'}/{end.edtf.split('/')[-1] if end else '..'}"
    return PartialDate(edtf, start.earliest if start else None, end.latest if end else None, "interval")


def _single(text: str) -> PartialDate | None:
    about = bool(_ABOUT.match(text))
    core = _ABOUT.sub("", text)
    if core and core[-1] in "~?%" and core[:1] not in "~?%":
        about, core = True, core[:-1]
    found = _exact(core)
    if found is None or not about:
        return found
    if found.precision == "interval":  # about a quarter reaches no further than about each of its ends
        first, last = (_single(f"{end}~") for end in found.edtf.split("/"))
        return PartialDate(f"{first}/{last}", first and first.earliest, last and last.latest, "interval")
    if found.earliest is not None and found.earliest < 1:
        year = year_of(found.earliest)
        return PartialDate(found.edtf + "~", first_day(year - 2), first_day(year + 3) - 1, "year")
    reach = ABOUT_DAYS[found.precision]
    earliest, latest = max((found.earliest or 1) - reach, 1), min((found.latest or 1) + reach, date.max.toordinal())
    if found.precision in ("year", "decade", "century"):  # whole years: what is about 1978 begins on a first of January
        earliest = date(date.fromordinal(earliest + 1).year, 1, 1).toordinal()
        latest = date(date.fromordinal(latest - 1).year, 12, 31).toordinal()
    return PartialDate(found.edtf + "~", earliest, latest, found.precision)


def _exact(text: str) -> PartialDate | None:
    if match := _DECADE.match(text):
        year = int(match[1]) * 10
        return _years(f"{match[1]}X", year, year + 9, "decade")
    if match := _CENTURY.match(text):
        year = int(match[1]) * 100
        return _years(f"{match[1]}XX", year, year + 99, "century")
    if match := _ISO.match(text):
        return _calendar(match[1], match[2], match[3])
    if (match := _MONTH_FIRST.match(text)) and (month := _MONTHS.get(match[2].lower())):
        return _calendar(match[3], str(month), match[1])
    if match := _PART.match(text):
        months = _PARTS.get((match["part"] or match["part2"]).lower())
        year_text = match["year"] or match["year2"]
        return _interval(*(f"{year_text}-{month:02}" for month in months)) if months else None
    if match := _BEFORE_CHRIST.match(text):
        return _before_christ(int(match[1]) + 1)
    if ":" in text and (day := without_time(text)) != text:
        found = _exact(day)
        return found if found and found.precision == "day" else None
    if (match := _ERA.match(text)) and (match["era"] or match["ad"]):
        year, era = int(match["year"]), (match["era"] or "").replace(".", "").upper()
        return _before_christ(year) if era.startswith("B") else _years(f"{year:04}", year, year, "year")
    return None


def without_time(text: str) -> str:
    """A date without the time of day behind it: the day counts as its source writes it, in its own zone.

    >>> without_time("2020-02-11T16:34:43.000Z"), without_time("2014/05/18 20:00"), without_time("1978")
    ('2020-02-11', '2014/05/18', '1978')
    """
    return _TIME.sub("", text) if ":" in text else text


def _before_christ(year: int) -> PartialDate | None:
    """A year before Christ. EDTF counts 1 BC as year 0, which is left out: ``0000`` stands where there is no date."""
    if year < 2:
        return None
    return PartialDate(f"-{year - 1:04}", first_day(1 - year), first_day(2 - year) - 1, "year")


def first_day(year: int) -> int:
    """The number of the first day of a year, before Christ too (0 is 1 BC).

    >>> first_day(2026) == date(2026, 1, 1).toordinal(), first_day(0)
    (True, -365)
    """
    past = year - 1
    return 365 * past + past // 4 - past // 100 + past // 400 + 1


def year_of(day: int) -> int:
    """The year of a day's number, before Christ too.

    >>> [year_of(day) for day in (1, 0, -365, -366)]
    [1, 0, 0, -1]
    """
    year = day * 400 // 146_097 + 1
    while first_day(year) > day:
        year -= 1
    while first_day(year + 1) <= day:
        year += 1
    return year


def _years(edtf: str, first: int, last: int, precision: str) -> PartialDate | None:
    if first < 1:
        return None
    return PartialDate(edtf, date(first, 1, 1).toordinal(), date(last, 12, 31).toordinal(), precision)


def _calendar(year_text: str, month_text: str | None, day_text: str | None) -> PartialDate | None:
    year = int(year_text)
    if month_text is None:
        return _years(year_text, year, year, "year")
    month = int(month_text)
    if not 1 <= month <= 12 or year < 1:
        return None
    last = monthrange(year, month)[1]
    if day_text is None:
        first_day, last_day = date(year, month, 1), date(year, month, last)
        return PartialDate(f"{year:04}-{month:02}", first_day.toordinal(), last_day.toordinal(), "month")
    if not 1 <= int(day_text) <= last:
        return None
    day = date(year, month, int(day_text))
    return PartialDate(day.isoformat(), day.toordinal(), day.toordinal(), "day")


def before(first: PartialDate, second: PartialDate) -> bool | None:
    """Whether ``first`` lies wholly before ``second``: yes, no (wholly after, or the same day), or cannot tell.

    >>> before(parse("1978"), parse("1981")), before(parse("1978"), parse("197X"))
    (True, None)
    """
    if first.latest is not None and second.earliest is not None and first.latest < second.earliest:
        return True
    if first.earliest is not None and second.latest is not None and first.earliest >= second.latest:
        return False
    return None


def sort_key(value: PartialDate | None) -> tuple[int, int, str]:
    """Order by earliest day, then latest, then text; an unknown date comes last.

    >>> sorted([None, parse("1981"), parse("197X")], key=sort_key)[0].edtf
    '197X'
    """
    if value is None:
        return (9_999_999, 9_999_999, "")
    first = value.earliest if value.earliest is not None else value.latest or 0
    return (first, value.latest if value.latest is not None else 9_999_998, value.edtf)
