"""Which node a written name means, by which rule, and which names mean nothing that is known."""

import itertools
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.ledger.lookup import FOLDED, GENERIC, KEPT, LEVELS, PLURAL, keys_for, keys_of
from kb.ledger.resolve import Resolution, Resolver, reference_id
from ontology.names import folded, singular, without_generic

#: id, title, further names as (name, rule), path, rank of the kind (0 is a pattern)
Entry = tuple[str, str, tuple[tuple[str, str], ...], str, int]

PAGES: list[Entry] = [
    ("saga", "Saga Pattern", (("Long-lived transaction", "alias"),), "docs/patterns/saga.md", 0),
    ("saga-enhanced", "Saga Pattern (Enhanced)", (), "docs/patterns/saga-enhanced.md", 0),
    ("two-phase-commit", "Two-Phase Commit (2PC)", (), "docs/patterns/two-phase-commit.md", 0),
    ("cqrs", "CQRS (Command Query Responsibility Segregation)", (), "docs/patterns/cqrs.md", 0),
    ("event-sourcing", "Event Sourcing", (("Event Store", "former-name"),), "docs/patterns/event-sourcing.md", 0),
    ("sharding", "Sharding (Data Partitioning)", (), "docs/patterns/sharding.md", 0),
    ("vector-clocks", "Vector Clocks", (), "docs/patterns/vector-clocks.md", 0),
    ("batch-processing", "Batch Processing", (), "docs/patterns/batch-processing.md", 0),
    ("caching-strategies", "Caching Strategies", (), "docs/patterns/caching-strategies.md", 0),
    ("service-mesh", "Service Mesh", (), "docs/patterns/service-mesh.md", 0),
    ("hybrid-logical-clock", "Hybrid Logical Clock", (), "docs/patterns/hlc.md", 0),
    ("netflix", "Netflix Pattern", (), "docs/patterns/netflix.md", 0),
    ("case-study/netflix", "Netflix", (), "docs/case-studies/netflix.md", 5),
    ("case-study/uber", "Uber", (), "docs/case-studies/uber.md", 5),
    ("guide/deployment", "Deployment", (), "docs/guides/deployment.md", 6),
    ("law/failure", "Law of Failure", (), "docs/laws/failure.md", 8),
    ("bulkhead", "Bulkhead", (), "docs/a/bulkhead.md", 0),
    ("cdc", "Change Data Capture (CDC)", (), "docs/patterns/cdc.md", 0),
    ("index-new", "Design Patterns", (), "docs/patterns/index-new.md", 0),
    ("bulkhead-gold", "Bulkhead", (), "docs/b/bulkhead-gold.md", 0),
    ("retry-a", "Retry with Backoff", (), "docs/a/retry.md", 0),
    ("retry-b", "Retry with Backoff", (), "docs/b/retry.md", 0),
    ("cafe-retry", "Café Retry", (), "docs/a/cafe-retry.md", 0),
]


def resolver(pages: list[Entry]) -> Resolver:
    """A resolver that knows some pages, added in this order."""
    made = Resolver()
    for id_, _, _, path, rank in pages:
        made.add_node(id_, rank)
        made.add_page(id_, path)
    for id_, title, names, _, _ in pages:
        made.add_name(id_, title, "title")
        for name, rule in names:
            made.add_name(id_, name, rule)
    return made


ALL = resolver(PAGES)

