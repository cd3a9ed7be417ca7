"""What somebody may have meant by a word that nobody knows."""

import difflib
from collections.abc import Iterable


def meant(word: str, known: Iterable[str]) -> str:
    """What somebody may have meant by a word that nobody knows, as the end of a message.

    >>> meant("titel", ("title", "kind"))
    "; did you mean 'title'?"
    """
    names = list(known)
    near = difflib.get_close_matches(word, names, 1)
    return f"; did you mean '{near[0]}'?" if near else f"; known are {', '.join(names)}"
