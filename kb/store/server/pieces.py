"""What a catalogue is made of on a server: entries, the edges between them, and every statement of its sources.

Each sort of piece is read from a graph, told apart by a digest, sent and taken away in the same way; ``push`` knows no
more of them than that.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from kb.store.server.layout import BUCKETS, Arc, Entry, arc, bucket_of, entry, statement, type_of
from kb.store.server.link import Link
from queries.chunks import chunks
from queries.graph import Graph

if TYPE_CHECKING:
    from neo4j import ManagedTransaction

T = TypeVar("T")

#: So many pieces are read at a time.
BATCH = 1_000


class Piece(NamedTuple):
    """One piece. ``key`` tells it from the others of its sort; ``whole`` is what is sent."""

    key: Any
    bucket: int
    digest: int
    whole: Any


class Sort(NamedTuple):
    """One sort of piece, and what is done with it; sorts are sent in order, and taken away in reverse."""

    name: str
    read: Callable[[Graph, Sequence[str]], Iterator[list[Piece]]]
    """Pieces of a graph with these ids, some at a time."""
    there: Callable[[Link, str, list[int] | None], dict[Any, int]]
    """Digests by key, as the server has them, of some buckets or of all."""
    send: Callable[["ManagedTransaction", str, list[Any], bool], None]
    """Puts pieces there; the last word says that none of them was there before."""
    remove: Callable[["ManagedTransaction", str, list[Any]], None]


def run(transaction: "ManagedTransaction", text: str, **values: Any) -> int:
    """Run a statement inside a transaction; the number in its first row, if it gives one."""
    record = transaction.run(text, values).single()
    return int(record.value()) if record else 0


def _where(buckets: list[int] | None) -> str:
    return "n.bucket >= 0" if buckets is None else "n.bucket IN $buckets"


# ---- entries


def _read_entries(graph: Graph, ids: Sequence[str]) -> Iterator[list[Piece]]:
    words = graph.vocabulary
    for chunk in chunks(ids, BATCH):
        held: dict[str, list[Any]] = {}
        for one in graph.properties(chunk):
            held.setdefault(one.node, []).append(one)
        called: dict[str, list[tuple[str, str, str]]] = {}
        for id_, *row in graph.names(chunk):
            called.setdefault(id_, []).append((row[0], row[1], row[2]))
        made = [entry(node, held.get(id_, ()), called.get(id_, ()), words) for id_, node in graph.nodes(chunk).items()]
        yield [Piece(one.id, bucket_of(one.id), one.digest, one) for one in made]


def _entries_there(link: Link, name: str, buckets: list[int] | None) -> dict[Any, int]:
    text = f"MATCH (n:KbNode {{catalogue: $name}}) WHERE {_where(buckets)} RETURN n.id, n.digest"
    return {row[0]: row[1] for row in link.read(text, name=name, buckets=buckets)}


def _send_entries(tx: "ManagedTransaction", name: str, entries: list[Entry], fresh: bool) -> None:
    ids = [one.id for one in entries]
    for way in () if fresh else ("(n)<-[old:KB_MEANS]-(:KbKey)", "(n)-[old:KB_SAYS]->(:KbWord)"):
        text = f"UNWIND $ids AS id MATCH (n:KbNode {{catalogue: $name, id: id}}) MATCH {way} DELETE old"
        run(tx, text, name=name, ids=ids)
    run(
        tx,
        "UNWIND $rows AS row MERGE (n:KbNode {catalogue: $name, id: row.id})"
        " SET n = row.properties, n.catalogue = $name, n.id = row.id",
        name=name,
        rows=[{"id": one.id, "properties": one.properties} for one in entries],
    )
    run(
        tx,
        "UNWIND $rows AS row MERGE (k:KbKey {catalogue: $name, key: row[1]}) WITH k, row"
        " MATCH (n:KbNode {catalogue: $name, id: row[0]}) CREATE (k)-[:KB_MEANS {rule: row[2]}]->(n)",
        name=name,
        rows=[[one.id, key, rule] for one in entries for key, rule in one.keys],
    )
    run(
        tx,
        "UNWIND $rows AS row MERGE (w:KbWord {catalogue: $name, word: row[1]}) WITH w, row"
        " MATCH (n:KbNode {catalogue: $name, id: row[0]}) CREATE (n)-[:KB_SAYS {now: row[2]}]->(w)",
        name=name,
        rows=[[one.id, word, now] for one in entries for word, now in one.words],
    )


def _remove_entries(tx: "ManagedTransaction", name: str, ids: list[Any]) -> None:
    run(tx, "UNWIND $ids AS id MATCH (n:KbNode {catalogue: $name, id: id}) DETACH DELETE n", name=name, ids=ids)


# ---- edges


def _read_arcs(graph: Graph, ids: Sequence[str]) -> Iterator[list[Piece]]:
    relations = tuple(graph.vocabulary.relations)
    for chunk in chunks(ids, BATCH):
        edges = graph.edges(chunk, relations, "out")
        claims = graph.claims(edges)
        made = [arc(edge, claims.get(edge.key, ())) for edge in edges]
        yield [Piece(one[:3], bucket_of(one.subject), one.digest, one) for one in made]


def _arcs_there(link: Link, name: str, buckets: list[int] | None) -> dict[Any, int]:
    rows = link.read(
        f"MATCH (n:KbNode {{catalogue: $name}}) WHERE {_where(buckets)} MATCH (n)-[r]->(far:KbNode)"
        " RETURN r.relation, n.id, far.id, r.digest",
        name=name,
        buckets=buckets,
    )
    return {(row[0], row[1], row[2]): row[3] for row in rows}


def _send_arcs(tx: "ManagedTransaction", name: str, arcs: list[Arc], fresh: bool) -> None:
    del fresh  # merged, an edge is there once in any case
    for type_, of_type in _by_type(arcs).items():
        run(
            tx,
            "UNWIND $rows AS row MATCH (s:KbNode {catalogue: $name, id: row[1]}) WITH s, row"
            " MATCH (o:KbNode {catalogue: $name, id: row[2]}) WITH s, o, row"
            f" MERGE (s)-[r:{type_} {{relation: row[0]}}]->(o) SET r = row[3]",
            name=name,
            rows=[list(one[:4]) for one in of_type],
        )


def _remove_arcs(tx: "ManagedTransaction", name: str, keys: list[Any]) -> None:
    for type_, of_type in _by_type(keys).items():
        run(
            tx,
            "UNWIND $rows AS row MATCH (s:KbNode {catalogue: $name, id: row[1]})"
            f" MATCH (s)-[r:{type_}]->(o:KbNode) WHERE r.relation = row[0] AND o.id = row[2] DELETE r",
            name=name,
            rows=[list(one) for one in of_type],
        )


def _by_type(items: Iterable[T]) -> dict[str, list[T]]:
    """Edges, or their keys, by the type of the relation that they begin with."""
    found: dict[str, list[T]] = {}
    for one in items:
        found.setdefault(type_of(one[0]), []).append(one)  # type: ignore[index]  # an Arc or its first three fields
    return found


# ---- statements


def _read_statements(graph: Graph, ids: Sequence[str]) -> Iterator[list[Piece]]:
    """All of a graph that remembers them, whatever entry they are about; none of another."""
    del ids
    for chunk in chunks(graph.statements() if hasattr(graph, "statements") else (), BATCH):
        made = [statement(*one) for one in chunk]
        yield [Piece(one.key, one.key % BUCKETS, one.digest, one) for one in made]


def _statements_there(link: Link, name: str, buckets: list[int] | None) -> dict[Any, int]:
    text = f"MATCH (n:KbStatement {{catalogue: $name}}) WHERE {_where(buckets)} RETURN n.key, n.digest"
    return {row[0]: row[1] for row in link.read(text, name=name, buckets=buckets)}


def _send_statements(tx: "ManagedTransaction", name: str, statements: list[Any], fresh: bool) -> None:
    if not fresh:
        text = "UNWIND $keys AS key MATCH (n:KbStatement {catalogue: $name, key: key})-[old:KB_NAMES]->(:KbSaid) DELETE old"
        run(tx, text, name=name, keys=[one.key for one in statements])
    run(
        tx,
        "UNWIND $rows AS row MERGE (n:KbStatement {catalogue: $name, key: row[0]})"
        " SET n.data = row[1], n.digest = row[2], n.bucket = row[3]",
        name=name,
        rows=[[one.key, one.data, one.digest, one.key % BUCKETS] for one in statements],
    )
    run(
        tx,
        "UNWIND $rows AS row MERGE (x:KbSaid {catalogue: $name, name: row[1]}) WITH x, row"
        " MATCH (n:KbStatement {catalogue: $name, key: row[0]}) CREATE (n)-[:KB_NAMES]->(x)",
        name=name,
        rows=[[one.key, about] for one in statements for about in one.about],
    )


def _remove_statements(tx: "ManagedTransaction", name: str, keys: list[Any]) -> None:
    text = "UNWIND $keys AS key MATCH (n:KbStatement {catalogue: $name, key: key}) DETACH DELETE n"
    run(tx, text, name=name, keys=keys)


SORTS = (
    Sort("entries", _read_entries, _entries_there, _send_entries, _remove_entries),
    Sort("edges", _read_arcs, _arcs_there, _send_arcs, _remove_arcs),
    Sort("statements", _read_statements, _statements_there, _send_statements, _remove_statements),
)

#: What may be left over when pieces go: a label, its key, and the relationship without which it is of no use.
LEFT_OVER = (("KbKey", "key", "KB_MEANS"), ("KbWord", "word", "KB_SAYS"), ("KbSaid", "name", "KB_NAMES"))

#: Every label that belongs to a catalogue, with what is looked up by.
LABELS = (("KbNode", "id"), ("KbStatement", "key"), *(one[:2] for one in LEFT_OVER))
