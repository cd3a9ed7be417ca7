"""Which words a catalogue uses are declared, by its vocabulary or by the mapping itself."""

from loaders.mapping.model import RecordRule
from ontology.vocabulary import Vocabulary, fold_word


def relations_of(vocabulary: Vocabulary) -> dict[str, tuple[str, bool]]:
    """Every word for a relation, with its name and whether it reads backwards (``replaced-by``).

    >>> from ontology.builtin import VOCABULARY
    >>> relations_of(VOCABULARY)["replaced-by"], relations_of(VOCABULARY)["replaces"]
    (('replaces', True), ('replaces', False))
    """
    backwards = {one.inverse.replace(" ", "-"): (one.name, True) for one in vocabulary.relations.values()}
    return {**backwards, **{name: (name, False) for name in vocabulary.relations}}


def words_of(rule: RecordRule) -> frozenset[str]:
    """Status words that a sort of record itself explains: what ``map`` puts in and what ``retired`` names."""
    mapped = {word for one in rule.properties for word in one.value.words.values()}
    return frozenset(map(fold_word, mapped.union(*(one.condition.among for one in rule.retired))))


def is_declared(type_: str, word: str, vocabulary: Vocabulary, own: frozenset[str]) -> bool:
    """Whether a word of a property of some type is known: a kind, a tier of a scale, a status that retires or does not.

    >>> from ontology.builtin import VOCABULARY
    >>> [is_declared("status", word, VOCABULARY, frozenset()) for word in ("Deprecated", "depercated")]
    [True, False]
    """
    if type_ == "kind":
        return word in vocabulary.kinds
    if type_ == "tier":
        return vocabulary.tier(word) is not None
    if type_ == "status":
        folded = fold_word(word)
        return (
            folded in vocabulary.live_words or folded in own or vocabulary.retires(word) or bool(vocabulary.tier(word))
        )
    return True
