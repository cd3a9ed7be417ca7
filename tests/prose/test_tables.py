"""Tables are read by what their columns are for, whatever the exact words of their heads."""

import pytest

from ontology.builtin import VOCABULARY
from ontology.vocabulary import Relation, vocabulary
from tests.prose.pages import claims_of, lines_of, quoted


def table(head: str, *rows: str) -> str:
    """A table between paragraphs; cells are divided by bars."""
    lines = [head, "|".join("---" for _ in head.split("|")), *rows]
    return "Text.\n\n" + "\n".join(f"| {line.replace('|', ' | ')} |" for line in lines) + "\n\nText.\n"


@pytest.mark.parametrize(
    ("head", "row", "strength"),
    [
        ("Pattern|Replaced by", "2PC|Saga", "exact"),
        ("Legacy Pattern|Superseded By|Since", "2PC|Saga|2015", "exact"),
        ("**Bronze Pattern**|Category|**Migrate to**", "`2PC`|Data|**Saga**", "partial"),
        ("From|To|Strategy", "2PC|Saga|gradual", "partial"),
        ("Current State|Target State|Risk", "2PC|Saga|low", "partial"),
        ("Current Pattern|Replace With", "2PC|Saga", "partial"),
        ("Pattern|Why Bronze|Modern Alternative", "2PC|blocks|Saga", "consider"),
        ("Legacy Pattern|Gold Alternative", "2PC|Saga", "consider"),
        ("Anti-Pattern|Why It Fails|Use Instead", "2PC|blocks|Use Saga", "consider"),
        ("Instead of|Prefer", "2PC|Saga", "consider"),
        ("Avoid these|Use these instead", "2PC|Saga", "consider"),
        ("Migration|Effort", "2PC → Saga|high", "partial"),
        ("Company|From → To", "Bank|2PC → Saga", "partial"),
        ("Company|Migration Path", "Bank|2PC to Saga", "partial"),
    ],
)
def test_replacements(head: str, row: str, strength: str) -> None:
    """Columns of old and new give a replacement that is as firm as their words."""
    said = [line for line in lines_of(table(head, row)) if line[2] != "page"]
    assert said == [("Saga", "replaces", "2PC", strength)]


def test_conditions() -> None:
    """A column that says when makes the replacement partial, and is its condition."""
    said = lines_of(table("Pattern|Replaced by|When", "Monolith|Microservices|Team size > 10", "REST|Event Streaming|"))
    assert said == [
        ("Microservices", "replaces", "Monolith", "partial", "Team size > 10"),
        ("Event Streaming", "replaces", "REST", "exact"),
    ]


def test_several_names_in_a_cell() -> None:
    """Of several names in one cell each is a successor of its own, and none the only one."""
    assert lines_of(table("Pattern|Replaced by", "Polling|[WebSocket](ws.md), Webhook or SSE")) == [
        ("[WebSocket](ws.md)", "replaces", "Polling", "partial"),
        ("Webhook", "replaces", "Polling", "partial"),
        ("SSE", "replaces", "Polling", "partial"),
    ]


