"""How many answers a change alters, against loading the catalogue with that change alone."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kb.diffing.apply import apply, read_patch
from kb.diffing.diff import diff
from kb.diffing.impact import Successions
from kb.diffing.patch import decisions, entry
from kb.store.sqlite import SqliteGraph
from ontology.builtin import VOCABULARY
from queries.replacement import what_replaces
from tests.conftest import TODAY
from tests.diffing.catalogues import made, side
from tests.helpers import at
from tests.queries.made import graphs, thorough


@thorough
@given(graphs())
def test_standing_is_the_answer(whole: Any):
    """The short answer by which changes are weighed is the verdict and the live ends that ``what-replaces`` gives."""
    short = Successions.of(whole.graph, whole.when)
    for node in whole.nodes:
        found = short.standing(node.id)
        if not node.defined:
            assert found is None
            continue
        answer = what_replaces(whole.graph, node.id, whole.when)
        assert found is not None
        assert found.verdict == answer.verdict
        if answer.verdict != "cannot-tell":
            assert set(found.live) == {end.node.id for end in answer.live}


IDS = ("a", "b", "c", "d")


@st.composite
def lineages(draw: st.DrawFn) -> dict[str, dict[str, Any]]:
    """Pages of which some are retired and some replace others."""
    found: dict[str, dict[str, Any]] = {}
    for place, id_ in enumerate(IDS):
        page: dict[str, Any] = {"title": id_.upper()}
        if tier := draw(st.sampled_from(("", "gold", "bronze"))):
            page["tier"] = tier
        older = draw(st.lists(st.sampled_from([one for one in IDS if one != id_]), unique=True, max_size=1 + place % 2))
        if older:
            page["replaces"] = [
                {"pattern": old, "strength": draw(st.sampled_from(("exact", "partial", "consider")))} for old in older
            ]
        found[id_] = page
    return found


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lineages(), lineages(), st.data())
def test_a_change_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, first: dict[str, Any], second: dict[str, Any], data: st.DataObject
):
    """The answers that a change is said to alter are those that differ once a catalogue follows this change alone."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KB_TODAY", TODAY)
    one, two = made(tmp_path / "one", first), made(tmp_path / "two", second)
    sides = side(one), side(two)
    found = diff(*sides)
    for part in sides:
        part.graph.close()
    steps = list(decisions(found))
    if not steps:
        return
    words, was, text = data.draw(st.sampled_from(steps))
    before = _answers(one)
    path = tmp_path / "one.patch.yaml"
    path.write_text(f"kb-patch: 1\nchanges:\n{entry({**words, 'was': was})}\n", encoding="utf-8")
    done = apply(one, read_patch(str(path), VOCABULARY), by="ana", on=TODAY)
    assert done.conflicts == ()
    after = _answers(one)
    (change,) = [change for change in found.changes if change.text == text]
    assert set(change.answers) == {id_ for id_ in before if before[id_] != after[id_]}, json.dumps(words)


def _answers(path: str) -> dict[str, tuple[str, tuple[str, ...]]]:
    with SqliteGraph(path) as graph:
        answers = {id_: what_replaces(graph, id_, at()) for id_ in IDS}
    return {id_: (one.verdict, tuple(sorted(end.node.id for end in one.live))) for id_, one in answers.items()}
