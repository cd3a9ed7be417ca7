"""How a catalogue lies in the database, and what one entry or one edge of it is there.

* ``(:KbCatalogue {name})`` says what a catalogue is called, its vocabulary, and which ``generation`` of it can be read.
* ``(:KbNode {catalogue, id, title, kind, tier, …})`` is an entry, with its values (who says them, too) and its names.
* ``(:KbNode)-[:REPLACES {relation, strength, …}]->(:KbNode)`` is an edge: the relation's name in capitals is its type.
* ``(:KbKey {catalogue, key})-[:KB_MEANS]->(:KbNode)`` is a name by which an entry is found.
* ``(:KbNode)-[:KB_SAYS]->(:KbWord {catalogue, word})`` is a value by which entries are filtered.
* ``(:KbStatement {catalogue, key, data})-[:KB_NAMES]->(:KbSaid {catalogue, name})`` is a statement of a source, open or
  ended, and what it speaks of.
"""

import json
import re
from collections.abc import Iterable
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, NamedTuple

from kb.ledger.lookup import keys_of
from ontology.claim import Claim
from ontology.source import Source
from ontology.vocabulary import Vocabulary
from queries.graph import Edge, Held, Node
from queries.observed import word

if TYPE_CHECKING:
    from queries.life import Statement

#: Raised when a catalogue in the database has another form; a push then makes it anew.
FORM = 2

#: In so many buckets pieces are compared: a bucket that is the same on both sides is not looked into.
BUCKETS = 1_024

#: What makes each thing unique, and what it is looked up by.
CONSTRAINTS = (
    "CREATE CONSTRAINT kb_catalogue IF NOT EXISTS FOR (n:KbCatalogue) REQUIRE n.name IS UNIQUE",
    "CREATE CONSTRAINT kb_node IF NOT EXISTS FOR (n:KbNode) REQUIRE (n.catalogue, n.id) IS UNIQUE",
    "CREATE CONSTRAINT kb_key IF NOT EXISTS FOR (n:KbKey) REQUIRE (n.catalogue, n.key) IS UNIQUE",
    "CREATE CONSTRAINT kb_word IF NOT EXISTS FOR (n:KbWord) REQUIRE (n.catalogue, n.word) IS UNIQUE",
    "CREATE CONSTRAINT kb_statement IF NOT EXISTS FOR (n:KbStatement) REQUIRE (n.catalogue, n.key) IS UNIQUE",
    "CREATE CONSTRAINT kb_said IF NOT EXISTS FOR (n:KbSaid) REQUIRE (n.catalogue, n.name) IS UNIQUE",
    "CREATE INDEX kb_said_bucket IF NOT EXISTS FOR (n:KbStatement) ON (n.catalogue, n.bucket)",
    "CREATE INDEX kb_kind IF NOT EXISTS FOR (n:KbNode) ON (n.catalogue, n.kind)",
    "CREATE INDEX kb_bucket IF NOT EXISTS FOR (n:KbNode) ON (n.catalogue, n.bucket)",
    "CREATE FULLTEXT INDEX kb_spelling IF NOT EXISTS FOR (n:KbNode) ON EACH [n.spellings]",
)

#: States of a value by which an entry may be chosen; a suspected default never counts.
_CHOSEN, _DATED = "chosen", ("chosen", "earlier", "other")

_FIELDS = ("title", "kind", "defined", "tier", "status", "introduced", "retired", "retired_text")


class Entry(NamedTuple):
    """An entry as it lies in the database."""

    id: str
    properties: dict[str, Any]
    keys: tuple[tuple[str, str], ...]
    """(key, rule), the strongest rule of each key."""
    words: tuple[tuple[str, bool], ...]
    """(word, whether some value that is chosen now says it)."""
    digest: int


class Arc(NamedTuple):
    """An edge as it lies in the database."""

    relation: str
    subject: str
    object: str
    properties: dict[str, Any]
    digest: int


class Spoken(NamedTuple):
    """A statement as it lies in the database."""

    key: int
    data: str
    about: tuple[str, ...]
    digest: int


def entry(node: Node, held: Iterable[Held], names: Iterable[tuple[str, str, str]], vocabulary: Vocabulary) -> Entry:
    """An entry with its values and its names (name, rule, since)."""
    held, names = list(held), list(names)
    keys: dict[str, str] = {}
    for name, rule, _ in names:
        for level, key in keys_of(name, rule):
            keys.setdefault(f"{level} {key}", rule)
    words: dict[str, bool] = {}
    for one in held:
        if one.state in _DATED and vocabulary.property(one.name).holds != "record":
            text = f"{one.name}\n{word(one.value)}"
            words[text] = words.get(text, False) or one.state == _CHOSEN
    properties = {
        **{name: getattr(node, name) for name in _FIELDS},
        "born_first": node.born[0],
        "born_last": node.born[1],
        "retired_first": node.retired_on[0],
        "retired_last": node.retired_on[1],
        "held_names": [one.name for one in held],
        "held": [_dump([one.value, one.state, one.why, claim_row(one.claim)]) for one in held],
        "called": _dump(names),
        "spellings": list(dict.fromkeys(name for name, _, _ in names)),
    }
    digest = _digest([node.id, properties, list(keys.items()), list(words.items())])
    properties |= {"bucket": bucket_of(node.id), "digest": digest}
    return Entry(node.id, properties, tuple(keys.items()), tuple(words.items()), digest)


