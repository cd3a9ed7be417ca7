"""Names: what two spellings share, and what a name says of itself."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ontology import names

titles = st.lists(
    st.sampled_from(
        ["Two-Phase", "Commit", "(2PC)", "The", "Saga", "pattern", "systems", "Café", "of", "[x]", "C++", "—"]
    ),
    min_size=1,
    max_size=5,
).map(" ".join)
anything = st.one_of(st.text(max_size=40), titles)


@given(anything)
def test_folding_is_done_once(text):
    """Folding a folded name changes nothing, nor does taking its singular or its generic words twice."""
    form = names.folded(text)
    assert names.folded(form) == form
    assert names.singular(names.singular(form)) == names.singular(form)
    short = names.without_generic(form)
    assert names.without_generic(short) == short
    assert bool(short) == bool(form)


@given(titles)
def test_case_space_and_hyphens_do_not_matter(title):
    """Case, hyphens, underscores and outer space do not tell two names apart."""
    form = names.folded(title)
    for other in (title.upper(), title.lower(), f"  {title} ", title.replace("-", "_"), title.replace(" ", "-")):
        assert names.folded(other) == form


@given(anything)
def test_slug_is_words_joined_by_hyphens(text):
    """A slug has no space, no capital, no doubled or outer hyphen, is never empty, and is its own slug."""
    slug = names.slug(text)
    assert slug
    assert not re.search(r"\s|--|^-|-$|_", slug)
    assert names.slug(slug) == slug
    assert not re.search("[A-Z]", slug)


@given(anything)
def test_hostile_text_never_raises(text):
    """Any text has words, initials and acronyms, none of which is more than the text has."""
    assert len(names.initials(text)) <= max(len(names.words(text)), 1)
    assert all(f"({acronym})" in text for acronym in names.acronyms_in(text))
    assert names.without_brackets(text) or not text.strip()


@pytest.mark.parametrize(
    ("text", "initials"),
    [
        ("Two-Phase Commit", "2pc"),
        ("Three Phase Commit Protocol", "3pc"),
        ("Command Query Responsibility Segregation", "cqrs"),
        ("Separation of Concerns", "sc"),
        ("Event Streaming (Kafka)", "es"),
        ("Circuit Breaker Pattern", "cb"),
        ("Saga Pattern", "sp"),
        ("Saga", ""),
        ("", ""),
    ],
)
def test_initials_are_those_people_use(text, initials):
    """Initials leave out small words, brackets and what only says what sort of thing it is, unless one word is left."""
    assert names.initials(text) == initials


@pytest.mark.parametrize(
    ("text", "acronyms"),
    [
        ("Two-Phase Commit (2PC)", ["2PC"]),
        ("Transmission Control Protocol (TCP/IP) and (UDP)", ["TCP/IP", "UDP"]),
        ("Failover (for microservices)", []),
        ("Saga (Enhanced)", []),
        ("Lamport Clocks (A)", []),
    ],
)
def test_acronym_in_brackets_is_found(text, acronyms):
    """An acronym in brackets has two capitals or digits; other words in brackets are none."""
    assert names.acronyms_in(text) == acronyms


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("vector clocks", "vector clock"),
        ("caches", "cach"),
        ("proxies", "proxy"),
        ("boxes", "box"),
        ("classes", "class"),
    ],
)
def test_plural_has_a_singular(one, other):
    """Plurals lose their ending, the same for every word of that form."""
    assert names.singular(one) == other


@pytest.mark.parametrize("word", ["bus", "consensus", "analysis", "process", "dns", "asynchronous", "redis"])
def test_word_that_only_looks_plural_is_left_alone(word):
    """A word that ends in ss, us or is, or is short, is no plural."""
    assert names.singular(word) == word


def test_brackets_alone_are_kept():
    """A name that is all brackets is kept, so that a name is never emptied."""
    assert names.without_brackets("(saga)") == "(saga)"
    assert names.without_brackets("Saga (x) of [y] z") == "Saga of z"
