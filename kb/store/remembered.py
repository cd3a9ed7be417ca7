"""What a catalogue file remembers of its sources' earlier statements, for ``kb history``."""

import json
from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Any

from kb.ledger.said import MEANT
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
) -> Iterator[tuple[int, set[str], Statement, bool]]:
    """Every statement, whole, with its number in the record, the folded names that it speaks of, and whether it is the
    catalogue's own rather than one of what it lies over; some thousands at a time.
    """
    last = -1
    while found := rows(
        f"SELECT claim.id, claim.subject, claim.object, {MEANT}, source.layer, began.seen, began.id, coalesce(ended.seen, ''),"
        f" coalesce(ended.id, 0), began.revision, coalesce(ended.revision, ''), {columns} FROM claim"
        " JOIN source ON source.id = claim.source JOIN load AS began ON began.id = claim.opened"
        " LEFT JOIN load AS ended ON ended.id = claim.closed WHERE claim.id > ? ORDER BY claim.id LIMIT 5000",
        last,
    ):
        for number, subject, object_, ids, layer, *row in found:
            about = {folded(subject), *_ids(ids)} | ({folded(object_)} if object_ is not None else set())
            yield number, about, Statement(_whole(claim(row[6:]), ids), *row[:6]), not layer
        last = found[-1][0]


def spoken(
    stream: Callable[[str], Iterable[Any]], columns: str, claim: Callable[[Any], Claim]
) -> Iterator[tuple[str, Claim]]:
    """Every open claim of the catalogue itself with its source's path, whole, source by source in reading order."""
    for path, ids, *row in stream(
        f"SELECT source.path, {MEANT}, {columns} FROM claim JOIN source ON source.id = claim.source"
        " WHERE source.layer = '' AND claim.closed IS NULL ORDER BY source.path, claim.line, claim.col, claim.id"
    ):
        yield path, _whole(claim(row), ids)


def _whole(claim: Claim, ids: str) -> Claim:
    """A claim with what its names may mean, as ``MEANT`` gives that."""
    meant = json.loads(ids) if ids else []
    of_subject, of_object = meant if meant and isinstance(meant[0], list) else ([], meant)
    return claim._replace(ids=tuple(of_object), subject_ids=tuple(of_subject))


def unspoken(rows: Callable[..., list[Any]], lies_over: str) -> list[str]:
    """What the record holds beside the open claims of the catalogue itself."""
    from exports.table_text import counted

    ended = rows(
        "SELECT count(*) FROM claim JOIN source ON source.id = claim.source WHERE closed IS NOT NULL AND layer = ''"
    )
    loads = rows("SELECT count(*) FROM load WHERE layer = ''")
    found = rows("SELECT count(*) FROM problem")
    told = [
        (
            ended[0][0],
            f"{counted(ended[0][0], 'statement')} that ended (--as-seen goes back no further in what is loaded from it)",
        ),
        (loads[0][0] - 1, f"{counted(loads[0][0] - 1, 'earlier load')} on the catalogue's own clock"),
        (found[0][0], f"{counted(found[0][0], 'finding')} about the sources' own form"),
        (bool(lies_over), f"what {lies_over} says, which this catalogue lies over: load it with --over"),
    ]
    return [text for number, text in told if number > 0]


def _ids(text: str) -> set[str]:
    """The folded ids that names may mean: a list, or one for the subject and one for the object."""
    parts = json.loads(text) if text.startswith("[") else []  # the sign of a name that means itself adds nothing
    flat = [id_ for part in parts for id_ in (part if isinstance(part, list) else [part])]
    return {folded(id_) for id_ in flat if id_}
