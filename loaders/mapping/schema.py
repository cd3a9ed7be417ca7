"""The JSON Schema of the mapping language, made from its words, so that editors complete and check a mapping.

It takes what ``parse_mapping`` takes, and refuses what can be refused key by key. Where a mapping declares relations,
kinds or properties of its own, any name may be one, and only ``parse_mapping`` knows which are declared.
"""

from collections.abc import Iterable
from itertools import combinations
from typing import get_type_hints

from loaders.mapping import language
from loaders.mapping.language import Word
from loaders.mapping.schema_forms import Schema, described, fields, forms, one_of, one_or_more, ref
from loaders.vocabulary_file import CHOICES, FIELDS, SECTIONS
from ontology.builtin import VOCABULARY
from ontology.vocabulary import Kind, Property, Relation, Style, Tier

_RECORDS = {"kinds": Kind, "relations": Relation, "style": Style, "properties": Property, "scales": Tier}


def schema() -> Schema:
    """The schema, draft 2020-12; it keeps to what readers of draft 7, which most editors have, know too.

    >>> sorted(schema()["properties"])
    ['form', 'kb-mapping', 'keys', 'kinds', 'names', 'prose', 'records', 'references', 'sources', 'title', 'vocabulary']
    """
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:pattern-genealogy:mapping:{language.VERSION}",
        "title": "Mapping of kb",
        "description": "How the records of a catalogue are read: kb load SOURCE --mapping FILE.",
        **fields(language.TOP, language.FORM, needed=("kb-mapping", "sources")),
        **_by_form(),
        "allOf": [_unless_declared(part, rule) for part, rule in _closed().items()],
        "$defs": forms() | _whole() | _vocabulary(),
    }


def _by_form() -> Schema:
    """What a mapping of pages has, and what one with records has."""
    own = [name for name in language.names(language.FORM) if name != "form"]
    records: Schema = {
        "properties": {"sources": one_or_more({"type": "object", "required": ["read"]}), **dict.fromkeys(own, False)}
    }
    pages = {"sources": one_or_more({"type": "object", "properties": {"read": False, "name": False}})}
    return {
        "if": {"required": ["form"]},
        "then": {"properties": {**pages, "records": False, "references": False}},
        "else": {**records, "required": ["records"]},
    }


def _unless_declared(part: str, rule: Schema) -> Schema:
    """What holds of every record where the mapping declares no kinds, relations or properties of its own."""
    declared = {"properties": {"vocabulary": {"required": [part]}}, "required": ["vocabulary"]}
    return {"if": declared, "else": {"properties": {"records": {"additionalProperties": rule}}}}


def _closed() -> dict[str, Schema]:
    """By the part of a vocabulary: that names are built-in ones."""
    relation = _choice(_relations())
    return {
        "kinds": {"properties": {"kind": _choice(VOCABULARY.kinds)}},
        "relations": {
            "properties": {
                "edges": {"propertyNames": {"enum": list(_relations())}},
                "edge": {"properties": {"relation": relation}},
            }
        },
        "properties": {"propertyNames": {"enum": list(_record()["properties"])}},
    }


def _whole() -> dict[str, Schema]:
    """What stands at the top: sources and records."""
    return {
        "version": {"enum": [int(language.VERSION), language.VERSION]},
        "sources": one_or_more(ref("source")),
        "source": fields(language.SOURCE, needed=("files",)),
        "read": _read(),
        "records": {"type": "object", "minProperties": 1, "additionalProperties": ref("record")},
        "record": _record(),
        "edges": {
            "type": "object",
            "properties": {name: described(says, ref("edge")) for name, says in _relations().items()},
            "additionalProperties": ref("edge"),
        },
        "edge-record": {
            **fields(language.EDGE_RECORD, language.QUALIFIER, needed=("relation",)),
            "allOf": [one_of("old", "object"), one_of("new", "subject")],
        },
    }


def _choice(names: Iterable[str]) -> Schema:
    """A built-in word, or a value that gives one."""
    return {"anyOf": [{"enum": list(names)}, ref("text-with-fields"), ref("steps")]}


def _relations() -> dict[str, str]:
    """Relations by either end, with what each says; a relation's own name comes before how another reads backwards."""
    ends = {one.name: f"This record {one.label}: what is named." for one in VOCABULARY.relations.values()}
    for one in VOCABULARY.relations.values():
        ends.setdefault(one.inverse.replace(" ", "-"), f"This record {one.inverse}: what is named.")
    return ends


def _read() -> Schema:
    """A reader by its name, or over its options."""
    options = {word.name: word for word in language.OPTIONS}
    alone, over = [], {}
    for one in language.READERS:
        form = fields([options[name] for name in one.options])
        if "fence" in one.options:
            form["not"] = {"anyOf": [_both(*pair) for pair in combinations(("fence", "list", "stanzas"), 2)]}
        alone.append(described(one.reads, {"const": one.name}))
        over[one.name] = described(one.reads, {"anyOf": [form, {"type": "null"}]})
    body: Schema = {"type": "object", "properties": over, "additionalProperties": False}
    return {"anyOf": [*alone, {**body, "minProperties": 1, "maxProperties": 1}]}


def _both(*options: str) -> Schema:
    """That all of some options are chosen."""
    return {"properties": {name: {"const": True} for name in options}, "required": list(options)}


def _record() -> Schema:
    """One sort of record."""
    taken = language.names(language.RECORD)
    declared = [Word(one.name, f"{one.label}: a value", "values") for one in VOCABULARY.properties.values()]
    made = fields(language.RECORD, [word for word in declared if word.name not in taken])
    return {**made, "additionalProperties": ref("values"), **one_of("id", "edge")}


def _vocabulary() -> dict[str, Schema]:
    """A vocabulary of its own."""
    made = {f"vocabulary-{part}": _of_record(part) for part in FIELDS}
    parts: Schema = {}
    for part, says in SECTIONS.items():
        body = {"type": "object", "additionalProperties": ref(f"vocabulary-{part}")}
        if part == "scales":
            body["additionalProperties"] = {"type": "array", "items": ref("vocabulary-scales")}
        parts[part] = described(says, ref("texts") if part.endswith("-words") else body)
    return made | {"vocabulary": {"type": "object", "properties": parts, "additionalProperties": False}}


def _of_record(part: str) -> Schema:
    """What one word of a vocabulary may be written as: its fields, or for some its label alone."""
    hints = get_type_hints(_RECORDS[part])
    properties = {}
    for name, says in FIELDS[part].items():
        form = ref("flag" if hints[name.replace("-", "_")] is bool else "text")
        if name == "needs":
            form = ref("texts")
        if name in CHOICES:
            form = {"enum": list(CHOICES[name])}
        properties[name] = described(says, ref("vocabulary-style") if name == "style" else form)
    made: Schema = {"type": "object", "properties": properties, "additionalProperties": False}
    if part == "style":
        return made
    if part == "relations":  # one that is symmetric reads the same from both ends
        symmetric = {"properties": {"symmetric": {"const": True}}, "required": ["symmetric"]}
        return {**made, "anyOf": [{"required": ["inverse"]}, symmetric]}
    return {"anyOf": [{"type": ["string", "null"]}, {**made, **({"required": ["name"]} if part == "scales" else {})}]}
