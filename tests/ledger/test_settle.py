"""Settling: edges out of claims, the chosen one of several values, retirement, circles and what is suspicious."""

import json
import time
from pathlib import Path
from typing import Any

import pytest

from kb.errors import CatalogueError
from kb.ledger.preferences import CRITERIA, DEFAULT, order
from kb.ledger.rings import rings
from kb.settling import settle_again
from ontology import dates
from tests.ledger.written import Catalogue, fields, page


@pytest.fixture
def made(tmp_path: Path) -> Catalogue:
    """An empty folder for a catalogue."""
    return Catalogue(tmp_path)


def days(edtf: str) -> tuple[int | None, int | None]:
    """Earliest and latest day of a date."""
    found = dates.parse(edtf)
    assert found
    return found.earliest, found.latest


# ---- edges -----------------------------------------------------------------------------------------------------------


def test_two_sides_are_one_edge(made: Catalogue):
    """What both ends say is one edge that knows it was said twice."""
    made.made({"docs/new.md": fields(title="New", replaces="old"), "docs/old.md": fields(replaced_by="New")})
    assert made.edges() == [("new", "replaces", "old")]
    edge = made.edge("new", "replaces", "old")
    assert (edge.strength, edge.details()["said-by"]) == ("exact", "both ends")
    with made.open() as graph:
        (claims,) = graph.claims([edge]).values()
    assert [(one.source.path, one.backwards) for one in claims] == [("docs/new.md", False), ("docs/old.md", True)]


def test_one_side_twice_is_not_both_ends(made: Catalogue):
    """The same end speaking twice is one edge with two claims, said by one end."""
    made.made({"docs/new.md": page("title: New\nreplaces: [old]\nsupersedes: Old"), "docs/old.md": fields(title="Old")})
    edge = made.edge("new", "replaces", "old")
    assert "said-by" not in edge.details()
    with made.open() as graph:
        assert len(graph.claims([edge])[edge.key]) == 2


@pytest.mark.parametrize("relation", ["pairs_with", "alternative_to", "conflicts_with", "see_also"])
def test_symmetric_relations(made: Catalogue, relation: str):
    """A symmetric relation is one edge, whoever says it."""
    made.made({"docs/b.md": fields(**{relation: "a"}), "docs/a.md": fields(**{relation: ["b", "c"]})})
    name = relation.replace("_", "-")
    assert made.edges() == [("a", name, "b"), ("a", name, "c")]
    with made.open() as graph:
        found = graph.edges(["b"], [name], "both")
        assert len(graph.claims(found)[found[0].key]) == 2


def test_two_directions_are_two_edges(made: Catalogue):
    """A directed relation said both ways round is two edges."""
    made.made({"docs/a.md": fields(requires="b"), "docs/b.md": fields(requires="a")})
    assert made.edges() == [("a", "requires", "b"), ("b", "requires", "a")]


@pytest.mark.parametrize(
    ("new", "old", "strength", "disputed"),
    [
        ("old", "new", "exact", None),
        ("{pattern: old, strength: exact}", "{pattern: new, strength: partial}", "partial", ["partial", "exact"]),
        ("{pattern: old, strength: consider}", "{pattern: new, strength: exact}", "consider", ["consider", "exact"]),
        ("{pattern: old, strength: partial}", "new", "partial", None),
        ("{pattern: old, strength: exact}", "{pattern: new, when: big}", "exact", None),
        ("{pattern: old, when: big}", "new", "partial", None),
        ("Consider old", "new", "consider", None),
        ("{pattern: old, strength: partial}", "{pattern: new, strength: partial}", "partial", None),
    ],
)
def test_strengths(made: Catalogue, new: str, old: str, strength: str, disputed: list[str] | None):
    """A written strength beats one found by a rule; of several written ones the weaker is shown and all are kept."""
    made.made({"docs/new.md": page(f"replaces: [{new}]"), "docs/old.md": page(f"replaced_by: [{old}]")})
    edge = made.edge("new", "replaces", "old")
    assert edge.strength == strength
    assert edge.details().get("disputed", {}).get("strength") == disputed


def test_strength_that_nobody_gives(made: Catalogue):
    """A replacement without any strength promises no more than a part."""
    made.made({"docs/e.json": json.dumps({"pattern_families": {"f": {"migration_triggers": {"a_to_b": ["why"]}}}})})
    edge = made.edge("b", "replaces", "a")
    assert (edge.strength, edge.details()["triggers"]) == ("partial", ["why"])


