"""Names as people write them, and what is compared when two of them might mean the same thing.

Pure functions on text; which node a name means is decided by the ledger, which knows all nodes.
"""

import re
import unicodedata
from functools import lru_cache

from ontology.text import fold_space

_WORD = re.compile(r"[^\W_]+")
_BRACKETS = re.compile(r"\s*[(\[][^()\[\]]*[)\]]")
_ACRONYM = re.compile(r"\((?=[^()]*[A-Z0-9][^()]*[A-Z0-9])([A-Za-z0-9/&-]{2,10})\)")
_NUMBERS = {"one": "1", "two": "2", "three": "3", "four": "4", "five": "5"}

#: Words that an acronym passes over.
_SMALL = frozenset(("of", "and", "the", "for", "to"))

#: Words that say what sort of thing is named, not which: dropping them never changes what a pattern's name means.
GENERIC_LAST = frozenset(
    "pattern patterns architecture architectures approach approaches technique techniques strategy strategies "
    "protocol protocols algorithm algorithms platform platforms system systems solution solutions".split()
)
#: Words before a name that grade it without naming another thing.
GENERIC_FIRST = frozenset("the a an basic simple classic classical standard traditional modern plain native".split())


def slug(text: str) -> str:
    """The id made from a name: lower-case words joined by hyphens.

    >>> slug("Two-Phase Commit (2PC)"), slug("C++ & Rust")
    ('two-phase-commit-2pc', 'c-plus-plus-and-rust')
    """
    return "-".join(words(text.replace("&", " and "))) or "unnamed"


def words(text: str) -> list[str]:
    """Lower-case words without accents and punctuation.

    >>> words("Café-style Naïve_Retry")
    ['cafe', 'style', 'naive', 'retry']
    """
    if "+" in text or "#" in text:  # C, C++ and C# are three names
        text = text.replace("++", " plus plus ").replace("#", " sharp ")
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


@lru_cache(maxsize=16_384)
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
    if "(" not in text and "[" not in text:
        return fold_space(text) or text
    return fold_space(_BRACKETS.sub(" ", text)) or text


def acronyms_in(title: str) -> list[str]:
    """Acronyms that a title itself gives in brackets.

    >>> acronyms_in("Two-Phase Commit (2PC)")
    ['2PC']
    """
    return _ACRONYM.findall(title) if "(" in title else []


def initials(text: str) -> str:
    """The acronym that a name of two or more words would have; number words become digits. Empty for one word.

    >>> initials("Two-Phase Commit"), initials("Hybrid Logical Clocks"), initials("Saga")
    ('2pc', 'hlc', '')
    """
    return acronym(folded(without_brackets(text)))


def acronym(form: str) -> str:
    """The initials of a folded name without brackets."""
    parts = [word for word in form.split() if word not in _SMALL]
    while len(parts) > 2 and parts[-1] in GENERIC_LAST:
        parts.pop()
    return "".join([_NUMBERS.get(word, word[0]) for word in parts]) if len(parts) > 1 else ""


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
