"""A caller's mistakes. Each message is a full sentence for the person who asked; the command line makes them exit 2."""

from ontology.text import clean
from queries.graph import Found

_LONGEST = 80


class BadQuestion(ValueError):
    """Raised for a question that cannot be put: a date that is none, a relation that nobody declared."""


class UnknownName(LookupError):
    """Raised when no node has the name, with the nearest names."""

    def __init__(self, found: Found) -> None:
        near = ", ".join(
            f"{node.title} ({node.id})" if node.title != node.id else node.id for node in found.suggestions
        )
        super().__init__(f"no entry is called '{_short(found.name)}'" + (f"; did you mean: {near}?" if near else ""))
        self.found = found


class AmbiguousName(LookupError):
    """Raised when a name fits several nodes, with all of them."""

    def __init__(self, found: Found) -> None:
        several = ", ".join(f"{node.title} ({node.id})" for node in found.nodes)
        super().__init__(f"'{_short(found.name)}' fits {len(found.nodes)} entries: {several}; write the id")
        self.found = found


def _short(name: str) -> str:
    """A name as it may stand in a sentence."""
    return clean(name if len(name) <= _LONGEST else name[:_LONGEST] + "…")
