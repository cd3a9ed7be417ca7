"""Answers as plain data: one flat object each, the same for ``--format json`` and for ``kb ask --jsonl``.

Fields that scripts rely on keep their names for good; ``schema`` is raised when one changes its meaning.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from ontology.claim import SIGNED, Claim
from ontology.problem import Problem
from ontology.source import Source
from queries.answers import Dispute, text_of
from queries.card import Card
from queries.graph import Edge, Held, Node
from queries.life import Life
from queries.lineage import CommonAncestors, Lineage
from queries.listing import Listing
from queries.mapped import Checked, Mapped, Unused
from queries.moment import Moment
from queries.neighbours import Neighbours
from queries.path import Path
from queries.replaced import Replaced
from queries.replacement import LiveEnd, Replacement
from queries.timeline import History, Timeline

#: The version of these objects, in every one of them.
SCHEMA = 1

Data = dict[str, Any]


def clocks(at: Moment) -> Data:
    """The moment that an answer speaks of: in the world, and on the catalogue's own clock where one was asked for."""
    return {"as-of": at.text, **({"as-seen": at.seen} if at.seen else {})}


def replacement(answer: Replacement) -> Data:
    """The answer to "what replaces X"."""
    claims = answer.claims
    return {
        **_head("what-replaces", answer.node, answer.at),
        "verdict": answer.verdict,
        "direct": [edge.subject for edge in answer.direct],
        "consider": [edge.subject for edge in answer.consider],
        "evolved-into": [edge.subject for edge in answer.evolved],
        "all": list(answer.all),
        "terminal": list(answer.terminal),
        "live": [_live(end, claims) for end in answer.live],
        "paths": [list(end.path) for end in answer.live],
        "edges": [edge_data(edge, claims.get(edge.key, ())) for edge in _edges_of(answer)],
        "titles": {id_: node.title for id_, node in sorted(answer.nodes.items())},
        "known-only-from-references": sorted(id_ for id_, node in answer.nodes.items() if not node.defined),
        "triggers": [
            {"trigger": one.text, "year": one.year, "ground": one.ground, "source": str(one.claim.source)}
            for one in answer.triggers
        ],
        "guides": [{"guide": guide, "source": where} for guide, where in answer.guides],
        "disputes": [dispute(one) for one in answer.disputes],
        "notes": list(answer.notes),
    }


def _edges_of(answer: Replacement) -> Iterable[Edge]:
    steps = (edge for end in answer.live for edge in end.steps)
    return {edge.key: edge for edge in (*answer.direct, *answer.consider, *steps, *answer.evolved)}.values()


def _live(end: LiveEnd, claims: dict[int, tuple[Claim, ...]]) -> Data:
    conditions = [condition for edge in end.steps for condition in edge.details().get("when", ())]
    return {
        "id": end.node.id,
        "title": end.node.title,
        "tier": end.node.tier,
        "strength": "exact" if end.exact else "partial",
        "hops": len(end.steps),
        "path": list(end.path),
        "since": end.since,
        "when": list(dict.fromkeys(conditions)),
        "groups": [edge.details().get("group", "") for edge in end.steps],
        "through-retired": [node.id for node in end.past],
        "defined": end.node.defined,
        "sure": end.sure,
        "kept": list(end.delta.kept),
        "gained": list(end.delta.gained),
        "lost": list(end.delta.lost),
        "sources": [str(claim.source) for edge in end.steps for claim in claims.get(edge.key, ())],
    }


def replaced(answer: Replaced) -> Data:
    """The answer to "what did X replace"."""
    return {
        **_head("what-it-replaced", answer.node, answer.at),
        "direct": [edge.object for edge in answer.direct],
        "all": list(answer.all),
        "origins": list(answer.origins),
        "edges": [edge_data(edge, answer.claims.get(edge.key, ())) for edge in answer.direct],
        "titles": {id_: node.title for id_, node in sorted(answer.nodes.items())},
        **_time_filter(answer.unsure, answer.left_out),
    }


def lineage(answer: Lineage) -> Data:
    """Ancestors or descendants."""
    return {
        **_head(answer.direction, answer.node, answer.at),
        "direct": list(answer.direct),
        "all": list(answer.depths),
        "chain": list(answer.chain),
        "hops": answer.depths,
        "titles": {id_: node.title for id_, node in sorted(answer.nodes.items())},
        "edges": [edge_data(edge) for edge in answer.edges],
        **_time_filter(answer.unsure, answer.left_out),
    }


