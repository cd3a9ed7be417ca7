"""Settles a catalogue again from its claims, in another order of preference if one is given."""

import os

from kb.errors import CatalogueError
from kb.intake import whole_vocabulary
from kb.ledger import preferences
from kb.ledger.settle import meta, settle
from kb.store.file import close_after_writing, open_for_writing, translated


def settle_again(kb: str, prefer: str | None = None) -> tuple[str, ...]:
    """Make the graph of ``kb`` anew and give the order of criteria that chose among disputed values.

    ``prefer`` is kept in the file for later loads. Raises ``CatalogueError`` for a criterion that does not exist.
    """
    if kb == "bundled":
        raise CatalogueError("the bundled catalogue cannot be changed; load your own pages into a file")
    if not os.path.isfile(kb):
        raise CatalogueError(f"there is no catalogue at {kb}; make one with: kb load SOURCE --kb {kb}")
    wanted = preferences.order(prefer) if prefer is not None else None
    with translated(kb):
        connection = open_for_writing(kb)
        try:
            connection.execute("BEGIN IMMEDIATE")
            if wanted is not None:
                connection.execute("INSERT OR REPLACE INTO meta VALUES('prefer', ?)", (",".join(wanted),))
            settle(connection, whole_vocabulary(connection))
            kept = meta(connection, "prefer")
            connection.execute("COMMIT")
        finally:
            close_after_writing(connection)
    return tuple(kept.split(",")) if kept else preferences.DEFAULT
