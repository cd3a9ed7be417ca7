"""The durable store: one SQLite file, read frontier by frontier. Implements ``queries.graph.Graph``."""

import json
import os
from collections.abc import Collection, Iterable, Iterator
from typing import TYPE_CHECKING, Any

from kb.ledger.lookup import KEPT, LEVELS, LIKE, MOST_COMPARED, NAME, closeness, keys_for, likeness
from kb.store.base import Store
from kb.store.file import check_whole, open_for_reading, translated
from ontology.claim import Claim
from ontology.names import folded
from ontology.source import Source
from ontology.text import clean
from ontology.vocabulary import Vocabulary
from queries.graph import Edge, Found, Held, Node
from queries.observed import fitting_at

if TYPE_CHECKING:
    from kb.store.kept import KeptLineage
    from ontology.problem import Problem
    from queries.indexed import LineageIndex
    from queries.life import Statement
    from queries.moment import Moment

_NODE = (
    "node.id, title, kind, defined, tier, status, introduced, born_first, born_last, retired, retired_first,"
    " retired_last, retired_text"
)
_EDGE = (
    "edge.key, relation, s.id, o.id, strength, start_first, start_last, ends, end_first, end_last, method, detail"
    " FROM edge JOIN node s ON s.nid = edge.subject JOIN node o ON o.nid = edge.object"
)
_CLAIM = (
    "claim.subject, claim.predicate, source.path, claim.line, claim.col, claim.pointer, claim.quote, claim.revision,"
    " claim.object, claim.value, claim.qualifiers, claim.method, claim.rule, claim.backwards, claim.by_name"
)
_LIST = "(SELECT value FROM json_each(?))"
#: Reads JSON that was written here, several times as fast as ``json.loads``: there is no blank around it to look for.
_read = json.JSONDecoder().raw_decode


