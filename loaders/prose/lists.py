"""Reads list items and lines with a label.

What stands below "Related Patterns", ``- **Alternative**: [Saga](saga.md)``, "Migrate to Saga", "Use Saga instead".
"""

import re
from collections.abc import Iterator
from itertools import islice

from loaders.prose.headings import MOVES
from loaders.prose.headings import claims as titled
from loaders.prose.names import MOST, TURNING, Known, Name, links, pieces, usable
from loaders.prose.speaker import Speaker
from loaders.prose.words import Role
from ontology.claim import Claim
from ontology.text import clean

_INTO = Role("replaces", backwards=True)
_INSTEAD = Role("replaces", backwards=True, mode="suggested")

#: A name has at most so many blanks; more words are a sentence.
MOST_BLANKS = 5

#: What may stand before the words of an item: icons with their attributes, boxes to tick, emphasis, signs.
_BEFORE = re.compile(r"(?:\s+|:[a-z][\w+-]*:|\{[^{}\n]{0,80}\}|\[[ xX]\](?=\s)|[*_]+(?=\S)|[^\w\s\[(<*_:{`\"]+)+")
_LABEL = re.compile(r"(?P<label>[^\[\]:*|`\n]{2,60}?)[*_]{0,3}\s?:[*_]{0,3}(?=\s|\Z)")
# A look behind instead of blanks that are matched: of a long run of blanks none is tried twice.
_DASH = re.compile(r"(?<=\s)[-–—]+(?=\s)")
_AFTER = re.compile(r"(?<=\s)[-–—→]+(?=\s)|[*_]{0,3}\s?:[*_]{0,3}(?=\s|\Z)|(?<=\s)[–—]")
_SEPARATOR = re.compile(r"[\s*_,;+&•|/·]*(?:and\s+|or\s+)?[*_]*")
_GAP = re.compile(r"[\s*_:–—-]*")
_MARKED = re.compile(r"(?:\*\*|__)(?P<name>[^*\n]{2,80}?)(?:\*\*|__)")
_WITH = re.compile(r"^with\s+", re.IGNORECASE)

