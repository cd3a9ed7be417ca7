"""Timelines and gantt charts give the day when something came up, on a page about many things only."""

import pytest

from tests.prose.pages import fenced, lines_of, quoted

TIMELINE = fenced("""timeline
    title How transactions came about
    section Old
    1978 : Two-Phase Commit : Locking
         : Recovery
    1980s : Saga
    section New
    Week 1 : Circuit Breaker
    2PC : old""")


def test_timeline() -> None:
    """Every event at a year or a decade is named, over several lines too; other periods are not."""
    said = lines_of(TIMELINE, kind="guide")
    assert said == lines_of(TIMELINE, subject="", kind="")
    assert said == [
        ("Two-Phase Commit", "introduced", "1978"),
        ("Locking", "introduced", "1978"),
        ("Recovery", "introduced", "1978"),
        ("Saga", "introduced", "1980s"),
    ]


@pytest.mark.parametrize("kind", ["pattern", "case-study"])
def test_own_story(kind: str) -> None:
    """On the page of one thing a timeline tells that thing's story, and introduces nothing."""
    assert lines_of(TIMELINE, kind=kind) == []


def test_gantt() -> None:
    """A gantt chart in years is history, one in days a plan."""
    chart = "gantt\n title Consensus\n dateFormat {}\n section A\n Raft :done, r1, {}, {}\n Paxos :1989, 2001\n"
    assert lines_of(fenced(chart.format("YYYY", "2014", "2024")), kind="guide") == [
        ("Raft", "introduced", "2014"),
        ("Paxos", "introduced", "1989"),
    ]
    assert lines_of(fenced(chart.format("YYYY-MM-DD", "2024-01-01", "7d")), kind="guide") == []


def test_place() -> None:
    """A claim stands where its event begins."""
    found = quoted(TIMELINE)
    assert found == []  # the page of one pattern
    from loaders.base import SourceFile
    from loaders.prose import harvest
    from ontology.builtin import VOCABULARY

    claims = list(harvest(SourceFile("x.md", TIMELINE), VOCABULARY, "", "", 0))
    assert [(one.source.line, one.source.column) for one in claims] == [(5, 12), (5, 31), (6, 12), (7, 13)]
