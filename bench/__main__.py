"""``python -m bench [NAME…]``: measures, prints, and writes the figures into docs/benchmarks.md and docs/scaling.md."""

import argparse
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic

from bench import (
    bulk,
    closure,
    cold,
    descent,
    history,
    load,
    mapping,
    pictures,
    question,
    reader,
    server,
    stores,
    unchanged,
)
from bench.measuring import Measure
from bench.page import DOCS, machine, replaced

#: Every measure, in the order in which the page shows them.
MEASURES: tuple[Measure, ...] = (
    cold.MEASURE,
    load.MEASURE,
    mapping.MEASURE,
    unchanged.MEASURE,
    history.MEASURE,
    reader.MEASURE,
    question.MEASURE,
    closure.MEASURE,
    pictures.MEASURE,
    descent.MEASURE,
    bulk.MEASURE,
    stores.MEASURE,
    server.MEASURE,
)


def main() -> int:
    """Run the measures that were named, or all."""
    by_name = {measure.name: measure for measure in MEASURES}
    parser = argparse.ArgumentParser(
        prog="python -m bench",
        description="Measure speed against peers, and write the figures into docs/benchmarks.md.",
        epilog="measures:\n" + "\n".join(f"  {measure.name:10}{measure.about}" for measure in MEASURES),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("names", metavar="NAME", nargs="*", help="a measure (default: all of them)")
    parser.add_argument("--print", action="store_true", dest="printed", help="print only; leave the page as it is")
    options = parser.parse_args()
    unknown = [name for name in options.names if name not in by_name]
    if unknown:
        parser.error(f"there is no measure '{unknown[0]}'; there are {', '.join(by_name)}")
    for name in dict.fromkeys(options.names or by_name):
        began = monotonic()
        print(f"{name}: {by_name[name].about} …", file=sys.stderr, flush=True)
        with TemporaryDirectory(prefix="kb-bench-") as folder:
            text = by_name[name].run(Path(folder))
        text = f"{text}\n\n_{machine()}._"
        print(f"{text}\n")
        print(f"{name}: {monotonic() - began:.0f} s", file=sys.stderr)
        if not options.printed:
            # At once: a run that is broken off keeps what it has measured.
            page = DOCS / by_name[name].page
            page.write_text(replaced(page.read_text(encoding="utf-8"), name, text), encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
