"""Lists below words that mean a relation, items with a label, and advice."""

import pytest

from ontology.builtin import VOCABULARY
from ontology.vocabulary import Relation, vocabulary
from tests.prose.pages import Line, claims_of, lines_of, quoted

SAGA = "[Saga](../saga.md)"


@pytest.mark.parametrize(
    ("heading", "relation"),
    [
        ("Related Patterns", "see-also"),
        ("📚 See Also", "see-also"),
        ("Related Resources", "see-also"),
        ("Similar Concepts", "see-also"),
        ("References", "see-also"),
        ("Works Well With", "pairs-with"),
        ("Complementary Patterns", "pairs-with"),
        ("Core Companions", "pairs-with"),
        ("Pattern Combinations", "pairs-with"),
        ("Alternatives", "alternative-to"),
        ("Alternative Transaction Patterns", "alternative-to"),
        ("Prerequisites", "requires"),
        ("Prerequisite Patterns", "requires"),
        ("Core Dependencies", "requires"),
        ("Conflicts with", "conflicts-with"),
        ("Patterns Used", "uses"),
        ("Related Laws & Principles", "subject-to"),
    ],
)
def test_headings(heading: str, relation: str) -> None:
    """What a list names is to the page what the heading above says."""
    assert lines_of(f"## {heading}\n\n- {SAGA} - why\n") == [("page", relation, SAGA)]


@pytest.mark.parametrize(
    "heading",
    [
        "Alternative 2: Kubernetes",
        "Alternative Architecture",
        "Implementation",
        "Evolution",
        "Saga vs Related Patterns",
    ],
)
def test_other_headings(heading: str) -> None:
    """A list below other words states nothing."""
    assert lines_of(f"## {heading}\n\n- {SAGA} - why\n") == []


@pytest.mark.parametrize(
    "item",
    [
        "- [Saga](../saga.md)",
        "* **[Saga](../saga.md)**: long flows",
        "1. __[Saga](../saga.md)__ — long flows",
        "- :material-sync:{ .lg .middle } **[Saga](../saga.md)** 🥇",
        "- [ ] [Saga](../saga.md) more practical",
        "- 🔗 [**Saga**](../saga.md)",
        "- **Data**: [Saga](../saga.md) for flows",
    ],
)
def test_shapes_of_items(item: str) -> None:
    """Icons, boxes, emphasis and a group's name before the link do not matter; the link is kept for the ledger."""
    assert lines_of(f"## Related Patterns\n{item}\n") == [("page", "see-also", SAGA)]


def test_names_without_links() -> None:
    """A name alone, in bold or before a dash or colon is a name, too; a sentence is none."""
    text = """## Related Patterns

- Outbox
- **Event Sourcing** - the log
- CDC (Coming Soon) - capture
- Actor Model: processes
- A sentence that goes on for longer than any name would
- [Hystrix](https://example.org/hystrix), see [below](#below)
- [Related Pattern 1]
"""
    assert [line[2] for line in lines_of(text)] == ["Outbox", "Event Sourcing", "CDC (Coming Soon)", "Actor Model"]


def test_several_links_in_an_item() -> None:
    """Links that follow each other are all named; one further on in the sentence is not."""
    text = f"## Related\n- {SAGA}, [Outbox](o.md) and [CDC](c.md) - like [Kafka](k.md)\n"
    assert [line[2] for line in lines_of(text)] == [SAGA, "[Outbox](o.md)", "[CDC](c.md)"]


def test_headings_below_headings() -> None:
    """A heading below inherits what it does not say itself, for links only; a heading beside ends it."""
    text = f"""## Related Patterns
### Data Patterns
- {SAGA}
- Plain name
### Alternatives
- [Outbox](o.md)
## Notes
- [CDC](c.md)
"""
    assert lines_of(text) == [("page", "see-also", SAGA), ("page", "alternative-to", "[Outbox](o.md)")]


@pytest.mark.parametrize(
    ("gloss", "relation"),
    [
        ("Alternative approach", "alternative-to"),
        ("Strong consistency alternative", "alternative-to"),
        ("Alternative to consensus for long flows", "alternative-to"),
        ("Provides alternative responses", "see-also"),
        ("Often used together", "pairs-with"),
        ("Natural companion for reads", "pairs-with"),
        ("Works well with retries", "pairs-with"),
        ("Long flows", "see-also"),
    ],
)
def test_glosses(gloss: str, relation: str) -> None:
    """What is said of an item can tell more than the words above the list."""
    assert lines_of(f"## Related Patterns\n- {SAGA} - {gloss}\n") == [("page", relation, SAGA)]


def test_dependencies_the_other_way() -> None:
    """An item among the dependencies that itself uses the page's pattern is no dependency."""
    text = "## Core Dependencies\n- [Leader Election](l.md): Uses consensus\n- [Log](w.md): Keeps decisions\n"
    assert [line[1] for line in lines_of(text)] == ["see-also", "requires"]


