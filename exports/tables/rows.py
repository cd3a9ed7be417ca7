"""The rows of the tables, as tuples in the order of their columns (``exports.tables.columns``)."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from ontology.claim import Claim
from queries.extract import Extract

#: Details of an edge that have a column of their own, and those that settling adds and makes again.
_OWN = ("since", "until", "when", "group", "note", "expected")
_MADE = ("start-of", "said-by", "resolved-by", "disputed")

Row = tuple[Any, ...]


def nodes(extract: Extract) -> Iterator[Row]:
    """Entries by id."""
    for entry in extract.entries():
        node = entry.node
        yield (
            node.id,
            node.title,
            node.kind or None,
            node.defined,
            node.tier or None,
            node.status or None,
            node.introduced or None,
            *node.born,
            node.retired or None,
            *node.retired_on,
            [name for name, rule, _ in entry.names if rule not in ("id", "title")],
        )


def values(extract: Extract) -> Iterator[Row]:
    """Values by entry and property, the chosen ones first."""
    for entry in extract.entries(count=False):
        last, place = "", 0
        for held in entry.held:
            last, place = held.name, place + 1 if held.name == last else 1
            text, type_ = plain(held.value)
            claim = held.claim
            why, rule = held.why or None, claim.rule or None
            said = (claim.method, rule, claim.source.path, claim.source.line)
            yield (held.node, held.name, place, text, type_, held.state, why, *said)


def plain(value: Any) -> tuple[str, str]:
    """A value as text, and what it was.

    >>> plain("1987"), plain(1987), plain(["a"])
    (('1987', 'text'), ('1987', 'number'), ('["a"]', 'json'))
    """
    if isinstance(value, str):
        return value, "text"
    type_ = "boolean" if isinstance(value, bool) else "number" if isinstance(value, int | float) else "json"
    return json.dumps(value, ensure_ascii=False), type_


def edges(extract: Extract) -> Iterator[Row]:
    """Edges by subject, relation and object."""
    for link in extract.links():
        edge, details = link.edge, link.edge.details()
        rest = {name: value for name, value in details.items() if name not in (*_OWN, *_MADE)}
        places = dict.fromkeys(f"{one.source.path}:{one.source.line}" for one in link.claims)
        yield (
            edge.subject,
            edge.relation,
            edge.object,
            edge.strength or None,
            edge.method,
            _text(details.get("since")),
            _text(details.get("until")),
            *edge.start,
            edge.end is not None,
            *(edge.end or (None, None)),
            _texts(details.get("when")),
            _text(details.get("group")),
            _texts(details.get("note")),
            bool(details.get("expected")),
            rest or None,
            list(places),
        )


def _text(value: Any) -> str | None:
    """A detail as text; None where it says nothing."""
    return (plain(value)[0] or None) if value is not None else None


def _texts(value: Any) -> list[str]:
    """A detail as texts: none, one or several."""
    return [] if value is None else [plain(one)[0] for one in (value if isinstance(value, list) else [value])]


def claims(spoken: Iterable[tuple[str, Claim]]) -> Iterator[Row]:
    """Claims in reading order."""
    for path, one in spoken:
        place = one.source
        yield (
            path,
            place.line,
            place.column,
            place.pointer or None,
            place.commit or None,
            place.quote or None,
            one.subject,
            one.predicate,
            one.object,
            one.value if one.object is None else None,
            dict(one.qualifiers) or None,
            one.method,
            one.rule or None,
            one.backwards,
            one.by_name,
            list(one.ids),
            list(one.subject_ids),
        )
