"""What the nearest miss does not look at, and says so."""

import pytest
from hypothesis import given

from queries import closing, near_miss
from queries.path import path
from tests.helpers import at, evolved, graph, node
from tests.queries.made import mixed, quick


def test_edges_that_were_not_looked_at_are_counted():
    """Three edges are shown; of further candidates the answer says how many there are."""
    made = graph(*(evolved(f"a{number}", "a") for number in range(5)), evolved("b", "b0"))
    miss = path(made, "a", "b", at()).miss
    assert len(miss.closing) == 3
    assert miss.limits == ("9 less likely edges were not looked at",)
    assert path(graph(node("a"), node("b")), "a", "b", at()).miss.limits == ()


def test_edges_back_in_time_are_left_out_and_counted():
    """A newer entry does not evolve into an older one: such an edge closes nothing, unless sources relate the two already."""
    made = graph(node("a", introduced="2010"), node("b", introduced="1990"))
    miss = path(made, "a", "b", at()).miss
    assert (miss.closing, miss.limits) == ((), ("left out: 1 edge that would lead from the newer to the older",))
    same_year = graph(node("a", introduced="1990"), node("b", introduced="1990-05"))
    assert len(path(same_year, "a", "b", at()).miss.closing) == 1


@quick
@given(mixed)
def test_no_edge_leads_from_the_newer_to_the_older(made):
    """Of the edges that are named none has a newer end that was surely introduced before the older one."""
    miss = path(made.graph, "a", "b", made.when).miss
    born = {one.id: one.born for one in made.nodes}
    for one in miss.closing if miss else ():
        newer, older = (one.far, one.near) if one.step.direction == "in" else (one.near, one.far)
        last, first = born[newer][1], born[older][0]
        assert one.edge is not None or last is None or first is None or first <= last


def test_sides_that_are_too_large_are_told(monkeypatch: pytest.MonkeyPatch):
    """Where a side has more entries than are compared, the answer says of how many."""
    monkeypatch.setattr(closing, "MOST_SIDE", 2)
    made = graph(*(evolved(f"a{number}", "a") for number in range(5)), evolved("b", "b0"))
    limits = path(made, "a", "b", at()).miss.limits
    assert limits[0].endswith("of 6 on this side and 2 on the other")


def test_moments_that_were_not_tried_are_told(monkeypatch: pytest.MonkeyPatch):
    """Where a path may begin on more days than are tried, the answer says so."""
    monkeypatch.setattr(near_miss, "MOST_MOMENTS", 1)
    made = graph(evolved("b", "a", since="1990", until="1995"), evolved("c", "b", since="2000"))
    assert path(made, "a", "c", at()).miss.limits[0].startswith("of 2 moments")
