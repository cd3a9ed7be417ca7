"""``kb diff A B``: how two catalogues, or two moments of one, differ."""

import argparse
import json
import sys

from kb.commands.common import paint, put, reading, second_moment
from kb.diffing.diff import diff
from kb.diffing.sides import sides
from kb.writing import write_whole
from queries.diff import Difference
from queries.errors import BadQuestion

EXAMPLES = {
    "diff": """\
  kb diff old.kb new.kb                              what changed, and how many answers each change alters
  kb diff --as-of 2000 --and-as-of 2020              what happened in the world between two moments
  kb diff --as-seen v1 --format markdown             release notes: the catalogue at a tag, and now
  kb diff mine.kb theirs.kb --format patch           decisions that make mine.kb say what theirs.kb does"""
}


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument("first", metavar="A", nargs="?", help="a catalogue, or 'bundled' (default: that of --kb)")
    parser.add_argument("second", metavar="B", nargs="?", help="the other one (default: A, at another moment)")
    second_moment(parser)
    parser.add_argument("--output", "-o", metavar="FILE", help="write here (default: stdout)")
    reading(parser, "text", "markdown", "json", "patch")


def run(options: argparse.Namespace) -> int:
    """Compare; 1 where they differ."""
    moments = (options.as_of, options.as_seen), (options.and_as_of, options.and_as_seen)
    with sides(options.first or options.kb, options.second, *moments) as (first, second):
        if options.format == "patch" and (first.at.given or second.at.given) and first.at.text != second.at.text:
            raise BadQuestion("a patch is about what catalogues say, not about what was true when; leave --as-of out")
        if not options.quiet:
            print(f"kb: {first.label} → {second.label}", file=sys.stderr)
        answer = diff(first, second)
    text = _rendered(answer, options)
    if options.output:
        write_whole(options.output, [(text if text.endswith("\n") else text + "\n").encode()])
        print(f"kb: wrote {options.output}", file=sys.stderr)
    else:
        put(text)
    return 1 if answer.changes else 0


def _rendered(answer: Difference, options: argparse.Namespace) -> str:
    """The difference in the format that was asked for."""
    if options.format == "json":
        from exports.data import diff as data

        return json.dumps(data.difference(answer), ensure_ascii=False, indent=2)
    if options.format == "patch":
        from kb.diffing.patch import written

        return "".join(written(answer))
    from exports.diff_text import markdown, render

    return markdown(answer) if options.format == "markdown" else render(answer, paint(options))
