"""``kb stats``."""

import argparse

from kb.commands.common import opened, paint, put, put_json, reading

EXAMPLES = {
    "stats": """\
  kb stats                        entries, relations by method, what is isolated or disputed
  kb stats --format json          the same for a script"""
}


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    reading(parser, as_of=False)


def run(options: argparse.Namespace) -> int:
    """Count."""
    graph, _ = opened(options)
    counts = graph.tally()
    if options.format == "json":
        put_json({"schema": 1, "ask": "stats", **counts})
    else:
        from exports.table_text import tally

        put(tally(counts, paint(options)))
    return 0
