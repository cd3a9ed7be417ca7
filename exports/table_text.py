"""Lists and counts as text."""

from collections.abc import Sequence

from exports.paint import Paint
from queries.answers import text_of
from queries.graph import Node
from queries.listing import Listing
from queries.timeline import History


def table(rows: Sequence[Sequence[str]], paint: Paint, head: Sequence[str] = ()) -> str:
    """Columns as wide as their widest cell; the last one is not padded.

    >>> table([["a", "1"], ["bbb", "2"]], Paint())
    'a    1\\nbbb  2'
    """
    lines = [list(head), *rows] if head else list(rows)
    widths = [max(len(line[place]) for line in lines) for place in range(len(lines[0]))] if lines else []
    out = []
    for number, line in enumerate(lines):
        cells = [cell.ljust(width) for cell, width in zip(line[:-1], widths, strict=False)]
        text = "  ".join([*cells, line[-1]]).rstrip()
        out.append(paint(text, "bold") if head and number == 0 else text)
    return "\n".join(out)


def counted(number: int, one: str, many: str = "") -> str:
    """A number with its noun.

    >>> counted(1, "file"), counted(1200, "entry", "entries")
    ('1 file', '1,200 entries')
    """
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def listing(answer: Listing, paint: Paint) -> str:
    """Nodes, one a line, and how many there are."""
    rows = [[node.id, node.title, node.kind, node.tier, node.status, node.introduced] for node in answer.nodes]
    text = table(rows, paint, ("id", "title", "kind", "tier", "status", "introduced")) if rows else ""
    count = counted(len(rows), "entry", "entries")
    later = f"; {answer.not_yet} more were introduced after {answer.at.text}" if answer.not_yet else ""
    return "\n".join(filter(None, (text, count + later)))


def render_history(answer: History, paint: Paint) -> str:
    """Observations by date, one a line, with who says so."""
    rows = [[date or "?", text_of(held.value), str(held.claim.source)] for date, held in answer.observations]
    return table(rows, paint) if rows else f"{answer.node.title} has no {answer.property}"


def hits(found: Sequence[tuple[Node, str]], total: int, paint: Paint) -> str:
    """What a search found, one a line, with what matched; and how many more there are."""
    text = table([[node.id, node.title, node.kind, matched] for node, matched in found], paint)
    more = f"\nshown {len(found)} of {total:,}; see them with --most {total}" if len(found) < total else ""
    return text + more


def prose(counts: dict[str, int]) -> str:
    """What became of the statements that were read out of prose.

    >>> prose({"statements": 12, "edges": 3, "unknown-names": 8, "boilerplate": 1})
    '12 statements, 3 edges, 8 of names that no entry has, 1 boilerplate'
    """
    words = {
        "statements": ("statement", "statements"),
        "edges": ("edge", "edges"),
        "values": ("date", "dates"),
        "voices": ("beside a field",) * 2,
        "unknown-names": ("of a name that no entry has", "of names that no entry has"),
        "boilerplate": ("boilerplate",) * 2,
        "contrary": ("against stated lineage",) * 2,
        "of-itself": ("of a thing and itself",) * 2,
    }
    return ", ".join(counted(counts[name], *forms) for name, forms in words.items() if counts.get(name))
