"""The vocabulary: plain data and back, one laid over another, and what its words mean."""

import json
from functools import reduce

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ontology.builtin import VOCABULARY
from ontology.vocabulary import (
    Kind,
    Property,
    Relation,
    Scale,
    Style,
    Tier,
    Vocabulary,
    fold_word,
    vocabulary,
)

word = st.sampled_from(["alpha", "beta", "gamma", "delta"])
text = st.text(max_size=6)
flag = st.booleans()
styles = st.builds(Style, st.sampled_from(["solid", "dashed", "none"]), st.sampled_from(["normal", "none"]), text)
kinds = st.builds(Kind, word, text, text, text)
relations = st.builds(Relation, word, text, text, flag, flag, flag, flag, flag, flag, text, styles)
properties = st.builds(Property, word, text, st.sampled_from(["one", "many", "record"]), text)
tiers = st.builds(Tier, word, text, flag, text, text)
scales = st.builds(Scale, word, st.lists(tiers, max_size=3).map(tuple))


@st.composite
def vocabularies(draw):
    """A vocabulary of which no word means retired and live at once."""
    retired = draw(st.sets(word))
    live = draw(st.sets(word)) - retired
    several = [draw(st.lists(records, max_size=3)) for records in (kinds, relations, properties, scales)]
    return vocabulary(*several, retired, live)


@given(vocabularies())
def test_data_reads_back_as_the_same_vocabulary(one):
    """A vocabulary written as data, through JSON too, reads back as the same, in the same order."""
    data = one.to_data()
    again = Vocabulary.from_data(json.loads(json.dumps(data)))
    assert again == one
    assert json.dumps(again.to_data()) == json.dumps(data)
    for name in ("kinds", "relations", "properties", "scales"):
        assert list(getattr(again, name)) == list(getattr(one, name))


def test_builtin_vocabulary_reads_back():
    """The vocabulary that every catalogue starts from survives being written as data."""
    assert Vocabulary.from_data(VOCABULARY.to_data()) == VOCABULARY


def test_missing_parts_have_defaults():
    """Data may leave out whatever is as usual."""
    assert Vocabulary.from_data({}) == Vocabulary()
    read = Vocabulary.from_data({"relations": [{"name": "a", "label": "b", "inverse": "c", "style": {"line": "thin"}}]})
    assert read.relations["a"] == Relation("a", "b", "c", style=Style("thin"))


@given(vocabularies())
def test_merging_with_nothing_or_itself_changes_nothing(one):
    """A vocabulary laid over nothing, under nothing or over itself is unchanged."""
    assert one.merged(Vocabulary()) == one
    assert Vocabulary().merged(one) == one
    assert one.merged(one) == one


@given(st.lists(vocabularies(), min_size=3, max_size=3))
def test_layers_can_be_merged_in_any_grouping(layers):
    """Three layers give the same whole whether the upper or the lower two are merged first."""
    lower, middle, upper = layers
    assert lower.merged(middle).merged(upper) == lower.merged(middle.merged(upper))


@given(st.lists(vocabularies(), min_size=1, max_size=3))
def test_upper_layer_decides(layers):
    """What several layers declare, the upper one decides; what only one declares stays."""
    whole = reduce(Vocabulary.merged, layers)
    for name in ("kinds", "relations", "properties", "scales"):
        expected = {}
        for layer in layers:
            expected.update(getattr(layer, name))
        assert getattr(whole, name) == expected
    for state in ("alpha", "beta", "gamma", "delta"):
        said = [state in layer.retired_words for layer in layers if state in layer.retired_words | layer.live_words]
        assert (state in whole.retired_words) == bool(said and said[-1])
        assert (state in whole.live_words) == bool(said and not said[-1])


@pytest.mark.parametrize("written", ["end-of-life", "END_OF_LIFE", " End of  Life ", "Bronze", "hold", "deprecated"])
def test_words_that_retire(written):
    """A status or a tier retires whatever its case, hyphens and space."""
    assert VOCABULARY.retires(written)


@pytest.mark.parametrize("written", ["gold", "Silver", "adopt", "active", "", "bronzed", "end"])
def test_words_that_do_not_retire(written):
    """A word that is not declared as retired does not retire."""
    assert not VOCABULARY.retires(written)


def test_tier_is_found_in_its_scale():
    """A tier word is known by its scale and its place there, an undeclared one not at all."""
    assert [
        (found[0].name, found[1]) for found in map(VOCABULARY.tier, ("gold", "SILVER", "bronze", "trial")) if found
    ] == [
        ("excellence", 0),
        ("excellence", 1),
        ("excellence", 2),
        ("radar", 1),
    ]
    assert VOCABULARY.tier("platinum") is None


def test_undeclared_property_keeps_everything():
    """A property that nobody declared is a union of anything, named by its own words."""
    assert VOCABULARY.property("how-it-feels") == Property("how-it-feels", "how it feels", "many", "any")
    assert VOCABULARY.property("tier") is VOCABULARY.properties["tier"]


def test_relations_are_named_by_their_nature():
    """Lineage and capability relations come in declaration order, both together without repetition."""
    assert VOCABULARY.names_of(lineage=True) == ("replaces", "evolved-from")
    assert VOCABULARY.names_of(capability=True) == ("enables", "provides", "includes")
    assert VOCABULARY.names_of(lineage=True, capability=True) == (
        "replaces",
        "evolved-from",
        "enables",
        "provides",
        "includes",
    )
    assert VOCABULARY.names_of() == ()


@given(st.text(max_size=20))
def test_folding_a_word_is_done_once(text):
    """Folding a folded state word changes nothing."""
    assert fold_word(fold_word(text)) == fold_word(text)
