"""``kb schema``."""

import argparse

from exports import schemas
from kb.commands.common import put_json
from queries.errors import BadQuestion

EXAMPLES = {
    "schema": """\
  kb schema > answers.schema.json    one schema for every answer
  kb schema what-replaces            the part for one answer, which stands alone"""
}


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument(
        "name", metavar="NAME", nargs="?", help="a command or a question of 'kb ask' (default: all of them together)"
    )


def run(options: argparse.Namespace) -> int:
    """Print the schema (JSON Schema, draft 2020-12)."""
    if options.name is None:
        put_json(schemas.whole())
        return 0
    known = schemas.names()
    if options.name not in known:
        raise BadQuestion(f"no answer is called '{options.name}'; there are {', '.join(known)}")
    put_json(schemas.one(options.name))
    return 0
