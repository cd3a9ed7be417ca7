"""Settling gives the same rows in whatever order files were loaded, and holds together for any small catalogue."""

import json
import random
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kb.settling import settle_again
from ontology.builtin import VOCABULARY
from tests.ledger.written import Catalogue, page

#: Every example writes files; few examples with much in them find as much as many small ones.
few = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])

#: A disk in memory where there is one: what SQLite waits for is the disk.
MEMORY = "/dev/shm" if Path("/dev/shm").is_dir() else None

IDS = ["a", "b", "saga", "saga-pattern", "two-phase-commit", "law/x", "nobody"]
NAMES = st.sampled_from(
    [
        *IDS,
        "Saga",
        "Saga Pattern",
        "2PC",
        "A + B",
        "Saga and 2PC",
        "A (for flows)",
        "Consider B",
        "[B](b.md)",
        "../docs/a.md",
        "Database saga",
        "Saga orchestration",
        "none",
        "TODO",
        "É",
        "'); DROP TABLE node; --",
        "A",
    ]
)
KEYS = st.sampled_from(
    "replaces replaced_by modern_alternatives alternatives evolved_from evolved_into pairs_with requires includes"
    " part_of conflicts_with provides related_laws sources see_also".split()
)
DATES = st.sampled_from(["1987", "1987-12", "2024-01", "197X", "soon", "2014/2020", "c. 1990", "TODO"])
ITEMS = NAMES | st.fixed_dictionaries(
    {"pattern": NAMES},
    optional={
        "strength": st.sampled_from(["exact", "partial", "consider"]),
        "since": DATES,
        "until": DATES,
        "when": st.just("it rains"),
        "group": st.sampled_from(["any-of", "all-of"]),
    },
)
FRONTS = st.fixed_dictionaries(
    {},
    optional={
        "title": st.sampled_from(["Saga", "A", "Two-Phase Commit (2PC)", "TODO"]),
        "aliases": st.lists(NAMES, max_size=2),
        "former_names": st.lists(NAMES, max_size=1),
        "type": st.sampled_from(["pattern", "law", "case-study"]),
        "tier": st.lists(st.sampled_from(["gold", "bronze", "Gold", "hold", "odd"]), max_size=2),
        "status": st.sampled_from(["legacy", "complete", "recommended"]),
        "introduced": st.lists(DATES, max_size=3),
        "retired_on": DATES,
        "summary": st.sampled_from(["Same.", "Other."]),
        "odd": st.lists(st.sampled_from(["x", "y"]), max_size=2),
    },
)
PAGES = st.tuples(FRONTS, st.lists(st.tuples(KEYS, st.lists(ITEMS, max_size=3)), max_size=4))
EVOLUTIONS = st.lists(NAMES, max_size=4)
CATALOGUES = st.tuples(
    st.dictionaries(st.sampled_from(["a", "b", "saga", "two-phase-commit", "laws/x", "sub/a"]), PAGES, min_size=1),
    st.none() | EVOLUTIONS,
)


def files_of(
    catalogue: tuple[dict[str, tuple[dict[str, object], list[tuple[str, object]]]], list[str] | None],
) -> dict[str, str]:
    """The files of a random catalogue."""
    pages, names = catalogue
    found = {}
    for name, (front, relations) in pages.items():
        lines = [f"{key}: {json.dumps(value)}" for key, value in [*front.items(), *dict(relations).items()]]
        found[f"docs/{name}.md"] = page("\n".join(lines))
    if names is not None:
        entries = [{"pattern": name, "year": 1980 + place} for place, name in enumerate(names)]
        families = {"f": {"timeline": entries, "migration_triggers": {"2pc_to_saga": ["w"]}}}
        found["docs/e.json"] = json.dumps({"pattern_families": families})
    return found


@contextmanager
def catalogues(number: int) -> Iterator[list[Catalogue]]:
    """Empty folders for catalogues, gone afterwards."""
    folder = Path(tempfile.mkdtemp(dir=MEMORY))
    try:
        made = []
        for place in range(number):
            (folder / str(place)).mkdir()
            made.append(Catalogue(folder / str(place)))
        yield made
    finally:
        shutil.rmtree(folder)


