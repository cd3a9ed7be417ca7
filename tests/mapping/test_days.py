"""Dates in the forms that a mapping declares."""

import pytest

from loaders.mapping.days import date_form, read_date


@pytest.mark.parametrize(
    ("form", "text", "date"),
    [
        ("D-MON-YYYY", "27-Jul-2012", "2012-07-27"),
        ("D-MON-YYYY", "31-Feb-1999", None),
        ("MONTH D, YYYY", "May 23, 1995", "1995-05-23"),
        ("D. MON. YYYY", "3. Jan. 1999", "1999-01-03"),
        ("DD/MM/YYYY", "03/04/1999", "1999-04-03"),
        ("YYYYMMDD", "19990102", "1999-01-02"),
        ("YYYY/MM/DD", "2014/05/18 20:00", "2014-05-18"),
        ("UNIX", "962323200", "2000-06-30"),
        ("UNIX", "-86400", "1969-12-31"),
        ("UNIX-MS", "962323200000", "2000-06-30"),
        ("UNIX", "1e99", None),
        ("UNIX", "soon", None),
        ("YYYY-MM", "1999-13", None),
        ("Mid YYYY", "Mid 1975", "1975"),
        ("YYYYs", "1970s", "197X"),
        ("early YYYYs", "early 1970s", "197X"),
        ("YYYYs", "1975s", None),
    ],
)
def test_form(form: str, text: str, date: str | None):
    """A form finds the parts of a date in its order; what is no day of the calendar is no date."""
    assert read_date(text, (form,)) == date


@pytest.mark.parametrize(
    ("form", "text", "date"),
    [
        ("c. YYYY", "c. 1958", "1958~"),
        ("YYYY?", "1958?", "1958~"),
        ("probably MON YYYY", "probably May 1958", "1958-05~"),
        ("before YYYY", "before 1960", "../1959-12-31"),
        ("YYYY or earlier", "1960 or earlier", "../1960"),
        ("after MONTH YYYY", "after May 1960", "1960-06-01/.."),
        ("since YYYY", "since 1960", "1960/.."),
        ("YYYY", "about 1960", "1960~"),
        ("YYYY", "1963–1967", "1963/1967"),
    ],
)
def test_doubt(form: str, text: str, date: str):
    """What a form says beside the date keeps its doubt; what no form fits is read as dates are read everywhere."""
    assert read_date(text, (form,)) == date


@pytest.mark.parametrize(
    ("form", "message"),
    [
        ("HH YYYY", "has 'HH', which is no word of a date; known are YYYYs, YYYY, MONTH, MON, MM, M, DD, D"),
        ("D Month YYYY", "did you mean 'MONTH'"),
        ("yyyy-mm-dd", "did you mean 'YYYY'"),
        ("MON D", "has no YYYY"),
        ("D YYYY", "a day and no month"),
        ("YYYY-YYYY", "names one part twice"),
    ],
)
def test_a_form_that_is_none(form: str, message: str):
    """A form with a word that there is not, or without a year, is a mistake of the mapping."""
    with pytest.raises(ValueError, match=message):
        date_form(form)
