"""Relations that a status says in words: ``Superseded by [ADR 7](0007-x.md)``."""

import re
from collections.abc import Iterator

from loaders.sketch.edges import Edge
from loaders.sketch.fields import Field, field_of, field_path
from loaders.sketch.references import Index
from loaders.sketch.sorts import Sort
from loaders.sketch.words import PROPERTY_NAMES

#: What is said, as a regular expression that forgives misspellings, and the relation that it means.
PHRASES = (
    ("replaced-by", r"(?:super[sc]ee?ded|replaced|obsoleted)\s+by"),
    ("replaces", r"(?:super[sc]ee?de?s|replaces|obsoletes)"),
    ("amended-by", r"amended\s+by"),
    ("amends", r"amends"),
    ("updated-by", r"updated\s+by"),
    ("updates", r"updates"),
    ("requires", r"(?:requires|depends\s+on)"),
    ("see-also", r"(?:see\s+also|related?s?\s+to)"),
)
_AS_LINK = r":?\s+\[[^\]]*\]\(([^()\s]+)\)"
_AS_NUMBER = r":?\s+((?:[A-Za-z]{2,5}[ -]?)?#?\d+)\b"


def said(sort: Sort, index: Index) -> Iterator[Edge]:
    """The relations that the status of records says in words."""
    for one in [field for field in sort.fields if field.folded in PROPERTY_NAMES["status"]]:
        whole = _whole_text(one, sort)
        if whole is None or not any(re.search(phrase, text, re.I) for _, phrase in PHRASES for text in whole.texts):
            continue
        for relation, phrase in PHRASES:
            for behind in (_AS_LINK, _AS_NUMBER):
                rule = {"from": whole.rule, "match": f"(?i)\\b{phrase}{behind}"}
                names = field_of(rule, one.label, sort.scopes).texts
                met = [name for name in names if index.how(name, count=True)]
                if met or (names and behind is _AS_LINK):
                    note = f"said {len(names):,} time{'s' * (len(names) != 1)}, {len(met):,} of them of a record"
                    yield Edge(relation, rule, note, one)


def _whole_text(one: Field, sort: Sort) -> Field | None:
    """All that a status says: the text of its section, or the field itself."""
    if sort.source.form.reader == "sections":
        return field_of(field_path((one.label, "text")), one.label, sort.scopes)
    return one if isinstance(one.rule, str) else None