@few
@given(CATALOGUES, st.randoms(use_true_random=False))
def test_order_of_loading(catalogue, chance: random.Random):
    """Files loaded at once, one by one in any order, and after other contents settle to the same rows."""
    files = files_of(catalogue)
    with catalogues(3) as (at_once, one_by_one, changed):
        at_once.made(files)
        one_by_one.write(files)
        for name in chance.sample(list(files), len(files)):
            one_by_one.load(name)
        changed.made(
            {name: page("title: Before\nreplaces: [gone]") if name.endswith("md") else "{}" for name in files}
            | {"docs/more.md": page("pairs_with: a")}
        )
        (changed.folder / "docs/more.md").unlink()
        changed.made(files)
        assert one_by_one.settled() == at_once.settled() == changed.settled()


@few
@given(CATALOGUES)
def test_settling_again(catalogue):
    """Settling again changes no row, whatever was preferred in between."""
    with catalogues(1) as (made,):
        made.made(files_of(catalogue))
        before = made.settled(), made.rows("SELECT * FROM edge_claim"), made.rows("SELECT * FROM property")
        settle_again(made.kb)
        assert (made.settled(), made.rows("SELECT * FROM edge_claim"), made.rows("SELECT * FROM property")) == before
        settle_again(made.kb, "latest")
        settle_again(made.kb, "")
        assert made.settled() == before[0]


@few
@given(CATALOGUES)
def test_any_catalogue_holds_together(catalogue):
    """Every edge has claims and two different ends, every disputed value one winner, and every name leads back."""
    with catalogues(1) as (made,):
        made.made(files_of(catalogue))
        assert made.rows("SELECT key FROM edge WHERE key NOT IN (SELECT edge FROM edge_claim)") == []
        assert made.rows("SELECT * FROM edge WHERE subject = object") == []
        assert made.rows("SELECT edge FROM edge_claim GROUP BY edge, claim HAVING count(*) > 1") == []
        assert made.rows("SELECT relation, subject, object FROM edge GROUP BY 1, 2, 3 HAVING count(*) > 1") == []
        assert made.rows("SELECT subject FROM edge WHERE subject NOT IN (SELECT nid FROM node)") == []
        assert made.rows("SELECT object FROM edge WHERE object NOT IN (SELECT nid FROM node)") == []
        closed = "SELECT claim FROM {0} WHERE claim IN (SELECT id FROM claim WHERE closed IS NOT NULL)"
        assert made.rows(closed.format("edge_claim")) + made.rows(closed.format("property")) == []
        states: dict[tuple[int, str], Counter[str]] = {}
        for node, name, state in made.rows("SELECT node, name, state FROM property"):
            states.setdefault((node, name), Counter())[state] += 1
        for (_, name), counted in states.items():
            if VOCABULARY.property(name).holds == "one":
                real = counted["chosen"] + counted["other"]
                assert counted["chosen"] == (1 if real else 0)
            else:
                assert set(counted) == {"chosen"}
        symmetric = [name for name, one in VOCABULARY.relations.items() if one.symmetric]
        assert [row for row in made.edges() if row[1] in symmetric and row[0] > row[2]] == []
        with made.open() as graph:
            for id_ in [node.id for node in graph.select([("defined", "yes")])]:
                found = graph.find(id_)
                assert [node.id for node in found.nodes] == [id_]
                assert found.rule == "id"


@few
@given(CATALOGUES)
def test_a_page_that_is_gone_no_longer_speaks(catalogue):
    """What a deleted page said is closed, and the rest settles as if it had never been there."""
    files = files_of(catalogue)
    gone = min(files)
    with catalogues(2) as (made, never):
        made.made(files | {"docs/zz.md": page("title: Z")})
        (made.folder / gone).unlink()
        report = made.load()
        assert report.removed == [gone]
        never.made({name: text for name, text in files.items() if name != gone} | {"docs/zz.md": page("title: Z")})
        assert made.settled() == never.settled()
