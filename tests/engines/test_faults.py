"""A server that goes away, comes back, and has little memory: what was pushed is whole in the end."""

from pathlib import Path
from typing import Any

import pytest

from kb.errors import CatalogueError
from kb.store.server.address import parse
from kb.store.server.graph import Neo4jGraph
from kb.store.server.link import Link
from kb.store.server.push import push
from queries.graph import Edge
from queries.lineage import descendants
from tests.engines.server import Server, available, running
from tests.engines.test_server import chain
from tests.helpers import at

pytestmark = pytest.mark.slow


@pytest.fixture
def fragile(server: Server, tmp_path: Path):
    """A server of the test's own, with a few megabytes for a transaction; the shared one says whether it may be missing."""
    assert available()
    with running(Server(tmp_path / "fragile", db__memory__transaction__max="4m"), tmp_path / "cache") as made:
        yield made


def test_faults(fragile: Server, monkeypatch: pytest.MonkeyPatch):
    """Too little memory makes batches smaller; killed in the middle and started again, the push resumes, and the
    answers are right; a connection that is lost between two hops is said.
    """
    long = chain(1_500, status="x" * 2_000)
    made = Link(parse(fragile.uri), patience=3)
    sizes: list[int] = []
    real = Link.write

    def noted(self: Link, work: Any) -> Any:
        sizes.append(len(sizes))
        if len(sizes) == 8:
            fragile.kill()
        return real(self, work)

    monkeypatch.setattr(Link, "write", noted)
    with pytest.raises(CatalogueError, match="does not answer, or no longer"):
        push(long, made, "long")
    made.close()
    monkeypatch.setattr(Link, "write", real)

    fragile.start()
    again = Link(parse(fragile.uri), patience=3)
    with pytest.raises(CatalogueError, match="push again to complete it"):
        Neo4jGraph(f"{fragile.uri}/long")
    done = push(long, again, "long")
    again.close()
    assert 0 < done.sent["entries"] < 1_500
    assert done.there["entries"] == 1_500
    graph = Neo4jGraph(f"{fragile.uri}/long")
    assert len(descendants(graph, "p1400", at()).depths) == 99

    hops = [0]
    whole = Neo4jGraph.edges

    def dying(self: Neo4jGraph, *args: Any) -> list[Edge]:
        hops[0] += 1
        if hops[0] == 3:
            fragile.kill()
        return whole(self, *args)

    monkeypatch.setattr(Neo4jGraph, "edges", dying)
    graph.link.patience = 1.0
    with pytest.raises(CatalogueError, match="does not answer, or no longer"):
        descendants(graph, "p1400", at())
    graph.close()
