"""``kb compare A B…``, ``kb compare --family F``."""

import argparse

from kb.commands.common import FORMATS, given_names, opened, paint, put, put_json, reading
from queries.compare import compare, compare_family
from queries.errors import BadQuestion

EXAMPLES = {
    "compare": """\
  kb compare 2pc saga outbox                            era, tier, use, limits, capabilities side by side
  kb compare --family transactions --format markdown    all members of a family, for a page"""
}


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument("names", metavar="NAME", nargs="*", help="two or more entries; - reads names from stdin")
    parser.add_argument("--family", metavar="F", help="all members of a family")
    reading(parser, *FORMATS, "markdown", "csv")


def run(options: argparse.Namespace) -> int:
    """Compare."""
    if bool(options.names) == (options.family is not None):
        raise BadQuestion("name the entries to compare, or give --family F")
    names = given_names(options.names)
    graph, at = opened(options)
    answer = compare(graph, names, at) if options.names else compare_family(graph, options.family, at)
    if options.format == "json":
        from exports.data import comparison as data

        put_json(data.comparison(answer))
        return 0
    from exports import compare_text

    if options.format == "markdown":
        put(compare_text.markdown(answer))
    elif options.format == "csv":
        put(compare_text.as_csv(answer))
    else:
        put(compare_text.render(answer, paint(options)))
    return 0