_VERBS = re.compile(
    r"(?:(?P<moves>migrat(?:e|es|ed|ing)\s+to)|(?P<into>(?:replaced|superseded|succeeded|obsoleted)\s+by)"
    r"|(?P<use>(?:use|consider|prefer|choose)\s+(?P<used>(?:[^.!?;\n]|\.(?=\S)){2,120}?)\s+instead\b)"
    r"|(?P<loose>(?:mov(?:e|es|ed|ing)|switch(?:es|ed|ing)?|upgrad(?:e|es|ed|ing))\s+to))(?=\s|\Z|[.,;])",
    re.IGNORECASE,
)
#: An item below words that say nothing is looked at only where it holds one of these.
_HINT = re.compile(
    r"instead\b|(?:mov|migrat|switch|upgrad)\w*\s+to\b|(?:placed|seded|succeeded|obsoleted)\s+by\b|\sto\s[^\n]{0,200}\]\("
    r"|migration",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(
    r"[.!?;](?:\s|\Z)|(?<=\s)(?:[-–—]|for|when|if|to|in|by|using|with|as|because|until)(?=\s)", re.IGNORECASE
)
_SAID = re.compile(
    r"\b(?:this\s+(?:pattern|approach|architecture|technique|technology)|it)\s+"
    r"(?:(?:has|have)\s+(?:since\s+)?been|is|was)\s+(?P<partly>largely\s+|mostly\s+|partly\s+|often\s+)?"
    r"(?:superseded|replaced)\s+by\s+(?P<names>[^.;:\n]{2,160})",
    re.IGNORECASE,
)
_ANCHOR = re.compile(
    r"<a\s[^<>]{0,200}?href=\"(?P<target>[^\"<>]{1,200})\"[^<>]{0,200}>(?:(?P<words>[^<\n]{2,80})</a>)?", re.IGNORECASE
)
_AND = re.compile(r",?\s+and\s+", re.IGNORECASE)

# "Alternative approach", "Strong consistency alternative", "Alternative to consensus", but no "alternative responses".
_ALTERNATIVE = re.compile(r"^\W*(?:an?\s+)?alternative\b|\balternative(?:\s+(?:to|for)\b|\W*$|[.,;)])", re.IGNORECASE)
_PAIRED = re.compile(
    r"\b(?:often|commonly|frequently|usually)\s+(?:used|combined|paired|deployed)\b|\bworks?\s+(?:well|together|with)\b"
    r"|\bcomplements?\b|\bcomplementary\b|\bcompanion\b|\bcombine\s+with\b|\b(?:used|use)\s+together\b",
    re.IGNORECASE,
)
_OTHER_WAY = re.compile(
    r"^\W*(?:uses?|built\s+on|based\s+on|relies\s+on|depends\s+on|requires|consumes|primary\s+use)\b", re.IGNORECASE
)
_LIKENESS = re.compile(r"^\W*(?:similar|alternative)\b", re.IGNORECASE)


def item(speaker: Speaker, start: int, end: int, known: Known, role: Role | None) -> Iterator[Claim]:
    """The relations that one list item states. ``role`` is what the words above the list say of its items."""
    text = speaker.file.text
    begin = _begin(text, start, end)
    labelled = _LABEL.match(text, begin, end)
    said = speaker.roles.role(labelled["label"]) if labelled else None
    if labelled and said and text[labelled.end() : end].strip():
        yield from _named(speaker, said, _labelled(text, labelled.end(), end, known), "bullet")
        return
    if role is None and not _HINT.search(text, begin, end):
        return
    if verb := _VERBS.match(text, begin, end):
        if speaker.is_one() and not verb["loose"]:
            yield from _advised(speaker, verb, end, known)
        return
    names, rest = _head(text, begin, end, known, labelled.end() if labelled else -1)
    if len(names) == 1 and (verb := _VERBS.match(text, _behind(text, rest, end), end)):
        yield from _advised(speaker, verb, end, known, names[0].text)
        return
    if role is not None and speaker.speaks(role):
        refined = _refined(speaker, role, text[rest:end][:200])
        kept = [one for one in names if one.text.startswith("[") or not refined.links]
        yield from _named(speaker, refined, kept, "list")
    elif len(names) == 1 and names[0].text.startswith("["):
        bare = "-to-" in names[0].text
        words = names[0].text.partition("](")[0].removeprefix("[")
        yield from titled(speaker, words, names[0].start, "list", bare=bare)


def label(speaker: Speaker, start: int, end: int, known: Known, above: str) -> tuple[Role | None, bool, list[Claim]]:
    """What a line says that begins with bold words and a colon: their role, and whether anything follows on the line.

    A guide speaks of what the heading above names (``### Saga``, ``**Related**: [Outbox](outbox.md)``).
    """
    text = speaker.file.text
    begin = _begin(text, start, end)
    found = _LABEL.match(text, begin, end)
    if not found or (begin == start and "](" not in text[start:end]):  # "Requires: patience" is a sentence
        return None, False, []
    role = speaker.roles.role(found["label"])
    rest = text[found.end() : end].strip()
    if role is None or not rest:
        return role, bool(rest), []
    names = _labelled(text, found.end(), end, known)
    if speaker.is_one() or (speaker.kind == "case-study" and speaker.speaks(role)):
        return role, True, list(_named(speaker, role, names, "label"))
    left = usable(above)
    if not left:
        return role, True, []
    return (
        role,
        True,
        [speaker.between(role, left, one.text, one.start, "label", alone=len(names) == 1) for one in names],
    )


def sentence(speaker: Speaker, start: int, end: int) -> Iterator[Claim]:
    """What "this pattern has been superseded by" names, on the page of the pattern."""
    for found in _SAID.finditer(speaker.file.text, start, end):
        names = [one for part in found["names"].split(",") for one in _AND.split(part) if usable(one)]
        for one in names:
            place = speaker.file.text.find(one, found.start("names"))
            alone = len(names) == 1 and not found["partly"]
            yield speaker.own(_INTO, Name(usable(one), place, place + len(one)), "sentence", alone=alone)


def status(speaker: Speaker, start: int, end: int, known: Known) -> Iterator[Claim]:
    """What a line of its own says that begins with "Superseded by", as records of decisions have it."""
    verb = _VERBS.match(speaker.file.text, _begin(speaker.file.text, start, end), end)
    if verb and verb["into"] and speaker.is_one():
        names = list(islice(links(speaker.file.text, verb.end(), end, known), MOST))
        yield from _named(speaker, _INTO, names, "sentence")


def anchors(speaker: Speaker, start: int, end: int, role: Role) -> Iterator[Claim]:
    """Links written as HTML, below words that say what they are to the page."""
    for found in _ANCHOR.finditer(speaker.file.text, start, end):
        target = found["target"].strip()
        written = found["words"] or target.rstrip("/").rpartition("/")[2].partition(".")[0]
        words = "" if TURNING.match(written) else usable(written)
        if words and " " not in target and "://" not in target and not target.startswith("#"):
            yield from _named(speaker, role, [Name(f"[{words}]({clean(target)})", found.start(), found.end())], "list")


def _begin(text: str, start: int, end: int) -> int:
    """Where the words of an item begin."""
    before = _BEFORE.match(text, start, end)
    return before.end() if before else start


def _behind(text: str, start: int, end: int) -> int:
    """Where what is said of a name begins."""
    found = _GAP.match(text, start, end)
    return _begin(text, found.end() if found else start, end)


def _first_part(text: str, start: int, end: int) -> int:
    """Where the names behind a label end, and what is said of them begins."""
    found = _DASH.search(text, start, end)
    return found.start() if found else end


def _labelled(text: str, start: int, end: int, known: Known) -> list[Name]:
    """The names behind a label, up to where something is said of them; a part that is a sentence is none."""
    names = pieces(text, start, _first_part(text, start, end), known)
    return [one for one in names if one.text.startswith("[") or text.count(" ", one.start, one.end) <= MOST_BLANKS]


def _named(speaker: Speaker, role: Role, names: list[Name], rule: str) -> Iterator[Claim]:
    if speaker.speaks(role):
        for name in names:
            yield speaker.own(role, name, rule, alone=len(names) == 1)


def _head(text: str, begin: int, end: int, known: Known, labelled: int) -> tuple[list[Name], int]:
    """The names that an item begins with, and where what is said of them begins."""
    found: list[Name] = []
    stop = begin
    for name in islice(links(text, begin, end, known), MOST):
        gap = text[stop : name.start]
        if found and not _SEPARATOR.fullmatch(gap):
            break
        if (
            not found
            and gap.strip(" *_")
            and not (0 <= labelled <= name.start and not text[labelled : name.start].strip(" *_"))
        ):
            break
        found.append(name)
        stop = name.end
    if found:
        return found, stop
    marked = _MARKED.match(text, max(begin - 2, 0), end)
    if marked:
        words = usable(_WITH.sub("", marked["name"].rstrip(": ")))
        return ([Name(words, marked.start("name"), marked.end())] if words else []), marked.end()
    if text.startswith("[", begin):
        return [], end  # a link that leads out of the catalogue, or a placeholder
    after = _AFTER.search(text, begin, end)
    stop = after.start() if after else end
    words = text[begin:stop]
    if len(words) > 60 or words.count(" ") > MOST_BLANKS:
        return [], end
    words = usable(words)
    return ([Name(words, begin, stop)] if words else []), stop


def _refined(speaker: Speaker, role: Role, said: str) -> Role:
    """What is said behind a name tells more than the words above the list: "Alternative approach"."""
    if role.relation == "see-also" and speaker.is_one():
        if _ALTERNATIVE.search(said):
            return Role("alternative-to", links=role.links)
        if _PAIRED.search(said):
            return Role("pairs-with", links=role.links)
    elif role.relation == "requires" and (_OTHER_WAY.match(said) or _LIKENESS.match(said)):
        return Role("alternative-to" if _ALTERNATIVE.search(said) else "see-also")
    elif role.relation == "pairs-with" and _ALTERNATIVE.search(said):
        return Role("alternative-to")
    return role


def _advised(speaker: Speaker, verb: re.Match[str], end: int, known: Known, left: str = "") -> Iterator[Claim]:
    """What "migrate to" or "use … instead" names: for the page's own pattern, or for what stands before it."""
    text = speaker.file.text
    role = MOVES if verb["moves"] or verb["loose"] else _INTO if verb["into"] else _INSTEAD
    start, stop = verb.span("used") if verb["use"] else (verb.end(), end)
    if not verb["use"] and (cut := _SENTENCE_END.search(text, start, stop)):
        stop = cut.start()
    names = pieces(text, start, stop, known)
    for name in names:
        if left:
            yield speaker.between(role, left, name.text, name.start, "bullet", alone=len(names) == 1)
        else:
            yield speaker.own(role, name, "bullet", alone=len(names) == 1)
