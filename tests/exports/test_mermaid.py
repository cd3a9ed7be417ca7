"""The Mermaid flowchart: what it says, what it refuses, and that it never depends on order."""

import random
import re
from collections.abc import Callable

import pytest

from exports.mermaid import render
from exports.picture import GROUPED
from exports.style import READABLE, contrast, paint, tint
from ontology.builtin import VOCABULARY
from ontology.vocabulary import Kind, Relation, Scale, Style, Tier, Vocabulary
from queries.moment import Moment
from queries.view import View
from tests.exports.conftest import a_node, a_view


def lines(text: str, *parts: str) -> list[str]:
    """The lines that hold all of some parts."""
    return [line.strip() for line in text.splitlines() if all(part in line for part in parts)]


def test_the_plans_own_diagram(plan_view: View, mermaid_parse: Callable[[str], str]) -> None:
    """The plan's patterns stand in tier groups, joined by labelled edges, and Mermaid reads the whole."""
    text = render(plan_view, VOCABULARY, "Pattern relationships")
    assert text.startswith('---\ntitle: "Pattern relationships"\n---\nflowchart TB\n')
    assert re.findall(r'subgraph \w+\["(.*)"\]', text) == [
        "🏆 Gold patterns",
        "🥈 Silver patterns",
        "🥉 Bronze patterns",
        "Known only from references",
    ]
    assert 'n9["Two-Phase Commit<br/>1978 · retired"]:::tier_bronze_retired' in text
    assert 'n9 -.->|"Replaced by (partly)<br/>eventual consistency is acceptable across…"| n6' in text
    assert 'n10 -.->|"Replaced by"| n4' in text
    assert 'n8 -->|"Includes"| n0' in text
    assert mermaid_parse(text) == "ok"


@pytest.mark.parametrize(
    ("relation", "drawn"),
    [
        ("replaces", 'n1 -.->|"Replaced by"| n0'),
        ("evolved-from", 'n1 -->|"Evolved into"| n0'),
        ("pairs-with", 'n1 ---|"Pairs with"| n0'),
        ("alternative-to", 'n1 -.-|"Alternative to"| n0'),
        ("requires", 'n0 -->|"Requires"| n1'),
        ("see-also", 'n1 ---|"See also"| n0'),
    ],
)
def test_each_relation_is_drawn_in_its_own_way(relation: str, drawn: str) -> None:
    """Lineage runs from old to new, what is symmetric from the older one, all else from subject to object."""
    view = a_view([a_node("new", introduced="2000"), a_node("old", introduced="1990")], [("new", relation, "old")])
    assert lines(render(view, VOCABULARY), "|") == [drawn]


def test_conflicts_are_red() -> None:
    """An edge of a relation with a colour gets a style line of its own, by its number; its words keep the reader's colour."""
    view = a_view([a_node("a"), a_node("b")], [("a", "conflicts-with", "b"), ("a", "uses", "b")])
    assert lines(render(view, VOCABULARY), "linkStyle 0") == ["linkStyle 0 stroke:#d32f2f,stroke-width:1.5px"]


def test_a_symmetric_relation_is_drawn_once() -> None:
    """Said from both sides, a symmetric relation is one line."""
    view = a_view([a_node("a"), a_node("b")], [("a", "pairs-with", "b"), ("b", "pairs-with", "a")])
    assert len(lines(render(view, VOCABULARY), "Pairs with")) == 1


def test_a_directed_relation_keeps_both_directions() -> None:
    """Two things that require each other are two arrows."""
    view = a_view([a_node("a"), a_node("b")], [("a", "requires", "b"), ("b", "requires", "a")])
    assert len(lines(render(view, VOCABULARY), "Requires")) == 2


def test_same_as_is_not_drawn() -> None:
    """A relation without a line leaves no trace."""
    assert "ame as" not in render(a_view([a_node("a"), a_node("b")], [("a", "same-as", "b")]), VOCABULARY)


