"""Answers along time, as plain data."""

from collections.abc import Sequence

from exports.data.parts import SCHEMA, Data, clocks, head, held_data, time_filter
from queries.answers import text_of
from queries.graph import Held
from queries.life import Life
from queries.timeline import Event, History, Timeline


def timeline(answer: Timeline) -> Data:
    """Events by date, then id: ``[date, id, title, status]``; what is told of each beside them."""
    return {
        **head("timeline", answer.node, answer.at),
        "events": [[event.date, event.node.id, event.node.title, event.node.status] for event in answer.events],
        "details": [_event(event) for event in answer.events],
        "moves": [
            {
                "year": move.trigger.year,
                "trigger": move.trigger.text,
                "from": move.old.id,
                "to": move.new.id,
                "ground": move.trigger.ground,
                "source": str(move.trigger.claim.source),
            }
            for move in answer.moves
        ],
        "later-moves": answer.later,
        "entries": [{"of": held.node, **held_data(held)} for held in answer.entries],
        **time_filter(answer.unsure, answer.left_out),
    }


def timelines(answers: Sequence[Timeline]) -> Data:
    """Several timelines beside one another."""
    return {
        "schema": SCHEMA,
        "ask": "timelines",
        "of": [answer.node.id for answer in answers],
        **clocks(answers[0].at),
        "timelines": [timeline(answer) for answer in answers],
    }


def _event(event: Event) -> Data:
    def told(several: Sequence[Held]) -> list[Data]:
        return [{"text": text_of(held.value), "source": str(held.claim.source)} for held in several]

    return {
        "id": event.node.id,
        "dates": [
            {**one, "chosen": held.state == "chosen"} for one, held in zip(told(event.said), event.said, strict=True)
        ],
        "innovations": told(event.innovations),
        "limitations": told(event.limitations),
        "adopters": told(event.adopters),
        "led-to": [{"id": edge.subject, "relation": edge.relation, "method": edge.method} for edge in event.led_to],
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
            {
                "date": event.date,
                "text": event.text,
                "changed": event.changed,
                "sources": [str(claim.source) for claim in event.claims],
            }
            for event in answer.world
        ],
        "later": answer.later,
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
