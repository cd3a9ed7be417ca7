"""A life on both clocks as text."""

from collections.abc import Iterator

from exports.paint import Paint
from exports.replacement_text import about
from exports.table_text import counted
from ontology.vocabulary import Vocabulary
from queries.life import Change, Life

#: Of what the catalogue said at first, what a reader wants to know before all: these, and the lineage.
_FIRST = ("title", "tier", "status", "introduced", "retired-on")


def render(answer: Life, vocabulary: Vocabulary, paint: Paint, *, everything: bool = False) -> str:
    """What happened in the world, then what the catalogue said when; one fact a line.

    Of the many things that it said when it first spoke of the node the chief ones are shown, and how many more.
    """
    about_ = about(answer.node)
    lines = [paint(answer.node.title, "bold") + (f" ({about_})" if about_ else ""), "", paint("in the world", "bold")]
    width = max((len(event.date) for event in answer.world), default=0)
    for event in answer.world:
        more = f" and {len(event.claims) - 1} more" if len(event.claims) > 1 else ""
        where = f"  {paint(str(event.claims[0].source) + more, 'dim')}" if event.claims else ""
        lines.append(paint.wrap(f"{event.text}{where}", f"  {(event.date or '?').ljust(width)}  ", " " * (width + 4)))
    if not answer.world:
        lines.append("  nothing is dated")
    if answer.later:
        lines.append(f"  {counted(answer.later, 'event')} came only after {answer.at.text}")
    lines += ["", paint("in the catalogue", "bold"), *_catalogue(answer, vocabulary, paint, everything)]
    return "\n".join(lines)


def _catalogue(answer: Life, vocabulary: Vocabulary, paint: Paint, everything: bool) -> Iterator[str]:
    lineage = {word for one in vocabulary.relations.values() if one.lineage for word in (one.label, one.inverse)}
    for number, revision in enumerate(answer.revisions):
        changes = revision.changes
        if number == 0 and not everything:
            changes = tuple(one for one in changes if one.fact in _FIRST or one.fact in lineage) or changes[:1]
        moment = f"{revision.seen[:10]}{' ' + revision.commit[:10] if revision.commit else ''}"
        for place, change in enumerate(changes):
            head = moment if place == 0 else " " * len(moment)
            source = change.claim.source
            where = paint(f"{source.path}:{source.line}" if source.line else source.path, "dim")
            yield paint.wrap(f"{_worded(change)}  {where}", f"  {head}  ", " " * (len(head) + 6))
        if hidden := len(revision.changes) - len(changes):
            yield f"  {' ' * len(moment)}  and {counted(hidden, 'further statement')}; see them with --all"


def _worded(change: Change) -> str:
    if not change.old:
        return f"+ {change.fact} {change.new}"
    if not change.new:
        return f"- {change.fact} {change.old}"
    return f"{change.fact} {change.old} → {change.new}"
