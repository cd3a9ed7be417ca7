"""``kb disputes``."""

import argparse

from kb.catalogues import find_catalogue
from kb.commands.common import opened, paint, put, put_json, reading
from queries.disputes import disputes

EXAMPLES = {
    "disputes": """\
  kb disputes                           everything that the sources disagree on
  kb disputes 2pc --property introduced --open"""
}


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument("names", metavar="NAME", nargs="*", help="only what is about these entries")
    parser.add_argument(
        "--property",
        action="append",
        default=[],
        metavar="P",
        help="only this property; of relations strength, since, until or denied (may be given again)",
    )
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--open", action="store_true", help="only what nobody decided")
    which.add_argument("--decided", action="store_true", help="only what somebody decided")
    reading(parser)


def run(options: argparse.Namespace) -> int:
    """List them; that there are none is an answer, too."""
    graph, at = opened(options)
    state = "open" if options.open else "decided" if options.decided else ""
    answer = disputes(graph, at, options.names, options.property, state)
    bundled = find_catalogue(options.kb)[1] == "bundled catalogue"
    kb = None if bundled else options.kb or ""
    if options.format == "json":
        from exports.data import disputes as data

        put_json(data.disputes(answer, kb))
    else:
        from exports.disputes_text import render

        put(render(answer, paint(options), kb))
    return 0
