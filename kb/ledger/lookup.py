"""Names and the nodes they mean, in levels: an exact id beats every normalised match.

The same levels serve a name that a source writes (``kb.ledger.resolve``) and a name that a user asks for (the stores).
"""

from functools import lru_cache

from ontology.names import acronym, acronyms_in, folded, initials, singular, without_brackets, without_generic, words

#: The rule behind each level, strongest first; a match on a level ends the search.
LEVELS = ("id", "name", "folded", "acronym", "plural", "generic words", "last part of the id")
ID, NAME, FOLDED, ACRONYM, PLURAL, GENERIC, SHORT = range(len(LEVELS))

#: How alike two spellings must be to be suggested.
LIKE = 0.65

#: Up to so many names each one is compared with a misspelt one; beyond, only those that share a trigram with it.
MOST_COMPARED = 5_000

#: What a name may be to its node, strongest first.
NAME_RULES = ("id", "title", "alias", "former name")


#: On which levels a key that is looked up on a level may be kept: a node's key is kept once, on its strongest level. What
#: is in the singular anyway is its own singular, and what has no generic words is itself without them.
KEPT = {
    ID: (ID,),
    NAME: (NAME,),
    FOLDED: (FOLDED,),
    ACRONYM: (ACRONYM,),
    PLURAL: (FOLDED, PLURAL),
    GENERIC: (FOLDED, PLURAL, GENERIC),
    SHORT: (SHORT,),
}


def exact_level(rule: str) -> int:
    """The level on which a name is found as it is written. ``rule`` is one of ``NAME_RULES``."""
    return ID if rule == "id" else NAME


def keys_of(name: str, rule: str) -> tuple[tuple[int, str], ...]:
    """The (level, key) pairs under which a node's name is kept, see ``KEPT``. ``rule`` is one of ``NAME_RULES``.

    >>> sorted(keys_of("Two-Phase Commit (2PC)", "title"))[:2]
    [(1, 'Two-Phase Commit (2PC)'), (2, '2pc')]
    """
    return ((exact_level(rule), name), *looser_keys(name, rule))


def looser_keys(name: str, rule: str) -> tuple[tuple[int, str], ...]:
    """The keys of a name beyond the exact one.

    >>> looser_keys("vector-clock", "id"), looser_keys("Clocks", "title")
    (((2, 'vector clock'), (3, 'vc')), ((2, 'clocks'), (4, 'clock')))
    """
    keys = _bracketed(name) if "(" in name or "[" in name else _plain(folded(name))
    return ((SHORT, folded(name.rsplit("/", 1)[1])), *keys) if rule == "id" and "/" in name else keys


def _bracketed(name: str) -> tuple[tuple[int, str], ...]:
    """The looser keys of a name with brackets in it."""
    plain, acronyms = without_brackets(name), acronyms_in(name)
    forms = dict.fromkeys(filter(None, (folded(name), *map(folded, acronyms))))
    if acronyms:
        forms[folded(plain)] = None
    elif plain.isupper() and len(inner := words(name)[len(words(plain)) :]) > 1:
        forms[" ".join(inner)] = None  # "CQRS (Command Query Responsibility Segregation)" has two names
    # "Saga (Enhanced)" is called Saga only by who knows no other saga: a name without its brackets is a weaker one.
    return _kept(tuple(forms), (*forms, folded(plain)), initials(plain))


@lru_cache(maxsize=16_384)
def _plain(form: str) -> tuple[tuple[int, str], ...]:
    """The looser keys of a folded name without brackets; the id and the title of an entry often share it."""
    return _kept((form,), (form,), acronym(form)) if form else ()


def _kept(forms: tuple[str, ...], weaker: tuple[str, ...], short: str) -> tuple[tuple[int, str], ...]:
    """Keys by level, each on its strongest."""
    keys = [(FOLDED, form) for form in forms]
    if short:
        keys.append((ACRONYM, short))
    kept = set(forms)
    ones = [singular(form) for form in weaker]
    for level, found in ((PLURAL, ones), (GENERIC, map(without_generic, ones))):
        for key in found:
            if key and key not in kept:
                kept.add(key)
                keys.append((level, key))
    return tuple(keys)


def closeness(level: int, defined: bool) -> int:
    """How close a match is; smaller is closer, and only the closest ones are meant.

    An exact id or name of a defined node beats an exact id known only from references, and that beats every normalised
    match: a page that refers to "compensation" must not hide the two patterns that are both called so.
    """
    if defined:
        return level if level <= NAME else level + 1
    return NAME + 1 if level == ID else level + len(LEVELS) + 1


def likeness(wanted: str, name: str) -> float:
    """How alike a written name and a known one are spelt, from 0 to 1: as a whole, or the one word to one of the many.

    >>> round(likeness("cirkuit", "Circuit Breaker"), 2), likeness("saga", "outbox") < LIKE
    (0.81, True)
    """
    import difflib  # only for a name that nobody has

    whole = folded(name)
    form = folded(wanted)
    best = difflib.SequenceMatcher(None, whole, form).ratio()
    if best < LIKE and " " in form and " " in whole:  # the same words in another order
        one, other = (" ".join(sorted(text.split())) for text in (whole, form))
        turned = difflib.SequenceMatcher(None, one, other)
        best = max(best, 0.95 * turned.ratio()) if turned.quick_ratio() >= LIKE else best
    for word in whole.split() if " " not in form and " " in whole else ():
        best = max(best, 0.95 * difflib.SequenceMatcher(None, word, form).ratio())
    return best


def keys_for(name: str, *, acronyms: bool = True) -> list[tuple[int, str]]:
    """The (level, key) pairs to look a written name up by, strongest first."""
    form = folded(name)
    one = singular(form)
    keys = [(ID, name), (NAME, name), (FOLDED, form)]
    if acronyms:
        keys.append((ACRONYM, form.replace(" ", "")))
    return [*keys, (PLURAL, one), (GENERIC, without_generic(one)), (SHORT, form)]


def terms_of(text: str) -> list[str]:
    """The words and the phrases in quotes that a text search looks for.

    >>> terms_of('commit "two phase" 5" x')
    ['commit', 'two phase', '5"', 'x']
    """
    import re  # only a search needs it

    return [match[1] or match[0] for match in re.finditer(r'(?<!\S)"([^"]*[^"\s][^"]*)"(?!\S)|\S+', text)]