def test_strength_group_and_method_are_told() -> None:
    """An edge that is no plain statement says so in its label."""
    view = a_view(
        [a_node("a"), a_node("b"), a_node("c")],
        [
            ("a", "replaces", "c", "partial", {"group": "all-of"}),
            ("b", "replaces", "c", "consider", {"when": ["x", "y"]}),
        ],
    )
    view = view._replace(edges=(*view.edges, view.edges[0]._replace(key=9, relation="evolved-from", method="inferred")))
    text = render(view, VOCABULARY)
    assert 'n2 -.->|"Replaced by (partly, together)"| n0' in text
    assert 'n2 -.->|"Replaced by (consider)<br/>x#59; y"| n1' in text
    assert "Evolved into (partly, together, inferred)" in text


def test_the_moment_decides_who_is_retired() -> None:
    """At a moment before its retirement a node is drawn as in use, and the moment stands above."""
    node = a_node("a", "A", tier="bronze", retired="tier bronze", retired_on=(735_000, 735_000))
    text = render(a_view([node], at=Moment(730_000, "1999", 739_000, given=True)), VOCABULARY)
    assert 'n0["A"]:::tier_bronze\n' in text
    assert text.startswith("%% as of 1999\n")
    assert "A<br/>retired" in render(a_view([node]), VOCABULARY)


def test_an_open_retirement_is_a_question() -> None:
    """Where nobody can tell whether it was retired by then, the node says so."""
    node = a_node("a", "A", retired="retired", retired_on=(729_000, 731_000))
    assert '"A<br/>retired?"' in render(a_view([node], at=Moment(730_000, "1999", 739_000, given=True)), VOCABULARY)


def test_what_is_hidden_stands_on_top() -> None:
    """A view that leaves something out says so in its first line."""
    text = render(a_view([a_node("a")], hidden={"nodes beyond --most 1 %%{init: {}}%%": 31}), VOCABULARY)
    assert text.startswith("%% shown 1 nodes and 0 edges; hidden: 31 nodes beyond --most 1")
    assert "%%{" not in text


def test_a_large_view_has_no_groups_and_boxes_say_their_tier() -> None:
    """Beyond the number of boxes that groups suit, each box carries its own tier's name."""
    nodes = [a_node(f"p{n:02}", tier="gold" if n else "", defined=bool(n)) for n in range(GROUPED + 1)]
    text = render(a_view(nodes), VOCABULARY)
    assert "subgraph" not in text
    assert 'n0["p00<br/>reference"]:::reference' in text
    assert 'n1["p01<br/>Gold"]:::tier_gold' in text
    assert "subgraph" in render(a_view(nodes[:GROUPED]), VOCABULARY)


def test_ids_are_numbers_in_the_order_of_the_nodes_ids() -> None:
    """No slug ever becomes an id of the diagram, whatever it reads."""
    text = render(a_view([a_node("o--x", "O"), a_node("end", "E")], [("end", "uses", "o--x")]), VOCABULARY)
    assert 'n0["E"]' in text
    assert 'n1["O"]' in text
    assert 'n0 -->|"Uses"| n1' in text


def test_unknown_words_of_every_sort_are_drawn_plainly(mermaid_parse: Callable[[str], str]) -> None:
    """A tier, a kind and a relation that no vocabulary knows get a group, a box and an arrow."""
    nodes = [a_node("a", tier="Plat [x]", kind="gadget"), a_node("b", tier="gold", kind="gadget")]
    text = render(a_view(nodes, [("a", "grows_out-of", "b")]), VOCABULARY)
    assert lines(text, "subgraph") == ['subgraph g0["🏆 Gold"]', 'subgraph g1["Plat #91;x#93;"]']
    assert 'n0 -->|"Grows out of"| n1' in text
    assert mermaid_parse(text) == "ok"


