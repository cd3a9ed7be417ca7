"""Text that was made to break the harvest: it ends, soon, and raises nothing."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.base import SourceFile
from loaders.prose import MOST_CLAIMS, harvest
from loaders.prose.flowchart import MOST_ARROWS, parse
from ontology.builtin import VOCABULARY
from ontology.claim import QUALIFIERS, STRENGTHS, Claim
from ontology.problem import Problem
from ontology.text import is_clean
from tests.prose.pages import claims_of, fenced

SIZE = 1_000_000
WORDS = ["Related", "Alternative", "Replaced by", "Saga", "2PC", "from", "to", "instead", "Use", "graph TD", "timeline"]
SIGNS = list("|-:#*_[](){}<>\"'`~=&;,+/\\!%@.\n\n\n\t \0é✅→\ud800")
PIECES = st.sampled_from([*WORDS, *SIGNS, "```mermaid\n", "```\n", "-->", "|---|---|\n", "\n- ", "\n## ", "](x.md)", "**", "=== \"", "<a href=\""])  # fmt: skip

#: What is repeated to a megabyte, below a heading that makes every name a claim.
REPEATED = [
    "|", "| ", "|-", "| a ", "|---|---|\n", "| a | b |\n", "- ", "- **", "- [a](b) ", "- [a](", "[", "](", "- a, ", "a or ",
    "**a**: ", "a: ", "# ", "## From a to b ", "→ ", " to ", "- from a to ", "- use ", "- migrate to a ", "- a - ", "is replaced by ",
    "this pattern was replaced by a ", ":a", ":a:", "{", "<a ", '<a href="b', '=== "', "\\", " ", "\t", "\n\n", "```", "```\n", "<!--", "&amp;",
]  # fmt: skip
DRAWN = [
    "A[", 'A["', "A((", "A{{", "A@{", "-->", "A-->", "A-->B\n", "A & ", "A -- ", "A --", "A == ", "A -.", "-", "=", ".", "|", "A-->|", "A-->|a|B;",
    "A:::", "subgraph ", 'subgraph "', "end\n", "%%", "class ", "---\n", "<br/>", " ", "\n", ";", "x", "~~~", "A e1@",
]  # fmt: skip


@given(text=st.lists(PIECES, max_size=60).map("".join) | st.text(max_size=60))
def test_any_text(text: str) -> None:
    """No text makes the harvest raise, and every claim is whole: a known relation, clean names, a place in the text."""
    for subject, kind in (("page", "pattern"), ("page", "guide"), ("", "")):
        for one in harvest(SourceFile("x.md", text), VOCABULARY, subject, kind, 0):
            assert isinstance(one, Claim)
            assert one.predicate in VOCABULARY.relations or one.predicate == "introduced"
            assert one.method == "harvested"
            assert one.rule.startswith("prose/")
            assert set(one.qualifiers) <= set(QUALIFIERS)
            assert one.qualifiers.get("strength", "exact") in STRENGTHS
            assert ("strength" in one.qualifiers) == (one.predicate == "replaces")
            assert one.subject
            assert is_clean(one.subject)
            assert one.object is None or (one.object and is_clean(one.object))
            assert 1 <= one.source.line <= text.count("\n") + 1
            assert 1 <= one.source.column <= len(text.split("\n")[one.source.line - 1]) + 1


@given(text=st.lists(st.sampled_from([*DRAWN, "graph TD\n", "a b", "Saga", "]", "}", ")"]), max_size=40).map("".join))
def test_any_flowchart(text: str) -> None:
    """No diagram makes the parser raise, and every arrow leads between two ids."""
    for arrow in parse(text).arrows:
        assert arrow.source
        assert arrow.target
        assert 0 <= arrow.offset <= len(text)


@pytest.mark.parametrize("piece", REPEATED, ids=repr)
def test_linear(piece: str) -> None:
    """A megabyte of anything is read within seconds, on one line or on many, which nothing of square time would manage."""
    for heading in (
        "",
        "## Related Patterns\n\n",
        "## Related\n\n| Pattern | Replaced by |\n|---|---|\n",
        "**Related**: ",
    ):
        began = time.process_time()
        claims_of(heading + piece * (SIZE // len(piece)))
        assert time.process_time() - began < 8


@pytest.mark.parametrize("piece", DRAWN, ids=repr)
def test_linear_diagrams(piece: str) -> None:
    """So is a megabyte of diagram, below a heading that makes every arrow a claim."""
    began = time.process_time()
    claims_of("## Pattern Evolution\n" + fenced("graph LR\n" + piece * (SIZE // len(piece))))
    assert time.process_time() - began < 8


def test_a_bomb_of_statements() -> None:
    """A page that states too much is read up to the limit, and says so with its place."""
    row = "| " + ", ".join(f"a{n}" for n in range(40)) + " | " + ", ".join(f"b{n}" for n in range(40)) + " |\n"
    text = "| Pattern | Requires |\n|---|---|\n" + row * 100
    found = list(harvest(SourceFile("x.md", text), VOCABULARY, "x", "pattern", 0))
    assert len(found) == MOST_CLAIMS + 1
    assert isinstance(found[-1], Problem)
    assert (found[-1].rule, found[-1].source.line) == ("too-many-values", 15)


def test_a_bomb_of_arrows() -> None:
    """Joined nodes that would draw a million arrows draw as many as a diagram may have."""
    group = " & ".join(f"a{n}" for n in range(1000))
    assert len(parse(f"graph TD\n{group} --> {group}\n").arrows) == MOST_ARROWS
