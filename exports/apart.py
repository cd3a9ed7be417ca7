"""Tells entries of one title apart in an answer for people: their ids stand behind the title, and nowhere else."""

from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from ontology.claim import Claim
from queries.graph import Edge, Node

A = TypeVar("A")
P = ParamSpec("P")


def telling_apart(render: Callable[Concatenate[A, P], str]) -> Callable[Concatenate[A, P], str]:
    """Let a renderer see each title once: where an answer has two entries of one title, with its id in brackets."""

    @wraps(render)
    def told(answer: A, /, *args: P.args, **options: P.kwargs) -> str:
        ids: dict[str, set[str]] = {}
        for node in _nodes(answer):
            ids.setdefault(node.title, set()).add(node.id)
        several = {title for title, found in ids.items() if len(found) > 1}
        return render(_told(answer, several) if several else answer, *args, **options)

    return told


def _nodes(value: Any) -> Iterator[Node]:
    """Every node in an answer, wherever it stands."""
    if isinstance(value, Node):
        yield value
    elif isinstance(value, dict):
        yield from _nodes(tuple(value.values()))
    elif isinstance(value, tuple) and not isinstance(value, Edge | Claim):
        for part in value:
            yield from _nodes(part)


def _told(value: Any, several: set[str]) -> Any:
    """The same answer with the titles that several nodes have made plain."""
    if isinstance(value, Node):
        return value._replace(title=f"{value.title} ({value.id})") if value.title in several else value
    if isinstance(value, dict):
        return {key: _told(part, several) for key, part in value.items()}
    if isinstance(value, tuple) and not isinstance(value, Edge | Claim):
        parts = (_told(part, several) for part in value)
        return type(value)(*parts) if hasattr(value, "_fields") else tuple(parts)
    return value
