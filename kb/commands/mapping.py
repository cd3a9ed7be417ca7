"""``kb mapping ACTION``: a command with others under it; each is a module like that of any command, and a line here."""

import argparse
import importlib
from typing import cast

from kb.commands import Command
from kb.commands.common import put

ACTIONS: tuple[Command, ...] = (
    Command("sketch", "mapping_sketch", "a first mapping for a folder or a file, with comments on what was seen", ""),
    Command("check", "mapping_check", "whether a mapping is without mistakes, and what it finds in files", ""),
    Command("list", "mapping_list", "the mappings that ship with kb", ""),
    Command("show", "mapping_show", "a mapping that ships with kb, as it is written", ""),
)

EXAMPLES = {
    "mapping": """\
  kb mapping sketch docs/patterns    what a mapping of this folder could be
  kb mapping show peps               one that ships with kb, to start from"""
}


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what each of the commands takes."""
    parser.set_defaults(group=parser)
    actions = parser.add_subparsers(dest="action", metavar="ACTION")
    for action in ACTIONS:
        module = importlib.import_module(f"kb.commands.{action.module}")
        made = actions.add_parser(
            action.name,
            help=action.summary,
            description=action.summary[:1].upper() + action.summary[1:] + ".",
            epilog="examples:\n" + module.EXAMPLES[action.name],
            formatter_class=parser.formatter_class,
            allow_abbrev=False,
        )
        module.arguments(made)
        made.set_defaults(run=module.run)


def run(options: argparse.Namespace) -> int:
    """Run the command that was asked for; without one, say which there are."""
    if options.action is None:
        put(cast(argparse.ArgumentParser, options.group).format_help())
        return 2
    return int(options.run(options))
