"""Our own SVG as a PNG picture, by resvg: no browser, no system package but a font."""

from functools import cache
from types import ModuleType

from exports.svg import DrawingFailed

#: Families as wide as the measured one first, then such as most systems have.
FAMILIES = ("Liberation Sans", "Arial", "Helvetica", "DejaVu Sans", "Noto Sans", "Segoe UI", "Verdana")
_PROBE = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20">'
    '<text x="2" y="16" font-size="14" font-family="sans-serif">W</text></svg>'
)
_BLANK = '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20"></svg>'


class NoRasterizer(RuntimeError):
    """Raised where nothing is installed that makes pixels of our SVG; the message says what to do."""


def png(svg: str, zoom: float = 2.0) -> bytes:
    """The picture twice as fine as a screen. Raises ``NoRasterizer``, and ``DrawingFailed`` where no font is found."""
    resvg = _resvg()
    family = _family()
    try:
        return bytes(resvg.svg_to_bytes(svg_string=svg, zoom=zoom, sans_serif_family=family))
    except ValueError as error:
        raise DrawingFailed(f"the picture could not be made into pixels ({error}); ask for SVG") from error


def _resvg() -> ModuleType:
    try:
        import resvg_py  # comes with the extra
    except ImportError:
        raise NoRasterizer(
            "nothing to make a PNG of this picture with: pip install 'pattern-genealogy[pictures]', or ask for SVG"
        ) from None
    return resvg_py


@cache
def _family() -> str:
    """A family that is there; letters of an absent one would not be drawn at all."""
    resvg = _resvg()
    blank = bytes(resvg.svg_to_bytes(svg_string=_BLANK))
    for family in FAMILIES:
        if bytes(resvg.svg_to_bytes(svg_string=_PROBE, sans_serif_family=family)) != blank:
            return family
    raise DrawingFailed("no font is installed to write the labels of a PNG with; install one, or ask for SVG")
