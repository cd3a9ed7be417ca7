"""GraphML: what is written is read by others, what is read again is the same, and graphs of other programs are understood."""

import io
import json
from pathlib import Path

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from exports import graphml as writer
from kb.store.memory import MemoryGraph
from loaders.given import relation_of
from loaders.graphml import read
from ontology.builtin import VOCABULARY
from ontology.claim import Claim
from ontology.problem import Problem
from ontology.source import Source
from queries.extract import Extract
from queries.graph import Held, Node
from queries.moment import Moment
from tests.conftest import Kb
from tests.exchange.roundtrip import view, written
from tests.ledger.test_any_order import CATALOGUES, catalogues, few, files_of

PAGES = {
    "pages/old.md": '---\ntitle: Old & <Way> "x"\ntier: bronze\nintroduced: 199X\naliases: [ow, "o\u00fc"]\nscale: 3\n'
    "modern_examples:\n  - company: Acme\n    scale: 3\nreplaced_by:\n"
    "  - {pattern: new, strength: partial, when: it rains, since: 2001}\n  - {pattern: side, strength: consider}\n---\n",
    "pages/new.md": "---\ntitle: New\nintroduced: 2000~\npairs_with: old\nrequires: [a name/with \u00fcnusual signs]\n---\n",
    "pages/late.md": "---\ntitle: Late\nintroduced: 2020\nevolution: {from: [new], future: [later]}\n---\n",
}


@few
@given(CATALOGUES)
def test_the_graph_comes_back(catalogue):
    """Whatever pages say, the catalogue loaded from its GraphML has the same entries and edges, and is written the same."""
    with catalogues(2) as (first, second):
        first.made(files_of(catalogue))
        text = written(first.folder, "graphml")
        second.made({"all.graphml": text}, "all.graphml")
        assert view(second) == view(first)


def test_networkx_reads_it(kb: Kb):
    """networkx reads the same nodes and edges, with numbers and booleans of their types and every text as it was."""
    kb.write(PAGES).load()
    text = kb("export", "--format", "graphml", "--quiet").out
    graph = nx.read_graphml(io.BytesIO(text.encode()), force_multigraph=True)
    assert set(graph) == {"a-name-with-unusual-signs", "later", "late", "new", "old", "side"}
    old = graph.nodes["old"]
    assert (old["title"], old["label"], old["tier"]) == ('Old & <Way> "x"',) * 2 + ("bronze",)
    assert old["alias"] == '["ow", "o\u00fc"]'
    assert (old["defined"], graph.nodes["side"]["defined"], old["deprecated"]) == (True, False, True)
    assert sorted((a, b, data["relation"]) for a, b, data in graph.edges(data=True)) == [
        ("late", "new", "evolved-from"),
        ("later", "late", "evolved-from"),
        ("new", "a-name-with-unusual-signs", "requires"),
        ("new", "old", "pairs-with"),
        ("new", "old", "replaces"),
        ("side", "old", "replaces"),
    ]
    (strength,) = [data["strength"] for _, end, data in graph.edges(data=True) if data.get("when")]
    assert (strength, graph.graph["as-of"]) == ("partial", "2026-11-23")


SIGNS = st.text(st.characters(exclude_categories=()), max_size=12)


@given(
    SIGNS, st.lists(SIGNS | st.integers() | st.booleans() | st.floats(allow_nan=False), min_size=1, max_size=3), SIGNS
)
def test_any_value_comes_back(title: str, values: list[object], id_: str):
    """Any text, number or boolean, and several of them, come back as what they were, whatever XML makes of their signs."""
    node = Node(id_ or "x", title, "pattern")
    claim = Claim("x", "odd", Source("a.md", 1))
    held = [Held(node.id, "odd", value, "chosen", claim) for value in values]
    text = "".join(writer.render(Extract(MemoryGraph([node], [], properties=held), Moment(1, "today", 1)), {}))
    given_ = io.BytesIO(text.encode("utf-8", "surrogatepass"))
    path = Path("/dev/shm" if Path("/dev/shm").is_dir() else "/tmp") / "kb-any-value.graphml"
    path.write_bytes(given_.getvalue())
    said = [one for one in read(str(path), "x.graphml") if isinstance(one, Claim)]
    again = [one.value for one in said if one.predicate == "odd"]
    assert again == values
    assert list(map(type, again)) == list(map(type, values))


def test_words_go_along(kb: Kb):
    """A catalogue's own relations and tiers are in the file, so that what is loaded from it means the same."""
    words = "relations:\n  supplants: {label: supplants, inverse: supplanted by, lineage: true}\nscales:\n  traffic: [go, {name: stop, retired: true}]\n"
    kb.write({"v.yaml": words, "pages/a.md": "---\ntitle: A\nsupplants: b\ntier: stop\n---\n"})
    kb.load("pages", "--vocabulary", "v.yaml")
    for form in ("graphml", "ttl", "jsonld"):
        assert kb("export", "-o", f"all.{form}", "--quiet").code == 0
        kb.load(f"all.{form}", "--kb", f"{form}.kb")
        node = json.loads(kb("show", "a", "--quiet", "--format", "json", "--kb", f"{form}.kb").out)["node"]
        assert (node["tier"], node["retired"]) == ("stop", "tier stop")
        assert kb("ancestors", "a", "--ids", "--quiet", "--kb", f"{form}.kb").out == "b\n"


