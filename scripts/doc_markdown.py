"""How tables of docs are written."""

from collections.abc import Iterable


def grid(head: str, rows: Iterable[Iterable[str]]) -> str:
    """A Markdown table; ``head`` has the names of its columns between bars."""
    columns = head.split("|")
    lines = [columns, ["---"] * len(columns), *rows]
    return "\n".join(f"| {' | '.join(str(cell).replace('|', chr(92) + '|') for cell in line)} |" for line in lines)


def code(words: Iterable[str]) -> str:
    """Words as code, between commas."""
    return ", ".join(f"`{word}`" for word in words)
