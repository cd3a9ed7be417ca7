"""A migration as a Mermaid flowchart: the ways side by side, reasons on the edges, what is gained and lost at each step."""

from collections.abc import Iterator

from exports.mermaid import checked, css
from exports.mermaid_text import comment, escape
from exports.migration_words import capabilities, heading, hidden_line, reasons, way_title
from exports.node_words import facts, moment_line
from exports.picture import plain
from exports.style import Paint, paint
from ontology.vocabulary import Vocabulary
from queries.graph import Node
from queries.migrate import Hop, Migration, Way
from queries.moment import retired


class _Classes:
    """The looks of the boxes, each under a name of its own."""

    def __init__(self, answer: Migration, vocabulary: Vocabulary) -> None:
        self._answer, self._vocabulary = answer, vocabulary
        self.names: dict[Paint, str] = {}

    def of(self, node: Node) -> str:
        """The class of a node."""
        look = paint(node, self._vocabulary, bool(retired(node, self._answer.at)))
        return self.names.setdefault(look, f"c{len(self.names)}")


def render(answer: Migration, vocabulary: Vocabulary) -> str:
    """The flowchart. Raises ``TooLarge`` over Mermaid's own limits."""
    classes = _Classes(answer, vocabulary)
    start = answer.node
    lines = [comment(text) for text in (hidden_line(answer), moment_line(answer.at)) if text]
    lines += ["flowchart TB", f"    accTitle: {escape(heading(answer))}"]
    lines.append(f'    a["{_label([plain(start.title), facts(start, answer.at, vocabulary)])}"]:::{classes.of(start)}')
    for number, way in enumerate(answer.ways):
        lines += (f"    {line}" for line in _way(number, way, answer, vocabulary, classes))
    for number, way in enumerate(answer.ways):
        lines += (f"    {line}" for line in _edges(number, way))
    lines += (f"    classDef {name} {css(look)}" for look, name in classes.names.items())
    lines.append("    classDef note fill:#ffffff,stroke:#8c959f,color:#1f2328,stroke-dasharray:5 3")
    lines += (f"    style w{number} fill:#ffffff,stroke:#d0d7de,color:#1f2328" for number, _ in enumerate(answer.ways))
    links = sum(len(way.hops) for way in answer.ways)
    return checked("\n".join(lines) + "\n", links, "ask for fewer ways with --most, or for SVG")


def _way(number: int, way: Way, answer: Migration, vocabulary: Vocabulary, classes: _Classes) -> Iterator[str]:
    yield f'subgraph w{number}["{escape(way_title(number, way), quoted=True)}"]'
    yield "    direction TB"
    for place, hop in enumerate(way.hops):
        said = facts(hop.newer, answer.at, vocabulary)
        told = [f"{word}: {'; '.join(names)}" for word, names in capabilities(hop.delta)]
        label = _label([plain(hop.newer.title), said, *told])
        yield f'    w{number}_{place}["{label}"]:::{classes.of(hop.newer)}'
    told = [f"{word}: {'; '.join(names)}" for word, names in capabilities(way.delta)] if len(way.hops) > 1 else []
    notes = [*(["in all", *told] if told else []), *(f"risk: {plain(risk)}" for risk in way.risks)]
    if notes:
        yield f'    w{number}_all["{_label(notes)}"]:::note'
    yield "end"


def _edges(number: int, way: Way) -> Iterator[str]:
    before = "a"
    for place, hop in enumerate(way.hops):
        here = f"w{number}_{place}"
        label = _label(_why(hop))
        arrow = "-->" if hop.edge.strength == "exact" else "-.->"
        yield f'{before} {arrow}|"{label}"| {here}'
        before = here
    if (any(way.delta) and len(way.hops) > 1) or way.risks:
        yield f"{before} ~~~ w{number}_all"


def _why(hop: Hop) -> list[str]:
    return ["Replaced by" + ("" if hop.edge.strength == "exact" else " (partly)"), *reasons(hop)]


def _label(parts: list[str]) -> str:
    return "<br/>".join(escape(part, quoted=True) for part in parts if part)