class SqliteGraph:
    """A catalogue file, opened for reading. Close it, or use it in a ``with`` block."""

    def __init__(self, path: str, called: str = "") -> None:
        """Open ``path``. Raises ``CatalogueError`` where it is missing, no catalogue, or too new."""
        self.path = path
        self.called = called or os.path.splitext(os.path.basename(path))[0]
        self._connection = open_for_reading(path)
        self._vocabulary: Vocabulary | None = None
        self._past: dict[str, tuple[SqliteGraph, str]] = {}
        self._kept: KeptLineage | None = None
        self._edges_read = 0

    def close(self) -> None:
        """Give the file back."""
        for graph, _ in self._past.values():
            graph.close()
        self._connection.close()

    def as_seen(self, wanted: str) -> "tuple[SqliteGraph, str]":
        """The catalogue as it was at a date, tag or commit, and what to call that moment; it is closed with this one.

        Raises ``BadQuestion`` for a moment that nobody knows.
        """
        from kb.store.seen import as_seen  # most questions are about the present

        if wanted not in self._past:
            view, seen = as_seen(self.path, wanted)
            self._past[wanted] = (SqliteGraph(view, f"{self.called}@{wanted}"), seen.text)
        return self._past[wanted]

    def check(self) -> None:
        """Raise ``CatalogueError`` where the file is not what was written; reads all of it."""
        check_whole(self.path, self._connection)

    def __enter__(self) -> "SqliteGraph":
        return self

    def __exit__(self, *args: object) -> None:
        self.close()

    def _rows(self, sql: str, *values: object) -> list[Any]:
        try:
            return self._connection.execute(sql, values).fetchall()
        except Exception:
            with translated(self.path):
                raise

    def stream(self, sql: str) -> Iterator[Any]:
        """The rows of a statement, one after another, for what goes through a whole catalogue."""
        with translated(self.path):
            # Not "yield from": who stops early would close a cursor of a file that may be closed already.
            for row in self._connection.execute(sql):  # noqa: UP028
                yield row

    @property
    def vocabulary(self) -> Vocabulary:
        """What the words of this catalogue mean, as they were when it was loaded."""
        if self._vocabulary is None:
            words = self._meta("vocabulary")
            self._vocabulary = Vocabulary.from_data(json.loads(words)) if words else Vocabulary()
        return self._vocabulary

    @property
    def lies_over(self) -> str:
        """What the catalogue below is called; empty where there is none."""
        state = self._meta("over")
        return str(json.loads(state)["label"]) if state else ""

    @property
    def stale(self) -> str:
        """What to say of a catalogue below that has changed since it was taken in; empty where there is nothing to say."""
        state = self._meta("over")
        if not state:
            return ""
        from kb.layers import stale  # only where there are layers

        return stale(state)

    def _meta(self, key: str) -> str:
        rows = self._rows("SELECT value FROM meta WHERE key = ?", key)
        return str(rows[0][0]) if rows else ""

    def find(self, name: str) -> Found:
        """The nodes that a name means; defined nodes come before those known only from references."""
        if name != name.strip() and (exact := self.nodes([name])):  # some catalogues tell ids by a blank at the end
            return Found(name, tuple(exact.values()), LEVELS[0])
        wanted = [f"{level}{kept}{key}" for level, key in keys_for(name.strip()) if key for kept in KEPT[level]]
        # CROSS JOIN keeps SQLite from walking all names of a level instead of looking each key up.
        rows = self._rows(
            "SELECT CAST(substr(wanted.value, 1, 1) AS INTEGER) AS asked, name.rule,"
            f" {_NODE} FROM json_each(?) AS wanted CROSS JOIN name"
            " ON name.level = CAST(substr(wanted.value, 2, 1) AS INTEGER) AND name.key = substr(wanted.value, 3)"
            " JOIN node ON node.nid = name.node ORDER BY asked, node.id",
            json.dumps(wanted),
        )
        if rows:
            best = min(closeness(row[0], bool(row[5])) for row in rows)
            here = {row[2]: row for row in reversed(rows) if closeness(row[0], bool(row[5])) == best}
            nodes = tuple(_node(here[id_][2:]) for id_ in sorted(here))
            level, rule = here[nodes[0].id][:2]
            return Found(name, nodes, rule if level == NAME else LEVELS[level])
        return Found(name, (), "", self._near(name))

    def _near(self, name: str) -> tuple[Node, ...]:
        """The nearest names by spelling: all of a small catalogue, of a large one a shortlist, ranked by likeness."""
        rows = self._rows(f"SELECT DISTINCT key, node FROM name WHERE level < 2 LIMIT {MOST_COMPARED + 1}")
        if len(rows) > MOST_COMPARED:
            from kb.ledger.spelling import trigrams  # only for a misspelt name

            query = trigrams(folded(name))
            found = "SELECT name, node FROM spelling WHERE spelling MATCH ? ORDER BY rank LIMIT 50"
            rows = self._rows(found, query) if query else []
        scored: dict[int, float] = {}
        for text, number in rows:
            if (alike := likeness(name, text)) >= LIKE:
                scored[number] = max(alike, scored.get(number, 0.0))
        best = sorted(scored, key=lambda number: (-scored[number], number))[:5]
        found_nodes = self._rows(f"SELECT nid, {_NODE} FROM node WHERE nid IN {_LIST}", json.dumps(best))
        by_number = {row[0]: _node(row[1:]) for row in found_nodes}
        return tuple(sorted((by_number[number] for number in best), key=lambda node: not node.defined))

    def nodes(self, ids: Iterable[str]) -> dict[str, Node]:
        """The nodes with these ids, by id."""
        wanted = set(ids)
        if not wanted:
            return {}
        rows = self._rows(f"SELECT {_NODE} FROM node WHERE id {_is(wanted)} ORDER BY id", _given(wanted))
        return {row[0]: _node(row) for row in rows}

    def select(self, where: Collection[tuple[str, str]] = (), day: int | None = None) -> Iterator[Node]:
        """All nodes with these property values, on a day or now, by id. ``id`` and ``defined`` (yes, no) count as properties."""
        conditions, values, held = [], [], []
        states = "= 'chosen'" if day is None else "IN ('chosen', 'earlier', 'other')"
        for name, value in where:
            if name == "defined":
                conditions.append("defined = ?")
                values.append("1" if value.casefold() in ("yes", "true", "1") else "0")
            elif name in ("id", "kind"):
                conditions.append(f"{name} = ?")
                values.append(clean(value))
            else:
                conditions.append(f"nid IN (SELECT node FROM property WHERE name = ? AND word = ? AND state {states})")
                held.append((name, clean(value)))
                values += [name, clean(value).casefold()[:200]]
        clause = " WHERE " + " AND ".join(conditions) if conditions else ""
        rows = self._rows(f"SELECT {_NODE} FROM node{clause} ORDER BY id", *values)
        if day is not None and held:
            names = {name for name, _ in held}
            many = {name for name in names if self.vocabulary.property(name).holds != "one"}
            then = fitting_at(self.properties([row[0] for row in rows], names), held, many, day)
            rows = [row for row in rows if row[0] in then]
        yield from map(_node, rows)

    def edges(self, frontier: Collection[str], relations: Collection[str], direction: str) -> list[Edge]:
        """Edges of a frontier, by key; each once."""
        ids, names = set(frontier), set(relations)
        if not ids or not names:
            return []
        # One relation is looked up with the node; of several the node's edges are gone through.
        plus = "+" if len(names) > 1 else ""
        sides = {"out": ("subject",), "in": ("object",), "both": ("subject", "object")}[direction]
        found: dict[int, Edge] = {}
        for side in sides:
            rows = self._rows(
                f"SELECT {_EDGE} WHERE edge.{side} {'=' if len(ids) == 1 else 'IN'} (SELECT nid FROM node WHERE id {_is(ids)})"
                f" AND {plus}relation {_is(names)} ORDER BY edge.key",
                _given(ids),
                _given(names),
            )
            self._edges_read += len(rows)
            if len(sides) == 1:
                return list(map(_edge, rows))
            found.update((row[0], _edge(row)) for row in rows)
        return [found[key] for key in sorted(found)]

    def kept(self, relations: tuple[str, ...]) -> "LineageIndex | None":
        """All edges of these relations in memory, once questions have read about as many edges as there are."""
        if not self._edges_read:
            return None
        if self._kept is None:
            from kb.store.kept import KeptLineage  # a single question needs none

            self._kept = KeptLineage(self._rows, _node, _NODE)
        return self._kept.index(relations, self._edges_read)

    def properties(self, ids: Collection[str], names: Collection[str] = ()) -> list[Held]:
        """Values of these nodes with who says so: by node, property, and chosen first."""
        nodes, wanted = set(ids), set(names)
        if not nodes:
            return []
        # Of many names a look at all values of a node is faster than a look for each.
        plus = "+" if len(wanted) > 3 else ""
        only = f" AND {plus}property.name {_is(wanted)}" if wanted else ""
        rows = self._rows(
            f"SELECT node.id, property.name, property.value, property.state, property.why, {_CLAIM}"
            " FROM property JOIN node ON node.nid = property.node JOIN claim ON claim.id = property.claim"
            f" JOIN source ON source.id = claim.source WHERE node.id {_is(nodes)}{only}"
            " ORDER BY node.id, property.name, property.place",
            _given(nodes),
            *([_given(wanted)] if wanted else []),
        )
        return [Held(row[0], row[1], _read(row[2])[0], row[3], _claim(row[5:]), row[4]) for row in rows]

    def claims(self, edges: Collection[Edge]) -> dict[int, tuple[Claim, ...]]:
        """Who says each edge, strongest first."""
        keys = {edge.key for edge in edges}
        if not keys:
            return {}
        rows = self._rows(
            f"SELECT edge_claim.edge, {_CLAIM} FROM edge_claim JOIN claim ON claim.id = edge_claim.claim"
            f" JOIN source ON source.id = claim.source WHERE edge_claim.edge {_is(keys)}"
            " ORDER BY edge_claim.edge, edge_claim.place",
            _given(keys),
        )
        found: dict[int, list[Claim]] = {}
        for row in rows:
            found.setdefault(row[0], []).append(_claim(row[1:]))
        return {key: tuple(claims) for key, claims in found.items()}

    def said(self, names: Collection[str]) -> "list[Statement]":
        """Every statement, open or ended, that names one of these as they are or but for case and hyphens."""
        from kb.store.remembered import said  # only for kb history

        return said(self._rows, names, _CLAIM, _claim)

    def statements(self) -> "Iterator[tuple[int, set[str], Statement, bool]]":
        """Every statement: a number that stays its own, the folded names that it speaks of, and whether no layer says it."""
        from kb.store.remembered import statements  # only for a push

        return statements(self._rows, _CLAIM, _claim)

    def spoken(self) -> "Iterator[tuple[str, Claim]]":
        """Everything that the sources of this catalogue say now, with their paths, in reading order."""
        from kb.store.remembered import spoken  # only for an export

        return spoken(self.stream, _CLAIM, _claim)

    def unspoken(self) -> list[str]:
        """What the claims of today leave out of the record, in words."""
        from kb.store.remembered import unspoken  # only for an export

        return unspoken(self._rows, self.lies_over)

    @property
    def own_words(self) -> dict[str, Any]:
        """The words that this catalogue adds to the built-in ones, as data."""
        words: dict[str, Any] = json.loads(self._meta("own-vocabulary") or "{}")
        return {name: value for name, value in words.items() if value}

    def names(self, ids: Collection[str]) -> list[tuple[str, str, str, str]]:
        """Every name of these nodes: (id, name, rule, since), id first, then title, then the others as written."""
        rows = self._rows(
            "SELECT node.id, name.key, name.rule, name.since FROM name JOIN node ON node.nid = name.node"
            f" WHERE node.id IN {_LIST} AND level < 2 ORDER BY node.id, instr('id title alias', name.rule) = 0,"
            " instr('id title alias', name.rule), name.since, name.key",
            json.dumps(sorted(set(ids))),
        )
        return [tuple(row) for row in rows]

    def property_names(self) -> list[str]:
        """Every property that some node holds, by name."""
        return [row[0] for row in self._rows("SELECT DISTINCT name FROM property ORDER BY name")]

    def search(self, text: str, limit: int) -> tuple[list[tuple[Node, str]], int]:
        """Nodes whose names or summary fit, best first; where none does, those with words that are spelt alike."""
        from kb.store.text import TextSearch  # few questions are searches

        background = [kind.name for kind in self.vocabulary.kinds.values() if kind.background]
        searching = TextSearch(self._rows, _node, _NODE)
        found, total = searching.search(text, self.find(text.replace('"', "")), background, limit)
        return list(found.values()), total

    def tally(self, at: "Moment | None" = None) -> dict[str, Any]:
        """Counts over the whole catalogue, at a moment."""
        from kb.store.tally import tally  # only for kb stats

        return tally(self._rows, at)

    def problems(self) -> "list[Problem]":
        """Everything that loaders and settling found wrong, by place."""
        from ontology.problem import Problem  # no question needs it

        columns = "path, rule, line, col, pointer, quote, message, hint"
        rows = self._rows(
            f"SELECT {columns} FROM problem UNION SELECT {columns} FROM finding ORDER BY path, line, col, rule, message"
        )
        return [Problem(row[1], row[6], Source(row[0], row[2], row[3], row[4], row[5]), row[7]) for row in rows]


