"""How much a replacement takes over, where the page does not write it.

``exact`` where the page says replaced by this one alone; ``partial`` where a condition is given or several share the
work; ``consider`` where the wording only suggests.
"""

import re

_SUGGESTS = re.compile(
    r"^\s*(?:consider|maybe|perhaps|possibly|optionally|might|may|sometimes|evaluate|look at)\b", re.I
)
_CONDITION = re.compile(r"^\s*(?:for|when|if|where|in|only|unless)\s", re.I)


def strength_of(mode: str, *, retired: bool, alone: bool, backwards: bool, conditional: bool, text: str) -> str:
    """The strength of one replacement.

    ``mode`` is ``stated`` (the key says replaced) or ``suggested`` (the key says alternative); ``retired`` tells
    whether the page is about something retired, ``alone`` whether it names one successor only.

    >>> strength_of("stated", retired=True, alone=True, backwards=True, conditional=False, text="saga")
    'exact'
    """
    if _SUGGESTS.match(text) or (mode == "suggested" and not retired):
        return "consider"
    return stated_strength(alone=alone, backwards=backwards, conditional=conditional)


def stated_strength(*, alone: bool, backwards: bool, conditional: bool) -> str:
    """The strength of a replacement that is stated: who replaces several replaces each, of several none does alone.

    >>> stated_strength(alone=False, backwards=True, conditional=False)
    'partial'
    """
    return "partial" if conditional or (backwards and not alone) else "exact"


def without_suggestion(text: str) -> str:
    """A name without the word that only suggests it.

    >>> without_suggestion("Consider Webhooks")
    'Webhooks'
    """
    return _SUGGESTS.sub("", text).strip() or text


def is_condition(text: str) -> bool:
    """Whether a remark says when, rather than why.

    >>> is_condition("for microservices"), is_condition("simpler")
    (True, False)
    """
    return _CONDITION.match(text) is not None
