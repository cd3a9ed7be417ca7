"""Goes through a page once and hands each block to who can read it, with the words that stand above it."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from loaders.base import SourceFile
from loaders.prose import chronicle, flowchart, headings, lists, tables
from loaders.prose.mermaid import kind_of
from loaders.prose.names import Name, plain, usable
from loaders.prose.speaker import OF_ANY_PAGE, Speaker
from loaders.prose.words import Role
from loaders.readers.markdown import Block, blocks, definitions
from ontology.claim import Claim
from ontology.vocabulary import Vocabulary

_TAB = re.compile(r"(?:===|!!!|\?\?\?\+?)[ \t]+(?:[\w-]+[ \t]+)?\"(?P<title>[^\"\n]{1,80})\"")
_MERMAID = re.compile(r"\s*\{?\s*\.?mermaid\b", re.IGNORECASE)


class Above(NamedTuple):
    """A heading that is open, and what its words say of what is named below it."""

    level: int
    words: str
    role: Role | None


class Page:
    """One page, read from top to bottom."""

    def __init__(self, file: SourceFile, vocabulary: Vocabulary, subject: str, kind: str) -> None:
        self.speaker = Speaker(file, vocabulary, subject, kind)
        self.text = file.text
        self.known = definitions(file.text) if "]:" in file.text else {}
        self.above: list[Above] = []
        self.tab: Role | None = None
        """What the title of a tab or of a note says, down to the next one."""
        self.label: Role | None = None
        """What the last labelled line says of the list below it."""

    def read(self, start: int) -> Iterator[Claim]:
        """The claims of everything below ``start``."""
        for block in blocks(self.text, start, code=True):
            if block.kind == "item":
                yield from self._item(block)
            elif block.kind == "heading":
                yield from self._heading(block)
            elif block.kind == "code":
                yield from self._diagram(block)
            else:
                yield from self._paragraph(block)

    def role(self) -> Role | None:
        """What the words above say of things that are named here.

        A heading further up speaks for links only, and only of what any page may be related to: below "Alternatives",
        "Event Sourcing + CQRS" is a heading about these.
        """
        if self.label or self.tab:
            return self.label or self.tab
        if self.above and self.above[-1].role:
            return self.above[-1].role
        role = next((one.role for one in reversed(self.above) if one.role), None)
        return role._replace(links=True) if role and role.relation in OF_ANY_PAGE else None

    def _heading(self, block: Block) -> Iterator[Claim]:
        start, end = block.lines[0][0], block.lines[-1][1]
        words = plain(self.text[start:end][:400])
        while self.above and self.above[-1].level >= block.level:
            self.above.pop()
        # The title of a page says what the page is, not what is listed below it.
        self.above.append(Above(block.level, words, self.speaker.roles.role(words) if block.level > 1 else None))
        self.tab = self.label = None
        yield from headings.claims(self.speaker, self.text[start:end][:400], start)
        label, colon, name = words.partition(":")
        if colon and self.speaker.is_one() and (role := self.speaker.roles.role(label)) and (text := usable(name)):
            yield self.speaker.own(role, Name(text, start, end), "heading")

    def _diagram(self, block: Block) -> Iterator[Claim]:
        if not _MERMAID.match(self.text, *block.marks):
            return
        start, end = block.lines[0]
        text = self.text[start:end]
        if kind_of(text)[0] in flowchart.KINDS:
            titles = [one.words for one in reversed(self.above) if one.level > 1][:2]
            yield from flowchart.claims(self.speaker, text, start, titles)
        else:
            yield from chronicle.claims(self.speaker, text, start)

    def _item(self, block: Block) -> Iterator[Claim]:
        start, end = block.lines[0][0], block.lines[-1][1]
        yield from lists.item(self.speaker, start, end, self.known, self.role())

    def _paragraph(self, block: Block) -> Iterator[Claim]:
        spoke = False
        for start, end in block.lines:
            if self.text[start] in "=!?" and (tab := _TAB.match(self.text, start, end)):
                self.tab, self.label, spoke = self.speaker.roles.role(tab["title"]), None, True
            elif self.text[start] != "|" and self.text.find(":", start, start + 100) >= 0:
                above = self.above[-1].words if self.above else ""
                role, more, claims = lists.label(self.speaker, start, end, self.known, above)
                yield from claims
                if role is not None:
                    self.label, spoke = None if more else role, True
            if self.text[start] == "<" and (listed := self.role()):
                yield from lists.anchors(self.speaker, start, end, listed)
            if self.text.find(" by ", start, end) >= 0 and self.speaker.is_one():
                yield from lists.sentence(self.speaker, start, end)
                yield from lists.status(self.speaker, start, end, self.known)
        if len(block.lines) > 1 and (table := next(tables.tables_in(self.text, block.lines), None)):
            yield from tables.claims(self.speaker, table, self.known, self.role())
        elif not spoke:
            self.label = None
