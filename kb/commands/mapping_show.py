"""``kb mapping show NAME``."""

import argparse
from pathlib import Path

from kb.commands.common import put
from kb.loading import shipped_mapping

EXAMPLES = {
    "show": """\
  kb mapping show peps                    how the mapping of Python's proposals is written
  kb mapping show adr > my-mapping.yaml   a copy to change"""
}


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument("name", metavar="MAPPING", help="its name, see 'kb mapping list'")


def run(options: argparse.Namespace) -> int:
    """Print a shipped mapping as it is written."""
    put(Path(shipped_mapping(options.name)).read_text(encoding="utf-8"))
    return 0
