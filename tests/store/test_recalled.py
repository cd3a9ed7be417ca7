"""A store that remembers what it was asked, against the one that it asks."""

from hypothesis import given
from hypothesis import strategies as st

from kb.store.recalled import RecalledGraph
from tests.queries.made import IDS, RELATIONS, mixed, quick

calls = st.lists(
    st.tuples(
        st.lists(st.sampled_from((*IDS, "nobody")), max_size=4),
        st.lists(st.sampled_from(("replaces", *RELATIONS)), max_size=3),
        st.sampled_from(("in", "out", "both")),
    ),
    max_size=12,
)


@quick
@given(mixed, calls)
def test_what_was_asked_before_changes_no_answer(made, asked):
    """Edges, nodes, names and selections are those of the store below, whatever was asked before and in which order."""
    below = made.graph
    recalled = RecalledGraph(below)
    for ids, relations, direction in asked:
        assert recalled.edges(ids, relations, direction) == below.edges(ids, relations, direction)
        assert recalled.nodes(ids) == below.nodes(ids)
        assert list(recalled.nodes(ids)) == list(below.nodes(ids))
        assert recalled.properties(ids, relations) == below.properties(ids, relations)
        assert recalled.claims(made.edges[:3]) == below.claims(made.edges[:3])
        for id_ in ids:
            assert recalled.find(id_) == below.find(id_)
    assert [list(recalled.select([("kind", "pattern")])) for _ in range(2)] == [list(below.select())] * 2
