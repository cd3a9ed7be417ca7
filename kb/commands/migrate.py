"""``kb migrate A [B]``."""

import argparse

from kb.commands.common import at_least_one, ids_option, opened, paint, put, put_ids, put_json, reading
from queries.migrate import migrate
from queries.path import MOST_LISTED
from queries.verdict import CURRENT

EXAMPLES = {
    "migrate": """\
  kb migrate 2pc                        to what is in use today, each way with its hops
  kb migrate polling websocket          from one to the other"""
}


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument("start", metavar="A", help="what to leave: id, title, acronym or other name")
    parser.add_argument("end", metavar="B", nargs="?", help="where to arrive (default: whatever is in use)")
    parser.add_argument(
        "--most", type=at_least_one, default=MOST_LISTED, metavar="N", help=f"list at most N (default {MOST_LISTED})"
    )
    ids_option(parser, "the ids of the first way")
    reading(parser)


def run(options: argparse.Namespace) -> int:
    """Answer; 0 also where there is nothing to do; 1 where there is no way, 3 where nobody can tell."""
    graph, at = opened(options)
    answer = migrate(graph, options.start, options.end, at, options.most)
    if options.ids:
        put_ids(answer.ways[0].ids if answer.ways else ())
    elif options.format == "json":
        from exports.data import migration as data

        put_json(data.migration(answer))
    else:
        from exports.migrate_text import render

        put(render(answer, graph.vocabulary, paint(options)))
    if answer.open:
        return 3
    nothing_to_do = answer.missed is None and (answer.to is not None or answer.today.verdict == CURRENT)
    return 0 if answer.ways or nothing_to_do else 1
