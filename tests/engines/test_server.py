"""The store on a server as its users meet it: what is in a name, pushing, the command line, and what goes wrong."""

import json
import os
import socket
import threading
from typing import Any

import pytest

from kb.errors import CatalogueError, Changed
from kb.store.memory import MemoryGraph
from kb.store.server.address import parse
from kb.store.server.graph import Neo4jGraph
from kb.store.server.link import Link
from kb.store.server.push import forget, push
from ontology.builtin import RELATIONS, VOCABULARY
from ontology.vocabulary import Relation, vocabulary
from queries.errors import BadQuestion
from queries.lineage import descendants
from queries.replacement import what_replaces
from tests.conftest import Kb
from tests.engines.server import Server
from tests.helpers import at, edge, node

PAGES = {
    "pages/old.md": "---\ntitle: Old Way\nstatus: legacy\nreplaced_by: middle\n---\n# Old Way\n",
    "pages/middle.md": "---\ntitle: Middle Way\nexcellence_tier: bronze\nintroduced: 1990\nreplaced_by: [new, side]\n---\n# Middle\n",
    "pages/new.md": "---\ntitle: New Way\nexcellence_tier: gold\nintroduced: 2005\npairs_with: [side]\n---\n# New Way\n",
    "pages/side.md": "---\ntitle: Side Way\nintroduced: 2001\n---\n# Side Way\n",
}


def chain(length: int, **more: Any) -> MemoryGraph:
    """p0 replaced by p1 replaced by … ."""
    nodes = [node(f"p{number}", **more) for number in range(length)]
    edges = [
        edge("replaces", f"p{number + 1}", f"p{number}", strength="exact")._replace(key=number)
        for number in range(length - 1)
    ]
    return MemoryGraph(nodes, edges)


# ---- what is in a name


@pytest.mark.parametrize(
    "name", ["'}) DETACH DELETE n //", "`]->() MATCH (n) DELETE n //", "$catalogue", "a\\u0027b", "ünï © 漢字 🏆", " "]
)
def test_hostile_names(server: Server, link: Link, name: str):
    """A name that looks like Cypher is a name: as an entry, as a relation, as a value, as a catalogue."""
    words = vocabulary(
        (*VOCABULARY.kinds.values(),),
        (*RELATIONS, Relation(name, "does", "is done by")),
        (*VOCABULARY.properties.values(),),
        (*VOCABULARY.scales.values(),),
        (),
    )
    graph = MemoryGraph(
        [node(name), node("plain")],
        [
            edge("replaces", name, "plain", strength="exact")._replace(key=1),
            edge(name, name, "plain")._replace(key=2),
        ],
        words,
    )
    before = len(link.read("MATCH (n:KbNode {catalogue: 'bundled'}) RETURN n.id"))
    push(graph, link, name)
    with Neo4jGraph(parse(server.uri)._replace(name=name)) as served:
        assert [one.node.id for one in what_replaces(served, "plain", at()).live] == [name]
        assert [one.object for one in served.edges([name], [name], "out")] == ["plain"]
        assert list(served.select([("id", name)])) == list(graph.select([("id", name)]))
    forget(link, name)
    assert len(link.read("MATCH (n:KbNode {catalogue: 'bundled'}) RETURN n.id")) == before


def test_catalogues_are_kept_apart(server: Server, link: Link):
    """Two catalogues in one database never answer for each other, and one goes without the other."""
    push(chain(3), link, "first")
    push(chain(5), link, "second")
    with Neo4jGraph(f"{server.uri}/first") as first, Neo4jGraph(f"{server.uri}/second") as second:
        assert len(descendants(first, "p0", at()).depths) == 2
        assert len(descendants(second, "p0", at()).depths) == 4
        assert forget(link, "first") == 3
        assert len(descendants(second, "p0", at()).depths) == 4
    with pytest.raises(CatalogueError, match="holds no catalogue 'first'"):
        Neo4jGraph(f"{server.uri}/first")


# ---- pushing


