"""``kb what-it-replaced X``."""

import argparse

from kb.commands.common import ids_option, opened, paint, put, put_ids, put_json, reading
from queries.replaced import what_it_replaced

EXAMPLES = {
    "what-it-replaced": """\
  kb what-it-replaced raft                 what it took over from, and where that line began
  kb what-it-replaced saga --format json   the same for a script"""
}


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument("name", metavar="NAME", help="id, title, acronym or other name")
    ids_option(parser)
    reading(parser)


def run(options: argparse.Namespace) -> int:
    """Answer; 0 also where it replaced nothing, which is an answer."""
    graph, at = opened(options)
    answer = what_it_replaced(graph, options.name, at)
    if options.ids:
        put_ids(answer.all, answer.unsure, at.text)
    elif options.format == "json":
        from exports.data import replacement as data

        put_json(data.replaced(answer))
    else:
        from exports.lineage_text import render_replaced

        put(render_replaced(answer, paint(options)))
    return 0
