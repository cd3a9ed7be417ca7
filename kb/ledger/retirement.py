"""A node's row in the store: its chosen properties, and whether and since when it is retired."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from kb.ledger.edges import Span, span_of
from kb.ledger.gather import Gathered
from kb.ledger.properties import Settled, chosen
from ontology import dates
from ontology.claim import IN_USE, NOT_BY
from ontology.vocabulary import Vocabulary


class NodeRow(NamedTuple):
    """What ``queries.graph.Node`` shows of a node."""

    id: str
    title: str
    kind: str
    defined: bool
    tier: str
    status: str
    introduced: str
    born: Span
    retired: str
    retired_on: Span = (None, None)
    retired_text: str = ""

    def as_row(self, number: int) -> tuple[object, ...]:
        """The columns of the table ``node``."""
        return (
            number,
            self.id,
            self.title,
            self.kind,
            self.defined,
            self.tier,
            self.status,
            self.introduced,
            self.born[0],
            self.born[1],
            self.retired,
            self.retired_on[0],
            self.retired_on[1],
            self.retired_text,
        )


def node_row(id_: str, held: dict[str, list[Settled]], gathered: Gathered, vocabulary: Vocabulary) -> NodeRow:
    """Make a node's row out of its settled properties."""
    defined = id_ in gathered.pages
    tier, status, on = chosen(held, "tier"), chosen(held, "status"), chosen(held, "retired-on")
    found = vocabulary.tier(tier) if tier else None
    seen = ""
    introduced = chosen(held, "introduced")
    said = chosen(held, "retired")  # what a catalogue itself counts as retired goes before what the words suggest
    if on:
        retired = f"retired on {on}"
    elif said and not said.startswith(NOT_BY):
        retired = "" if said == IN_USE else said
        seen = observed_since(held["retired"], lambda word: word != IN_USE and not word.startswith(NOT_BY))
    elif tier and vocabulary.retires(tier):
        retired = f"tier {tier}"
        seen = observed_since(held["tier"], vocabulary.retires)
    elif status and vocabulary.retires(status):
        retired = f"status {status}"
        seen = observed_since(held["status"], vocabulary.retires)
    else:
        retired = ""
    since = on or (seen if retired else "")
    return NodeRow(
        id_,
        chosen(held, "title") or gathered.titles.get(id_, id_),
        chosen(held, "kind") or gathered.reference_kinds.get(id_, ""),
        defined,
        found[0].tiers[found[1]].name if found else tier,
        status,
        introduced,
        span_of(introduced),
        retired,
        span_of(since),
        since,
    )


def observed_since(values: Iterable[Settled], retires: Callable[[str], bool]) -> str:
    """The first of the observations up to the latest one that all say retired; empty where they have no date.

    ``values`` are those of one property, the present ones first, then earlier ones, latest first.
    """
    since = ""
    for one in values:
        if one.state not in ("chosen", "earlier"):
            continue
        if not retires(one.text):
            break
        date = dates.parse(str(one.said.extra.get("since", "")))
        since = date.edtf if date else ""
    return since


def with_successor(row: NodeRow, successor: str, day: str, start: Span) -> NodeRow:
    """A retirement that nothing dates holds from the earliest certain date of an exact successor."""
    if not row.retired or row.retired.startswith("retired on") or start[1] is None:
        return row
    if row.retired_on[1] is not None and row.retired_on[1] <= start[1]:
        return row
    return row._replace(retired_on=start, retired_text=f"{day}, when {successor} replaced it")
