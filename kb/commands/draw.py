"""``kb draw X``."""

import argparse
import os
import sys

from exports.drawing.theme import THEMES
from kb.commands.common import at_least_one, opened, put, reading, where_pairs
from kb.drawing import PICTURES, Wish, draw, styled
from kb.writing import write_whole
from queries.errors import BadQuestion

EXAMPLES = {
    "draw": """\
  kb draw saga --format mermaid                     the relationship diagram, for a Markdown page
  kb draw two-phase-commit -o out/2pc.svg           as a picture; the ending chooses the format
  kb draw saga --picture lineage -o saga.svg        what it came from and what came of it, on a time axis
  kb draw --picture radar -o radar.svg              every entry in the ring of its tier
  kb draw 2pc --picture migration -o way.svg        the ways to what is in use, side by side
  kb draw --where category=resilience -o all.dot    the entries with a property instead of one entry"""
}

_BY_ENDING = {".mmd": "mermaid", ".mermaid": "mermaid", ".dot": "dot", ".gv": "dot", ".svg": "svg", ".png": "png"}


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument("name", metavar="NAME", nargs="?", help="an entry or a family (default: the whole catalogue)")
    parser.add_argument("others", metavar="B", nargs="*", help="for pictures of several: where to go to from NAME")
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
        "--hops", type=int, default=1, metavar="N", help="how far to follow relations beside the lineage"
    )
    usual = ", ".join(f"{kind.most} for {kind.name}" for kind in PICTURES if kind.most)
    parser.add_argument(
        "--most", type=at_least_one, default=0, metavar="N", help=f"draw at most N entries, or ways (default: {usual})"
    )
    parser.add_argument(
        "--lanes",
        default="auto",
        metavar="BY",
        help="what lineage, gantt and radar sort by: family, line (of descent), none, or a property (default: what fits)",
    )
    parser.add_argument(
        "--theme", choices=THEMES, default="auto", help="colours for light or dark paper (default: as the reader's own)"
    )
    parser.add_argument("--style", metavar="FILE", help="a YAML file that says how tiers, kinds and relations look")
    reading(parser, "mermaid", "dot", "svg", "png")
    parser.set_defaults(format=None)


def run(options: argparse.Namespace) -> int:
    """Draw; what is not shown is said on stderr."""
    graph, at = opened(options)
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
        options.lanes,
        options.theme,
        styled(options.style, graph.vocabulary) if options.style else None,
        tuple(options.others),
    )
    drawn = draw(graph, at, options.picture, wish)
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
