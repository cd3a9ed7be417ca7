"""Our stores in the contest: ``python -m bench.contest.stores NAME FOLDER [URI PID]``. The folder has ``claims.jsonl``."""

import sys
from datetime import UTC, datetime
from pathlib import Path

from bench.contest.serving import Contestant, memory_of, own_memory, serve
from kb.loading import load
from kb.store.memory import MemoryGraph
from kb.store.server.address import parse
from kb.store.server.graph import Neo4jGraph
from kb.store.server.link import Link
from kb.store.server.push import push
from kb.store.sqlite import SqliteGraph
from queries.graph import Graph
from queries.lineage import ancestors, common_ancestors
from queries.moment import moment
from queries.path import path
from queries.replacement import what_replaces


def main() -> None:
    """Load into the store that is named, and answer."""
    name, folder, *server = sys.argv[1:]
    file = Path(folder) / "claims.kb"
    if name == "sqlite":
        serve(lambda: _contestant(_loaded(Path(folder), file)))
    elif name == "memory":
        serve(lambda: _contestant(in_memory(SqliteGraph(str(file)))))
    else:
        uri, process = server
        serve(lambda: _contestant(_pushed(file, uri), int(process)))


def _loaded(folder: Path, file: Path) -> Graph:
    load([str(folder / "claims.jsonl")], str(file))
    return SqliteGraph(str(file))


def _pushed(file: Path, uri: str) -> Graph:
    name = f"contest-{file.stat().st_size}"
    link = Link(parse(uri))
    with SqliteGraph(str(file)) as graph:
        push(graph, link, name)
    link.close()
    return Neo4jGraph(f"{uri}/{name}")


def in_memory(graph: SqliteGraph) -> MemoryGraph:
    """Everything that a file holds, in memory."""
    nodes = list(graph.select())
    ids = [one.id for one in nodes]
    edges = graph.edges(ids, tuple(graph.vocabulary.relations), "out")
    claims = [(key, one) for key, several in graph.claims(edges).items() for one in several]
    return MemoryGraph(nodes, edges, graph.vocabulary, graph.properties(ids), claims, graph.names(ids))


def _contestant(graph: Graph, server: int | None = None) -> Contestant:
    at = moment(None, datetime.now(UTC).date())
    return Contestant(
        point=lambda name: what_replaces(graph, name, at),
        closure=lambda name: ancestors(graph, name, at),
        path=lambda new, old: path(graph, old, new, at),
        common=lambda one, other: common_ancestors(graph, [one, other], at),
        plain={
            "point": lambda answer: answer.terminal,
            "closure": lambda answer: answer.depths,
            "path": lambda answer: len(answer.ids) - 1,
            "common": lambda answer: answer.all,
        },
        memory=own_memory if server is None else lambda: memory_of(server),
    )


if __name__ == "__main__":
    main()
