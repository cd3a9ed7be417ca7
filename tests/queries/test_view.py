"""What a diagram shows of a graph that is too large for it: the nearest, what hangs on them, or the groups of the whole."""

from collections import Counter

import networkx as nx
from hypothesis import given
from hypothesis import strategies as st

from exports import mermaid
from exports.overview_picture import picture
from kb.drawing import Wish, draw
from ontology.builtin import VOCABULARY
from queries.groups import overview
from queries.view import MORE, around, whole
from tests.helpers import at, edge, evolved, graph, node, replaces
from tests.queries.made import RELATIONS, graphs, quick, thorough


@thorough
@given(graphs(relations=RELATIONS), st.integers(1, 5), st.booleans())
def test_what_is_beyond_the_budget_hangs_where_it_is_reached(made, most, named):
    """Collapsed nodes and those counted as not reached are all that the budget leaves out; each hangs on a shown node by a
    relation that is there.
    """
    ask = (lambda budget: around(made.graph, "a", made.when, most=budget)) if named else None
    seen, every = (
        (ask(most), ask(100))
        if ask
        else (whole(made.graph, made.when, most=most), whole(made.graph, made.when, most=100))
    )
    shown, left = {one.id for one in seen.nodes}, {one.id for one in every.nodes} - {one.id for one in seen.nodes}
    linked = nx.Graph([(one.subject, one.object) for one in every.edges])
    linked.add_nodes_from([*shown, *left])
    reached = {id_ for id_ in left if any(nx.has_path(linked, id_, one) for one in shown)}
    if len(seen.more) < MORE:
        assert sum(one.number for one in seen.more) == len(reached)
    for one in seen.more:
        assert one.anchor in shown
        ends = {"in": ("object", "subject"), "out": ("subject", "object")}[one.direction]
        assert any(
            getattr(edge_, ends[0]) == one.anchor and edge_.relation == one.relation and getattr(edge_, ends[1]) in left
            for edge_ in every.edges
        )
    assert every.more == ()


@quick
@given(graphs(relations=RELATIONS), st.integers(1, 6))
def test_a_cut_keeps_the_first(made, most):
    """Cut to so many nodes, a view is what it would have been with that budget, and counts what it lost."""
    every = whole(made.graph, made.when, most=100)
    cut, wanted = every.cut(most, "for want of room"), whole(made.graph, made.when, most=most)
    assert (cut.nodes, cut.edges, cut.ranked) == (wanted.nodes, wanted.edges, wanted.ranked)
    assert cut.hidden["for want of room"] == len(every.nodes) - len(cut.nodes)


def test_a_diagram_too_large_for_mermaid_is_cut_by_rank():
    """Over Mermaid's limits as many of the nearest nodes as it has room for are drawn, with a line that says how to see all."""
    ids = [f"n{number:03}" for number in range(120)]
    made = graph(
        *(node(id_) for id_ in ids),
        *(evolved(new, old) for place, new in enumerate(ids) for old in ids[max(place - 8, 0) : place]),
    )
    drawn = draw(made, at(), "relations", Wish("n000", "mermaid", most=120))
    links = [line for line in drawn.data.decode().splitlines() if "-->" in line]
    assert 400 < len(links) < mermaid.EDGES
    assert "nodes for which Mermaid has no room (--format dot, or --picture lineage shows all)" in drawn.hidden
    assert drawn.data.decode().startswith(f"%% {drawn.hidden}")


@st.composite
def sorted_graphs(draw):
    """A graph whose nodes belong to families, some to none."""
    made = draw(graphs(dated=False, relations=("evolved-from",)))
    homes = {one.id: draw(st.sampled_from(("", "", "x", "y", "z"))) for one in made.nodes}
    families = [node(f"family/{name}", title=name.upper(), kind="family") for name in "xyz"]
    members = [edge("member-of", id_, f"family/{home}") for id_, home in homes.items() if home]
    return made, homes, graph(*made.nodes, *families, *made.edges, *members)


@thorough
@given(sorted_graphs())
def test_an_overview_counts_what_is_in_its_groups_and_between_them(parts):
    """Groups have the entries of their families, lines the relations from members of one to members of another."""
    made, homes, whole_graph = parts
    entries = {one.id: one for one in made.nodes if one.defined}
    found = overview(whole_graph, made.when)
    sizes = Counter(homes[id_] for id_ in entries if homes[id_])
    if found is None:
        assert len(sizes) < 3 or sum(sizes.values()) * 2 < len(entries)
        return
    assert {one.title: one.size for one in found.groups} == {name.upper(): number for name, number in sizes.items()}
    assert found.apart == len(entries) - sum(sizes.values())
    between = Counter(
        (homes[one.object].upper(), homes[one.subject].upper(), one.relation)
        for one in made.edges
        if one.strength != "consider" and one.method != "inferred" and {one.subject, one.object} <= entries.keys()
        if not one.details().get("expected") and homes[one.subject] and homes[one.object]
        if homes[one.subject] != homes[one.object]
    )
    assert {(one.tail, one.head, one.relation): one.number for one in found.bundles} == dict(between)
    assert len(picture(found, VOCABULARY).links) == len(between)


def test_a_large_catalogue_is_drawn_as_its_groups_unless_somebody_says_how_many():
    """Without a number a catalogue of many entries becomes a diagram of its families; with one, of its entries."""
    nodes = [node(f"{home}{number}") for home in "xyz" for number in range(12)]
    families = [node(f"family/{name}", title=name.upper(), kind="family") for name in "xyz"]
    members = [edge("member-of", one.id, f"family/{one.id[0]}") for one in nodes]
    made = graph(*nodes, *families, *members, replaces("y0", "x0"), replaces("y1", "x1"), evolved("z0", "y0"))
    text = draw(made, at(), "relations", Wish(form="mermaid")).data.decode()
    assert '-->|"Evolved into"|' in text
    assert '-.->|"Replaced by #215; 2"|' in text
    assert "12 entries" in text
    assert "in place of 36 entries" in text
    assert "12 entries" not in draw(made, at(), "relations", Wish(form="mermaid", most=30)).data.decode()
