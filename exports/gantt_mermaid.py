"""Lives as a Mermaid gantt chart: a section a lane, a bar from the introduction to the retirement or to the moment.

A gantt chart knows exact days only. A bar begins with the first day that its date may mean and ends with the last one;
its label gives the date as the sources do. Where nobody says when something ended, there is no bar but a diamond at its
beginning, and what has no date of introduction is left out and counted.
"""

from collections.abc import Iterator
from datetime import date

from exports.drawing.metrics import width
from exports.mermaid import checked
from exports.mermaid_text import comment, escape
from exports.node_words import moment_line
from exports.picture import plain, years
from queries.chronicle import Chronicle, Lane, age
from queries.graph import Node
from queries.moment import Moment, begun, retired

_ROUNDED = (
    "a bar begins with the first day that its date may mean and ends with the last; labels give dates as the sources do"
)

#: Titles of sections are so large, and Mermaid leaves them so much room.
_TITLE_SIZE, _USUAL = 11.0, 55.0


def render(seen: Chronicle) -> str:
    """The chart. Raises ``TooLarge`` over Mermaid's own limits."""
    numbers = {node.id: f"t{place}" for place, node in enumerate(seen.nodes)}
    lines = _room([lane.title for lane in seen.lanes])
    lines += [comment(text) for text in (hidden_line(seen), moment_line(seen.at), _ROUNDED) if text]
    lines += ["gantt", f"    title {escape(seen.title) or 'Lives'}", "    dateFormat YYYY-MM-DD", "    axisFormat %Y"]
    lines.append("    todayMarker off")
    for lane in seen.lanes:
        lines += (f"    {line}" for line in _section(lane, seen.at, numbers))
    return checked("\n".join(lines) + "\n", 0, "ask for fewer entries with --most, or for --picture lineage")


def hidden_line(seen: Chronicle) -> str:
    """What is not shown; empty where everything is."""
    undated = sum(_first(node) is None for node in seen.nodes)
    if not undated:
        return seen.hidden_line()
    dated = tuple(lane._replace(nodes=tuple(node for node in lane.nodes if _first(node))) for lane in seen.lanes)
    hidden = {**seen.hidden, "without a date of introduction (--picture lineage shows them)": undated}
    return seen._replace(lanes=dated, hidden=hidden).hidden_line()


def _room(titles: list[str]) -> list[str]:
    """Front matter that leaves room for the titles of sections, which would lie over the first bars."""
    wide = max((width(plain(title), _TITLE_SIZE) for title in titles), default=0)
    return ["---", "config:", "  gantt:", f"    leftPadding: {int(wide) + 20}", "---"] if wide > _USUAL else []


def _section(lane: Lane, at: Moment, numbers: dict[str, str]) -> Iterator[str]:
    dated = sorted((node for node in lane.nodes if _first(node) is not None), key=lambda node: (age(node), node.id))
    if dated and lane.title:
        yield f"section {escape(lane.title)}"
    for node in dated:
        yield f"{escape(_label(node, at))} :{', '.join(_task(node, at, numbers[node.id]))}"


def _first(node: Node) -> int | None:
    """The first day that it may have been there, else the last one on which it came."""
    return node.born[0] if node.born[0] is not None else node.born[1]


def _task(node: Node, at: Moment, number: str) -> list[str]:
    """Tags, id, first day, and last day or length."""
    first, gone = _first(node) or 1, retired(node, at)
    coming = begun(node, at) is False
    last = at.day
    if gone:
        last = next((day for day in reversed(node.retired_on) if day is not None), 0)
    tag = ["done"] if gone and not coming else []
    if coming or last <= first:
        return ["milestone", *tag, number, _day(first), "0d"]
    return [*tag, number, _day(first), _day(last)]


def _day(ordinal: int) -> str:
    return date.fromordinal(ordinal).isoformat()


def _year(span: tuple[int | None, int | None]) -> str:
    """The years of two days, where the words that date something are no date themselves."""
    first, last = (str(date.fromordinal(day).year) if day is not None else "" for day in span)
    return f"{first}–{last}" if first and last and first != last else first or last


def _label(node: Node, at: Moment) -> str:
    title, gone = plain(node.title) or plain(node.id), retired(node, at)
    came, went = years(node.introduced), years(node.retired_text) or _year(node.retired_on)
    if begun(node, at) is False:
        said = f"{came}, to come"
    elif gone and not went:
        said = f"{came}, retired, no date"
    elif gone:
        said = f"{came} to {went}"
    else:
        said = came if gone is False else f"{came}, perhaps retired"
    return f"{title} ({said})"
