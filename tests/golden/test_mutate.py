"""Golden questions on trial: what they notice of a changed lineage."""

import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kb.golden.file import read_golden
from kb.golden.mutate import Trial, _changed
from kb.golden.verify import Asking
from kb.loading import load
from kb.store.changed import ChangedGraph
from kb.store.sqlite import SqliteGraph
from ontology.source import Source
from queries.golden import Golden
from queries.replacement import what_replaces
from tests.conftest import Kb
from tests.golden.broken import broken_by
from tests.helpers import at

IDS = ("a", "b", "c", "d")
YEARS = ("1990", "1995", "2000", "2005")


@st.composite
def catalogues(draw: st.DrawFn) -> dict[str, dict[str, Any]]:
    """Pages with replacements, as front matter: some retired, some dated."""
    pages: dict[str, dict[str, Any]] = {}
    for id_ in IDS:
        page: dict[str, Any] = {"title": id_.upper()}
        if year := draw(st.sampled_from(("", *YEARS))):
            page["introduced"] = year
        if draw(st.booleans()):
            page["tier"] = "bronze"
        olds = draw(st.lists(st.sampled_from([one for one in IDS if one != id_]), unique=True, max_size=2))
        said = []
        for old in olds:
            edge = {"pattern": old, "strength": draw(st.sampled_from(("exact", "partial")))}
            if since := draw(st.sampled_from(("", *YEARS))):
                edge["since"] = since
            said.append(edge)
        if said:
            page["replaces"] = said
        pages[id_] = page
    return pages


def made(folder: Path, pages: dict[str, dict[str, Any]]) -> SqliteGraph:
    """A catalogue of pages, loaded."""
    for old in folder.glob("*"):
        old.unlink()
    for id_, page in pages.items():
        (folder / f"{id_}.md").write_text(f"---\n{json.dumps(page)}\n---\n", encoding="utf-8")
    path = folder / "c.kb"
    load([str(folder)], str(path))
    return SqliteGraph(str(path))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(catalogues(), st.data())
def test_changes_are_as_if_loaded_so(tmp_path: Path, pages: dict[str, dict[str, Any]], data: st.DataObject):
    """What a change of one edge does to every verdict is what loading the changed pages does."""
    stated = [(new, place) for new, page in pages.items() for place in range(len(page.get("replaces", ())))]
    if not stated:
        return
    new, place = data.draw(st.sampled_from(stated))
    change = data.draw(st.sampled_from(("delete", "reverse", "earlier", "later")))
    old = pages[new]["replaces"][place]["pattern"]
    if change == "reverse" and any(one["pattern"] == new for one in pages[old].get("replaces", ())):
        return  # two statements would become one edge
    with made(tmp_path, pages) as graph:
        trial = Trial(graph, [], at())
        edge = next(one for one in trial.edges() if (one.subject, one.object) == (new, old))
        changed = _changed(graph, edge, change, 10)
        if changed is None:
            return
        instead = changed[0]
        nodes = {id_: node for id_ in (new, old) if (node := trial._node(id_, edge, instead))}
        over = ChangedGraph(graph, {edge.key: instead}, nodes)
        found = {
            (id_, day): _gist(over, id_, day) for id_ in IDS for day in (None, "1985", "1992", "1997", "2002", "2012")
        }
    said = pages[new]["replaces"].pop(place)
    if not pages[new]["replaces"]:
        del pages[new]["replaces"]
    if change == "reverse":
        pages[old].setdefault("replaces", []).append({**said, "pattern": new})
    elif change != "delete":
        assert instead is not None
        pages[new].setdefault("replaces", []).insert(place, {**said, "since": instead.details()["since"]})
    with made(tmp_path, pages) as graph:
        assert found == {(id_, day): _gist(graph, id_, day) for id_, day in found}


def _gist(graph: Any, id_: str, day: str | None) -> tuple[Any, ...]:
    answer = what_replaces(graph, id_, at(day))
    return answer.verdict, [(end.node.id, end.exact, end.since, end.sure) for end in answer.live], answer.terminal


