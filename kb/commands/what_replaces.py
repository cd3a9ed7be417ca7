"""``kb what-replaces X``."""

import argparse

from kb.commands.common import ids_option, opened, paint, put, put_ids, put_json, reading
from queries.replacement import what_replaces
from queries.verdict import EXIT_CODES

EXAMPLES = {
    "what-replaces": """\
  kb what-replaces 2pc                          what is live today, under which conditions
  kb what-replaces "vector clock" --as-of 2010  what was known to replace it by the end of 2010"""
}


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument("name", metavar="NAME", help="id, title, acronym or other name")
    ids_option(parser, "the ids of what is in use, best first")
    reading(parser)


def run(options: argparse.Namespace) -> int:
    """Answer, and give the verdict's exit code."""
    graph, at = opened(options)
    answer = what_replaces(graph, options.name, at)
    if options.ids:
        put_ids(end.node.id for end in answer.live)
    elif options.format == "json":
        from exports.data import replacement as data  # the other format needs none of it

        put_json(data.replacement(answer))
    else:
        from exports.replacement_text import render

        put(render(answer, paint(options)))
    return EXIT_CODES[answer.verdict]
