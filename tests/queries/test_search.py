"""Filters of a search, against a comparison of days by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ontology import dates
from queries.errors import BadQuestion, UnknownName
from queries.filters import chosen, parsed
from queries.search import search
from tests.helpers import at, edge, graph, node, replaces, span
from tests.queries.made import DATES, mixed, quick, thorough

OPS = ("", "<", "<=", ">", ">=")


@thorough
@given(
    st.sampled_from(DATES),
    st.sampled_from(OPS),
    st.sampled_from(("1990", "1990-06", "1990-06-15", "1993", "1985..1992")),
)
def test_date_filter_is_what_every_possible_day_says(written, op, value):
    """An entry fits where every day that its date may mean does, fits not where none does, and is told unsure else."""
    if ".." in value and op:
        return
    low, _, high = value.partition("..")
    first, last = dates.parse(low).earliest, dates.parse(high or low).latest
    early, late = span(written) if written else (None, None)
    days = range(early if early is not None else first - 4000, (late if late is not None else last + 4000) + 1)
    compare = {
        "": lambda day: first <= day <= last,
        "<": lambda day: day < first,
        "<=": lambda day: day <= last,
        ">": lambda day: day > last,
        ">=": lambda day: day >= first,
    }[op]
    said = {compare(day) for day in days}
    made = graph(node("a", introduced=written))
    found = chosen(made, at(), parsed(f"introduced:{op}{value}")[1], list(made.select()))
    assert ("a" in found.ids, "a" in found.unsure) == (said == {True}, len(said) == 2)


@quick
@given(mixed, st.sampled_from(("gold", "bronze", "gold,bronze")), st.sampled_from(("replaced", "current", "dead-end")))
def test_filters_are_all_to_fit(made, tier, verdict):
    """What two filters choose is what each of them chooses alone, together."""
    nodes = list(made.graph.select())
    one = chosen(made.graph, made.when, parsed(f"verdict:{verdict}")[1], nodes).ids
    try:
        other = chosen(made.graph, made.when, parsed(f"tier:{tier}")[1], nodes).ids
    except BadQuestion:
        return
    assert chosen(made.graph, made.when, parsed(f"tier:{tier} verdict:{verdict}")[1], nodes).ids == one & other
    assert other == {one.id for one in made.nodes if one.tier in tier.split(",")}


def test_family_is_found_by_its_short_name():
    """A family goes by its name with and without ``family/``; a membership that may not have begun is told unsure."""
    made = graph(
        node("family/x", kind="family"),
        edge("member-of", "a", "family/x"),
        edge("member-of", "b", "family/x", since="199X"),
    )
    found = chosen(made, at("1995"), parsed("family:x")[1], list(made.select()))
    assert (found.ids, found.unsure) == (frozenset(), frozenset("ab")) or found.unsure == frozenset("b")
    with pytest.raises(UnknownName):
        chosen(made, at(), parsed("family:nowhere")[1], list(made.select()))


@pytest.mark.parametrize(
    ("query", "words", "filters"),
    [
        ("two phase", "two phase", 0),
        ('"two phase" commit', '"two phase" commit', 0),
        ('family:"distributed transactions"', "", 1),
        ("http://x y", "http://x y", 0),
        ('phase "two', 'phase "two', 0),
        ("a: b", "a: b", 0),
        ("12:30", "12:30", 0),
        ("tier:gold x kind:pattern", "x", 2),
    ],
)
def test_words_and_filters_are_told_apart(query, words, filters):
    """What has a name before a colon is a filter; an address, a time of day and a lone colon are words."""
    found, several = parsed(query)
    assert " ".join(found.split()).replace('" two', '"two') == words
    assert len(several) == filters


@pytest.mark.parametrize(
    ("query", "why"),
    [
        ("teir:gold", "did you mean tier:"),
        ("tier:<gold", "no date"),
        ("introduced:<soon", "has no date"),
        ("verdict:gone", "no verdict"),
        ("tier:glod", "did you mean gold"),
        ('""', "nothing to search for"),
    ],
)
def test_filter_that_nobody_knows_is_a_mistake(query, why):
    """An unknown filter, or a value that it cannot have, is told with what may have been meant."""
    with pytest.raises(BadQuestion, match=why):
        search(graph(node("a", tier="gold"), replaces("b", "a")), query, at(), 5)
