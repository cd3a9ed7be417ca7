"""Names and the nodes they mean, in levels: an exact id beats every normalised match.

The same levels serve a name that a source writes (``kb.ledger.resolve``) and a name that a user asks for (the stores).
"""

from functools import lru_cache

from ontology.names import acronyms_in, folded, initials, singular, without_brackets, without_generic

#: The rule behind each level, strongest first; a match on a level ends the search.
LEVELS = ("id", "name", "folded", "acronym", "plural", "generic words", "last part of the id")
ID, NAME, FOLDED, ACRONYM, PLURAL, GENERIC, SHORT = range(len(LEVELS))

#: What a name may be to its node, strongest first.
NAME_RULES = ("id", "title", "alias", "former name")


@lru_cache(maxsize=65_536)
def keys_of(name: str, rule: str) -> tuple[tuple[int, str], ...]:
    """The (level, key) pairs under which a node's name can be found. ``rule`` is one of ``NAME_RULES``.

    >>> sorted(keys_of("Two-Phase Commit (2PC)", "title"))[:2]
    [(1, 'Two-Phase Commit (2PC)'), (2, '2pc')]
    """
    keys = [(ID if rule == "id" else NAME, name)]
    if rule == "id" and "/" in name:
        keys.append((SHORT, folded(name.rsplit("/", 1)[1])))
    plain, acronyms = without_brackets(name), acronyms_in(name)
    forms = dict.fromkeys(filter(None, (folded(name), *map(folded, acronyms))))
    if acronyms:
        forms[folded(plain)] = None
    keys += [(FOLDED, form) for form in forms]
    if short := initials(plain):
        keys.append((ACRONYM, short))
    # "Saga (Enhanced)" is called Saga only by who knows no other saga: a name without its brackets is a weaker one.
    for form in (*forms, folded(plain)):
        one = singular(form)
        keys += [(PLURAL, one), (GENERIC, without_generic(one))]
    return tuple(dict.fromkeys(keys))


def keys_for(name: str, *, acronyms: bool = True) -> list[tuple[int, str]]:
    """The (level, key) pairs to look a written name up by, strongest first."""
    form = folded(name)
    one = singular(form)
    keys = [(ID, name), (NAME, name), (FOLDED, form)]
    if acronyms:
        keys.append((ACRONYM, form.replace(" ", "")))
    return [*keys, (PLURAL, one), (GENERIC, without_generic(one)), (SHORT, form)]
