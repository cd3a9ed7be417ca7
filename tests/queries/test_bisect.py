"""When an answer changed, against asking day by day in every world by hand."""

import itertools
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.asking import answer
from kb.bisect import bisect
from kb.store.memory import MemoryGraph
from ontology import dates
from queries.flips import Bisection, Gist, Stretch, gist
from queries.graph import Edge, Graph
from queries.moment import Moment, holds
from tests.conftest import TODAY, Kb
from tests.helpers import at
from tests.history import Repository, page
from tests.queries.made import DATES, Made, graphs

NOW = at().today
#: Days beside every day that a random graph has dates for, and the first of each year.
PROBES = sorted(
    {
        day
        for text in DATES
        if text and (found := dates.parse(text))
        for end in (found.earliest, found.latest)
        if end is not None
        for day in (end - 1, end, end + 1, end + 2)
    }
    | {dates.parse(str(year)).earliest for year in range(1984, 2033, 4)}  # type: ignore[union-attr]
    | {NOW - 1, NOW, NOW + 1}
)

TEXTS = (
    ("verdict a", "verdict"),
    ("what replaces a", "what-replaces"),
    ("what-it-replaced a", "what-it-replaced"),
    ("path a b", "path"),
    ("ancestors a", "ancestors"),
    ("descendants b", "descendants"),
    ("common-ancestors a b", "common-ancestors"),
    ("neighbours a replaces", "neighbours"),
)
EVER, NEVER = (1, 1), (3_652_059, 3_652_059)


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KB_TODAY", _iso(NOW))


def worlds(made: Made, moment: Moment, relations: tuple[str, ...]) -> list[Graph] | None:
    """Every graph in which each edge holds or does not, at a moment; none where these are too many to compare."""
    states = [holds(edge, moment) if edge.relation in relations else True for edge in made.edges]
    open_ = [place for place, state in enumerate(states) if state is None]
    if len(open_) > 3:
        return None
    found: list[Graph] = []
    for choice in itertools.product((False, True), repeat=len(open_)):
        chosen = dict(zip(open_, choice, strict=True))
        edges = [_fixed(edge, chosen[place]) if place in chosen else edge for place, edge in enumerate(made.edges)]
        found.append(MemoryGraph(made.nodes, edges))
    return found


def _fixed(edge: Edge, holding: bool) -> Edge:
    return edge._replace(start=EVER if holding else NEVER, end=None)


def on(found: Bisection, day: int) -> Stretch:
    """The stretch that a day lies in."""
    iso = _iso(day)
    (one,) = [one for one in found.stretches if (one.begins or "0001") <= iso and iso <= (one.ends or "9999-12-31")]
    return one


def _iso(day: int) -> str:
    from datetime import date

    return date.fromordinal(day).isoformat()


@pytest.mark.parametrize(("text", "wanted"), TEXTS, ids=[text for text, _ in TEXTS])
@settings(max_examples=12, deadline=None)
@given(made=graphs(relations=("evolved-from",)))
def test_against_every_day(text: str, wanted: str, made: Made):
    """On each day the answer of its stretch is what asking on that day gives, in every world that the dates leave open."""
    found = bisect(made.graph, text, at())
    relations = (
        ("replaces",)
        if wanted in ("verdict", "what-replaces", "what-it-replaced", "neighbours")
        else ("replaces", "evolved-from")
    )
    for day in PROBES:
        moment = Moment(day, _iso(day), NOW, given=True)
        possible = worlds(made, moment, relations)
        if possible is None:
            continue
        expected = {gist(wanted, answer(graph, found.request, moment)) for graph in possible}
        assert set(on(found, day).answers) == expected, _iso(day)


@pytest.mark.parametrize("verdict", ["replaced", "current", "partly-replaced", "retired"])
@settings(max_examples=12, deadline=None)
@given(made=graphs(relations=("evolved-from",)))
def test_list_tells_what_is_sure_and_what_is_open(verdict: str, made: Made):
    """On each day a list holds what has a verdict in every world, and names as open what has it in some."""
    found = bisect(made.graph, f"nodes verdict={verdict}", at())
    for day in PROBES:
        moment = Moment(day, _iso(day), NOW, given=True)
        possible = worlds(made, moment, ("replaces",))
        if possible is None:
            continue
        said = [answer(graph, found.request, moment) for graph in possible]
        every = set.intersection(*(set(one["ids"]) for one in said))
        some = set[str]().union(*(one["ids"] + one.get("cannot-tell", []) for one in said))
        (told,) = on(found, day).answers
        assert set(told.data()["ids"]) == every, _iso(day)
        assert set(told.data().get("cannot-tell", [])) == some - every, _iso(day)


