"""Answers along time, as plain data."""

from exports.data.parts import SCHEMA, Data, head, held_data
from queries.life import Life
from queries.timeline import History, Timeline


def timeline(answer: Timeline) -> Data:
    """Events by date, then id: ``[date, id, title, status]``."""
    return {
        **head("timeline", answer.node, answer.at),
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


def life(answer: Life) -> Data:
    """The life of a node on both clocks."""
    return {
        **head("history", answer.node, answer.at),
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
