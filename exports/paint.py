"""Text for people: colour where it is wanted, and lines that fit the terminal."""

from typing import NamedTuple

_CODES = {"bold": "1", "dim": "2", "red": "31", "green": "32", "yellow": "33", "blue": "34", "cyan": "36"}


class Paint(NamedTuple):
    """How text is to look. Without colour nothing but the text is written; width 0 never breaks a line."""

    color: bool = False
    width: int = 0

    def __call__(self, text: str, *styles: str) -> str:
        """The text in some styles (``bold``, ``dim``, ``red``, …).

        >>> Paint()("saga", "bold"), Paint(color=True)("saga", "bold")
        ('saga', '\\x1b[1msaga\\x1b[0m')
        """
        if not self.color or not styles or not text:
            return text
        return f"\x1b[{';'.join(_CODES[style] for style in styles)}m{text}\x1b[0m"

    def wrap(self, text: str, first: str = "", rest: str = "") -> str:
        """Break text at the width, with a prefix for the first line and another for the rest."""
        if not self.width or len(first) + len(text) <= self.width:
            return first + text
        import textwrap  # only where a line is too long

        lines = textwrap.wrap(
            text,
            max(self.width, len(rest) + 20),
            initial_indent=first,
            subsequent_indent=rest,
            break_long_words=False,
            break_on_hyphens=False,
        )
        return "\n".join(lines)

    def verdict(self, verdict: str, word: str) -> str:
        """A word in the colour of a verdict."""
        colors = {"current": "green", "cycle": "red", "dead-end": "red", "cannot-tell": "yellow"}
        return self(word, "bold", colors.get(verdict, "cyan"))
