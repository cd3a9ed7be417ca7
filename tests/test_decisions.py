"""Decisions are written into their file as text: what people wrote there stays, and the catalogue follows at once."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb import deciding
from loaders.base import SourceFile
from loaders.decisions import read
from ontology.builtin import VOCABULARY
from ontology.claim import Claim
from ontology.text import clean
from tests.conftest import Kb

PAGES = {
    "pages/saga.md": "---\ntitle: Saga\nintroduced: [1987, 1985]\n---\n",
    "pages/two-phase-commit.md": "---\ntitle: Two-Phase Commit\nreplaced_by: saga\n---\n",
}


@pytest.fixture
def loaded(kb: Kb) -> Kb:
    """Two pages in a catalogue."""
    kb.write(PAGES)
    assert kb("load", "pages").code == 0
    return kb


HAND = """\
# why we decide at all
kb-decisions: 1   # the form

decisions:   # oldest first
    # about sagas
    -   settle: introduced
        of: saga
        is: 1985     # the talk
        by: ana
        on: 2026-11-01
        why: >
          a talk
          of 1985
# the end
"""


def test_what_people_wrote_stays(loaded: Kb):
    """A decision added below others, and taken back, leaves every other character of the file."""
    file = loaded.folder / "decisions.yaml"
    file.write_text(HAND)
    assert loaded("load", "pages").code == 0
    assert loaded("decide", "deny", "saga", "replaces", "2pc", "--why", "both are in use").code == 0
    both = file.read_text()
    kept, gone = HAND.split("# the end\n")[0], "# the end\n"
    assert both.startswith(kept)
    assert both.endswith(gone)
    told = loaded("what-replaces", "2pc").out
    assert "current" in told
    assert "'Two-Phase Commit replaced by saga' is said, and denied (decisions.yaml:14)" in told
    assert "denied\n  replaced by saga  decisions.yaml:14, decided by" in loaded("show", "2pc").out
    assert loaded("decide", "undo").code == 0
    assert file.read_text() == HAND
    assert "replaced by Saga" in loaded("what-replaces", "2pc").out


def test_undo_of_the_first(loaded: Kb):
    """The decision of a number is taken back, and the others stay as they are."""
    for number in range(3):
        assert loaded("decide", "name", f"Thing {number}", "saga", "--why", "so it is").code == 0
    assert loaded("decide", "undo", "2").code == 0
    assert [line.split("'")[1] for line in loaded("decide", "list").out.splitlines()] == ["Thing 0", "Thing 2"]
    refused = loaded("decide", "undo", "3")
    assert (refused.code, refused.err) == (2, "kb: there is no decision 3; they are numbered 1 to 2: kb decide list\n")


def test_a_file_that_is_broken_is_not_edited(loaded: Kb):
    """A file with a mistake in its YAML is left alone, and the line that is wrong is named."""
    file = loaded.folder / "decisions.yaml"
    file.write_text("kb-decisions: 1\ndecisions:\n  - settle: [\n")
    done = loaded("decide", "name", "Thing", "saga", "--why", "x")
    assert done.code == 2
    assert "decisions.yaml:" in done.err
    assert "mend it first" in done.err
    assert file.read_text().endswith("[\n")


@pytest.mark.parametrize(
    "form", ["kb-decisions: 1\ndecisions:\n", "kb-decisions: 1\ndecisions: []\n", "kb-decisions: 1\ndecisions:"]
)
def test_a_list_without_items(loaded: Kb, form: str):
    """The first decision is written below an empty list, too."""
    (loaded.folder / "decisions.yaml").write_text(form)
    assert loaded("decide", "name", "Thing", "saga", "--why", "x").code == 0, form
    assert "Saga" in loaded("show", "thing").out


def test_another_form_is_refused(loaded: Kb):
    """A file of a later form decides nothing, and is not edited."""
    file = loaded.folder / "decisions.yaml"
    file.write_text("kb-decisions: 2\ndecisions:\n  - settle: introduced\n    of: saga\n    is: 1985\n")
    done = loaded("load", "pages")
    assert "decisions.yaml:1:15: error: the file says '2'; this program reads 'kb-decisions: 1'" in done.out
    assert "1985" in loaded("show", "saga").out.splitlines()[0]


def test_a_busy_catalogue_leaves_the_file_as_it_was(loaded: Kb, monkeypatch: pytest.MonkeyPatch):
    """Where the catalogue cannot be settled the decision is not written either."""

    def fail(*args: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(deciding, "load", fail)
    assert loaded("decide", "name", "Thing", "saga", "--why", "x").code == 130
    assert not (loaded.folder / "decisions.yaml").exists()


def test_a_decision_beats_ids_and_rules_of_a_mapping(kb: Kb):
    """A name that a mapping's own rules read as one record means another one where somebody decided so."""
    mapping = "kb-mapping: 1\ntitle: T\nsources: [{files: '*.csv', read: csv}]\nrecords:\n  r:\n    id: id\n    edges: {replaced-by: by}\n"
    mapping = mapping.replace("id: id", 'id: "{id}"')
    kb.write({"d/t.csv": "id,by\na,b\nb,\nc,\n", "m.yaml": mapping})
    assert kb("load", "d", "--mapping", "m.yaml").code == 0
    assert "replaced by b" in kb("what-replaces", "a").out
    assert kb("decide", "name", "b", "c", "--why", "b was never made").code == 0
    assert "replaced by c" in kb("what-replaces", "a").out


