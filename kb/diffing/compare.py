"""Compares two settled catalogues: two sorted streams side by side, so that only what differs is kept."""

import json
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple, TypeVar

from kb.diffing.rows import EdgeRow, EntryRow, Rows, edges, entries, other_ids
from kb.diffing.words import edge_text, property_text
from ontology.vocabulary import Vocabulary
from queries.diff import Change, Side
from queries.moment import Moment

T = TypeVar("T")

#: Properties in which nothing is said of an entry that is worth a line beside its coming or going.
OWN = ("title", "kind")


class Found(NamedTuple):
    """What differs, before anybody asked what it changes."""

    changes: list[Change]
    nodes: dict[str, tuple[EntryRow | None, EntryRow | None]]
    """Entries that differ, on both sides."""
    edges: dict[tuple[str, str, str], tuple[EdgeRow | None, EdgeRow | None]]
    entries: tuple[int, int]


def compare(
    first: Rows, second: Rows, titles: Callable[[str], str], words: Vocabulary, at: tuple[Moment | None, Moment | None]
) -> Found:
    """Every difference of two catalogues, by entry and by edge."""
    also = other_ids(first), other_ids(second)
    twins = tuple({twin: id_ for id_, others in one.items() for twin in others} for one in also)
    found: list[Change] = []
    nodes: dict[str, tuple[EntryRow | None, EntryRow | None]] = {}
    counts = [0, 0]
    pairs = _side_by_side(
        entries(first, also[0], at[0]), entries(second, also[1], at[1]), lambda row: row.id, lambda row: row.id
    )
    for old, new in pairs:
        counts[0] += old is not None and old.node.defined
        counts[1] += new is not None and new.node.defined
        if changes := list(_entry(old, new, (twins[0], twins[1]), words, dated=at != (None, None))):
            found += changes
            nodes[changes[0].id] = (old, new)
            nodes[(old or new).id] = (old, new)  # type: ignore[union-attr]
    moved = {
        (one.id, one.other) for one in found if one.kind == "entry-renamed" and "defined" in (one.before.data or ())
    }
    found = [
        one
        for one in found
        if one.kind != "entry-renamed" or "defined" in (one.before.data or ()) or (one.id, one.other) not in moved
    ]  # an entry that became a name of another one is told once
    between: dict[tuple[str, str, str], tuple[EdgeRow | None, EdgeRow | None]] = {}
    for one, other in _side_by_side(
        edges(first, at[0]), edges(second, at[1]), lambda row: row.key, lambda row: row.key
    ):
        if one is None or other is None or one.said != other.said:
            found.append(_edge(one, other, titles, words))
            between[(one or other).key] = (one, other)  # type: ignore[union-attr]
    return Found(found, nodes, between, (counts[0], counts[1]))


def _side_by_side(
    first: Iterator[T], second: Iterator[T], key: Callable[[T], Any], other: Callable[[T], Any]
) -> Iterator[tuple[T | None, T | None]]:
    """Two sorted streams, row by row with the row of the same key, None where there is none."""
    one, two = next(first, None), next(second, None)
    while one is not None or two is not None:
        if two is None or (one is not None and key(one) < other(two)):
            yield one, None
            one = next(first, None)
        elif one is None or key(one) > other(two):
            yield None, two
            two = next(second, None)
        else:
            yield one, two
            one, two = next(first, None), next(second, None)


