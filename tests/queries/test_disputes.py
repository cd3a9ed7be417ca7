"""Disputes: what disagrees, against the pages that were written; and the commands that decide, run as printed."""

import json
import shlex
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from kb.loading import load
from kb.store.sqlite import SqliteGraph
from queries.disputes import disputes
from tests.conftest import Kb
from tests.helpers import at

YEARS = ("1978", "1981", "1981-06", "198X", "long ago")
NAMES = ("a", "b", "c")


@st.composite
def pages(draw: st.DrawFn) -> dict[str, list[tuple[str, str]]]:
    """By entry: (where, year) of all that is said of its introduction, on its page and in two timelines."""
    said: dict[str, list[tuple[str, str]]] = {}
    for name in NAMES:
        own = draw(st.lists(st.sampled_from(YEARS), max_size=3))
        said[name] = [(f"{name}.md", year) for year in own]
        said[name] += [
            (f"{file}.json", draw(st.sampled_from(YEARS[:4]))) for file in draw(st.sets(st.sampled_from("xy")))
        ]
    return said


def written(said: dict[str, list[tuple[str, str]]], folder: Path) -> None:
    """The pages and timelines that say so."""
    for name, several in said.items():
        years = [year for file, year in several if file == f"{name}.md"]
        (folder / f"{name}.md").write_text(f"---\ntitle: Entry {name}\nintroduced: [{', '.join(years)}]\n---\n")
    for file in "xy":
        entries = [
            {"year": year, "pattern": f"Entry {name}"}
            for name, several in said.items()
            for where, year in several
            if where == f"{file}.json"
        ]
        if entries:
            data = {"pattern_families": {file: {"timeline": entries}}}
            (folder / f"{file}.json").write_text(json.dumps(data))


@settings(max_examples=25, deadline=None)
@given(pages())
def test_disputes_are_what_was_written(said: dict[str, list[tuple[str, str]]]):
    """An entry is disputed where different years were written; each value has every file that says it, and one is shown."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        written(said, folder)
        load([str(folder)], str(folder / "c.kb"), base=str(folder))
        with SqliteGraph(str(folder / "c.kb")) as graph:
            found = {one.node.id: one for one in disputes(graph, at(), properties=["introduced"]).found}
    expected = {id_ for id_, several in said.items() if len({year for _, year in several}) > 1}
    assert found.keys() == expected
    for id_, one in found.items():
        by_value: dict[str, list[str]] = {}
        for where, year in said[id_]:
            by_value.setdefault(year, []).append(where)
        assert {value.text: sorted(claim.source.path for claim in value.claims) for value in one.values} == {
            year: sorted(places) for year, places in by_value.items()
        }
        assert [value.state for value in one.values] == ["chosen"] + ["other"] * (len(by_value) - 1)


PAGES = {
    "pages/saga.md": '---\ntitle: Saga\nintroduced: [1987, c. 1985]\ntier: [gold, silver]\nstatus: [-x, legacy]\nsummary: [it\'s one, "another; $HOME"]\n'
    "replaces: [{pattern: 2pc, strength: exact, since: 2014, until: 2030}]\n---\n",
    "pages/2pc.md": "---\ntitle: 2PC\nreplaced_by: [{pattern: saga, strength: partial, since: 2018-03, until: 2031}]\n---\n",
}


def test_stats_counts_what_disputes_lists(kb: Kb):
    """The count of ``kb stats`` is how many ``kb disputes`` lists: of facts of entries, and of facts of relations."""
    kb.write(PAGES)
    kb.load("pages")
    found = json.loads(kb("disputes", "--format", "json").out)["disputes"]
    assert {one["fact"] for one in found if one["relation"]}
    assert {one["fact"] for one in found if not one["relation"]}
    assert json.loads(kb("stats", "--format", "json").out)["disputed"] == len(found)


def test_commands_decide(kb: Kb):
    """Each command, run as it is printed, leaves its dispute gone or decided, for the value that it names."""
    kb.write(PAGES)
    kb.load("pages", "--kb", "my own.kb")
    asked = ("disputes", "--kb", "my own.kb", "--quiet")
    lines = [line.removeprefix("  decide  ") for line in kb(*asked).out.splitlines() if line.startswith("  decide  ")]
    assert len(lines) == 14
    for line in lines:
        before = kb(*asked).out
        assert line in before
        words = shlex.split(line)
        assert words[0] == "kb"
        assert kb(*words[1:]).code == 0, line
        after = kb(*asked).out
        assert line not in after
        assert kb("decide", "undo", "--kb", "my own.kb").code == 0
        assert kb(*asked).out == before
    for line in lines[::2]:
        kb(*shlex.split(line)[1:])
    assert kb(*asked, "--open").out.startswith("0 open disputes\n")
    assert kb("show", "saga", "--kb", "my own.kb", "--quiet").out.startswith("Saga (pattern, 1985~, gold, -x)\n")
