"""The time axis: days to places. The same distance is the same time, but for long empty stretches, which are marked."""

import itertools
from bisect import bisect_right
from collections.abc import Collection
from datetime import date
from typing import NamedTuple

from ontology.dates import first_day, year_of

#: An empty stretch is pressed together when it is longer than this share of everything and than so many days.
EMPTY, DAYS = 0.4, 25 * 365
_PRESSED = 0.07
_STEPS = (1, 2, 5, 10, 20, 25, 50, 100, 200, 500, 1000)
_YEAR = 365.25


class Tick(NamedTuple):
    """A labelled place on the axis."""

    x: float
    label: str


class Gap(NamedTuple):
    """A stretch without any event, pressed together."""

    left: float
    right: float
    label: str
    middle: float
    """Where its label stands: in the middle, but not on the year of today."""


class Scale:
    """Days (as ``datetime.date.toordinal``) to places between ``left`` and ``right``."""

    def __init__(self, days: Collection[int], now: int, left: float, right: float) -> None:
        """``days`` are those on which something begins or ends; the axis ends with ``now``."""
        self.left, self.right, self.now = left, right, now
        known = sorted({min(day, now) for day in days} | {now})
        self._step = _step(known[0], now, right - left)
        first = _floor(known[0], self._step)
        spans = [first, *(day for day in known if day > first)]
        total = max(now - first, 1)
        pressed = [b - a > max(EMPTY * total, DAYS) for a, b in itertools.pairwise(spans)]
        free = sum(b - a for (a, b), small in zip(itertools.pairwise(spans), pressed, strict=True) if not small)
        width = (right - left) * (1 - _PRESSED * sum(pressed))
        self._days, self._places = [spans[0]], [float(left)]
        self.gaps: list[Gap] = []
        for (start, end), small in zip(itertools.pairwise(spans), pressed, strict=True):
            part = (right - left) * _PRESSED if small else width * (end - start) / max(free, 1)
            here = self._places[-1]
            if small:
                years = round((end - start) / _YEAR)
                middle = min(here + part / 2, right - 42)
                self.gaps.append(Gap(here, here + part, f"{years} years", middle))
            self._days.append(end)
            self._places.append(here + part)
        self._places[-1] = float(right)
        if not any(pressed):  # one straight piece, so that nothing depends on where events lie
            self._days, self._places = [first, max(now, first + 1)], [float(left), float(right)]

    def x(self, day: int) -> float:
        """The place of a day; what lies outside is put on the edge."""
        at = min(max(bisect_right(self._days, day) - 1, 0), len(self._days) - 2)
        first, last = self._days[at], self._days[at + 1]
        share = (min(max(day, first), last) - first) / (last - first)
        return self._places[at] + share * (self._places[at + 1] - self._places[at])

    def ticks(self) -> list[Tick]:
        """Round years (or months, where all happens within few years), none of them inside a gap."""
        found: list[Tick] = []
        for day, label in _rounds(self._days[0], self.now, self._step):
            x = self.x(day)
            inside = any(gap.left + 1 < x < gap.right - 1 or abs(x - gap.middle) < 42 for gap in self.gaps)
            if not inside and x < self.right - 30 and (not found or x - found[-1].x >= 38):
                found.append(Tick(x, label))
        return found


def _step(first: int, now: int, width: float) -> float:
    """Years between ticks; a part of one is months."""
    years = max((now - first) / _YEAR, 0.05)
    if years < 2.5:
        return 0.25 if years > 0.6 else 1 / 12
    return next((step for step in _STEPS if step * width / years >= 64), _STEPS[-1])


def _floor(day: int, step: float) -> int:
    if day < 1:  # before Christ, where a calendar ends
        return first_day(year_of(day) // 5 * 5)
    then = date.fromordinal(day)
    if step < 1:
        months = max(round(step * 12), 1)
        return date(then.year, (then.month - 1) // months * months + 1, 1).toordinal()
    # Five years are round enough for the edge, however far the ticks are from each other.
    unit = int(min(step, 5))
    return date(max(then.year // unit * unit, 1), 1, 1).toordinal()


def _rounds(first: int, last: int, step: float) -> list[tuple[int, str]]:
    begin, end = year_of(first), year_of(last)
    if step < 1 and begin > 0:
        months = max(round(step * 12), 1)
        days = [date(year, month, 1) for year in range(begin, end + 1) for month in range(1, 13, months)]
        return [(day.toordinal(), f"{day:%Y-%m}") for day in days if first <= day.toordinal() <= last]
    unit = max(int(step), 1)
    start = -(-begin // unit) * unit
    return [(first_day(year), str(year) if year > 0 else f"{1 - year} BC") for year in range(start, end + 1, unit)]