def test_what_claims_add_to_an_edge(made: Catalogue):
    """Conditions, notes, triggers and grounds of all claims are kept once each, strongest claim first."""
    made.made(
        {
            "docs/new.md": page("replaces: [{pattern: old, when: big, note: n, source: s1, triggers: [a, b]}]"),
            "docs/old.md": page("replaced_by: [{pattern: new, when: big, note: m, source: s2, triggers: b, guide: g}]"),
            "docs/e.json": json.dumps({"pattern_families": {"f": {"migration_triggers": {"old_to_new": ["c", "a"]}}}}),
        }
    )
    detail = made.edge("new", "replaces", "old").details()
    assert detail["when"] == ["big"]
    assert detail["note"] == ["n", "m"]
    assert detail["ground"] == ["s1", "s2"]
    assert detail["guide"] == ["g"]
    assert sorted(detail["triggers"]) == ["a", "b", "c"]


def test_spans(made: Catalogue):
    """An edge begins and ends when its sources say, and is open where they do not."""
    made.made({"docs/new.md": page("introduced: 1990\nreplaces: [{pattern: old, since: 2014-06, until: 2020}, other]")})
    edge = made.edge("new", "replaces", "old")
    assert (edge.start, edge.end) == (days("2014-06"), days("2020"))
    assert (edge.details()["since"], edge.details()["until"]) == ("2014-06", "2020")
    other = made.edge("new", "replaces", "other")
    assert (other.start, other.end, other.details()["start-of"]) == (days("1990"), None, "1990")


def test_start_from_the_newer_end(made: Catalogue):
    """Without a date a lineage edge begins with its newer end, another one with the later of both ends."""
    made.made(
        {
            "docs/new.md": page(
                "introduced: 1990\nreplaces: old\nevolved_from: old\npairs_with: old\nrequires: [late, x]"
            ),
            "docs/old.md": page("introduced: 2001"),
            "docs/late.md": page("introduced: 2010"),
        }
    )
    for relation, object_, edtf in [
        ("replaces", "old", "1990"),
        ("evolved-from", "old", "1990"),
        ("pairs-with", "old", "2001"),
        ("requires", "late", "2010"),
        ("requires", "x", "1990"),
    ]:
        edge = made.edge("new", relation, object_)
        assert (edge.start, edge.details()["start-of"]) == (days(edtf), edtf), relation


def test_start_of_the_undated(made: Catalogue):
    """An edge whose ends have no dates begins nobody knows when."""
    made.made({"docs/new.md": page("replaces: old\nintroduced: soon")})
    assert made.edge("new", "replaces", "old").start == (None, None)


def test_dates_that_disagree(made: Catalogue):
    """Of several dates of an edge the earliest is shown and all are kept; one that is none is left out."""
    made.made(
        {
            "docs/new.md": page(
                "replaces: [{pattern: old, since: 2015}]\nsupersedes: [{pattern: old, since: whenever}]"
            ),
            "docs/old.md": page("replaced_by: [{pattern: new, since: 2014, until: 2020}]"),
        }
    )
    edge = made.edge("new", "replaces", "old")
    assert edge.start == days("2014")
    assert edge.details()["disputed"] == {"since": ["2014", "2015"]}


def test_self_reference(made: Catalogue):
    """A statement that relates a thing to itself is a finding at its line and no edge."""
    made.made({"docs/saga.md": page("title: Saga Pattern\nreplaces:\n  - Saga\n  - old\npairs_with: saga")})
    assert made.edges() == [("saga", "replaces", "old")]
    assert [one for one in made.problems() if one[0] == "self-reference"] == [
        ("self-reference", "docs/saga.md", 4),
        ("self-reference", "docs/saga.md", 6),
    ]


def test_joined_names_hold_together(made: Catalogue):
    """Names that a phrase joins replace only together; a group that is written is kept as written."""
    made.made(
        {
            "docs/old.md": page("tier: bronze\nmodern_alternatives: [Event Sourcing + CQRS, saga]"),
            "docs/event-sourcing.md": page("title: Event Sourcing"),
            "docs/cqrs.md": page("title: CQRS\nreplaces: [{pattern: ancient, group: any-of}]"),
        }
    )
    assert made.edge("cqrs", "replaces", "old").details()["group"] == "all-of: Event Sourcing + CQRS"
    assert made.edge("event-sourcing", "replaces", "old").details()["group"] == "all-of: Event Sourcing + CQRS"
    assert "group" not in made.edge("saga", "replaces", "old").details()
    assert made.edge("cqrs", "replaces", "ancient").details()["group"] == "any-of"


