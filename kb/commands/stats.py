"""``kb stats``."""

import argparse

from kb.commands.common import opened, paint, put, put_json, reading

EXAMPLES = {
    "stats": """\
  kb stats                        entries, relations by method, what is isolated or disputed
  kb stats --as-of 2000           what of it was there by the end of 2000"""
}


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    reading(parser)


def run(options: argparse.Namespace) -> int:
    """Count."""
    graph, at = opened(options)
    counts = graph.tally(at)
    if options.format == "json":
        from exports.data import parts as data

        put_json({"schema": 1, "ask": "stats", **data.clocks(at), **counts})
    else:
        from exports.table_text import tally

        put(tally(counts, paint(options)))
    return 0
