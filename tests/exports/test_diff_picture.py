"""A difference as a diagram: every change is in it with its sign, or is counted as left out."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from exports import dot, mermaid, svg
from exports.diff_picture import picture
from exports.diff_text import shown_changes
from exports.picture import Picture
from kb.diffing.diff import diff
from ontology.builtin import VOCABULARY
from queries.diff import Change, Difference, Side
from tests.diffing.catalogues import made as loaded
from tests.diffing.catalogues import pages, side
from tests.exports.conftest import HOSTILE

SIGNS = {"edge-added": "+", "edge-removed": "−", "edge-changed": "~"}


def text_of(drawn: Picture) -> str:
    """Everything that a picture says."""
    return "\n".join([*(f"{box.title} {box.facts}" for box in drawn.loose), *(link.label for link in drawn.links)])


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(pages(), pages(), st.integers(1, 12))
def test_every_change_is_drawn_or_counted(tmp_path_factory, before, after, most):
    """Each changed relation among drawn entries is a line with its sign, each changed entry a box that says so; the rest is counted."""
    folder = tmp_path_factory.mktemp("diff")
    found = diff(side(loaded(folder / "a", before)), side(loaded(folder / "b", after)))
    changes = shown_changes(found)[0]
    whole = picture(found, VOCABULARY, 100)
    assert len(whole.links) == sum(one.kind in SIGNS for one in changes)
    assert [link.label[0] for link in whole.links].count("+") == sum(one.kind == "edge-added" for one in changes)
    assert {box.title for box in whole.loose} == {
        found.titles.get(end, end)
        for one in changes
        for end in ((one.id, one.other) if one.kind in SIGNS else (one.id,))
    }
    told = sum(line[0] in "+−~" for box in whole.loose for line in box.facts)
    more = sum(int(number) for number in re.findall(r"'and (\d+) more change", text_of(whole)))
    assert told + more == sum(one.kind not in SIGNS for one in changes)
    assert whole.hidden == ""
    part = picture(found, VOCABULARY, most)
    assert len(part.loose) <= most
    shown = re.match(r"shown (\d+) of (\d+) change", part.hidden)
    if shown:
        assert int(shown[2]) == len(changes) > int(shown[1])
    else:
        assert text_of(part) == text_of(whole)


def a_difference(*changes: Change, **titles: str) -> Difference:
    """A difference made by hand."""
    return Difference("old.kb", "new.kb", changes, {}, titles, (1, 2))


def test_what_is_only_inferred_is_counted():
    """A relation that follows from the order of a family alone is no line, and is counted; one that is stated now is a line."""
    none, stated, inferred = Side(), Side({}), Side({"inferred": True})
    made = a_difference(
        Change("edge-added", "a", "evolved-from", "b", none, inferred, "A evolved from B, inferred"),
        Change("edge-removed", "a", "evolved-from", "c", inferred, none, "no longer: A evolved from C, inferred"),
        Change("edge-changed", "b", "evolved-from", "c", inferred, stated, "B evolved from C: inferred → stated"),
    )
    drawn = picture(made, VOCABULARY, 30)
    assert [box.title for box in drawn.loose] == ["b", "c"]
    assert [link.label for link in drawn.links] == ["~ Evolved into"]
    assert drawn.hidden == "not drawn: 2 relations inferred from the order of a family, which 'kb diff' tells"


def test_signs_and_looks_say_what_came_and_went():
    """What came is green with a plus, what went is red and dashed with a minus, what changed is yellow with a tilde."""
    none = Side()
    made = a_difference(
        Change("entry-added", "a", "", "", none, none, "new entry A"),
        Change("entry-removed", "b", "", "", none, none, "no longer: B"),
        Change("property", "c", "tier", "", none, none, "C: tier silver → gold"),
        Change("edge-added", "a", "replaces", "d", none, none, "A replaces D"),
        Change("edge-removed", "c", "pairs-with", "d", none, none, "no longer: C pairs with D"),
        a="A",
        b="B",
        c="C",
        d="D",
    )
    drawn = picture(made, VOCABULARY, 30)
    assert {box.title: (box.paint.name, box.facts) for box in drawn.loose} == {
        "A": ("came", ("+ new here",)),
        "B": ("went", ("− no longer here",)),
        "C": ("changed", ("~ tier silver → gold",)),
        "D": ("as_before", ()),
    }
    assert [(link.label, link.line.dash, link.line.arrow) for link in drawn.links] == [
        ("+ Replaced by", "solid", "normal"),
        ("− Pairs with", "dashed", "none"),
    ]
    assert drawn.moment == "+ came: 1 entry and 1 relation · − went: 1 entry and 1 relation · ~ changed: 1 entry"


def test_kinds_that_stand_aside_are_counted():
    """Changes of publications and their like are left out and counted."""
    none = Side()
    made = a_difference(Change("entry-added", "a", "", "", none, none, "new entry A"), a="A")
    assert picture(made, VOCABULARY, 30, {"a": "publications"}).hidden == (
        "not drawn: 1 change of publications, which 'kb diff' tells"
    )


@pytest.mark.parametrize("start", range(0, len(HOSTILE), 4))
def test_hostile_words_are_words(start: int, mermaid_parse: Callable[[str], str], graphviz_program: str, monkeypatch):
    """Titles and values of any kind are read by Mermaid and by Graphviz."""
    monkeypatch.setattr(svg, "programs", lambda: (graphviz_program,))
    none = Side()
    lot = HOSTILE[start : start + 4]
    changes = [
        Change("property", f"n{place}", "tier", "", none, none, f"{title}: tier {title} → {title}")
        for place, title in enumerate(lot)
    ]
    made = a_difference(*changes, **{f"n{place}": title for place, title in enumerate(lot)})
    drawn = picture(made, VOCABULARY, 30)
    assert mermaid_parse(mermaid.written(drawn)) == "ok"
    assert svg.svg(dot.written(drawn)).startswith(b"<?xml")


def test_two_files_are_drawn(tmp_path: Path):
    """The picture of two catalogue files names both."""
    one = loaded(tmp_path / "a", {"a": {"title": "A"}})
    other = loaded(tmp_path / "b", {"a": {"title": "A"}, "b": {"title": "B", "replaces": ["a"]}})
    drawn = picture(diff(side(one), side(other)), VOCABULARY, 30)
    assert "→" in drawn.title
    assert [link.label for link in drawn.links] == ["+ Replaced by"]
