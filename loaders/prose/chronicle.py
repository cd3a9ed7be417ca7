"""Reads Mermaid timelines, and gantt charts that count in years: when something came up that the catalogue knows.

Only on a page about many things: an event that is a name and nothing else is that thing's introduction. On the page of one
thing, a timeline tells its own story ("2020 : Stored procedures" under a database is when that database got them).
Nothing else is taken. The order of events is no descent (what came later need not have come of what came before), and a
gantt chart in days is a plan of work.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from loaders.prose.mermaid import kind_of
from loaders.prose.names import usable
from loaders.prose.speaker import Speaker
from ontology import dates
from ontology.claim import Claim
from ontology.text import fold_space

KINDS = ("timeline", "gantt")

_LINE = re.compile(r"[^\n]+")
_IGNORED = re.compile(
    r"(?:title|section|dateFormat|axisFormat|tickInterval|excludes|includes|todayMarker|weekday|%%|acc\w+)\b|%%"
)
_YEARS = re.compile(r"^[ \t]*dateFormat[ \t]+YYYY[ \t]*\r?$", re.MULTILINE)
_STATE = frozenset(("done", "active", "crit", "milestone"))
_WHEN = re.compile(r"[12]\d{3}(?:-\d{2}){0,2}|[12]\d{2}0s")


class Event(NamedTuple):
    """Something at a date, and where its name begins."""

    date: str
    name: str
    offset: int
    kind: str


def events(text: str) -> Iterator[Event]:
    """Everything that stands at a date, in the order of the diagram.

    >>> [event[:2] for event in events("timeline\\n title X\\n 1978 : Two-Phase Commit : Locking\\n      : Paxos\\n 2PC : old")]
    [('1978', 'Two-Phase Commit'), ('1978', 'Locking'), ('1978', 'Paxos')]
    >>> [event[:2] for event in events("gantt\\n dateFormat YYYY\\n section A\\n Raft :done, r1, 2014, 2024")]
    [('2014', 'Raft')]
    """
    kind, start = kind_of(text)
    gantt = kind == "gantt"
    if kind not in KINDS or (gantt and not _YEARS.search(text)):
        return
    date = ""
    for line in _LINE.finditer(text, start + len(kind)):
        words = line[0].strip()
        if not words or _IGNORED.match(words) or ":" not in words:
            continue
        at = line.start() + len(line[0]) - len(line[0].lstrip())
        first, _, rest = words.partition(":")
        if gantt:
            parts = [part.strip() for part in rest.split(",")]
            began = next((part for part in parts if _WHEN.fullmatch(part)), "")
            if began and usable(first):
                yield Event(began, usable(first), at, "gantt")
            continue
        if first.strip():
            date = first.strip() if _WHEN.fullmatch(first.strip()) else ""
        offset = at + len(first) + 1
        for event in rest.split(":") if date else ():
            if name := usable(event):
                yield Event(date, name, offset + len(event) - len(event.lstrip()), "timeline")
            offset += len(event) + 1


def claims(speaker: Speaker, text: str, base: int) -> Iterator[Claim]:
    """The introductions that a timeline or a gantt chart gives, on a page about many things."""
    if speaker.subject and speaker.kind != "guide":
        return
    for event in events(text):
        if dates.parse(event.date) is not None:
            yield Claim(
                fold_space(event.name),
                "introduced",
                speaker.file.at(base + event.offset),
                value=event.date,
                method="harvested",
                rule=f"prose/{event.kind}",
                by_name=True,
            )
