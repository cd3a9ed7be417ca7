"""What a catalogue file remembers of its sources' earlier statements, for ``kb history``."""

import json
from collections.abc import Callable, Collection, Iterator
from typing import Any

from ontology.claim import Claim
from ontology.names import folded
from queries.life import Statement


def said(
    rows: Callable[..., list[Any]], names: Collection[str], columns: str, claim: Callable[[Any], Claim]
) -> list[Statement]:
    """Every statement, open or ended, whose subject, object or meant id is one of some names.

    ``rows`` runs one SQL statement; ``columns`` and ``claim`` are how the store reads a claim. All claims are gone
    through once: history is asked for rarely, and an index over them would cost every load.
    """
    wanted = {folded(name) for name in names}
    texts = rows("SELECT subject FROM claim UNION SELECT object FROM claim WHERE object IS NOT NULL")
    fitting = json.dumps([text for (text,) in texts if folded(text) in wanted])
    meant = [row[0] for row in rows("SELECT DISTINCT ids FROM claim WHERE ids LIKE '[%'") if wanted & _ids(row[0])]
    found = rows(
        f"SELECT began.seen, began.id, coalesce(ended.seen, ''), coalesce(ended.id, 0), began.revision,"
        f" coalesce(ended.revision, ''), {columns} FROM claim JOIN source ON source.id = claim.source"
        " JOIN load AS began ON began.id = claim.opened LEFT JOIN load AS ended ON ended.id = claim.closed"
        " WHERE subject IN (SELECT value FROM json_each(?)) OR object IN (SELECT value FROM json_each(?))"
        " OR ids IN (SELECT value FROM json_each(?)) ORDER BY source.path, claim.line, claim.col, claim.id",
        fitting,
        fitting,
        json.dumps(meant),
    )
    return [Statement(claim(row[6:]), *row[:6]) for row in found]


def statements(
    rows: Callable[..., list[Any]], columns: str, claim: Callable[[Any], Claim]
) -> Iterator[tuple[int, set[str], Statement]]:
    """Every statement with its number in the record and the folded names that it speaks of, some thousands at a time."""
    last = -1
    while found := rows(
        f"SELECT claim.id, claim.subject, claim.object, claim.ids, began.seen, began.id, coalesce(ended.seen, ''),"
        f" coalesce(ended.id, 0), began.revision, coalesce(ended.revision, ''), {columns} FROM claim"
        " JOIN source ON source.id = claim.source JOIN load AS began ON began.id = claim.opened"
        " LEFT JOIN load AS ended ON ended.id = claim.closed WHERE claim.id > ? ORDER BY claim.id LIMIT 5000",
        last,
    ):
        for number, subject, object_, ids, *row in found:
            about = {folded(subject), *_ids(ids)} | ({folded(object_)} if object_ is not None else set())
            yield number, about, Statement(claim(row[6:]), *row[:6])
        last = found[-1][0]


def _ids(text: str) -> set[str]:
    """The folded ids that names may mean: a list, or one for the subject and one for the object."""
    parts = json.loads(text) if text else []
    flat = [id_ for part in parts for id_ in (part if isinstance(part, list) else [part])]
    return {folded(id_) for id_ in flat if id_}
