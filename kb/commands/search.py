"""``kb search TEXT``."""

import argparse
import sys

from kb.commands.common import at_least_one, opened, paint, put, put_json, reading

EXAMPLES = {
    "search": """\
  kb search "two phase"           in names and summaries
  kb search cirkuit --most 3      misspelt, and the best three only"""
}


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument("text", metavar="TEXT", nargs="+", help="words that all must occur")
    parser.add_argument("--most", type=at_least_one, default=20, metavar="N", help="show at most N (default 20)")
    reading(parser)


def run(options: argparse.Namespace) -> int:
    """Search; 1 where nothing fits."""
    graph, at = opened(options)
    from queries.moment import begun

    text = " ".join(options.text)
    hits, total = graph.search(text, options.most)
    found = [(node, matched) for node, matched in hits if not at.given or begun(node, at) is not False]
    if len(found) < len(hits):
        print(f"kb: {len(hits) - len(found)} not yet introduced at {at.text}", file=sys.stderr)
    if not found:
        print(f"kb: nothing is called or speaks of '{text}'", file=sys.stderr)
    if options.format == "json":
        from exports.data import entries as entries_data
        from exports.data import parts as parts_data

        shown = [entries_data.found(node, matched) for node, matched in found]
        answer = {
            "schema": parts_data.SCHEMA,
            "ask": "search",
            "text": text,
            **parts_data.clocks(at),
            "found": shown,
            "total": total,
        }
        put_json(answer)
    elif found:
        from exports.table_text import hits as render

        put(render(found, total, paint(options)))
    return 0 if found else 1
