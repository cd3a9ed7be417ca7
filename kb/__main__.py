"""The command ``kb``: ``python -m kb`` is the same."""

import sys


def main(argv: list[str] | None = None) -> int:
    """Run one command and give its exit code."""
    from kb.cli import run  # after the guard below has had its say

    return run(sys.argv[1:] if argv is None else argv)


if __name__ == "__main__":
    sys.exit(main())
