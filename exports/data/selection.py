"""The pattern selector, as plain data."""

from exports.data.parts import SCHEMA, Data, claim_data, clocks, head, node_data
from ontology.decision_tree import Question
from queries.select import Choice, Offers, Selection


def offers(answer: Offers) -> Data:
    """Every decision tree."""
    return {
        "schema": SCHEMA,
        "ask": "select",
        **clocks(answer.at),
        "trees": [
            {
                "id": one.node.id,
                "title": one.node.title,
                "domain": one.domain,
                "first": one.first,
                "questions": one.questions,
                "scenarios": one.scenarios,
            }
            for one in answer.trees
        ],
        "not-yet": answer.not_yet,
    }


def selection(answer: Selection) -> Data:
    """An open question, or what is recommended."""
    scenario = answer.scenario
    state = "recommended" if scenario else "open" if answer.question else "nowhere"
    return {
        **head("select", answer.node, answer.at),
        "domain": answer.domain,
        "state": state,
        "answers": [
            {"question": question.id, "text": question.text, "answer": option.id, "label": option.label}
            for question, option in answer.trail
        ],
        "question": _question(answer.question) if answer.question else None,
        "scenario": {"id": scenario.id, "title": scenario.title, "why": scenario.why} if scenario else None,
        **({"source": claim_data(answer.source)} if answer.source else {}),
        "recommended": [_choice(one) for one in answer.choices],
        "denied": [one.name for one in answer.denied],
        "notes": list(answer.notes),
    }


def _question(question: Question) -> Data:
    return {
        "id": question.id,
        "text": question.text,
        "why": question.why,
        "options": [{"id": one.id, "label": one.label} for one in question.options],
        "default": question.default,
    }


def _choice(one: Choice) -> Data:
    return {
        **node_data(one.node),
        "recommended-as": one.said.tier,
        "why": one.said.why,
        "ground": one.said.ground,
        "existed": one.existed,
        "verdict": one.today.verdict,
        "live": [end.node.id for end in one.today.live],
        "alternatives": [{"id": node.id, "title": node.title, "when": when} for node, when, _ in one.alternatives],
        "sources": [claim_data(one.claim)],
    }
