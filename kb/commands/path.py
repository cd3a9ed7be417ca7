"""``kb path A B``."""

import argparse

from kb.commands.common import at_least_one, ids_option, opened, paint, put, put_ids, put_json, reading
from queries.errors import BadQuestion
from queries.path import MOST_LISTED, path

EXAMPLES = {
    "path": """\
  kb path polling websocket                             along the lineage, old to new
  kb path saga event-sourcing --relation pairs-with     along another relation
  kb path 2pc raft --relation '(replaces|evolved-from)+ ^evolved-from?'   by a pattern of relations
  kb path 2pc saga --all --most 5                       the first five ways, and how many there are"""
}


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument("start", metavar="A", help="where the path begins (in a lineage: the older one)")
    parser.add_argument("end", metavar="B", help="where it ends")
    parser.add_argument(
        "--relation",
        action="append",
        metavar="R",
        help="follow this relation (may be given again), or one pattern: 'replaces+ evolved-from*'",
    )
    parser.add_argument(
        "--through", action="append", default=[], metavar="C", help="pass here (may be given again, in this order)"
    )
    parser.add_argument("--all", action="store_true", help="all ways, shortest first, and how many there are")
    parser.add_argument(
        "--most", type=at_least_one, metavar="N", help=f"with --all: list at most N (default {MOST_LISTED})"
    )
    parser.add_argument("--inferred", action="store_true", help="follow what a rule only inferred, too")
    parser.add_argument("--consider", action="store_true", help="follow what the sources only suggest, too")
    ids_option(parser, "the ids of the shortest path")
    reading(parser)


def run(options: argparse.Namespace) -> int:
    """Answer; 1 where there is no path, 3 where nobody can tell."""
    if options.most and not options.all:
        raise BadQuestion("--most N belongs to --all; without it one shortest path is shown")
    graph, at = opened(options)
    answer = path(
        graph,
        options.start,
        options.end,
        at,
        options.relation,
        options.inferred,
        consider=options.consider,
        through=options.through,
        most=(options.most or MOST_LISTED) if options.all else None,
    )
    if options.ids:
        put_ids(answer.ids or ())
    elif options.format == "json":
        from exports.data import path as data

        put_json(data.path(answer))
    else:
        from exports.path_text import render

        put(render(answer, graph.vocabulary, paint(options)))
    if answer.ids is not None:
        return 0
    return 3 if answer.unsure else 1
