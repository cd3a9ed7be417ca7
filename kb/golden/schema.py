"""The JSON Schema of a file of golden questions, made from its words, so that editors complete and check it.

It takes what ``read_golden`` takes. What a text asks, and which fields its answer has, only the reader knows.
"""

from typing import Any

from kb.asking import QUESTIONS
from kb.golden.file import NEEDED, QUESTION, TOP, VERSION
from kb.golden.shape import Shape
from queries.golden import TOLERANCES

Schema = dict[str, Any]

_TYPES: dict[type, Schema] = {
    str: {"type": ["string", "integer"]},
    list: {"type": "array", "items": {"type": ["string", "integer"]}},
    dict: {"type": "object"},
    bool: {"type": "boolean"},
    int: {"type": "integer"},
}
_TEXT: Schema = {"type": ["string", "integer", "number"]}


def schema() -> Schema:
    """The schema, draft 2020-12.

    >>> schema()["required"]
    ['kb-questions', 'questions']
    """
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:pattern-genealogy:questions:{VERSION}",
        "title": "Golden questions of kb",
        "description": "Questions with the answers that are expected: kb verify FILE.",
        "type": "object",
        "properties": {
            "kb-questions": {"description": TOP["kb-questions"], "const": int(VERSION)},
            "title": {"description": TOP["title"], "type": "string"},
            "questions": {"description": TOP["questions"], "type": "array", "minItems": 1, "items": _question()},
        },
        "required": ["kb-questions", "questions"],
        "additionalProperties": False,
        "$defs": {f"ask-{name}": _asked(name) for name in QUESTIONS} | {"allowed": _allowed(), "word": _word()},
    }


def _question() -> Schema:
    parts: dict[str, Schema] = {
        "id": _TEXT,
        "question": {"anyOf": [{"type": "string"}, *({"$ref": f"#/$defs/ask-{name}"} for name in QUESTIONS)]},
        "expect": {"type": "object", "minProperties": 1},
        "tolerance": {"$ref": "#/$defs/allowed"},
        "source": _TEXT,
        "note": _TEXT,
    }
    return {
        "type": "object",
        "properties": {name: {"description": QUESTION[name], **part} for name, part in parts.items()},
        "required": list(NEEDED),
        "additionalProperties": False,
        "allOf": [_expected(name) for name in QUESTIONS],
    }


def _asked(name: str) -> Schema:
    """A question as an object."""
    _, needs, takes = QUESTIONS[name]
    known = {part: _TYPES[type_] for part, type_ in {**needs, **takes, "as_of": str, "as_seen": str}.items()}
    for part, type_ in needs.items():
        if type_ is list:  # one name may stand without brackets
            known[part] = {"anyOf": [_TYPES[list], _TYPES[str]]}
    return {
        "type": "object",
        "properties": {"ask": {"const": name}, **known},
        "required": ["ask", *needs],
        "additionalProperties": False,
    }


def _expected(name: str) -> Schema:
    """Where a question is an object: the fields that its answer has."""
    asks = {"type": "object", "properties": {"ask": {"const": name}}, "required": ["ask"]}
    fields = Shape.of(name).fields
    names = {"propertyNames": {"enum": [*fields, "error"]}} if fields is not None else {}
    return {"if": {"properties": {"question": asks}}, "then": {"properties": {"expect": names}}}


def _word() -> Schema:
    """A tolerance that stands alone."""
    return {"enum": [word for word in TOLERANCES if word != "years"], "description": "; ".join(TOLERANCES.values())}


def _allowed() -> Schema:
    years: Schema = {"description": TOLERANCES["years"], "type": "integer", "minimum": 0, "maximum": 1000}
    words: dict[str, Schema] = {
        word: {"description": text, "const": True} for word, text in TOLERANCES.items() if word != "years"
    }
    by_field: Schema = {
        "type": "object",
        "properties": {"years": years, **words},
        "additionalProperties": {"$ref": "#/$defs/allowed"},
    }
    one = [{"$ref": "#/$defs/word"}, by_field]
    return {"anyOf": [*one, {"type": "array", "items": {"anyOf": one}}, {"type": "null"}]}
