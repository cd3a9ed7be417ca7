"""Lineage that is kept in memory against the walk that asks the store hop by hop."""

import copy
import pickle
from collections.abc import Iterable

from hypothesis import given
from hypothesis import strategies as st

from kb.store.memory import MemoryGraph
from queries.graph import Edge, Node
from queries.indexed import MOST_VIEWS, LineageIndex
from queries.lineage import Lineage, ancestors, common_ancestors, descendants
from tests.helpers import at, evolved, graph, keyed, node
from tests.queries.made import lineages, mixed, moments, thorough


class Keeping(MemoryGraph):
    """A graph that keeps lineage from the first question on; it refuses to be walked."""

    def __init__(self, nodes: Iterable[Node], edges: Iterable[Edge]) -> None:
        super().__init__(nodes, edges)
        self.indexes: dict[tuple[str, ...], LineageIndex] = {}

    def kept(self, relations: tuple[str, ...]) -> LineageIndex:
        """The index, made once."""
        if relations not in self.indexes:
            those = [one for one in self._edges.values() if one.relation in relations]
            ends = {end for one in those for end in (one.subject, one.object)}
            self.indexes[relations] = LineageIndex(self.nodes(ends).values(), those)
        return self.indexes[relations]


def same(kept: Lineage, walked: Lineage) -> bool:
    """Whether two answers are equal in every field, in their order and in their bytes."""
    orders = [(list(one.depths), list(one.nodes), list(one.edges)) for one in (kept, walked)]
    return kept == walked and walked == kept and orders[0] == orders[1] and repr(kept) == repr(walked)


@thorough
@given(
    st.one_of(mixed, lineages),
    st.lists(
        st.tuples(
            moments, st.booleans(), st.sampled_from((None, ["evolved-from"], ["requires", "replaces"])), st.booleans()
        ),
        min_size=1,
        max_size=2 * MOST_VIEWS,
    ),
)
def test_kept_lineage_gives_the_same_answer(made, asked):
    """Whatever was asked before, at whatever moment: an index gives the answer of a walk, in the same order."""
    keeping = Keeping(made.nodes, made.edges)
    for when, inferred, relations, back in asked:
        question = ancestors if back else descendants
        for start in [one.id for one in made.nodes][:3]:
            kept = question(keeping, start, when, relations, inferred)
            assert same(kept, question(made.graph, start, when, relations, inferred))
    when = asked[0][0]
    names = ["a", made.nodes[-1].id]
    assert common_ancestors(keeping, names, when) == common_ancestors(made.graph, names, when)


def test_entry_outside_the_lineage_has_none():
    """An entry that no edge of the lineage touches is no part of the index and has an empty answer."""
    keeping = Keeping([node("alone")], keyed([evolved("b", "a")]))
    assert "alone" not in keeping.kept(("replaces", "evolved-from"))
    assert same(ancestors(keeping, "alone", at()), ancestors(graph(node("alone")), "alone", at()))


def test_edges_that_are_made_late_are_a_tuple_to_whoever_looks():
    """Edges of a kept answer have length, places and slices, add up, and come back from a pickle or a copy."""
    edges = keyed([evolved("c", "b"), evolved("b", "a")])
    answer = ancestors(Keeping([], edges), "c", at())
    assert (len(answer.edges), answer.edges[0], answer.edges[1:]) == (2, edges[0], (edges[1],))
    assert answer.edges == tuple(edges) == answer.edges
    more = tuple(edges[:1])
    assert answer.edges + more == (*edges, *more)
    assert more + answer.edges == (*more, *edges)
    assert hash(answer.edges) == hash(tuple(edges))
    assert edges[1] in answer.edges
    assert list(reversed(answer.edges)) == edges[::-1]
    assert pickle.loads(pickle.dumps(answer)) == copy.deepcopy(answer) == answer
    assert isinstance(pickle.loads(pickle.dumps(answer)).edges, tuple)
    assert answer.edges != more
