"""The JSON Schema of mappings takes what the program takes, and refuses what it refuses."""

import copy
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft7Validator, Draft202012Validator

from loaders.base import SourceFile
from loaders.mapping import language
from loaders.mapping.parse import parse_mapping
from loaders.mapping.schema import schema
from loaders.readers import READERS
from loaders.scalars import plain_data
from loaders.vocabulary_file import FIELDS, SECTIONS
from loaders.yaml_reader import read_yaml
from ontology.claim import QUALIFIERS
from ontology.vocabulary import Kind, Property, Relation, Style, Tier
from tests.conftest import ROOT, Kb
from tests.mapping import test_language

SCHEMA = schema()
VALIDATOR = Draft202012Validator(SCHEMA)
#: What only the program can tell: what a regular expression means, and which names a mapping declares itself.
BEYOND = (
    "no rule says 'means: outside'",
    "not a regular expression",
    "no source has the name",
    "there is no relation",
    "is no relation",
    "is not declared",
    "'prose' ",
    "a mark of 'split' is empty",
    "has 'HH', which is no word",
    "any-of, all-of, not 'both'",
    "not 'all'",
    "no older and no newer end",
)


def mappings() -> dict[str, str]:
    """Every mapping of the project by its place: shipped ones, those of tests, and those that docs and cases show."""
    files = [*(ROOT / "kb" / "mappings").glob("*.yaml"), *(ROOT / "tests" / "mapping").glob("*.yaml")]
    found = {path.name: path.read_text(encoding="utf-8") for path in files}
    for path in [*(ROOT / "docs").glob("*.md"), *(ROOT / "tests" / "cases").rglob("*.md")]:
        blocks = re.findall(
            r"^```yaml[^\n]*\n((?:#[^\n]*\n)*kb-mapping: 1\n.*?)^```", path.read_text("utf-8"), re.S | re.M
        )
        found |= {
            f"{path.name}:{place}": block
            for place, block in enumerate(blocks)
            if "records:" in block or "form:" in block
        }
    for rule, _, _ in test_language.test_step.pytestmark[0].args[1]:
        found[rule] = f"{test_language.HEAD}records: {{r: {{id: x, category: {rule}}}}}"
    return dict(sorted(found.items()))


MAPPINGS = mappings()


def data_of(text: str) -> Any:
    """A mapping as plain data."""
    return plain_data(read_yaml(text)[0])


def refused(text: str) -> list[str]:
    """What the program has against a mapping."""
    return [one.message for one in parse_mapping(SourceFile("m.yaml", text))[1]]


def test_it_is_a_schema() -> None:
    """The schema is valid in its own draft and in the draft that most editors know, and every reference leads somewhere."""
    Draft202012Validator.check_schema(SCHEMA)
    Draft7Validator.check_schema(SCHEMA)
    for target in re.findall(r'"\$ref": "([^"]*)"', json.dumps(SCHEMA)):
        assert re.fullmatch(r"#/\$defs/[a-z-]+", target)
        assert target.removeprefix("#/$defs/") in SCHEMA["$defs"]


@pytest.mark.parametrize("name", MAPPINGS)
def test_mappings_are_valid(name: str) -> None:
    """A mapping is valid against the schema, in the newest draft and in the one that editors know, if it has no mistake."""
    mistakes = refused(MAPPINGS[name])
    for made in (VALIDATOR, Draft7Validator(SCHEMA)):
        found = [error.message for error in made.iter_errors(data_of(MAPPINGS[name]))]
        assert not found or mistakes
        assert found or all(any(part in one for part in BEYOND) for one in mistakes)


def test_there_are_mappings() -> None:
    """The mappings that are tried are the shipped ones, those of docs and those of every step, hardly any with a mistake."""
    assert {"peps.yaml", "endoflife.as-scored.yaml", "mapping.md:0", "A.B"} <= set(MAPPINGS)
    wrong = [name for name, text in MAPPINGS.items() if refused(text)]
    assert not [name for name in wrong if ".md:" not in name]


#: Whole mappings without a mistake.
WHOLE = [name for name, text in MAPPINGS.items() if (name.endswith(".yaml") or ".md:" in name) and not refused(text)]


@pytest.mark.slow
@pytest.mark.parametrize("name", WHOLE)
def test_mistakes_are_refused_by_both(name: str) -> None:
    """Of a mapping with one key or value spoilt, the program takes what the schema takes, as far as a schema can tell."""
    seen = set()
    for spoilt in spoils(data_of(MAPPINGS[name])):
        text = yaml.safe_dump(spoilt, sort_keys=False, allow_unicode=True)
        messages, takes = refused(text), VALIDATOR.is_valid(spoilt)
        seen.add(takes)
        if takes:
            assert [one for one in messages if not any(part in one for part in BEYOND)] == [], text
        else:
            assert messages, text
    assert seen == {True, False}