# ---- graphs of others

YED = """\
<?xml version="1.0" encoding="UTF-8" standalone="no"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:y="http://www.yworks.com/xml/graphml">
  <key attr.name="Description" attr.type="string" for="graph" id="d0"/>
  <key for="port" id="d1" yfiles.type="portgraphics"/>
  <key attr.name="url" attr.type="string" for="node" id="d4"/>
  <key attr.name="description" attr.type="string" for="node" id="d5"/>
  <key for="node" id="d6" yfiles.type="nodegraphics"/>
  <key for="graphml" id="d7" yfiles.type="resources"/>
  <key for="edge" id="d10" yfiles.type="edgegraphics"/>
  <graph edgedefault="directed" id="G">
    <node id="n0">
      <data key="d5"><![CDATA[commits in two phases]]></data>
      <data key="d6">
        <y:ShapeNode><y:Geometry height="30.0" width="30.0"/>
          <y:NodeLabel alignment="center">Two-Phase Commit<y:LabelModel><y:SmartNodeLabelModel/></y:LabelModel></y:NodeLabel>
        </y:ShapeNode>
      </data>
    </node>
    <node id="n1" yfiles.foldertype="group">
      <data key="d6"><y:ProxyAutoBoundsNode><y:Realizers><y:GroupNode><y:NodeLabel>Modern</y:NodeLabel></y:GroupNode></y:Realizers></y:ProxyAutoBoundsNode></data>
      <graph edgedefault="directed" id="n1:">
        <node id="n1::n0"><port name="north"/><data key="d6"><y:ShapeNode><y:NodeLabel>Saga</y:NodeLabel></y:ShapeNode></data></node>
      </graph>
    </node>
    <edge id="e0" source="n1::n0" target="n0" sourceport="north">
      <data key="d10"><y:PolyLineEdge><y:EdgeLabel>replaces</y:EdgeLabel></y:PolyLineEdge></data>
    </edge>
    <edge id="e1" source="n0" target="n1"><data key="d10"><y:PolyLineEdge/></data></edge>
    <hyperedge><endpoint node="n0"/><endpoint node="n1"/></hyperedge>
  </graph>
  <data key="d7"><y:Resources/></data>
</graphml>
"""


def test_yed(kb: Kb):
    """What is written beside nodes and along edges of yEd counts; ports, groups, hyperedges and bare edges are named."""
    done = kb.write({"y.graphml": YED})("load", "y.graphml", "--quiet")
    assert kb("what-replaces", "Two-Phase Commit", "--quiet").out.startswith("Two-Phase Commit is replaced by Saga")
    assert "commits in two phases" in kb("show", "n0", "--quiet").out
    lines = [line for line in done.out.splitlines() if line.startswith("y.graphml:")]
    told = [
        ("y.graphml:21:", "a graph inside n1", "[graph-part]"),
        ("y.graphml:22:", "a port of a node", "[graph-part]"),
        ("y.graphml:28:", "the edge n0 → n1 does not say which relation it is", "[edge-without-relation]"),
        ("y.graphml:29:", "a hyperedge joins any number of nodes", "[graph-part]"),
    ]
    assert len(lines) == len(told), done.out
    for place, words, rule in told:
        assert any(line.startswith(place) and words in line and rule in line for line in lines), done.out


def test_networkx_graph(kb: Kb):
    """A graph that networkx wrote is loaded by the names of its attributes, from either end of an edge."""
    graph = nx.DiGraph()
    graph.add_node("saga", label="Saga", year_introduced=1987, excellence_tier="gold", type="pattern")
    graph.add_node("2pc", name="Two-Phase Commit", introduced=1978, odd=True)
    graph.add_edge("2pc", "saga", relation="superseded by", since=1990, strength="partial", weight=0.5)
    graph.add_edge("saga", "2pc", type="likes")
    nx.write_graphml(graph, kb.folder / "x.graphml")
    done = kb("load", "x.graphml", "--quiet")
    assert "'likes' is no relation, so the edge saga → 2pc was left out" in done.out
    out = kb("what-replaces", "Two-Phase Commit", "--quiet").out
    assert out.startswith("Two-Phase Commit (1978) is partly replaced by Saga")
    assert "since 1990, partly" in out
    assert "x.graphml:" in out
    assert '"value": true' in kb("show", "2pc", "--quiet", "--format", "json").out


def test_words_for_relations():
    """A relation goes by its name, by how it reads from either end, and by the keys of pages."""
    words = ("replaces", "Replaced By", "superseded_by", "evolved from", "part of", "see-also", "nothing")
    assert [relation_of(word, VOCABULARY) for word in words] == [
        ("replaces", False),
        ("replaces", True),
        ("replaces", True),
        ("evolved-from", False),
        ("includes", True),
        ("see-also", False),
        None,
    ]


