"""The two sides of a comparison: two catalogue files, or one at two moments."""

import contextlib
from collections.abc import Iterator

from kb.catalogues import find_catalogue
from kb.diffing.diff import Side
from kb.store.sqlite import SqliteGraph
from kb.today import today
from queries.errors import BadQuestion
from queries.moment import moment

#: When a side is looked at: ``as_of`` and ``as_seen``.
When = tuple[str | None, str | None]


@contextlib.contextmanager
def sides(first: str | None, second: str | None, when: When, and_when: When) -> Iterator[tuple[Side, Side]]:
    """Open both; without a ``second`` one the first is compared with itself.

    Of one catalogue the first moment says what it is compared with, of two it holds for both. Raises ``BadQuestion``
    where nothing is to be compared with anything.
    """
    moments = _moments(when, and_when, alone=second is None)
    with contextlib.ExitStack() as stack:
        yield (
            stack.enter_context(_opened(first, *moments[0])),
            stack.enter_context(_opened(second if second is not None else first, *moments[1])),
        )


def _moments(when: When, and_when: When, *, alone: bool) -> tuple[When, When]:
    (of, seen), (and_of, and_seen) = when, and_when
    if not alone:
        return when, (of if and_of is None else and_of, seen if and_seen is None else and_seen)
    if (of, seen, and_of, and_seen) == (None,) * 4:
        raise BadQuestion("kb diff compares two catalogues, or one at two moments: kb diff A B, or --as-seen, --as-of")
    if seen is not None and and_seen is None and and_of is None:
        return when, (of, None)
    if of is not None and and_of is None and and_seen is not None:
        return when, (of, and_seen)
    if and_of is not None and seen is not None and and_seen is None:
        return when, (and_of, seen)
    return when, and_when


@contextlib.contextmanager
def _opened(name: str | None, as_of: str | None, as_seen: str | None) -> Iterator[Side]:
    """A catalogue at its moments."""
    if name is not None and "://" in name:
        raise BadQuestion(
            "kb diff compares catalogue files; a server keeps no record of its sources. Compare the file that was pushed"
            " there: kb diff FILE OTHER"
        )
    path, label = find_catalogue(name)
    with SqliteGraph(path) as file:
        graph, seen = file.as_seen(as_seen) if as_seen is not None else (file, "")
        at = moment(as_of, today(), seen)
        label += f" as seen {seen}" if seen else ""
        yield Side(graph, at, label + (f" as of {at.text}" if at.given else ""))