RESOLVED = [
    ("saga", "saga", "id"),
    ("case-study/netflix", "case-study/netflix", "id"),
    ("Saga Pattern", "saga", "name"),
    ("Long-lived transaction", "saga", "name"),
    ("Event Store", "event-sourcing", "name"),
    ("SAGA", "saga", "folded"),
    ("Two_Phase commit", "two-phase-commit", "folded"),
    ("event  sourcing", "event-sourcing", "folded"),
    ("cafe retry", "cafe-retry", "folded"),
    ("2pc", "two-phase-commit", "folded"),
    ("Command Query Responsibility Segregation", "cqrs", "folded"),
    ("HLC", "hybrid-logical-clock", "acronym"),
    ("HLCs", None, ""),
    ("Vector Clock", "vector-clocks", "plural"),
    ("vector clock", "vector-clocks", "plural"),
    ("Event Sourcings", "event-sourcing", "plural"),
    ("Basic Saga Pattern", "saga", "generic words"),
    ("the saga approach", "saga", "generic words"),
    ("Caching", "caching-strategies", "generic words"),
    ("Data Partitioning", None, ""),
    ("uber", "case-study/uber", "folded"),
    ("failure", "law/failure", "last part of the id"),
    ("Netflix", "case-study/netflix", "name"),
    ("Saga (orchestrated)", "saga", "without brackets"),
    ("Saga (for flows)", "saga", "without brackets"),
    ("Service mesh with automatic retry", "service-mesh", "head phrase"),
    ("Saga - long flows", "saga", "head phrase"),
    ("Saga: the theory", "saga", "head phrase"),
    ("Saga orchestration", "saga", "variant"),
    ("Saga Choreography patterns for flows", "saga", "variant"),
    ("Database sharding", "sharding", "compound"),
    ("Large scale database sharding", None, ""),
    ("Distributed database sharding", "sharding", "compound"),
    ("Distributed vector clock", "vector-clocks", "compound"),
    ("change data capture", "cdc", "folded"),
    ("Change Data Capture", "cdc", "folded"),
    ("Kubernetes deployment", None, ""),
    ("[Two-phase](../patterns/two-phase-commit.md)", "two-phase-commit", "link"),
    ("[x](../patterns/saga.md#why)", "saga", "link"),
    ("[x](/patterns/saga/)", "saga", "link"),
    ("[x](/docs/patterns/saga.md)", "saga", "link"),
    ("[x](saga)", "saga", "link"),
    ('[x](saga.md "title")', "saga", "link"),
    ("[N](netflix.md)", "case-study/netflix", "link"),
    ("[N](./netflix.md)", "case-study/netflix", "link"),
    ("[N](../patterns/netflix.md)", "netflix", "link"),
    ("[N](../patterns/netflix/index.md)", "netflix", "link"),
    ("[Saga](../nowhere/else.md)", "saga", "folded"),
    ("[Saga](https://example.org/saga.md)", "saga", "folded"),
    ("[](../nowhere/else.md)", None, ""),
    ("[Nobody](../nowhere/else.md)", None, ""),
    ("[x](https://example.org/patterns/saga.md)", None, ""),
    ("[x](#saga)", None, ""),
    ("../patterns/saga.md", "saga", "path"),
    ("patterns/saga", "saga", "path"),
    ("/patterns/saga/", "saga", "path"),
    ("saga.md", "saga", "path"),
    ("netflix.md", "case-study/netflix", "path"),
    ("../nowhere/else.md", None, ""),
    # what must not be guessed
    ("Stream Processing", None, ""),
    ("Processing", None, ""),
    ("Domain-driven design", None, ""),
    ("Application-layer business logic", None, ""),
    ("Database", None, ""),
    ("Pattern", None, ""),
    ("Clock", None, ""),
    ("commit", None, ""),
    ("Event", None, ""),
    ("mesh", None, ""),
    ("Batch", None, ""),
    ("Gold", None, ""),
    ("Microservices with APIs", None, ""),
    ("Read replicas", None, ""),
    ("es", None, ""),
    ("vc", None, ""),
    ("database-sharding", None, ""),
    ("saga-orchestration", None, ""),
    ("sag", None, ""),
    ("", None, ""),
    ("---", None, ""),
    ("+", None, ""),
    ("and", None, ""),
    ("[", None, ""),
    ("()", None, ""),
]


@pytest.mark.parametrize(("name", "id_", "rule"), RESOLVED)
def test_names(name: str, id_: str | None, rule: str):
    """A name means the node that it surely means, by the first rule that fits, or nothing."""
    found = ALL.resolve(name, "docs/case-studies/uber.md")
    assert (found.ids, found.rule, found.candidates) == ((id_,) if id_ else (), rule, ())


