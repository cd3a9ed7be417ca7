"""Reads Mermaid flowcharts: what their nodes are called, and which arrows lead from where to where, with what words.

Lines that make no sense are passed over, as a drawing would leave them out. Time is linear: nothing is looked for further
away than a label can be long.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from typing import NamedTuple

from loaders.prose.mermaid import kind_of
from loaders.prose.names import usable
from loaders.prose.speaker import Speaker
from loaders.prose.words import Role
from ontology.claim import Claim
from ontology.text import fold_space

#: One diagram draws at most so many arrows (``A & B --> C & D`` draws four).
MOST_ARROWS = 5_000

#: The words of a node end within so many characters.
_LONGEST = 400

KINDS = ("graph", "flowchart", "flowchart-elk")

_GAP = re.compile(r"[\s;]+")
_LINE_END = re.compile(r"[^\n]*")
_KEYWORD = re.compile(
    r"(?:graph|flowchart(?:-elk)?|subgraph|end|direction|classDef|class|style|linkStyle|click|accTitle|accDescr)"
    r"(?=[\s:;{]|\Z)|%%"
)
_ID = re.compile(r"(?:[\w.!#$%'*+`?\\/]|-(?![-.>])|=(?!=)|(?<=\S)&(?=\S))+")
_SHAPE = re.compile(r"\(\(\(|\(\(|\(\[|\[\[|\[\(|\{\{|\[|\{|\(|>")
_CLOSING = {
    "(((": ")))",
    "((": "))",
    "([": "])",
    "[[": "]]",
    "[(": ")]",
    "{{": "}}",
    "[": "]",
    "{": "}",
    "(": ")",
    ">": "]",
}
_QUOTED = re.compile(r"\s*\"`?([^\"]{0,400}?)`?\"\s*")
_DATA = re.compile(r"@\{([^{}]{0,400})\}")
_DATA_LABEL = re.compile(r"\blabel\s*:\s*(?:\"([^\"]*)\"|'([^']*)'|([^,\n]+))")
_CLASS = re.compile(r":::[\w-]+")
_ARROW = re.compile(
    r"\s*(?:[\w-]{1,60}@(?=[xo<]?[-=]))?(?P<from>[xo<]?)"
    r"(?:--+(?P<to>[-xo>])|==+(?P<thick>[=xo>])|-?\.+-(?P<dotted>[xo>]?)|(?P<hidden>~~~+))"
    r"(?:\s*\|[ \t]*(?P<words>\"[^\"]{0,600}\"|[^|\n\"]{0,300})[ \t]*\|)?\s*"
)
_WORDED = re.compile(
    r"\s*(?:[\w-]{1,60}@(?=[xo<]?[-=]))?(?P<from>[xo<]?)(?:"
    r"--(?P<a>\s*\"[^\"]{0,300}\"\s*|[^\n]{1,200}?)--+(?P<to>[-xo>])"
    r"|==(?P<b>\s*\"[^\"]{0,300}\"\s*|[^\n]{1,200}?)==+(?P<thick>[=xo>])"
    r"|-\.(?P<c>\s*\"[^\"]{0,300}\"\s*|[^\n]{1,200}?)\.+-(?P<dotted>[xo>]?)"
    r")\s*"
)
_JOIN = re.compile(r"\s*&\s+|\s+&\s*")
#: A last line of a node that is no part of its name: a date, a state, or facts with dots between them.
_FACTS = re.compile(
    r"(?:c\. |since |until |from )?\d{4}s?(?:\s?[-–]\s?(?:\d{4}s?|now|today)?)?|retired\??|reference|[^·]+ · .+",
    re.IGNORECASE,
)
#: How firmly a relation is said, after its words.
_FIRMLY = re.compile(r"(.+?) \(((?:partly|consider|together|expected|inferred)(?:, \w+)*)\)")
_CODED = re.compile(r"#(\d{1,7}|[A-Za-z][A-Za-z0-9]{0,30});")
_BREAK = re.compile(r"<br\s*/?>|\\n", re.IGNORECASE)
#: Everything that may stand on an arrow, found without reading the diagram.
_SPOKEN = re.compile(r"\|\s*\"?(?P<a>[^|\n\"]{2,300})\"?\s*\||(?:--|==|-\.)\s*\"?(?P<b>[^\W\d_][^|\n\">]{1,80})")
_SUBGRAPH = re.compile(r"[ \t]*(?P<id>[^\s\[\"]+)?[ \t]*(?:\[(?P<title>[^\]\n]*)\]|\"(?P<quoted>[^\"\n]*)\")?")


class Arrow(NamedTuple):
    """An arrow between two ids, the words on it, and where its source stands."""

    source: str
    target: str
    words: str
    offset: int
    both_ways: bool = False
    lines: tuple[str, ...] = ()
    """The words, line by line."""


@dataclass
class Flowchart:
    """Nodes and subgraphs with what is written on them (an id stands for itself), and arrows in drawing order."""

    labels: dict[str, str] = field(default_factory=dict)
    arrows: list[Arrow] = field(default_factory=list)
    groups: list[str] = field(default_factory=list)
    """The titles of subgraphs."""


def parse(text: str) -> Flowchart:
    """Read a flowchart; what cannot be read is left out.

    >>> chart = parse('graph LR\\n A["Two-Phase<br/>Commit"] & B -.->|Replaced by| C((Saga)) --> D')
    >>> chart.labels
    {'A': 'Two-Phase Commit', 'C': 'Saga'}
    >>> [(one.source, one.target, one.words) for one in chart.arrows]
    [('A', 'C', 'Replaced by'), ('B', 'C', 'Replaced by'), ('C', 'D', '')]
    """
    return _Parser(text).read()


class _Parser:
    """Goes over the text once."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = kind_of(text)[1]
        self.made = Flowchart()

    def read(self) -> Flowchart:
        """Read statement after statement."""
        while self.at < len(self.text):
            if gap := _GAP.match(self.text, self.at):
                self.at = gap.end()
                continue
            keyword = _KEYWORD.match(self.text, self.at)
            if keyword:
                self._keyword(keyword)
            elif not self._statement():
                self._skip_line()
        return self.made

    def _skip_line(self) -> None:
        end = self.text.find("\n", self.at)
        self.at = len(self.text) if end < 0 else end + 1

    def _keyword(self, found: re.Match[str]) -> None:
        """Pass over what only styles; note how a subgraph is called."""
        if found[0] == "end":
            self.at = found.end()
            return
        if found[0] == "subgraph":
            named = _SUBGRAPH.match(self.text, found.end())
            title = named and (named["title"] or named["quoted"])
            if named and title:
                title = _written(title)
                self.made.labels[named["id"] or title] = title
                self.made.groups.append(title)
        elif found[0] in ("graph", "flowchart", "flowchart-elk"):
            line = _LINE_END.match(self.text, self.at)
            cut = self.text.find(";", self.at, line.end() if line else self.at)
            if cut >= 0:  # "graph TD; A-->B" is one line
                self.at = cut
                return
        self._skip_line()

    def _statement(self) -> bool:
        """Read nodes and arrows up to where none follows; whether anything was read."""
        began = self.at
        sources = self._nodes()
        if not sources:
            return False
        while arrow := _ARROW.match(self.text, self.at) or _WORDED.match(self.text, self.at):
            following = self.at = arrow.end()
            targets = self._nodes()
            if not targets:
                return False
            self._draw(arrow, sources, targets, began)
            sources, began = targets, following
        return True

    def _draw(self, found: re.Match[str], sources: list[str], targets: list[str], began: int) -> None:
        groups = found.groupdict()
        if groups.get("hidden"):
            return
        said = next((groups[name] for name in ("words", "a", "b", "c") if groups.get(name)), "")
        words, lines = _written(said), tuple(_lines(said))
        ahead = (groups.get("to") or groups.get("thick") or groups.get("dotted") or "") in ("x", "o", ">")
        back = found["from"] == "<"
        for source in sources:
            for target in targets:
                if len(self.made.arrows) >= MOST_ARROWS:
                    return
                ends = (target, source) if back and not ahead else (source, target)
                self.made.arrows.append(Arrow(*ends, words, began, back and ahead, lines))

    def _nodes(self) -> list[str]:
        """The ids of one node or of several that ``&`` joins."""
        found = []
        while node := self._node():
            found.append(node)
            join = _JOIN.match(self.text, self.at)
            if not join:
                break
            self.at = join.end()
        return found

    def _node(self) -> str:
        """Read one node; its id, or nothing."""
        named = _ID.match(self.text, self.at)
        if not named:
            return ""
        end = named.end()
        if shape := _SHAPE.match(self.text, end):
            label, after = self._label(shape)
            if after < 0:
                return ""
            end = after
            if label:
                self.made.labels[named[0]] = label
        elif data := _DATA.match(self.text, end):
            end = data.end()
            if label_found := _DATA_LABEL.search(data[1]):
                self.made.labels[named[0]] = _written(next(filter(None, label_found.groups()), ""))
        if classed := _CLASS.match(self.text, end):
            end = classed.end()
        self.at = end
        return named[0]

    def _label(self, shape: re.Match[str]) -> tuple[str, int]:
        """The words of a node and where it ends; -1 where it does not."""
        closing, start = _CLOSING[shape[0]], shape.end()
        quoted = _QUOTED.match(self.text, start)
        if quoted:
            closed = self.text.find(closing[0], quoted.end(), quoted.end() + 3)
            end = self.text.find(closing, closed, closed + len(closing) + 1) if closed >= 0 else -1
            return (_titled(quoted[1]), end + len(closing)) if end >= 0 else ("", -1)
        end = self.text.find(closing, start, start + _LONGEST)
        label = self.text[start:end]
        if end < 0 or (
            "\n" in label and _SHAPE.search(label)
        ):  # a bracket that was forgotten, rather than a long label
            return "", -1
        if shape[0] == "[" and label[:1] in ("/", "\\") and label[-1:] in ("/", "\\"):
            label = label[1:-1]
        return _titled(label), end + len(closing)


