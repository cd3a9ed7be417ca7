"""Puts figures into a page of docs: between a measure's two comments, and nowhere else."""

import os
import platform
import re
from pathlib import Path

from kb.version import VERSION

DOCS = Path(__file__).resolve().parent.parent / "docs"


def machine() -> str:
    """What figures depend on beside the code, and nothing by which a machine could be told."""
    return (
        f"kb {VERSION}, {platform.python_implementation()} {platform.python_version()}, {platform.system()} on"
        f" {platform.machine()}, {os.cpu_count()} cores"
    )


def replaced(page: str, name: str, figures: str) -> str:
    """The page with a measure's figures in their place. Raises ``LookupError`` where the page has none for it, also
    where its end is missing: the next section would be swallowed.

    >>> replaced("Before.\\n<!-- bench: cold -->\\nold\\n<!-- bench end -->\\nAfter.", "cold", "new")
    'Before.\\n<!-- bench: cold -->\\n\\nnew\\n\\n<!-- bench end -->\\nAfter.'
    """
    place = re.compile(rf"(<!-- bench: {re.escape(name)} -->\n)(?:(?!<!-- bench).)*(<!-- bench end -->)", re.DOTALL)
    if not place.search(page):
        raise LookupError(
            f"the page has no place for '{name}': a line <!-- bench: {name} -->, a line <!-- bench end -->"
        )
    return place.sub(lambda match: f"{match[1]}\n{figures}\n\n{match[2]}", page, count=1)