def test_question_without_an_answer_at_first(kb: Kb):
    """A question that cannot be answered before a day has no answer until then, and a mistaken one is refused."""
    kb.write({"pages/a.md": page("A", "introduced: 2001\nmember_of: family/f")}).load()
    done = kb("bisect", '{"ask": "compare", "family": "f"}', "--format", "json", "--quiet")
    first, *_, last = json.loads(done.out)["stretches"]
    assert "no members" in first["answers"][0]["error"]
    assert "error" not in last["answers"][0]
    assert kb("bisect", "verdict", "nobody").code == 2


def test_many_statements_of_one_day_are_told_apart(kb: Kb):
    """Of many statements that begin on one day only the one that changed the answer is named."""
    others = {f"pages/n{number}.md": page(f"N{number}", "introduced: 2001-01-01") for number in range(20)}
    kb.write({**others, "pages/old.md": page("Old", "introduced: 1990"), "pages/new.md": page("New", "replaces: old")})
    kb.write({"pages/mid.md": page("Mid", "pairs_with: [" + ", ".join(f"n{number}" for number in range(20)) + "]")})
    kb.write({"pages/new.md": page("New", "introduced: 2001-01-01\nreplaces: old\npairs_with: mid")}).load()
    found = json.loads(kb("bisect", "relate", "old,new", "--format", "json", "--quiet").out)
    claims = [str(one) for one in found["flips"][-1]["claims"]]
    assert any("New replaces Old" in one for one in claims)
    assert not any("N7" in one for one in claims)


def test_what_nobody_compares_is_not_open(kb: Kb):
    """Two that nothing relates are unrelated throughout: an undated relation between others is no doubt of theirs."""
    kb.write({"pages/a.md": page("A", "pairs_with: c"), "pages/b.md": page("B", "pairs_with: d")})
    kb.write({"pages/c.md": page("C", "pairs_with: d"), "pages/d.md": page("D")}).load()
    found = json.loads(kb("bisect", "relate", "a,b", "--format", "json", "--quiet").out)
    assert found["flips"] == []
    assert [one["answers"][0]["related"] for one in found["stretches"]] == [False]
    assert json.loads(kb("relate", "a", "b", "--format", "json", "--quiet").out)["connection"]


@settings(max_examples=40, deadline=None)
@given(made=graphs(relations=("evolved-from",)), text=st.sampled_from([text for text, _ in TEXTS]))
def test_shape(made: Made, text: str):
    """Stretches follow each other without a gap, neighbours differ, and each flip between two has its cause."""
    found = bisect(made.graph, text, at())
    assert found.stretches[0].begins == ""
    assert found.stretches[-1].ends == ""
    for flip, (before, after) in zip(found.flips, itertools.pairwise(found.stretches), strict=True):
        assert (flip.before, flip.after) == (before, after)
        assert before.answers != after.answers
        last, first = dates.parse(before.ends), dates.parse(after.begins)
        assert last is not None
        assert first is not None
        assert first.earliest == (last.latest or 0) + 1
        assert flip.when == after.begins
        assert flip.changes
        assert flip.claims


@settings(max_examples=20, deadline=None)
@given(made=graphs(relations=("evolved-from",)), years=st.tuples(st.integers(1985, 2030), st.integers(0, 20)))
def test_range(made: Made, years: tuple[int, int]):
    """Between two dates the answers are those of the whole time, cut at both."""
    low, high = str(years[0]), str(years[0] + years[1])
    whole = bisect(made.graph, "verdict a", at())
    part = bisect(made.graph, "verdict a", at(), begins=low, ends=high)
    assert (part.stretches[0].begins, part.stretches[-1].ends) == (f"{low}-01-01", f"{high}-12-31")
    for day in PROBES:
        if low <= _iso(day)[:4] <= high:
            assert on(part, day).answers == on(whole, day).answers


