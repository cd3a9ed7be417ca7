"""What a mapping makes of files, as plain data."""

from collections.abc import Iterable

from exports.data.parts import SCHEMA, Data, finding, place_data
from ontology.problem import Problem
from queries.mapped import Checked, Mapped, Unused


def mapped(made: Mapped) -> Data:
    """What a mapping made of a catalogue, rule by rule."""
    return {
        "title": made.title,
        "files": made.files,
        "rules": [{name.replace("_", "-"): value for name, value in rule._asdict().items()} for rule in made.rules],
        "dangling": [{"rule": one.rule, "name": one.name, **place_data(one.source)} for one in made.dangling],
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
            {
                "rule": one.rule,
                "written": one.written,
                "result": one.result,
                "known": one.known,
                **place_data(one.source),
            }
            for one in made.examples
        ],
        "unused": [_unused(one) for one in made.unused],
        "untaken": [_unused(one) for one in made.untaken],
    }


def _unused(one: Unused) -> Data:
    return {"record": one.record, "field": one.field, "times": one.times, "text": one.text, **place_data(one.source)}
