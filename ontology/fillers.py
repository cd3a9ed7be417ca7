"""Text that stands where nobody has written anything yet: placeholders of templates, and words for nothing."""

import re

# Left for later; the form of a date instead of a date; [Pattern Name], but not a Markdown link; the choices
# (gold|silver|bronze) instead of a choice; {companies}; and dots or question marks alone.
_PLACEHOLDER = re.compile(
    r"""^\s*(?:
        (?:<!--\s*)?(?:TODO|TBD|FIXME)\b.*
      | YYYY(?:-MM(?:-DD)?)?
      | \[[^\]]*\](?!\().*
      | [\w-]+(?:\|[\w-]+)+
      | \{[^}]*\}
      | \.\.\.|…|\?+
    )\s*$""",
    re.X | re.S,
)
#: Words for "there is none", in lower case and without white space around them.
NOTHING = frozenset(("", "-", "–", "—", "none", "n/a", "na", "nil", "null", "~"))


def is_placeholder(text: str) -> bool:
    """Whether a text looks like a template's own words.

    >>> is_placeholder("TODO: Add description"), is_placeholder("gold|silver|bronze"), is_placeholder("[Saga](saga.md)")
    (True, True, False)
    """
    return _PLACEHOLDER.match(text) is not None


def is_nothing(text: str) -> bool:
    """Whether a text is a word for "there is none".

    >>> is_nothing("N/A"), is_nothing("nonet")
    (True, False)
    """
    return text.strip().lower() in NOTHING
