"""Settling: the graph made from all open claims, in one transaction, the same bytes for the same claims."""

import json
import sqlite3
from collections.abc import Iterable
from functools import partial
from itertools import count, pairwise

from kb.ledger.edges import Draft, drafted, span_of, start_of
from kb.ledger.gather import Finding, Gathered, gather
from kb.ledger.lookup import MOST_COMPARED, keys_of
from kb.ledger.preferences import DEFAULT
from kb.ledger.properties import Settled, chosen, settle_node, suspected_defaults
from kb.ledger.retirement import NodeRow, node_row, with_successor
from kb.ledger.rings import rings
from kb.ledger.said import COLUMNS, Said
from kb.store.schema import SETTLED_TABLES, TEXT_TABLES
from ontology.vocabulary import Vocabulary

#: Properties that are names of their node, and what each is called as a rule.
CALLED = {"alias": "alias", "former-name": "former name", "title": "title"}

Properties = dict[str, dict[str, list[Settled]]]


def settle(connection: sqlite3.Connection, vocabulary: Vocabulary) -> None:
    """Make every settled table anew. The caller holds the transaction."""
    criteria = tuple(meta(connection, "prefer", ",".join(DEFAULT)).split(","))
    claims = open_claims(connection)
    gathered = gather(claims, vocabulary)
    suspects = suspected_defaults(claims, vocabulary)
    properties: Properties = {}
    for id_ in sorted({*gathered.pages, *gathered.titles}):
        settled = settle_node(
            gathered.properties.get(id_, ()), vocabulary, criteria, gathered.pages.get(id_, ""), suspects
        )
        by_name: dict[str, list[Settled]] = {}
        for value in settled:
            by_name.setdefault(value.name, []).append(value)
        properties[id_] = by_name
    rows = {id_: node_row(id_, held, gathered, vocabulary) for id_, held in properties.items()}
    drafts = _drafts(gathered, vocabulary)
    spans = {key: _span(made, vocabulary, rows) for key, made in drafts.items()}
    for made in drafts.values():
        if made.relation == "replaces" and made.strength == "exact":
            start = spans[made.relation, made.subject, made.object]
            day = made.since or str(made.detail.get("start-of", ""))
            rows[made.object] = with_successor(rows[made.object], rows[made.subject].title, day, start)
    findings = [
        *gathered.findings,
        *_value_findings(properties),
        *_ring_findings(drafts, vocabulary),
        *_recommendation_findings(gathered),
    ]
    indexes = _without_indexes(connection)
    for table in SETTLED_TABLES:
        connection.execute(f"DELETE FROM {table}")
    for name, making in TEXT_TABLES.items():  # a text index keeps what is deleted from it; a new one does not
        connection.execute(f"DROP TABLE {name}")
        connection.execute(making)
    numbers = {id_: number for number, id_ in enumerate(sorted(rows), 1)}
    _write_nodes(connection, rows, numbers, properties)
    _write_names(connection, rows, numbers, properties, gathered)
    _write_edges(connection, drafts, spans, numbers)
    _write_findings(connection, findings)
    for making in indexes:
        connection.execute(making)
    connection.execute("DELETE FROM meta WHERE key = 'prose'")
    if gathered.prose:
        connection.execute("INSERT INTO meta VALUES('prose', ?)", (json.dumps(gathered.prose, sort_keys=True),))


def _without_indexes(connection: sqlite3.Connection) -> list[str]:
    """Drop the indexes of the settled tables, and give what makes them: made at the end, they cost half as much."""
    listed = "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name IN"
    tables = ", ".join(f"'{table}'" for table in SETTLED_TABLES)
    found = connection.execute(f"{listed} ({tables}) ORDER BY name").fetchall()
    for name, _ in found:
        connection.execute(f"DROP INDEX {name}")
    return [making for _, making in found]


