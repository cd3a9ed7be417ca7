"""What a statement such as "saga replaces 2pc" says: a relation, a property, or what became of an entry.

Every way to split the words is tried; those whose names and words are all known are what may be meant.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ontology.names import folded
from queries.errors import AmbiguousName, BadQuestion, UnknownName
from queries.graph import Found, Graph, Node
from queries.verdict import EXIT_CODES

#: How a statement may be put, for whoever is not understood.
FORMS = """\
saga replaces 2pc, 2pc replaced-by saga, or any other relation between two entries;
2pc tier, 2pc introduced 1978, or any other property with or without its value;
2pc is replaced, or another verdict; 2pc is retired"""

#: Words before a relation or a verdict that say nothing.
_FILLERS = ("is", "was", "are", "were", "has been")

#: Not a verdict here, but what an entry's own tier, status or date says.
RETIRED = "retired"


class Statement(NamedTuple):
    """What was stated. ``relation`` with ``object``, ``fact`` (a property) with ``value`` (empty for any), or ``verdict``."""

    subject: Found
    relation: str = ""
    object: Found | None = None
    fact: str = ""
    value: str = ""
    verdict: str = ""

    @property
    def node(self) -> Node:
        """What the statement is about."""
        return self.subject.nodes[0]


def read_statement(graph: Graph, words: Sequence[str]) -> Statement:
    """The statement of some words; one that holds several words is a name or a phrase as a whole, if there are others.

    Raises ``UnknownName`` or ``AmbiguousName`` for its names, ``BadQuestion`` for what is no statement, or may be two.
    """
    parts = [" ".join(word.split()) for word in words if word.strip()]
    if len(parts) == 1:
        parts = parts[0].rstrip("?").split()
    found: dict[str, Found] = {}
    unknown: list[Found] = []
    meant: list[Statement] = []
    for one in _readings(graph, parts):
        names = [name for name in (one[0], one[2]) if name]
        for name in names:
            found.setdefault(name, graph.find(name))
        missing = [found[name] for name in names if len(found[name].nodes) != 1]
        if missing:
            unknown += missing
            continue
        meant.append(_made(one, found))
    if not meant:
        return _refused(unknown, parts)
    first = meant[0]
    others = [one for one in meant[1:] if _sort(one) == _sort(first) and _key(one) != _key(first)]
    if others:
        readings = "; or ".join(_worded(one) for one in (first, *others))
        raise BadQuestion(
            f"'{' '.join(parts)}' may mean {readings}; write names of several words in quotes of their own"
        )
    return first


#: (name, what is said of it, other name, property, value, verdict)
_Reading = tuple[str, str, str, str, str, str]


def _readings(graph: Graph, parts: list[str]) -> Iterator[_Reading]:
    """Every way to split the words: relations first, then verdicts, then properties; the longest phrase first."""
    size = len(parts)
    spans = [
        (start, end) for length in range(size, 0, -1) for start in range(size - length + 1) for end in [start + length]
    ]
    relations = _relation_words(graph)
    for start, end in spans:
        phrase = _phrase(parts[start:end])
        if start > 0 and end < size and phrase in relations:
            relation, backwards = relations[phrase]
            left, right = " ".join(parts[:start]), " ".join(parts[end:])
            yield (right, relation, left, "", "", "") if backwards else (left, relation, right, "", "", "")
    verdicts = {folded(word): word for word in (*EXIT_CODES, RETIRED)} | {"in use": "current"}
    for start, end in spans:
        if start > 0 and end == size and folded(parts[start - 1]) in _FILLERS[:4] and start > 1:
            verdict = verdicts.get(folded(" ".join(parts[start:])))
            if verdict:
                yield " ".join(parts[: start - 1]), "", "", "", "", verdict
    properties = {folded(name): name for name in graph.property_names()}
    properties |= {
        folded(word): one.name for one in graph.vocabulary.properties.values() for word in (one.label, one.name)
    }
    for start, end in spans:
        name = properties.get(folded(" ".join(parts[start:end])))
        if start > 0 and name:
            value = " ".join(parts[end:])
            yield " ".join(parts[:start]), "", "", name, value.removeprefix("is ").removeprefix("in "), ""


def _relation_words(graph: Graph) -> dict[str, tuple[str, bool]]:
    """Relations by how they may be written, and whether that reads backwards."""
    found: dict[str, tuple[str, bool]] = {}
    for one in graph.vocabulary.relations.values():
        for word in (one.name, one.label):
            found.setdefault(folded(word), (one.name, False))
        if not one.symmetric:
            found.setdefault(folded(one.inverse), (one.name, True))
    return found


def _phrase(parts: Sequence[str]) -> str:
    """A phrase without the words before it that say nothing."""
    text = folded(" ".join(parts))
    for filler in _FILLERS:
        text = text.removeprefix(f"{filler} ")
    return text


def _made(one: _Reading, found: dict[str, Found]) -> Statement:
    name, relation, other, property_, value, verdict = one
    return Statement(found[name], relation, found[other] if other else None, property_, value, verdict)


def _refused(unknown: list[Found], parts: list[str]) -> Statement:
    """Raise for a statement that nobody understands, by what is most likely wrong with it."""
    several = [one for one in unknown if one.nodes]
    if several:
        raise AmbiguousName(several[0])
    if unknown:
        raise UnknownName(max(unknown, key=lambda one: (bool(one.suggestions), -len(one.name))))
    raise BadQuestion(f"'{' '.join(parts)}' is no statement; write it as\n{FORMS}")


def _sort(one: Statement) -> str:
    return "relation" if one.relation else "verdict" if one.verdict else "property"


def _key(one: Statement) -> tuple[str, ...]:
    other = one.object.nodes[0].id if one.object else ""
    return (one.node.id, one.relation, other, one.fact, one.value, one.verdict)


def _worded(one: Statement) -> str:
    if one.object:
        return f"'{one.subject.name}' {one.relation} '{one.object.name}'"
    return f"'{one.subject.name}' {f'is {one.verdict}' if one.verdict else f'{one.fact} {one.value}'.strip()}"
