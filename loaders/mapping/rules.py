"""The rules of a mapping by their names, in its own order: what a report counts by."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from loaders.mapping.model import MappingRule, RecordRule, ReferenceRule
from loaders.mapping.patterns import TooSlow

#: What a rule makes: nodes or edges of their own, a part of them, or nothing by itself.
SORTS = ("record", "property", "edge", "part", "reference")


class Rule(NamedTuple):
    """One rule of a mapping."""

    path: str
    sort: str
    references: tuple[ReferenceRule, ...] = ()
    """How it reads the names that it finds."""


def rules_of(mapping: MappingRule) -> list[Rule]:
    """Every rule, records first to last, each before its fields; reference rules stand behind the edges they belong to."""
    found = [rule for record in mapping.records for rule in _of_record(record, mapping)]
    found += [Rule(one.path, "reference") for one in mapping.references]
    return list({rule.path: rule for rule in reversed(found)}.values())[::-1]


def _of_record(record: RecordRule, mapping: MappingRule) -> Iterator[Rule]:
    edge, name = record.edge, record.name
    yield Rule(name, "record", edge.references if edge else mapping.references)
    if edge is not None:
        yield from (Rule(f"{name}.{part}", "part") for part in ("subject", "object", "relation"))
        yield from _own(edge.references, mapping)
        return
    yield Rule(f"{name}.id", "part")
    if record.alias_of is not None:
        yield Rule(f"{name}.alias-of", "part")
        return
    if record.observed is not None:
        yield Rule(f"{name}.observed", "part")
    if record.kind.constant is None:
        yield Rule(f"{name}.kind", "part")
    yield from (Rule(one.path, "property") for one in record.properties)
    yield from (Rule(one.path, "property") for one in record.retired)
    for dated in record.dated_names:
        yield Rule(dated.path, "property")
        if dated.since is not None:
            yield Rule(f"{dated.path}.since", "part")
    for one in record.edges:
        yield Rule(one.path, "edge", one.references)
        yield from _own(one.references, mapping)


def _own(references: tuple[ReferenceRule, ...], mapping: MappingRule) -> Iterator[Rule]:
    """The reference rules of one edge alone."""
    shared = len(mapping.references)
    yield from (Rule(one.path, "reference") for one in references[: len(references) - shared])


def reading(references: Iterable[ReferenceRule], name: str) -> ReferenceRule | None:
    """The reference rule that reads a name, if there is one."""
    for one in references:
        try:
            if one.match is None or one.match.whole(name.strip()):
                return one
        except TooSlow:  # a load reports it, and reads the name no further
            return None
    return None


def both_ways(mapping: MappingRule) -> frozenset[str]:
    """The relations that a mapping reads from both ends, so that each edge could be said twice."""
    ways: dict[str, set[bool]] = {}
    for record in mapping.records:
        for edge in record.edges:
            ways.setdefault(edge.relation, set()).add(edge.backwards)
    return frozenset(relation for relation, found in ways.items() if len(found) == 2)
