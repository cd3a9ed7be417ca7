"""``kb ancestors X`` and ``kb descendants X``."""

import argparse

from kb.commands.common import ids_option, opened, paint, put, put_ids, put_json, reading
from queries import lineage

EXAMPLES = {
    "ancestors": """\
  kb ancestors raft                            everything that it descends from, nearest first
  kb ancestors saga --relation evolved-from    by evolution only, not by replacement""",
    "descendants": """\
  kb descendants two-phase-commit              everything that descends from it
  kb descendants paxos --ids                   ids alone, one a line, for a pipe""",
}


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the commands take."""
    parser.add_argument("name", metavar="NAME", help="id, title, acronym or other name")
    parser.add_argument("--relation", action="append", metavar="R", help="follow this relation (may be given again)")
    parser.add_argument("--inferred", action="store_true", help="follow what a rule only inferred, too")
    ids_option(parser)
    reading(parser)


def run(options: argparse.Namespace) -> int:
    """Answer for either direction."""
    graph, at = opened(options)
    ask = lineage.ancestors if options.command == "ancestors" else lineage.descendants
    answer = ask(graph, options.name, at, options.relation, options.inferred)
    if options.ids:
        put_ids(answer.depths, answer.unsure, at.text)
    elif options.format == "json":
        from exports.data import lineage as data

        put_json(data.lineage(answer))
    else:
        from exports.lineage_text import render_lineage

        put(render_lineage(answer, paint(options)))
    return 0
