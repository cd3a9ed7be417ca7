"""The words of a drawn migration, whatever it is drawn as."""

from exports.picture import plain
from exports.table_text import counted
from queries.capabilities import Delta
from queries.migrate import Hop, Migration, Way


def heading(answer: Migration) -> str:
    """What the picture shows."""
    where = plain(answer.to.title) if answer.to else "what is in use"
    return f"From {plain(answer.node.title)} to {where}"


def hidden_line(answer: Migration) -> str:
    """How many ways are not shown, and how they are; empty where all are."""
    shown = len(answer.ways)
    if answer.total <= shown and answer.exact_total:
        return ""
    known = (
        f" of {'' if answer.exact_total else 'at least '}{answer.total}"
        if answer.total > shown
        else "; there may be more"
    )
    return f"shown {counted(shown, 'way')}{known}; see more with --most {10 * shown}"


def way_title(number: int, way: Way) -> str:
    """The heading of one way."""
    return f"Way {number + 1}: {'whole' if way.exact else 'partial'} replacement, {counted(len(way.hops), 'step')}"


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
