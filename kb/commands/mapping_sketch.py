"""``kb mapping sketch SOURCE``."""

import argparse
import os
import sys

from kb.commands.common import put
from kb.errors import CatalogueError, NothingToLoad

EXAMPLES = {
    "sketch": """\
  kb mapping sketch docs/patterns                           print a first mapping
  kb mapping sketch docs/patterns --output patterns.yaml    write it down, to be corrected"""
}


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument("source", metavar="SOURCE", help="a folder or a file")
    parser.add_argument("--output", metavar="FILE", help="write into a file instead of printing")
    parser.add_argument("--force", action="store_true", help="write over a file that exists")


def run(options: argparse.Namespace) -> int:
    """Sketch a mapping, and say what to do with it."""
    from kb.intake import max_file_mb
    from loaders.sketch.sketch import NothingToSketchError, sketch  # no other command needs it

    if not os.path.exists(options.source):
        raise NothingToLoad(f"there is no file or folder {options.source}")
    if options.output and os.path.exists(options.output) and not options.force:
        raise CatalogueError(f"{options.output} exists; name another file, or write over it with --force")
    try:
        text = sketch(options.source, max_file_mb())
    except NothingToSketchError as error:
        raise NothingToLoad(str(error)) from error
    if not options.output:
        put(text)
        return 0
    try:
        with open(options.output, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except OSError as error:
        raise CatalogueError(f"{options.output} could not be written: {error.strerror or error}") from error
    print(
        f"kb: wrote {options.output}; read it, then: kb load {options.source} --mapping {options.output}",
        file=sys.stderr,
    )
    return 0