def test_a_hostile_vocabulary_cannot_break_out(mermaid_parse: Callable[[str], str]) -> None:
    """Colours, icons, shapes and labels of a user's file are checked or escaped."""
    words = Vocabulary(
        kinds={"k": Kind("k", 'k"]', 'ks"] end', "record")},
        relations={"r": Relation("r", 'r"| n9', "x", style=Style("wavy", "crow", "red;}"))},
        scales={
            "s": Scale("s", (Tier("Ä", 'a"]', color="#fff,stroke:x", icon='"]<b>'), Tier("Ö", "end", color="url(x)")))
        },
    )
    view = a_view([a_node("a", tier="Ä", kind="k"), a_node("b", tier="Ö", kind="k")], [("a", "r", "b")])
    text = render(view, words)
    assert mermaid_parse(text) == "ok"
    assert set(re.findall(r"classDef (\w+)", text)) == {"tier_x"}
    assert "url(" not in text
    assert "red" not in text


def test_tiers_that_read_alike_in_ascii_keep_their_colours() -> None:
    """Two tiers whose names have no ASCII letters are two classes."""
    scale = Scale("s", (Tier("金", "金", color="#ffd700"), Tier("銀", "銀", color="#c0c0c0")))
    text = render(a_view([a_node("a", tier="金"), a_node("b", tier="銀")]), Vocabulary(scales={"s": scale}))
    assert lines(text, "classDef tier_x fill:#c0c0c0")
    assert lines(text, "classDef tier_x_2 fill:#ffd700")
    assert lines(text, 'n0["a"]:::tier_x_2')
    assert lines(text, 'n1["b"]:::tier_x')


def test_boxes_without_links_stand_in_rows(mermaid_parse: Callable[[str], str]) -> None:
    """Unconnected boxes hang below each other, after the links that the styles count, while there is room."""
    text = render(a_view([a_node(f"{n:02}") for n in range(8)], [("00", "uses", "01")]), VOCABULARY)
    assert lines(text, "~~~") == ["n2 ~~~ n6", "n3 ~~~ n7"]
    assert mermaid_parse(text) == "ok"
    nodes = [a_node(f"p{n:03}") for n in range(520)]
    full = render(a_view(nodes, [("p000", "uses", f"p{n:03}") for n in range(1, 499)]), VOCABULARY)
    assert len(lines(full, "~~~")) == 1


@pytest.mark.parametrize("shape", ["folder", "component", "note", "octagon", "ellipse", "diamond", "cylinder", "house"])
def test_every_shape_is_mermaid(shape: str, mermaid_parse: Callable[[str], str]) -> None:
    """Each shape of a kind becomes brackets that Mermaid reads, with a label as hostile as any."""
    words = Vocabulary(kinds={"pattern": Kind("pattern", "p", shape=shape)})
    assert mermaid_parse(render(a_view([a_node("a", 'end "]})> \\')]), words)) == "ok"


def test_views_without_edges_or_with_one_node_or_none(mermaid_parse: Callable[[str], str]) -> None:
    """The smallest views are diagrams too."""
    for view in (a_view([]), a_view([a_node("a")]), a_view([a_node("a"), a_node("b", tier="gold")])):
        assert mermaid_parse(render(view, VOCABULARY)) == "ok"


def test_text_can_be_read_on_every_tier() -> None:
    """Every node's text has the contrast that WCAG asks for, on all tiers and on colours that nobody foresaw."""
    tiers = [tier for scale in VOCABULARY.scales.values() for tier in scale.tiers]
    dice = random.Random(1)
    tiers += [Tier(f"t{n}", "t", color=f"#{dice.randrange(1 << 24):06x}") for n in range(300)]
    words = Vocabulary(scales={"s": Scale("s", tuple(tiers))})
    for tier in tiers:
        for defined, retired in ((True, True), (True, False), (False, False)):
            look = paint(a_node("a", tier=tier.name, defined=defined), words, retired)
            assert contrast(look.text, look.fill) >= READABLE
        assert contrast("#1f2328", tint(tier.color, 0.88)) >= READABLE