def test_only_what_changed_is_sent(link: Link):
    """A push sends the entries and edges that differ from what is there, and takes away what is gone."""

    def done(graph: MemoryGraph) -> tuple[int, ...]:
        made = push(graph, link, "delta")
        return tuple(side[sort] for side in (made.sent, made.removed) for sort in ("entries", "edges"))

    assert done(chain(50)) == (50, 49, 0, 0)
    assert push(chain(50), link, "delta").changed == 0
    assert done(chain(52)) == (2, 2, 0, 0)
    assert done(chain(49)) == (0, 0, 3, 3)
    assert done(chain(49, tier="bronze")) == (49, 0, 0, 0)


def test_a_push_in_the_middle_of_a_question(server: Server, link: Link):
    """Whoever was asking while the catalogue changed is told to ask again, and never gets a mixture."""
    push(chain(3), link, "moving")
    with Neo4jGraph(f"{server.uri}/moving") as graph:
        assert descendants(graph, "p0", at()).depths
        push(chain(4), link, "moving")
        with pytest.raises(Changed, match="became another one while it was asked; ask again"):
            descendants(graph, "p0", at())


def test_a_push_that_was_cut_off(server: Server, link: Link, monkeypatch: pytest.MonkeyPatch):
    """Until it is completed the catalogue is not asked; pushing again sends the rest, and the answers are right."""
    monkeypatch.setattr("kb.store.server.push.AT_ONCE", 10)
    monkeypatch.setattr("kb.store.server.push.BATCH", 10)
    monkeypatch.setattr("kb.store.server.pieces.BATCH", 10)
    real, calls = Link.write, [0]

    def failing(self: Link, work: Any) -> Any:
        calls[0] += 1
        if calls[0] == 4:
            raise CatalogueError("cut off")
        return real(self, work)

    monkeypatch.setattr(Link, "write", failing)
    with pytest.raises(CatalogueError, match="cut off"):
        push(chain(60), link, "cut")
    with pytest.raises(CatalogueError, match="under way, or was cut off; push again to complete it"):
        Neo4jGraph(f"{server.uri}/cut")
    done = push(chain(60), link, "cut")
    assert 0 < done.sent["entries"] < 60
    with Neo4jGraph(f"{server.uri}/cut") as graph:
        assert list(descendants(graph, "p0", at()).depths) == [f"p{number}" for number in range(1, 60)]


def test_cut_off_anywhere(server: Server, link: Link, monkeypatch: pytest.MonkeyPatch):
    """Before whichever of its transactions a push is cut off, also before the last, pushing again completes it."""
    for module in ("push.AT_ONCE", "push.BATCH", "pieces.BATCH"):
        monkeypatch.setattr(f"kb.store.server.{module}", 10)
    real = Link.write
    left = [0]
    """How many transactions may still be made; below 0, any number."""

    def failing(self: Link, work: Any) -> Any:
        if left[0] == 0:
            raise CatalogueError("cut off")
        left[0] -= 1
        return real(self, work)

    monkeypatch.setattr(Link, "write", failing)
    for most in range(100):
        left[0] = most
        try:
            push(chain(15), link, "anywhere")
        except CatalogueError:
            left[0] = -1
            push(chain(15), link, "anywhere")
            with Neo4jGraph(f"{server.uri}/anywhere") as graph:
                assert len(descendants(graph, "p0", at()).depths) == 14
            forget(link, "anywhere")
        else:
            break
    assert most > 4


def test_nothing_at_all(server: Server, link: Link):
    """A catalogue without an entry lies on the server as one, and answers that it has none."""
    push(MemoryGraph([], []), link, "empty")
    with Neo4jGraph(f"{server.uri}/empty") as graph:
        assert list(graph.select()) == []
    assert push(chain(2), link, "empty").sent["entries"] == 2
    assert push(MemoryGraph([], []), link, "empty").removed["entries"] == 2


# ---- on the command line


