"""Mermaid flowcharts: every shape, arrow and join is read as Mermaid reads it, and only words that mean a relation speak."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from loaders.prose.flowchart import parse
from ontology.builtin import VOCABULARY
from ontology.vocabulary import Relation, vocabulary
from tests.prose.conftest import Read
from tests.prose.pages import claims_of, fenced, lines_of

SHAPES = ["[{}]", "({})", "(({}))", "((({})))", "([{}])", "[[{}]]", "[({})]", "{{{}}}", "{{{{{}}}}}", ">{}]", "[/{}/]"]
SHAPES += ["[\\{}\\]", "[/{}\\]", '["{}"]', '("`{}`")', "[ {} ]"]
ARROWS = ["-->", "---", "-.->", "-.-", "==>", "===", "--o", "--x", "<-->", "---->", "-..->", "====>", "x--x"]
WORDED = [
    "-->|{}|",
    '-->|"{}"|',
    "-- {} -->",
    '-- "{}" -->',
    "-. {} .->",
    "== {} ==>",
    "-.->|{}|",
    "---|{}|",
    "--->| {} |",
]


@pytest.mark.parametrize("shape", SHAPES)
def test_shapes(shape: str) -> None:
    """A node's words are read whatever its shape, over a line break too."""
    chart = parse(f"graph TD\n  a1{shape.format('Two-Phase<br/>Commit')} --> b\n")
    assert chart.labels == {"a1": "Two-Phase Commit"}
    assert [arrow[:2] for arrow in chart.arrows] == [("a1", "b")]


# Without a blank a first letter x belongs to the node.
@pytest.mark.parametrize(
    ("arrow", "gap"), [(arrow, gap) for arrow in ARROWS for gap in ("", " ") if gap or arrow[0] != "x"]
)
def test_arrows(arrow: str, gap: str) -> None:
    """Every arrow leads from its left to its right, with or without blanks around it."""
    assert [one[:3] for one in parse(f"graph LR; A{gap}{arrow}{gap}B").arrows] == [("A", "B", "")]


@pytest.mark.parametrize("arrow", WORDED)
def test_words_on_arrows(arrow: str) -> None:
    """The words of an arrow are read wherever Mermaid lets them stand."""
    assert [one[:3] for one in parse(f"flowchart LR\nA {arrow.format('Replaced by')} B").arrows] == [
        ("A", "B", "Replaced by")
    ]


def test_joins_chains_and_styles() -> None:
    """Joined nodes draw all pairs, a chain its steps, and what only styles or comments draws nothing."""
    chart = parse("""graph TB
        %% A --> Z
        subgraph one ["The old ones"]
            direction LR
            A["2PC"]:::old & B --> C
        end
        C --> D --> E; E-->one
        classDef old fill:#f99,stroke:#333
        class A old
        style B fill:#fff
        linkStyle 0 stroke:#f00
        click A "https://example.org" _blank
        A ~~~ E
        x@{ shape: rect, label: "Saga" } e1@--> A
    """)
    ends = [arrow[:2] for arrow in chart.arrows]
    assert ends == [("A", "C"), ("B", "C"), ("C", "D"), ("D", "E"), ("E", "one"), ("x", "A")]
    assert chart.labels == {"one": "The old ones", "A": "2PC", "x": "Saga"}


NAMES = st.sampled_from(["A", "b2", "2PC", "node_1", "Long-Name"])
TEXTS = st.sampled_from(["Saga", "Two-Phase Commit", "a & b", "CQRS (new)", "What? Why!", "1. first"])
NODES = st.builds(lambda name, text: f'{name}["{text}"]', NAMES, TEXTS) | NAMES
GROUPS = st.lists(NODES, min_size=1, max_size=3).map(" & ".join)
LINKS = st.sampled_from(ARROWS[:-1]) | st.builds(lambda form, text: form.format(text), st.sampled_from(WORDED), TEXTS)
STATEMENTS = st.builds(
    lambda first, rest: first + "".join(f" {link} {group}" for link, group in rest),
    GROUPS,
    st.lists(st.tuples(LINKS, GROUPS), min_size=1, max_size=3),
)


@settings(deadline=None, max_examples=60, derandomize=True, suppress_health_check=list(HealthCheck))
@given(statements=st.lists(STATEMENTS, min_size=1, max_size=4))
def test_as_mermaid_reads(mermaid_reads: Read, statements: list[str]) -> None:
    """What Mermaid's own parser reads out of a diagram, ours reads, too: the same nodes, words and arrows."""
    source = "flowchart TD\n" + "\n".join(statements)
    theirs = mermaid_reads(source)
    if theirs is None:  # "-- 1. first -->" and the like: words that Mermaid wants in quotes
        return
    chart = parse(source)
    assert sorted((one.source, one.target, one.words) for one in chart.arrows) == sorted(map(tuple, theirs["arrows"]))
    for name, text in theirs["labels"].items():
        assert chart.labels.get(name, name) == text