@pytest.mark.parametrize(
    ("name", "ids"),
    [
        ("Event Sourcing + CQRS", ("event-sourcing", "cqrs")),
        ("CQRS and Event Sourcing", ("cqrs", "event-sourcing")),
        ("Saga & 2PC", ("saga", "two-phase-commit")),
        ("Saga + Saga Pattern", ("saga",)),
        ("Saga + CQRS for flows", ("saga", "cqrs")),
        ("Saga + CQRS (advanced)", ("saga", "cqrs")),
        ("Saga + CQRS + Event Sourcing", ("saga", "cqrs", "event-sourcing")),
        ("Saga + Nobody", ()),
        ("Sagas and nothing known", ()),
    ],
)
def test_joined_names(name: str, ids: tuple[str, ...]):
    """Joined names mean all their nodes, and none where one of them is not known."""
    found = ALL.resolve(name)
    assert found.ids == ids
    assert found.rule == ("joined names" if ids else "")


def test_several_fit():
    """Of several nodes that a name fits, the one of the first kind or whose id is the name is meant, else none."""
    assert ALL.resolve("Retry with Backoff") == Resolution((), "", ("retry-a", "retry-b"))
    assert ALL.resolve("retry with backoffs").candidates == ("retry-a", "retry-b")
    assert ALL.resolve("Bulkhead") == Resolution(("bulkhead",), "name")
    netflix = [("netflix", "Netflix", (), "a/netflix.md", 0), ("case-study/netflix", "Netflix", (), "b/netflix.md", 5)]
    assert resolver(netflix).resolve("Netflix") == Resolution(("netflix",), "name")


def test_an_id_beats_a_title():
    """An exact id beats another node's title, and a title beats another node's folded name."""
    pages: list[Entry] = [
        ("saga", "Something else", (), "a/saga.md", 0),
        ("other", "saga", (), "a/other.md", 0),
        ("third", "SAGA", (), "a/third.md", 0),
    ]
    made = resolver(pages)
    assert made.resolve("saga") == Resolution(("saga",), "id")
    assert made.resolve("SAGA") == Resolution(("third",), "name")


def test_acronyms_are_shouted():
    """Only what is written like an acronym is read as one, and never where several names have it."""
    pages: list[Entry] = [
        ("a", "Event Sourcing", (), "a.md", 0),
        ("b", "External Storage", (), "b.md", 0),
        ("c", "Hybrid Logical Clock", (), "c.md", 0),
    ]
    made = resolver(pages)
    assert made.resolve("ES") == Resolution()
    assert made.resolve("HLC").ids == ("c",)
    assert made.resolve("hlc") == Resolution()


def test_relative_links_are_of_their_page():
    """The same relative link means another page in another folder."""
    made = resolver(PAGES)
    assert made.resolve("[x](netflix.md)", "docs/case-studies/uber.md").ids == ("case-study/netflix",)
    assert made.resolve("[x](netflix.md)", "docs/patterns/saga.md").ids == ("netflix",)
    assert made.resolve("netflix.md", "docs/patterns/saga.md").ids == ("netflix",)
    assert made.resolve("[x](netflix.md)", "elsewhere/x.md").ids == ()


@pytest.mark.parametrize(
    ("name", "taken", "id_"),
    [
        ("Workflow Engines (Temporal, Cadence)", (), "workflow-engines"),
        ("Domain-driven design", (), "domain-driven-design"),
        ("(only brackets)", (), "only-brackets"),
        ("law/failure", (), "law/failure"),
        ("TCP/IP stack", (), "tcp-ip-stack"),
        ("[Saga](a/b.md)", (), "saga"),
        ("[](a/b.md)", (), "a-b-md"),
        ("???", (), "unnamed"),
        ("Café", (), "cafe"),
        ("C++", (), "c-plus-plus"),
        ("C#", (), "c-sharp"),
        ("C", (), "c"),
        ("Saga", ("saga",), "saga-name"),
    ],
)
def test_ids_of_names(name: str, taken: tuple[str, ...], id_: str):
    """A name that no page defines has an id of its own, which no other name's is by accident."""
    assert reference_id(name, taken) == id_


