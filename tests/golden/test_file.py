"""Files of golden questions: what is read, and that the schema for editors says the same."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from kb.asking import QUESTIONS
from kb.golden.file import read_golden
from kb.golden.schema import schema
from kb.question_text import read_question
from queries.errors import BadQuestion
from queries.golden import Tolerance
from tests.conftest import Kb

#: A question of each sort as text, and as ``kb ask`` takes it.
TEXTS: dict[str, dict[str, Any]] = {
    "what replaces 2PC as of 1990": {"ask": "what-replaces", "of": "2PC", "as_of": "1990"},
    "What replaces two-phase commit?": {"ask": "what-replaces", "of": "two-phase commit"},
    "verdict 2pc --as-of 1990-05 --as-seen v1": {
        "ask": "what-replaces",
        "of": "2pc",
        "as_of": "1990-05",
        "as_seen": "v1",
    },
    "what-it-replaced saga": {"ask": "what-it-replaced", "of": "saga"},
    "what did saga replace as of '5 May 2000'": {"ask": "what-it-replaced", "of": "saga", "as_of": "5 May 2000"},
    "path from long polling to server-sent events": {
        "ask": "path",
        "from": "long polling",
        "to": "server-sent events",
    },
    "path 'long polling' websocket relations=replaces": {
        "ask": "path",
        "from": "long polling",
        "to": "websocket",
        "relations": ["replaces"],
    },
    "neighbours saga pairs-with transitive=true": {
        "ask": "neighbours",
        "of": "saga",
        "relation": "pairs-with",
        "transitive": True,
    },
    "ancestors of saga": {"ask": "ancestors", "of": "saga"},
    "descendants saga": {"ask": "descendants", "of": "saga"},
    "nearest common ancestor of Raft and Zab": {"ask": "common-ancestors", "of": ["Raft", "Zab"]},
    "common-ancestors raft zab": {"ask": "common-ancestors", "of": ["raft", "zab"]},
    "timeline of transactions": {"ask": "timeline", "of": "transactions"},
    "history saga property=tier": {"ask": "history", "of": "saga", "property": "tier"},
    "names of 2PC": {"ask": "names", "of": "2PC"},
    "show two-phase commit": {"ask": "show", "of": "two-phase commit"},
    "bisect 'verdict saga'": {"ask": "bisect", "question": "verdict saga"},
    "nodes verdict=replaced": {"ask": "nodes", "verdict": "replaced"},
}
RIGHT = """\
kb-questions: 1
title: all there is
questions:
  - id: 1
    question: {ask: what-replaces, of: 2pc, as_of: 1990}
    expect: {verdict: current, live: []}
    tolerance: any-order
    source: a
    note: b
  - id: two
    question: {ask: common-ancestors, of: [raft, zab], relations: [replaces]}
    expect: {nearest: paxos, all: 2}
    tolerance: [at-least, {years: 2}]
  - id: three
    question: path a to b
    expect: {path: null}
    tolerance: {path: [one-of], years: 1}
  - id: four
    question: {ask: neighbours, of: a, relation: requires, transitive: true}
    expect: {error: x}
    tolerance: {contains: true}
"""


def read(folder: Path, text: str) -> Any:
    """A file of questions, read."""
    path = folder / "q.yaml"
    path.write_text(text, encoding="utf-8")
    return read_golden(str(path))


@pytest.mark.parametrize("text", TEXTS)
def test_text(text: str):
    """A question in words is the question that ``kb ask`` takes."""
    assert read_question(text) == TEXTS[text]


def test_every_question_has_a_text():
    """Each question of ``kb ask`` can be asked as text: its name, and what it needs in order."""
    for name, (_, needs, _) in QUESTIONS.items():
        read = read_question(" ".join([name, *needs]))
        assert read == {"ask": name, **{need: [need] if type_ is list else need for need, type_ in needs.items()}}


@pytest.mark.parametrize(
    "text", ["", "pth a b", "path a", "path a b c", "what", "what-replaces", "path 'a b", "nodes x"]
)
def test_no_question(text: str):
    """A text that asks nothing is refused in a sentence."""
    with pytest.raises(BadQuestion):
        read_question(text)


def test_everything_is_read(tmp_path: Path):
    """A question comes with its request, expectation, tolerances, source, note and place."""
    questions, problems = read(tmp_path, RIGHT)
    assert problems == []
    first, second, third, fourth = questions
    assert (first.id, first.asked, first.source, first.note) == ("1", "what-replaces 2pc as of 1990", "a", "b")
    assert first.place.line == 4
    assert first.request == {"ask": "what-replaces", "of": "2pc", "as_of": "1990"}
    assert first.tolerance == {"": Tolerance(frozenset(["any-order"]))}
    assert second.tolerance == {"": Tolerance(frozenset(["at-least"]), 2)}
    assert second.expect == {"nearest": "paxos", "all": 2}
    assert third.tolerance == {"path": Tolerance(frozenset(["one-of"])), "": Tolerance(years=1)}
    assert fourth.tolerance == {"": Tolerance(frozenset(["contains"]))}


def test_schema_takes_what_is_read(kb: Kb, tmp_path: Path):
    """The schema for editors is valid, is what ``kb schema questions`` prints, and takes a file that is read."""
    made = schema()
    Draft202012Validator.check_schema(made)
    assert json.loads(kb("schema", "questions").out) == made
    validator = Draft202012Validator(made)
    assert list(validator.iter_errors(yaml.safe_load(RIGHT))) == []


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("ask: what-replaces", "ask: what-replace"),
        ("verdict: current", "verdcit: current"),
        ("tolerance: any-order", "tolerence: any-order"),
        ("tolerance: any-order", "tolerance: any-ordr"),
        ("of: 2pc,", "off: 2pc,"),
        ("{years: 2}", "{years: two}"),
        ("kb-questions: 1", "kb-questions: 2"),
        ("    expect: {error: x}\n", ""),
        ("title: all", "titel: all"),
        ("{contains: true}", "{contains: 3}"),
        ("transitive: true", "transitive: [1]"),
    ],
    ids=lambda text: text.strip(),
)
def test_schema_and_reader_refuse_the_same(before: str, after: str, tmp_path: Path):
    """A mistake that the schema can see is a mistake for the reader, too."""
    text = RIGHT.replace(before, after, 1)
    assert text != RIGHT
    assert not Draft202012Validator(schema()).is_valid(yaml.safe_load(text))
    _, problems = read(tmp_path, text)
    assert [one.severity for one in problems][:1] == ["error"], problems