def _is(values: Collection[object]) -> str:
    """How a column is compared with some values, which ``_given`` hands over: SQLite finds a single one sooner."""
    return "= ?" if len(values) == 1 else f"IN {_LIST}"


def _given(values: Collection[str] | Collection[int]) -> str | int | None:
    if len(values) > 1:
        return json.dumps(sorted(values))
    (one,) = values
    # A text that is no Unicode (an argument of other bytes) is in no file: NULL equals nothing.
    return one if isinstance(one, int) or one.isascii() or _encodes(one) else None


def _encodes(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _node(row: Any) -> Node:
    id_, title, kind, defined, tier, status, introduced, *rest = row
    born, gone = (rest[0], rest[1]), (rest[3], rest[4])
    return Node(id_, title, kind, bool(defined), tier, status, introduced, born, rest[2], gone, rest[5])


def _edge(row: Any) -> Edge:
    end = (row[8], row[9]) if row[7] else None
    return Edge(row[0], row[1], row[2], row[3], row[4], (row[5], row[6]), end, row[10], row[11])


def _claim(row: Any) -> Claim:
    value = _read(row[9])[0] if row[9] is not None else None
    source, said = Source._make(row[2:8]), _read(row[10])[0]
    # The fields in their order, without names: every answer is made of dozens of claims.
    return Claim._make(
        (row[0], row[1], source, row[8], value, said, row[11], row[12], row[13] == 1, (), row[14] == 1, ())
    )


#: mypy holds the store to the protocol here.
_IS_A_STORE: type[Store] = SqliteGraph
