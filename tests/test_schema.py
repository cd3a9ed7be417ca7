"""The published JSON Schema takes everything that kb prints as data, and nothing that looks like it but is wrong."""

import copy
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from exports import schemas
from kb.asking import QUESTIONS
from kb.commands import BY_NAME
from queries.verdict import EXIT_CODES
from tests.conftest import ROOT, Kb
from tests.test_cases import CASES, HOME, blocks

Data = dict[str, Any]
#: Commands that print data of another kind, or none.
NO_ANSWER = {"draw", "settle", "ask", "schema", "mapping", "completion", "cypher", "export", "sparql"}


@pytest.fixture(scope="module")
def complaints() -> Callable[[str, Any], list[str]]:
    """What the schema of an answer has against an object."""
    made = {name: Draft202012Validator(schemas.one(name)) for name in schemas.names()}
    return lambda name, data: [f"{error.json_path}: {error.message[:200]}" for error in made[name].iter_errors(data)]


def answers(kb: Kb, *asked: Data) -> Iterator[tuple[Data, Data]]:
    """Questions with their answers."""
    done = kb("ask", "--jsonl", "--quiet", stdin="".join(json.dumps(one) + "\n" for one in asked).encode())
    assert (done.code, done.err) == (0, "")
    lines = [json.loads(line) for line in done.out.splitlines()]
    yield from zip(asked, lines, strict=True)


def questions(ids: list[str]) -> Iterator[Data]:
    """Every question about every node, today and long ago, and about what does not exist."""
    for number, id_ in enumerate(ids):
        other = ids[number - 1]
        for as_of in (None, "1995"):
            when = {"as_of": as_of} if as_of else {}
            for name in (
                "what-replaces",
                "what-it-replaced",
                "migrate",
                "ancestors",
                "descendants",
                "timeline",
                "show",
            ):
                yield {"ask": name, "of": id_, **when}
        yield {"ask": "names", "of": id_}
        yield {"ask": "path", "from": other, "to": id_}
        yield {"ask": "migrate", "of": other, "to": id_}
        if other != id_:
            yield {"ask": "compare", "of": [other, id_], "as_of": "2001"}
        yield {"ask": "path", "from": id_, "to": other, "relations": ["pairs-with", "described-in", "member-of"]}
        yield {"ask": "path", "from": id_, "to": other, "through": [id_], "most": 3, "consider": True, "inferred": True}
        yield {"ask": "relate", "of": [id_, other]}
        yield {"ask": "timelines", "of": [id_, other]}
        yield {"ask": "neighbours", "of": id_, "relation": "provides", "direction": "both", "transitive": True}
        yield {"ask": "history", "of": id_, "property": "introduced"}
        yield {"ask": "common-ancestors", "of": [other, id_]}
        if number % 60 == 1:
            yield {"ask": "bisect", "question": f"what replaces '{id_}'", "seen": number % 120 == 1}
            yield {"ask": "diff", "as_of": "1990", "to": "2010"}
    yield {"ask": "what-replaces", "of": "no such thing"}
    yield {"ask": "names", "of": "no such thing"}
    yield {"ask": "search", "text": "two phase tier:gold,bronze introduced:<2000"}
    yield {"ask": "stats"}
    yield {"ask": "stats", "as_of": "1995"}
    yield {"ask": "nodes", "where": {"tier": "gold"}, "alive_on": "2010"}
    yield {"ask": "select"}
    for id_ in ids:
        if " " not in id_:
            yield {"ask": "why", "of": f"{id_} introduced 1978", "as_of": "1995"}
            yield {"ask": "why", "of": f"{id_} is replaced"}
    yield {"ask": "disputes"}
    yield {"ask": "disputes", "properties": ["introduced", "since"], "state": "open", "as_of": "1995"}
    yield from ({"ask": "select", "of": id_, "as_of": "1995"} for id_ in ids if id_.startswith("decision-tree/"))
    yield from ({"ask": "nodes", "verdict": verdict} for verdict in EXIT_CODES)


