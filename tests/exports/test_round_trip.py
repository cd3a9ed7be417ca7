"""What is drawn is read again: the Mermaid of the relationship diagram, by the loader for diagrams in prose."""

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

import kb
from exports.mermaid import render
from exports.picture import picture
from loaders.prose.flowchart import parse
from ontology.builtin import VOCABULARY
from queries.view import around
from tests.exports.conftest import HOSTILE, a_node, a_view
from tests.queries.made import thorough

RELATIONS = ("replaces", "evolved-from", "pairs-with", "requires", "alternative-to", "conflicts-with", "see-also")
#: What Mermaid itself cannot show is written another way, and a quotation mark at either end is the label's own.
TITLES = st.one_of(st.sampled_from(HOSTILE), st.text(st.characters(), max_size=40), st.just("Two-Phase Commit (2PC)"))


def shown(text: str) -> str:
    """Words as Mermaid shows them."""
    return text.replace("ﬂ", "fl").replace("¶", "§")


@st.composite
def views(draw: st.DrawFn):
    """Two to five nodes with any titles, tiers and dates, and edges among them."""
    ids = "abcde"[: draw(st.integers(2, 5))]
    nodes = [
        a_node(
            id_,
            draw(TITLES),
            tier=draw(st.sampled_from(["", "gold", "bronze"])),
            introduced=draw(st.sampled_from(["", "1987", "197X", "1978~", "2014/2020"])),
            retired=draw(st.sampled_from(["", "tier bronze"])),
        )
        for id_ in ids
    ]
    pairs = draw(st.lists(st.tuples(st.sampled_from(ids), st.sampled_from(ids)), max_size=6, unique=True))
    edges = [
        (
            one,
            draw(st.sampled_from(RELATIONS)),
            other,
            draw(st.sampled_from(["", "exact", "partial", "consider"])),
            {"when": draw(TITLES)} if draw(st.booleans()) else {},
        )
        for one, other in pairs
        if one != other
    ]
    return a_view(nodes, edges)


@thorough
@given(views())
def test_any_diagram_reads_as_it_was_drawn(view):
    """Every arrow comes back between the titles that it was drawn between, with the words that it was drawn with."""
    drawn = picture(view, VOCABULARY)
    boxes = {box.id: box for box in (*drawn.loose, *(box for group in drawn.groups for box in group.boxes))}
    chart = parse(render(view, VOCABULARY))
    assert [(chart.labels[one.source], chart.labels[one.target], one.lines) for one in chart.arrows] == [
        (
            shown(boxes[link.tail].title),
            shown(boxes[link.head].title),
            tuple(shown(line) for line in (link.label, link.condition) if line),
        )
        for link in drawn.links
    ]


def test_diagram_of_the_bundled_catalogue_gives_its_edges(tmp_path: Path):
    """The diagram around Two-Phase Commit, on a page among pages of those names, makes the edges that were drawn."""
    bundled = kb.open("bundled")
    view = around(bundled.graph, "two-phase-commit", bundled._at(None), most=30)
    titles = {node.id: node.title for node in view.nodes}
    for id_, title in titles.items():
        (tmp_path / f"{id_}.md").parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / f"{id_}.md").write_text(f"---\ntitle: {title}\n---\n", encoding="utf-8")
    page = f"---\ntitle: Overview\n---\n\n```mermaid\n{render(view, VOCABULARY)}```\n"
    (tmp_path / "overview.md").write_text(page, encoding="utf-8")
    kb.load(str(tmp_path), str(tmp_path / "again.kb"), prose=True)
    again = kb.open(str(tmp_path / "again.kb")).graph
    symmetric = {name for name, one in VOCABULARY.relations.items() if one.symmetric}

    def told(edges, names):
        found = set()
        for one in edges:
            ends = (names[one.subject], names[one.object])
            found.add((one.relation, one.strength, *(sorted(ends) if one.relation in symmetric else ends)))
        return found

    here = {node.id: node.title for node in again.select()}
    assert told(again.edges(sorted(here), list(VOCABULARY.relations), "out"), here) == told(view.edges, titles)
    assert len(view.edges) > 15