def test_an_edge_without_direction(kb: Kb):
    """An undirected edge of a relation with a direction is read from source to target, and a finding says so."""
    graph = nx.Graph()
    graph.add_edge("a", "b", relation="replaces")
    graph.add_edge("a", "c", relation="pairs-with")
    nx.write_graphml(graph, kb.folder / "x.graphml")
    done = kb("load", "x.graphml", "--quiet")
    assert done.out.count("this edge has no direction, and 'replaces' has one") == 1
    assert kb("what-replaces", "b", "--ids", "--quiet").out == "a\n"


BOMB = '<?xml version="1.0"?>\n<!DOCTYPE g [<!ENTITY a "aaaaaaaaaa">' + "".join(
    f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9)
)
GOOD = '<graphml><graph edgedefault="directed"><node id="a"/></graph></graphml>'
BAD = {
    "entity bomb": (
        BOMB + "]><graphml><graph><node id='&j;'/></graph></graphml>",
        "g.graphml:2:",
        "entities are never expanded",
    ),
    "external entity": (
        '<!DOCTYPE g [<!ENTITY a SYSTEM "file:///etc/passwd">]><graphml><graph><node id="a"/></graph></graphml>',
        "g.graphml:1:",
        "entities are never expanded",
    ),
    "unknown entity": ("<graphml>\n<graph><node id='a'/>&oops;</graph></graphml>", "g.graphml:2:", "undefined entity"),
    "outer subset": (
        '<!DOCTYPE g SYSTEM "http://example.org/x.dtd"><graphml><graph><data key="k">&oops;</data></graph></graphml>',
        "g.graphml:1:",
        "entities are never expanded",
    ),
    "truncated": ('<graphml>\n<graph>\n<node id="a"/>\n<node id="b', "g.graphml:4:", "was the file cut off?"),
    "cut between tags": ('<graphml>\n<graph>\n<node id="a"/>\n', "g.graphml:4:", "was the file cut off?"),
    "not UTF-8": (b'<graphml><graph>\n<node id="\xff"/></graph></graphml>', "g.graphml:2:", "no UTF-8"),
    "other tags": ("<graphml>\n<graph></node></graph></graphml>", "g.graphml:2:", "mismatched tag"),
    "no graph": ("<graphml/>", "g.graphml:1:", "there is no graph in it"),
    "not GraphML": ("<gexf><graph/></gexf>", "g.graphml:1:", "it begins with <gexf>"),
    "too deep": ("<graphml>" + "<graph><node id='a'>" * 200, "g.graphml:1:", "nested deeper than"),
    "empty": ("", "g.graphml:1:", "was the file cut off?"),
    "unknown encoding": ('<?xml version="1.0" encoding="klingon"?>\n<graphml/>', "g.graphml:1:", "encoding"),
}


@pytest.mark.parametrize("name", BAD)
def test_broken(kb: Kb, name: str):
    """A file that is no GraphML, or would grow without end, is one finding at its line, and what it said before stands."""
    text, place, message = BAD[name]
    kb.write({"g.graphml": GOOD}).load("g.graphml")
    kb.write({"g.graphml": text})
    for _ in range(2):  # nothing is remembered of it
        done = kb("load", "g.graphml", "--quiet")
        assert place in done.out, done
        assert message in done.out, done
        assert "[graphml-syntax]" in done.out
        assert kb("list", "--all", "--ids", "--quiet").out == "a\n"
    kb.write({"g.graphml": GOOD.replace('"a"', '"b"')}).load("g.graphml")
    assert kb("list", "--all", "--ids", "--quiet").out == "b\n"


def test_parts_that_are_missing(kb: Kb):
    """A node without an id, one that comes twice and an edge without an end are findings; the rest is read."""
    body = '<node/><node id="a"/><node id="a"/><edge source="a"/><node id="b"/><edge source="a" target="b"><data key="relation">replaces</data></edge><edge source="a" target="c"><data key="relation">replaces</data></edge>'
    kb.write({"g.graphml": f"<graphml><graph>{body}</graph></graphml>"})
    out = kb("load", "g.graphml", "--quiet").out
    for rule in ("record-without-id", "duplicate-id", "graph-part"):
        assert f"[{rule}]" in out
    assert kb("what-it-replaced", "a", "--ids", "--quiet").out == "b\nc\n"


def test_a_namespace_with_a_prefix(kb: Kb):
    """A file with a prefix before its tags and another ending is known by how it begins."""
    text = '<g:graphml xmlns:g="http://graphml.graphdrawing.org/xmlns"><g:graph><g:node id="a"/></g:graph></g:graphml>'
    kb.write({"g.xml": text}).load("g.xml")
    assert kb("list", "--all", "--ids", "--quiet").out == "a\n"


def test_no_problem_is_raised(tmp_path: Path):
    """Any piece of a file that is cut off anywhere is a finding."""
    for end in range(0, len(YED), 97):
        path = tmp_path / "x.graphml"
        path.write_text(YED[:end])
        assert [type(one) for one in read(str(path), "x.graphml")] == [Problem], end
