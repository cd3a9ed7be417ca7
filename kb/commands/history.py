"""``kb history X``."""

import argparse

from kb.commands.common import opened, paint, put, put_json, reading
from queries.life import life

EXAMPLES = {
    "history": """\
  kb history two-phase-commit            in the world, and in the catalogue: what it said when
  kb history saga --as-of 2000           as far as it had happened by the end of 2000"""
}


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument("name", metavar="NAME", help="id, title, acronym or other name")
    parser.add_argument("--all", action="store_true", help="everything that the catalogue said at first, too")
    reading(parser)


def run(options: argparse.Namespace) -> int:
    """Answer on both clocks."""
    graph, at = opened(options)
    answer = life(graph, options.name, at)
    if options.format == "json":
        from exports.data import times as data

        put_json(data.life(answer))
    else:
        from exports.life_text import render

        put(render(answer, graph.vocabulary, paint(options), everything=options.all))
    return 0