def _written(text: str) -> str:
    """Words of a diagram on one line, without their quotes."""
    return _decoded(fold_space(_BREAK.sub(" ", text)).strip('"').strip())


def _lines(text: str) -> list[str]:
    """Words of a diagram line by line."""
    return [line for part in _BREAK.split(text.strip().strip('"')) if (line := _decoded(fold_space(part).strip()))]


def _titled(text: str) -> str:
    """What a node is called: without a last line that says only when it came, or facts between dots."""
    lines = _lines(text)
    return " ".join(lines[:-1]) if len(lines) > 1 and _FACTS.fullmatch(lines[-1]) else _written(text)


def _decoded(text: str) -> str:
    """Mermaid's own way to write a character by its number or name, ``#35;`` and ``#quot;``, as the character.

    >>> _decoded("Saga #40;1987#41; #quot;x#quot; C#; #nosuch;")
    'Saga (1987) "x" C#; #nosuch;'
    """
    return _CODED.sub(_character, text) if "#" in text else text


def _character(found: re.Match[str]) -> str:
    whole = f"&{'#' * found[1].isdigit()}{found[1]};"
    read = unescape(whole)
    return found[0] if read == whole else read


def claims(speaker: Speaker, text: str, base: int, titles: list[str]) -> Iterator[Claim]:
    """The relations that a flowchart draws between things it names.

    An arrow's words say which relation it is. Where one of the ``titles`` above says what the diagram draws
    ("Consistency Evolution"), so do its arrows without words; the title of its only subgraph is nearer than those.
    """
    # What evolves in a case study is the system that it is about.
    titles = titles if speaker.kind != "case-study" else []
    drawn = next(filter(None, map(speaker.roles.drawn, titles)), None)
    if drawn is None and not any(_speaks(speaker, found) for found in _SPOKEN.finditer(text)):
        return
    chart = parse(text)
    if drawn is not None and len(chart.groups) == 1:
        drawn = speaker.roles.drawn(chart.groups[0]) or drawn
    said: list[tuple[Role, Arrow, str, str, str]] = []
    for arrow in chart.arrows:
        role, when = _spoken(speaker, arrow.words, arrow.lines)
        if role is None and drawn is not None and (not arrow.words or drawn.relation != "pairs-with"):
            role = drawn
        if role is None or (arrow.both_ways and not speaker.symmetric(role)):
            continue
        left, right = (_name(chart, end) for end in arrow[:2])
        if left and right and left != right:
            said.append((role, arrow, left, right, when))
    several: dict[tuple[Role, str], set[str]] = {}
    for role, _, left, right, _ in said:
        several.setdefault((role, left), set()).add(right)
    for role, arrow, left, right, when in said:
        alone = len(several[role, left]) == 1
        yield speaker.between(role, left, right, base + arrow.offset, "flowchart", alone=alone, when=when)


