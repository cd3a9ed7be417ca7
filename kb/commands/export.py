"""``kb export``: the whole catalogue in a format that others read."""

import argparse
import os
import sys

from kb.commands.common import opened, reading
from kb.exporting import BY_NAME, FORMATS, format_for
from kb.writing import write_whole
from queries.errors import BadQuestion

EXAMPLES = {
    "export": """\
  kb export --output catalogue.jsonl              every claim; kb load catalogue.jsonl gives the same answers
  kb export --format jsonl --kb bundled > all.jsonl"""
}


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument("--output", "-o", metavar="FILE", help="write here (default: stdout)")
    reading(parser, *BY_NAME)
    parser.set_defaults(format=None)
    lines = [f"  {one.name:10} {one.summary}{' (kb load reads it)' if one.loads else ''}" for one in FORMATS]
    parser.description = "\n".join([parser.description or "", "", "formats:", *lines])


def run(options: argparse.Namespace) -> int:
    """Write; what the format cannot hold is said on stderr."""
    form = format_for(options.format, options.output)
    graph, at = opened(options)
    made = form.make(graph, at)
    if list(made.files) != [""]:
        if not options.output:
            raise BadQuestion(f"{form.name} is several files; say into which folder with --output")
        for name, parts in made.files.items():
            write_whole(os.path.join(options.output, name), parts)
    elif options.output:
        write_whole(options.output, made.files[""])
    else:
        sys.stdout.flush()
        for part in made.files[""]:
            sys.stdout.buffer.write(part)
    if options.output and not options.quiet:
        print(f"kb: wrote {options.output}", file=sys.stderr)
    for line in made.missing():
        print(f"kb: not in it: {line}", file=sys.stderr)
    return 0
