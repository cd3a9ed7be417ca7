"""``kb draw X``."""

import argparse
import os
import sys

from exports.drawing.theme import THEMES
from kb.commands.common import at_least_one, opened, put, reading, second_moment, where_pairs
from kb.drawing import PICTURES, Drawn, Wish, draw, styled, takers
from kb.writing import write_whole
from ontology.vocabulary import Vocabulary
from queries.errors import BadQuestion

EXAMPLES = {
    "draw": """\
  kb draw saga --format mermaid                     the relationship diagram, for a Markdown page
  kb draw two-phase-commit -o out/2pc.svg           as a picture; the ending chooses the format
  kb draw saga --picture lineage -o saga.svg        what it came from and what came of it, on a time axis
  kb draw --picture radar -o radar.svg              every entry in the ring of its tier
  kb draw 2pc --picture migration -o way.svg        the ways to what is in use, side by side
  kb draw polling websocket --picture path          the ways from one to the other, step by step
  kb draw 2pc saga outbox --picture comparison -o t.svg   use, limits and capabilities side by side
  kb draw --picture diff --as-of 2000 --and-as-of 2020 -o d.svg   what came, went and changed
  kb draw --where category=resilience -o all.dot    the entries with a property instead of one entry"""
}

_BY_ENDING = {".mmd": "mermaid", ".mermaid": "mermaid", ".dot": "dot", ".gv": "dot", ".svg": "svg", ".png": "png"}


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument(
        "name",
        metavar="NAME",
        nargs="?",
        help="an entry or a family (default: the whole catalogue); for a diff, a catalogue",
    )
    parser.add_argument(
        "others", metavar="B", nargs="*", help="for pictures of several: where to go to, or what to compare NAME with"
    )
    parser.add_argument(
        "--picture",
        choices=[kind.name for kind in PICTURES],
        default=PICTURES[0].name,
        help="; ".join(f"{kind.name}: {kind.about}" for kind in PICTURES) + f" (default: {PICTURES[0].name})",
    )
    parser.add_argument("--output", "-o", metavar="FILE", help="write here (default: stdout)")
    parser.add_argument("--where", action="append", default=[], metavar="K=V", help="without NAME: only such entries")
    parser.add_argument("--relation", action="append", metavar="R", help="draw this relation only (may be given again)")
    parser.add_argument(
        "--hops", type=at_least_one, metavar="N", help="how far to follow relations beside the lineage (default: 1)"
    )
    usual = ", ".join(f"{kind.most} for {kind.name}" for kind in PICTURES if kind.most)
    parser.add_argument(
        "--most", type=at_least_one, default=0, metavar="N", help=f"draw at most N entries, or ways (default: {usual})"
    )
    parser.add_argument(
        "--lanes",
        default="",
        metavar="BY",
        help=f"what {', '.join(takers('lanes'))} sort by: family, line (of descent), none, or a property (default: what fits)",
    )
    parser.add_argument(
        "--theme", choices=THEMES, default="", help="colours for light or dark paper (default: as the reader's own)"
    )
    parser.add_argument("--style", metavar="FILE", help="a YAML file that says how tiers, kinds and relations look")
    second_moment(parser)
    reading(parser, "mermaid", "dot", "svg", "png")
    parser.set_defaults(format=None)


def run(options: argparse.Namespace) -> int:
    """Draw; what is not shown is said on stderr."""
    if options.name and options.where:
        raise BadQuestion("--where chooses among all entries; leave NAME out, or --where")
    ending = os.path.splitext(options.output or "")[1].lower()
    form = options.format or _BY_ENDING.get(ending, "")
    if not form and ending:
        raise BadQuestion(f"'{ending}' tells no format; give --format mermaid, dot, svg or png")
    wish = Wish(
        options.name or "",
        form,
        where_pairs(options.where),
        options.relation,
        options.hops,
        options.most,
        lanes=options.lanes,
        theme=options.theme,
        others=tuple(options.others),
    )
    drawn = _difference(options, wish) if options.picture == "diff" else _picture(options, wish)
    if options.output:
        write_whole(options.output, [drawn.data])
        print(f"kb: wrote {options.output}", file=sys.stderr)
    elif form == "png":
        sys.stdout.buffer.write(drawn.data)
    else:
        put(drawn.data.decode())
    if drawn.hidden:
        print(f"kb: {drawn.hidden}", file=sys.stderr)
    return 0


def _picture(options: argparse.Namespace, wish: Wish) -> Drawn:
    """A picture of the catalogue that was asked for."""
    if options.and_as_of or options.and_as_seen:
        raise BadQuestion("--and-as-of and --and-as-seen are the second moment of --picture diff")
    graph, at = opened(options)
    return draw(graph, at, options.picture, _styled(options, wish, graph.vocabulary))


def _difference(options: argparse.Namespace, wish: Wish) -> Drawn:
    """A picture of two catalogues, or of one at two moments."""
    from kb.diffing.diff import diff  # only those who compare pay for it
    from kb.diffing.sides import sides

    if len(wish.others) > 1:
        raise BadQuestion(f"the diff picture takes at most 2 names, not {1 + len(wish.others)}")
    second = wish.others[0] if wish.others else None
    moments = (options.as_of, options.as_seen), (options.and_as_of, options.and_as_seen)
    with sides(wish.name or options.kb, second, *moments) as (first, last):
        if not options.quiet:
            print(f"kb: {first.label} → {last.label}", file=sys.stderr)
        wish = wish._replace(name="", others=(), difference=diff(first, last))
        return draw(last.graph, last.at, "diff", _styled(options, wish, last.graph.vocabulary))


def _styled(options: argparse.Namespace, wish: Wish, vocabulary: Vocabulary) -> Wish:
    """The wish with the looks of a style sheet."""
    return wish._replace(vocabulary=styled(options.style, vocabulary)) if options.style else wish
