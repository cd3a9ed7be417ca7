"""The life of a node on both clocks: what happened to it in the world, and what the catalogue said of it when."""

from collections import Counter
from collections.abc import Collection, Iterator
from typing import NamedTuple, Protocol

from ontology import dates
from ontology.claim import Claim
from ontology.spans import begun_by
from ontology.vocabulary import Vocabulary
from queries.answers import text_of
from queries.graph import Graph, Node
from queries.moment import Moment
from queries.names import the_node

#: Properties whose value is itself a day in the node's life.
DAYS = ("introduced", "peak", "retired-on")
#: What a node is said to be in, at each moment.
STATES = ("tier", "status")

#: A fact as it reads from the node, and its other end or value.
Fact = tuple[str, str]


class Statement(NamedTuple):
    """One statement of one source, open or ended, on the catalogue's own clock."""

    claim: Claim
    seen: str
    """Since when the catalogue said so, in UTC."""
    load: int
    """The load that brought it; loads of one second are in the order of their numbers."""
    until: str = ""
    """Since when it no longer does; empty while it does."""
    until_load: int = 0
    revision: str = ""
    """The commit of the load that brought it, where it was read out of git."""
    until_revision: str = ""


class Remembering(Graph, Protocol):
    """A graph that also keeps what its sources said before."""

    def said(self, names: Collection[str]) -> list[Statement]:
        """Every statement, open or ended, that names one of these, as subject or object; in reading order."""
        ...


class WorldEvent(NamedTuple):
    """Something that happened in the world; ``date`` is EDTF, empty where nobody gives one."""

    date: str
    text: str
    claims: tuple[Claim, ...]
    changed: bool = True
    """False for an observation that found what was known before."""


class Change(NamedTuple):
    """One thing that the catalogue began to say (``old`` empty), ceased to say (``new`` empty), or says otherwise."""

    fact: str
    """A property's name, or a relation as it reads from the node (``replaced by``)."""
    old: str
    new: str
    claim: Claim


class Revision(NamedTuple):
    """One moment at which what the catalogue says of the node changed."""

    seen: str
    commit: str
    changes: tuple[Change, ...]


class Life(NamedTuple):
    """World events by date, undated ones last; the catalogue's changes in its own order."""

    node: Node
    at: Moment
    world: tuple[WorldEvent, ...]
    revisions: tuple[Revision, ...]
    began: str
    """Since when the catalogue speaks of the node."""
    later: int = 0
    """How many world events came only after the moment."""


def life(graph: Remembering, name: str, at: Moment) -> Life:
    """The life of the node called ``name``, up to a moment."""
    node = the_node(graph, name)
    called = [row[1] for row in graph.names([node.id])]
    # A name that only a later renaming gave is nothing that any source said at the time.
    statements = [
        one
        for one in graph.said(list(dict.fromkeys([node.id, *called])))
        if one.claim.predicate != "alias" or one.claim.method != "inferred"
    ]
    events = [*_own(graph, node), *_names(graph, node), *_lineage(graph, node)]
    world = [event for event in events if _by(event.date, at)]
    world.sort(key=lambda event: (dates.sort_key(dates.parse(event.date) if event.date else None), event.text))
    return Life(
        node,
        at,
        tuple(world),
        tuple(_revisions(statements, set(called) | {node.id}, graph.vocabulary)),
        min((one.seen for one in statements), default=""),
        len(events) - len(world),
    )


# ---- in the world


def _by(date: str, at: Moment) -> bool:
    """Whether something may have happened by a moment."""
    found = dates.parse(date) if date else None
    return found is None or begun_by(found.earliest, found.latest, at.day) is not False


def _own(graph: Graph, node: Node) -> Iterator[WorldEvent]:
    """Days that are said of the node, and what was observed of it: every observation, also one that found no change."""
    observed: list[tuple[tuple[object, ...], str, str, str, Claim]] = []
    for held in graph.properties([node.id]):
        label, value = graph.vocabulary.property(held.name).label, text_of(held.value)
        since = text_of(held.claim.qualifiers.get("since"))
        if held.name in DAYS and held.state != "suspect":
            found = dates.parse(value)
            disputed = ", another source" if held.state == "other" else ""
            yield WorldEvent(found.edtf if found else value, f"{label.removesuffix('-on')}{disputed}", (held.claim,))
        elif since and held.name not in ("kind", "title", "alias", "former-name", "tags", "retired"):
            found = dates.parse(since)
            observed.append((dates.sort_key(found), found.edtf if found else since, held.name, value, held.claim))
        elif held.name in STATES and held.state == "chosen":
            yield WorldEvent("", f"{label} {value}", (held.claim,))
    before: dict[str, str] = {}
    for _, date, property_, value, claim in sorted(observed, key=lambda row: row[:4]):
        label, known = graph.vocabulary.property(property_).label, before.get(property_)
        if known != value:
            yield WorldEvent(date, f"{label} {f'{known} → ' if known is not None else ''}{value}", (claim,))
        elif property_ in STATES:
            yield WorldEvent(date, f"{label} {value}, as before", (claim,), changed=False)
        before[property_] = value


