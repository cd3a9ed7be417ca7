"""Timelines as text: one event a block, several side by side, and why people moved; also as Markdown tables."""

from collections.abc import Iterator, Sequence

from exports import markdown
from exports.lineage_text import filtered
from exports.paint import Paint
from exports.replacement_text import about
from exports.table_text import counted, table
from ontology import dates
from queries.answers import text_of
from queries.graph import Held
from queries.timeline import Event, Move, Timeline


def render(answers: Sequence[Timeline], paint: Paint) -> str:
    """One timeline in full, or several side by side; then why people moved."""
    if len(answers) == 1:
        lines = list(_one(answers[0], paint))
    else:
        head, rows = _beside(answers)
        lines = [table(rows, paint, head)] if rows else []
    moves = _moves(answers)
    if moves:
        lines += ["", paint("Why people moved", "bold")]
        for move in moves:
            resting = f", resting on {move.trigger.ground}" if move.trigger.ground else ""
            text = f"{move.old.title} → {move.new.title}: {move.trigger.text}  ({move.trigger.claim.source}{resting})"
            lines.append(paint.wrap(text, f"  {move.trigger.year or '?   '}  ", " " * 8))
    lines += _hidden(answers)
    return "\n".join(lines).removeprefix("\n")


def _hidden(answers: Sequence[Timeline]) -> Iterator[str]:
    """What the moment hides."""
    for answer in answers:
        yield from filtered(answer.unsure, answer.left_out, answer.nodes, answer.at.text)
    if later := sum(answer.later for answer in answers):
        yield f"{counted(later, 'reason')} to move came only after {answers[0].at.text}"


def _moves(answers: Sequence[Timeline]) -> list[Move]:
    """The moves of all timelines by year, each once."""
    every = {(move.old.id, move.new.id, move.trigger.text): move for answer in answers for move in answer.moves}
    return sorted(
        every.values(),
        key=lambda move: (
            dates.sort_key(dates.parse(move.trigger.year) if move.trigger.year else None),
            move.old.id,
            move.new.id,
            move.trigger.text,
        ),
    )


def _one(answer: Timeline, paint: Paint) -> Iterator[str]:
    dated = [event.date for event in answer.events if event.date]
    span = f", {dated[0]} to {dated[-1]}" if len(dated) > 1 else ""
    yield f"{paint(answer.node.title, 'bold')}: {counted(len(answer.events), 'entry', 'entries')}{span}"
    width = max([1, *(len(date) for date in dated)])
    titles = {event.node.id: event.node.title for event in answer.events}
    for event in answer.events:
        words = about(event.node._replace(introduced=""))
        yield ""
        yield f"{(event.date or '?').ljust(width)}  {paint(event.node.title, 'bold')}{f' ({words})' if words else ''}"
        yield from _told(event, titles, " " * (width + 2), paint)


def _told(event: Event, titles: dict[str, str], margin: str, paint: Paint) -> Iterator[str]:
    blocks: tuple[tuple[str, Sequence[Held]], ...] = (
        ("new", event.innovations),
        ("limit", event.limitations),
        ("adopter", event.adopters),
    )
    for word, several in blocks:
        for held in several:
            text = f"{text_of(held.value)}  {paint(str(held.claim.source), 'dim')}"
            yield paint.wrap(text, f"{margin}{word:8}", f"{margin}        ")
    stated = dict.fromkeys(edge.subject for edge in event.led_to if edge.method != "inferred")
    # What merely comes next in its family may owe it nothing: it is no step that anybody stated.
    after = dict.fromkeys(edge.subject for edge in event.led_to if edge.subject not in stated)
    for word, ids in (("led to", stated), ("next", after)):
        if ids:
            names = ", ".join(titles[id_] for id_ in ids)
            yield paint.wrap(names, f"{margin}{word:8}", f"{margin}        ")
    for held in event.said:
        other = "" if held.state == "chosen" else f"{text_of(held.value)}, another source: "
        yield f"{margin}{'dated':8}{other}{held.claim.source}"


def _beside(answers: Sequence[Timeline]) -> tuple[list[str], list[list[str]]]:
    """A column a timeline, a row a date; what has no date comes last."""
    cells: dict[str, list[list[str]]] = {}
    for place, answer in enumerate(answers):
        for event in answer.events:
            row = cells.setdefault(event.date, [[] for _ in answers])
            row[place].append(event.node.title)
    ordered = sorted(cells, key=lambda date: (dates.sort_key(dates.parse(date) if date else None), date))
    head = ["", *(answer.node.title for answer in answers)]
    return head, [[date or "?", *(", ".join(cell) for cell in cells[date])] for date in ordered]


def render_markdown(answers: Sequence[Timeline]) -> str:
    """The same as Markdown tables, to be put into a page."""
    parts = []
    for answer in answers:
        rows = [
            [
                event.date or "?",
                event.node.title,
                _cell(event.innovations),
                _cell(event.limitations),
                _cell(event.adopters),
                "; ".join(str(held.claim.source) for held in event.said if held.state == "chosen"),
            ]
            for event in answer.events
        ]
        head = ("When", answer.node.title, "What was new", "Limits found", "Adopters", "Source")
        parts.append(markdown.table(head, rows))
    moves = [
        [
            move.trigger.year or "?",
            move.old.title,
            move.new.title,
            move.trigger.text,
            move.trigger.ground,
            str(move.trigger.claim.source),
        ]
        for move in _moves(answers)
    ]
    if moves:
        parts.append(markdown.table(("When", "From", "To", "Why people moved", "Resting on", "Source"), moves))
    hidden = [markdown.escaped(line) for line in _hidden(answers)]
    return "\n\n".join([*parts, *hidden])


def _cell(several: Sequence[Held]) -> str:
    return "; ".join(text_of(held.value) for held in several)