def test_command_line(server: Server, kb: Kb):
    """Pushed, a catalogue is asked at its address as in its file; with a moment of its own clock beside it."""
    kb.env |= server.env
    kb.write(PAGES).load()
    done = kb("push", f"{server.uri}/lines", "--quiet")
    assert done.code == 0, done.err
    assert done.out == (
        f"{server.uri}/lines holds catalogue.kb: 4 entries, 4 edges, 18 statements\n"
        "  sent: 4 entries, 4 edges, 18 statements\n"
    )
    address = f"{server.uri}/lines"
    for argv in (
        ("what-replaces", "old"),
        ("what-replaces", "old", "--as-of", "1995", "--format", "json"),
        ("what-it-replaced", "new"),
        ("show", "middle"),
        ("descendants", "old"),
        ("ancestors", "new"),
        ("tree", "middle"),
        ("path", "old", "new"),
        ("list", "--all"),
        ("draw", "old", "--format", "mermaid"),
        ("history", "middle"),
    ):
        here, there = kb(*argv, "--quiet"), kb(*argv, "--quiet", "--kb", address)
        assert (there.code, there.out) == (here.code, here.out), argv
    assert kb("what-replaces", "old", "--kb", address).err.startswith(f"kb: {address}, as of ")
    assert "nothing had changed" in kb("push", address, "--quiet").out
    missing = kb("what-replaces", "old", "--kb", address, "--as-seen", "2026-11-23")
    assert missing.code == 2
    assert f"kb push {address} --as-seen 2026-11-23" in missing.err
    assert kb("push", address, "--as-seen", "2030", "--quiet").code == 0
    seen = kb("what-replaces", "old", "--kb", address, "--as-seen", "2030")
    assert seen.code == 0
    assert "as seen 2030" in seen.err
    assert kb("push", f"{server.uri}/lines@2030", "--forget").code == 0
    assert kb("push", address, "--forget").out == f"{address}: forgotten, 4 entries\n"


def test_mistakes(server: Server, link: Link, kb: Kb):
    """Each mistake with an address is one line that says what to do; a password never shows."""
    kb.env |= server.env
    push(chain(2), link, "one")
    push(chain(2), link, "two")
    port = server.port

    def complaint(*argv: str, **env: str) -> str:
        before, kb.env = kb.env, kb.env | env
        done = kb(*argv)
        kb.env = before
        assert done.code == 2, done
        assert len(done.err.splitlines()) == 1, done.err
        assert "Traceback" not in done.err
        assert server.password not in done.err
        return done.err

    ask = ("what-replaces", "x", "--kb")
    assert "a password in an address" in complaint(*ask, f"bolt://neo4j:secret@127.0.0.1:{port}/one")
    assert "refuses this name and password" in complaint(*ask, f"{server.uri}/one", NEO4J_PASSWORD="wrong")
    assert "does not answer" in complaint(*ask, "bolt://127.0.0.1:1/one")
    assert "several catalogues; name one of them" in complaint(*ask, server.uri)
    assert "did you mean one?" in complaint(*ask, f"{server.uri}/onne")
    assert "has no database 'nope'" in complaint(*ask, f"{server.uri}/one?database=nope")
    assert "takes ?database=NAME, not 'db'" in complaint(*ask, f"{server.uri}/one?db=x")
    for secret in ("se/cret", "se#cret", "se?cret", "secret"):
        told = complaint(*ask, f"bolt://neo4j:{secret}@127.0.0.1:{port}/one")
        assert "cret" not in told
    assert "is no address" in complaint(*ask, "bolt://[::1/one")
    assert "is no address" in complaint(*ask, "bolt://host:99999999/one")
    assert "names no host" in complaint(*ask, "bolt:///one")
    assert "is no address of a server" in complaint("push", "somewhere")
    assert "say what the catalogue is to be called" in complaint("push", server.uri)
    assert "push that moment with --as-seen" in complaint("push", f"{server.uri}/one@2")
    assert "holds no catalogue 'three'" in complaint("push", f"{server.uri}/three", "--forget")
    search = complaint("search", "saga", "--quiet", "--kb", f"{server.uri}/one")
    assert "text is searched in a catalogue's file" in search
    del kb.env["NEO4J_PASSWORD"]
    os.environ.pop("NEO4J_PASSWORD")
    try:
        assert "asks for a password; set NEO4J_PASSWORD" in complaint(*ask, f"{server.uri}/one")
    finally:
        os.environ |= server.env