def test_decisions_are_dated_by_loads(loaded: Kb):
    """What was decided later was not known before."""
    loaded.env["KB_TODAY"] = "2027-01-01"
    loaded.env["XDG_CACHE_HOME"] = str(loaded.folder / ".cache")
    assert loaded("decide", "deny", "saga", "replaces", "2pc", "--why", "x").code == 0
    assert "replaced by Saga" in loaded("what-replaces", "2pc", "--as-seen", "2026-12-31").out
    assert "current" in loaded("what-replaces", "2pc", "--as-seen", "2027-01-01").out


def test_not_the_same_after_all(kb: Kb):
    """That two entries are the same can be denied, whoever says so."""
    kb.write({"pages/a.md": "---\ntitle: A\nsame_as: b\n---\n", "pages/b.md": "---\ntitle: B\n---\n"})
    assert kb("load", "pages").code == 0
    assert "1 entry" in kb("list").out
    assert kb("decide", "deny", "a", "same-as", "b", "--why", "x").code == 0
    assert "2 entries" in kb("list").out
    assert kb("decide", "undo").code == 0
    assert "1 entry" in kb("list").out


@given(st.text(max_size=30), st.text(max_size=30))
def test_any_text_is_written_so_that_it_reads_back(name: str, why: str):
    """Whatever a decision says is read back as it was written."""
    words = {"name": f"x{name}", "means": "saga", "by": "ana", "on": "2026-11-23", "why": f"y{why}"}
    text = deciding._HEAD + deciding._entry(dict(words))
    found = list(read(SourceFile("decisions.yaml", text), VOCABULARY))
    assert len(found) == 1, found
    claim = found[0]
    assert isinstance(claim, Claim)
    assert claim.subject == clean(words["name"].strip())
    assert claim.qualifiers["why"] == clean(words["why"].strip())


def test_nobody_needs_a_catalogue_of_the_same_folder(loaded: Kb, tmp_path: Path):
    """The file of decisions is that beside the catalogue, wherever the command is run."""
    other = tmp_path / "elsewhere"
    other.mkdir(exist_ok=True)
    here = Kb(other, loaded.env)
    path = str(loaded.folder / "catalogue.kb")
    assert here("decide", "name", "Thing", "saga", "--why", "x", "--kb", path).code == 0
    assert (loaded.folder / "decisions.yaml").exists()
    assert not os.listdir(other)


def test_decisions_below_the_root_are_not_passed_over(loaded: Kb):
    """Where the folder of the catalogue itself is loaded the decisions in it are read once, and not said to be left out."""
    loaded.write({"other.yaml": "a: 1\n"})
    assert loaded("decide", "name", "Thing", "saga", "--why", "x").code == 0
    done = loaded("load", ".")
    assert "passed over: 1 file of other forms (.yaml 1)" in done.out
    (loaded.folder / "other.yaml").unlink()
    assert "passed over" not in loaded("load", ".").out