LABELS: list[tuple[str, list[Line]]] = [
    (f"- **Alternative**: {SAGA} - slow", [("page", "alternative-to", SAGA)]),
    ("- **Alternatives:** Saga, Outbox", [("page", "alternative-to", "Saga"), ("page", "alternative-to", "Outbox")]),
    (f"- Superseded by: {SAGA}", [(SAGA, "replaces", "page", "exact")]),
    ("- **Replaces**: Polling", [("page", "replaces", "Polling", "exact")]),
    (f"**Related**: {SAGA} • [CDC](c.md)", [("page", "see-also", SAGA), ("page", "see-also", "[CDC](c.md)")]),
    (f"> See also: {SAGA}", [("page", "see-also", SAGA)]),
    (f"**Previous**: {SAGA} | **Next**: [CDC](c.md)", []),
    ("**Related**: [← Saga](saga.md)", []),
    ("Requires: patience", []),
    (f"**Works well with:**\n\n- {SAGA}\n\nText.\n\n- [CDC](c.md)\n", [("page", "pairs-with", SAGA)]),
    (f'=== "Complementary Patterns"\n\n    Text.\n\n    - {SAGA}\n\n=== "Tools"\n\n    - [CDC](c.md)\n', [("page", "pairs-with", SAGA)]),
    (f'!!! note "See also"\n    - {SAGA}\n', [("page", "see-also", SAGA)]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "said"), LABELS)
def test_labels(text: str, said: list[Line]) -> None:
    """A label, the title of a tab or of a note says what follows on its line or in the list below it."""
    assert lines_of(text + "\n") == said


ADVICE: list[tuple[str, list[Line]]] = [
    ("- Migrate to Saga for long flows", [("Saga", "replaces", "page", "partial")]),
    ("- Replaced by Saga", [("Saga", "replaces", "page", "exact")]),
    ("- Replaced by Saga and Outbox", [("Saga and Outbox", "replaces", "page", "exact")]),
    ("- Superseded by Saga, Outbox", [("Saga", "replaces", "page", "partial"), ("Outbox", "replaces", "page", "partial")]),
    (f"- ❌ Use {SAGA} instead", [(SAGA, "replaces", "page", "consider")]),
    ("1. **2PC** - Use Saga pattern instead", [("Saga pattern", "replaces", "2PC", "consider")]),
    ("- **Polling**: move to WebSocket", [("WebSocket", "replaces", "Polling", "partial")]),
    ("- Move to the next step", []),
    ("- Use more memory", []),
    (f"Superseded by {SAGA}", [(SAGA, "replaces", "page", "exact")]),
    ("This pattern has been superseded by Saga.", [("Saga", "replaces", "page", "exact")]),
    ("While in use, this pattern has been largely replaced by Saga.", [("Saga", "replaces", "page", "partial")]),
    ("It was replaced by Saga and Outbox. More.", [("Saga", "replaces", "page", "partial"), ("Outbox", "replaces", "page", "partial")]),
    ("It should not be replaced by Saga.", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "said"), ADVICE)
def test_advice(text: str, said: list[Line]) -> None:
    """Advice of a page about a pattern speaks of that pattern, or of what stands before it."""
    assert lines_of(text + "\n") == said


def test_pages_about_others() -> None:
    """A guide gives advice about others and has no alternatives; what it relates to, it says of itself."""
    text = f"- Migrate to Saga\n- **2PC** - Use Saga instead\n\n## Alternatives\n- CDC\n\n## Related\n- {SAGA}\n"
    assert lines_of(text, kind="guide") == [("Saga", "replaces", "2PC", "consider"), ("page", "see-also", SAGA)]
    assert lines_of(text, subject="") == [("Saga", "replaces", "2PC", "consider")]


def test_glossaries() -> None:
    """In a page about many things a label speaks of the heading above it."""
    text = f"### Outbox\n**Related**: {SAGA}\n"
    assert lines_of(text, kind="guide") == lines_of(text, subject="") == [("Outbox", "see-also", SAGA)]
    assert lines_of(text) == [("page", "see-also", SAGA)]


def test_html_links() -> None:
    """Links written as HTML count below such words."""
    text = """## Related Patterns

<a href="/patterns/saga.md" class="card">
  <span>Saga</span></a>
<a href="https://example.org">Web</a>
<a href="/patterns/cdc">Next: CDC →</a>
"""
    assert lines_of(text) == [("page", "see-also", "[saga](/patterns/saga.md)")]


def test_code_and_comments_are_not_read() -> None:
    """What stands in a fence or in a comment states nothing, nor what stands below a fence that is never closed."""
    for text in ("```\n- [A](a.md)\n```\n", "<!--\n- [A](a.md)\n-->\n", "```\n- [A](a.md)\n"):
        assert lines_of(f"## Related\n\n{text}") == []


def test_own_words() -> None:
    """Labels of a user's own relation are understood wherever words stand; a built-in one is laid over."""
    own = VOCABULARY.merged(
        vocabulary(relations=[Relation("hosts", "hosts", "runs on"), Relation("likes", "often used with", "liked by")])
    )
    text = f"## Runs on\n- {SAGA}\n\n## Often used with\n- [CDC](c.md)\n\n- **Liked by**: [Log](l.md)\n"
    assert lines_of(text, vocabulary=own) == [
        (SAGA, "hosts", "page"),
        ("page", "likes", "[CDC](c.md)"),
        ("[Log](l.md)", "likes", "page"),
    ]


def test_sides_and_places() -> None:
    """What is said backwards names the page as its object, and every claim stands where its name begins."""
    text = f"## Related\n- **{SAGA}** - why\n- Superseded by: [CDC](c.md)\n"
    claims = claims_of(text)
    assert [(one.backwards, one.by_name, one.method, one.rule) for one in claims] == [
        (False, False, "harvested", "prose/list"),
        (True, True, "harvested", "prose/bullet"),
    ]
    assert quoted(text) == [f"{SAGA}** - why", "[CDC](c.md)"]
