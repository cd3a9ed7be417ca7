"""``kb timeline FAMILY…|X``."""

import argparse

from kb.commands.common import given_names, ids_option, opened, paint, put, put_ids, put_json, reading
from queries.timeline import timeline

EXAMPLES = {
    "timeline": """\
  kb timeline family/transactions           a family: what was new, which limits led on, and why people moved
  kb timeline raft                          an entry and all that it descends from
  kb timeline family/transactions family/messaging    families side by side
  kb timeline family/transactions --format markdown    as tables for a page"""
}


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument(
        "names",
        metavar="FAMILY|X",
        nargs="+",
        help="families, or entries with all that they descend from; - reads names",
    )
    ids_option(parser, "the ids of the events")
    reading(parser, "text", "json", "markdown")


def run(options: argparse.Namespace) -> int:
    """Answer; 1 where a timeline has no event."""
    names = given_names(options.names)
    graph, at = opened(options)
    answers = [timeline(graph, name, at) for name in names]
    if options.ids:
        put_ids(dict.fromkeys(event.node.id for answer in answers for event in answer.events))
    elif options.format == "json":
        from exports.data import times as data

        put_json(data.timeline(answers[0]) if len(answers) == 1 else data.timelines(answers))
    else:
        from exports import timeline_text

        if options.format == "markdown":
            put(timeline_text.render_markdown(answers))
        else:
            put(timeline_text.render(answers, paint(options)))
    return 0 if all(answer.events for answer in answers) else 1