def common_ancestors(answer: CommonAncestors) -> Data:
    """What several nodes descend from together."""
    return {
        "schema": SCHEMA,
        "ask": "common-ancestors",
        "of": [node.id for node in answer.nodes],
        **clocks(answer.at),
        "nearest": list(answer.nearest),
        "all": list(answer.all),
        "titles": {id_: node.title for id_, node in sorted(answer.titles.items())},
    }


def path(answer: Path) -> Data:
    """A shortest path; ``path`` is null where there is none."""
    return {
        "schema": SCHEMA,
        "ask": "path",
        "from": answer.start.id,
        "to": answer.end.id,
        **clocks(answer.at),
        "relations": list(answer.relations),
        "path": None if answer.ids is None else list(answer.ids),
        "length": None if answer.ids is None else len(answer.ids) - 1,
        "edges": [edge_data(edge, answer.claims.get(edge.key, ())) for edge in answer.steps],
        "titles": {id_: node.title for id_, node in sorted(answer.nodes.items())},
        "left-out": answer.left_out,
    }


def neighbours(answer: Neighbours) -> Data:
    """What stands in one relation to a node."""
    return {
        **_head("neighbours", answer.node, answer.at),
        "relation": answer.relation,
        "direction": answer.direction,
        "direct": list(answer.direct),
        "all": list(answer.all),
        "titles": {id_: node.title for id_, node in sorted(answer.nodes.items())},
        "left-out": len(answer.left_out),
    }


def card(answer: Card) -> Data:
    """Everything that is held about one node."""
    properties: dict[str, list[Data]] = {}
    for held in answer.properties:
        properties.setdefault(held.name, []).append(held_data(held))
    return {
        **_head("show", answer.node, answer.at),
        "node": node_data(answer.node),
        "retired-at-that-moment": answer.retired,
        "names": [{"name": name, "rule": rule, "since": since} for _, name, rule, since in answer.names],
        "properties": properties,
        "edges": [edge_data(edge, answer.claims.get(edge.key, ())) for edge in answer.edges],
        "titles": {id_: node.title for id_, node in sorted(answer.nodes.items())},
        "disputes": [dispute(one) for one in answer.disputes],
        "left-out": [edge_data(edge) for edge in answer.left_out],
    }


def listing(answer: Listing) -> Data:
    """Nodes with some properties."""
    return {
        "schema": SCHEMA,
        "ask": "nodes",
        **clocks(answer.at),
        "where": dict(answer.where),
        "alive-on": answer.alive_on,
        "verdict": answer.verdict,
        "ids": [node.id for node in answer.nodes],
        "nodes": [node_data(node) for node in answer.nodes],
        "not-yet-introduced": answer.not_yet,
    }


def timeline(answer: Timeline) -> Data:
    """Events by date, then id: ``[date, id, title, status]``."""
    return {
        **_head("timeline", answer.node, answer.at),
        "events": [[event.date, event.node.id, event.node.title, event.node.status] for event in answer.events],
        "entries": [{"of": held.node, **held_data(held)} for held in answer.entries],
    }


def history(answer: History) -> Data:
    """Every observation of one property: ``[date, value]``, oldest first."""
    return {
        "schema": SCHEMA,
        "ask": "history",
        "of": answer.node.id,
        "property": answer.property,
        "events": [[date, held.value] for date, held in answer.observations],
        "sources": [str(held.claim.source) for _, held in answer.observations],
    }


def names(
    node: Node | None, called: Sequence[tuple[str, str, str, str]], candidates: Sequence[Node], rule: str
) -> Data:
    """What a name means: ``id`` is null where it fits none or several."""
    others = [[name, since] for _, name, kind, since in called if kind == "former name"]
    return {
        "schema": SCHEMA,
        "ask": "names",
        "id": node.id if node else None,
        "title": node.title if node else None,
        "understood-as": rule,
        "names": others,
        "all-names": [{"name": name, "rule": kind, "since": since} for _, name, kind, since in called],
        "candidates": [one.id for one in candidates],
    }


def node_data(node: Node) -> Data:
    """One node."""
    return {
        "id": node.id,
        "title": node.title,
        "kind": node.kind,
        "defined": node.defined,
        "tier": node.tier,
        "status": node.status,
        "introduced": node.introduced,
        "retired": node.retired,
    }


