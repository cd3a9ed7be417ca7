"""Names as people write them, and what is compared when two of them might mean the same thing.

Pure functions on text; which node a name means is decided by the ledger, which knows all nodes.
"""

import re
import unicodedata
from functools import lru_cache

from ontology.text import fold_space

_WORD = re.compile(r"[^\W_]+")
_LINK = re.compile(r"^\[(?P<text>[^\]\[]*)\]\((?P<target>[^()\s]*(?:\([^()\s]*\)[^()\s]*)*)(?:\s+\"[^\"]*\")?\)$")
_BRACKETS = re.compile(r"\s*[(\[][^()\[\]]*[)\]]")
_ACRONYM = re.compile(r"\((?=[^()]*[A-Z0-9][^()]*[A-Z0-9])([A-Za-z0-9/&-]{2,10})\)")
_NUMBERS = {"one": "1", "two": "2", "three": "3", "four": "4", "five": "5"}

#: Words that say what sort of thing is named, not which: dropping them never changes what a pattern's name means.
GENERIC_LAST = frozenset(
    "pattern patterns architecture architectures approach approaches technique techniques strategy strategies "
    "protocol protocols algorithm algorithms platform platforms system systems solution solutions".split()
)
#: Words before a name that grade it without naming another thing.
GENERIC_FIRST = frozenset("the a an basic simple classic classical standard traditional modern plain native".split())

#: What begins a phrase that says where or with what a named thing is used.
_HEAD_END = re.compile(
    r"\s+(?:for|with|using|via|in|on|at|through|instead of|when|to|per request|over|based on|between|across)\s+|\s*[:;–—]\s+|\s+-\s+",
    re.I,
)


def slug(text: str) -> str:
    """The id made from a name: lower-case words joined by hyphens.

    >>> slug("Two-Phase Commit (2PC)"), slug("C++ & Rust")
    ('two-phase-commit-2pc', 'c-plus-plus-and-rust')
    """
    text = text.replace("++", " plus plus ").replace("#", " sharp ").replace("&", " and ")
    return "-".join(words(text)) or "unnamed"


def words(text: str) -> list[str]:
    """Lower-case words without accents and punctuation.

    >>> words("Café-style Naïve_Retry")
    ['cafe', 'style', 'naive', 'retry']
    """
    if text.isascii():
        return _WORD.findall(text.lower())
    flat = unicodedata.normalize("NFKD", text).casefold()
    return _WORD.findall("".join(c for c in flat if not unicodedata.combining(c)))


@lru_cache(maxsize=65_536)
def folded(text: str) -> str:
    """What two spellings of one name share: case, accents, hyphens and punctuation are gone.

    >>> folded("Two_Phase-commit")
    'two phase commit'
    """
    return " ".join(words(text))


def singular(text: str) -> str:
    """A folded name with every word in the singular, by English rules that never change a word's meaning.

    >>> singular("vector clocks"), singular("consensus bus"), singular("registries")
    ('vector clock', 'consensus bus', 'registry')
    """
    return " ".join(map(_singular_word, text.split()))


def _singular_word(word: str) -> str:
    if len(word) <= 3 or word.endswith(("ss", "us", "is", "ous")):
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "xes", "sses", "zes")):
        return word[:-2]
    return word.removesuffix("s")


def without_brackets(text: str) -> str:
    """The name without what stands in brackets.

    >>> without_brackets("Workflow Engines (Temporal, Cadence)")
    'Workflow Engines'
    """
    return fold_space(_BRACKETS.sub(" ", text)) or text


def bracketed(text: str) -> str:
    """What stands in the first pair of brackets, without an acronym of the name itself; empty if nothing does.

    >>> bracketed("Failover (for microservices)"), bracketed("Two-Phase Commit (2PC)")
    ('for microservices', '')
    """
    match = re.search(r"[(\[]([^()\[\]]*)[)\]]", text)
    return "" if match is None or _ACRONYM.search(text) else match[1].strip()


def acronyms_in(title: str) -> list[str]:
    """Acronyms that a title itself gives in brackets.

    >>> acronyms_in("Two-Phase Commit (2PC)")
    ['2PC']
    """
    return _ACRONYM.findall(title)


def initials(text: str) -> str:
    """The acronym that a name of two or more words would have; number words become digits. Empty for one word.

    >>> initials("Two-Phase Commit"), initials("Hybrid Logical Clocks"), initials("Saga")
    ('2pc', 'hlc', '')
    """
    parts = [word for word in words(without_brackets(text)) if word not in ("of", "and", "the", "for", "to")]
    while len(parts) > 1 and parts[-1] in GENERIC_LAST and len(parts) > 2:
        parts.pop()
    if len(parts) < 2:
        return ""
    return "".join(_NUMBERS.get(word, word[0]) for word in parts)


def without_generic(text: str) -> str:
    """A folded name without the words that only say what sort of thing it is.

    >>> without_generic("basic saga pattern"), without_generic("event streaming platforms"), without_generic("pattern")
    ('saga', 'event streaming', 'pattern')
    """
    parts = text.split()
    while len(parts) > 1 and parts[0] in GENERIC_FIRST:
        parts.pop(0)
    while len(parts) > 1 and parts[-1] in GENERIC_LAST:
        parts.pop()
    return " ".join(parts)


def head_phrase(text: str) -> tuple[str, str]:
    """The named thing and the rest of the phrase: ``Service mesh with automatic retry`` names a service mesh.

    >>> head_phrase("Saga Orchestration patterns for long flows")
    ('Saga Orchestration patterns', 'for long flows')
    """
    match = _HEAD_END.search(text)
    if match is None or match.start() == 0:
        return text, ""
    return text[: match.start()], text[match.start() :].strip(" :;–—-")


def link(text: str) -> tuple[str, str] | None:
    """Text and target where the whole name is one Markdown link.

    >>> link("[Saga](../saga.md#why)")
    ('Saga', '../saga.md#why')
    """
    match = _LINK.match(text.strip())
    return (match["text"].strip(), match["target"]) if match else None


def joined_names(text: str) -> list[str]:
    """The names that a phrase joins by ``+`` or ``and``; one name alone gives itself.

    >>> joined_names("Event Sourcing + CQRS")
    ['Event Sourcing', 'CQRS']
    """
    return [part.strip() for part in re.split(r"\s+\+\s+|\s+and\s+|\s+&\s+", text) if part.strip()] or [text]
