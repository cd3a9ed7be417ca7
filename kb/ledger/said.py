"""A claim as the ledger handles it: one row of the record, by number."""

import json
from typing import Any, NamedTuple

from ontology.claim import METHODS


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
    pointer: str
    quote: str
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
        text = self.ids
        simple = text.count('"') == 2 and "\\" not in text  # most names mean one id
        found: list[Any] = [text[2:-2]] if simple else json.loads(text)
        if isinstance(found[0], list):
            return found[0], found[1]
        return (found, []) if self.backwards or self.object is None else ([], found)

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


#: The columns of ``Said``, for a SELECT over ``claim`` joined with ``source``.
COLUMNS = (
    "claim.id, source.path, claim.line, claim.col, claim.subject, claim.predicate, claim.object, claim.value,"
    " claim.qualifiers, claim.method, claim.rule, claim.backwards, claim.by_name, claim.ids, claim.pointer, claim.quote,"
    " source.layer"
)
