"""The comparison matrix of several entries: era, tier, use, limits, what replaces each, capabilities, tables of factors."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import NamedTuple

from ontology import dates
from ontology.claim import Claim
from ontology.names import slug
from queries.answers import Dispute, disputes_of, text_of
from queries.errors import BadQuestion
from queries.graph import Graph, Held, Node
from queries.moment import Moment, begun, holds, retired
from queries.names import the_node
from queries.observed import as_it_was
from queries.replacement import Replacement, what_replaces

MEMBERSHIP, COMPARES = "member-of", "compares"

#: What stands in the columns *use case* and *limitations*, in this order.
USES = ("best-for", "when-to-use", "still-valid-for")
LIMITS = ("limitation", "when-not-to-use", "trade-offs")


class Entry(NamedTuple):
    """One entry of the comparison."""

    node: Node
    existed: bool | None
    """Whether it had been introduced by then; None where its date is too coarse to tell."""
    retired: bool | None
    uses: tuple[Held, ...]
    limits: tuple[Held, ...]
    today: Replacement
    """What replaces it at the moment."""

    @property
    def era(self) -> str:
        """The decade of its introduction; empty where that is unknown or spans several."""
        first, last = self.node.born
        if first is None or last is None:
            return ""
        decades = {date.fromordinal(day).year // 10 for day in (first, last)}
        return f"{decades.pop()}0s" if len(decades) == 1 else ""


class Capability(NamedTuple):
    """A capability, and who provides it: by entry yes, no, or None where the entry states no capability at all."""

    node: Node
    by: tuple[bool | None, ...]


class Factor(NamedTuple):
    """One row of a table of factors."""

    name: str
    cells: tuple[str, ...]
    """By column of its table."""
    claim: Claim


class Factors(NamedTuple):
    """A table of factors that compares two or more of the entries."""

    page: Node
    columns: tuple[str, ...]
    """As written."""
    means: tuple[Node, ...]
    """The entry that each column is about."""
    rows: tuple[Factor, ...]


class Comparison(NamedTuple):
    """Several entries side by side, by their introduction; those of unknown date last."""

    at: Moment
    family: Node | None
    entries: tuple[Entry, ...]
    capabilities: tuple[Capability, ...]
    factors: tuple[Factors, ...]
    disputes: tuple[Dispute, ...]
    notes: tuple[str, ...]


def compare(graph: Graph, names: Sequence[str], at: Moment) -> Comparison:
    """Compare the entries of two or more names; one that is named twice counts once."""
    nodes = {node.id: node for node in (the_node(graph, name) for name in names)}
    if len(nodes) < 2:
        raise BadQuestion("a comparison needs two different entries, or --family")
    return _compared(graph, nodes.values(), None, at, [])


def compare_family(graph: Graph, name: str, at: Moment) -> Comparison:
    """Compare all members of a family."""
    family = _family(graph, name)
    edges = graph.edges([family.id], [MEMBERSHIP], "in")
    members = graph.nodes([edge.subject for edge in edges if holds(edge, at) is not False])
    if not members:
        raise BadQuestion(f"{family.title} ({family.id}) has no members at {at.text}")
    left_out = len({edge.subject for edge in edges}) - len(members)
    notes = [f"{left_out} of its members did not belong to it, or did not exist, at {at.text}"] if left_out else []
    return _compared(graph, members.values(), family, at, notes)


def _family(graph: Graph, name: str) -> Node:
    """The family of a name: ``transactions`` means ``family/transactions``, whatever else is called so."""
    own = graph.nodes([f"family/{slug(name)}"]) if slug(name) else {}
    node = next(iter(own.values()), None) or the_node(graph, name)
    if node.kind != "family":
        families = [one.id for one in graph.select([("kind", "family")])]
        raise BadQuestion(f"{node.title} ({node.id}) is no family; the families are {', '.join(families) or 'none'}")
    return node


def _compared(graph: Graph, nodes: Iterable[Node], family: Node | None, at: Moment, notes: list[str]) -> Comparison:
    listed = sorted(
        as_it_was(graph, nodes, at).values(),
        key=lambda one: (dates.sort_key(dates.parse(one.introduced) if one.introduced else None), one.id),
    )
    ids = [node.id for node in listed]
    held: dict[tuple[str, str], list[Held]] = {}
    for one in graph.properties(ids, (*USES, *LIMITS)):
        if one.state == "chosen":
            held.setdefault((one.node, one.name), []).append(one)
    entries = [
        Entry(
            node,
            begun(node, at),
            retired(node, at),
            tuple(value for name in USES for value in held.get((node.id, name), ())),
            tuple(value for name in LIMITS for value in held.get((node.id, name), ())),
            what_replaces(graph, node.id, at),
        )
        for node in listed
    ]
    told = [f"{one.node.title} is known only from references" for one in entries if not one.node.defined]
    told += [
        f"{one.node.title} did not exist yet at {at.text}: it was introduced in {one.node.introduced}"
        if one.existed is False
        else f"cannot tell whether {one.node.title} existed at {at.text}: it is dated {one.node.introduced}"
        for one in entries
        if not one.existed
    ]
    unclear = [one.today for one in entries if one.today.verdict == "cannot-tell" and one.existed]
    told += [f"cannot tell: {note}" for today in unclear for note in today.notes[:1]]
    return Comparison(
        at,
        family,
        tuple(entries),
        _capabilities(graph, ids, at),
        _factors(graph, ids, at),
        disputes_of(graph, listed, (), {}),
        (*notes, *told),
    )


def _capabilities(graph: Graph, ids: list[str], at: Moment) -> tuple[Capability, ...]:
    """Who provides, includes or enables what, by title."""
    has: dict[str, set[str]] = {id_: set() for id_ in ids}
    for edge in graph.edges(ids, graph.vocabulary.names_of(capability=True), "out"):
        if holds(edge, at) is not False:
            has[edge.subject].add(edge.object)
    nodes = graph.nodes(set().union(*has.values()))
    rows = [
        Capability(node, tuple(id_ in has[one] if has[one] else None for one in ids)) for id_, node in nodes.items()
    ]
    return tuple(sorted(rows, key=lambda one: (one.node.title, one.node.id)))


def _factors(graph: Graph, ids: Collection[str], at: Moment) -> tuple[Factors, ...]:
    """Tables of factors that compare at least two of the entries."""
    edges = [edge for edge in graph.edges(ids, [COMPARES], "in") if holds(edge, at) is not False]
    claims = graph.claims(edges)
    said = [(claim.source, edge) for edge in edges for claim in claims.get(edge.key, ())]
    meant: dict[str, dict[str, str]] = {}
    for source, edge in sorted(said, key=lambda one: (one[0].path, one[0].line, one[0].column, one[0].pointer)):
        meant.setdefault(edge.subject, {})[_last(source.pointer)] = edge.object
    pages = [page for page, columns in sorted(meant.items()) if len(set(columns.values())) > 1]
    rows: dict[str, list[Held]] = {}
    for held in graph.properties(pages, ["factor"]) if pages else ():
        if held.state == "chosen":
            rows.setdefault(held.node, []).append(held)
    nodes, known = graph.nodes(pages), graph.nodes(ids)
    found = []
    for page in pages:
        columns = tuple(meant[page])
        table = [
            Factor(text_of(value.get("factor")), tuple(text_of(value.get(column)) for column in columns), one.claim)
            for one in rows.get(page, ())
            if isinstance(value := one.value, dict)
        ]
        found.append(Factors(nodes[page], columns, tuple(known[meant[page][one]] for one in columns), tuple(table)))
    return tuple(found)


def _last(pointer: str) -> str:
    """The last part of a JSON pointer."""
    return pointer.rsplit("/", 1)[-1].replace("~1", "/").replace("~0", "~")
