"""What a tier asks of a page: so many values of one property or relation, or of one of several."""

import re
from typing import NamedTuple

_FORM = re.compile(r"(?:(\d{1,3})\s+)?([\w-]+(?:\s+or\s+[\w-]+)*)", re.ASCII)


class Need(NamedTuple):
    """One demand of a tier. Equality covers both fields."""

    least: int
    """How many statements are wanted, at least."""
    words: tuple[str, ...]
    """Properties, relations or inverses (``replaced-by``), any of which will do."""


def read_need(text: str) -> Need | None:
    """A demand as written: a word, several joined by *or*, with a number before them; None for anything else.

    >>> read_need("2 example"), read_need("replaced-by or alternative-to")
    (Need(least=2, words=('example',)), Need(least=1, words=('replaced-by', 'alternative-to')))
    >>> read_need("0 example"), read_need("many, many examples")
    (None, None)
    """
    found = _FORM.fullmatch(text.strip())
    if found is None:
        return None
    count = int(found[1] or 1)
    return Need(count, tuple(re.split(r"\s+or\s+", found[2]))) if count else None
