"""What stands around every picture: its title, what its signs mean, and what it does not show."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from exports.drawing.canvas import Canvas
from exports.drawing.metrics import width, wrapped

MARGIN = 20.0
_SIZE = 11.0
_SAMPLE, _GAP, _LINE = 30.0, 18.0, 20.0


class Sign(NamedTuple):
    """A sign of the legend: ``draw`` puts a sample of it 30 wide and 14 high at a place, ``label`` says what it means."""

    label: str
    draw: Callable[[float, float], None]
    wide: float = _SAMPLE


class Frame:
    """Draws what is above a picture, and at the end what is below it."""

    def __init__(self, canvas: Canvas, wide: float, title: str, subtitle: str = "", hidden: str = "") -> None:
        self._canvas, self._wide, self._hidden = canvas, wide, hidden
        self._y = MARGIN + 16
        for line in wrapped(title, 18, wide - 2 * MARGIN, 3, bold=True):
            canvas.text(MARGIN, self._y, line, 18, "ink", bold=True)
            self._y += 23
        if subtitle:
            canvas.text(MARGIN, self._y - 3, subtitle, 12, "muted")
            self._y += 16

    def legend(self, signs: Iterable[Sign]) -> None:
        """Draw the legend in as many lines as it needs."""
        x, y = MARGIN, self._y + 2
        for sign in signs:
            wide = sign.wide + 6 + width(sign.label, _SIZE)
            if x > MARGIN and x + wide > self._wide - MARGIN:
                x, y = MARGIN, y + _LINE
            sign.draw(x, y)
            self._canvas.text(x + sign.wide + 6, y + 11, sign.label, _SIZE, "muted")
            x += wide + _GAP
            self._y = y + _LINE

    def begin(self) -> float:
        """The y below the title and the legend, where the picture begins."""
        return self._y + 10

    def end(self, y: float) -> float:
        """Write what is not shown below the picture; gives the height of the whole."""
        if not self._hidden:
            return y + MARGIN - 6
        for line in wrapped(self._hidden[:1].upper() + self._hidden[1:], _SIZE, self._wide - 2 * MARGIN):
            y += 16
            self._canvas.text(MARGIN, y, line, _SIZE, "muted")
        return y + MARGIN
