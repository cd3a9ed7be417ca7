"""``kb settle``."""

import argparse
import sys

from kb.catalogues import DEFAULT_NAME
from kb.ledger import preferences
from kb.settling import settle_again

EXAMPLES = {
    "settle": """\
  kb settle                                  make the graph again from the claims in ./catalogue.kb
  kb settle --prefer most-sources,earliest   choose among disputed values in another order"""
}


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument("--kb", metavar="FILE", default=DEFAULT_NAME, help="the catalogue (default: ./catalogue.kb)")
    parser.add_argument(
        "--prefer",
        metavar="C,C…",
        help=f"criteria for disputed values, first one first, of {', '.join(preferences.CRITERIA)}; those left out follow"
        f" in the usual order: {', '.join(preferences.DEFAULT)}",
    )


def run(options: argparse.Namespace) -> int:
    """Settle, and say what is preferred."""
    order = settle_again(options.kb, options.prefer)
    print(f"kb: settled {options.kb}; disputed values are chosen by {', '.join(order)}", file=sys.stderr)
    return 0
