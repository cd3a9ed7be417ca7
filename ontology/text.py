"""Text as it may be shown: control characters are made visible, white space is folded."""

import re

# C0 and C1 controls, and the marks that turn reading direction round or hide text. A tab or a line end inside a name
# is white space and is folded, not reported.
_UNSAFE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u2066-\u2069\u202a-\u202e\ufff9-\ufffb\ud800-\udfff]"
)


def clean(text: str) -> str:
    """Replace what a terminal or a browser could obey by U+FFFD.

    >>> clean("a\\x1b[31mb")
    'a\\ufffd[31mb'
    """
    return text if text.isprintable() else _UNSAFE.sub("\ufffd", text)


def is_clean(text: str) -> bool:
    """Whether ``clean`` would leave the text alone."""
    return text.isprintable() or _UNSAFE.search(text) is None


def fold_space(text: str) -> str:
    """One line, single spaces, none at the ends.

    >>> fold_space("  a \\n b ")
    'a b'
    """
    return " ".join(text.split())
