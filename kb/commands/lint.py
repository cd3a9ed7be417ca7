"""``kb lint PATH``."""

import argparse
import sys
from collections.abc import Iterator

from kb.commands.common import put, put_json
from kb.linting import lint
from kb.loading import own_mapping
from ontology.problem import SEVERITIES, Problem

EXAMPLES = {
    "lint": """\
  kb lint docs/patterns                        errors and warnings, one a line
  kb lint docs --level note --format json      everything, for a script
  kb lint docs --mapping technology-radar      as a mapping reads them, see 'kb mapping list'"""
}


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument("paths", metavar="PATH", nargs="+", help="a folder or a file")
    parser.add_argument(
        "--level", choices=SEVERITIES, default="warning", help="the mildest to print (default: warning)"
    )
    parser.add_argument("--vocabulary", metavar="FILE", help="a YAML file that adds kinds, relations, tiers and words")
    parser.add_argument("--mapping", metavar="FILE|NAME", help="a mapping that says how to read the files")
    parser.add_argument("--format", choices=("text", "json"), default="text", help="how to print it")


def run(options: argparse.Namespace) -> int:
    """Lint; 1 where something was found at the level."""
    from exports.findings_text import render, summary

    mapping = own_mapping(options.mapping) if options.mapping else None
    found = list(_at_level(lint(options.paths, options.vocabulary, mapping), options.level))
    if options.format == "json":
        from exports.data import parts as data

        put_json([data.finding(one) for one in found])
    elif found:
        put(render(found))
    print(f"kb: {summary(found)}", file=sys.stderr)
    return 1 if found else 0


def _at_level(problems: Iterator[Problem], level: str) -> Iterator[Problem]:
    worst = SEVERITIES[: SEVERITIES.index(level) + 1]
    return (one for one in problems if one.severity in worst)
