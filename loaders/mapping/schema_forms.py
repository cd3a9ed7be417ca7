"""The part of the mapping language's schema that stands in many places: texts, values, conditions, references."""

import re
from collections.abc import Iterable
from typing import Any

from loaders.mapping import language
from loaders.mapping.language import Word
from loaders.mapping.templates import FILTERS

Schema = dict[str, Any]
HERE = "#/$defs/"

_TEXT: Schema = {"type": ["string", "number", "boolean"]}
_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
_FILTER = rf"\s*\|\s*(?:{'|'.join(FILTERS)})\s*"
_FIELD = r"""(?:"(?:[^"\\{}]|\\.)*"|[^"{}:|])+"""
_PART = rf"\{{\{{|\}}\}}|\{{{_FIELD}(?:{_FILTER})*(?::0?[0-9]*d)?\}}"
_TEMPLATE = rf"^(?:{_PART}|[^{{}}])*$"
#: Out of the folder lead a root, a home, a drive and two dots.
_INSIDE = r"^(?![/~])(?![A-Za-z]:)(?!(?:.*[/\\])?\.\.(?:[/\\]|$))"


def ref(form: str) -> Schema:
    """What is defined under a name."""
    return {"$ref": HERE + form}


def one_or_more(form: Schema) -> Schema:
    """One thing, or a list of them."""
    return {"anyOf": [form, {"type": "array", "items": form}]}


def described(says: str, form: Schema) -> Schema:
    """A form with what it says; links of the docs lead nowhere in an editor."""
    return {"description": _LINK.sub(r"\1", says), **form}


def fields(*tables: Iterable[Word], needed: Iterable[str] = ()) -> Schema:
    """An object with the keys of some tables and no other.

    >>> list(fields(language.GROUPS)["properties"])
    ['start', 'size']
    """
    properties = {
        word.name: described(word.says, {"enum": list(word.choices)} if word.choices else ref(word.form))
        for table in tables
        for word in table
    }
    made: Schema = {"type": "object", "properties": properties, "additionalProperties": False}
    return {**made, "required": list(needed)} if needed else made


def one_of(*names: str) -> Schema:
    """An object that has at least one of some keys."""
    return {"anyOf": [{"required": [name]} for name in names]}


def forms() -> dict[str, Schema]:
    """Every form of this part by its name."""
    return _texts() | _values() | _conditions()


def _texts() -> dict[str, Schema]:
    made = {
        "text": _TEXT,
        "texts": one_or_more(ref("text")),
        "number": {"type": "integer", "minimum": 0},
        "flag": {"type": "boolean"},
        "yes": {"enum": [True, False, "true", "false"]},
        "header": {"anyOf": [{"type": "boolean"}, {"type": "array", "items": {"type": "string"}, "minItems": 1}]},
        "character": {"type": "string", "minLength": 1, "maxLength": 1},
        "character-or-none": {"type": "string", "maxLength": 1},
        "pattern": {**_TEXT, "description": "A regular expression, as Python's re reads it."},
        "patterns": one_or_more(ref("pattern")),
        "template": {**_TEXT, "pattern": _TEMPLATE, "description": "Text with {field} in it."},
        "templates": one_or_more(ref("template")),
        "text-with-fields": {"type": "string", "pattern": rf"(?=.*\{{){_TEMPLATE}"},
        "encoding": {"type": "string", "minLength": 1, "description": "The name of an encoding of text: latin-1."},
        "glob": {"type": "string", "pattern": _INSIDE, "description": "A path pattern below the folder loaded."},
        "globs": one_or_more(ref("glob")),
        "dates": one_or_more({"type": "string", "pattern": "YYYY", "description": "A form of dates: D-MON-YYYY."}),
        "words": {"type": "object", "additionalProperties": {"type": "string"}},
        "kinds": fields(language.FORM_KINDS),
        "split": {"anyOf": [ref("texts"), _split()]},
        "map": {"type": "object", "additionalProperties": {"type": [*_TEXT["type"], "null"]}},
        "groups": fields(language.GROUPS, needed=language.names(language.GROUPS)),
    }
    made["groups"]["properties"]["size"] |= {"minimum": 1}
    return made


def _split() -> Schema:
    says = "A regular expression; what stands between its matches is taken."
    form: Schema = {"properties": {"matches": described(says, ref("pattern"))}, "required": ["matches"]}
    return {"type": "object", **form, "additionalProperties": False}


def _values() -> dict[str, Schema]:
    """A value: a field's name or a template, or steps; each place that takes one may add keys of its own."""
    field = {**_TEXT, "pattern": rf"^[^{{]*$|{_TEMPLATE}", "description": "A field's name, or a template."}
    origins = one_of(*language.names(language.ORIGIN))
    made: dict[str, Schema] = {}
    for name, more in (
        ("", ()),
        ("property-", language.PROPERTY),
        ("edge-", (*language.EDGE, *language.QUALIFIER)),
        ("dated-", language.SINCE),
    ):
        made[f"{name}steps"] = {**fields(language.ORIGIN, language.STEPS, more), **origins}
        made[f"{name}value"] = {"anyOf": [field, ref(f"{name}steps")]}
    return made | {
        "values": one_or_more(ref("property-value")),
        "through": fields(language.THROUGH, needed=("at", "value")),
        "edge": one_or_more(ref("edge-value")),
        "dated-names": one_or_more(ref("dated-value")),
        "then": fields(language.STEPS),
        "properties": {"type": "object", "additionalProperties": ref("values")},
    }


def _conditions() -> dict[str, Schema]:
    condition = fields(language.CONDITION)
    return {
        "condition": {"anyOf": [ref("texts"), condition]},
        "conditions": one_or_more({"type": "object", "additionalProperties": ref("condition")}),
        "retired": one_or_more(
            {
                **fields(language.WHEN, language.CONDITION, needed=("when",)),
                **one_of(*language.names(language.CONDITION)),
            }
        ),
        "reference": fields(language.REFERENCE),
        "references": one_or_more(ref("reference")),
    }
