"""``kb export``: the whole catalogue in a format that others read."""

import argparse
import os
import sys
from collections.abc import Iterable

from kb.commands.common import opened_whole, reading
from kb.exporting import BY_NAME, FORMATS, Export, Format, format_for
from kb.writing import write_all, write_whole, zipped
from queries.errors import BadQuestion

EXAMPLES = {
    "export": """\
  kb export --output catalogue.jsonl              every claim; kb load catalogue.jsonl gives the same answers
  kb export --format jsonl --kb bundled > all.jsonl
  kb export --output tables.zip                   CSV with a data dictionary; a folder: --format csv --output tables
  kb export --format csv --table edges > edges.csv"""
}


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    tables = list(dict.fromkeys(name for one in FORMATS for name in one.tables))
    parser.add_argument(
        "--output", "-o", metavar="FILE", help="write here (default: stdout); of several files a folder, or a .zip"
    )
    parser.add_argument("--table", choices=tables, help="of several tables this one alone, as one file")
    reading(parser, *BY_NAME)
    parser.set_defaults(format=None)
    lines = [f"  {one.name:10} {one.summary}{' (kb load reads it)' if one.loads else ''}" for one in FORMATS]
    parser.description = "\n".join([parser.description or "", "", "formats:", *lines])


def run(options: argparse.Namespace) -> int:
    """Write; what the format cannot hold, and what the moment leaves out, is said on stderr."""
    form = format_for(options.format, options.output)
    _check(form, options.output, options.table)
    graph, at = opened_whole(options)
    made = form.make(graph, at)
    if options.table:
        made = made._replace(files={"": _of_table(made, options.table)})
    if not options.output:
        sys.stdout.flush()
        for part in made.files[""]:
            sys.stdout.buffer.write(part)
    elif "" in made.files:
        write_whole(options.output, made.files[""])
    elif _is_zip(options.output):
        write_whole(options.output, zipped(made.files))
    else:
        write_all({os.path.join(options.output, name): parts for name, parts in made.files.items()})
    if options.output and not options.quiet:
        print(f"kb: wrote {options.output}", file=sys.stderr)
    for line in (*made.lost(), *made.left_out()):
        print(f"kb: not in it: {line}", file=sys.stderr)
    return 0


def _check(form: Format, output: str | None, table: str | None) -> None:
    """Raise ``BadQuestion`` where several files are to go into one, or one table is wanted of what has none."""
    if table and not form.tables:
        raise BadQuestion(f"{form.name} is one file and has no tables; --table goes with csv and parquet")
    if not form.tables or table:
        return
    names = ", ".join(form.tables)
    if not output:
        raise BadQuestion(
            f"{form.name} is several files ({names}); say into which folder or .zip with --output, or which with --table"
        )
    ending = next((one for one in form.endings if output.lower().endswith(one) and one != ".zip"), None)
    if ending and not os.path.isdir(output):
        raise BadQuestion(
            f"{form.name} is several files ({names}), and {output} is one; name a folder or a .zip, or say --table"
        )


def _is_zip(path: str) -> bool:
    return path.lower().endswith(".zip") and not os.path.isdir(path)


def _of_table(made: Export, table: str) -> Iterable[bytes]:
    """The file of one table."""
    return next(parts for name, parts in made.files.items() if name.partition(".")[0] == table)
