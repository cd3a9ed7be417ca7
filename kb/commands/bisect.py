"""``kb bisect QUESTION``: when did the answer change."""

import argparse

from kb.bisect import bisect
from kb.commands.common import opened, paint, put, put_json, reading
from kb.commands.progress import counting

EXAMPLES = {
    "bisect": """\
  kb bisect "verdict 2pc"                          since when 2PC is replaced, and who says so
  kb bisect "path polling websocket" --from 2000   the days on which the path changed
  kb bisect "what replaces 2pc" --seen             the commits or loads at which the catalogue's answer changed"""
}


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument("question", metavar="QUESTION", nargs="+", help="as text, or as JSON that kb ask takes")
    parser.add_argument("--seen", action="store_true", help="over the catalogue's own past, not over the world's")
    parser.add_argument("--from", dest="begins", metavar="DATE", help="the first moment (with --seen, or a commit)")
    parser.add_argument("--to", dest="ends", metavar="DATE", help="the last moment (with --seen, or a commit)")
    reading(parser)


def run(options: argparse.Namespace) -> int:
    """Ask at every moment at which the answer can change."""
    graph, at = opened(options)
    text = " ".join(options.question)
    tell = counting(options, "asking at moment")
    answer = bisect(graph, text, at, seen=options.seen, begins=options.begins, ends=options.ends, progress=tell)
    if options.format == "json":
        from exports.data import flips as data

        put_json(data.bisection(answer))
    else:
        from exports.flips_text import render

        put(render(answer, paint(options)))
    return 0
