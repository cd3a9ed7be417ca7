"""Repeated groups of columns: former names, each with its date."""

from itertools import product

from loaders.sketch.dates import KNOWN, date_forms
from loaders.sketch.model import Line
from loaders.sketch.sorts import Sort

#: A group has at most so many columns.
MOST = 6


def dated_names(sort: Sort, taken: set[int]) -> Line | None:
    """The line of names with dates, where columns without names of their own are called so again and again."""
    columns = {int(one.rule): one for one in sort.fields if isinstance(one.rule, str) and one.rule.isdecimal()}
    labels = {number: one.folded for number, one in columns.items() if one.label != one.rule}
    for start, size in product(sorted(labels), range(2, MOST + 1)):
        group = [labels.get(start + place) for place in range(size)]
        if None in group or group != [labels.get(start + size + place) for place in range(size)]:
            continue
        if "name" not in str(group[0]):
            continue
        value: dict[str, object] = {"groups": {"start": start, "size": size}, "from": "0"}
        for place in range(1, size):
            texts = columns[start + place].texts
            forms, strangers, _ = date_forms(texts)
            if forms and len(strangers) * 5 <= len(texts):
                since = {"from": str(place), "dates": forms}
                value["since"] = str(place) if set(forms) <= set(KNOWN) else since
                break
        taken.update(id(one) for number, one in columns.items() if number >= start)
        return Line("dated-names", value, f"columns {start} and on, {size} for each name")
    return None
