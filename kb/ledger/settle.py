"""Settling: the graph made from all open claims, in one transaction, the same bytes for the same claims."""

import json
import sqlite3
from collections.abc import Iterable
from itertools import pairwise

from kb.ledger.edges import Draft, Span, drafted, span_of, start_of
from kb.ledger.gather import Finding, Gathered, gather
from kb.ledger.naming import Names
from kb.ledger.preferences import DEFAULT
from kb.ledger.properties import Settled, settle_node, suspected_defaults
from kb.ledger.retirement import NodeRow, node_row, with_successor
from kb.ledger.rings import rings
from kb.ledger.said import Said, open_claims, places_of
from kb.ledger.writing import Table, settled_tables
from ontology.vocabulary import Vocabulary

#: For each group of relations that must not go round in a circle: who says each step, old → new.
Steps = dict[str, dict[tuple[str, str], Said]]


def settle(connection: sqlite3.Connection, vocabulary: Vocabulary) -> None:
    """Make every settled table anew. The caller holds the transaction."""
    criteria = tuple(meta(connection, "prefer", ",".join(DEFAULT)).split(","))
    claims = open_claims(connection)
    suspects = suspected_defaults(claims, vocabulary)
    gathered = gather(claims, vocabulary)
    del claims  # each is let go of as soon as it is settled
    numbers = {id_: number for number, id_ in enumerate(sorted({*gathered.pages, *gathered.titles}), 1)}
    findings = [*gathered.findings, *_recommendation_findings(gathered)]
    with settled_tables(connection) as tables:
        rows = {}
        names = Names(gathered.twins)
        for id_, number in numbers.items():
            said = gathered.properties.pop(id_, ())
            settled = settle_node(said, vocabulary, criteria, gathered.pages.get(id_, ""), suspects)
            held: dict[str, list[Settled]] = {}
            for value in settled:
                held.setdefault(value.name, []).append(value)
            rows[id_] = node_row(id_, held, gathered, vocabulary)
            findings += _value_findings(id_, held)
            _write_properties(tables["property"], number, held)
            names.add(number, rows[id_], held, tables["fulltext"])
        names.write(tables["name"], tables["spelling"])
        steps = _write_edges(tables, gathered, vocabulary, rows, numbers)
        tables["node"].add(*(rows[id_].as_row(number) for id_, number in numbers.items()))
        findings += _ring_findings(steps)
        _write_findings(connection, tables["finding"], findings)
    connection.execute("DELETE FROM meta WHERE key = 'prose'")
    if gathered.prose:
        connection.execute("INSERT INTO meta VALUES('prose', ?)", (json.dumps(gathered.prose, sort_keys=True),))


def meta(connection: sqlite3.Connection, key: str, default: str = "") -> str:
    """One of the settings that the file itself keeps."""
    row = connection.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
    return str(row[0]) if row else default


def _value_findings(id_: str, held: dict[str, list[Settled]]) -> Iterable[Finding]:
    """Disputes and suspected defaults of one node, at the claim that was not followed."""
    for name, values in held.items():
        if len(values) == 1 and values[0].state == "chosen":
            continue
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


def _write_properties(table: Table, number: int, held: dict[str, list[Settled]]) -> None:
    table.add(
        *(
            (number, name, place, value.value, value.text.casefold()[:200], value.state, value.why, value.said.id)
            for name, values in held.items()
            for place, value in enumerate(values)
        )
    )


def _write_edges(
    tables: dict[str, Table],
    gathered: Gathered,
    vocabulary: Vocabulary,
    rows: dict[str, NodeRow],
    numbers: dict[str, int],
) -> Steps:
    """Settle and write edge by edge, in the order of relation, subject and object; a successor dates a retirement.

    Gives the steps in which there must be no circle.
    """
    groups = {name: ("lineage" if one.lineage else name) for name, one in vocabulary.relations.items() if one.acyclic}
    ranks = {name: place for place, name in enumerate(sorted(vocabulary.relations))}
    steps: Steps = {}
    edges, voices = tables["edge"], tables["edge_claim"]

    def place_of(ends: tuple[str, str, str]) -> int:
        """What sorts edges as their names do: numbers of nodes follow their ids."""
        return ranks[ends[0]] << 80 | numbers[ends[1]] << 40 | numbers[ends[2]]

    for key, ends in enumerate(sorted(gathered.edges, key=place_of), 1):
        relation, subject, object_ = ends
        made = drafted(relation, subject, object_, gathered.edges.pop(ends), replacement=relation == "replaces")
        start, end = _start(made, vocabulary.relations[relation].lineage, rows), span_of(made.until)
        if made.strength == "exact":
            day = made.since or str(made.detail.get("start-of", ""))
            rows[object_] = with_successor(rows[object_], rows[subject].title, day, start)
        method, strength, said = made.method, made.strength, made.claims
        detail = json.dumps(made.detail, ensure_ascii=False, sort_keys=True) if made.detail else "{}"
        between = (numbers[subject], numbers[object_])
        edges.add((key, relation, *between, strength, *start, bool(made.until), *end, method, detail))
        voices.add(*[(key, place, one.id) for place, one in enumerate(said)])
        certain = strength != "consider" and method != "inferred" and "expected" not in made.detail
        if certain and (group := groups.get(relation)):
            steps.setdefault(group, {}).setdefault((object_, subject), said[0])
    return steps


def _start(made: Draft, lineage: bool, rows: dict[str, NodeRow]) -> Span:
    """The start of an edge: lineage waits for its newer end (the subject), other relations for both ends."""
    ends = (rows[made.subject],) if lineage else (rows[made.subject], rows[made.object])
    return start_of(made, [(end.introduced, end.born) for end in ends if end.introduced])


def _ring_findings(steps: Steps) -> Iterable[Finding]:
    """Circles: in the lineage as a whole, and in every other relation that cannot have one."""
    for group, found in steps.items():
        for ring in rings(found):
            way = " → ".join(ring)
            said = min((found[step] for step in pairwise(ring)), key=lambda one: one.depth)
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
    for id_, said in gathered.properties.items():
        if id_ not in gathered.pages:
            for one in said:
                if one.predicate == "health" and one.by_name:
                    yield Finding("health-unknown", f"no page that was read defines '{one.subject}'", one)


def _write_findings(connection: sqlite3.Connection, table: Table, findings: list[Finding]) -> None:
    # What is wrong with a layer below is for those to mend who keep it.
    mine = [one for one in findings if not one.said.layer]
    places = places_of(connection, [one.said.id for one in mine])
    rows = sorted(
        (one.said.path, one.rule, one.said.line, one.said.col, *places[one.said.id], one.message, one.hint)
        for one in mine
    )
    table.add(*dict.fromkeys(rows))
