"""``kb tree X``."""

import argparse

from kb.commands.common import opened, paint, put, put_json, reading
from queries import lineage

EXAMPLES = {
    "tree": """\
  kb tree two-phase-commit        what came of it
  kb tree raft --up               where it comes from"""
}


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument("name", metavar="NAME", help="id, title, acronym or other name")
    parser.add_argument("--up", action="store_true", help="towards the ancestors")
    parser.add_argument("--relation", action="append", metavar="R", help="follow this relation (may be given again)")
    parser.add_argument("--inferred", action="store_true", help="follow what a rule only inferred, too")
    reading(parser)


def run(options: argparse.Namespace) -> int:
    """Draw the family tree as text."""
    graph, at = opened(options)
    ask = lineage.ancestors if options.up else lineage.descendants
    answer = ask(graph, options.name, at, options.relation, options.inferred)
    if options.format == "json":
        from exports.data import lineage as data

        put_json(data.lineage(answer))
    else:
        from exports.lineage_text import render_tree

        put(render_tree(answer, graph.vocabulary, paint(options)))
    return 0
