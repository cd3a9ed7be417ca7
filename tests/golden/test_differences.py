"""How an answer is compared with what is expected of it."""

import itertools
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from ontology import dates
from ontology.source import Source
from queries.golden import TOLERANCES, Difference, Golden, Tolerance, differences
from tests.queries.made import DATES, thorough

NAMES = {"2pc": "two-phase-commit", "Saga": "saga"}
ids = st.sampled_from(("a", "b", "c", "d"))
lists = st.lists(ids, max_size=4)


def wrong(expect: dict[str, Any], answer: dict[str, Any], *words: str, years: int = 0) -> list[Difference]:
    """What differs, with a tolerance for all fields."""
    allowed = {"": Tolerance(frozenset(words), years)} if words or years else {}
    golden = Golden("q", "", {"ask": "x"}, expect, allowed, "", "", Source("q.yaml", 1))
    return list(differences(golden, answer, lambda name: NAMES.get(name, name)))


def objects(names: list[str]) -> list[dict[str, Any]]:
    """Live ends as an answer has them."""
    return [{"id": name, "since": "1990", "hops": 1} for name in names]


@thorough
@given(lists, lists)
def test_ordered_list(expected: list[str], got: list[str]):
    """A list with an order is as expected when it is the same list, whether its members are ids or objects."""
    assert (wrong({"live": expected}, {"live": got}) == []) == (expected == got)
    assert (wrong({"live": expected}, {"live": objects(got)}) == []) == (expected == got)


@thorough
@given(lists, lists)
def test_any_order(expected: list[str], got: list[str]):
    """In any order, every member counts as often as it stands; lists without an order are compared so by themselves."""
    same = sorted(expected) == sorted(got)
    assert (wrong({"live": expected}, {"live": got}, "any-order") == []) == same
    assert (wrong({"direct": expected}, {"direct": got}) == []) == same


@thorough
@given(lists, lists)
def test_contains(expected: list[str], got: list[str]):
    """A list contains what is expected when each member has one of its own in it."""
    inside = all(got.count(one) >= expected.count(one) for one in expected)
    assert (wrong({"live": expected}, {"live": got}, "contains") == []) == inside


@given(lists, lists)
def test_missing_and_extra(expected: list[str], got: list[str]):
    """A difference of lists names what is missing and what was not expected."""
    found = wrong({"direct": expected}, {"direct": got})
    for one in found:
        assert sorted(one.missing) == sorted(_less(expected, got))
        assert sorted(one.extra) == sorted(_less(got, expected))


def _less(first: list[str], second: list[str]) -> list[str]:
    left = list(second)
    return [one for one in first if not (one in left and (left.remove(one) or True))]


def test_partial_objects_are_matched_best():
    """Of several ways to match members in any order one is found that fits all."""
    got = [{"id": "a", "since": "1990"}, {"id": "b", "since": "1990"}]
    for expected in itertools.permutations([{"since": 1990}, {"id": "a"}]):
        assert wrong({"live": list(expected)}, {"live": got}, "any-order") == []
    assert wrong({"live": [{"id": "a"}, {"id": "a"}]}, {"live": got}, "any-order")


@thorough
@given(st.sampled_from([one for one in DATES if one]), st.sampled_from([one for one in DATES if one]))
def test_dates_fit_as_days_say(expected: str, got: str):
    """A date fits where every day that it may be is a day that the expected one may be."""
    wanted, has = dates.parse(expected), dates.parse(got)
    assert wanted is not None
    assert has is not None
    days = range(720_000, 745_000, 10)

    def may_be(one: dates.PartialDate, day: int) -> bool:
        return (one.earliest is None or one.earliest <= day) and (one.latest is None or day <= one.latest)

    probes = {
        day for date in (wanted, has) for end in date[1:3] if isinstance(end, int) for day in (end - 1, end, end + 1)
    }
    inside = all(may_be(wanted, day) for day in {*days, *probes} if may_be(has, day))
    assert (wrong({"since": expected}, {"since": got}) == []) == inside


@given(st.integers(1900, 2100), st.integers(1900, 2100), st.integers(0, 30))
def test_years(expected: int, got: int, years: int):
    """Years of tolerance count whole years, whatever leap days lie between."""
    assert (wrong({"since": expected}, {"since": str(got)}, years=years) == []) == (abs(expected - got) <= years)


def test_names_and_words():
    """A name stands for its entry; texts are compared as they are, or contained with the tolerance for it."""
    assert wrong({"path": ["2pc", "Saga"]}, {"path": ["two-phase-commit", "saga"]}) == []
    assert wrong({"of": "2pc"}, {"of": "two-phase-commit"}) == []
    assert wrong({"title": "commit"}, {"title": "Two-Phase Commit"})
    assert wrong({"title": "commit"}, {"title": "Two-Phase Commit"}, "contains") == []
    assert wrong({"since": ""}, {"since": "1990"})


def test_one_of():
    """With one-of, any of the answers listed is right; of lists, any of the lists."""
    verdicts = {"verdict": ["replaced", "partly-replaced"]}
    assert wrong(verdicts, {"verdict": "partly-replaced"}, "one-of") == []
    assert wrong(verdicts, {"verdict": "current"}, "one-of")
    assert wrong({"path": [["a", "b"], None]}, {"path": None}, "one-of") == []
    assert wrong({"path": [["a", "b"], None]}, {"path": ["a", "c"]}, "one-of")


def test_numbers():
    """A number in the place of a list counts its members; with at-least there may be more."""
    assert wrong({"all": 2}, {"all": ["a", "b"]}) == []
    assert wrong({"all": 1}, {"all": ["a", "b"]})
    assert wrong({"all": 1}, {"all": ["a", "b"]}, "at-least") == []
    assert wrong({"length": 3}, {"length": 2}, "at-least")
    assert wrong({"sure": True}, {"sure": True}) == []
    assert wrong({"sure": True}, {"sure": False})


def test_nothing():
    """Null is expected of what is not there, and an empty list of what is empty; neither is the other."""
    assert wrong({"path": None}, {"path": None}) == []
    assert wrong({"path": None}, {"path": ["a"]})
    assert wrong({"path": ["a"]}, {"path": None})
    assert wrong({"live": []}, {"live": []}) == []
    assert wrong({"live": []}, {"live": ["a"]})
    assert wrong({"verdict": "replaced"}, {"error": "no entry is called 'x'"})
    assert wrong({"error": "no entry"}, {"error": "no entry is called 'x'"}, "contains") == []


def test_tolerances_of_one_field():
    """A tolerance of one field allows nothing in another one."""
    golden = Golden(
        "q", "", {}, {"since": 1990, "until": 1990}, {"since": Tolerance(years=2)}, "", "", Source("q.yaml", 1)
    )
    found = differences(golden, {"since": "1992", "until": "1992"}, str)
    assert [one.field for one in found] == ["until"]


def test_every_tolerance_is_documented():
    """Each word of a tolerance stands in the page about golden questions."""
    from tests.conftest import ROOT

    page = (ROOT / "docs" / "verify.md").read_text(encoding="utf-8")
    assert [word for word in TOLERANCES if f"`{word}" not in page] == []
