"""Puts a catalogue on a server, or brings the one that is there up to date: only what changed is sent.

A small change is one transaction: who asks meanwhile is answered from before or after it. A large one is many, and
until the last of them the catalogue there cannot be asked; cut off, it is completed by pushing again.
"""

import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from kb.errors import CatalogueError
from kb.store.server.layout import BUCKETS, CONSTRAINTS, FORM, bucket_of, edge_width, signed
from kb.store.server.link import Link, TooLarge
from kb.store.server.pieces import LABELS, LEFT_OVER, SORTS, Sort, run
from queries.graph import Graph

if TYPE_CHECKING:
    from neo4j import ManagedTransaction

#: So many pieces are one transaction of a large push; halved where the server has no memory for them.
BATCH = 1_000

#: Up to so many changed pieces are one transaction together.
AT_ONCE = 5_000

#: Hears of progress: what is done, how many, of how many (0 where nobody knows yet).
Told = Callable[[str, int, int], None]


class Pushed(NamedTuple):
    """What a push did: of each sort of piece how many there are, how many were sent, and how many went."""

    catalogue: str
    there: dict[str, int]
    sent: dict[str, int]
    removed: dict[str, int]

    @property
    def changed(self) -> int:
        """How much was sent or taken away."""
        return sum(self.sent.values()) + sum(self.removed.values())


class State(NamedTuple):
    """What a server knows of a catalogue as a whole. A ``generation`` below 0 is one that was not completed."""

    generation: int
    form: int
    buckets: dict[str, list[int]]


def push(graph: Graph, link: Link, name: str, told: Told = lambda *_: None) -> Pushed:
    """Make the catalogue ``name`` on the server what ``graph`` is."""
    for text in (*CONSTRAINTS, "CALL db.awaitIndexes(120)"):
        link.run(text)
    ids = [node.id for node in graph.select()]
    about, counts, sums = look(graph, ids, told)
    about["pushed"] = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    state = _state(link, name)
    if state is not None and state.form != FORM:
        forget(link, name)
        state = None
    differing = {sort: _differing(sums[sort], state, sort) for sort in sums}
    there = {sort.name: sort.there(link, name, differing[sort.name]) if state is not None else {} for sort in SORTS}
    pushing = _Push(graph, link, name, abs(state.generation if state else 0) + 1, about, told)
    wanted = {sort: set(range(BUCKETS)) if places is None else set(places) for sort, places in differing.items()}
    sent, removed = pushing.bring(ids, there, wanted, sum(counts.values()))
    return Pushed(name, counts, sent, removed)


def look(graph: Graph, ids: Sequence[str], told: Told) -> tuple[dict[str, Any], dict[str, int], dict[str, list[int]]]:
    """What is said of the catalogue as a whole, how many pieces of each sort it has, and a digest a bucket of them."""
    width = names = 0
    counts, sums = {}, {}
    for sort in SORTS:
        digests, counts[sort.name] = [0] * BUCKETS, 0
        for pieces in sort.read(graph, ids):
            for piece in pieces:
                digests[piece.bucket] += piece.digest
                if sort.name == "edges":
                    width = max(width, edge_width(*piece.key))
                elif sort.name == "entries":
                    names += len(piece.whole.properties["spellings"])
            counts[sort.name] += len(pieces)
            told(f"{sort.name} compared", counts[sort.name], len(ids) if sort.name == "entries" else 0)
        sums[sort.name] = list(map(signed, digests))
    about = {
        "form": FORM,
        "own_words": json.dumps(getattr(graph, "own_words", {}), ensure_ascii=False),
        "unspoken": graph.unspoken() if hasattr(graph, "unspoken") else [],
        "vocabulary": json.dumps(graph.vocabulary.to_data(), ensure_ascii=False),
        "width": width,
        "names": names,
        "property_names": graph.property_names(),
        "counts": json.dumps(graph.tally(), ensure_ascii=False),
        **{f"buckets_{sort}": digests for sort, digests in sums.items()},
    }
    return about, counts, sums


