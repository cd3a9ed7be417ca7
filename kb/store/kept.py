"""Which lineage an open catalogue file keeps in memory: once questions have read about as much as there is (decision 0017)."""

import json
from collections.abc import Callable
from typing import Any

from queries.graph import Edge, Node
from queries.indexed import LineageIndex

#: Lineages of more edges than this stay in the file; one of this size takes about 200 MB.
MOST_EDGES = 200_000
#: An index is made once the edges that questions read are this part of those that it would hold.
PART_READ = 4
#: Different sets of relations that are asked for by turns.
MOST_KEPT = 4


class KeptLineage:
    """The indexes of one file that is open. They are dropped when somebody else writes to it."""

    def __init__(self, rows: Callable[..., list[Any]], node: Callable[[Any], Node], columns: str) -> None:
        """``rows`` runs a statement; ``node`` reads a row of ``columns``."""
        self._rows, self._node, self._columns = rows, node, columns
        self._version = -1
        self._kept: dict[tuple[str, ...], LineageIndex | None] = {}
        self._before = 0

    def index(self, relations: tuple[str, ...], read: int) -> LineageIndex | None:
        """The edges of these relations, where it has come to pay; None where it has not, or there are too many.

        ``read`` says how many edges questions were given since the file was opened.
        """
        version = self._rows("PRAGMA data_version")[0][0]
        if version != self._version:
            self._kept.clear()
            self._before, self._version = (read if self._version != -1 else 0), version
        if relations in self._kept:
            return self._kept[relations]
        edges = self._rows("SELECT coalesce(max(key), 0) FROM edge")[0][0]  # at least as many as there are
        if (read - self._before) * PART_READ < edges:
            return None
        if len(self._kept) == MOST_KEPT:
            del self._kept[next(iter(self._kept))]
        self._kept[relations] = self._made(json.dumps(relations))
        return self._kept[relations]

    def _made(self, relations: str) -> LineageIndex | None:
        these = "FROM edge WHERE relation IN (SELECT value FROM json_each(?))"
        if self._rows(f"SELECT count(*) FROM (SELECT 1 {these} LIMIT {MOST_EDGES + 1})", relations)[0][0] > MOST_EDGES:
            return None
        ends = f"SELECT subject {these} UNION SELECT object {these}"
        rows = self._rows(f"SELECT nid, {self._columns} FROM node WHERE nid IN ({ends})", relations, relations)
        nodes = {row[0]: self._node(row[1:]) for row in rows}
        rows = self._rows(
            "SELECT key, relation, subject, object, strength, start_first, start_last, ends, end_first, end_last,"
            f" method, detail {these}",
            relations,
        )
        edges = []
        for row in rows:
            key, relation, subject, object_, strength, first, last, ends, *end, method, detail = row
            ended = (end[0], end[1]) if ends else None
            new, old = nodes[subject].id, nodes[object_].id
            edges.append(Edge(key, relation, new, old, strength, (first, last), ended, method, detail))
        return LineageIndex(nodes.values(), edges)