def _spoken(speaker: Speaker, words: str, lines: tuple[str, ...]) -> tuple[Role | None, str]:
    """The relation that an arrow's words say, and under which condition.

    The words may be a relation; or their first line is one, perhaps with how firmly in brackets, and the rest says when:
    ``Replaced by (partly)``, ``the services own their data``.
    """
    if not lines:
        return None, ""
    role = speaker.roles.arrow(words)
    if role is not None:
        return role, ""
    head = _FIRMLY.fullmatch(lines[0])
    role = speaker.roles.arrow(head[1] if head else lines[0])
    if role is None or (head is None and len(lines) == 1):
        return None, ""
    firmly = head[2] if head else ""
    if role.relation == "replaces" and role.mode == "stated":
        role = role._replace(mode="suggested" if "consider" in firmly else "moves" if "partly" in firmly else "stated")
    return role, " ".join(lines[1:])


def _speaks(speaker: Speaker, found: re.Match[str]) -> bool:
    """Whether what stands between bars or behind a line, as far as it is the words of an arrow, says a relation."""
    words = (found["a"] or found["b"].rstrip("-=.\"'")).strip()
    return _spoken(speaker, words, tuple(_lines(words)))[0] is not None


def _name(chart: Flowchart, end: str) -> str:
    """What a node is called. Ids of a few letters without words are for the drawing, and a question is a choice."""
    label = chart.labels.get(end, end if len(end) > 3 else "")
    return "" if label.endswith("?") else usable(label)
