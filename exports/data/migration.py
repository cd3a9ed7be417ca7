"""Migrations, as plain data."""

from exports.data.parts import Data, claim_data, dispute, edge_data, head, held_data
from exports.data.path import path as path_data
from queries.capabilities import Delta
from queries.migrate import Guide, Hop, Migration, Way


def migration(answer: Migration) -> Data:
    """The ways from A to B, or to what is in use."""
    missed = path_data(answer.missed) if answer.missed else {}
    return {
        **head("migrate", answer.node, answer.at),
        "to": answer.to.id if answer.to else None,
        "verdict": answer.today.verdict,
        "ways": [_way(way) for way in answer.ways],
        "total": answer.total,
        "exact": answer.exact_total,
        **{name: missed[name] for name in ("nearest", "cannot-tell") if name in missed},
        "disputes": [dispute(one) for one in answer.disputes],
        "notes": list(answer.notes),
    }


def _way(way: Way) -> Data:
    return {
        "path": list(way.ids),
        "strength": "exact" if way.exact else "partial",
        **_delta(way.delta),
        "risks": list(way.risks),
        "hops": [_hop(hop) for hop in way.hops],
    }


def _hop(hop: Hop) -> Data:
    details = hop.edge.details()
    return {
        "from": hop.older.id,
        "to": hop.newer.id,
        "title": hop.newer.title,
        "since": details.get("since") or details.get("start-of", ""),
        "when": list(details.get("when", ())),
        "together-with": [node.id for node in hop.together],
        "triggers": [
            {"trigger": one.text, "year": one.year, "ground": one.ground, "source": str(one.claim.source)}
            for one in hop.triggers
        ],
        **_delta(hop.delta),
        "effort": list(details.get("effort", ())),
        "guides": [_guide(guide) for guide in hop.guides],
        "named-guides": [{"guide": text, "source": where} for text, where in hop.named],
        "edge": edge_data(hop.edge, hop.claims),
    }


def _guide(guide: Guide) -> Data:
    return {
        "id": guide.node.id,
        "title": guide.node.title,
        "kind": guide.node.kind,
        "says": [{"property": held.name, **held_data(held)} for held in guide.properties],
        "sources": [claim_data(claim) for claim in guide.claims],
    }


def _delta(delta: Delta) -> Data:
    return {"kept": list(delta.kept), "gained": list(delta.gained), "lost": list(delta.lost)}
