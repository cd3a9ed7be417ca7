"""A story as a Mermaid timeline: a section a decade, a period a date as the sources give it, and what came then."""

from collections.abc import Iterator
from datetime import date
from itertools import groupby

from exports.mermaid import checked
from exports.mermaid_text import comment, escape
from exports.node_words import moment_line, rank, state
from exports.picture import plain, years
from ontology.vocabulary import Vocabulary
from queries.moment import Moment
from queries.story import Chapter, Story


def render(story: Story, vocabulary: Vocabulary) -> str:
    """The timeline. Raises ``TooLarge`` over Mermaid's own limits."""
    lines = [comment(text) for text in (plain(story.hidden_line()), moment_line(story.at)) if text]
    lines += ["timeline", f"    title {escape(story.title) or 'Timeline'}"]
    for decade, chapters in groupby(story.chapters, _decade):
        lines.append(f"    section {escape(decade)}")
        for period, several in groupby(chapters, lambda chapter: years(chapter.node.introduced) or "no date"):
            events = [escape(text) for chapter in several for text in _events(chapter, story.at, vocabulary)]
            lines.append(f"    {escape(period)} : {' : '.join(events)}")
    return checked("\n".join(lines) + "\n", 0, "ask for fewer entries with --most, or for SVG")


def _decade(chapter: Chapter) -> str:
    first, last = chapter.node.born
    day = first if first is not None else last
    return "No date" if day is None else f"{date.fromordinal(day).year // 10 * 10}s"


def _events(chapter: Chapter, at: Moment, vocabulary: Vocabulary) -> Iterator[str]:
    """The entry, then what was new, what was lacking, and why people moved."""
    facts = ", ".join(filter(None, (rank(chapter.node, vocabulary), state(chapter.node, at))))
    title = plain(chapter.node.title) or plain(chapter.node.id)
    yield f"{title} ({facts})" if facts else title
    for word, texts in (("new", chapter.news), ("limits", chapter.limits)):
        if texts:
            yield f"{word}: {'; '.join(map(plain, texts))}"
    for move in chapter.moves:
        reasons = "; ".join(plain(f"{reason} ({year})" if year else reason) for year, reason in move.reasons)
        yield f"moved from {plain(move.older.title)}: {reasons}"
