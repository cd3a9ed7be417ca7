"""Reads titles that say where one comes from and gets to: "From X to Y", "X → Y", "X to Y Migration Guide"."""

import re
from collections.abc import Iterator
from itertools import pairwise

from loaders.prose.names import LONGEST, plain, usable
from loaders.prose.speaker import Speaker
from loaders.prose.words import Role
from ontology.claim import Claim
from ontology.text import fold_space

#: Moving from one to the other: there is a way, and so some of the old one's work is taken over.
MOVES = Role("replaces", backwards=True, mode="moves")
EVOLVES = Role("evolved-from", backwards=True)

_NUMBER = re.compile(r"^(?:(?:step|phase|part|stage|example)?\s*[\d.]+[.):]?\s+)", re.IGNORECASE)
_LINKS = re.compile(r"\[([^\[\]]*)\]\([^()]*\)")
_FROM = re.compile(r"^(?:(?P<verb>migrat|mov|evol|transition|switch|upgrad)\w*:?\s+)?from\s+", re.IGNORECASE)
_GUIDE = re.compile(r"\s+(?:migration|transition|upgrade)(?:\s+(?:guide|path|strategy|playbook|plan))?$", re.IGNORECASE)
_TO = re.compile(r"\s+to\s+", re.IGNORECASE)
_ARROW = re.compile(r"\s*(?:→|⇒|➜|➔|=>|->|⟶)\s*")
_HINT = re.compile(r"\sto\s|[→⇒➜➔⟶]|[=-]>", re.IGNORECASE)
_TAIL = re.compile(r"\s*[:–—(].*$")


def moves(text: str, *, bare: bool = False, arrows: bool = True) -> tuple[Role, list[str]] | None:
    """What a title says of at least two names, oldest first; ``bare`` also takes "X to Y" alone.

    >>> moves("3. [Two-Phase Commit to Saga Migration](2pc-to-saga.md)")
    (Role(relation='replaces', backwards=True, mode='moves', links=False), ['Two-Phase Commit', 'Saga'])
    >>> moves("Polling → Long Polling → WebSocket")[1], moves("Introduction to Sagas")
    (['Polling', 'Long Polling', 'WebSocket'], None)
    """
    if len(text) > 4 * LONGEST or not _HINT.search(text):
        return None
    title = _NUMBER.sub("", plain(_LINKS.sub(r"\1", fold_space(text))))
    if arrows and len(found := _ARROW.split(title)) > 1:
        names = [usable(one) for one in found]
        return (MOVES, names) if all(names) else None
    begins = _FROM.match(title)
    guide = _GUIDE.sub("", title)
    if not begins and guide == title and not bare:
        return None
    parts = _TO.split(guide[begins.end() :] if begins else guide, maxsplit=1)
    names = [usable(_TAIL.sub("", one)) for one in parts]
    if len(names) != 2 or not all(names):
        return None
    evolves = begins is not None and (begins["verb"] or "").lower() == "evol"
    return (EVOLVES if evolves else MOVES), names


def claims(speaker: Speaker, text: str, offset: int, rule: str = "heading", *, bare: bool = False) -> Iterator[Claim]:
    """The relations that a title makes between the names in it, each with its next."""
    found = moves(text, bare=bare)
    if found:
        role, names = found
        for old, new in pairwise(names):
            yield speaker.between(role, old, new, offset, rule)
