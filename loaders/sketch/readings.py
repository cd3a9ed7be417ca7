"""How the texts of a field are taken apart so that the most of them name records."""

import re

from loaders.mapping.values import LINK
from loaders.sketch.fields import Field, Rule, field_of
from loaders.sketch.identity import placeholder
from loaders.sketch.references import Index
from loaders.sketch.sorts import Sort

_SEPARATORS = (",", ";", "|", "\n", " ")
_SUFFIX = r"\s*\(([^()]*)\)\s*$"


def is_prose(one: Field) -> bool:
    """Whether a field holds sentences or addresses rather than names."""
    return sum(text.count(" ") > 5 or "://" in text for text in one.texts) * 2 > len(one.texts)


def best_reading(one: Field, sort: Sort, index: Index) -> tuple[Rule, list[str]]:
    """How the texts of a field are best taken apart: as they stand, as links, at a separator, without a remark."""
    readings: list[tuple[Rule, list[str]]] = [(one.rule, one.texts)]
    if any(re.search(LINK, text) for text in one.texts):
        readings.append(read(one, sort, links="target"))
    marks = [mark for mark in _SEPARATORS if any(mark in text.strip() for text in one.texts)]
    readings += [read(one, sort, split=mark) for mark in marks]
    if any(re.search(_SUFFIX, text) for text in one.texts):
        readings.append(read(one, sort, condition=_SUFFIX))
        readings += [read(one, sort, split=mark, condition=_SUFFIX) for mark in ",;" if mark in "".join(one.texts)]

    def worth(reading: tuple[Rule, list[str]]) -> tuple[float, int]:
        share = index.share(reading[1])
        return share, sum(bool(index.how(text)) for text in reading[1])

    best = max(readings, key=worth)
    if worth(best)[0] == 0:  # nothing tells: a comma and a semicolon still separate
        marks = [mark for mark in ",;" if sum(mark in text for text in one.texts) * 5 > len(one.texts)]
        best = read(one, sort, split=marks[0]) if marks and not is_prose(one) else readings[0]
    return best


def read(one: Field, sort: Sort, **steps: object) -> tuple[Rule, list[str]]:
    """A field with further steps, and the texts that it gives so."""
    rule = one.with_steps(**steps)
    return rule, field_of(rule, one.label, sort.scopes).texts


def component(one: Field, sort: Sort) -> tuple[Rule, list[str], str] | None:
    """A field that holds one part of an id of several parts, with the ids and that part; the other parts are the
    record's own.
    """
    template = sort.identity.rule
    if not isinstance(template, str) or template.count("{") < 2 or not isinstance(one.rule, str):
        return None
    parts = [other for other in sort.fields if placeholder(other) and placeholder(other) in template]
    shapes = [({_shape(text) for text in other.words}, other) for other in parts]
    fits = [
        (sum(text in other.words for text in one.texts), sum(_shape(text) in known for text in one.texts), -place)
        for place, (known, other) in enumerate(shapes)
    ]
    if not fits or max(fits)[1] * 2 < len(one.texts):
        return None
    part = parts[-max(fits)[2]]
    rule = {"from": one.rule, "take": template.replace(placeholder(part), "{item}")}
    found = field_of(rule, one.label, sort.scopes)
    return rule, found.texts, part.label


def _shape(text: str) -> str:
    """What a text looks like at a glance: its marks, and how it begins and ends.

    >>> _shape("apps/v1") == _shape("cert-manager.io/v1alpha2"), _shape("Deployment") == _shape("apps/v1")
    (True, False)
    """
    marks = "".join(mark for mark in "/:@#" if mark in text)
    return f"{marks}{text[:1].isupper()}{text[:1].isdigit()}{text[-1:].isdigit()}"