def test_how_a_name_was_resolved(made: Catalogue):
    """An edge whose names were found by a rule keeps the rule, unless somebody wrote them plainly."""
    made.made(
        {
            "docs/a.md": page("title: A Pattern\nreplaced_by: [Database sharding]"),
            "docs/sharding.md": page("title: Sharding"),
        }
    )
    assert made.edge("sharding", "replaces", "a").details()["resolved-by"] == "compound"
    made.made({"docs/sharding.md": page("title: Sharding\nreplaces: a")})
    assert "resolved-by" not in made.edge("sharding", "replaces", "a").details()


def test_expected(made: Catalogue):
    """What is only expected is marked, until somebody says that it happened."""
    made.made({"docs/a.md": page("evolution: {future: b}")})
    assert made.edge("b", "evolved-from", "a").details()["expected"] is True
    made.made({"docs/b.md": page("evolved_from: a")})
    assert "expected" not in made.edge("b", "evolved-from", "a").details()


def test_inferred_beside_stated(made: Catalogue):
    """An edge is as strong as the strongest method among its claims, and keeps them all."""
    families = {"pattern_families": {"f": {"timeline": [{"pattern": "a"}, {"pattern": "b"}, {"pattern": "c"}]}}}
    made.made({"docs/e.json": json.dumps(families), "docs/b.md": page("evolved_from: a")})
    assert made.edge("b", "evolved-from", "a").method == "stated"
    assert made.edge("c", "evolved-from", "b").method == "inferred"
    with made.open() as graph:
        (claims,) = graph.claims([made.edge("b", "evolved-from", "a")]).values()
    assert [one.method for one in claims] == ["stated", "inferred"]
    made.made({"docs/c.md": page(""), "docs/b.md": page("evolved_into: c")})
    assert "said-by" not in made.edge("c", "evolved-from", "b").details()


def test_publications(made: Catalogue):
    """A publication is a node of its own, with the title and year that a page gives it, wherever it stands."""
    made.made(
        {
            "docs/a.md": page("sources:\n  - {key: gray-1978, title: Notes, year: 1978}\n  - other-1999"),
            "docs/b.md": page("references: [{key: gray-1978, title: Notes, year: 1978}]"),
        }
    )
    with made.open() as graph:
        nodes = graph.nodes(["gray-1978", "other-1999"])
    gray, other = nodes["gray-1978"], nodes["other-1999"]
    assert (gray.title, gray.kind, gray.introduced, gray.defined) == ("Notes", "publication", "1978", True)
    assert (other.title, other.kind, other.defined) == ("other-1999", "publication", False)
    assert "duplicate-id" not in [rule for rule, _, _ in made.problems()]


def test_names_without_a_page(made: Catalogue):
    """A name that nobody defines is a node, titled as people write it and of the kind that its relation asks for."""
    made.made(
        {
            "docs/a.md": page(
                "related_laws: [failure]\nprovides: [total-order, Total Order]\nrequires: ['[Raft](raft.md)']"
            ),
            "docs/b.md": page("requires: [raft]"),
        }
    )
    with made.open() as graph:
        found = {one.id: (one.title, one.kind, one.defined) for one in graph.select([("defined", "no")])}
    assert found == {
        "law/failure": ("failure", "law", False),
        "total-order": ("Total Order", "capability", False),
        "raft": ("Raft", "", False),
    }
    assert made.edges() == [
        ("a", "provides", "total-order"),
        ("a", "requires", "raft"),
        ("a", "subject-to", "law/failure"),
        ("b", "requires", "raft"),
    ]


def test_two_pages_of_one_id(made: Catalogue):
    """Two files that define one id are both kept, and the second is reported."""
    made.made({"docs/a/saga.md": page("title: One\ntags: [x]"), "docs/b/saga.md": page("title: Two\ntags: [y]")})
    assert ("duplicate-id", "docs/b/saga.md", 1) in made.problems()
    with made.open() as graph:
        assert "'saga' is defined here and in docs/a/saga.md:1; both were kept" in [
            one.message for one in graph.problems()
        ]
    assert [value for value, _, _ in made.held("saga", "tags")] == ["x", "y"]
    assert made.held("saga", "title")[0][:2] == ("One", "chosen")


# ---- disputes --------------------------------------------------------------------------------------------------------

