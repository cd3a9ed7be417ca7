"""Who says something, in a few words: the place, and for a decision who made it, when and why."""

from ontology.claim import Claim
from queries.answers import text_of


def place(claim: Claim) -> str:
    """The place of a claim; for a decision with who made it, when and why.

    >>> from ontology.source import Source
    >>> signed = {"by": "ana", "on": "2026-11-23", "why": "the talk of 1985"}
    >>> place(Claim("saga", "introduced", Source("decisions.yaml", 3), qualifiers=signed, method="decided"))
    'decisions.yaml:3, decided by ana on 2026-11-23: the talk of 1985'
    """
    return f"{claim.source}, {decision(claim)}" if claim.method == "decided" else str(claim.source)


def decision(claim: Claim) -> str:
    """Who made a decision, when and why, as far as it says so."""
    by, on, why = (text_of(claim.qualifiers.get(key)) for key in ("by", "on", "why"))
    return "decided" + (f" by {by}" if by else "") + (f" on {on}" if on else "") + (f": {why}" if why else "")