def spoils(data: Any, path: tuple[str | int, ...] = ()) -> Iterator[Any]:
    """Copies of some data, each with one key renamed or left out, or one value of another shape."""
    for place in places(data):
        for how in ("rename", "remove", "mapping", "list", "text"):
            spoilt = copy.deepcopy(data)
            above = spoilt
            for step in place[:-1]:
                above = above[step]
            last = place[-1]
            if how == "remove":
                del above[last]
            elif how != "rename":
                above[last] = {"mapping": {"zzz": "zzz"}, "list": [["zzz"]], "text": "zzz"}[how]
            elif isinstance(above, dict):
                above[f"{last}z"] = above.pop(last)
            yield spoilt


def places(data: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """The path to every value below."""
    below = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for step, value in below:
        yield (*path, step)
        yield from places(value, (*path, step))


@pytest.mark.parametrize(("text", "line", "message"), test_language.test_mistakes.pytestmark[0].args[1])
def test_every_known_mistake(text: str, line: int, message: str) -> None:
    """A mistake that the program names is refused by the schema, too, unless it lies inside of a regular expression."""
    assert line
    assert VALIDATOR.is_valid(data_of(text)) == (message in BEYOND)


#: A mapping with a key that nobody knows in each place that has keys, and where the schema lists what is known there.
WRONG = {
    "zzz: 1": (),
    "sources: [{files: a, read: yaml, zzz: 1}]": ("source",),
    "records: {r: {id: x, zzz: 1}}": ("record",),
    "records: {r: {id: x, title: {from: a, zzz: 1}}}": ("property-steps",),
    "records: {r: {id: x, title: {groups: {start: 1, size: 2, zzz: 1}}}}": ("groups",),
    "records: {r: {id: x, where: {a: {zzz: 1}}}}": ("condition",),
    "records: {r: {id: x, retired: {when: a, zzz: 1}}}": ("retired",),
    "records: {r: {id: x, dated-names: {from: a, zzz: 1}}}": ("dated-steps",),
    "records: {r: {id: x, edges: {replaces: {from: a, zzz: 1}}}}": ("edge-steps",),
    "records: {r: {id: x, edges: {zzz: a}}}": ("edges",),
    "records: {r: {edge: {old: a, new: b, relation: replaces, zzz: 1}}}": ("edge-record",),
    "references: {zzz: 1}": ("reference",),
}


@pytest.mark.parametrize("part", WRONG)
def test_the_same_keys(part: str) -> None:
    """In each place the keys that the program knows are the keys of the schema."""
    rest = {"sources": "sources: [{files: a, read: yaml}]", "records": "records: {r: {id: x}}"}
    text = "\n".join(["kb-mapping: 1", part, *(line for key, line in rest.items() if not part.startswith(key))])
    (message,) = refused(text)
    assert "'zzz'" in message
    known = re.split(r", ", message.partition("; known are ")[2])
    form = SCHEMA["$defs"][WRONG[part][0]] if WRONG[part] else SCHEMA
    form = next((one for one in form.get("anyOf", ()) if "properties" in one), form)
    assert set(known) == set(form["properties"])


def test_every_key_is_described() -> None:
    """Each key of the schema says what it means, and none of them in a form that only a page can show."""

    def visit(part: Any) -> Iterator[tuple[str, Any]]:
        if isinstance(part, dict):
            if isinstance(part.get("properties"), dict) and part.get("additionalProperties") is not None:
                yield from part["properties"].items()
            for below in part.values():
                yield from visit(below)
        elif isinstance(part, list):
            for below in part:
                yield from visit(below)

    keys = list(visit(SCHEMA))
    assert len(keys) > 150
    for name, form in keys:
        assert form["description"], name
        assert "](" not in form["description"], name


def test_words_are_those_of_the_program() -> None:
    """Readers, their options, qualifiers and the fields of a vocabulary are described as they are, none less or more."""
    assert [(one.name, sorted(one.options)) for one in language.READERS] == [
        (one.name, sorted(one.options)) for one in READERS
    ]
    assert {name for one in language.READERS for name in one.options} == set(language.names(language.OPTIONS))
    assert language.names(language.QUALIFIER) == QUALIFIERS
    records = {"kinds": Kind, "relations": Relation, "style": Style, "properties": Property, "scales": Tier}
    for part, record in records.items():
        fields = {name.replace("_", "-") for name in record._fields}
        assert set(FIELDS[part]) == fields - ({"name"} if part != "scales" else set())
    assert set(SECTIONS) == set(SCHEMA["$defs"]["vocabulary"]["properties"])


def test_own_words_are_taken() -> None:
    """Where a mapping declares relations, kinds or properties of its own, any name may be one; else none may."""
    rule = "records: {r: {id: x, licence: a, kind: standard, edges: {profiles: b}}}"
    own = (
        "vocabulary: {kinds: {standard: standard}, relations: {profiles: {label: profiles, inverse: profiled by}},"
        " properties: {licence: licence}}"
    )
    for text, fine in ((f"{test_language.HEAD}{own}\n{rule}", True), (f"{test_language.HEAD}{rule}", False)):
        assert VALIDATOR.is_valid(data_of(text)) == fine == (not refused(text))


def test_schema_command(kb: Kb, tmp_path: Path) -> None:
    """``kb schema mapping`` prints the schema, the same every time."""
    done = kb("schema", "mapping")
    assert json.loads(done.out) == SCHEMA
    assert done == kb("schema", "mapping")
