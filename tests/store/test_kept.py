"""Lineage that an open file keeps in memory: when it is made, when it is dropped, and that answers outlive the file."""

from pathlib import Path

import pytest

from kb import api
from kb.store import kept
from kb.store.sqlite import SqliteGraph
from queries.lineage import ancestors
from queries.walk import walk
from tests.helpers import at

LINEAGE = ("replaces", "evolved-from")


def line(folder: Path, last: int) -> str:
    """A catalogue in which each of so many pages replaces the one before."""
    (folder / "pages").mkdir(exist_ok=True)
    for number in range(last + 1):
        text = f"---\ntitle: P{number}\n{f'replaces: p{number - 1}' if number else ''}\n---\n"
        (folder / "pages" / f"p{number}.md").write_text(text, encoding="utf-8")
    path = str(folder / "c.kb")
    api.load(str(folder / "pages"), path)
    return path


def test_lineage_is_kept_once_as_much_was_read(tmp_path: Path):
    """A first question walks the file; once a quarter of all edges was read, lineage is kept, one index a set."""
    with SqliteGraph(line(tmp_path, 8)) as graph:
        assert graph.kept(LINEAGE) is None
        walk(graph, ["p1"], LINEAGE, "out", at())
        assert graph.kept(LINEAGE) is None  # one edge of eight
        ancestors(graph, "p3", at())
        index = graph.kept(LINEAGE)
        assert index is not None
        assert index is graph.kept(LINEAGE)
        assert graph.kept(("evolved-from",)) is not index


def test_answers_are_the_same_before_and_after(tmp_path: Path):
    """The answer out of the index equals the one out of the file, and holds when the catalogue is closed."""
    with SqliteGraph(line(tmp_path, 8)) as graph:
        first = ancestors(graph, "p8", at())
        assert graph.kept(LINEAGE) is not None
        again = ancestors(graph, "p8", at())
    assert again == first
    assert (again.chain, len(again.edges), again.nodes["p0"].title) == (
        tuple(f"p{number}" for number in range(7, -1, -1)),
        8,
        "P0",
    )


def test_what_is_kept_goes_when_the_file_changes(tmp_path: Path):
    """A load while the catalogue is open drops the index: the next answer knows the new pages."""
    with SqliteGraph(line(tmp_path, 8)) as graph:
        ancestors(graph, "p8", at())
        before = graph.kept(LINEAGE)
        line(tmp_path, 9)
        assert graph.kept(LINEAGE) is not before
        assert len(ancestors(graph, "p9", at()).depths) == 9
        assert graph.kept(LINEAGE) not in (None, before)
        assert len(ancestors(graph, "p9", at()).depths) == 9


def test_lineages_that_are_too_large_stay_in_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """More edges than the most are not kept, and the answers are those of the walk."""
    monkeypatch.setattr(kept, "MOST_EDGES", 7)
    with SqliteGraph(line(tmp_path, 8)) as graph:
        ancestors(graph, "p8", at())
        assert graph.kept(LINEAGE) is None
        assert len(ancestors(graph, "p8", at()).depths) == 8


def test_sets_of_relations_take_turns(tmp_path: Path):
    """No more indexes are kept than the most; the oldest goes first."""
    with SqliteGraph(line(tmp_path, 8)) as graph:
        ancestors(graph, "p8", at())
        sets = [LINEAGE, *[(name,) for name in list(graph.vocabulary.relations)[: kept.MOST_KEPT]]]
        made = [graph.kept(names) for names in sets]
        assert graph.kept(sets[-1]) is made[-1]
        assert graph.kept(LINEAGE) is not made[0]
