"""Comparisons: order, capabilities and verdicts against brute force on random graphs; tables that fit whatever width."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from exports.compare_text import render
from exports.grid_text import grid
from exports.paint import Paint
from kb.store.memory import MemoryGraph
from ontology.claim import Claim
from ontology.source import Source
from queries.compare import compare
from queries.graph import Held
from queries.replacement import what_replaces
from tests.helpers import at, edge, edge_holds, graph, keyed, node
from tests.queries.made import Made, graphs, quick, thorough


@thorough
@given(graphs(relations=("enables", "includes")))
def test_matrix(made: Made):
    """Entries stand by their introduction, each with its own verdict, and a mark for each capability that it may have."""
    ids = [one.id for one in made.nodes]
    answer = compare(made.graph, ids[::-1], made.when)
    shown = [one.node.id for one in answer.entries]
    known = {one.id: one for one in made.nodes}
    assert sorted(shown) == sorted(ids)
    for first, second in itertools.pairwise(known[id_] for id_ in shown):
        assert first.introduced or not second.introduced
        if first.introduced and second.introduced:
            starts = [min(day for day in one.born if day is not None) for one in (first, second)]
            assert starts[0] <= starts[1] or first.born[0] is None or second.born[0] is None
        if first.introduced == second.introduced:
            assert first.id < second.id
    assert [one.today.verdict for one in answer.entries] == [
        what_replaces(made.graph, id_, made.when).verdict for id_ in shown
    ]
    has = {
        id_: {
            one.object
            for one in made.edges
            if one.relation in ("enables", "includes")
            and one.subject == id_
            and edge_holds(one, made.when) is not False
        }
        for id_ in ids
    }
    assert {one.node.id for one in answer.capabilities} == set().union(*has.values())
    for row in answer.capabilities:
        assert row.by == tuple(row.node.id in has[id_] if has[id_] else None for id_ in shown)


words = st.text(st.characters(codec="ascii", categories=("L", "N")), min_size=1, max_size=14)
cells = st.lists(words, max_size=8).map(" ".join)


@quick
@given(
    st.integers(1, 5).flatmap(lambda n: st.lists(st.lists(cells, min_size=n, max_size=n), min_size=1, max_size=5)),
    st.integers(5, 120),
)
def test_tables_fit_and_lose_nothing(rows: list[list[str]], width: int):
    """A table is never wider than the terminal and has every word of every cell, or it says that it cannot fit."""
    head = [f"c{number}" for number in range(len(rows[0]))]
    text = grid(head, rows, Paint(width=width))
    longest = [
        max(len(word) for line in (head, *rows) for word in (line[place].split() or [""])) for place in range(len(head))
    ]
    if sum(longest) + 2 * (len(head) - 1) > width:
        assert text is None
        return
    assert text is not None
    assert max(map(len, text.splitlines())) <= width
    assert sorted(text.split()) == sorted(word for line in (head, *rows) for cell in line for word in cell.split())


def test_narrow_terminal_shows_entries_one_below_the_other():
    """Where columns do not fit, the same facts stand entry by entry."""
    made = graph(node("incomprehensibilities", tier="gold"), node("saga", introduced="1987"))
    text = render(compare(made, ["saga", "incomprehensibilities"], at()), Paint(width=30))
    assert "2 incomprehensibilities\n  era         –\n  tier        gold\n" in text


def test_era_is_a_decade():
    """The era is the decade of the introduction; a date that spans several decades has none."""
    made = graph(
        *(node(id_, introduced=text) for id_, text in (("a", "1978-06"), ("b", "197X"), ("c", "1978/1992"), ("d", "")))
    )
    eras = {one.node.id: one.era for one in compare(made, list("abcd"), at()).entries}
    assert eras == {"a": "1970s", "b": "1970s", "c": "", "d": ""}


def test_factors_need_two_of_the_entries():
    """A table of factors is shown where it compares at least two of the entries that are compared."""
    nodes = [node("a"), node("b"), node("c"), node("guide/g", kind="guide")]
    edges = keyed([edge("compares", "guide/g", name) for name in "ab"], nodes)
    claims = [
        (one.key, Claim("guide/g", "compares", Source("g.md", 4, pointer=f"/factors/0/{one.object}"))) for one in edges
    ]
    row = {"factor": "Cost", "a": "low", "b": "high"}
    held = [Held("guide/g", "factor", row, "chosen", Claim("guide/g", "factor", Source("g.md", 4), value=row))]
    made = MemoryGraph(nodes, edges, properties=held, claims=claims)
    (table,) = compare(made, ["a", "b", "c"], at()).factors
    assert ([one.id for one in table.means], table.rows[0].name, table.rows[0].cells) == (
        ["a", "b"],
        "Cost",
        ("low", "high"),
    )
    assert compare(made, ["a", "c"], at()).factors == ()
