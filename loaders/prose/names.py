"""Names in a text of Markdown: without its marks, with the place where each one stands."""

import re
from collections.abc import Iterator, Mapping
from html import unescape
from typing import NamedTuple

from loaders.readers.markdown import links_in
from loaders.tree import Scalar
from ontology.fillers import is_nothing, is_placeholder
from ontology.text import clean, fold_space

#: Longer text is a sentence, not a name.
LONGEST = 80

#: One cell, item or line names at most so many things.
MOST = 40

#: What stands between several names.
_BETWEEN = re.compile(r"\([^()\n]*\)|(?P<cut>[,;•·]|(?<!\\)\||(?<=\s)or(?=\s))")
_ICON = re.compile(r"(?<![\w:]):[a-z][a-z0-9_+-]*:(?!\w)|\{[^{}\n]*\}|<[^<>\n]*>", re.IGNORECASE)
_MARKS = re.compile(r"\*+|_{2,}|~~|`+|\\(?=[^\w\s])")
_OUTSIDE = re.compile(r"^(?:[a-z][a-z0-9+.-]*:|#|//)", re.IGNORECASE)
#: Turning pages is no relation.
TURNING = re.compile(r"\s*(?:[←⬅]|previous\b|next\b|back\b)", re.IGNORECASE)
_ADVICE = re.compile(r"^(?:use|try|with|using|adopt|choose)\s+(?:an?\s+|the\s+)?", re.IGNORECASE)


class Name(NamedTuple):
    """A name as it may be resolved (a link keeps its Markdown), and where it begins and ends."""

    text: str
    start: int
    end: int


#: Where the targets of reference links stand (``loaders.readers.markdown.definitions``).
Known = Mapping[str, tuple[int, int]]


def plain(text: str) -> str:
    """Text without the marks of Markdown, icons, tags, and what is no letter at either end.

    >>> plain("✅ :material-link:{ .lg } **Retry** &amp; <br/>`Backoff` -"), plain("C++"), plain("+ CQRS")
    ('Retry & Backoff', 'C++', 'CQRS')
    """
    if "<" in text or ":" in text or "{" in text:
        text = _ICON.sub(" ", text)
    if "&" in text:
        text = unescape(text)
    return _without_edges(fold_space(_MARKS.sub("", text)))


def _without_edges(text: str) -> str:
    """Text from its first letter on; "C++" and "PWA)" end in what is part of them, ".NET" begins so."""
    start, end = 0, len(text)
    while start < end and not (
        text[start].isalnum() or text[start] == "(" or (text[start : start + 2][1:].isalpha() and text[start] == ".")
    ):
        start += 1
    while end > start and not (text[end - 1].isalnum() or text[end - 1] in ')+#*%"”?'):
        end -= 1
    return text[start:end]


def usable(text: str) -> str:
    """A name without marks; empty where it is none: too long, a placeholder, or a word for nothing.

    >>> usable("**Saga**"), usable("N/A"), usable("[Pattern Name]")
    ('Saga', '', '')
    """
    if len(text) > 4 * LONGEST or "://" in text:
        return ""
    name = plain(text)
    if len(name) > LONGEST or len(name) < 2 or is_nothing(name) or is_placeholder(fold_space(text)):
        return ""
    return clean(name)


def links(text: str, start: int, end: int, known: Known) -> Iterator[Name]:
    """Every link to another page of the catalogue; one to the web or within the page is none."""
    if text.find("]", start, end) < 0:
        return
    for found in links_in(text, start, end, dict(known)):
        words, target = found.get("text"), found.get("target")
        if not isinstance(words, Scalar) or not isinstance(target, Scalar) or _OUTSIDE.match(target.raw):
            continue
        if len(words.raw) > 4 * LONGEST or len(target.raw) > 4 * LONGEST:
            continue
        name, stop = plain(words.raw), text.find(")", target.end, end) + 1 or words.end + 1
        if not name or len(name) > LONGEST or is_placeholder(words.raw) or TURNING.match(words.raw):
            continue
        written = f"[{clean(name)}]({clean(target.raw)})" if " " not in target.raw else clean(name)
        yield Name(written, found.start, stop)


def pieces(text: str, start: int, end: int, known: Known) -> list[Name]:
    """All names in a piece of text: the links of each part, or the part itself.

    >>> line = "[Saga](saga.md), Outbox (Debezium, Kafka) or use CQRS"
    >>> [name.text for name in pieces(line, 0, len(line), {})]
    ['[Saga](saga.md)', 'Outbox (Debezium, Kafka)', 'CQRS']
    """
    found: list[Name] = []
    for first, last in _parts(text, start, end):
        linked = list(links(text, first, last, known))
        if linked:
            found += linked
        elif "](" not in text[first:last] and (name := usable(text[first:last])):
            found.append(Name(_ADVICE.sub("", name), _first_letter(text, first, last), last))
        if len(found) >= MOST:
            return found[:MOST]
    return found


def _parts(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    begin = start
    for found in _BETWEEN.finditer(text, start, end):
        if found["cut"] is not None:
            yield begin, found.start()
            begin = found.end()
    yield begin, end


def _first_letter(text: str, start: int, end: int) -> int:
    """Where the first letter, digit or bracket stands."""
    found = _LETTER.search(text, start, end)
    return found.start() if found else start


_LETTER = re.compile(r"[\w\[(]")
