"""One node's card as text: what it is, what it is called, what is said of it, what it is related to."""

from collections.abc import Iterator

from exports.apart import telling_apart
from exports.paint import Paint
from exports.replacement_text import about, dispute_lines
from exports.said import place
from exports.table_text import counted
from ontology.vocabulary import Vocabulary
from queries.answers import text_of
from queries.card import Card
from queries.graph import Held

#: Shown in the first line already.
_IN_HEADLINE = ("kind", "title", "alias", "former-name")


@telling_apart
def render(answer: Card, vocabulary: Vocabulary, paint: Paint) -> str:
    """The card; one fact a line, each with its source."""
    node = answer.node
    words = ", ".join(filter(None, (node.kind, about(node))))
    lines = [f"{paint(node.title, 'bold')} ({words})", f"  id       {node.id}"]
    called = list(dict.fromkeys(name for _, name, rule, _ in answer.names if rule == "alias"))
    former = [
        f"{name}{f' (since {since})' if since else ''}"
        for _, name, rule, since in answer.names
        if rule == "former name"
    ]
    twins = [name for _, name, rule, _ in answer.names if rule == "id" and name != node.id]
    for word, names in (("same as", twins), ("called", called), ("formerly", former)):
        if names:
            lines.append(paint.wrap(", ".join(names), f"  {word:9}", " " * 11))
    if node.retired:
        since = f", {node.retired_text}" if node.retired_text else ", since when is not said"
        before = f"not at {answer.at.text}: " if answer.retired is False else ""
        lines.append(f"  retired  {before}{node.retired}{since}")
    by_name: dict[str, list[Held]] = {}
    for held in answer.properties:
        if held.name not in _IN_HEADLINE:
            by_name.setdefault(held.name, []).append(held)
    for name in sorted(by_name, key=lambda name: _place(name, vocabulary)):
        lines += ["", paint(vocabulary.property(name).label, "bold")]
        for held in by_name[name]:
            state = {
                "other": "  [another source]",
                "earlier": "  [observed earlier]",
                "later": "  [observed later]",
                "suspect": "  [looks like a default]",
            }.get(held.state, "")
            text = f"{text_of(held.value)}{state}  {paint(place(held.claim), 'dim')}"
            lines.append(paint.wrap(text, "  ", "    "))
    lines += _edges(answer, vocabulary, paint)
    if answer.disputes:
        lines += ["", paint("Sources disagree", "bold")]
        lines += [paint.wrap(line, "  ", "    ") for one in answer.disputes for line in dispute_lines(one)]
    if answer.left_out:
        lines += [
            "",
            f"{counted(len(answer.left_out), 'relation')} did not hold, or may not have held, at {answer.at.text}",
        ]
    return "\n".join(lines)


def _place(name: str, vocabulary: Vocabulary) -> tuple[int, str]:
    """Declared properties in the order of their declaration, then the others by name."""
    order = list(vocabulary.properties)
    return (order.index(name), "") if name in vocabulary.properties else (len(order), name)


def _edges(answer: Card, vocabulary: Vocabulary, paint: Paint) -> Iterator[str]:
    groups: dict[str, list[str]] = {}
    for edge in answer.edges:
        relation = vocabulary.relations[edge.relation]
        forward = edge.subject == answer.node.id
        far = answer.nodes[edge.object if forward else edge.subject]
        details = edge.details()
        parts = [far.title if far.defined else f"{far.title} (known only from references)"]
        if edge.strength and edge.strength != "exact":
            parts.append({"partial": "partly", "consider": "only suggested"}[edge.strength])
        if since := details.get("since"):
            parts.append(f"since {since}")
        if edge.method != "stated":
            parts.append(edge.method)
        if details.get("expected"):
            parts.append("expected")
        text = ", ".join(parts)
        when = "; ".join(details.get("when", ()))
        claims = answer.claims.get(edge.key, ())
        where = paint(place(claims[0]), "dim") if claims else ""
        line = paint.wrap(f"{text}{f': {when}' if when else ''}  {where}", "  ", "    ")
        groups.setdefault(relation.label if forward else relation.inverse, []).append(line)
    for label, lines in groups.items():
        yield ""
        yield paint(label, "bold")
        yield from sorted(lines)
