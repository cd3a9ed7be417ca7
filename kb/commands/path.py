"""``kb path A B``."""

import argparse

from kb.commands.common import opened, paint, put, put_json, reading
from queries.path import path

EXAMPLES = {
    "path": """\
  kb path polling websocket                             along the lineage, old to new
  kb path saga event-sourcing --relation pairs-with     along another relation"""
}


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument("start", metavar="A", help="where the path begins (in a lineage: the older one)")
    parser.add_argument("end", metavar="B", help="where it ends")
    parser.add_argument("--relation", action="append", metavar="R", help="follow this relation (may be given again)")
    parser.add_argument("--inferred", action="store_true", help="follow what a rule only inferred, too")
    reading(parser)


def run(options: argparse.Namespace) -> int:
    """Answer; 1 where there is no path."""
    graph, at = opened(options)
    answer = path(graph, options.start, options.end, at, options.relation, options.inferred)
    if options.format == "json":
        from exports.data import lineage as data

        put_json(data.path(answer))
    else:
        from exports.lineage_text import render_path

        put(render_path(answer, graph.vocabulary, paint(options)))
    return 1 if answer.ids is None else 0
