"""What Mermaid refuses, and that neither order nor hash seed shows in what is written."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from exports.mermaid import render
from exports.picture import TooLarge
from ontology.builtin import VOCABULARY
from queries.view import View
from tests.exports.conftest import a_node, a_view, shuffled

ROOT = Path(__file__).resolve().parents[2]


def test_too_many_edges_are_refused() -> None:
    """Five hundred edges are refused with a sentence that offers a way; one fewer are drawn."""
    nodes = [a_node(f"p{n:03}") for n in range(501)]
    edges = [("p000", "uses", f"p{n:03}") for n in range(1, 501)]
    assert len([line for line in render(a_view(nodes, edges[:-1]), VOCABULARY).splitlines() if "-->" in line]) == 499
    with pytest.raises(TooLarge, match=r"fewer than 500 edges and this diagram has 500: .*--most"):
        render(a_view(nodes, edges), VOCABULARY)


def test_too_long_a_text_is_refused() -> None:
    """Fifty thousand characters, counted as JavaScript counts them, are refused."""
    room = 49_999 - len(render(a_view([a_node("a", "x")], title="t"), VOCABULARY))
    assert len(render(a_view([a_node("a", "x" * (room + 1))], title="t"), VOCABULARY)) == 49_999
    with pytest.raises(TooLarge, match=r"50,000 characters and this diagram has 50,000"):
        render(a_view([a_node("a", "x" * (room + 2))], title="t"), VOCABULARY)
    with pytest.raises(TooLarge, match="characters"):
        render(a_view([a_node("a", "🏆" * 24_950)], title="t"), VOCABULARY)


def test_an_edge_to_nowhere_is_the_callers_mistake() -> None:
    """A view whose edge ends outside it is refused by name."""
    with pytest.raises(ValueError, match="'uses' to 'ghost'"):
        render(a_view([a_node("a")], [("a", "uses", "ghost")]), VOCABULARY)


def test_a_shuffled_view_gives_the_same_text(plan_view: View) -> None:
    """Neither the order of nodes nor that of edges shows in the diagram."""
    expected = render(plan_view, VOCABULARY)
    for view in shuffled(plan_view):
        assert render(view, VOCABULARY) == expected


def test_hash_seeds_do_not_show() -> None:
    """Two processes with other hash seeds write the same Mermaid and the same DOT."""
    program = (
        "import tests.exports.conftest as c; from exports import dot, mermaid; from ontology.builtin import VOCABULARY as V\n"
        "v = c.a_view([c.a_node(t, t, tier=r) for t, r in zip('abcd', ['gold', 'x', 'y', ''])],"
        " [('a', 'replaces', 'b'), ('c', 'uses', 'd'), ('b', 'pairs-with', 'a')])\n"
        "print(mermaid.render(v, V), dot.source(v, V))"
    )

    said = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"},
            check=True,
            capture_output=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(said) == 1