def _names(graph: Graph, node: Node) -> Iterator[WorldEvent]:
    for _, called, rule, since in graph.names([node.id]):
        if rule == "former name":
            found = dates.parse(since) if since else None
            yield WorldEvent(found.edtf if found else since, f"{'' if since else 'formerly '}called {called}", ())


def _lineage(graph: Graph, node: Node) -> Iterator[WorldEvent]:
    lineage = [name for name, relation in graph.vocabulary.relations.items() if relation.lineage]
    edges = [edge for edge in graph.edges([node.id], lineage, "both") if edge.method != "inferred"]
    ends = graph.nodes({end for edge in edges for end in (edge.subject, edge.object)})
    claims = graph.claims(edges)
    for edge in edges:
        relation = graph.vocabulary.relations[edge.relation]
        forward = edge.subject == node.id
        far = ends[edge.object if forward else edge.subject].title
        label = relation.label if forward else relation.inverse
        how = {"partial": ", partly", "consider": ", only suggested"}.get(edge.strength, "")
        details = edge.details()
        since = text_of(details.get("since")) or text_of(details.get("start-of"))
        yield WorldEvent(since, f"{label} {far}{how}", claims.get(edge.key, ()))
        if until := text_of(details.get("until")):
            yield WorldEvent(until, f"no longer {label} {far}", claims.get(edge.key, ()))


# ---- in the catalogue


def _revisions(statements: list[Statement], names: set[str], vocabulary: Vocabulary) -> Iterator[Revision]:
    """Changes by load: what somebody says from there on and nobody said before, and what nobody says any more."""
    came: dict[tuple[str, int, str], list[Claim]] = {}
    went: dict[tuple[str, int, str], list[Claim]] = {}
    for one in statements:
        came.setdefault((one.seen, one.load, one.revision), []).append(one.claim)
        if one.until_load:
            went.setdefault((one.until, one.until_load, one.until_revision), []).append(one.claim)
    voices: Counter[Fact] = Counter()
    for moment in sorted({*came, *went}, key=lambda moment: moment[:2]):
        before = +voices
        old = {_worded(claim, names, vocabulary): claim for claim in reversed(went.get(moment, []))}
        new = {_worded(claim, names, vocabulary): claim for claim in reversed(came.get(moment, []))}
        voices.subtract(_worded(claim, names, vocabulary) for claim in went.get(moment, ()))
        voices.update(_worded(claim, names, vocabulary) for claim in came.get(moment, ()))
        changes = _changes(
            {fact: claim for fact, claim in reversed(old.items()) if before[fact] > 0 and voices[fact] <= 0},
            {fact: claim for fact, claim in reversed(new.items()) if before[fact] <= 0 and voices[fact] > 0},
            vocabulary,
        )
        if changes:
            yield Revision(moment[0], moment[2], tuple(changes))


def _changes(old: dict[Fact, Claim], new: dict[Fact, Claim], vocabulary: Vocabulary) -> list[Change]:
    """What is new, where it took the place of an old value beside that, and then what is gone."""
    gone: dict[str, list[tuple[str, Claim]]] = {}
    for (fact, text), claim in old.items():
        gone.setdefault(fact, []).append((text, claim))
    found = []
    for (fact, text), claim in new.items():
        before = gone.get(fact, [])
        one = claim.object is None and vocabulary.property(claim.predicate).holds == "one"
        found.append(Change(fact, before.pop(0)[0] if one and before else "", text, claim))
    found += [Change(fact, text, "", claim) for fact, rest in gone.items() for text, claim in rest]
    return found


def _worded(claim: Claim, names: set[str], vocabulary: Vocabulary) -> Fact:
    """A fact as it reads from the node, and its other end or value."""
    if claim.object is None:
        since = text_of(claim.qualifiers.get("since")) if claim.predicate in STATES else ""
        return claim.predicate, text_of(claim.value) + (f" (at {since})" if since else "")
    relation = vocabulary.relations.get(claim.predicate)
    if relation is None:
        return claim.predicate, claim.object
    forward = claim.subject in names
    return (relation.label, claim.object) if forward else (relation.inverse, claim.subject)