def wrong(kb: Kb, complaints: Callable[[str, Any], list[str]], step: int = 1) -> list[str]:
    """What the schema has against the answers of a catalogue, about every ``step``-th node."""
    ids = kb("list", "--all", "--ids", "--quiet").out.splitlines()[::step]
    found = []
    for question, answer in answers(kb, *questions(ids)):
        name = "error" if "error" in answer else question["ask"]
        found += [f"{question}: {text}" for text in complaints(name, answer)]
        assert name != "error" or "no such thing" in question["of"], answer
    return found


def test_schema_is_valid():
    """The schema, whole and in parts, is itself a valid schema of draft 2020-12, and every reference in it leads to one."""
    whole = schemas.whole()
    Draft202012Validator.check_schema(whole)
    for name in schemas.names():
        part = schemas.one(name)
        Draft202012Validator.check_schema(part)
        for target in schemas._targets(part):
            place: Any = part
            for step in target.removeprefix("#/").split("/"):
                place = place[step]
            assert isinstance(place, dict), target


def test_schema_describes_what_it_defines():
    """Every definition of the schema says what it is, and every object of it takes no field that is not named there."""
    for name, part in schemas.whole()["$defs"].items():
        assert part["description"], name
        assert part.get("type") != "object" or part["additionalProperties"] is False, name


def test_every_answer_has_a_schema():
    """Each question of ``kb ask`` and each command with ``--format json`` has a schema of its name."""
    assert set(QUESTIONS) <= set(schemas.names())
    assert BY_NAME.keys() - NO_ANSWER <= set(schemas.names())
    verdicts = schemas.whole()["$defs"]["verdict-word"]["enum"]
    assert verdicts == list(EXIT_CODES)


def test_bundled_catalogue(bundled: Kb, complaints: Callable[[str, Any], list[str]]):
    """Answers about every pattern and one of three other nodes of the bundled catalogue are as the schema says."""
    patterns = bundled("list", "--where", "kind=pattern", "--ids", "--quiet").out.splitlines()
    for question, answer in answers(bundled, *({"ask": "what-replaces", "of": id_} for id_ in patterns)):
        assert complaints("what-replaces", answer) == [], question
    assert wrong(bundled, complaints, 3) == []


def test_cases(kb: Kb, complaints: Callable[[str, Any], list[str]]):
    """Every answer about every node of the cases' catalogues is as the schema says."""
    found = []
    for number, name in enumerate(CASES):
        files = {block.name: block.body for block in blocks((HOME / name).read_text(encoding="utf-8")) if block.name}
        if not any(file.startswith("pages/") for file in files):
            continue
        here = Kb(kb.folder / str(number), kb.env)
        here.write(files).load()
        found += [f"{name}: {text}" for text in wrong(here, complaints)]
    assert found == []


