"""A caller's mistakes. Each message is a full sentence for the person who asked; the command line makes them exit 2."""

from queries.graph import Found


class BadQuestion(ValueError):
    """Raised for a question that cannot be put: a date that is none, a relation that nobody declared."""


class UnknownName(LookupError):
    """Raised when no node has the name, with the nearest names."""

    def __init__(self, found: Found) -> None:
        near = ", ".join(
            f"{node.title} ({node.id})" if node.title != node.id else node.id for node in found.suggestions
        )
        super().__init__(f"no entry is called '{found.name}'" + (f"; did you mean: {near}?" if near else ""))
        self.found = found


class AmbiguousName(LookupError):
    """Raised when a name fits several nodes, with all of them."""

    def __init__(self, found: Found) -> None:
        several = ", ".join(f"{node.title} ({node.id})" for node in found.nodes)
        super().__init__(f"'{found.name}' fits {len(found.nodes)} entries: {several}; write the id")
        self.found = found
