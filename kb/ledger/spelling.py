"""Words that are misspelt one by one: what a word of a search may be meant to be."""

from collections.abc import Iterable

from ontology.names import words

#: How alike two spellings of one word must be.
WORD_LIKE = 0.75
#: Spellings that are so much less alike than the best one are not meant.
BEHIND = 0.06
#: So many spellings of one word are looked for.
MOST_SPELLINGS = 5


def spellings(word: str, names: Iterable[str]) -> list[str]:
    """The words of some names that are spelt most like a word, best first.

    >>> spellings("phse", ["Two-Phase Commit", "Saga"]), spellings("qqq", ["Saga"])
    (['phase'], [])
    """
    import difflib  # only for a word that nobody knows

    matcher = difflib.SequenceMatcher(None, "", word)
    alike: dict[str, float] = {}
    for known in {one for name in names for one in words(name)}:
        matcher.set_seq1(known)
        if matcher.real_quick_ratio() >= WORD_LIKE and matcher.quick_ratio() >= WORD_LIKE:
            alike[known] = matcher.ratio()
    least = max(WORD_LIKE, max(alike.values(), default=0) - BEHIND)
    best = sorted((one for one, how in alike.items() if how >= least), key=lambda one: (-alike[one], one))
    return best[:MOST_SPELLINGS]


def trigrams(form: str) -> str:
    """What a trigram index is asked for the names that share a part with a folded one; empty where it is too short."""
    grams = sorted({form[i : i + 3] for i in range(len(form) - 2)})
    return " OR ".join('"' + gram.replace('"', '""') + '"' for gram in grams)
