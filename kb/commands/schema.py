"""``kb schema``."""

import argparse

from exports import schemas
from kb.commands.common import put_json
from queries.errors import BadQuestion

EXAMPLES = {
    "schema": """\
  kb schema > answers.schema.json            one schema for every answer
  kb schema what-replaces                    the part for one answer, which stands alone
  kb schema mapping > mapping.schema.json    the language of mappings, for your editor
  kb schema questions > q.schema.json        that of golden questions, see kb verify"""
}

#: Files that users write: their schemas are those of no answer.
MAPPING, GOLDEN, STYLE = "mapping", "questions", "style"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument(
        "name",
        metavar="NAME",
        nargs="?",
        help="a command, a question of 'kb ask', mapping, questions, or style (default: all answers together)",
    )


def run(options: argparse.Namespace) -> int:
    """Print the schema (JSON Schema, draft 2020-12)."""
    if options.name is None:
        put_json(schemas.whole())
        return 0
    if options.name == MAPPING:
        from loaders.mapping.schema import schema  # answers need none of it

        put_json(schema())
        return 0
    if options.name == GOLDEN:
        from kb.golden.schema import schema as golden_schema  # nor this

        put_json(golden_schema())
        return 0
    if options.name == STYLE:
        from loaders import style_sheet  # as above

        put_json(style_sheet.schema())
        return 0
    known = sorted([*schemas.names(), MAPPING, GOLDEN, STYLE])
    if options.name not in known:
        raise BadQuestion(f"no answer is called '{options.name}'; there are {', '.join(known)}")
    put_json(schemas.one(options.name))
    return 0
