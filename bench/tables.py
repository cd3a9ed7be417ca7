"""Figures as Markdown: three digits, a fitting unit, and the aims with what came of them."""

import math
from collections.abc import Mapping, Sequence

from bench.measuring import Figure

_UNITS = ((1.0, "s"), (1e-3, "ms"), (1e-6, "µs"))


def table(figures: Mapping[str, Figure], peer: str) -> str:
    """A line a figure: median, least and most, and how many times the peer it took, run by run.

    >>> print(table({"a": Figure((0.01, 0.03, 0.02)), "b": Figure((0.02, 0.06, 0.04))}, "a"))
    | | median | least – most | times the peer | least – most |
    |---|--:|--:|--:|--:|
    | a (peer) | 20.0 ms | 10.0 – 30.0 ms | 1 | |
    | b | 40.0 ms | 20.0 – 60.0 ms | 2.00 | 2.00 – 2.00 |
    """
    return "\n".join([HEAD, *rows(figures, peer)])


HEAD = "| | median | least – most | times the peer | least – most |\n|---|--:|--:|--:|--:|"


def rows(figures: Mapping[str, Figure], peer: str) -> list[str]:
    """The lines of a table below its ``HEAD``; several peers, each with what is compared with it, may share a table."""
    lines = []
    for name, figure in figures.items():
        start = f"| {name}{' (peer)' if name == peer else ''} | {seconds(figure.median)} | {extent(figure)}"
        ratio = figure.over(figures[peer])
        rest = "1 | |" if name == peer else f"{digits(ratio.median)} | {span(ratio)} |"
        lines.append(f"{start} | {rest}")
    return lines


def aim(text: str, value: float, limit: float, shown: str) -> str:
    """A sentence that says whether an aim was kept, by the median."""
    return f"Aim: {text}. **{'Kept' if value <= limit else 'Missed'}: {shown}.**"


def seconds(value: float) -> str:
    """A time in the unit that fits it.

    >>> seconds(0.01234), seconds(2.5e-05), seconds(3)
    ('12.3 ms', '25.0 µs', '3.00 s')
    """
    size, unit = _unit(value)
    return f"{digits(value / size)} {unit}"


def extent(figure: Figure) -> str:
    """The least and the most of some runs, in the unit of their median."""
    size, unit = _unit(figure.median)
    return f"{digits(figure.least / size)} – {digits(figure.most / size)} {unit}"


def span(ratio: Figure) -> str:
    """The least and the most of some ratios."""
    return f"{digits(ratio.least)} – {digits(ratio.most)}"


def _unit(value: float) -> tuple[float, str]:
    return next((unit for unit in _UNITS if value >= unit[0]), _UNITS[-1])


def digits(value: float) -> str:
    """A number with three digits that count, and a comma between thousands.

    >>> digits(1.2345), digits(12.345), digits(123.45), digits(12345.6)
    ('1.23', '12.3', '123', '12,346')
    """
    places = 2 if value < 9.995 else 1 if value < 99.95 else 0
    return f"{value:,.{places}f}"


def exponent(sizes: Sequence[float], taken: Sequence[float]) -> float:
    """The slope of a straight line through the logarithms, by least squares: 0 does not grow, 1 grows with the size.

    >>> round(exponent([10, 100, 1000], [2, 20, 200]), 6)
    1.0
    """
    across, up = [math.log(one) for one in sizes], [math.log(one) for one in taken]
    middle, height = sum(across) / len(across), sum(up) / len(up)
    over = sum((one - middle) * (other - height) for one, other in zip(across, up, strict=True))
    return over / sum((one - middle) ** 2 for one in across)