@pytest.mark.parametrize("name", ["C++", "C#"])
def test_signs_that_make_another_name(name: str):
    """A name with signs that its id spells out is not the name without them."""
    made = resolver([("c", "C", (), "c.md", 0)])
    assert made.resolve(name) == Resolution()


def test_keys_are_of_known_levels():
    """Every key under which a name is kept belongs to a level, and the name itself is among them."""
    for name in ("Two-Phase Commit (2PC)", "case-study/netflix", "", "É"):
        for rule in ("id", "title"):
            keys = keys_of(name, rule)
            assert len(set(keys)) == len(keys)
            assert all(0 <= level < len(LEVELS) for level, _ in keys)
            assert (0 if rule == "id" else 1, name) in keys


def all_forms(name: str) -> dict[int, set[str]]:
    """Every key of a name on every looser level, each written out where it holds."""
    forms = {folded(name)}
    return {
        FOLDED: forms,
        PLURAL: {singular(form) for form in forms},
        GENERIC: {without_generic(singular(form)) for form in forms},
    }


FORMS = "the saga sagas class classes status statuses bus buses patterns system systems query queries basic".split()


@given(
    st.lists(st.sampled_from(FORMS), min_size=1, max_size=4), st.lists(st.sampled_from(FORMS), min_size=1, max_size=3)
)
def test_a_key_is_kept_once(name: list[str], asked: list[str]):
    """What is kept on its strongest level alone is found on every level on which it would be kept written out."""
    called, wanted = " ".join(name), " ".join(asked)
    kept = set(keys_of(called, "title"))
    for level, key in keys_for(wanted):
        if level in (FOLDED, PLURAL, GENERIC):
            found = any((one, key) in kept for one in KEPT[level])
            assert found == (key in all_forms(called)[level])


NAMES = [name for name, _, _ in RESOLVED] + ["Retry with Backoff", "Event Sourcing + CQRS", "Bulkhead", "Bulkheads"]


@given(st.permutations(PAGES), st.lists(st.sampled_from(NAMES), min_size=5, max_size=20))
def test_order_of_pages_does_not_matter(pages: list[Entry], names: list[str]):
    """What a name means does not depend on the order in which pages are known, or names asked for."""
    made = resolver(pages)
    for name in names:
        assert made.resolve(name, "docs/a/x.md") == resolver(PAGES).resolve(name, "docs/a/x.md")


WORDS = ["saga", "event", "store", "clock", "cache", "retry", "pattern", "basic", "patterns", "log", "2pc"]


@given(
    st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=3), min_size=1, max_size=6, unique_by=tuple),
    st.randoms(),
)
def test_order_of_any_pages_does_not_matter(titles: list[list[str]], chance: random.Random):
    """Whatever pages are called, their order does not decide what a name means."""
    pages: list[Entry] = [
        (
            f"{'law/' if len(words) == 3 else ''}{'-'.join(words)}",
            " ".join(words).title(),
            (),
            f"{place % 2}/{'-'.join(words)}.md",
            place % 2,
        )
        for place, words in enumerate(titles)
    ]
    mixed = chance.sample(pages, len(pages))
    one, other = resolver(pages), resolver(mixed)
    for words in (*titles, *(pair[0] + pair[1] for pair in itertools.pairwise(titles))):
        for name in (" ".join(words), " ".join(words).title(), f"[x]({'-'.join(words)}.md)"):
            assert one.resolve(name, "0/x.md") == other.resolve(name, "0/x.md")
            assert all(any(id_ == page[0] for page in pages) for id_ in one.resolve(name, "0/x.md").ids)


@given(st.text(max_size=30), st.sampled_from(["", "docs/x.md"]))
def test_any_name_is_read(name: str, page: str):
    """Whatever a name is, resolving it does not raise, and it has an id."""
    ALL.resolve(name, page)
    assert reference_id(name, ())