def _entry(
    old: EntryRow | None,
    new: EntryRow | None,
    twins: tuple[dict[str, str], dict[str, str]],
    words: Vocabulary,
    *,
    dated: bool,
) -> Iterator[Change]:
    """What is different of one entry."""
    if new is None:
        assert old is not None
        if renamed := twins[1].get(old.id):
            text = f"{old.node.title} ({old.id}) is now {renamed}"
            yield Change("entry-renamed", renamed, "", old.id, _whole(old), Side({"same": renamed}), text)
        else:
            text = f"{_named(old)} was not there yet" if dated else f"{_named(old)} is gone"
            yield Change("entry-removed", old.id, "", "", _whole(old), Side(None), text)
        return
    if old is None:
        text = f"{_named(new)} came" if dated else f"{_named(new)} is new"
        kind = "entry-came" if dated else "entry-added"
        before = Side({"same": twins[0][new.id]} if new.id in twins[0] else None)
        yield Change(kind, new.id, "", "", before, _whole(new), text)
    elif old.node.defined != new.node.defined:
        kind, text = "entry-defined", f"{new.node.title} has an entry of its own now; before it was only mentioned"
        if old.node.defined:
            kind, text = "entry-mentioned", f"{old.node.title} is only mentioned now; before it had an entry of its own"
        yield Change(kind, new.id, "", "", _whole(old), _whole(new), text)
    elif not new.node.defined and (old.node.title, old.node.kind) != (new.node.title, new.node.kind):
        text = f"{old.node.title}, known by name only, is now called {new.node.title}"
        yield Change("entry-mentioned", new.id, "", "", _whole(old), _whole(new), text)
    if dated and old is not None and old.in_use != new.in_use:
        kind, text = "entry-revived", f"{new.node.title} is in use again"
        if old.in_use:
            why = f": {new.node.retired_text}" if new.node.retired_text else ""
            kind, text = "entry-retired", f"{new.node.title} is retired ({new.node.retired}){why}"
        yield Change(kind, new.id, "", "", Side(old.in_use), Side(new.in_use), text)
    for twin in sorted({*(old.also if old else ()), *new.also}):
        if (old is not None and twin in old.also) != (twin in new.also):
            text = f"{twin} {'is now read as' if twin in new.also else 'is no longer read as'} {new.node.title}"
            was = Side({"same": twins[0][twin]} if twin in twins[0] else None)
            now = Side({"same": new.id} if twin in new.also else None)
            yield Change("entry-renamed", new.id, "", twin, was, now, text)
    yield from _properties(old, new, words)


def _properties(old: EntryRow | None, new: EntryRow, words: Vocabulary) -> Iterator[Change]:
    before = old.properties if old is not None else {}
    for name in sorted({*before, *new.properties}):
        was, now = before.get(name, []), new.properties.get(name, [])
        if was != now:
            sides = (
                Side(was, tuple(old.sources.get(name, ())) if old else ()),
                Side(now, tuple(new.sources.get(name, ()))),
            )
            text = property_text(new.node.title, words.property(name).label or name, was, now)
            yield Change("property", new.id, name, "", *sides, text)


def _whole(row: EntryRow) -> Side:
    """What an entry is."""
    node = row.node
    sources = tuple(dict.fromkeys(place for places in row.sources.values() for place in places[:1]))[:1]
    return Side({"defined": node.defined, "title": node.title, "kind": node.kind}, sources)


def _named(row: EntryRow) -> str:
    node = row.node
    about = [word for word in (node.kind, node.introduced, node.tier) if word]
    known = "" if node.defined else "known by name only"
    return f"{node.title} ({', '.join([*about, known] if known else about)})" if about or known else node.title


def _edge(old: EdgeRow | None, new: EdgeRow | None, titles: Callable[[str], str], words: Vocabulary) -> Change:
    row = new or old
    assert row is not None
    relation, subject, object_ = row.key
    kind = "edge-added" if old is None else "edge-removed" if new is None else "edge-changed"
    sides = [Side(one.said, one.sources) if one is not None else Side(None) for one in (old, new)]
    text = edge_text(words.relations[relation].label, titles(subject), titles(object_), sides[0].data, sides[1].data)
    return Change(kind, subject, relation, object_, sides[0], sides[1], text)


def same(first: Any, second: Any) -> bool:
    """Whether two sides say the same, whatever the order of their keys."""
    return json.dumps(first, sort_keys=True) == json.dumps(second, sort_keys=True)
