"""``kb search TEXT``."""

import argparse
import sys

from kb.commands.common import at_least_one, ids_option, opened, paint, put, put_ids, put_json, reading
from queries.search import search

EXAMPLES = {
    "search": """\
  kb search "two phase"           in names and summaries
  kb search cirkuit --most 3      misspelt, and the best three only
  kb search commit tier:silver family:transactions "introduced:>=2000"    with filters"""
}


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument(
        "text", metavar="TEXT", nargs="+", help='words that all must occur, a "phrase", or filters such as tier:gold'
    )
    parser.add_argument("--most", type=at_least_one, default=20, metavar="N", help="show at most N (default 20)")
    ids_option(parser)
    reading(parser)


def run(options: argparse.Namespace) -> int:
    """Search; 1 where nothing fits, 3 where nobody can tell."""
    graph, at = opened(options)
    answer = search(graph, " ".join(options.text), at, options.most)
    if answer.not_yet:
        print(f"kb: {answer.not_yet} not yet introduced at {at.text}", file=sys.stderr)
    if answer.unsure:
        types = {one.name: graph.vocabulary.property(one.name).type for one in answer.filters}
        dated = ", ".join(name for name, type_ in types.items() if type_ == "date" or name == "family")
        print(
            f"kb: of {len(answer.unsure)} more cannot tell whether they fit ({dated}); see --format json",
            file=sys.stderr,
        )
    if not answer.found and not answer.unsure:
        print(f"kb: nothing is called or speaks of '{answer.text}'", file=sys.stderr)
    if options.ids:
        put_ids(node.id for node, _ in answer.found)
    elif options.format == "json":
        from exports.data import entries as data

        put_json(data.search(answer))
    elif answer.found:
        from exports.table_text import hits as render

        put(render(answer.found, answer.total, paint(options)))
    return 0 if answer.found else 3 if answer.unsure else 1