@pytest.mark.parametrize(
    "argv",
    [
        ("what-replaces", "2pc"),
        ("what-it-replaced", "raft"),
        ("show", "saga"),
        ("ancestors", "raft"),
        ("descendants", "2pc"),
        ("tree", "paxos"),
        ("path", "polling", "websocket"),
        ("path", "polling", "websocket", "--all"),
        ("relate", "saga", "outbox"),
        ("timeline", "family/transactions"),
        ("list", "--where", "introduced<2000", "--where", "family=transactions"),
        ("search", "introduced:<1990", "family:transactions"),
        ("list", "--where", "tier=gold"),
        ("migrate", "2pc"),
        ("migrate", "polling", "websocket"),
        ("migrate", "saga", "2pc"),
        ("compare", "2pc", "saga", "outbox"),
        ("compare", "--family", "transactions"),
        ("disputes",),
        ("why", "saga replaces 2pc"),
        ("why", "2pc is partly-replaced"),
        ("why", "raft replaces 2pc"),
        ("select",),
        ("select", "distributed-transactions"),
        ("select", "distributed-transactions", "--answer", "data=shards", "--answer", "blocking=yes"),
        ("search", "two", "phase"),
        ("search", "no such thing at all"),
        ("stats",),
        ("lint", "pages"),
        ("load", "pages", "--kb", "my.kb"),
        ("history", "saga"),
        ("bisect", "what", "replaces", "2pc"),
        ("diff", "--as-of", "2010", "--and-as-of", "2015"),
        ("apply", "p.yaml", "--kb", "small.kb"),
        ("verify", "q.yaml"),
        ("verify", "q.yaml", "--mutate"),
        ("decide", "list", "--kb", "my.kb"),
        ("load", "pages", "--mapping", "m.yaml", "--kb", "my.kb"),
    ],
    ids=" ".join,
)
def test_commands(argv: tuple[str, ...], bundled: Kb, complaints: Callable[[str, Any], list[str]]):
    """What a command prints with ``--format json`` is as the schema of its name says."""
    bundled.write({"pages/a.md": "---\ntitle: A\nintroduced: long ago\n---\n", "pages/b.md": "# B\n"})
    rule = "records: {r: {id: '{$stem}', title: title, status: introduced, edges: {replaces: title, replaced-by: x}}}"
    bundled.write({"m.yaml": f"kb-mapping: 1\nsources: [{{files: '*.md', read: front-matter}}]\n{rule}\n"})
    asked = (
        "{id: a, question: what replaces 2pc, expect: {live: [raft]}}, {id: b, question: show saga, expect: {of: saga}}"
    )
    bundled.write({"q.yaml": f"kb-questions: 1\nquestions: [{asked}]\n"})
    change = "{set: tier, of: a, to: [gold], was: []}, {set: tier, of: b, to: [gold], was: [bronze]}"
    bundled.write({"p.yaml": f"kb-patch: 1\nto: x\nchanges: [{change}]\n"})
    if argv[0] == "apply":
        bundled.load("pages", "--kb", "small.kb")
    (bundled.folder / "my.kb").unlink(missing_ok=True)
    done = bundled(*argv, "--format", "json")
    assert done.code in (0, 1, 3), done.err
    assert complaints(argv[0], json.loads(done.out)) == []
    assert list(Draft202012Validator(schemas.whole()).iter_errors(json.loads(done.out))) == []


def test_whole_schema_takes_every_line(bundled: Kb):
    """The schema without a name takes the answer to each question, and the error of a bad one."""
    validator = Draft202012Validator(schemas.whole())
    for question, answer in answers(bundled, *questions(["saga", "two-phase-commit"])):
        assert validator.is_valid(answer), question


def spoilt(answer: Data) -> Iterator[tuple[str, Data]]:
    """Wrong objects made of a right one."""
    for field in ("verdict", "direct", "live", "schema", "ask"):
        yield f"without {field}", {key: value for key, value in answer.items() if key != field}
    for field, value in (
        ("verdict", "gone"),
        ("direct", "saga"),
        ("direct", ["saga", "saga"]),
        ("schema", 2),
        ("ask", "show"),
        ("live", ["saga"]),
        ("of", ""),
        ("colour", "red"),
    ):
        yield f"{field} is {value!r}", {**answer, field: value}
    deep = copy.deepcopy(answer)
    deep["live"][0]["strength"] = "consider"
    yield "a live end that is only suggested", deep
    deep = copy.deepcopy(answer)
    del deep["edges"][0]["sources"][0]["line"]
    yield "a source without its line", deep


def test_wrong_objects(bundled: Kb, complaints: Callable[[str, Any], list[str]]):
    """The schema refuses objects without a field, with one too many, or with a value of another kind."""
    _, answer = next(answers(bundled, {"ask": "what-replaces", "of": "2pc"}))
    assert complaints("what-replaces", answer) == []
    for why, wrong_one in spoilt(answer):
        assert complaints("what-replaces", wrong_one), why
    assert complaints("lint", {})
    assert complaints("path", {"schema": 1, "ask": "path"})


def test_schema_command(kb: Kb):
    """``kb schema`` prints the schema of all answers, with a name that of one, and refuses a name that is none."""
    whole = kb("schema")
    assert whole.code == 0
    assert json.loads(whole.out) == schemas.whole()
    part = kb("schema", "list")
    assert json.loads(part.out) == schemas.one("list")
    assert kb("schema", "lsit").complaints[0].startswith("kb: no answer is called 'lsit'; there are ancestors, ")


def test_schema_is_shipped():
    """The files of the schema lie in a folder that the wheel takes whole."""
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert '"exports"' in text.split("[tool.hatch.build.targets.wheel]")[1].split("]")[0]
    assert schemas.FOLDER.relative_to(ROOT / "exports") == Path("schemas")
