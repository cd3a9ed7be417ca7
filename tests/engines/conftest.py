"""One Neo4j server for all tests of engines, with the bundled catalogue on it."""

import os
import shutil
from collections.abc import Iterator

import pytest

from kb.loading import load
from kb.store.server.address import parse
from kb.store.server.graph import Neo4jGraph
from kb.store.server.link import Link
from kb.store.server.push import push
from kb.store.sqlite import SqliteGraph
from tests.conftest import ROOT
from tests.engines.server import Server, available, running

WHY = "no Neo4j server here: scripts/system-setup.sh fetches it where there is Java 17 and Maven"


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server that runs, and an environment that lets clients in."""
    if not available():
        if os.environ.get("KB_REQUIRE_COMPONENTS") == "1":
            pytest.fail(WHY)
        pytest.skip(WHY)
    made = Server(tmp_path_factory.mktemp("neo4j"), certificate=shutil.which("openssl") is not None)
    with running(made, tmp_path_factory.mktemp("neo4j-cache")) as server:
        yield server


@pytest.fixture
def secured(server: Server) -> Server:
    """The same server, which also speaks TLS, with a certificate of its own making."""
    if not server.certificate:
        if os.environ.get("KB_REQUIRE_COMPONENTS") == "1":
            pytest.fail("there is no openssl to make a certificate with")
        pytest.skip("there is no openssl to make a certificate with")
    return server


@pytest.fixture(scope="session")
def link(server: Server) -> Iterator[Link]:
    """A connection to the server."""
    made = Link(parse(server.uri))
    yield made
    made.close()


@pytest.fixture(scope="session")
def durable(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SqliteGraph]:
    """The bundled catalogue in a file."""
    path = str(tmp_path_factory.mktemp("store") / "bundled.kb")
    load([str(ROOT / "kb" / "catalogue")], path)
    with SqliteGraph(path) as graph:
        yield graph


@pytest.fixture(scope="session")
def served(server: Server, link: Link, durable: SqliteGraph) -> Iterator[Neo4jGraph]:
    """The same catalogue on the server."""
    push(durable, link, "bundled")
    with Neo4jGraph(f"{server.uri}/bundled") as graph:
        yield graph
