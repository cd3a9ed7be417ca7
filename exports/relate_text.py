"""How two entries are related, as text: the one word first, then every way with its sources."""

from collections.abc import Iterable, Iterator

from exports.lineage_text import sources
from exports.paint import Paint
from exports.replacement_text import about
from ontology.vocabulary import Vocabulary
from queries.graph import Edge
from queries.moment import begun
from queries.relate import MOST_HOPS, Meeting, Related, Shared


def render(answer: Related, vocabulary: Vocabulary, paint: Paint) -> str:
    """The whole answer; one fact a line."""
    if answer.first.id == answer.second.id:
        return f"{paint(answer.first.title, 'bold')} is one entry under both names"
    lines = [_headline(answer, paint)]
    for node in (answer.first, answer.second):
        later = f"; introduced after {answer.at.text}" if begun(node, answer.at) is False else ""
        if words := about(node):
            lines.append(f"  {node.title}: {words}{later}")
    blocks: tuple[tuple[str, Iterable[str]], ...] = (
        ("Between them", (line for edge in answer.direct for line in _said(answer, edge, vocabulary))),
        ("In common", (line for one in answer.shared for line in _shared(answer, one, vocabulary))),
        ("From old to new", _line(answer, answer.line, vocabulary) if answer.line else ()),
        ("Both descend from", (line for one in answer.ancestors for line in _meeting(answer, one, "old"))),
        ("Both lead to", (line for one in answer.descendants for line in _meeting(answer, one, "new"))),
        ("Both are called", (f"  {name}" for name in answer.names)),
        ("By way of others", (line for edge in answer.connection for line in _said(answer, edge, vocabulary))),
        ("Cannot tell whether it held", (line for edge in answer.unsure for line in _said(answer, edge, vocabulary))),
        ("Did not hold", (line for edge in answer.left_out for line in _said(answer, edge, vocabulary))),
    )
    for title, found in blocks:
        texts = list(found)
        if texts:
            lines += ["", paint(title, "bold"), *texts]
    return "\n".join(lines)


def _headline(answer: Related, paint: Paint) -> str:
    one, two = paint(answer.first.title, "bold"), paint(answer.second.title, "bold")
    if answer.kin is None:
        if answer.no_kin and answer.related:
            return f"{one} and {two} are related, but not by one word: {answer.no_kin}"
        if answer.related:
            return f"{one} and {two} are related, but not by descent"
        if answer.connection:
            return f"{one} and {two} are related by way of others only"
        if answer.unsure:
            return f"cannot tell whether {one} and {two} are related at {answer.at.text}"
        return f"nothing relates {one} and {two} at {answer.at.text}, within {MOST_HOPS} steps of any relation but the weak ones"
    kin = answer.kin
    if kin.under:
        return f"{one} and {two} are {kin.name} under {_titles(answer, kin.under)}"
    article = "an" if kin.first[0] in "aeiou" else "a"
    least, most = kin.generations
    span = f" ({least} generations)" if least == most else f" ({least} to {most} generations)"
    return f"{one} is {article} {kin.first} of {two}{span if least > 1 else ''}"


def _titles(answer: Related, ids: Iterable[str]) -> str:
    return " and ".join(answer.nodes[id_].title if id_ in answer.nodes else id_ for id_ in ids)


def _said(answer: Related, edge: Edge, vocabulary: Vocabulary) -> Iterator[str]:
    """An edge as a sentence, with its conditions and sources."""
    subject, object_ = answer.nodes[edge.subject].title, answer.nodes[edge.object].title
    details = edge.details()
    since = details.get("since") or details.get("start-of", "")
    how = {"partial": " (partly)", "consider": " (only suggested)"}.get(edge.strength, "")
    how += {"inferred": " (inferred)", "harvested": " (harvested)"}.get(edge.method, "")
    how += " (expected)" if details.get("expected") else ""
    until = f", until {details['until']}" if details.get("until") else ""
    label = vocabulary.relations[edge.relation].label
    yield f"  {subject} {label} {object_}{how}{f', {since}' if since else ''}{until}"
    yield from (f"    when    {text}" for text in details.get("when", ()))
    yield from sources(answer.claims.get(edge.key, ()))


def _shared(answer: Related, one: Shared, vocabulary: Vocabulary) -> Iterator[str]:
    relation = vocabulary.relations[one.relation]
    yield f"  {relation.inverse if one.direction == 'in' else relation.label} {_titles(answer, one.ids)}"
    for edge in one.edges:
        yield from sources(answer.claims.get(edge.key, ()))


def _line(answer: Related, edges: tuple[Edge, ...], vocabulary: Vocabulary) -> Iterator[str]:
    yield f"  {_chain(answer, edges)}"
    for edge in edges if len(edges) > 1 else ():
        yield from _said(answer, edge, vocabulary)


def _chain(answer: Related, edges: tuple[Edge, ...]) -> str:
    """Lineage edges from old to new, as titles with arrows."""
    return " → ".join([answer.nodes[edges[0].object].title, *(answer.nodes[edge.subject].title for edge in edges)])


def _meeting(answer: Related, one: Meeting, side: str) -> Iterator[str]:
    """A common ancestor or descendant with the line to each of the two, old to new."""
    words = about(answer.nodes[one.id])
    yield f"  {answer.nodes[one.id].title}{f' ({words})' if words else ''}"
    for edges in (one.first, one.second):
        yield f"    {_chain(answer, edges if side == 'old' else tuple(reversed(edges)))}"
        for edge in edges:
            yield from sources(answer.claims.get(edge.key, ()))
