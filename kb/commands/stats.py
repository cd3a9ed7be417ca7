"""``kb stats``."""

import argparse

from kb.commands.common import opened_whole, paint, put, put_json, reading
from queries.structure import structure

EXAMPLES = {
    "stats": """\
  kb stats                        entries, relations, components, keystones, replacements by decade
  kb stats --as-of 2000           what of it was there by the end of 2000"""
}


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    reading(parser)


def run(options: argparse.Namespace) -> int:
    """Count."""
    graph, at = opened_whole(options)
    counts, answer = graph.tally(at), structure(graph, at)
    if options.format == "json":
        from exports.data import structure as data

        put_json(data.stats(counts, answer))
    else:
        from exports.stats_text import render

        put(render(counts, answer, paint(options)))
    return 0
