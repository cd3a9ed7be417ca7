"""A line on the terminal that says how far something has come, once it takes longer than a moment."""

import argparse
import os
import sys
from collections.abc import Callable
from time import monotonic

#: So many seconds lie between two lines.
EVERY = 0.2


def counting(options: argparse.Namespace, doing: str) -> Callable[[int, int, str], None] | None:
    """Tells (done, in all, what) on stderr where that is a terminal; none for ``--quiet``. The line goes when all is done."""
    if options.quiet or not sys.stderr.isatty():
        return None
    began = monotonic()
    last = [began]

    def tell(done: int, total: int, name: str) -> None:
        now = monotonic()
        if done == total:
            if last[0] > began:
                print("\r\x1b[K", end="", file=sys.stderr)
        elif now - last[0] > EVERY:
            last[0] = now
            width = os.get_terminal_size(sys.stderr.fileno()).columns
            print(
                f"\r\x1b[K{f'{doing} {done:,} of {total:,}  {name}'[: width - 1]}", end="", file=sys.stderr, flush=True
            )

    return tell