DISPUTED = {
    "docs/a.md": page("title: A\ntype: pattern\nintroduced: 1987"),
    "docs/e.json": json.dumps({"pattern_families": {"f": {"timeline": [{"pattern": "a", "year": 1981}]}}}),
    "docs/e2.json": json.dumps({"pattern_families": {"g": {"timeline": [{"pattern": "a", "year": 1990}]}}}),
    "docs/e3.json": json.dumps({"pattern_families": {"h": {"timeline": [{"pattern": "a", "year": 1990}]}}}),
}


@pytest.mark.parametrize(
    ("prefer", "first", "why"),
    [
        (None, "1987", "own-page"),
        ("own-page", "1987", "own-page"),
        ("earliest", "1981", "earliest"),
        ("latest", "1990", "latest"),
        ("most-sources", "1990", "most-sources"),
        ("order", "1987", "order"),
        ("method,latest", "1990", "latest"),
        ("decision,no-default,method,earliest", "1981", "earliest"),
    ],
)
def test_disputes(made: Catalogue, prefer: str | None, first: str, why: str):
    """Of several values the first by the user's order is chosen, by a named criterion, and all are kept."""
    made.made(DISPUTED)
    if prefer:
        assert settle_again(made.kb, prefer)[0] == prefer.split(",")[0]
    held = made.held("a", "introduced")
    assert held[0] == (first, "chosen", CRITERIA[why][1])
    assert sorted(value for value, _, _ in held) == ["1981", "1987", "1990"]
    assert [(state, reason) for _, state, reason in held[1:]] == [("other", ""), ("other", "")]
    with made.open() as graph:
        node = graph.nodes(["a"])["a"]
        assert (node.introduced, node.born) == (first, days(first))
        assert len([one for one in graph.problems() if one.rule == "dispute"]) == 2


def test_preferences_are_kept(made: Catalogue):
    """An order that was set holds for later loads, until another one is set."""
    made.made(DISPUTED)
    settle_again(made.kb, "latest")
    made.made({"docs/b.md": page("introduced: [1970, 1980]")})
    assert [made.held(id_, "introduced")[0][0] for id_ in ("a", "b")] == ["1990", "1980"]
    assert settle_again(made.kb)[0] == "latest"
    settle_again(made.kb, "")
    assert made.held("a", "introduced")[0][0] == "1987"


def test_unknown_criterion(made: Catalogue):
    """A criterion that does not exist is refused and changes nothing."""
    before = made.made(DISPUTED).bytes()
    with pytest.raises(CatalogueError, match="'newest' is no criterion; the criteria are decision, "):
        settle_again(made.kb, "newest")
    assert made.bytes() == before
    assert order("latest, latest,earliest") == ("latest", "earliest", *(one for one in DEFAULT if one != "earliest"))


def test_same_value_in_other_words(made: Catalogue):
    """Dates that mean the same, and tiers and states in other spelling, are no dispute."""
    made.made(
        {
            "docs/a.md": page(
                "introduced: ['1970s', 197X, '1970s']\ntier: [Gold, gold]\nstatus: [Use_With-caution, use with caution]"
            ),
        }
    )
    for name in ("introduced", "tier", "status"):
        assert len(made.held("a", name)) == 1
    with made.open() as graph:
        node = graph.nodes(["a"])["a"]
    assert (node.tier, node.introduced) == ("gold", "197X")


@pytest.mark.parametrize("prefer", ["", "latest", "earliest", "order", "most-sources"])
def test_a_filler_never_wins(made: Catalogue, prefer: str):
    """A placeholder is kept, marked as suspect, and never wins against a real value, whatever the order."""
    made.made(
        {"docs/a.md": page("title: [TODO, A]\nintroduced: [YYYY-MM, 1987]\ntier: [gold|silver, gold]\nsummary: TODO")}
    )
    settle_again(made.kb, prefer)
    assert [one[:2] for one in made.held("a", "introduced")] == [("1987", "chosen"), ("YYYY-MM", "suspect")]
    assert [one[:2] for one in made.held("a", "title")] == [("A", "chosen"), ("TODO", "suspect")]
    assert [one[:2] for one in made.held("a", "tier")] == [("gold", "chosen"), ("gold|silver", "suspect")]
    assert [one[:2] for one in made.held("a", "summary")] == [("TODO", "suspect")]


