"""Collects faults, few enough to be read: a file whose every line is wrong says so a hundred times, not a million."""

from collections import Counter

from loaders.tree import Fault

#: Faults of one rule that are listed one by one.
MOST_FAULTS = 100

#: Keys, values and containers that one file may make.
MAX_VALUES = 2_000_000


class Faults:
    """The faults of one document, in the order of their finding.

    >>> found = Faults()
    >>> for place in range(250):
    ...     found.add("wrong-shape", "2 columns are expected, 3 found", place)
    >>> len(found.listed()), found.listed()[-1].message, found.listed()[-1].offset
    (101, 'and 150 more like these from here on', 100)
    """

    def __init__(self) -> None:
        self._found: list[Fault] = []
        self._count: Counter[str] = Counter()
        self._first_left_out: dict[str, int] = {}

    def add(self, rule: str, message: str, offset: int, hint: str = "") -> None:
        """Note a fault; of one rule only the first hundred are kept, the others counted."""
        self._count[rule] += 1
        if self._count[rule] <= MOST_FAULTS:
            self._found.append(Fault(rule, message, offset, hint))
        else:
            self._first_left_out.setdefault(rule, offset)

    def add_too_many(self, offset: int) -> None:
        """Note that reading ends here, since the file makes more values than one may."""
        self.add("too-many-values", f"more than {MAX_VALUES:,} values from here on", offset)

    def listed(self) -> list[Fault]:
        """All that was kept, and for each rule of which more were found one fault that counts them."""
        more = [
            Fault(rule, f"and {self._count[rule] - MOST_FAULTS:,} more like these from here on", offset)
            for rule, offset in self._first_left_out.items()
        ]
        return self._found + more
