"""Reads a Markdown page as sections: what stands under each heading, as text, lines, items, links and paragraphs."""

from collections.abc import Mapping as Options
from itertools import chain, islice

from loaders.front_matter import split
from loaders.readers.faults import MAX_VALUES, Faults
from loaders.readers.front import front_matter
from loaders.readers.markdown import Block, blocks, definitions, heading_text, links_in
from loaders.readers.options import check_names
from loaders.readers.repeated import gather
from loaders.readers.tables import Tables
from loaders.tree import Fault, Mapping, Node, Scalar, Sequence


def read_sections(text: str, options: Options[str, object]) -> tuple[Node | None, list[Fault]]:
    """Read the headings of a page, all on one level and in their order, each with what stands below it up to the next.

    A section is a mapping: ``level``, ``parents`` (the headings above), ``text`` (all of it as written), ``lines``,
    ``bullets``, ``links``, ``paragraphs`` and ``tables``, each with its ``rows``; code and comments count for ``text``
    alone. Sections of one heading are a list. Beside the headings stand ``$title`` (the first heading), ``$intro`` (a
    section: what stands before the first heading or, where nothing does, below it) and ``$front`` (the front matter,
    where there is one).

    >>> tree, faults = read_sections("# 4. Foo\\n\\nDate: 2020\\n\\n## Status\\n\\nSuperseded by [5. Bar](5.md)\\n", {})
    >>> tree.get("Status").get("lines").items[0].raw, tree.get("$intro").get("lines").items[0].raw
    ('Superseded by [5. Bar](5.md)', 'Date: 2020')
    >>> tree.get("Status").get("links").items[0].get("target").raw
    '5.md'
    """
    check_names(options, ())
    found = split(text)
    front, faults = front_matter(text, found)
    reader = _Sections(text, found.body if found else 0)
    root = reader.read()
    if found:
        root.entries.append((Scalar("$front", found.marker, found.marker), front))
    return root, faults + reader.faults.listed()


class _Sections:
    """Puts blocks under their headings."""

    def __init__(self, text: str, body: int) -> None:
        self.text = text
        self.body = body
        self.faults = Faults()
        self.definitions = definitions(text) if "]:" in text else {}
        self.values = 0
        self.keys: dict[str, Scalar] = {}

    def read(self) -> Mapping:
        """The sections of the page, and its title."""
        root, above = Mapping(self.body), list[tuple[int, Scalar]]()
        heading, title, intro = None, None, None
        content: list[Block] = []
        begin, preface = self.body, True
        for found in chain(blocks(self.text, self.body), (None,)):
            block = found
            if block and self.values > MAX_VALUES:
                self.faults.add_too_many(block.begin)
                block = None
            if block and block.kind != "heading":
                content.append(block)
                self.values += 3 * len(block.lines)
                continue
            end = block.begin if block else len(self.text)
            section = self._section(begin, end, heading, above[:-1], content)
            if heading:
                root.entries.append((above[-1][1], section))
            if heading or not preface or content:
                intro = intro or section
            preface = False
            if block is None:
                break
            title = title or heading_text(self.text, block)
            above = [pair for pair in above if pair[0] < block.level] + [(block.level, heading_text(self.text, block))]
            heading, begin, content = block, block.end, []
        gather(root)
        for name, node in (("$title", title), ("$intro", intro)):
            if node:
                root.entries.append((Scalar(name, self.body, self.body), node))
        return root

    def _section(
        self, begin: int, end: int, heading: Block | None, above: list[tuple[int, Scalar]], content: list[Block]
    ) -> Mapping:
        """What stands between two headings."""
        text, section = self.text, Mapping(heading.begin if heading else begin)
        lines, bullets, links, paragraphs = (Sequence(begin) for _ in range(4))
        tables = Tables(text, begin)
        for block in content:
            start, stop = block.lines[0][0], block.lines[-1][1]
            lines.items += [_scalar(text, *line) for line in block.lines]
            if block.kind == "item":
                lines.items[-len(block.lines)] = _scalar(text, *_trimmed(text, block.begin, block.lines[0][1]))
                joined = " ".join(text[first:last] for first, last in block.lines)
                bullets.items.append(Scalar(joined, start, stop, plain=False))
            else:
                paragraphs.items.append(_scalar(text, start, stop))
                tables.read(block)
            if text.find("]", start, stop) >= 0 or text.find("<", start, stop) >= 0:
                most = max(0, MAX_VALUES - self.values) // 5
                found = list(islice(links_in(text, start, stop, self.definitions), most + 1))
                links.items += found[:most]
                if len(found) > most:
                    self.faults.add_too_many(found[-1].start)
        marks = heading.marks if heading else (begin, begin)
        level = Scalar(str(heading.level if heading else 0), *marks)
        parts: dict[str, Node] = {
            "level": level,
            "parents": Sequence(begin, [words for _, words in above]),
            "text": _scalar(text, *_trimmed(text, begin, end)),
            "lines": lines,
            "bullets": bullets,
            "links": links,
            "paragraphs": paragraphs,
            "tables": tables.found,
        }
        section.entries += [(self.keys.setdefault(name, Scalar(name, 0, 0)), node) for name, node in parts.items()]
        self.values += 22 + 5 * len(links.items) + tables.values
        return section


def _scalar(text: str, start: int, end: int) -> Scalar:
    return Scalar(text[start:end], start, end, plain=False)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """A region without the blanks around it; where only blanks stand, its empty beginning."""
    found = text[start:end]
    left = found.lstrip()
    if not left:
        return start, start
    start += len(found) - len(left)
    return start, start + len(left.rstrip())
