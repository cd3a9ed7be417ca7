"""DOT text: real Graphviz reads it, old stands above new, and any label is a label."""

import re
import subprocess
from xml.etree import ElementTree

import networkx as nx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from exports.dot import source
from exports.picture import layers, picture, plain
from ontology.builtin import VOCABULARY
from ontology.vocabulary import Kind, Vocabulary
from queries.view import View
from tests.exports.conftest import HOSTILE, a_node, a_view, shuffled

SVG = "{http://www.w3.org/2000/svg}"


def drawn(program: str, text: str) -> ElementTree.Element:
    """What Graphviz makes of DOT text, untouched by us."""
    done = subprocess.run([program, "-Tsvg"], input=text.encode(), capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    assert b"syntax error" not in done.stderr
    return ElementTree.fromstring(done.stdout)


def tips(root: ElementTree.Element, kind: str) -> list[str]:
    """The tooltips of all nodes, or of all edges."""
    key = "{http://www.w3.org/1999/xlink}title"
    owners = [group for group in root.iter(f"{SVG}g") if group.get("class") == kind]
    return [next(link.get(key, "") for link in owner.iter(f"{SVG}a")) for owner in owners]


def words(root: ElementTree.Element, id_: str) -> str:
    """The text inside an element, without the spaces at which it was wrapped."""
    owner = next(group for group in root.iter(f"{SVG}g") if group.get("id") == id_)
    return "".join(re.sub(r"\s", "", text.text or "") for text in owner.iter(f"{SVG}text"))


def test_the_plans_own_diagram(plan_view: View, graphviz_program: str) -> None:
    """All patterns, relations and tiers of the plan's diagram are drawn, each with its words."""
    root = drawn(graphviz_program, source(plan_view, VOCABULARY))
    classes = [group.get("class") for group in root.iter(f"{SVG}g")]
    assert [classes.count(kind) for kind in ("node", "edge", "cluster")] == [11, 10, 4]
    assert "Two-Phase Commit: Bronze, 1978, retired" in tips(root, "node")
    assert (
        "Two-Phase Commit → Saga Pattern: Replaced by (partly) (eventual consistency is acceptable across services)"
        in tips(root, "edge")
    )


def test_lineage_runs_downwards(plan_view: View, graphviz_program: str) -> None:
    """In the drawing every older end of a lineage edge stands above its newer one."""
    root = drawn(graphviz_program, source(plan_view, VOCABULARY))
    height = {}
    for group in root.iter(f"{SVG}g"):
        if group.get("class") == "node":
            height[group.get("id")] = min(float(text.get("y", "")) for text in group.iter(f"{SVG}text"))
    text = source(plan_view, VOCABULARY)
    arrows = re.findall(r'^\t(n\d+) -> (n\d+) .*label="\u00a0(?:Replaced|Evolved)', text, re.M)
    assert sorted(arrows) == [("n10", "n4"), ("n5", "n10"), ("n9", "n6")]
    assert all(height[old] < height[new] for old, new in arrows)


@pytest.mark.parametrize(
    ("relation", "ends", "attributes"),
    [
        ("replaces", "n1 -> n0", 'arrowhead=normal color="#b3261e"'),
        ("replaces", "n1 -> n0", "style=dashed"),
        ("evolved-from", "n1 -> n0", "style=solid"),
        ("pairs-with", "n1 -> n0", "arrowhead=none"),
        ("alternative-to", "n1 -> n0", "style=dotted"),
        ("conflicts-with", "n1 -> n0", 'color="#d32f2f"'),
        ("specializes", "n0 -> n1", "arrowhead=empty"),
        ("described-in", "n0 -> n1", "penwidth=0.75"),
        ("see-also", "n1 -> n0", 'color="#b4bbc3"'),
        ("unheard-of", "n0 -> n1", "arrowhead=normal"),
    ],
)
def test_each_relation_is_drawn_in_its_own_way(relation: str, ends: str, attributes: str) -> None:
    """Direction, line, arrow head and colour follow the vocabulary."""
    view = a_view([a_node("new", introduced="2000"), a_node("old", introduced="1990")], [("new", relation, "old")])
    (line,) = [line for line in source(view, VOCABULARY).splitlines() if "->" in line]
    assert line.strip().startswith(ends)
    assert attributes in line


def test_references_and_retired_nodes_look_their_part() -> None:
    """A name without a page is white and dashed; a retired node is paler, thinner and says so."""
    nodes = [a_node("a", defined=False), a_node("b", tier="gold"), a_node("c", tier="gold", retired="status legacy")]
    reference, live, retired = re.findall(r"^\s+n\d \[(.*)\]$", source(a_view(nodes), VOCABULARY), re.M)
    # Groups come first, the references' last.
    reference, live, retired = retired, reference, live
    assert 'fillcolor="#ffffff"' in reference
    assert "dashed" in reference
    assert 'fillcolor="#ffd700"' in live
    assert "dashed" not in live + retired
    assert 'fillcolor="#ffd700"' not in retired
    assert "penwidth=0.75" in retired
    assert 'label="c\\nretired"' in retired


def test_hostile_labels_are_shown_as_they_are(graphviz_program: str) -> None:
    """Every hostile title comes back out of the drawing as it went in, as a label and as a tooltip."""
    nodes = [a_node(f"{n:03}", title) for n, title in enumerate(HOSTILE)]
    edges = [(node.id, "uses", "000", "", {"when": node.title}) for node in nodes[1:]]
    root = drawn(graphviz_program, source(a_view(nodes, edges, title='<b>"\\N\\'), VOCABULARY))
    assert tips(root, "graph")[0] == '<b>"\\N\\'
    assert sorted(tips(root, "node")) == sorted(plain(node.title) or node.id for node in nodes)
    for place, node in enumerate(nodes):
        assert words(root, f"n{place}") == re.sub(r"\s", "", plain(node.title) or node.id)
    assert {edge.rsplit("Uses", 1)[1] for edge in tips(root, "edge")} == {
        f" ({plain(node.title)})" if plain(node.title) else "" for node in nodes[1:]
    }


@settings(deadline=None, max_examples=60, database=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(
    st.lists(st.text(st.one_of(st.characters(), st.sampled_from(list('\\"<>&;#NGL \n{}|')))), min_size=2, max_size=6)
)
def test_any_label_is_shown_as_it_is(graphviz_program: str, titles: list[str]) -> None:
    """Titles of any characters at all come back out of the drawing."""
    nodes = [a_node(str(n), title, tier=title) for n, title in enumerate(titles)]
    root = drawn(graphviz_program, source(a_view(nodes, [("1", "replaces", "0")], title=titles[0]), VOCABULARY))
    for place, node in enumerate(nodes):
        assert words(root, f"n{place}") == re.sub(r"\s", "", plain(node.title) or node.id)


def test_hostile_tiers_are_shown_as_they_are(graphviz_program: str) -> None:
    """A tier that nobody declared may be called anything, and its group is."""
    for tier in ("<b>x</b>", "a\\N\\G b\\", '"&amp;"'):
        root = drawn(graphviz_program, source(a_view([a_node("a", tier=tier)]), VOCABULARY))
        assert tips(root, "cluster") == [f"{tier} patterns"]
        assert words(root, "g0").startswith(re.sub(r"\s", "", tier))


def test_shapes_that_read_labels_are_not_used(graphviz_program: str) -> None:
    """A kind with a record's shape, or one that nobody knows, is a box."""
    for shape in ("record", "Mrecord", "plaintext; x", "custom"):
        kinds = Vocabulary(kinds={"pattern": Kind("pattern", "p", shape=shape)})
        text = source(a_view([a_node("a", "{x|y}")]), kinds)
        assert "shape=box" in text
        assert words(drawn(graphviz_program, text), "n0") == "{x|y}"


def test_long_titles_are_wrapped() -> None:
    """A title longer than a box is wide runs over several lines."""
    text = source(a_view([a_node("a", "Conflict-free Replicated Data Types (CRDTs)")]), VOCABULARY)
    assert 'label="Conflict-free\\nReplicated Data Types\\n(CRDTs)"' in text


def test_letters_beyond_latin_get_their_room(graphviz_program: str) -> None:
    """A title that Graphviz has no widths for stands in a box that is wide enough."""
    root = drawn(graphviz_program, source(a_view([a_node("a", "漢字かな交じり文の題名")]), VOCABULARY))
    (node,) = [group for group in root.iter(f"{SVG}g") if group.get("class") == "node"]
    across = [float(x) for x in re.findall(r"(-?[\d.]+),", node.find(f".//{SVG}path").get("d", ""))]  # type: ignore[union-attr]
    assert max(across) - min(across) > 11 * 12


def test_lineage_comes_first() -> None:
    """Edges of descent are written before all others, so that no circle turns them round."""
    view = a_view([a_node("a"), a_node("b")], [("a", "enables", "b"), ("a", "replaces", "b"), ("b", "uses", "a")])
    arrows = [line for line in source(view, VOCABULARY).splitlines() if "->" in line]
    assert [re.findall("Replaced|Enables|Uses", line)[0] for line in arrows] == ["Replaced", "Enables", "Uses"]


def test_boxes_without_links_stand_in_rows(graphviz_program: str) -> None:
    """Many unconnected boxes fill a page, not one line, and no line is drawn for that."""
    root = drawn(graphviz_program, source(a_view([a_node(f"{n:02}") for n in range(20)]), VOCABULARY))
    heights = {text.get("y") for text in root.iter(f"{SVG}text")}
    assert len(heights) == 6  # the caption and five rows of four
    assert not [group for group in root.iter(f"{SVG}g") if group.get("class") == "edge"]


def test_moment_and_hidden_parts_are_in_the_caption() -> None:
    """The caption says of which moment the picture is and what it leaves out."""
    view = a_view([a_node("a")], title="T", hidden={"nodes": 3})
    view = view._replace(at=view.at._replace(text="2016", given=True))
    assert 'label="T\\nas of 2016\\nshown 1 nodes and 0 edges; hidden: 3 nodes"' in source(view, VOCABULARY)


def test_small_views(graphviz_program: str) -> None:
    """No node, one node and no edges are drawings too."""
    for view in (a_view([]), a_view([a_node("a")]), a_view([a_node("a"), a_node("b")])):
        root = drawn(graphviz_program, source(view, VOCABULARY))
        assert len([g for g in root.iter(f"{SVG}g") if g.get("class") == "node"]) == len(view.nodes)


def test_a_shuffled_view_gives_the_same_text(plan_view: View) -> None:
    """Neither the order of nodes nor that of edges shows in the text."""
    expected = source(plan_view, VOCABULARY)
    for view in shuffled(plan_view):
        assert source(view, VOCABULARY) == expected


def test_many_boxes_around_one_stand_in_a_column() -> None:
    """What many come from is drawn from left to right, so that it is not wider than a page; a chain runs downwards."""
    nodes = [a_node(f"p{n:02}") for n in range(12)]
    hub = [(f"p{n:02}", "evolved-from", "p00") for n in range(1, 12)]
    chain = [(f"p{n:02}", "evolved-from", f"p{n - 1:02}") for n in range(1, 12)]
    assert "rankdir=LR" in source(a_view(nodes, hub), VOCABULARY)
    assert "rankdir=TB" in source(a_view(nodes, chain), VOCABULARY)
    assert "rankdir=TB" in source(a_view(nodes, [*chain, ("p00", "evolved-from", "p11")]), VOCABULARY)


@settings(deadline=None, max_examples=100)
@given(st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=14))
def test_layers_are_those_of_the_longest_ways(pairs: list[tuple[int, int]]) -> None:
    """Without circles a box stands as deep as the longest way to it is long, as networkx has it."""
    down = sorted({(min(pair), max(pair)) for pair in pairs if pair[0] != pair[1]})
    view = a_view([a_node(f"n{n}") for n in range(8)], [(f"n{new}", "evolved-from", f"n{old}") for old, new in down])
    graph = nx.DiGraph([(f"n{old}", f"n{new}") for old, new in down])
    wanted = {box: depth for depth, layer in enumerate(nx.topological_generations(graph)) for box in layer}
    assert layers(picture(view, VOCABULARY).links) == wanted