def test_days_of_a_list(kb: Kb):
    """The day on which an entry comes into a list is the day of its introduction."""
    kb.write({"pages/a.md": page("A", "introduced: 2001-05-06")}).load()
    done = kb("bisect", "nodes", "--format", "json", "--quiet")
    assert [one["when"] for one in json.loads(done.out)["flips"]] == ["2001-05-06"]


@settings(max_examples=8, deadline=None)
@given(
    st.lists(
        st.sampled_from(("", "replaced_by: new", "tier: bronze", "replaced_by: newer", "tier: gold")),
        min_size=2,
        max_size=5,
    )
)
def test_against_every_commit(tmp_path_factory: pytest.TempPathFactory, pages: list[str]):
    """Over the catalogue's past the answer of each commit is what ``--as-seen`` gives for it."""
    past = Repository.made(tmp_path_factory.mktemp("past"))
    past.write(".gitignore", "*.kb\n")
    commits = []
    for number, line in enumerate(pages):
        newer = {"newer": page("Newer", "replaces: new")} if number == 2 else {}
        commits.append(
            past.commit(f"202{number}-01-01", old=page("Old", *([line] if line else [])), new=page("New"), **newer)
        )
    kb = Kb(past.folder, {"KB_TODAY": TODAY, "XDG_CACHE_HOME": str(past.folder / ".cache")})
    assert kb("load", "docs", "--history").code == 0
    found: Any = json.loads(kb("bisect", "verdict", "old", "--seen", "--format", "json").out)
    for number, commit in enumerate(commits):
        seen = json.loads(kb("what-replaces", "old", "--as-seen", commit, "--format", "json").out)
        day = f"202{number}-01-01T12:00:00Z"
        (stretch,) = [one for one in found["stretches"] if one["from"] <= day and (day <= one["to"] or not one["to"])]
        assert stretch["answers"] == [{"verdict": seen["verdict"]}]
    assert all(flip["commit"] in commits for flip in found["flips"])
    assert all(flip["claims"] for flip in found["flips"])


def test_entry_that_the_catalogue_did_not_know_yet(tmp_path: Path):
    """Before a page was there the question has no answer; where it never was, the question is refused."""
    past = Repository.made(tmp_path)
    past.write(".gitignore", "*.kb\n")
    past.commit("2020-01-01", old=page("Old"))
    later = past.commit("2021-01-01", new=page("New", "replaces: old"))
    kb = Kb(past.folder, {"KB_TODAY": TODAY, "XDG_CACHE_HOME": str(past.folder / ".cache")})
    kb.load("docs", "--history")
    found = json.loads(kb("bisect", "path", "old", "new", "--seen", "--format", "json").out)
    assert [one["answers"] for one in found["stretches"]] == [
        [{"error": "no entry is called 'new'"}],
        [{"path": ["old", "new"]}],
    ]
    assert [one["commit"] for one in found["flips"]] == [later]
    assert kb("bisect", "verdict", "nobody", "--seen").code == 2


def test_gist_leaves_out_the_moment():
    """What an answer says of its moment does not count; an error counts as an answer."""
    assert gist("x", {"as-of": "1", "ids": ["a"], "notes": ["b"]}) == Gist((("ids", '["a"]'),))
    assert gist("x", {"error": "none"}) == Gist((("error", '"none"'),))


def test_path_of_a_catalogue_is_cut_by_as_seen(tmp_path: Path):
    """Up to a moment of the catalogue, later loads are not asked."""
    past = Repository.made(tmp_path)
    past.write(".gitignore", "*.kb\n")
    past.commit("2020-01-01", tag="v1", old=page("Old"))
    past.commit("2021-01-01", old=page("Old", "tier: bronze"))
    kb = Kb(past.folder, {"KB_TODAY": TODAY, "XDG_CACHE_HOME": str(past.folder / ".cache")})
    kb.load("docs", "--history")
    assert "1 change;" in kb("bisect", "verdict", "old", "--seen").out
    assert "0 changes;" in kb("bisect", "verdict", "old", "--seen", "--as-seen", "v1").out