def meta(connection: sqlite3.Connection, key: str, default: str = "") -> str:
    """One of the settings that the file itself keeps."""
    row = connection.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
    return str(row[0]) if row else default


def open_claims(connection: sqlite3.Connection) -> list[Said]:
    """Every claim that still stands, in reading order."""
    rows = connection.execute(
        f"SELECT {COLUMNS} FROM claim JOIN source ON source.id = claim.source WHERE claim.closed IS NULL"
        " ORDER BY source.layer, source.path, claim.line, claim.col, claim.id"
    )
    return list(map(partial(tuple.__new__, Said), rows))  # as Said._make, without a call in Python for each


def _drafts(gathered: Gathered, vocabulary: Vocabulary) -> dict[tuple[str, str, str], Draft]:
    return {key: drafted(*key, gathered.edges[key], replacement=key[0] == "replaces") for key in sorted(gathered.edges)}


def _span(made: Draft, vocabulary: Vocabulary, rows: dict[str, NodeRow]) -> tuple[int | None, int | None]:
    """The start of an edge: lineage waits for its newer end (the subject), other relations for both ends."""
    relation = vocabulary.relations[made.relation]
    ends = (made.subject,) if relation.lineage else (made.subject, made.object)
    return start_of(made, [(rows[end].introduced, rows[end].born) for end in ends])


def _value_findings(properties: Properties) -> Iterable[Finding]:
    """Disputes and suspected defaults, at the claim that was not followed."""
    for id_ in sorted(properties):
        for name, values in properties[id_].items():
            for value in values:
                if value.state == "suspect":
                    message = f"{name} '{value.text[:60]}' of {id_} looks like a default that nobody chose"
                    yield Finding("suspected-default", message, value.said)
                elif value.state == "other" and values[0].said.method == "decided":
                    if value.said.method == "decided":
                        message = f"{name} of {id_} is '{values[0].text[:60]}' by another decision"
                        yield Finding("decisions-disagree", message, value.said)
                elif value.state == "other":
                    first = values[0]
                    message = (
                        f"{name} of {id_}: '{value.text[:60]}' here, '{first.text[:60]}'"
                        f" in {first.said.path}:{first.said.line}; shown is the latter"
                    )
                    yield Finding("dispute", message, value.said, first.why)


def _ring_findings(drafts: dict[tuple[str, str, str], Draft], vocabulary: Vocabulary) -> Iterable[Finding]:
    """Circles: in the lineage as a whole, and in every other relation that cannot have one."""
    groups = {name: ("lineage" if one.lineage else name) for name, one in vocabulary.relations.items() if one.acyclic}
    edges: dict[str, dict[tuple[str, str], Draft]] = {}
    for made in drafts.values():
        certain = made.strength != "consider" and made.method != "inferred" and "expected" not in made.detail
        if made.relation in groups and certain:
            edges.setdefault(groups[made.relation], {}).setdefault((made.object, made.subject), made)
    for group, found in edges.items():
        for ring in rings(found):
            way = " → ".join(ring)
            steps = [found[step].claims[0] for step in pairwise(ring)]
            said = min(steps, key=lambda one: one.depth)
            if group == "lineage":
                yield Finding("lineage-cycle", f"the lineage goes round in a circle, old → new: {way}", said)
            else:
                yield Finding("relation-cycle", f"'{group}' goes round in a circle, object → subject: {way}", said)


def _recommendation_findings(gathered: Gathered) -> Iterable[Finding]:
    """What is recommended and is nothing that a page defines."""
    for (relation, _, object_), voices in gathered.edges.items():
        if relation == "recommends" and object_ not in gathered.pages:
            for one, _, _ in voices:
                yield Finding("recommended-unknown", f"no page that was read defines '{one.object}'", one)


