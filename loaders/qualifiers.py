"""What can be wrong with what a source says beside an edge."""

from collections.abc import Iterator

from ontology import dates
from ontology.claim import STRENGTHS, Value
from ontology.text import clean


def faults(qualifiers: dict[str, Value]) -> Iterator[tuple[str, str]]:
    """Dates that are none, which stay as the text they are, and a strength that nobody declared, set to ``partial``.

    Yields:
        The rule that is broken, and the message.

    Example:
        >>> said = {"since": "soonish", "strength": "total"}
        >>> [rule for rule, message in faults(said)], said["strength"]
        (['not-a-date', 'unknown-word'], 'partial')
    """
    for name in ("since", "until"):
        text = qualifiers.get(name)
        if isinstance(text, str) and dates.parse(text) is None:
            yield "not-a-date", f"'{clean(text)}' is not a date"
    strength = qualifiers.get("strength")
    if strength is not None and strength not in STRENGTHS:
        yield (
            "unknown-word",
            f"the strength '{clean(str(strength))}' is none of {', '.join(STRENGTHS)}; read as partial",
        )
        qualifiers["strength"] = "partial"
