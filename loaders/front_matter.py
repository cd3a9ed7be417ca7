"""Finds the front matter of a Markdown page, and the title below it."""

import re
from dataclasses import dataclass

from loaders.tree import Scalar

_WORD = re.compile(r"[^ \t\r\n]")
_OPENING = re.compile(r"^---[ \t]*\r?(?:\n|\Z)", re.MULTILINE)
# At the first column only: three hyphens inside a value or an indented block scalar close nothing.
_CLOSING = re.compile(r"^(?:---|\.\.\.)[ \t]*\r?(?:\n|\Z)", re.MULTILINE)
_LINE = re.compile(r"[^\n]*\n|[^\n]+\Z")
_HEADING = re.compile(r"#{1,6}[ \t]")
_HEADING_BELOW_BLANK = re.compile(r"^[ \t]*\r?\n#{1,6}[ \t]", re.MULTILINE)
# A line that may stand in the mapping that front matter is: a key, which is at most three words (longer is prose with
# a colon in it), or a part of the value of the key above.
_KEY = re.compile(r"""["'\w<?][^\s:]*(?: [^\s:]+){0,2} ?:(?:\s|\Z)""")
_PART = re.compile(r"[ \t]|-[ \t\r\n]|[\]}\"']")
_FENCE_OR_TITLE = re.compile(r"^ {0,3}(?:(?P<fence>`{3,}|~{3,})(?P<info>[^\n]*)|#(?P<title>[ \t][^\n]*))", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """Where the front matter of a page stands; all offsets count characters of the page."""

    marker: int
    """The opening ``---``."""
    start: int
    """The first character of the YAML."""
    end: int
    """Behind the last character of the YAML: ``text[start:end]`` ends with a line end, or is empty."""
    body: int
    """The first character of the body."""
    closed: bool
    """Whether a closing ``---`` or ``...`` was found; where not, ``end`` is where the body seems to begin."""


def split(text: str) -> FrontMatter | None:
    """The front matter at the very beginning of a page; blank lines may stand before it.

    A page whose first line of hyphens is never closed has front matter if a key follows it (the hyphens are a rule
    otherwise). It ends where a heading, and then prose, begins after a blank line; so does front matter whose only
    other line of hyphens stands further down, in the body.

    >>> page = "---\\ntitle: Saga\\n---\\n# Saga\\n"
    >>> found = split(page)
    >>> page[found.start:found.end], page[found.body:]
    ('title: Saga\\n', '# Saga\\n')
    """
    word = _WORD.search(text)
    opening = _OPENING.match(text, word.start()) if word else None
    if not opening:
        return None
    marker, start = opening.span()
    closing = _CLOSING.search(text, start)
    if closing:
        end = closing.start()
        cut = _body_begins(text, start, end) if _HEADING_BELOW_BLANK.search(text, start, end) else None
        if cut is None:
            return FrontMatter(marker, start, end, closing.end(), True)
    elif _KEY.match(text, _first_word(text, start)):
        cut = _body_begins(text, start, len(text), prose_alone=True)
    else:
        return None
    end = len(text) if cut is None else cut
    return FrontMatter(marker, start, end, end, False)


def _first_word(text: str, offset: int) -> int:
    """The first character of the first line that is neither blank nor a comment."""
    for line in _LINE.finditer(text, offset):
        if line[0].strip() and not line[0].startswith("#"):
            return line.start()
    return len(text)


def _body_begins(text: str, start: int, end: int, prose_alone: bool = False) -> int | None:
    """Where something stands between two offsets that cannot be the YAML of a mapping, if anywhere.

    YAML's comments look like headings, and pages do order their keys under such comments. So a heading counts only
    after a blank line, and only when the next line that is neither blank nor a heading is no YAML either. With
    ``prose_alone`` (no closing line is known) that line after a blank line is enough, or a heading at the very end.
    """
    heading: int | None = None
    after_blank = False
    for found in _LINE.finditer(text, start, end):
        line = found[0]
        if not line.strip():
            after_blank = True
            continue
        if line.startswith("#"):
            if heading is None and after_blank and _HEADING.match(line):
                heading = found.start()
        elif _KEY.match(line) or _PART.match(line):
            heading = None
        elif heading is not None:
            return heading
        elif prose_alone and after_blank:
            return found.start()
        after_blank = False
    return heading if prose_alone else None


def first_heading(text: str, offset: int = 0) -> Scalar | None:
    """The text of the first ``# Title`` at or after ``offset`` (the start of a line), outside fenced code.

    The scalar is not ``plain``: a title is text, even if it is ``# 1984`` or ``# Null``.

    >>> first_heading("```\\n# a comment\\n```\\n# Saga #\\n")
    Scalar(raw='Saga', start=22, end=26, plain=False)
    """
    fence = ""
    for found in _FENCE_OR_TITLE.finditer(text, offset):
        marks, title = found["fence"], found["title"]
        if marks:
            if not fence:
                # Behind backticks on one line more backticks mean code within a paragraph.
                if marks[0] == "~" or "`" not in found["info"]:
                    fence = marks
            elif marks.startswith(fence) and not found["info"].strip():
                fence = ""
        elif not fence and (raw := _without_closing_marks(title)):
            start = found.start("title") + len(title) - len(title.lstrip())
            return Scalar(raw, start, start + len(raw), plain=False)
    return None


def _without_closing_marks(title: str) -> str:
    """The text of a heading without the number signs that may close it; these stand after a space."""
    text = title.rstrip()
    bare = text.rstrip("#")
    return bare.strip() if bare[-1:] in ("", " ", "\t") else text.strip()
