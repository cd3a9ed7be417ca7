"""What commands share: their options, the catalogue that answers, and how an answer is put out."""

import argparse
import json
import os
import sys
from collections.abc import Iterable, Sequence
from typing import Any

from exports.paint import Paint
from kb.opening import open_catalogue
from kb.store.base import Store
from kb.today import today
from queries.errors import BadQuestion
from queries.graph import Edge
from queries.moment import Moment, moment

FORMATS = ("text", "json")


def reading(parser: argparse.ArgumentParser, *formats: str, as_of: bool = True) -> None:
    """The options of every command that reads a catalogue."""
    parser.add_argument(
        "--kb", metavar="FILE", help="the catalogue to ask, or bolt://HOST/NAME (default: the nearest catalogue.kb)"
    )
    if as_of:
        parser.add_argument(
            "--as-of", metavar="DATE", help="what was true at the end of DATE: 2016, 2016-05, 2016-05-31"
        )
    parser.add_argument(
        "--as-seen", metavar="DATE|TAG|COMMIT", help="what the catalogue said then (git's history: kb load --history)"
    )
    parser.add_argument("--format", choices=formats or FORMATS, default=(formats or FORMATS)[0], help="how to print it")
    parser.add_argument(
        "--color", choices=("auto", "always", "never"), default="auto", help="colour (default: on a terminal)"
    )
    parser.add_argument("--quiet", action="store_true", help="do not say on stderr which catalogue answered")


def second_moment(parser: argparse.ArgumentParser) -> None:
    """The options of every command that compares a catalogue with another one, or with itself at another moment."""
    parser.add_argument("--and-as-of", metavar="DATE", help="the world's moment of the second one")
    parser.add_argument("--and-as-seen", metavar="DATE|TAG|COMMIT", help="the catalogue's moment of the second one")


def opened(options: argparse.Namespace) -> tuple[Store, Moment]:
    """The catalogue and the moment that were asked for; said on stderr unless ``--quiet``."""
    graph, label = open_catalogue(options.kb)
    seen = ""
    options.graph = graph  # the command line closes it
    if wanted := getattr(options, "as_seen", None):
        graph, seen = graph.as_seen(wanted)
    at = moment(getattr(options, "as_of", None), today(), seen)
    if not options.quiet:
        then = f", as seen {seen}" if seen else ""
        print(f"kb: {label}{then}, as of {at.text}{'' if at.given else ' (today)'}", file=sys.stderr)
        if label != "bundled catalogue" and (stale := graph.stale):
            print(f"kb: {stale}", file=sys.stderr)
    return graph, at


def opened_whole(options: argparse.Namespace) -> tuple[Store, Moment]:
    """The same, of a command that reads all of the catalogue in any case: a file that is not what was written is refused."""
    from kb.store.sqlite import SqliteGraph

    found = opened(options)
    if isinstance(options.graph, SqliteGraph):
        options.graph.check()
    return found


def paint(options: argparse.Namespace) -> Paint:
    """Colour and width: on a terminal, unless NO_COLOR or ``--color`` says otherwise."""
    terminal = sys.stdout.isatty()
    color = options.color == "always" or (options.color == "auto" and terminal and not os.environ.get("NO_COLOR"))
    return Paint(color, os.get_terminal_size().columns if terminal else 0)


def put(text: str) -> None:
    """Write text to stdout as UTF-8, whatever the locale; one line end at its end, unless there is nothing to say."""
    sys.stdout.flush()
    data = text if text.endswith("\n") or not text else text + "\n"
    sys.stdout.buffer.write(data.encode("utf-8", "replace"))


def ids_option(parser: argparse.ArgumentParser, what: str = "ids alone") -> None:
    """The option of every command that gives several entries: what a pipe wants of the answer."""
    parser.add_argument("--ids", action="store_true", help=f"print {what}, one a line")


def put_ids(ids: Iterable[str], unsure: Iterable[Edge] = (), at: str = "") -> None:
    """Write ids for a pipe, one a line; ``given_names`` reads them back.

    Edges that were not followed because nobody can tell whether they held ``at`` a moment are named on stderr.
    """
    if pairs := sorted({f"{edge.object} → {edge.subject}" for edge in unsure}):
        print(f"kb: not followed, cannot tell whether they held at {at}: {', '.join(pairs)}", file=sys.stderr)
    put("".join(f"{id_}\n" for id_ in ids))


def given_names(names: Sequence[str]) -> list[str]:
    """The names that a command was given; ``-`` stands for those on standard input, one a line.

    An empty line is no name. Raises ``BadQuestion`` where ``-`` is given twice or nothing comes in, since an answer
    about nothing would mislead.
    """
    if names.count("-") > 1:
        raise BadQuestion("'-' stands for the names on standard input and can be given once only")
    if "-" not in names:
        return list(names)
    try:
        text = sys.stdin.buffer.read().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadQuestion("the names on standard input are not UTF-8") from error
    read = [line for line in text.replace("\r\n", "\n").split("\n") if line.strip()]
    if not read:
        raise BadQuestion("'-' reads names from standard input, one a line, and none came")
    place = names.index("-")
    return [*names[:place], *read, *names[place + 1 :]]


def put_json(data: Any) -> None:
    """Write data as JSON, readable and the same every time."""
    put(json.dumps(data, ensure_ascii=False, indent=2))


def at_least_one(text: str) -> int:
    """A number of things to show, for an option."""
    if not text.isascii() or not text.isdigit() or not int(text[:9]):
        raise argparse.ArgumentTypeError(f"'{text[:20]}' is no number from 1 up")
    return min(int(text[:9]), 1_000_000)


def where_pairs(texts: list[str]) -> list[tuple[str, str]]:
    """``tier=gold`` as pairs. Raises ``BadQuestion`` without an equals sign."""
    pairs = []
    for text in texts:
        name, equals, value = (part.strip() for part in text.partition("="))
        if not equals:
            raise BadQuestion(f"--where {text}: write it as property=value, for instance tier=gold")
        pairs.append((name, value))
    return pairs
