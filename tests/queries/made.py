"""Random graphs: circles, knots of their own, several components, mixed strengths, groups, retired tiers, partial dates."""

import itertools
from dataclasses import dataclass

from hypothesis import settings
from hypothesis import strategies as st

from kb.store.memory import MemoryGraph
from queries.graph import Edge, Node
from queries.moment import Moment
from tests.helpers import at, edge, keyed, node

IDS = ("a", "b", "c", "d", "e", "f")
DATES = ("", "1990", "1990-06", "1990-06-15", "199X", "1985/1995", "../1992", "1993/..", "1991~", "2026-06", "2030")
MOMENTS = (None, "1989", "1990-06-15", "1991", "1994-02", "2000", "2026", "2031")
STRENGTHS = ("exact", "exact", "partial", "consider")
GROUPS = ("", "", "any-of", "all-of", "all-of: two")
RELATIONS = ("evolved-from", "pairs-with", "requires", "enables")

#: For a comparison with an oracle: more examples than usual, since what goes wrong is rare and small.
thorough = settings(max_examples=200, deadline=None)
#: For an invariant that holds of every graph alike.
quick = settings(max_examples=60, deadline=None)

moments = st.sampled_from(MOMENTS).map(at)


@dataclass(frozen=True)
class Made:
    """The parts of a random graph, and a moment to ask about."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    when: Moment

    @property
    def graph(self) -> MemoryGraph:
        """The graph in the order in which its parts were made."""
        return MemoryGraph(self.nodes, self.edges)

    def replacements(self) -> list[Edge]:
        """The replacements that are more than suggestions."""
        return [one for one in self.edges if one.relation == "replaces" and one.strength != "consider"]


@st.composite
def nodes(draw: st.DrawFn, dated: bool = True) -> tuple[Node, ...]:
    """Two to six nodes, some of them retired (dated, partly dated or not), some of them introduced on a date."""
    made = []
    for id_ in IDS[: draw(st.integers(2, len(IDS)))]:
        tier = draw(st.sampled_from(("", "", "gold", "bronze")))
        introduced = draw(st.sampled_from(("", "", *DATES))) if dated else ""
        gone = draw(st.sampled_from(("", *DATES))) if dated and tier == "bronze" else ""
        made.append(node(id_, tier=tier, introduced=introduced, retired_on=gone, defined=draw(st.integers(0, 5)) > 0))
    return tuple(made)


@st.composite
def graphs(
    draw: st.DrawFn, dated: bool = True, relations: tuple[str, ...] = (), groups: tuple[str, ...] = GROUPS
) -> Made:
    """A graph with at most one edge a relation and pair of nodes, as settling makes it."""
    made = draw(nodes(dated))
    pairs = list(itertools.product([one.id for one in made], repeat=2))
    ways = st.tuples(st.sampled_from(("replaces", "replaces", *relations)), st.sampled_from(pairs))
    least = min(draw(st.sampled_from((0, 2, 5, 8))), len(pairs))
    edges = []
    for relation, (new, old) in draw(st.lists(ways, unique=True, min_size=least, max_size=12)):
        since = draw(st.sampled_from(("", "", "", "", *DATES))) if dated else ""
        until = draw(st.sampled_from(("", "", "", *DATES))) if dated else ""
        strength = draw(st.sampled_from(STRENGTHS)) if relation == "replaces" else ""
        group = draw(st.sampled_from(groups)) if relation == "replaces" else ""
        method = "stated" if relation == "replaces" else draw(st.sampled_from(("stated", "harvested", "inferred")))
        expected = draw(st.integers(0, 7)) == 0 if relation == "evolved-from" else False
        edges.append(
            edge(
                relation,
                new,
                old,
                strength=strength,
                group=group,
                since=since,
                until=until,
                method=method,
                expected=expected,
            )
        )
    return Made(made, tuple(keyed(edges, made)), draw(moments) if dated else at())


#: Where all is known: as many strengths as may come, or exact all-of groups nearly everywhere.
known = st.one_of(graphs(dated=False), graphs(dated=False, groups=("all-of", "all-of", "all-of", "")))
lineages = st.one_of(graphs(relations=("evolved-from",)), graphs(dated=False, relations=("evolved-from",)))
#: Dated and sparse, or undated and close-knit: either way of going wrong has its turn.
mixed = st.one_of(graphs(relations=RELATIONS), graphs(dated=False, relations=("evolved-from", "pairs-with")))