@pytest.mark.parametrize("prefer", ["", "latest", "earliest", "order"])
@pytest.mark.parametrize(
    ("date", "number", "other", "suspect"),
    [
        ("2024-01", 10, 0, True),
        ("2024-01-01", 12, 20, True),
        ("2024-01", 9, 0, False),
        ("2024-01", 10, 120, False),
        ("2024", 30, 0, False),
        ("202X", 30, 0, False),
    ],
)
def test_suspected_dates(made: Catalogue, date: str, number: int, other: int, suspect: bool, prefer: str):
    """One exact date on many pages is a suspected default, which loses against any real date and dates nothing alone."""
    pages = {f"docs/p{place}.md": page(f"introduced: {date}") for place in range(number)}
    pages |= {f"docs/q{place}.md": page(f"introduced: {1900 + place}") for place in range(other)}
    pages["docs/p0.md"] = page(f"introduced: [{date}, 2029-05]")
    made.made(pages)
    settle_again(made.kb, prefer)
    state = {value: state for value, state, _ in made.held("p0", "introduced")}
    if suspect:
        assert state == {date: "suspect", "2029-05": "chosen"}
        with made.open() as graph:
            assert graph.nodes(["p1"])["p1"].introduced == ""
            assert len([one for one in graph.problems() if one.rule == "suspected-default"]) == number
    else:
        assert sorted(state.values()) == ["chosen", "other"]


@pytest.mark.parametrize(("number", "suspect"), [(2, False), (3, True)])
def test_suspected_prose(made: Catalogue, number: int, suspect: bool):
    """The same prose on several pages is a suspected default; the same category is not."""
    made.made({f"docs/p{place}.md": page("summary: Learn it.\ncategory: c") for place in range(number)})
    assert made.held("p0", "summary")[0][1] == ("suspect" if suspect else "chosen")
    assert made.held("p0", "category")[0][1] == "chosen"


@pytest.mark.parametrize("prefer", ["", "latest", "earliest"])
def test_what_is_no_date_comes_last(made: Catalogue, prefer: str):
    """A text that is no date never wins against a date."""
    made.made({"docs/a.md": page("introduced: [soon, 1987]"), "docs/b.md": page("introduced: [1987, soon]")})
    settle_again(made.kb, prefer)
    assert [made.held(id_, "introduced")[0][0] for id_ in "ab"] == ["1987", "1987"]


@pytest.mark.parametrize("prefer", ["", "earliest", "order", "most-sources"])
def test_a_decision_outranks(made: Catalogue, prefer: str):
    """What a person decided beats every source, whatever the order, and makes its edge a decided one."""
    made.made({**DISPUTED, "docs/b.md": page("replaces: a")})
    decide(made, "introduced", "2000", None)
    decide(made, "replaces", None, "a")
    settle_again(made.kb, prefer)
    assert made.held("a", "introduced")[0] == ("2000", "chosen", CRITERIA["decision"][1])
    assert made.edge("b", "replaces", "a").method == "decided"
    with made.open() as graph:
        (claims,) = graph.claims([made.edge("b", "replaces", "a")]).values()
    assert [one.method for one in claims] == ["decided", "stated"]


def decide(made: Catalogue, predicate: str, value: str | None, object_: str | None) -> None:
    """Put a decided claim into the file, as a decision would."""
    import sqlite3

    connection = sqlite3.connect(made.kb)
    with connection:
        connection.execute("INSERT OR IGNORE INTO source VALUES(99, 'z-decisions.yaml', '', 0, 0, '', '')")
        connection.execute(
            "INSERT INTO claim(source, subject, predicate, object, value, method, rule, opened, qualifiers, backwards,"
            " by_name, ids, line, col, pointer, quote, revision)"
            " VALUES(99, ?, ?, ?, ?, 'decided', 'decisions', 1, '{}', 0, 0, '', 1, 1, '', '', '')",
            ("b" if object_ else "a", predicate, object_, json.dumps(value) if value else None),
        )
    connection.close()


# ---- retirement ------------------------------------------------------------------------------------------------------


def retired(made: Catalogue, id_: str) -> tuple[str, Any, str]:
    """Why a node is retired, when, and what says when."""
    with made.open() as graph:
        node = graph.nodes([id_])[id_]
    return node.retired, node.retired_on, node.retired_text


