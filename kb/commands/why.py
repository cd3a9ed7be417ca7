"""``kb why STATEMENT``."""

import argparse

from kb.commands.common import opened, paint, put, put_json, reading
from queries.why import why

EXAMPLES = {
    "why": """\
  kb why saga replaces 2pc              a relation between two entries
  kb why "2pc introduced 1978"          a property, with or without its value
  kb why 2pc is partly-replaced         a verdict, with the whole chain that it rests on"""
}


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument("words", metavar="STATEMENT", nargs="+", help="what is said to hold; see the examples")
    reading(parser)


def run(options: argparse.Namespace) -> int:
    """Prove it: 0; 1 where it does not hold or nobody says so, 3 where nobody can tell."""
    graph, at = opened(options)
    answer = why(graph, options.words, at)
    if options.format == "json":
        from exports.data import proof as data

        put_json(data.proof(answer))
    else:
        from exports.why_text import render

        put(render(answer, paint(options)))
    return {True: 0, False: 1, None: 3}[answer.holds]
