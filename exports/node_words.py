"""What a picture says of one entry beside its title."""

from exports.picture import plain, years
from exports.style import tier_of
from ontology.vocabulary import Tier, Vocabulary
from queries.graph import Node
from queries.moment import Moment, retired


def rank(node: Node, vocabulary: Vocabulary) -> str:
    """The label of its tier; ``reference`` for what is only named; empty for neither."""
    tier = tier_of(node, vocabulary)
    return plain(tier.label or tier.name) if tier else "" if node.defined else "reference"


def tier_label(tier: Tier) -> str:
    """A tier in a legend; one that means retired says so."""
    return plain(tier.label or tier.name) + (" (retired)" if tier.retired else "")


def state(node: Node, at: Moment) -> str:
    """Whether it is retired at a moment; empty where it is not."""
    gone = retired(node, at)
    return "" if gone is False else "retired" if gone else "retired?"


def facts(node: Node, at: Moment, vocabulary: Vocabulary) -> str:
    """Tier, years and state."""
    return " · ".join(filter(None, (rank(node, vocabulary), years(node.introduced), state(node, at))))


def moment_line(at: Moment) -> str:
    """Which moment a picture shows; empty for the present."""
    seen = f"as seen {plain(at.seen)}" if at.seen else ""
    return ", ".join(filter(None, (seen, f"as of {plain(at.text)}" if at.given else "")))