def test_a_certificate_that_nobody_signed(secured: Server, kb: Kb):
    """A certificate that the system does not trust is named as the reason, for one server and for a cluster; one that it is
    told to trust, or ``+ssc``, lets the question through.
    """
    kb.env |= secured.env
    place = secured.uri.removeprefix("bolt://")
    for scheme in ("bolt", "neo4j"):
        ask = ("what-replaces", "x", "--kb", f"{scheme}+s://{place}/nobody")
        done = kb(*ask)
        assert (done.code, done.out, len(done.err.splitlines())) == (2, "", 1), done.err
        assert "shows a certificate that this system does not trust (self-signed certificate)" in done.err
        assert f"with {scheme}+ssc://{place}" in done.err
        assert "holds no catalogue" in kb("what-replaces", "x", "--kb", f"{scheme}+ssc://{place}/nobody").err
        kb.env["SSL_CERT_FILE"] = str(secured.home / "certificates" / "public.crt")
        assert "holds no catalogue" in kb(*ask).err
        del kb.env["SSL_CERT_FILE"]


@pytest.mark.parametrize("scheme", ["bolt+s", "neo4j+ssc"])
def test_a_server_without_tls(kb: Kb, scheme: str):
    """Who asks for TLS where none is spoken is told so, in one line, and what the address is without it."""
    kb.env |= {"NEO4J_PASSWORD": "x"}
    with socket.create_server(("127.0.0.1", 0)) as plain:
        port = plain.getsockname()[1]

        def answer() -> None:
            """Say something that is no TLS to everybody."""
            while True:
                try:
                    caller = plain.accept()[0]
                except OSError:
                    return
                with caller:
                    caller.recv(100)
                    caller.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")

        threading.Thread(target=answer, daemon=True).start()
        done = kb("what-replaces", "x", "--kb", f"{scheme}://127.0.0.1:{port}/one")
        plain.shutdown(socket.SHUT_RDWR)
    assert (done.code, len(done.err.splitlines())) == (2, 1), done.err
    assert (
        f"does not speak TLS here; is the port right? Without TLS it is {scheme.split('+')[0]}://127.0.0.1" in done.err
    )


def test_a_cluster_address(server: Server, link: Link):
    """neo4j:// asks the server for its routes; what was just pushed is read, also by a later connection."""
    address = parse(server.uri.replace("bolt://", "neo4j://") + "/routed")
    first = Link(address)
    push(chain(3), first, "routed")
    first.close()
    with Neo4jGraph(address) as graph:
        assert len(descendants(graph, "p0", at()).depths) == 2
        assert graph.link._bookmarks


def test_text_stays_with_the_file(served: Neo4jGraph):
    """What the server does not hold is said, not answered emptily."""
    with pytest.raises(BadQuestion, match="not on the server"):
        served.search("saga", 10)


def test_cypher(server: Server, link: Link, kb: Kb):
    """A query of one's own reads what was pushed, as rows or JSON; one that writes, runs for ever or is no Cypher is refused."""
    kb.env |= server.env
    push(chain(3, tier="bronze"), link, "cypher")
    ask = ("cypher", "--kb", f"{server.uri}/cypher")
    done = kb(
        *ask, "MATCH (a:KbNode {catalogue: $catalogue})<-[r:REPLACES]-(b) RETURN a.id AS old, b.id AS new ORDER BY old"
    )
    assert (done.code, done.out) == (0, "old\tnew\np0\tp1\np1\tp2\n"), done.err
    one = "MATCH p = (a:KbNode {catalogue: $catalogue, id: 'p0'})<-[:REPLACES]-(b) RETURN p, a.id, null AS nothing"
    (row,) = json.loads(kb(*ask, one, "--format", "json").out)
    assert [part.get("id", part.get("relation")) for part in row["p"]] == ["p0", "replaces", "p1"]
    assert (row["a.id"], row["nothing"]) == ("p0", None)
    assert kb(*ask, "-", stdin=b"RETURN 1 AS one").out == "one\n1\n"
    assert kb("cypher", "RETURN 1", "--kb", "x.kb").err.startswith("kb: Cypher is asked of a Neo4j server")
    wrote = kb(*ask, "CREATE (n:KbNode) RETURN n")
    assert (wrote.code, wrote.out) == (2, "")
    assert "read" in wrote.err.lower()
    wrong = kb(*ask, "MATCH RETURN")
    assert wrong.code == 2
    assert "Invalid input" in wrong.err
    slow = kb(*ask, "UNWIND range(1, 100000) AS a UNWIND range(1, 100000) AS b RETURN sum(a * b)", "--seconds", "1")
    assert slow.code == 2
    assert "took longer than it may" in slow.err
    assert not link.read("MATCH (n:KbNode) WHERE n.catalogue IS NULL RETURN n")
