"""The moment a question asks about, and what is true then: yes, no, or cannot tell.

A moment given as a year or a month means its last day: ``--as-of 2016`` asks what was true by the end of 2016.
"""

from datetime import date
from typing import NamedTuple

from ontology.spans import begun_by
from queries.errors import BadQuestion
from queries.graph import Edge, Node


class Moment(NamedTuple):
    """A day on the world's clock, and a moment on the catalogue's. ``given`` tells a day that was asked for from today's."""

    day: int
    text: str
    today: int
    given: bool = False
    seen: str = ""
    """The moment on the catalogue's own clock, where one was asked for: what it said then, not what it says now."""

    @property
    def past(self) -> bool:
        """Whether the moment lies before today, so that an undated statement need not hold yet."""
        return self.day < self.today


def moment(as_of: str | None, today: date, seen: str = "") -> Moment:
    """The moment a user asks for; today where none is given, and the catalogue as it is now. Raises ``BadQuestion`` for text that is no date.

    >>> moment("2016", date(2026, 1, 1)).text
    '2016'
    """
    now = today.toordinal()
    if as_of is None:
        return Moment(now, today.isoformat(), now, seen=seen)
    from ontology import dates  # today needs no reading

    found = dates.parse(as_of)
    if found is None or found.latest is None:
        raise BadQuestion(f"'{as_of}' is not a date; write 2016, 2016-05 or 2016-05-31")
    return Moment(found.latest, found.edtf, now, given=True, seen=seen)


def holds(edge: Edge, at: Moment) -> bool | None:
    """Whether an edge holds: not before its start, not after its end; undated, it holds from today on.

    ``None`` where the dates are too coarse or missing to tell.
    """
    began = _told(edge.start, at)
    if edge.end is None or began is False:
        return began
    first, last = edge.end
    if last is not None and last < at.day:
        return False
    if first is not None and first >= at.day:
        return began
    return None


def retired(node: Node, at: Moment) -> bool | None:
    """Whether a node's own tier, status or date says that it is retired.

    A retirement that nothing dates holds from today on; before, the node counts as live (``undated`` tells).
    """
    if not node.retired:
        return False
    if node.retired_on == (None, None):
        return not at.past
    return _told(node.retired_on, at)


def undated(node: Node, at: Moment) -> bool:
    """Whether the node is retired today, but nothing says since when, and the moment lies before today."""
    return bool(node.retired) and node.retired_on == (None, None) and at.past


def begun(node: Node, at: Moment) -> bool | None:
    """Whether the node existed already; a node without a date of introduction always did."""
    if node.born == (None, None):
        return True
    return _told(node.born, at)


def _told(span: tuple[int | None, int | None], at: Moment) -> bool | None:
    """Whether something has begun. What may have begun by today has: a catalogue speaks of its own present."""
    began = begun_by(*span, at.day)
    if began is None and not at.past and (span[0] is None or span[0] <= at.today):
        return True
    return began
