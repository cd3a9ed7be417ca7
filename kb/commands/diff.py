"""``kb diff A B``: how two catalogues, or two moments of one, differ."""

import argparse
import contextlib
import json
import sys
from collections.abc import Iterator

from kb.catalogues import find_catalogue
from kb.commands.common import paint, put, reading
from kb.diffing.diff import Side, diff
from kb.store.sqlite import SqliteGraph
from kb.today import today
from kb.writing import write_whole
from queries.diff import Difference
from queries.errors import BadQuestion
from queries.moment import moment

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
    parser.add_argument("--and-as-of", metavar="DATE", help="the world's moment of the second one")
    parser.add_argument("--and-as-seen", metavar="DATE|TAG|COMMIT", help="the catalogue's moment of the second one")
    parser.add_argument("--output", "-o", metavar="FILE", help="write here (default: stdout)")
    reading(parser, "text", "markdown", "json", "patch")


def run(options: argparse.Namespace) -> int:
    """Compare; 1 where they differ."""
    alone = options.second is None
    moments = _moments(options, alone=alone)
    if options.format == "patch" and moments[0][0] != moments[1][0]:
        raise BadQuestion("a patch is about what catalogues say, not about what was true when; leave --as-of out")
    names = options.first or options.kb, (options.second if not alone else options.first or options.kb)
    with contextlib.ExitStack() as stack:
        (first, second) = (stack.enter_context(_opened(name, *when)) for name, when in zip(names, moments, strict=True))
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


def _moments(
    options: argparse.Namespace, *, alone: bool
) -> tuple[tuple[str | None, str | None], tuple[str | None, str | None]]:
    """The moments of both: of one catalogue the first options say what it is compared with, of two they hold for both."""
    of, seen = options.as_of, options.as_seen
    and_of, and_seen = options.and_as_of, options.and_as_seen
    if not alone:
        return (of, seen), (of if and_of is None else and_of, seen if and_seen is None else and_seen)
    if (of, seen, and_of, and_seen) == (None,) * 4:
        raise BadQuestion("kb diff compares two catalogues, or one at two moments: kb diff A B, or --as-seen, --as-of")
    if seen is not None and and_seen is None and and_of is None:
        return (of, seen), (of, None)
    if of is not None and and_of is None and and_seen is not None:
        return (of, seen), (of, and_seen)
    if and_of is not None and seen is not None and and_seen is None:
        return (of, seen), (and_of, seen)
    return (of, seen), (and_of, and_seen)


@contextlib.contextmanager
def _opened(name: str | None, as_of: str | None, as_seen: str | None) -> Iterator[Side]:
    """A catalogue at its moments."""
    if name is not None and "://" in name:
        raise BadQuestion("kb diff compares catalogue files; a server keeps no record of its sources")
    path, label = find_catalogue(name)
    with SqliteGraph(path) as file:
        graph, seen = file.as_seen(as_seen) if as_seen is not None else (file, "")
        at = moment(as_of, today(), seen)
        label += f" as seen {seen}" if seen else ""
        yield Side(graph, at, label + (f" as of {at.text}" if at.given else ""))
