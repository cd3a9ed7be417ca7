"""``kb list``."""

import argparse
import sys

from kb.commands.common import ids_option, opened, paint, put, put_ids, put_json, reading
from queries.filters import FAMILY, VERDICT, chosen
from queries.filters import where as parse_where
from queries.listing import listing
from queries.verdict import EXIT_CODES

EXAMPLES = {
    "list": """\
  kb list --where tier=gold --where category=resilience    entries with both properties
  kb list --where kind=pattern --verdict dead-end          patterns whose successors lead nowhere
  kb list --where family=transactions --where "introduced<2000"    members of a family from before 2000"""
}


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument(
        "--where",
        action="append",
        default=[],
        metavar="K=V",
        help="only entries with this property; K<V, K<=V, K>V, K>=V for dates; family, verdict (may be given again)",
    )
    parser.add_argument("--alive-on", metavar="DATE", help="begun on or before DATE and not surely ended by then")
    parser.add_argument("--verdict", metavar="V", help=f"only entries with this verdict: {', '.join(EXIT_CODES)}")
    parser.add_argument("--all", action="store_true", help="also names known only from references")
    ids_option(parser)
    reading(parser)


def run(options: argparse.Namespace) -> int:
    """List; 1 where nothing fits."""
    graph, at = opened(options)
    filters = [parse_where(text) for text in options.where]
    where = [(one.name, one.value) for one in filters if not one.op and one.name not in (FAMILY, VERDICT)]
    answer = listing(
        graph,
        at,
        where,
        options.alive_on,
        options.verdict,
        defined=not options.all and not any(name == "defined" for name, _ in where),
    )
    rest = [one for one in filters if one.op or one.name in (FAMILY, VERDICT)]
    fitting = chosen(graph, at, rest, [*answer.nodes, *graph.nodes(answer.unsure).values()])
    unsure = fitting.unsure | (fitting.ids & set(answer.unsure))
    answer = answer._replace(
        nodes=tuple(node for node in answer.nodes if node.id in fitting.ids),
        filters=tuple(rest),
        unsure=tuple(sorted(unsure)),
    )
    if unsure:
        print(f"kb: of {len(unsure)} more cannot tell whether they fit", file=sys.stderr)
    if options.ids:
        put_ids(node.id for node in answer.nodes)
    elif options.format == "json":
        from exports.data import entries as data

        put_json(data.listing(answer))
    else:
        from exports.table_text import listing as render

        put(render(answer, paint(options)))
    return 0 if answer.nodes else 3 if unsure else 1
