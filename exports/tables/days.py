"""Days of partial dates as calendars and machines write them."""

from datetime import date

from ontology.dates import first_day, year_of

#: The day from which computers count, 1970-01-01, in our own count.
EPOCH = date(1970, 1, 1).toordinal()


def text_of(day: int) -> str:
    """A day as ISO 8601; before Christ with the year that astronomers count.

    >>> text_of(date(1987, 12, 1).toordinal()), text_of(first_day(-299))
    ('1987-12-01', '-0299-01-01')
    """
    if day >= 1:
        return date.fromordinal(day).isoformat()
    year = year_of(day)
    # A year of the same length after Christ has the same months.
    like = 2000 if first_day(year + 1) - first_day(year) == 366 else 2001
    then = date.fromordinal(first_day(like) + day - first_day(year))
    return f"{year:05}-{then:%m-%d}" if year < 0 else f"{year:04}-{then:%m-%d}"
