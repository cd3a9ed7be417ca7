"""Fillers: what stands where nobody has written anything yet."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ontology.fillers import is_nothing, is_placeholder


@pytest.mark.parametrize(
    "text",
    [
        "TODO",
        "TODO: Add description",
        "TBD",
        "FIXME later\nand more",
        "<!-- TODO: write -->",
        "YYYY",
        "YYYY-MM",
        "YYYY-MM-DD",
        "[Pattern Name]",
        "[ ] still to do",
        "gold|silver|bronze",
        "{companies}",
        "...",
        "…",
        "?",
        "???",
        "  TODO ",
    ],
)
def test_template_words_are_placeholders(text):
    """Words of a template that nobody replaced are placeholders."""
    assert is_placeholder(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "todo",
        "TODOIST",
        "Saga",
        "[Saga](saga.md)",
        "2024-01",
        "A TODO list",
        "YYYY-MM or so",
        "a | b",
        "{a} b",
        ".",
        "read/write|split it",
        "..",
        "not now ...",
        "n/a",
    ],
)
def test_real_words_are_no_placeholders(text):
    """What somebody wrote is no placeholder, however short it is."""
    assert not is_placeholder(text)


@pytest.mark.parametrize("text", ["", " ", "-", "–", "—", "none", "None", "N/A", "na", "nil", "NULL", "~", " n/a "])
def test_words_for_nothing_are_nothing(text):
    """A word for "there is none" is nothing, whatever its case and outer space."""
    assert is_nothing(text)


@pytest.mark.parametrize("text", ["nonet", "0", "no", "null and void", "--", "n / a", "false"])
def test_words_for_something_are_not_nothing(text):
    """A word that merely resembles nothing is something."""
    assert not is_nothing(text)


@given(st.text("[]{}|()<!->.…? TODOabc\n"))
def test_outer_space_does_not_matter(text):
    """White space around a text never makes or unmakes a filler."""
    assert is_placeholder(f"  {text}\t") == is_placeholder(text)
    assert is_nothing(f"  {text}\t") == is_nothing(text)


@pytest.mark.parametrize("unit", ["a|", "[", "{", ".", "?", "<!-- ", " "])
def test_long_text_is_judged_quickly(unit):
    """Long hostile text is judged in a moment."""
    started = time.perf_counter()
    assert not is_placeholder(unit * 20_000 + "!")
    assert time.perf_counter() - started < 1
