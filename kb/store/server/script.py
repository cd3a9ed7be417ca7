"""A catalogue as a Cypher script: run by a Neo4j server, it leaves there what a push leaves.

The statements are those of a push, by the same code, with every parameter written out as a literal.
"""

import json
import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from kb.store.server.layout import CONSTRAINTS
from kb.store.server.pieces import LABELS, SORTS
from kb.store.server.survey import Survey
from queries.graph import Graph

if TYPE_CHECKING:
    from neo4j import ManagedTransaction

#: So many pieces are one statement.
BATCH = 200

_PARAMETER = re.compile(r"\$(\w+)")
_PLAIN_KEY = re.compile(r"[A-Za-z_]\w*\Z", re.ASCII)
# A doubled backslash is one sign to a server, and no u behind it begins a sign by its number: tried on 5.26.
_SIGNS = {"\\": "\\\\", "'": "\\'", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_UNSAFE = re.compile(r"[\\'\n\r\t\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


def render(graph: Graph, name: str) -> Iterator[str]:
    """The script, a statement at a time; each ends with a semicolon at the end of its line, and nothing else does."""
    ids = [node.id for node in graph.select()]
    seen = Survey()
    seen.look(graph, ids, lambda *_: None)
    about, counts = seen.about(graph), seen.counts
    total = ", ".join(f"{number:,} {sort}" for sort, number in counts.items())
    yield f"// A catalogue of kb: {total}. Ask it with: kb what-replaces NAME --kb bolt://HOST/{_comment(name)}\n"
    yield "// Run it with: cypher-shell --file THIS. What the catalogue of that name was before is taken away first.\n"
    script = _Script()
    for text in (*CONSTRAINTS, "CALL db.awaitIndexes(120)"):
        script.run(text, {})
    for label, key in LABELS:
        script.run(
            f"MATCH (n:{label} {{catalogue: $name}}) WHERE n.{key} IS NOT NULL"
            " CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 10000 ROWS",
            {"name": name},
        )
    begin = "MERGE (c:KbCatalogue {name: $name}) SET c = $about, c.name = $name, c.generation = -1"
    script.run(begin, {"name": name, "about": {"form": about["form"]}})
    yield script.taken()
    for sort in SORTS:
        for pieces in sort.read(graph, ids):
            for start in range(0, len(pieces), BATCH):
                some = [piece.whole for piece in pieces[start : start + BATCH]]
                sort.send(cast("ManagedTransaction", script), name, some, True)
                yield script.taken()
    pushed = "c.pushed = toString(datetime.truncate('second', datetime.transaction()))"
    end = f"MATCH (c:KbCatalogue {{name: $name}}) SET c += $about, c.generation = 1, {pushed}"
    script.run(end, {"name": name, "about": about})
    yield script.taken()


def _comment(text: str) -> str:
    return re.sub(r"\s", " ", text)


class _Nothing(NamedTuple):
    """What a statement gives that nobody has run."""

    row: None = None

    def single(self) -> None:
        """No row."""
        return self.row


class _Script:
    """Takes statements as a transaction does, and keeps them as text."""

    def __init__(self) -> None:
        self._lines: list[str] = []

    def run(self, text: str, values: dict[str, Any]) -> _Nothing:
        """Note a statement with its parameters written out."""
        made = _PARAMETER.sub(lambda match: literal(values[match[1]]), text)
        self._lines.append(f"{made};\n")
        return _Nothing()

    def taken(self) -> str:
        """What was noted since the last time."""
        text = "".join(self._lines)
        self._lines.clear()
        return text


def literal(value: Any) -> str:
    """A value as Cypher writes it.

    >>> print(literal({"id": "it's", "more": [1, True, None, "a\\\\u0027"]}))
    {id: 'it\\'s', more: [1, true, null, 'a\\\\u0027']}
    """
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return json.dumps(value)
    if isinstance(value, str):
        return "'" + _UNSAFE.sub(lambda match: _SIGNS.get(match[0]) or _escaped(match[0]), value) + "'"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_key(key)}: {literal(one)}" for key, one in value.items()) + "}"
    return _listed(value)


def _listed(values: Sequence[Any]) -> str:
    return "[" + ", ".join(map(literal, values)) + "]"


def _escaped(sign: str) -> str:
    return "\ufffd" if "\ud800" <= sign <= "\udfff" else f"\\u{ord(sign):04X}"


def _key(key: str) -> str:
    if not _PLAIN_KEY.match(key):
        raise ValueError(f"'{key}' is no name of a property")  # all of them are ours
    return key
