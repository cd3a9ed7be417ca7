"""Dates in a form that a mapping declares: ``D-MON-YYYY``, ``YYYY.M.D``, ``DD/MM/YYYY``, down to ``YYYY.M``.

``YYYY`` is the year, ``YYYYs`` a decade, ``M`` or ``MM`` the month, ``MON`` or ``MONTH`` its English name, ``D`` or
``DD`` the day; everything else stands for itself. A form that says *about*, *before* or *after* gives such a date, and
a time of day behind one is passed over. ``UNIX`` and ``UNIX-MS`` are seconds, or thousandths of one, since 1970.
"""

import datetime
import re
from functools import lru_cache
from typing import NamedTuple

from loaders.meant import meant
from ontology import dates

#: What the words of a form match.
WORDS = {
    "YYYYs": r"(?P<s>\d{3}0)s",
    "YYYY": r"(?P<y>\d{4})",
    "MONTH": r"(?P<n>[A-Za-z]{3,9})\.?",
    "MON": r"(?P<n>[A-Za-z]{3,9})\.?",
    "MM": r"(?P<m>\d{1,2})",
    "M": r"(?P<m>\d{1,2})",
    "DD": r"(?P<d>\d{1,2})",
    "D": r"(?P<d>\d{1,2})",
}
#: Forms that are a number since the beginning of 1970, and how many seconds one is.
STAMPS = {"UNIX": 1.0, "UNIX-MS": 0.001}
_WORD = re.compile("|".join(WORDS))
#: Letters that must be words of a form; others stand for themselves.
_RUN = re.compile(r"YYYYs\b|[A-Z]+(?![a-z])|(?i:\b(?:y{4}|m{2}|d{2}|mon|month)\b)")
_ABOUT = re.compile(
    r"\b(?:circa|ca?|about|around|approx(?:imately)?|roughly|estimated|est|probably|perhaps|possibly|maybe|likely)\b"
    r"|[~?%]",
    re.I,
)
_BEFORE = re.compile(r"\b(?:before|prior to)\b", re.I)
_UNTIL = re.compile(r"\b(?:by|until|till|up to|not after|no later than|or earlier)\b|≤", re.I)
_AFTER = re.compile(r"\bafter\b", re.I)
_FROM = re.compile(r"\b(?:since|from|not before|no earlier than|or later)\b|≥", re.I)


class Form(NamedTuple):
    """A form that dates are written in."""

    pattern: re.Pattern[str]
    doubt: str = ""
    """``about``, ``before``, ``until``, ``after`` or ``from``, where the form says so."""
    seconds: float = 0
    """How many seconds one is, where the date is a number of them since 1970."""


@lru_cache(maxsize=256)
def date_form(form: str) -> Form:
    """Read a form. Raises ``ValueError`` for one without a year, or with a word that there is not.

    >>> date_form("c. YYYY").doubt
    'about'
    """
    if form in STAMPS:
        return Form(re.compile(""), seconds=STAMPS[form])
    out, around, place = [], [], 0
    for run in _RUN.finditer(form):
        words = _WORD.findall(run[0])
        if "".join(words) != run[0]:
            hint = meant(run[0].upper(), [*WORDS, *STAMPS]) or f"; there are {', '.join((*WORDS, *STAMPS))}"
            raise ValueError(f"the date form '{form}' has '{run[0]}', which is no word of a date{hint}")
        around.append(form[place : run.start()])
        out += [re.escape(around[-1]), *(WORDS[word] for word in words)]
        place = run.end()
    around.append(form[place:])
    text = "".join([*out, re.escape(around[-1])])
    if not {"YYYY", "YYYYs"} & set(_WORD.findall(form)):
        raise ValueError(f"the date form '{form}' has no YYYY")
    if "(?P<d>" in text and "(?P<m>" not in text and "(?P<n>" not in text:
        raise ValueError(f"the date form '{form}' has a day and no month")
    try:
        return Form(re.compile(text), _doubt(" ".join(around)))
    except re.error as error:
        raise ValueError(f"the date form '{form}' names one part twice") from error


def _doubt(text: str) -> str:
    """What the text around the parts of a form says of the date."""
    says = {"from": _FROM, "until": _UNTIL, "before": _BEFORE, "after": _AFTER, "about": _ABOUT}
    return next((name for name, pattern in says.items() if pattern.search(text)), "")


def read_date(text: str, forms: tuple[str, ...]) -> str | None:
    """A date as EDTF by the first form that fits, else as ``ontology.dates`` reads it; None where it is none.

    >>> read_date("1993.7.16", ("YYYY.M.D", "YYYY.M")), read_date("27-Jul-2012", ("D-MON-YYYY",))
    ('1993-07-16', '2012-07-27')
    >>> read_date("2014/05/18 20:00", ("YYYY/MM/DD",)), read_date("962323200", ("UNIX",))
    ('2014-05-18', '2000-06-30')
    >>> read_date("before 1960", ("before YYYY",)), read_date("early 1970s", ("early YYYYs",))
    ('../1959-12-31', '197X')
    """
    text = text.strip()
    day = dates.without_time(text)
    for form in map(date_form, forms):
        if form.seconds:
            if (stamp := _stamped(text, form.seconds)) is not None:
                return stamp
        elif found := form.pattern.fullmatch(text) or form.pattern.fullmatch(day):
            date = dates.parse(_written(found.groupdict()))
            if date is not None:
                return _doubted(date, form.doubt)
    date = dates.parse(text)
    return date.edtf if date else None


def _stamped(text: str, seconds: float) -> str | None:
    """The day of a number of seconds, or of parts of one, since the first of January 1970."""
    try:
        moment = datetime.datetime.fromtimestamp(float(text) * seconds, datetime.UTC)
    except (ValueError, OverflowError, OSError):
        return None
    return moment.date().isoformat()


def _written(parts: dict[str, str | None]) -> str:
    """The parts of a date as ``ontology.dates`` reads them."""
    year, name, day = parts.get("y"), parts.get("n"), parts.get("d")
    if year is None:
        return f"{parts['s']}s"
    if name:
        return f"{day} {name} {year}" if day else f"{name} {year}"
    return "-".join(filter(None, (year, parts.get("m"), day)))


def _doubted(date: dates.PartialDate, doubt: str) -> str | None:
    """A date as EDTF with what its form says of it; strictly before or after is the day that is next to it."""
    if not doubt:
        return date.edtf
    if doubt in ("before", "after"):
        day = (date.earliest or 2) - 1 if doubt == "before" else (date.latest or 0) + 1
        edge = datetime.date.fromordinal(min(max(day, 1), datetime.date.max.toordinal())).isoformat()
    else:
        edge = date.edtf
    written = {"about": f"{edge}~", "before": f"../{edge}", "until": f"../{edge}"}.get(doubt, f"{edge}/..")
    found = dates.parse(written)
    return found.edtf if found else None
