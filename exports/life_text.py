"""A life on both clocks as text."""

from collections.abc import Iterator

from exports.paint import Paint
from exports.replacement_text import about
from queries.life import Change, Life


def render(answer: Life, paint: Paint) -> str:
    """What happened in the world, then what the catalogue said when; one fact a line."""
    about_ = about(answer.node)
    lines = [paint(answer.node.title, "bold") + (f" ({about_})" if about_ else ""), "", paint("in the world", "bold")]
    width = max((len(event.date) for event in answer.world), default=0)
    for event in answer.world:
        where = f"  {paint(str(event.claims[0].source), 'dim')}" if event.claims else ""
        lines.append(paint.wrap(f"{event.text}{where}", f"  {(event.date or '?').ljust(width)}  ", " " * (width + 4)))
    if not answer.world:
        lines.append("  nothing is dated")
    lines += ["", paint("in the catalogue", "bold"), *_catalogue(answer, paint)]
    return "\n".join(lines)


def _catalogue(answer: Life, paint: Paint) -> Iterator[str]:
    for revision in answer.revisions:
        moment = f"{revision.seen[:10]}{' ' + revision.commit[:10] if revision.commit else ''}"
        for place, change in enumerate(revision.changes):
            head = moment if place == 0 else " " * len(moment)
            where = paint(change.claim.source.path, "dim") if place == 0 else ""
            yield paint.wrap(f"{_worded(change)}{'  ' + where if where else ''}", f"  {head}  ", " " * (len(head) + 6))


def _worded(change: Change) -> str:
    if not change.old:
        return f"+ {change.fact} {change.new}"
    if not change.new:
        return f"- {change.fact} {change.old}"
    return f"{change.fact} {change.old} → {change.new}"
