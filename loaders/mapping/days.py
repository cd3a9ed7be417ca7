"""Dates in a form that a mapping declares: ``D-MON-YYYY``, ``YYYY.M.D``, ``DD/MM/YYYY``, down to ``YYYY.M``.

``YYYY`` is the year, ``M`` or ``MM`` the month, ``MON`` its English name, ``D`` or ``DD`` the day; everything else
stands for itself.
"""

import re
from functools import lru_cache

from ontology import dates

_WORDS = {
    "YYYY": r"(?P<y>\d{4})",
    "MON": r"(?P<n>[A-Za-z]{3,9})\.?",
    "MM": r"(?P<m>\d{1,2})",
    "M": r"(?P<m>\d{1,2})",
    "DD": r"(?P<d>\d{1,2})",
    "D": r"(?P<d>\d{1,2})",
}


@lru_cache(maxsize=256)
def date_form(form: str) -> re.Pattern[str]:
    """The pattern of a declared form. Raises ``ValueError`` for one without a year."""
    text = "".join(_WORDS.get(part, re.escape(part)) for part in re.findall(r"YYYY|MON|MM|M|DD|D|.", form))
    if "(?P<y>" not in text:
        raise ValueError(f"the date form '{form}' has no YYYY")
    try:
        return re.compile(text)
    except re.error as error:
        raise ValueError(f"the date form '{form}' names one part twice") from error


def read_date(text: str, forms: tuple[str, ...]) -> str | None:
    """A date as EDTF by the first form that fits, else as ``ontology.dates`` reads it; None where it is none.

    >>> read_date("1993.7.16", ("YYYY.M.D", "YYYY.M")), read_date("27-Jul-2012", ("D-MON-YYYY",))
    ('1993-07-16', '2012-07-27')
    """
    text = text.strip()
    for form in forms:
        if found := date_form(form).fullmatch(text):
            parts = found.groupdict()
            month = parts.get("m") or parts.get("n")
            year, day = parts["y"], parts.get("d")
            written = f"{day} {month} {year}" if day and parts.get("n") else "-".join(filter(None, (year, month, day)))
            if parts.get("n") and not day:
                written = f"{month} {year}"
            if (date := dates.parse(written)) is not None:
                return date.edtf
    date = dates.parse(text)
    return date.edtf if date else None
