"""What can be wrong with what a source says beside an edge."""

from collections.abc import Iterator

from ontology import dates
from ontology.claim import STRENGTHS, Value
from ontology.text import clean

#: What the words of a qualifier mean that is said or is not.
_WORDS: dict[str, dict[str, Value]] = {
    "expected": {"true": True, "yes": True, "false": False, "no": False},
    "strength-by": {"rule": "rule"},
}


def faults(qualifiers: dict[str, Value]) -> Iterator[tuple[str, str]]:
    """Dates that are none, which stay as the text they are, and words that nobody declared: a strength is then
    ``partial``, whatever else says nothing. An ``expected`` that is text becomes what it means.

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
    for name, words in _WORDS.items():
        text = qualifiers.get(name)
        if not isinstance(text, str):
            continue
        meant = words.get(text.strip().casefold())
        if meant is None:
            yield "unknown-word", f"'{name}' is one of {', '.join(words)}, not '{clean(text)}'; it was left out"
        if meant:
            qualifiers[name] = meant
        else:
            del qualifiers[name]