QUESTIONS = """\
kb-questions: 1
questions:
  - id: polling
    question: what replaces polling as of 2014
    expect: {verdict: replaced, live: [{id: push, since: 2011}]}
  - id: push
    question: what replaces push
    expect: {verdict: partly-replaced, live: [stream]}
"""
PAGES = {
    "pages/polling.md": "---\ntitle: Polling\nintroduced: 1980\ntier: bronze\n---\n",
    "pages/push.md": "---\ntitle: Push\nintroduced: 2005\nreplaces: [{pattern: polling, since: 2011}]\n---\n",
    "pages/stream.md": "---\ntitle: Stream\nintroduced: 2015\nreplaces: [{pattern: push, strength: partial}]\n---\n",
}


def test_broken_by(kb: Kb):
    """The helper for catalogues' own tests names the questions that each change of each replacement breaks."""
    kb.write({**PAGES, "q.yaml": QUESTIONS}).load()
    questions, problems = read_golden(str(kb.folder / "q.yaml"))
    assert problems == []
    with SqliteGraph(str(kb.folder / "catalogue.kb")) as graph:
        found = broken_by(graph, questions, at())
    assert found == {
        "push → polling": {
            "delete": ["polling"],
            "reverse": ["polling"],
            "earlier": ["polling"],
            "later": ["polling"],
        },
        "stream → push": {"delete": ["push"], "reverse": ["push"], "earlier": ["polling"], "later": []},
    }


def test_only_what_looked_there_is_asked_again(kb: Kb):
    """Asking again only the questions that looked at a changed edge's ends finds what asking all of them finds."""
    kb.write({**PAGES, "q.yaml": QUESTIONS}).load()
    questions, _ = read_golden(str(kb.folder / "q.yaml"))
    more = [
        Golden(f"{ask} {id_}", "", {"ask": ask, "of": id_}, {"title": title}, {}, "", "", Source("q", 1))
        for id_, title in (("polling", "Polling"), ("push", "Push"), ("stream", "Stream"))
        for ask in ("what-replaces", "ancestors", "descendants", "what-it-replaced", "show", "timeline")
    ]
    with SqliteGraph(str(kb.folder / "catalogue.kb")) as graph:
        trial = Trial(graph, [*questions, *more], at())
        for edge in trial.edges():
            for change in ("delete", "reverse", "earlier", "later"):
                changed = _changed(graph, edge, change, 10)
                assert changed is not None
                quick = list(trial.broken_by(edge, changed[0]))
                nodes = {id_: one for id_ in (edge.subject, edge.object) if (one := trial._node(id_, edge, changed[0]))}
                asking = Asking(ChangedGraph(graph, {edge.key: changed[0]}, nodes), at())
                assert quick == [one.id for one in questions + more if not asking.passes(one)]


def test_catalogue_is_not_touched(kb: Kb):
    """Trying the questions leaves the catalogue's file as it was."""
    kb.write({**PAGES, "q.yaml": QUESTIONS}).load()
    before = (kb.folder / "catalogue.kb").read_bytes()
    done = kb("verify", "q.yaml", "--mutate")
    assert done.code == 1
    assert (kb.folder / "catalogue.kb").read_bytes() == before
    assert sqlite3.connect(kb.folder / "catalogue.kb").execute("SELECT count(*) FROM edge").fetchone() == (2,)


@pytest.mark.slow
def test_a_thousand_questions(kb: Kb):
    """A thousand questions are asked in one process, each answered."""
    kb.write(PAGES).load()
    lines = [
        f"  - {{id: q{number}, question: what replaces polling as of {1985 + number % 40}, expect: {{of: polling}}}}"
        for number in range(1000)
    ]
    kb.write({"q.yaml": "\n".join(["kb-questions: 1", "questions:", *lines, ""])})
    assert kb("verify", "q.yaml").out == "q.yaml: 1,000 questions, all answered as expected\n"
