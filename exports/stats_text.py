"""The counts of ``kb stats`` as text."""

from collections.abc import Iterator
from typing import Any

from exports.paint import Paint
from exports.table_text import counted, prose, table
from queries.structure import Structure


def render(counts: dict[str, Any], answer: Structure, paint: Paint) -> str:
    """How large the catalogue is, how it hangs together, and what its loading found."""
    blocks = (
        ("", _sizes(counts)),
        ("relations", _relations(counts, paint)),
        ("connected", _connected(answer)),
        ("most referenced", (f"{times:>8,}  {node.title}" for node, times in answer.referenced)),
        (f"keystones, which keep others from being stranded ({answer.keystones_in_all:,})", _keystones(answer)),
        ("replacements by decade", (f"{number:>8,}  {decade}" for decade, number in answer.decades.items())),
        ("families", _families(answer)),
        (f"at {answer.at.text}", _time(answer)),
        ("findings", (f"{number:>8,}  {rule}" for rule, number in counts["findings"].items())),
    )
    parts = []
    for title, found in blocks:
        lines = list(found)
        if lines:
            parts.append("\n".join([paint(title, "bold"), *lines] if title else lines))
    return "\n\n".join(parts)


def _sizes(counts: dict[str, Any]) -> Iterator[str]:
    yield f"{counts['nodes']:>8,}  entries ({_listed(counts['kinds'])})"
    yield f"{counts['references']:>8,}  names known only from references"
    yield f"{counts['claims']:>8,}  claims from {counts['sources']:,} files"
    yield f"{counts['disputed']:>8,}  facts on which sources disagree"
    yield f"{counts['isolated']:>8,}  entries without any relation"
    yield f"{counts['isolated-from-pages']:>8,}  entries without a relation to another entry"
    if counts["tiers"]:
        yield f"{sum(counts['tiers'].values()):>8,}  with a tier ({_listed(counts['tiers'])})"
    if counts.get("prose"):
        yield f"{'':>8}  from prose: {prose(counts['prose'])}"


def _relations(counts: dict[str, Any], paint: Paint) -> Iterator[str]:
    rows = [_counted(one["relation"], one["method"], one["edges"], one["between-pages"]) for one in counts["edges"]]
    edges, between = (sum(one[key] for one in counts["edges"]) for key in ("edges", "between-pages"))
    rows.append(_counted("all", "", edges, between))
    yield table(rows, paint, ("relation", "method", "edges", "between entries", "to names without a page"))


def _connected(answer: Structure) -> Iterator[str]:
    every, lines = answer.components, answer.lineage
    if every.number:
        noun = _noun(every.number, "component")
        yield f"{every.number:>8,}  {noun} by relations of any sort; the largest has {every.largest:,} of {every.nodes:,}"
    if lines.number:
        yield f"{lines.number:>8,}  {_noun(lines.number, 'lineage')}; the largest has {lines.largest:,} of {lines.nodes:,}"


def _keystones(answer: Structure) -> Iterator[str]:
    for one in answer.keystones:
        shown = ", ".join(one.keeps[:5])
        more = f" and {len(one.keeps) - 5} more" if len(one.keeps) > 5 else ""
        yield f"{len(one.keeps):>8,}  {one.node.title}: {shown}{more}"
    if answer.keystones_in_all > len(answer.keystones):
        yield f"{'':>8}  shown {len(answer.keystones)} of {answer.keystones_in_all:,}, those that keep most"


def _families(answer: Structure) -> Iterator[str]:
    for one in answer.families:
        tiers = _listed({name or "without a tier": number for name, number in one.tiers.items()})
        yield f"{one.members:>8,}  {one.node.title}: {tiers}; {one.retired:,} retired"


def _time(answer: Structure) -> Iterator[str]:
    """What the moment hides or leaves open."""
    if answer.undated:
        yield f"{answer.undated:>8,}  {_noun(answer.undated, 'name')} without a date, counted as there"
    if answer.unsure_nodes:
        yield f"{answer.unsure_nodes:>8,}  perhaps not there yet; counted"
    if answer.unsure_edges:
        yield f"{answer.unsure_edges:>8,}  {_noun(answer.unsure_edges, 'relation')}, cannot tell whether held; not counted"
    if answer.left_out:
        yield f"{answer.left_out:>8,}  {_noun(answer.left_out, 'relation')} that did not hold; not counted"


def _noun(number: int, one: str) -> str:
    return counted(number, one).split(" ", 1)[1]


def _counted(relation: str, method: str, edges: int, between: int) -> list[str]:
    return [relation, method, f"{edges:,}", f"{between:,}", f"{edges - between:,}"]


def _listed(counts: dict[str, int]) -> str:
    return ", ".join(f"{number:,} {name}" for name, number in counts.items())