@pytest.mark.parametrize(
    ("front", "why", "when"),
    [
        ("tier: bronze", "tier bronze", ""),
        ("tier: Hold", "tier Hold", ""),
        ("status: legacy", "status legacy", ""),
        ("pattern_status: use-with-caution", "", ""),
        ("retired_on: 2016", "retired on 2016", "2016"),
        ("retired_on: 2016\ntier: bronze", "retired on 2016", "2016"),
        ("tier: bronze\nstatus: legacy", "tier bronze", ""),
        ("retired_on: YYYY", "", ""),
        ("status: complete", "", ""),
    ],
)
def test_retirement(made: Catalogue, front: str, why: str, when: str):
    """A node is retired by its date, its tier or its status, in this order."""
    made.made({"docs/a.md": page(front)})
    assert retired(made, "a") == (why, days(when) if when else (None, None), when)


def test_retirement_dated_by_a_successor(made: Catalogue):
    """A retirement that nothing dates holds from the earliest certain date of an exact successor."""
    made.made(
        {
            "docs/a.md": page("tier: bronze"),
            "docs/b.md": page("title: B\nreplaces: [{pattern: a, since: 2015}]"),
            "docs/c.md": page("title: C\nintroduced: 2012\nreplaces: [a]"),
            "docs/d.md": page("replaces: [{pattern: a, since: 2001, strength: partial}]"),
            "docs/e.md": page("replaces: [{pattern: a, since: ../2030}, x]"),
        }
    )
    assert retired(made, "a") == ("tier bronze", days("2012"), "2012, when C replaced it")
    assert retired(made, "x") == ("", (None, None), "")


@pytest.mark.parametrize("front", ["retired_on: 2016", "tier: gold"])
def test_successors_date_no_other_retirement(made: Catalogue, front: str):
    """A successor dates neither a retirement that has a date nor what is not retired."""
    made.made({"docs/a.md": page(front), "docs/b.md": page("replaces: [{pattern: a, since: 2001}]")})
    assert retired(made, "a")[1:] == ((days("2016"), "2016") if "2016" in front else ((None, None), ""))


# ---- circles ---------------------------------------------------------------------------------------------------------


def test_circles(made: Catalogue):
    """Each knot of the lineage is one finding, by a shortest circle; what only suggests or expects makes none."""
    made.made(
        {
            "docs/a.md": page("replaced_by: [b, d]\nevolution: {future: z}"),
            "docs/b.md": page("evolved_into: c"),
            "docs/c.md": page("replaced_by: a"),
            "docs/d.md": page("replaced_by: a"),
            "docs/e.md": page("replaced_by: f\nrequires: f"),
            "docs/f.md": page("replaced_by: Consider e\nrequires: e"),
            "docs/z.md": page("replaced_by: a"),
            "docs/y.md": page("replaced_by: x"),
            "docs/x.md": page("replaced_by: y"),
        }
    )
    with made.open() as graph:
        found = [(one.message, one.source.path) for one in graph.problems() if one.rule == "lineage-cycle"]
    assert found == [
        ("the lineage goes round in a circle, old → new: a → d → a", "docs/a.md"),
        ("the lineage goes round in a circle, old → new: x → y → x", "docs/x.md"),
    ]


def test_long_chains_are_no_circles():
    """A chain of ten thousand is looked through at once, and one edge back makes it a circle."""
    chain = [(f"n{place:05}", f"n{place + 1:05}") for place in range(10_000)]
    started = time.process_time()
    assert rings(chain) == []
    assert time.process_time() - started < 0.5
    (ring,) = rings([*chain, ("n10000", "n00000")])
    assert (len(ring), ring[0], ring[-1]) == (10_002, "n00000", "n00000")


def test_rings_by_networkx():
    """Knots are the strongly connected components, however ends hang on them."""
    assert rings([("a", "b"), ("b", "c"), ("c", "a"), ("c", "d"), ("d", "e"), ("z", "a"), ("e", "f")]) == [
        ["a", "b", "c", "a"]
    ]
    assert rings([("a", "b"), ("b", "a"), ("b", "c"), ("c", "d"), ("d", "c")]) == [["a", "b", "a"], ["c", "d", "c"]]
    assert rings([]) == []


def test_a_long_chain_loads(made: Catalogue):
    """Thousands of patterns in a row settle in seconds."""
    entries = [{"pattern": f"p{place}"} for place in range(4_000)]
    triggers = {f"p{place}_to_p{place + 1}": "w" for place in range(3_999)}
    made.write(
        {"docs/e.json": json.dumps({"pattern_families": {"f": {"timeline": entries, "migration_triggers": triggers}}})}
    )
    started = time.process_time()
    made.load()
    assert time.process_time() - started < 12
    assert made.rows("SELECT count(*) FROM edge WHERE relation = 'replaces'") == [(3_999,)]
