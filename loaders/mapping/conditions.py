"""Whether a record, or a value of it, fulfils what a mapping asks of it."""

from collections.abc import Callable

from loaders.mapping.model import Condition, ValueRule, Where
from loaders.mapping.scope import Scope
from loaders.mapping.values import texts_of
from ontology.vocabulary import fold_word


def passes(where: Where, scope: Scope, texts: Callable[[ValueRule, Scope], list[str]] = texts_of) -> bool:
    """Whether all conditions of one of the alternatives hold; without any, everything passes."""
    if not where:
        return True
    return any(all(judged(one, texts(one.value, scope)) is not None for one in several) for several in where)


def judged(condition: Condition, texts: list[str]) -> str | None:
    """The value by which what is there fulfils a condition, empty where that is a lack of something; else None."""
    if condition.present is not None and bool(texts) != condition.present:
        return None
    if condition.match is not None and not any(condition.match.whole(text) for text in texts):
        return None
    words = {(fold_word(text) if condition.folded else text): text for text in reversed(texts)}
    if not condition.unless.isdisjoint(words):
        return None
    if condition.among:
        return next((text for word, text in reversed(words.items()) if word in condition.among), None)
    return texts[0] if texts and not condition.unless else ""