def test_words_that_mean_a_relation() -> None:
    """An arrow's words decide which relation it is, and which end is the newer one; other words mean none."""
    said = lines_of(
        fenced("""graph LR
            P[Two-Phase Commit] -.->|Replaced by| S[Saga]
            S -->|Often used with| E[Event Streaming]
            E -->|enables| R[Event Sourcing]
            S -- requires --> O[Outbox]
            S -->|Alternative to| T[Three-Phase Commit]
            C[Client] -->|Yes| S
            S -->|writes to| D[Database]""")
    )
    assert said == [
        ("Saga", "replaces", "Two-Phase Commit", "exact"),
        ("Saga", "pairs-with", "Event Streaming"),
        ("Event Streaming", "enables", "Event Sourcing"),
        ("Saga", "requires", "Outbox"),
        ("Saga", "alternative-to", "Three-Phase Commit"),
    ]


def test_several_successors() -> None:
    """Of several successors in one diagram none replaces all."""
    said = lines_of(fenced("graph LR\nP[Polling] -->|Replaced by| A[WebSocket] & B[Webhook]"))
    assert said == [
        ("WebSocket", "replaces", "Polling", "partial"),
        ("Webhook", "replaces", "Polling", "partial"),
    ]


def test_headings_over_arrows_without_words() -> None:
    """Arrows without words mean what the heading says that is drawn, and nothing where it does not."""
    diagram = fenced("graph LR\nA[Polling] --> B[Long Polling] --> C[WebSocket]")
    assert lines_of(diagram) == lines_of("## Architecture Evolution\n" + diagram) == []
    assert lines_of("## Transport Evolution\n" + diagram) == [
        ("Long Polling", "evolved-from", "Polling"),
        ("WebSocket", "evolved-from", "Long Polling"),
    ]
    assert [line[1] for line in lines_of("### Pattern Combinations\n" + diagram)] == ["pairs-with", "pairs-with"]
    assert lines_of("## Dependencies\n" + diagram) == []
    assert lines_of("## Transport Evolution\n" + diagram, kind="case-study") == []


@pytest.mark.parametrize(
    "diagram",
    [
        "graph TD\nA[Input] --> B[Process]",
        "graph TD\nA[Input] --> B[Process]\nB --> C[Output]",
        "graph TD\nA -->|Replaced by| B",
        "graph TD\nA{Need order?} -->|Alternative to| B[Saga]",
        "graph TD\nA[[Pattern Name]] -->|Replaced by| B[TODO: name]",
        "sequenceDiagram\nA->>B: Replaced by",
        "stateDiagram-v2\nA --> B: Replaced by",
    ],
)
def test_placeholders_give_nothing(diagram: str) -> None:
    """A diagram that nobody filled in, ids without words, a question and other kinds of diagram state nothing."""
    assert lines_of(fenced(diagram)) == []


def test_own_words() -> None:
    """A relation that a user declares is harvested by its label, by how it reads backwards and by its name."""
    own = VOCABULARY.merged(
        vocabulary(relations=[Relation("hosts", "hosts", "runs on"), Relation("feeds-into", "feeds", "fed by")])
    )
    text = fenced("graph LR\nA[Kafka] -->|Runs on| B[Linux]\nA -->|feeds into| C[Flink]\nC -->|Fed  by| D[Outbox]")
    assert lines_of(text) == []
    assert lines_of(text, vocabulary=own) == [
        ("Linux", "hosts", "Kafka"),
        ("Kafka", "feeds-into", "Flink"),
        ("Outbox", "feeds-into", "Flink"),
    ]


def test_place() -> None:
    """A claim names the line of its arrow and the column where the source of it stands."""
    text = "# Page\n\n" + fenced(
        "graph LR\n  A[Polling]\n  A -->|Replaced by| B[WebSocket] -->|Replaced by| C[WebTransport]"
    )
    assert [(one.source.line, one.source.column) for one in claims_of(text)] == [(6, 3), (6, 22)]
    assert claims_of(text)[0].source.quote.startswith("A -->|Replaced by|")


@pytest.mark.parametrize(
    "piece",
    [
        "A[",
        'A["',
        "A[[((",
        "-->",
        "A-->",
        "A & ",
        "A -- ",
        "|",
        "A-->|",
        "subgraph ",
        "%%",
        "A[a\n",
        "-.",
        "A@{",
        "==",
        "~~~",
    ],
)
def test_broken_pieces(piece: str) -> None:
    """Brackets without end, arrows without nodes and the like cost nothing but themselves."""
    chart = parse(f"graph TD\n{piece * 3}\nX[Saga] -->|y| Z\n")
    assert ("X", "Z", "y") in [one[:3] for one in chart.arrows]
