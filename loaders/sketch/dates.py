"""The forms in which dates are written."""

import re

from loaders.mapping.days import date_form, read_date
from ontology import dates

#: Forms that are tried; of two that fit as many dates the first.
FORMS = (
    "YYYY-MM-DD",
    "YYYY-MM",
    "YYYY",
    "D-MON-YYYY",
    "D MON YYYY",
    "MON YYYY",
    "MON D, YYYY",
    "YYYY/MM/DD",
    "YYYY.M.D",
    "YYYY.M",
    "DD/MM/YYYY",
    "MM/DD/YYYY",
    "DD.MM.YYYY",
    "DD-MM-YYYY",
    "MM/YYYY",
    "MM.YYYY",
    "YYYYMMDD",
)
#: Forms that are read without being declared.
KNOWN = ("YYYY-MM-DD", "YYYY-MM", "YYYY")

#: The day at the beginning of a moment.
DAY = r"\A\d{4}-\d\d-\d\d"

_WORDS = frozenset(("true", "false", "yes", "no"))


def date_forms(texts: list[str]) -> tuple[list[str], list[str], list[str]]:
    """The forms that dates among some texts have, what is a date in none of them, and what only says yes or no.

    >>> date_forms(["04-Jun-2009", "2001-02-03", "soon", "true"])
    (['YYYY-MM-DD', 'D-MON-YYYY'], ['soon'], ['true'])
    """
    flags = [text for text in texts if text.strip().casefold() in _WORDS]
    left = [text.strip() for text in texts if text.strip().casefold() not in _WORDS]
    different = set(left)
    fitting = {form: {text for text in different if _reads(text, form)} for form in FORMS}
    found: list[str] = []
    while left:
        counts = {form: sum(text in fitting[form] for text in left) for form in FORMS}
        # Of two forms that fit as many of what is left, the one that fits more of all is meant.
        form = max(FORMS, key=lambda one: (counts[one], len(fitting[one]), -FORMS.index(one)))
        if not counts[form]:
            break
        found.append(form)
        left = [text for text in left if text not in fitting[form]]
    return found, [text for text in left if dates.parse(text) is None], flags


def day_of(text: str) -> str:
    """The day of a moment, such as ``2017-05-31T21:32:00Z``; else the text as it stands."""
    found = re.match(DAY + r"[T ]\d\d:\d\d", text)
    return text[:10] if found else text


def _reads(text: str, form: str) -> bool:
    return date_form(form).pattern.fullmatch(text) is not None and read_date(text, (form,)) is not None


def is_ambiguous(forms: list[str], texts: list[str]) -> bool:
    """Whether days and months could be the other way round."""
    pair = ("DD/MM/YYYY", "MM/DD/YYYY")
    return any(one in forms for one in pair) and all(_reads(text, one) for text in texts for one in pair if "/" in text)
