"""Entries by name or text, and by filters in the same line; forgiving of misspellings."""

from typing import NamedTuple

from queries.errors import BadQuestion
from queries.filters import Filter, chosen, parsed
from queries.graph import Graph, Node
from queries.moment import Moment, begun

#: More hits of a text than any catalogue has.
_ALL = 10_000_000


class Hits(NamedTuple):
    """What a search found, best first."""

    text: str
    words: str
    """What of it is looked for in names and text."""
    filters: tuple[Filter, ...]
    at: Moment
    found: tuple[tuple[Node, str], ...]
    """Each with what matched; without words, by id."""
    total: int
    """How many there are in all."""
    unsure: tuple[str, ...] = ()
    """Those of which nobody can tell whether they fit: a filter's date is missing or too coarse, or a verdict hangs on one."""
    not_yet: int = 0
    """How many fit but had not been introduced at the moment."""


def search(graph: Graph, text: str, at: Moment, most: int) -> Hits:
    """Search names and summaries for words and phrases, all of which must occur, and filter what fits."""
    words, filters = parsed(text)
    if not words and not filters:
        raise BadQuestion("there is nothing to search for; write words, or filters such as tier:gold")
    hits: list[tuple[Node, str]]
    if words:
        hits, total = graph.search(words, _ALL if filters or at.given else most)
    else:
        hits = [(node, "") for node in graph.select([("defined", "yes")])]
        total = len(hits)
    if not filters and not at.given:
        return Hits(text, words, filters, at, tuple(hits), total)
    fitting = chosen(graph, at, filters, [node for node, _ in hits])
    there = [(node, matched) for node, matched in hits if node.id in fitting.ids]
    found = [(node, matched) for node, matched in there if not at.given or begun(node, at) is not False]
    unsure = tuple(node.id for node, _ in hits if node.id in fitting.unsure)
    return Hits(text, words, filters, at, tuple(found[:most]), len(found), unsure, len(there) - len(found))
