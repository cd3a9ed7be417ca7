"""``kb completion SHELL``."""

import argparse
import importlib

from kb.commands import COMMANDS
from kb.commands.common import put
from kb.errors import CatalogueError

EXAMPLES = {
    "completion": """\
  kb completion bash > /etc/bash_completion.d/kb        for every user of this machine
  kb completion fish > ~/.config/fish/completions/kb.fish"""
}


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument("shell", choices=("bash", "zsh", "fish"), help="the shell to write for")


def run(options: argparse.Namespace) -> int:
    """Write a static script, made from the very parsers that read the commands."""
    try:
        import shtab  # an extra: the scripts are made once, not at every start
    except ImportError as error:
        raise CatalogueError("completion scripts need shtab: pip install 'pattern-genealogy[completion]'") from error
    put(shtab.complete(whole_parser(), shell=options.shell))
    return 0


def whole_parser() -> argparse.ArgumentParser:
    """One parser with all commands, which a single command never pays for."""
    parser = argparse.ArgumentParser(prog="kb", description="knowledge base of pattern genealogy")
    parser.add_argument("--kb", metavar="FILE", help="the catalogue to ask")
    parser.add_argument("--version", action="store_true", help="print the version")
    commands = parser.add_subparsers(dest="command")
    for command in COMMANDS:
        module = importlib.import_module(f"kb.commands.{command.module}")
        module.arguments(commands.add_parser(command.name, help=command.summary))
    return parser
