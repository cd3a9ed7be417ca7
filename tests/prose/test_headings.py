"""Titles say where one comes from and gets to."""

import pytest

from loaders.prose.headings import moves
from tests.prose.pages import lines_of, quoted


@pytest.mark.parametrize(
    "title",
    [
        "From 2PC to Saga",
        "Migrating from 2PC to Saga",
        "Migration: From 2PC to Saga",
        "2PC to Saga Migration",
        "2PC to Saga Migration Guide",
        "1. 2PC → Saga",
        "2PC -> Saga",
        "🚀 **2PC** ➜ `Saga`",
        "Step 3: From 2PC to Saga",
        "2. [2PC to Saga Migration](2pc-to-saga.md)",
        "From 2PC to Saga: what we learnt",
    ],
)
def test_moves(title: str) -> None:
    """A title that leads from one name to another is a replacement in part: it says that one can move."""
    assert lines_of(f"# {title}\n") == [("Saga", "replaces", "2PC", "partial")]


def test_evolution() -> None:
    """A title that says evolution says descent."""
    assert lines_of("## Evolution from Polling to WebSocket\n") == [("WebSocket", "evolved-from", "Polling")]


def test_chain() -> None:
    """A chain of arrows gives each step."""
    assert lines_of("### Polling → Long Polling → WebSocket\n") == [
        ("Long Polling", "replaces", "Polling", "partial"),
        ("WebSocket", "replaces", "Long Polling", "partial"),
    ]


@pytest.mark.parametrize(
    "title",
    [
        "Introduction to Sagas",
        "How to migrate",
        "From here on",
        "Back to Basics",
        "→ Saga",
        "A to Z",
        "Yes → ",
        "x" * 400 + " to y",
    ],
)
def test_other_titles(title: str) -> None:
    """Other titles with "to" or an arrow in them give nothing."""
    assert lines_of(f"## {title}\n") == []


def test_label_in_a_heading() -> None:
    """A heading may name what it is about behind a colon."""
    assert lines_of("## Modern Alternative: Data Mesh\n") == [("Data Mesh", "replaces", "page", "consider")]
    assert lines_of("## Modern Alternative: Data Mesh\n", kind="guide") == []


def test_title_is_no_label() -> None:
    """The title of a page says what the page is, not what its lists are."""
    assert lines_of("# Alternatives\n\n- Saga\n") == []
    assert lines_of("## Alternatives\n\n- Saga\n") == [("page", "alternative-to", "Saga")]


def test_links_to_guides() -> None:
    """An item that links a guide by its way states the way; "X to Y" alone needs an address that says so too."""
    assert lines_of("- [2PC to Saga](2pc-to-saga.md)\n") == [("Saga", "replaces", "2PC", "partial")]
    assert lines_of("- [Welcome to Sagas](welcome.md)\n") == []


def test_place() -> None:
    """A claim stands where the heading's words begin."""
    assert quoted("text\n\n##  From 2PC to Saga ##\n") == ["From 2PC to Saga ##"]


def test_names_are_kept() -> None:
    """Names with brackets and of several words are kept as they are."""
    found = moves("From Two-Phase Commit to Choreographed Saga")
    assert found is not None
    assert found[1] == ["Two-Phase Commit", "Choreographed Saga"]