def edge_data(edge: Edge, claims: Iterable[Claim] = ()) -> Data:
    """One edge with what its sources say and who they are."""
    details = edge.details()
    said = [claim_data(claim) for claim in claims]
    return {
        "relation": edge.relation,
        "subject": edge.subject,
        "object": edge.object,
        "strength": edge.strength,
        "method": edge.method,
        "since": details.pop("since", ""),
        "until": details.pop("until", ""),
        **details,
        **({"sources": said} if said else {}),
    }


def held_data(held: Held) -> Data:
    """One value of one property."""
    out = {"value": held.value, "state": held.state, **claim_data(held.claim)}
    return {**out, "why": held.why} if held.why else out


def claim_data(claim: Claim) -> Data:
    """Who says something, and where."""
    place = claim.source
    out: Data = {
        "path": place.path,
        "line": place.line,
        "column": place.column,
        "pointer": place.pointer,
        "quote": place.quote,
        "method": claim.method,
        "rule": claim.rule,
    }
    if "ground" in claim.qualifiers:
        out["ground"] = claim.qualifiers["ground"]
    if claim.method == "decided":
        out.update({key: claim.qualifiers[key] for key in SIGNED if key in claim.qualifiers})
    return {**out, "commit": place.commit} if place.commit else out


def dispute(one: Dispute) -> Data:
    """One fact on which sources disagree."""
    return {
        "about": one.about,
        "fact": one.fact,
        "values": [
            {"value": value, "state": state, "source": str(claim.source) if claim else ""}
            for value, state, claim in one.values
        ],
        "rule": one.rule,
    }


def mapped(made: Mapped) -> Data:
    """What a mapping made of a catalogue, rule by rule."""
    return {
        "title": made.title,
        "files": made.files,
        "rules": [{name.replace("_", "-"): value for name, value in rule._asdict().items()} for rule in made.rules],
        "dangling": [{"rule": one.rule, "name": one.name, **_place(one.source)} for one in made.dangling],
        "words": [one._asdict() for one in made.words],
        "duplicates": [finding(one) for one in made.duplicates],
        "cycles": [finding(one) for one in made.cycles],
    }


def checked(path: str, made: Checked | None, findings: Iterable[Problem]) -> Data:
    """What a mapping would make of some files, or only its mistakes."""
    head: Data = {
        "schema": SCHEMA,
        "ask": "mapping-check",
        "mapping": path,
        "findings": [finding(one) for one in findings],
    }
    if made is None:
        return head
    return {
        **head,
        "made": mapped(made.mapped),
        "sources": [
            {**one._asdict(), "examples": [{"path": path, "fields": fields} for path, fields in one.examples]}
            for one in made.sources
        ],
        "examples": [
            {"rule": one.rule, "written": one.written, "result": one.result, "known": one.known, **_place(one.source)}
            for one in made.examples
        ],
        "unused": [_unused(one) for one in made.unused],
        "untaken": [_unused(one) for one in made.untaken],
    }


def _unused(one: Unused) -> Data:
    return {"record": one.record, "field": one.field, "times": one.times, "text": one.text, **_place(one.source)}


def _place(place: Source) -> Data:
    return {"path": place.path, "line": place.line, "column": place.column, "quote": place.quote}


def finding(one: Problem) -> Data:
    """What is wrong at one place."""
    place = one.source
    return {
        "rule": one.rule,
        "severity": one.severity,
        "path": place.path,
        "line": place.line,
        "column": place.column,
        "message": one.message,
        "pointer": place.pointer,
        "hint": one.hint,
        "quote": place.quote,
    }


def found(node: Node, matched: str) -> Data:
    """One hit of a search."""
    return {**node_data(node), "matched": text_of(matched)}


def life(answer: Life) -> Data:
    """The life of a node on both clocks."""
    return {
        **_head("history", answer.node, answer.at),
        "world": [
            {"date": event.date, "text": event.text, "sources": [str(claim.source) for claim in event.claims]}
            for event in answer.world
        ],
        "catalogue": [
            {
                "seen": revision.seen,
                "commit": revision.commit,
                "changes": [
                    {"fact": one.fact, "old": one.old, "new": one.new, "source": str(one.claim.source)}
                    for one in revision.changes
                ],
            }
            for revision in answer.revisions
        ],
    }


def _head(ask: str, node: Node, at: Moment) -> Data:
    return {"schema": SCHEMA, "ask": ask, "of": node.id, "title": node.title, **clocks(at)}


def _time_filter(unsure: Sequence[Edge], left_out: Sequence[Edge]) -> Data:
    return {
        "cannot-tell": [edge_data(edge) for edge in unsure],
        "left-out": [edge_data(edge) for edge in left_out],
    }
