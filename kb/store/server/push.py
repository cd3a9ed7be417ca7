"""Puts a catalogue on a server, or brings the one that is there up to date: only what changed is sent.

A small change is one transaction: who asks meanwhile is answered from before or after it. A large one is many, and
until the last of them the catalogue there cannot be asked; cut off, it is completed by pushing again.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from kb.errors import CatalogueError
from kb.store.server.layout import BUCKETS, CONSTRAINTS, FORM, bucket_of
from kb.store.server.link import Link, TooLarge
from kb.store.server.pieces import LABELS, LEFT_OVER, SORTS, Piece, Sort, run
from kb.store.server.survey import Survey, Told
from queries.graph import Graph

if TYPE_CHECKING:
    from neo4j import ManagedTransaction

#: So many pieces are one transaction of a large push; halved where the server has no memory for them.
BATCH = 1_000

#: Up to so many changed pieces are one transaction together.
AT_ONCE = 5_000


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
    state = _state(link, name)
    if state is not None and state.form != FORM:
        forget(link, name)
        state = None
    seen = Survey()
    if state is None:  # all of it is sent, and looked at on the way
        pushing = _Push(graph, link, name, 1, seen, told, fresh=True, whole=False)
        everything = {sort.name: set(range(BUCKETS)) for sort in SORTS}
        sent, removed = pushing.bring(ids, {sort.name: {} for sort in SORTS}, everything)
        return Pushed(name, seen.counts, sent, removed)
    seen.look(graph, ids, told)
    differing = {sort.name: _differing(seen.digests(sort.name), state, sort.name) for sort in SORTS}
    there = {sort.name: sort.there(link, name, differing[sort.name]) for sort in SORTS}
    pushing = _Push(graph, link, name, abs(state.generation) + 1, seen, told, whole=state.generation > 0)
    wanted = {sort: set(range(BUCKETS)) if places is None else set(places) for sort, places in differing.items()}
    sent, removed = pushing.bring(ids, there, wanted)
    return Pushed(name, seen.counts, sent, removed)


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

    def __init__(
        self,
        graph: Graph,
        link: Link,
        name: str,
        generation: int,
        seen: Survey,
        told: Told,
        *,
        fresh: bool = False,
        whole: bool,
    ) -> None:
        """``fresh`` says that nothing of the catalogue is there, and that ``seen`` is to note what is read; ``whole`` that
        what is there can be asked.
        """
        self.graph, self.link, self.name = graph, link, name
        self.generation, self.seen, self.told = generation, seen, told
        self.fresh, self.whole, self.batch = fresh, whole, BATCH

    def bring(
        self, ids: Sequence[str], there: dict[str, dict[Any, int]], wanted: dict[str, set[int]]
    ) -> tuple[dict[str, int], dict[str, int]]:
        """Send what differs, and take away what is no longer there; how much of each sort."""
        change = self._difference(ids, there, wanted)
        if change is not None:
            new, gone = change
            about = self._about()
            try:
                self.link.write(lambda tx: self._at_once(tx, new, gone, about))
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

    def _read(self, sort: Sort, ids: Sequence[str], wanted: dict[str, set[int]]) -> Iterator[list[Piece]]:
        """Pieces of the buckets that differ."""
        places = wanted[sort.name]
        if not places:
            return
        if self.fresh:
            yield from self.seen.passing(sort, sort.read(self.graph, ids))
            return
        few = ids if sort.name == "statements" else [id_ for id_ in ids if bucket_of(id_) in places]
        for pieces in sort.read(self.graph, few):
            yield [one for one in pieces if one.bucket in places]

    def _at_once(
        self, tx: "ManagedTransaction", new: dict[str, list[Any]], gone: dict[str, list[Any]], about: dict[str, Any]
    ) -> None:
        for sort in reversed(SORTS):
            if gone[sort.name]:
                sort.remove(tx, self.name, gone[sort.name])
        for sort in SORTS:
            if new[sort.name]:
                sort.send(tx, self.name, new[sort.name], False)
        if any(new.values()) or any(gone.values()) or not self.whole:
            self._tidy(tx)
            self._say(tx, self.generation, about)

    def _in_parts(
        self, ids: Sequence[str], there: dict[str, dict[Any, int]], wanted: dict[str, set[int]]
    ) -> tuple[dict[str, int], dict[str, int]]:
        """Many transactions; the catalogue cannot be asked before the last of them."""
        self.link.write(lambda tx: self._say(tx, -self.generation, {"form": FORM}))
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
        about = self._about()
        self.link.write(lambda tx: self._say(tx, self.generation, about))
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

    def _about(self) -> dict[str, Any]:
        return {**self.seen.about(self.graph), "pushed": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")}

    def _say(self, tx: "ManagedTransaction", generation: int, about: dict[str, Any]) -> None:
        run(
            tx,
            "MERGE (c:KbCatalogue {name: $name}) SET c += $about, c.generation = $generation",
            name=self.name,
            about=about,
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