def _differing(digests: list[int], state: State | None, sort: str) -> list[int] | None:
    """The buckets in which the two sides differ; None for all of them."""
    if state is None or state.generation < 0 or sort not in state.buckets:
        return None
    before = state.buckets[sort]
    return [place for place in range(BUCKETS) if digests[place] != before[place]]


def _state(link: Link, name: str) -> State | None:
    sorts = [sort.name for sort in SORTS]
    columns = ", ".join(f"c.buckets_{sort}" for sort in sorts)
    rows = link.read(f"MATCH (c:KbCatalogue {{name: $name}}) RETURN c.generation, c.form, {columns}", name=name)
    if not rows:
        return None
    generation, form, *buckets = rows[0]
    return State(generation, form, {sort: known for sort, known in zip(sorts, buckets, strict=True) if known})


def forget(link: Link, name: str) -> int:
    """Take a catalogue off the server; how many entries went. Raises ``CatalogueError`` where there is none."""
    if _state(link, name) is None:
        raise CatalogueError(f"{link.address.uri} holds no catalogue '{name}'")
    unreadable = "MATCH (c:KbCatalogue {name: $name}) SET c.generation = -abs(c.generation)"
    link.write(lambda tx: run(tx, unreadable, name=name))
    gone = 0
    for label, key in LABELS:
        while number := _some_gone(link, name, label, key):
            gone += number if label == "KbNode" else 0
    link.write(lambda tx: run(tx, "MATCH (c:KbCatalogue {name: $name}) DELETE c", name=name))
    return gone


def _some_gone(link: Link, name: str, label: str, key: str) -> int:
    """Take some nodes of a label away, as many as the server has memory for; how many went."""
    most = 10 * BATCH
    text = (
        f"MATCH (n:{label} {{catalogue: $name}}) WHERE n.{key} IS NOT NULL WITH n LIMIT $most DETACH DELETE n"
        " RETURN count(*)"
    )

    def work(tx: "ManagedTransaction") -> int:
        return run(tx, text, name=name, most=most)

    while True:
        try:
            return link.write(work)
        except TooLarge as error:
            most //= 2
            if not most:
                raise _no_memory(error) from error


