"""Node-link JSON: what networkx reads is what the catalogue holds."""

import json

import networkx as nx

from tests.conftest import Kb

PAGES = {
    "pages/old.md": "---\ntitle: Old & <Way>\ntier: bronze\nintroduced: 1990\naliases: [ow]\nreplaced_by: new\n---\n",
    "pages/new.md": "---\ntitle: New\nintroduced: 2000\npairs_with: old\n---\n",
    "pages/late.md": "---\ntitle: Late\nintroduced: 2020\nevolved_from: new\n---\n",
}


def test_networkx_reads_it(kb: Kb):
    """networkx makes a graph of it with each entry, each edge from subject to object, and who says so."""
    kb.write(PAGES).load()
    data = json.loads(kb("export", "--format", "json", "--quiet").out)
    graph = nx.node_link_graph(data, edges="edges")
    assert set(graph) == {"old", "new", "late"}
    assert sorted(graph.edges(keys=True)) == [
        ("late", "new", "evolved-from"),
        ("new", "old", "pairs-with"),
        ("new", "old", "replaces"),
    ]
    assert graph.nodes["old"]["title"] == "Old & <Way>"
    assert graph.nodes["old"]["names"] == ["ow"]
    assert graph.edges["new", "old", "replaces"]["sources"][0]["path"] == "pages/old.md"
    assert graph.graph == {"kb-graph": 1, "as-of": "2026-11-23"}


def test_at_a_moment(kb: Kb):
    """At a moment only what was there then is in it, and what is left out is counted."""
    kb.write(PAGES).load()
    done = kb("export", "--format", "json", "--as-of", "2005", "--quiet")
    data = json.loads(done.out)
    assert [one["id"] for one in data["nodes"]] == ["new", "old"]
    assert [one["key"] for one in data["edges"]] == ["pairs-with", "replaces"]
    assert done.err.splitlines() == [
        "kb: not in it: values that were not chosen, and earlier observations",
        "kb: not in it: 1 entry that was not there yet at 2005",
    ]
