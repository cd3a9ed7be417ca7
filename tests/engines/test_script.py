"""A Cypher script: a real server that runs it holds what a push would have put there, and claims come back from it."""

import json
from pathlib import Path

import neo4j
import pytest

from kb.asking import answer
from kb.exporting import BY_NAME
from kb.loading import load
from kb.store.server.graph import Neo4jGraph
from kb.store.server.link import Link
from kb.store.server.push import push
from kb.store.server.script import literal, render
from kb.store.sqlite import SqliteGraph
from queries.moment import Moment
from tests.engines.server import Server

#: Names that end a text, a statement or a script where they are not written with care.
HOSTILE = [
    "'}) DETACH DELETE n //",
    "a\\u0027}) DETACH DELETE n //",
    "b\\",
    ";\n;",
    "c\\u005c\\u0027",
    "`d`; MATCH (n)",
    "é\u2028x",
]

AT = Moment(739_000, "2024-04-29", 739_000)


def run(server: Server, text: str) -> None:
    """Run a script as cypher-shell does: a statement ends with a semicolon at the end of a line."""
    driver = neo4j.GraphDatabase.driver(server.uri, auth=("neo4j", server.password))
    with driver, driver.session() as session:
        for statement in text.split(";\n"):
            if statement.strip():
                session.run(statement).consume()


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> SqliteGraph:
    """A catalogue with names of evil."""
    folder = tmp_path_factory.mktemp("hostile")
    lines = ['{"kb-claims": 1}\n']
    for place, name in enumerate(HOSTILE):
        lines += [json.dumps({"subject": f"n{place}", "predicate": "title", "value": name}) + "\n"]
        lines += [
            json.dumps({"subject": name, "predicate": "replaces", "object": f"n{place}", "ids": [f"n{place}"]}) + "\n"
        ]
    (folder / "x.jsonl").write_text("".join(lines))
    load([str(folder / "x.jsonl")], str(folder / "hostile.kb"))
    return SqliteGraph(str(folder / "hostile.kb"))


@pytest.mark.parametrize("text", HOSTILE)
def test_a_text_is_a_text(server: Server, text: str):
    """The server reads every literal as the text that it was made of."""
    driver = neo4j.GraphDatabase.driver(server.uri, auth=("neo4j", server.password))
    with driver, driver.session() as session:
        assert session.run(f"RETURN {literal(text)} AS text").single()["text"] == text


def test_a_script_makes_what_a_push_makes(server: Server, link: Link, hostile: SqliteGraph):
    """After a script, run twice, a push of the same catalogue finds nothing to send, and the server answers as the file."""
    text = "".join(render(hostile, "hostile"))
    run(server, text)
    run(server, text)
    assert push(hostile, link, "hostile").changed == 0
    with Neo4jGraph(f"{server.uri}/hostile") as there:
        for place in range(len(HOSTILE)):
            request = {"ask": "what-replaces", "of": f"n{place}"}
            assert answer(there, request, AT) == answer(hostile, request, AT)
            assert len(answer(there, request, AT)["direct"]) == 1


def test_a_script_takes_what_was_there_before(server: Server, link: Link, hostile: SqliteGraph, tmp_path: Path):
    """A script of a smaller catalogue of the same name leaves nothing of the larger one."""
    (tmp_path / "a.md").write_text("---\ntitle: A\n---\n")
    load([str(tmp_path / "a.md")], str(tmp_path / "small.kb"))
    push(hostile, link, "shrinking")
    with SqliteGraph(str(tmp_path / "small.kb")) as small:
        run(server, "".join(render(small, "shrinking")))
        assert push(small, link, "shrinking").changed == 0


@pytest.mark.parametrize("form", ["jsonl", "trig", "graphml", "csv", "json"])
def test_exports_from_a_server(form: str, served: Neo4jGraph, durable: SqliteGraph):
    """What a server holds is exported as from the file, byte for byte, the claims of all sources too."""
    here, there = BY_NAME[form].make(durable, AT), BY_NAME[form].make(served, AT)
    for name, parts in here.files.items():
        assert b"".join(there.files[name]) == b"".join(parts), name
    assert list(there.lost()) == list(here.lost())
