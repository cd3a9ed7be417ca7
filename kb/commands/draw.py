"""``kb draw X``."""

import argparse
import os
import sys

from exports.picture import TooLarge
from exports.svg import DrawingFailed, NoGraphviz
from kb.commands.common import at_least_one, opened, put, reading, where_pairs
from kb.errors import CatalogueError
from ontology.vocabulary import Vocabulary
from queries.errors import BadQuestion
from queries.view import View, around, whole

EXAMPLES = {
    "draw": """\
  kb draw saga --format mermaid                     the relationship diagram, for a Markdown page
  kb draw two-phase-commit -o out/2pc.svg           as a picture; the ending chooses the format
  kb draw --where category=resilience -o all.dot    the entries with a property instead of one entry"""
}

_BY_ENDING = {".mmd": "mermaid", ".mermaid": "mermaid", ".dot": "dot", ".gv": "dot", ".svg": "svg", ".png": "png"}


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument(
        "name", metavar="NAME", nargs="?", help="the entry in the middle (default: the whole catalogue)"
    )
    parser.add_argument("--output", "-o", metavar="FILE", help="write here (default: stdout)")
    parser.add_argument("--where", action="append", default=[], metavar="K=V", help="without NAME: only such entries")
    parser.add_argument("--relation", action="append", metavar="R", help="draw this relation only (may be given again)")
    parser.add_argument(
        "--hops", type=int, default=1, metavar="N", help="how far to follow relations beside the lineage"
    )
    parser.add_argument(
        "--most", type=at_least_one, default=30, metavar="N", help="draw at most N entries (default 30)"
    )
    reading(parser, "mermaid", "dot", "svg", "png")
    parser.set_defaults(format=None)


def run(options: argparse.Namespace) -> int:
    """Draw; what is not shown is said on stderr."""
    graph, at = opened(options)
    if options.name:
        view = around(graph, options.name, at, hops=options.hops, relations=options.relation, most=options.most)
    else:
        where = where_pairs(options.where)
        view = whole(graph, at, where=where, relations=options.relation, most=options.most)
        if not view.nodes:
            raise BadQuestion("no entry fits, so there is nothing to draw")
    ending = os.path.splitext(options.output or "")[1].lower()
    form = options.format or _BY_ENDING.get(ending)
    if form is None and ending:
        raise BadQuestion(f"'{ending}' tells no format; give --format mermaid, dot, svg or png")
    try:
        data = _drawn(view, form or "mermaid", graph.vocabulary)
    except (TooLarge, NoGraphviz, DrawingFailed) as error:
        raise CatalogueError(str(error)) from error
    if options.output:
        _write(options.output, data)
        print(f"kb: wrote {options.output}", file=sys.stderr)
    elif form == "png":
        sys.stdout.buffer.write(data)
    else:
        put(data.decode())
    if view.hidden:
        print(f"kb: {view.hidden_line()}", file=sys.stderr)
    return 0


def _drawn(view: View, form: str, vocabulary: Vocabulary) -> bytes:
    """The picture as bytes. Each library is imported for its own format only."""
    if form == "mermaid":
        from exports import mermaid

        return mermaid.render(view, vocabulary).encode()
    from exports import dot

    source = dot.source(view, vocabulary)
    if form == "dot":
        return source.encode()
    from exports import svg

    return svg.svg(source) if form == "svg" else svg.png(source)


def _write(path: str, data: bytes) -> None:
    """Write aside and put in place, so that a picture is never half a picture."""
    aside = f"{path}.{os.getpid()}"
    try:
        os.makedirs(os.path.dirname(path) or ".", exist_ok=True)
        with open(aside, "wb") as file:
            file.write(data)
        os.replace(aside, path)
    except OSError as error:
        if os.path.exists(aside):
            os.unlink(aside)
        raise CatalogueError(f"cannot write {path}: {error.strerror}") from error
