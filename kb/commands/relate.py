"""``kb relate A B``."""

import argparse

from kb.commands.common import opened, paint, put, put_json, reading
from queries.relate import relate

EXAMPLES = {
    "relate": """\
  kb relate outbox saga              edges between them, what they share, what both descend from
  kb relate 2pc paxos-commit --as-of 2000   as it was by the end of 2000"""
}


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument("first", metavar="A", help="id, title, acronym or other name")
    parser.add_argument("second", metavar="B", help="the other one")
    reading(parser)


def run(options: argparse.Namespace) -> int:
    """Answer; 1 where nothing relates them, 3 where nobody can tell."""
    graph, at = opened(options)
    answer = relate(graph, options.first, options.second, at)
    if options.format == "json":
        from exports.data import relate as data

        put_json(data.relate(answer))
    else:
        from exports.relate_text import render

        put(render(answer, graph.vocabulary, paint(options)))
    if answer.related or answer.connection or answer.first.id == answer.second.id:
        return 0
    return 3 if answer.unsure else 1
