"""A claim as the ledger handles it: what settling needs of one row of the record, by number."""

import json
import sqlite3
from typing import Any, NamedTuple

from ontology.claim import ITSELF, METHODS


class Said(NamedTuple):
    """One open claim with the path of its source. ``value`` and ``qualifiers`` are JSON."""

    id: int
    path: str
    line: int
    col: int
    subject: str
    predicate: str
    object: str | None
    value: str | None
    qualifiers: str
    method: str
    rule: str
    backwards: int
    by_name: int
    ids: str
    quote: str = ""
    """Of a harvested claim only: prose is compared by it."""
    layer: str = ""
    """Empty for what the catalogue itself says; for what a layer below says, that layer."""

    @property
    def depth(self) -> int:
        """How far below it was said: 0 in the catalogue itself."""
        return 1 + self.layer.count(":") if self.layer else 0

    @property
    def extra(self) -> dict[str, Any]:
        """The qualifiers as data."""
        found: dict[str, Any] = json.loads(self.qualifiers) if self.qualifiers != "{}" else {}
        return found

    @property
    def meant(self) -> tuple[list[str], list[str]]:
        """The ids that its subject and its object may mean; none of an end that is an id or is to be resolved."""
        if not self.ids:
            return [], []
        of_subject = self.backwards or self.object is None
        found: list[Any]
        if self.ids == ITSELF:
            found = [self.subject if of_subject else self.object]
        else:
            found = json.loads(self.ids)
            if isinstance(found[0], list):
                return found[0], found[1]
        return (found, []) if of_subject else ([], found)

    @property
    def data(self) -> Any:
        """The value as data."""
        value = self.value
        if value is None:
            return None
        if value[0] == '"' and "\\" not in value:  # most values are such text, and this is what they mean
            return value[1:-1]
        return json.loads(value)

    @property
    def place(self) -> tuple[str, int, int, int]:
        """Where it stands, for ordering."""
        return (self.path, self.line, self.col, self.id)

    @property
    def rank(self) -> int:
        """0 for the strongest method."""
        return METHODS.index(self.method)


#: The ids that names of a claim may mean as JSON, written out, for a SELECT over ``claim``.
MEANT = (
    "CASE claim.ids WHEN '=' THEN json_array(iif(claim.backwards OR claim.object IS NULL, claim.subject, claim.object))"
    " ELSE claim.ids END"
)

_OPEN = """
SELECT claim.id, source.id, line, col, subject, predicate, object, value, qualifiers, method, rule, backwards, by_name,
  ids, CASE method WHEN 'harvested' THEN quote ELSE '' END
FROM claim JOIN source ON source.id = claim.source WHERE claim.closed IS NULL
ORDER BY source.layer, source.path, line, col, claim.id
"""


def open_claims(connection: sqlite3.Connection) -> list[Said]:
    """Every claim that still stands, in reading order. A text that several claims share is kept once."""
    select = "SELECT id, path, layer FROM source"
    places = {number: (path, layer) for number, path, layer in connection.execute(select)}
    once: dict[Any, Any] = {}
    same, new = once.setdefault, tuple.__new__  # as Said(…), without a call in Python for each
    return [
        new(
            Said,
            (
                id_,
                places[source][0],
                line,
                col,
                same(subject, subject),
                same(predicate, predicate),
                same(object_, object_),
                value if value is None or len(value) > 40 else same(value, value),
                same(qualifiers, qualifiers),
                same(method, method),
                same(rule, rule),
                backwards,
                by_name,
                same(ids, ids),
                quote,
                places[source][1],
            ),
        )
        for id_, source, line, col, subject, predicate, object_, value, qualifiers, method, rule, backwards, by_name, ids, quote in (
            connection.execute(_OPEN)
        )
    ]


def places_of(connection: sqlite3.Connection, ids: list[int]) -> dict[int, tuple[str, str]]:
    """Pointer and quote of some claims, by number."""
    select = "SELECT id, pointer, quote FROM claim WHERE id IN (SELECT value FROM json_each(?))"
    return {id_: (pointer, quote) for id_, pointer, quote in connection.execute(select, (json.dumps(ids),))}
