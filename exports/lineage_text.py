"""Lineage as text: lists, trees and paths, one node or step a line."""

from collections.abc import Iterable, Iterator

from exports.apart import telling_apart
from exports.paint import Paint
from exports.replacement_text import about
from exports.table_text import counted
from ontology.claim import Claim
from ontology.vocabulary import Vocabulary
from queries.graph import Edge, Node
from queries.lineage import CommonAncestors, Lineage
from queries.neighbours import Neighbours
from queries.replaced import Replaced


@telling_apart
def render_lineage(answer: Lineage, paint: Paint) -> str:
    """Ancestors or descendants by distance."""
    lines = [f"{paint(answer.node.title, 'bold')}: {counted(len(answer.depths), answer.direction.removesuffix('s'))}"]
    for id_, depth in answer.depths.items():
        lines.append(f"  {depth}  {named(answer.nodes[id_], paint)}")
    return "\n".join([*lines, *filtered(answer.unsure, answer.left_out, answer.nodes, answer.at.text)])


@telling_apart
def render_tree(answer: Lineage, vocabulary: Vocabulary, paint: Paint) -> str:
    """The same as a tree; a node that was shown before is only named again."""
    following: dict[str, dict[str, list[Edge]]] = {}
    for edge in answer.edges:
        near, far = (edge.subject, edge.object) if answer.direction == "ancestors" else (edge.object, edge.subject)
        following.setdefault(near, {}).setdefault(far, []).append(edge)
    lines = [named(answer.node, paint)]
    shown = {answer.node.id}
    # (prefix of the line, prefix for what hangs below, node, edges to it); a stack, because lineages are long
    waiting = _branches(answer.node.id, "", following)
    while waiting:
        prefix, below, id_, edges = waiting.pop()
        ways = "; ".join(
            _way(edge, answer.direction, vocabulary) for edge in sorted(edges, key=lambda one: one.relation)
        )
        again = id_ in shown and id_ in following
        text = f"{named(answer.nodes[id_], paint)}  {paint(ways, 'dim')}"
        lines.append(prefix + text + (" …shown above" if again else ""))
        if id_ not in shown:
            shown.add(id_)
            waiting += _branches(id_, below, following)
    return "\n".join([*lines, *filtered(answer.unsure, answer.left_out, answer.nodes, answer.at.text)])


def _way(edge: Edge, direction: str, vocabulary: Vocabulary) -> str:
    """How one node came of another: ``replaced by (partly), 2018``."""
    relation = vocabulary.relations[edge.relation]
    details = edge.details()
    since = details.get("since") or details.get("start-of", "")
    word = relation.label if direction == "ancestors" else relation.inverse
    how = ", harvested" if edge.method == "harvested" else ""
    return f"{word}{' (partly)' if edge.strength == 'partial' else ''}{f', {since}' if since else ''}{how}"


def _branches(
    id_: str, prefix: str, following: dict[str, dict[str, list[Edge]]]
) -> list[tuple[str, str, str, list[Edge]]]:
    """What hangs below a node, last first (the caller takes from the end)."""
    several = sorted(following.get(id_, {}).items(), key=lambda item: item[0])
    out = []
    for place, (far, edges) in enumerate(several):
        last = place == len(several) - 1
        out.append((prefix + ("└── " if last else "├── "), prefix + ("    " if last else "│   "), far, edges))
    return out[::-1]


@telling_apart
def render_replaced(answer: Replaced, paint: Paint) -> str:
    """What a node replaced: directly with sources, then the rest, then where it all began."""
    if not answer.all:
        lines = [f"{paint(answer.node.title, 'bold')} replaced nothing that the catalogue knows of"]
    else:
        lines = [f"{paint(answer.node.title, 'bold')} replaced {len(answer.all)}"]
    for edge in answer.direct:
        strength = ", partly" if edge.strength == "partial" else ""
        since = edge.details().get("since") or edge.details().get("start-of", "")
        lines.append(f"← {named(answer.nodes[edge.object], paint)}{f'  since {since}' if since else ''}{strength}")
        lines += [paint.wrap(condition, "    when    ", " " * 12) for condition in edge.details().get("when", ())]
        lines += sources(answer.claims.get(edge.key, ()))
    direct = {edge.object for edge in answer.direct}
    further = [id_ for id_ in answer.all if id_ not in direct]
    if further:
        lines += ["", paint("Through them", "bold"), *(f"  {named(answer.nodes[id_], paint)}" for id_ in further)]
    if answer.origins and further:
        lines += [
            "",
            paint("It began with", "bold"),
            *(f"  {named(answer.nodes[id_], paint)}" for id_ in answer.origins),
        ]
    return "\n".join([*lines, *filtered(answer.unsure, answer.left_out, answer.nodes, answer.at.text)])


@telling_apart
def render_neighbours(answer: Neighbours, paint: Paint) -> str:
    """What stands in one relation to a node."""
    lines = [f"{paint(answer.node.title, 'bold')}, {answer.relation}: {len(answer.all)}"]
    lines += [f"  {named(answer.nodes[id_], paint)}" for id_ in answer.all]
    return "\n".join(lines)


@telling_apart
def render_common(answer: CommonAncestors, paint: Paint) -> str:
    """Common ancestors, the nearest ones marked."""
    names = ", ".join(node.title for node in answer.nodes)
    lines = [f"{names}: {counted(len(answer.all), 'common ancestor')}"]
    for id_ in (*answer.nearest, *(id_ for id_ in answer.all if id_ not in answer.nearest)):
        mark = "nearest  " if id_ in answer.nearest else "         "
        lines.append(f"  {mark}{named(answer.titles[id_], paint)}")
    return "\n".join(lines)


def sources(claims: Iterable[Claim]) -> Iterator[str]:
    """Who says an edge, one line each."""
    for claim in claims:
        ground = claim.qualifiers.get("ground")
        how = "" if claim.method == "stated" else f"{claim.method}, "
        yield f"    source  {claim.source}  ({how}{claim.rule}{f', resting on {ground}' if ground else ''})"


def named(node: Node, paint: Paint) -> str:
    """A node's title with what is known of it in a few words."""
    words = about(node)
    return paint(node.title, "bold") + (f" ({words})" if words else "")


def filtered(
    unsure: tuple[Edge, ...], left_out: tuple[Edge, ...], nodes: dict[str, Node], moment: str
) -> Iterator[str]:
    """What the moment hides: never a subtree without a word."""
    for edges, word in ((unsure, "cannot tell whether they held"), (left_out, "did not hold")):
        if edges:
            pairs = sorted({f"{_title(edge.object, nodes)} → {_title(edge.subject, nodes)}" for edge in edges})
            yield f"not followed, {word} at {moment}: {', '.join(pairs)}"


def _title(id_: str, nodes: dict[str, Node]) -> str:
    return nodes[id_].title if id_ in nodes else id_
