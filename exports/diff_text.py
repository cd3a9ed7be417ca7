"""How two catalogues differ, as text and as release notes in Markdown."""

from exports.paint import Paint
from exports.table_text import counted
from queries.diff import Change, Difference, Standing

#: So many answers are named in a line; the rest is counted.
MOST = 8

#: The headings of release notes, by sort of change.
HEADINGS = {
    "Entries": ("entry-added", "entry-removed", "entry-renamed", "entry-defined", "entry-mentioned"),
    "What came and went": ("entry-came", "entry-retired", "entry-revived"),
    "Relations": ("edge-added", "edge-removed", "edge-changed"),
    "Properties": ("property",),
}


def render(answer: Difference, paint: Paint) -> str:
    """A line a change, those that change most answers first; then the answers that are others now."""
    shown, own = shown_changes(answer)
    lines = [_line(one, answer, paint) for one in shown]
    if answer.answers:
        lines += ["", paint(f"{counted(len(answer.answers), 'answer')} changed", "bold")]
        lines += [f"  {_answer(id_, pair, answer)}" for id_, pair in answer.answers.items()]
    total = counted(len(answer.changes), "change")
    total += f", {own:,} of them what new entries say of themselves (--format json has all)" if own else ""
    lines += ["", f"{answer.first} → {answer.second}: {total}; {answer.entries[0]:,} → {answer.entries[1]:,} entries"]
    return "\n".join(lines).lstrip("\n")


def shown_changes(answer: Difference) -> tuple[list[Change], int]:
    """The changes that are told one by one, and how many others are properties of new entries."""
    new = {one.id for one in answer.changes if one.kind in ("entry-added", "entry-came")}
    shown = [one for one in answer.changes if one.kind != "property" or one.id not in new]
    return shown, len(answer.changes) - len(shown)


def _line(one: Change, answer: Difference, paint: Paint) -> str:
    where = (one.after.sources or one.before.sources)[:1]
    place = f"  ({where[0]})" if where else ""
    return f"{paint(one.text, 'bold') if one.answers else one.text}{_weight(one, answer)}{place}"


def _weight(one: Change, answer: Difference) -> str:
    """How many answers a change alters, and which."""
    if not one.answers:
        return ""
    named = ", ".join(answer.titles.get(id_, id_) for id_ in one.answers[:MOST])
    more = f" and {len(one.answers) - MOST} more" if len(one.answers) > MOST else ""
    return f", changes {counted(len(one.answers), 'answer')}: {named}{more}"


def _answer(id_: str, pair: tuple[Standing | None, Standing | None], answer: Difference) -> str:
    before, after = (standing(one, answer) for one in pair)
    return f"{answer.titles.get(id_, id_)}: {before} → {after}"


def standing(one: Standing | None, answer: Difference) -> str:
    """What replaces an entry, in a few words."""
    if one is None:
        return "no entry"
    live = ", ".join(answer.titles.get(id_, id_) for id_ in one.live)
    return f"{one.verdict} by {live}" if live and "replaced" in one.verdict else one.verdict


def markdown(answer: Difference) -> str:
    """Release notes: what changes answers first, then the rest by sort."""
    lines = [f"# {_escaped(answer.first)} → {_escaped(answer.second)}", ""]
    if not answer.changes:
        return "\n".join([*lines, "Nothing changed.", ""])
    if answer.answers:
        lines += ["## Answers that changed", ""]
        lines += [f"- {_escaped(_answer(id_, pair, answer))}" for id_, pair in answer.answers.items()]
        lines.append("")
    for heading, kinds in HEADINGS.items():
        group = [one for one in shown_changes(answer)[0] if one.kind in kinds]
        if group:
            lines += [f"## {heading}", ""]
            lines += [f"- {_escaped(one.text + _weight(one, answer))}" for one in group]
            lines.append("")
    return "\n".join(lines)


def _escaped(text: str) -> str:
    """Text that Markdown shows as it is."""
    return "".join(f"\\{char}" if char in "\\`*_[]<>#|" else char for char in text)
