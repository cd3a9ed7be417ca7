"""``kb show X``."""

import argparse

from kb.commands.common import opened, paint, put, put_json, reading
from queries.card import show

EXAMPLES = {
    "show": """\
  kb show saga                    tier, dates, relations, examples, each with file and line
  kb show paxos --as-of 1995      its relations as they were by the end of 1995"""
}


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument("name", metavar="NAME", help="id, title, acronym or other name")
    reading(parser)


def run(options: argparse.Namespace) -> int:
    """Show the card of one entry."""
    graph, at = opened(options)
    answer = show(graph, options.name, at)
    if options.format == "json":
        from exports.data import entries as data

        put_json(data.card(answer))
    else:
        from exports.card_text import render

        put(render(answer, graph.vocabulary, paint(options)))
    return 0
