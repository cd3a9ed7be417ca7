"""The words of a drawn migration, whatever it is drawn as."""

from exports.picture import plain, years
from exports.style import tier_of
from exports.table_text import counted
from ontology.vocabulary import Vocabulary
from queries.capabilities import Delta
from queries.graph import Node
from queries.migrate import Hop, Migration, Way
from queries.moment import retired


def heading(answer: Migration) -> str:
    """What the picture shows."""
    where = plain(answer.to.title) if answer.to else "what is in use"
    return f"From {plain(answer.node.title)} to {where}"


def moment_line(answer: Migration) -> str:
    """Which moment it shows; empty for the present."""
    at = answer.at
    seen = f"as seen {plain(at.seen)}" if at.seen else ""
    return ", ".join(filter(None, (seen, f"as of {plain(at.text)}" if at.given else "")))


def hidden_line(answer: Migration) -> str:
    """How many ways are not shown, and how they are; empty where all are."""
    shown = len(answer.ways)
    if answer.total <= shown:
        return ""
    least = "" if answer.exact_total else "at least "
    return f"shown {counted(shown, 'way')} of {least}{answer.total}; see more with --most {10 * shown}"


def way_title(number: int, way: Way) -> str:
    """The heading of one way."""
    return f"Way {number + 1}: {'exact' if way.exact else 'partly'}, {counted(len(way.hops), 'step')}"


def step_facts(node: Node, answer: Migration, vocabulary: Vocabulary) -> str:
    """Tier, years and state of one step."""
    tier, gone = tier_of(node, vocabulary), retired(node, answer.at)
    state = "" if gone is False else "retired" if gone else "retired?"
    rank = plain(tier.label or tier.name) if tier else "" if node.defined else "reference"
    return " · ".join(filter(None, (rank, years(node.introduced), state)))


def reasons(hop: Hop) -> list[str]:
    """Why and under which condition people went from the one to the other."""
    details = hop.edge.details()
    given = details.get("when") or ()
    when = [given] if isinstance(given, str) else list(given)
    together = [f"only together with {', '.join(plain(one.title) for one in hop.together)}"] if hop.together else []
    told = [f"{one.year}: {plain(one.text)}" if one.year else plain(one.text) for one in hop.triggers]
    return [*told, *(f"when {plain(str(text))}" for text in when), *together]


def capabilities(delta: Delta) -> list[tuple[str, tuple[str, ...]]]:
    """What is gained and what is lost, as far as anything is said."""
    return [
        (word, tuple(map(plain, names))) for word, names in (("gained", delta.gained), ("lost", delta.lost)) if names
    ]
