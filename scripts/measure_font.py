"""Measures Liberation Sans (as wide as Arial and Helvetica, letter by letter) into exports/drawing/widths.json.

Needs fontTools and the font; run by hand when the characters of the table shall change: ``python scripts/measure_font.py
REGULAR.ttf BOLD.ttf``. Widths are in thousandths of the size.
"""

import json
import sys
from pathlib import Path

#: Blocks of Unicode that the font knows and labels use: Latin, Greek, Cyrillic, punctuation, arrows, signs.
BLOCKS = ((0x20, 0x24F), (0x370, 0x4FF), (0x1E00, 0x1EFF), (0x2010, 0x205E), (0x20A0, 0x20BF), (0x2100, 0x2200))
TABLE = Path(__file__).resolve().parent.parent / "exports" / "drawing" / "widths.json"


def main() -> None:
    """Write the table of both weights."""
    found = {name: measured(path) for name, path in zip(("regular", "bold"), sys.argv[1:3], strict=True)}
    lines = [f'"{name}": {json.dumps(runs)}' for name, runs in found.items()]
    TABLE.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


def measured(path: str) -> dict[str, list[int]]:
    """Runs of neighbouring characters: the first one's number, and the width of each."""
    from fontTools.ttLib import TTFont

    font = TTFont(path)
    names, advance, unit = font.getBestCmap(), font["hmtx"], font["head"].unitsPerEm
    runs: dict[str, list[int]] = {}
    start = last = -2
    for first, end in BLOCKS:
        for code in range(first, end + 1):
            if code not in names:
                continue
            if code != last + 1:
                start = code
                runs[str(start)] = []
            runs[str(start)].append(round(advance[names[code]][0] * 1000 / unit))
            last = code
    return runs


if __name__ == "__main__":
    main()
