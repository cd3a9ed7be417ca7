"""The one escape for Mermaid: every label is shown as it is, wherever a label can stand."""

import re
from collections.abc import Callable
from html import unescape

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from exports.mermaid import render
from exports.mermaid_text import comment, escape, front_matter
from exports.picture import plain
from ontology.builtin import VOCABULARY
from tests.exports.conftest import HOSTILE, a_node, a_view, missing

#: Characters of all planes, and more of those that mean something to somebody.
LABELS = st.lists(
    st.text(
        st.one_of(st.characters(), st.sampled_from(list("\"'`#;:&<>[](){}|\\$%-=~*_@ \n\u2028.,1eEnNdD"))), max_size=24
    ),
    min_size=8,
    max_size=8,
)
CALM = settings(
    deadline=None, max_examples=25, database=None, derandomize=True, suppress_health_check=list(HealthCheck)
)


def flowchart(labels: list[str]) -> str:
    """Labels on nodes, edges and subgraphs."""
    rows = [
        f'subgraph g{n}["{label}"]\nn{n}["{label}"]:::c\nend\nn{n} -->|"{label}"| x' for n, label in enumerate(labels)
    ]
    return "flowchart TB\n" + "\n".join(rows) + "\nclassDef c fill:#fff\n"


def timeline(labels: list[str]) -> str:
    """Labels as sections, periods and events."""
    return "timeline\ntitle T\n" + "".join(f"section {label}\n{label} : {label} : {label}\n" for label in labels)


def gantt(labels: list[str]) -> str:
    """Labels as sections and tasks."""
    rows = (f"section {label}\n{label} : 2019-01-01, 30d\n" for label in labels)
    return "gantt\ndateFormat YYYY-MM-DD\n" + "".join(rows)


def packed(labels: list[str]) -> list[list[str]]:
    """Labels in lots that keep a diagram small: Mermaid's parser is quadratic here."""
    lots: list[list[str]] = [[]]
    for label in labels:
        if sum(map(len, lots[-1])) + len(label) > 500:
            lots.append([])
        lots[-1].append(label)
    return lots


@pytest.mark.parametrize("diagram", [flowchart, timeline, gantt])
@pytest.mark.parametrize("around", ["{}", "a {} b"])
def test_hostile_labels_parse(
    diagram: Callable[[list[str]], str], around: str, mermaid_parse: Callable[[str], str]
) -> None:
    """Every hostile label, alone and amid words, is text to flowcharts, timelines and gantt charts."""
    labels = [escape(around.format(label)) or "x" for label in HOSTILE]
    for lot in packed(labels):
        assert mermaid_parse(diagram(lot)) == "ok", lot


@CALM
@given(LABELS)
def test_any_label_parses(mermaid_parse: Callable[[str], str], labels: list[str]) -> None:
    """Labels of any characters at all are text to flowcharts and timelines."""
    coded = [escape(label) or "x" for label in labels]
    for lot in packed(coded):
        for diagram in (flowchart, timeline, gantt):
            assert mermaid_parse(diagram(lot)) == "ok", lot


@CALM
@given(LABELS)
def test_any_quoted_label_parses(mermaid_parse: Callable[[str], str], labels: list[str]) -> None:
    """Between quotation marks Mermaid's own words may stand as they are."""
    for lot in packed([escape(label, quoted=True) or "x" for label in [*labels, "end", "subgraph x"]]):
        assert mermaid_parse(flowchart(lot)) == "ok", lot


@CALM
@given(st.lists(st.text(st.characters(), max_size=30), min_size=2, max_size=5))
def test_any_view_parses(mermaid_parse: Callable[[str], str], titles: list[str]) -> None:
    """A whole diagram with random titles, tiers, conditions and headings is read without complaint."""
    nodes = [a_node(str(n), title, tier=title) for n, title in enumerate(titles)]
    edges = [("0", "replaces", "1", "partial", {"when": titles[-1]})]
    view = a_view(nodes, edges, title=titles[0], hidden={titles[1]: 1})
    assert mermaid_parse(render(view, VOCABULARY, titles[0])) == "ok"


def test_hostile_labels_are_shown_as_they_are() -> None:
    """What real Mermaid draws reads as the titles do, and makes no element out of any of them."""
    try:
        import mermaidx
    except ImportError:
        missing("mermaidx")
    titles = [plain(title).replace("¶", "§") for title in HOSTILE if plain(title)]
    for start in range(0, len(titles), 9):
        lot = titles[start : start + 9]
        nodes = [a_node(str(n), title) for n, title in enumerate(lot)]
        drawn = mermaidx.render(render(a_view(nodes), VOCABULARY)).svg()
        shown = {unescape(text) for text in re.findall(r'class="nodeLabel"><p>(.*?)</p>', drawn)}
        assert shown == set(lot)
        assert not re.search(r"<(?:script|img|b)\b", drawn)


def test_the_readable_variant_leaves_ordinary_titles_alone() -> None:
    """Titles of ordinary patterns stay readable in the source."""
    for title in ("Two-Phase Commit (2PC)", "What's next?", "I/O, again!", "Node.js", "C++", "Ü漢字 × 3"):
        assert escape(title, quoted=True) == title.replace("×", "#215;")


@pytest.mark.parametrize(
    ("text", "coded"),
    [
        ("end", "#101;nd"),
        ("front-end", "front-#101;nd"),
        ("bend", "bend"),
        ("1. x", "1#46; x"),
        ("12) x", "12#41; x"),
        ("+ x", "#43; x"),
        ("www.x.org", "www#46;x.org"),
        ("2019-01-01", "2019#45;01#45;01"),
        ("a\\nb", "a#92;nb"),
        ("a\u2028b", "a b"),
        ("ﬂ°°34¶ß", "fl#176;#176;34#167;ß"),
        ("\u202eevil", "\ufffdevil"),
        ("🏆", "🏆"),
    ],
)
def test_escapes_one_by_one(text: str, coded: str) -> None:
    """Each trap has its own way out."""
    assert escape(text) == coded


@pytest.mark.parametrize("title", HOSTILE)
def test_headings_are_read_as_yaml(title: str) -> None:
    """The heading's YAML holds the title, with angle brackets that make no markup."""
    import yaml

    block = front_matter(title)
    assert block.startswith("---\n")
    assert block.endswith("\n---\n")
    assert len(block.splitlines()) == 3
    assert yaml.safe_load(block[4:-4])["title"] == plain(title).replace("<", "‹").replace(">", "›")


@pytest.mark.parametrize("text", HOSTILE)
def test_comments_are_one_harmless_line(text: str) -> None:
    """A comment is one line without the braces of a directive."""
    assert re.fullmatch(r"%% [^{}\r\n\u2028]*", comment(text))
