"""``kb mapping ACTION …``."""

import argparse

from kb.commands import mapping_check

EXAMPLES = {
    "mapping": """\
  kb mapping check peps                 whether a mapping, of your own or a shipped one, is without mistakes
  kb mapping check adr docs/patterns    what each of its rules finds in a folder, with examples"""
}


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument("action", metavar="check", choices=("check",), help="look at a mapping, and at what it finds")
    mapping_check.arguments(parser)


def run(options: argparse.Namespace) -> int:
    """Do what was asked."""
    return mapping_check.run(options)