def _write_nodes(
    connection: sqlite3.Connection, rows: dict[str, NodeRow], numbers: dict[str, int], properties: Properties
) -> None:
    connection.executemany(
        "INSERT INTO node VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
        (rows[id_].as_row(number) for id_, number in numbers.items()),
    )
    connection.executemany(
        "INSERT INTO property VALUES(?,?,?,?,?,?,?,?)",
        (
            (number, name, place, value.value, value.text.casefold()[:200], value.state, value.why, value.said.id)
            for id_, number in numbers.items()
            for name, values in properties[id_].items()
            for place, value in enumerate(values)
        ),
    )


def _write_names(
    connection: sqlite3.Connection,
    rows: dict[str, NodeRow],
    numbers: dict[str, int],
    properties: Properties,
    gathered: Gathered,
) -> None:
    names, spellings, texts = [], [], []
    twins: dict[str, list[str]] = {}
    for twin, id_ in sorted(gathered.twins.items()):
        twins.setdefault(id_, []).append(twin)
    for id_, number in numbers.items():
        called = {(id_, "id", ""): None, (rows[id_].title, "title", ""): None}
        for twin in twins.get(id_, ()):
            called[twin, "id", ""] = None
        for property_, rule in CALLED.items():
            for value in properties[id_].get(property_, ()):
                called[value.text, rule, span_text(value.said)] = None
        for name, rule, since in called:
            keys = keys_of(name, rule)
            if rule == "title" and name == id_:
                keys = keys[:1]  # by the others it is found as an id
            names += [(level, key, number, name, rule, since) for level, key in keys]
        distinct = dict.fromkeys(name for name, _, _ in called)
        spellings += [(name, number) for name in distinct]
        # SQLite finds its snippet in quadratic time: a name of 100 kB would take ten seconds.
        texts.append((number, rows[id_].title[:1000], " · ".join(distinct)[:5000], chosen(properties[id_], "summary")))
    names.sort()  # in the order of the table: SQLite then appends instead of searching for each place
    connection.executemany("INSERT OR IGNORE INTO name VALUES(?,?,?,?,?,?)", names)
    if len(spellings) > MOST_COMPARED:  # of fewer names every one is compared, and nobody looks here
        connection.executemany("INSERT INTO spelling(name, node) VALUES(?,?)", spellings)
    connection.executemany("INSERT INTO fulltext(rowid, title, names, body) VALUES(?,?,?,?)", texts)


def span_text(said: Said) -> str:
    """Since when a name held, as its source writes it; empty where it does not."""
    return str(said.extra.get("since", ""))


def _write_edges(
    connection: sqlite3.Connection,
    drafts: dict[tuple[str, str, str], Draft],
    spans: dict[tuple[str, str, str], tuple[int | None, int | None]],
    numbers: dict[str, int],
) -> None:
    edges, voices, keys = [], [], count(1)
    for ends, made in drafts.items():
        key, end = next(keys), span_of(made.until)
        detail = json.dumps(made.detail, ensure_ascii=False, sort_keys=True) if made.detail else "{}"
        subject, object_ = numbers[made.subject], numbers[made.object]
        edges.append(
            (
                key,
                made.relation,
                subject,
                object_,
                made.strength,
                *spans[ends],
                bool(made.until),
                *end,
                made.method,
                detail,
            )
        )
        voices += [(key, place, one.id) for place, one in enumerate(made.claims)]
    connection.executemany("INSERT INTO edge VALUES(?,?,?,?,?,?,?,?,?,?,?,?)", edges)
    connection.executemany("INSERT INTO edge_claim VALUES(?,?,?)", voices)


def _write_findings(connection: sqlite3.Connection, findings: list[Finding]) -> None:
    rows = sorted(
        (one.said.path, one.rule, one.said.line, one.said.col, one.said.pointer, one.said.quote, one.message, one.hint)
        for one in findings
        if not one.said.layer  # what is wrong with a layer below is for those to mend who keep it
    )
    connection.executemany("INSERT INTO finding VALUES(?,?,?,?,?,?,?,?)", dict.fromkeys(rows))
