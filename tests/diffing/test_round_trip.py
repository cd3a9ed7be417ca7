"""A patch makes one catalogue say what another one does: ``apply(diff(A, B), A) = B``."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from kb.diffing.apply import apply, read_patch, undo
from kb.diffing.diff import diff
from kb.diffing.patch import written
from ontology.builtin import VOCABULARY
from queries.diff import Difference
from tests.conftest import TODAY
from tests.diffing.catalogues import Pages, made, pages, side

settings.register_profile("apart", suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
SIGNED = {"by": "ana", "on": TODAY}


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KB_TODAY", TODAY)


def between(first: str, second: str) -> Difference:
    """How two files differ."""
    one, two = side(first), side(second)
    try:
        return diff(one, two)
    finally:
        one.graph.close()
        two.graph.close()


@settings(settings.get_profile("apart"), max_examples=25)
@given(pages(), pages())
def test_apply_of_diff(tmp_path: Path, first: Pages, second: Pages):
    """After a patch was applied nothing differs; applied twice it changes nothing; taken back, all is as before."""
    one, two = made(tmp_path / "one", first), made(tmp_path / "two", second)
    before = between(one, two)
    path = tmp_path / "a.patch.yaml"
    path.write_text("".join(written(before)), encoding="utf-8")
    patch = read_patch(str(path), VOCABULARY)
    done = apply(one, patch, **SIGNED)
    assert done.conflicts == ()
    assert done.missed == ()
    assert [change.text for change in between(one, two).changes] == []
    again = apply(one, patch, **SIGNED)
    assert (again.made, again.conflicts) == ((), ())
    assert undo(one, patch) == len(done.made)
    assert [change.text for change in between(one, two).changes] == [change.text for change in before.changes]
