"""What day it is: UTC, or what KB_TODAY says, so that an answer can be had again."""

import os
from datetime import UTC, date, datetime

from kb.errors import CatalogueError


def today() -> date:
    """Today in UTC; ``KB_TODAY`` (YYYY-MM-DD) fixes it."""
    fixed = os.environ.get("KB_TODAY")
    if not fixed:
        return datetime.now(UTC).date()
    try:
        return date.fromisoformat(fixed)
    except ValueError as error:
        raise CatalogueError(f"KB_TODAY is '{fixed}', which is not a day; write it as 2026-11-23") from error


def now_text() -> str:
    """The moment of a load, to the second; the fixed day's midnight where ``KB_TODAY`` is set."""
    if os.environ.get("KB_TODAY"):
        return f"{today().isoformat()}T00:00:00Z"
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
