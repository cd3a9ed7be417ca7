"""Which of several values a view shows: named criteria, in an order that a user can change without loading again.

All values are kept. The first criterion that tells two values apart decides, and the chosen value carries its name.
"""

from collections.abc import Callable
from dataclasses import dataclass

from kb.errors import CatalogueError
from kb.ledger.said import Said
from ontology import dates


@dataclass(frozen=True, slots=True)
class Candidate:
    """One distinct value of a property, with what the criteria look at."""

    said: Said
    """The strongest claim for the value."""
    text: str
    """The value as text, dates as EDTF."""
    suspect: bool
    own_page: bool
    """Whether the page that defines the node says so itself."""
    voices: int
    """How many sources say so."""


def _earliest(candidate: Candidate) -> tuple[int, int, str]:
    return dates.sort_key(dates.parse(candidate.text))


def _latest(candidate: Candidate) -> tuple[int, ...]:
    date = dates.parse(candidate.text)
    return (-dates.sort_key(date)[0],) if date else (0,)


#: Every criterion: what it prefers, as a sort key (smaller is better), and how an answer words it.
CRITERIA: dict[str, tuple[Callable[[Candidate], object], str]] = {
    "decision": (lambda one: one.said.method != "decided" or one.said.depth > 0, "a person decided it"),
    "no-default": (lambda one: one.suspect, "the other value looks like a default that nobody chose"),
    "layer": (lambda one: one.said.depth, "the catalogue above overrules the one below"),
    "method": (lambda one: one.said.rank, "stated by a field rather than read out of prose or inferred"),
    "own-page": (lambda one: not one.own_page, "the pattern's own page comes before other sources"),
    "earliest": (_earliest, "the earliest date is preferred"),
    "latest": (_latest, "the latest date is preferred"),
    "most-sources": (lambda one: -one.voices, "more sources say so"),
    "order": (lambda one: one.said.place, "the first in the order of the sources"),
}

#: The order that holds unless a user sets another one (``kb settle --prefer``).
DEFAULT = ("decision", "no-default", "layer", "method", "own-page", "earliest", "most-sources", "order")


def order(text: str) -> tuple[str, ...]:
    """Read an order that a user wrote; what is left out follows in the usual order.

    >>> order("most-sources,own-page")[:2]
    ('most-sources', 'own-page')
    """
    wanted = [word.strip() for word in text.split(",") if word.strip()]
    for word in wanted:
        if word not in CRITERIA:
            raise CatalogueError(f"'{word}' is no criterion; the criteria are {', '.join(CRITERIA)}")
    return tuple(dict.fromkeys([*wanted, *DEFAULT]))


def choose(candidates: list[Candidate], criteria: tuple[str, ...]) -> tuple[list[Candidate], str]:
    """Candidates with the chosen one first, and the criterion that set it apart from the second; empty for one alone."""
    if len(candidates) < 2:
        return candidates, ""
    # Whatever the order: a decision beats every source, a suspected default never wins against a real value, and a
    # layer overrules those below it.
    criteria = tuple(dict.fromkeys(("decision", "no-default", "layer", *criteria)))
    ranked = sorted(candidates, key=lambda one: tuple(_key(one, name) for name in criteria))
    for name in criteria:
        if _key(ranked[0], name) != _key(ranked[1], name):
            return ranked, CRITERIA[name][1]
    return ranked, CRITERIA["order"][1]


def _key(candidate: Candidate, criterion: str) -> object:
    return CRITERIA[criterion][0](candidate)