@pytest.mark.parametrize(
    ("head", "row", "said"),
    [
        ("If Using|Also Consider|Why", "Saga|Outbox|safe", [("Saga", "pairs-with", "Outbox")]),
        ("Primary Pattern|Combines Well With", "Saga|+ CQRS", [("Saga", "pairs-with", "CQRS")]),
        ("Pattern|Works well with…", "Saga|CQRS", [("Saga", "pairs-with", "CQRS")]),
        ("Pattern|Prerequisites|Why Needed", "Saga|Outbox, Timeout|x", [("Saga", "requires", "Outbox"), ("Saga", "requires", "Timeout")]),
        ("Need|Primary pattern|Alternatives", "fast|Cache|CDN", [("Cache", "alternative-to", "CDN", "fast")]),
        ("Pattern|Case Study", "Saga|[PayPal](paypal.md)", [("[PayPal](paypal.md)", "uses", "Saga")]),
        ("Pattern|Case Study", "Saga|a bank", []),
        ("Pattern Combo|Effect", "CQRS + Saga + Outbox|good", [("CQRS", "pairs-with", "Saga"), ("CQRS", "pairs-with", "Outbox"), ("Saga", "pairs-with", "Outbox")]),
        ("Don't Combine|Why|Alternative", "2PC + Microservices|slow|Saga", [("2PC", "conflicts-with", "Microservices")]),
        ("If You Have|Avoid These|Use These Instead", "few users|Microservices|Monolith", [("Microservices", "alternative-to", "Monolith", "few users")]),
        ("If You Have|Avoid These|Use These Instead", "few users|Mesh|Monolith + CDN", []),
    ],
)  # fmt: skip
def test_other_relations(head: str, row: str, said: list[tuple[str, ...]]) -> None:
    """Columns for what goes together, is needed, or serves instead give these relations."""
    assert lines_of(table(head, row)) == said


def test_situations_speak_of_the_page() -> None:
    """Where the first column is a situation, an alternative is one of the page's own pattern; a guide has none."""
    text = table("Scenario|Use CQRS|Alternative", "Simple CRUD|❌ No|Active Record", "Reports|✅ Yes|None")
    assert lines_of(text) == [("page", "alternative-to", "Active Record", "Simple CRUD")]
    assert lines_of(text, kind="guide") == lines_of(text, subject="") == []


def test_tables_below_a_heading() -> None:
    """A table of patterns below "Works Well With" says so of the page; other columns may say what they like."""
    text = "### Works Well With\n" + table("Pattern|Combination Benefit", "[Saga](saga.md)|safety", "Outbox|order")
    assert lines_of(text) == [("page", "pairs-with", "[Saga](saga.md)"), ("page", "pairs-with", "Outbox")]
    assert lines_of("## Related\n" + table("Feature|Saga|2PC", "Speed|high|low")) == []


@pytest.mark.parametrize(
    "head",
    [
        "Pattern|Tier|Use Case",
        "Problem|Impact|Solution",
        "Metric|Before|After",
        "From/To|REST|SOAP",
        "Alternative",
        "Replaced by",
    ],
)
def test_tables_that_state_nothing(head: str) -> None:
    """Comparisons, catalogues, matrices and single columns give nothing."""
    assert lines_of(table(head, "|".join(["Saga"] * len(head.split("|"))))) == []


@pytest.mark.parametrize("word", ["-", "None", "N/A", "✅", "TODO", "[Pattern Name]", "❌ No", "same"])
def test_words_for_nothing(word: str) -> None:
    """A cell that names nothing gives nothing."""
    assert lines_of(table("Pattern|Replaced by", f"2PC|{word}")) == []


def test_own_relation() -> None:
    """A column whose head is how a relation of the user's own reads gives that relation."""
    own = VOCABULARY.merged(vocabulary(relations=[Relation("hosts", "hosts", "runs on")]))
    text = table("Pattern|Runs on", "Saga|Kafka")
    assert lines_of(text) == []
    assert lines_of(text, vocabulary=own) == [("Kafka", "hosts", "Saga")]


def test_place() -> None:
    """A claim stands where the name of its cell begins, with its line as the quote."""
    text = table("Pattern|Replaced by", "Polling|WebSocket, Webhook")
    assert quoted(text) == ["WebSocket, Webhook |", "Webhook |"]
    assert claims_of(text)[0].source.quote == "| Polling | WebSocket, Webhook |"


def test_ragged_rows() -> None:
    """Rows with too few or too many cells, escaped bars and no bars at the edge are read as far as they go."""
    text = "Pattern | Replaced by\n--- | :---:\n2PC\nA \\| B | Saga | more\nPolling | WebSocket\n"
    assert lines_of(text) == [("Saga", "replaces", "A | B", "exact"), ("WebSocket", "replaces", "Polling", "exact")]
