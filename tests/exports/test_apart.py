"""Entries of one title in an answer for people."""

from exports.lineage_text import render_lineage
from exports.paint import Paint
from exports.replacement_text import render
from queries.lineage import ancestors
from queries.replacement import what_replaces
from tests.helpers import at, graph, node, replaces


def test_one_title_twice():
    """Two entries of one title in an answer have their ids behind it; a title that stands alone has none."""
    made = graph(
        replaces("saga-2", "saga"),
        replaces("x", "saga-2"),
        node("saga", title="Saga"),
        node("saga-2", title="Saga"),
        node("x", title="X"),
    )
    told = render(what_replaces(made, "saga", at()), Paint())
    assert told.splitlines()[0] == "Saga (saga) is replaced by X"
    assert "Saga (saga) → Saga (saga-2) (retired) → X" in told
    assert render_lineage(ancestors(made, "x", at()), Paint()).splitlines()[0] == "X: 2 ancestors"
    alone = graph(replaces("x", "saga"), node("saga", title="Saga"), node("x", title="X"))
    assert render(what_replaces(alone, "saga", at()), Paint()).splitlines()[0] == "Saga is replaced by X"