def arc(edge: Edge, claims: Iterable[Claim]) -> Arc:
    """An edge with who says it."""
    first, last = edge.end or (None, None)
    properties = {
        "relation": edge.relation,
        "strength": edge.strength,
        "start_first": edge.start[0],
        "start_last": edge.start[1],
        "ends": edge.end is not None,
        "end_first": first,
        "end_last": last,
        "method": edge.method,
        "detail": edge.detail,
        "claims": _dump([claim_row(one) for one in claims]),
    }
    digest = _digest(properties)
    return Arc(edge.relation, edge.subject, edge.object, {**properties, "digest": digest}, digest)


def statement(key: int, about: Iterable[str], said: "Statement", own: bool) -> Spoken:
    """A statement of a source with the folded names that it speaks of; ``own`` where no layer below says it."""
    data = _dump([claim_row(said.claim), *said[1:], own, list(said.claim.ids), list(said.claim.subject_ids)])
    names = tuple(sorted(set(about)))
    return Spoken(key, data, names, _digest([data, names]))


def statement_of(data: str) -> "Statement":
    """The statement as it was kept."""
    from queries.life import Statement  # only for kb history

    claim, *rest = json.loads(data)
    return Statement(claim_of(claim), *rest[:-3])


def spoken_of(data: str) -> Claim | None:
    """The claim of a statement, whole, where it is the catalogue's own and still stands."""
    claim, _, _, until, *_, own, ids, subject_ids = json.loads(data)
    return claim_of(claim)._replace(ids=tuple(ids), subject_ids=tuple(subject_ids)) if own and not until else None


def type_of(relation: str) -> str:
    """The type of a relation's edges, between back quotes: no name of a relation can end it.

    >>> type_of("evolved-from"), type_of("a`]->() DELETE")
    ('`EVOLVED_FROM`', '`A_______DELETE`')
    """
    return f"`{re.sub(r'[^0-9A-Za-z]', '_', relation).upper()}`"


def bucket_of(id_: str) -> int:
    """In which bucket an entry and the edges that leave it are compared."""
    return int.from_bytes(blake2b(id_.encode("utf-8", "surrogatepass"), digest_size=4).digest()) % BUCKETS


def edge_key(relation: str, subject: str, object_: str, width: int) -> int:
    """A number for an edge that sorts as its names do, as the keys of every store do.

    ``width`` is at least the length in bytes of the longest such text of the catalogue (``edge_width``).
    """
    return int.from_bytes(f"{relation}\0{subject}\0{object_}".encode("utf-8", "surrogatepass").ljust(width, b"\0"))


def edge_width(relation: str, subject: str, object_: str) -> int:
    """How many bytes an edge's key needs."""
    return len(f"{relation}\0{subject}\0{object_}".encode("utf-8", "surrogatepass"))


# ---- values and claims as text


def claim_row(claim: Claim) -> list[Any]:
    """A claim as a list that JSON holds."""
    return [
        claim.subject,
        claim.predicate,
        list(claim.source),
        claim.object,
        claim.value,
        dict(claim.qualifiers),
        claim.method,
        claim.rule,
        claim.backwards,
        claim.by_name,
    ]


def claim_of(row: list[Any]) -> Claim:
    """The claim of such a list."""
    subject, predicate, place, object_, value, qualifiers, method, rule, backwards, by_name = row
    source = Source(*place)
    return Claim(
        subject, predicate, source, object_, value, qualifiers, method, rule, backwards=backwards, by_name=by_name
    )


def held_of(node: str, name: str, text: str) -> Held:
    """A value as it was kept."""
    value, state, why, claim = json.loads(text)
    return Held(node, name, value, state, claim_of(claim), why)


def node_of(row: list[Any]) -> Node:
    """A node from a row of ``NODE``."""
    born, retired_on = (row[7], row[8]), (row[10], row[11])
    return Node(row[0], row[1], row[2], row[3], row[4], row[5], row[6], born, row[9], retired_on, row[12])


#: A node's columns, as ``node_of`` takes them.
NODE = (
    "n.id, n.title, n.kind, n.defined, n.tier, n.status, n.introduced, n.born_first, n.born_last, n.retired,"
    " n.retired_first, n.retired_last, n.retired_text"
)

#: An edge's columns after its ends, as ``edge_of`` takes them.
EDGE = "r.strength, r.start_first, r.start_last, r.ends, r.end_first, r.end_last, r.method, r.detail"


def edge_of(row: list[Any], width: int) -> Edge:
    """An edge from a row: relation, subject, object, and the columns of ``EDGE``."""
    relation, subject, object_ = row[:3]
    end = (row[7], row[8]) if row[6] else None
    return Edge(
        edge_key(relation, subject, object_, width),
        relation,
        subject,
        object_,
        row[3],
        (row[4], row[5]),
        end,
        *row[9:11],
    )


def _dump(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _digest(value: Any) -> int:
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return int.from_bytes(blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), signed=True)


def signed(number: int) -> int:
    """A sum of digests in 64 bits, as the database holds numbers.

    >>> signed(2**63 + 5) == 5 - 2**63, signed(-7)
    (True, -7)
    """
    return (number + 2**63) % 2**64 - 2**63