class _Push:
    """Brings one catalogue on the server to a new generation."""

    def __init__(self, graph: Graph, link: Link, name: str, generation: int, about: dict[str, Any], told: Told) -> None:
        self.graph, self.link, self.name = graph, link, name
        self.generation, self.about, self.told = generation, about, told
        self.batch = BATCH

    def bring(
        self, ids: Sequence[str], there: dict[str, dict[Any, int]], wanted: dict[str, set[int]], size: int
    ) -> tuple[dict[str, int], dict[str, int]]:
        """Send what differs, and take away what is no longer there; how much of each sort."""
        updating = any(there.values())
        if size <= AT_ONCE or updating:
            change = self._difference(ids, there, wanted)
            if change is not None:
                new, gone = change
                try:
                    self.link.write(lambda tx: self._at_once(tx, new, gone))
                except TooLarge:
                    pass  # then in parts
                else:
                    return _sizes(new), _sizes(gone)
        return self._in_parts(ids, there, wanted)

    def _difference(
        self, ids: Sequence[str], there: dict[str, dict[Any, int]], wanted: dict[str, set[int]]
    ) -> tuple[dict[str, list[Any]], dict[str, list[Any]]] | None:
        """What to send and what to take away, by sort; None where it is too much for one transaction."""
        new: dict[str, list[Any]] = {}
        gone: dict[str, list[Any]] = {}
        for sort in SORTS:
            left = dict(there[sort.name])
            new[sort.name] = []
            for pieces in self._read(sort, ids, wanted):
                new[sort.name] += [one.whole for one in pieces if left.pop(one.key, None) != one.digest]
                if len(new[sort.name]) > AT_ONCE:
                    return None
            gone[sort.name] = sorted(left)
        return (new, gone) if sum(map(len, (*new.values(), *gone.values()))) <= AT_ONCE else None

    def _read(self, sort: Sort, ids: Sequence[str], wanted: dict[str, set[int]]):  # type: ignore[no-untyped-def]
        """Pieces of the buckets that differ."""
        places = wanted[sort.name]
        if not places:
            return
        few = ids if sort.name == "statements" else [id_ for id_ in ids if bucket_of(id_) in places]
        for pieces in sort.read(self.graph, few):
            yield [one for one in pieces if one.bucket in places]

    def _at_once(self, tx: "ManagedTransaction", new: dict[str, list[Any]], gone: dict[str, list[Any]]) -> None:
        for sort in reversed(SORTS):
            if gone[sort.name]:
                sort.remove(tx, self.name, gone[sort.name])
        for sort in SORTS:
            if new[sort.name]:
                sort.send(tx, self.name, new[sort.name], False)
        if any(new.values()) or any(gone.values()):
            self._tidy(tx)
            self._say(tx, self.generation)

    def _in_parts(
        self, ids: Sequence[str], there: dict[str, dict[Any, int]], wanted: dict[str, set[int]]
    ) -> tuple[dict[str, int], dict[str, int]]:
        """Many transactions; the catalogue cannot be asked before the last of them."""
        self.link.write(lambda tx: self._say(tx, -self.generation))
        sent, gone = {}, {}
        for sort in SORTS:
            left, fresh = dict(there[sort.name]), not there[sort.name]
            sent[sort.name] = done = 0
            for pieces in self._read(sort, ids, wanted):
                new = [one.whole for one in pieces if left.pop(one.key, None) != one.digest]
                sent[sort.name] += self._in_batches(
                    new,
                    lambda tx, part, sort=sort, fresh=fresh: sort.send(tx, self.name, part, fresh),  # type: ignore[misc]
                )
                done += len(pieces)
                self.told(f"{sort.name} sent", done, len(ids) if sort.name == "entries" else 0)
            gone[sort.name] = sorted(left)
        for sort in reversed(SORTS):
            self._in_batches(gone[sort.name], lambda tx, part, sort=sort: sort.remove(tx, self.name, part))  # type: ignore[misc]
        if any(there.values()):
            self.link.write(self._tidy)
        self.link.write(lambda tx: self._say(tx, self.generation))
        return sent, _sizes(gone)

    def _in_batches(self, items: list[Any], work: Callable[["ManagedTransaction", list[Any]], None]) -> int:
        """One transaction a batch; where the server has no memory for it, half of it at a time from then on."""
        start = 0
        while start < len(items):
            part = items[start : start + self.batch]
            try:
                self.link.write(lambda tx, part=part: work(tx, part))  # type: ignore[misc]
            except TooLarge as error:
                if self.batch == 1:
                    raise _no_memory(error) from error
                self.batch //= 2
                continue
            start += len(part)
        return len(items)

    def _say(self, tx: "ManagedTransaction", generation: int) -> None:
        run(
            tx,
            "MERGE (c:KbCatalogue {name: $name}) SET c += $about, c.generation = $generation",
            name=self.name,
            about=self.about if generation > 0 else {"form": FORM},
            generation=generation,
        )

    def _tidy(self, tx: "ManagedTransaction") -> None:
        """Let go of names and values that nothing has any more."""
        for label, key, type_ in LEFT_OVER:
            run(
                tx,
                f"MATCH (x:{label} {{catalogue: $name}}) WHERE x.{key} IS NOT NULL"
                f" AND NOT EXISTS {{ (x)-[:{type_}]-() }} DELETE x",
                name=self.name,
            )


def _sizes(items: dict[str, list[Any]]) -> dict[str, int]:
    return {name: len(some) for name, some in items.items()}


def _no_memory(error: Exception) -> CatalogueError:
    return CatalogueError(
        f"the server has no memory for even one piece ({error}); raise dbms.memory.transaction.total.max and push again"
    )
