"""``kb list``."""

import argparse

from kb.commands.common import ids_option, opened, paint, put, put_ids, put_json, reading, where_pairs
from queries.listing import listing
from queries.verdict import EXIT_CODES

EXAMPLES = {
    "list": """\
  kb list --where tier=gold --where category=resilience    entries with both properties
  kb list --where kind=pattern --verdict dead-end          patterns whose successors lead nowhere"""
}


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument(
        "--where",
        action="append",
        default=[],
        metavar="K=V",
        help="only entries with this property (may be given again)",
    )
    parser.add_argument("--alive-on", metavar="DATE", help="begun on or before DATE and not surely ended by then")
    parser.add_argument("--verdict", metavar="V", help=f"only entries with this verdict: {', '.join(EXIT_CODES)}")
    parser.add_argument("--all", action="store_true", help="also names known only from references")
    ids_option(parser)
    reading(parser)


def run(options: argparse.Namespace) -> int:
    """List; 1 where nothing fits."""
    graph, at = opened(options)
    where = where_pairs(options.where)
    answer = listing(
        graph,
        at,
        where,
        options.alive_on,
        options.verdict,
        defined=not options.all and not any(name == "defined" for name, _ in where),
    )
    if options.ids:
        put_ids(node.id for node in answer.nodes)
    elif options.format == "json":
        from exports.data import entries as data

        put_json(data.listing(answer))
    else:
        from exports.table_text import listing as render

        put(render(answer, paint(options)))
    return 0 if answer.nodes else 1
