"""``kb completion SHELL``."""

import argparse
import importlib

from kb.commands import COMMANDS
from kb.commands.common import put
from kb.errors import CatalogueError

try:
    import shtab  # an extra: the scripts are made once, not at every start
except ImportError:
    shtab = None  # type: ignore[assignment]

EXAMPLES = {
    "completion": """\
  kb completion bash > /etc/bash_completion.d/kb        for every user of this machine
  kb completion fish > ~/.config/fish/completions/kb.fish"""
}


#: Names of entries are completed by asking the catalogue itself, which takes a few hundredths of a second.
_ASK = "kb list --all --ids --quiet 2>/dev/null"
_NAMES = {"bash": "_kb_names", "zsh": "_kb_names", "fish": f"({_ASK})"}
_PREAMBLE = {
    "bash": f'_kb_names() {{ compgen -W "$({_ASK})" -- "$1"; }}',
    "zsh": f'_kb_names() {{ local -a names; names=(${{(f)"$({_ASK})"}}); compadd -a names; }}',
}


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument("shell", choices=("bash", "zsh", "fish"), help="the shell to write for")


def run(options: argparse.Namespace) -> int:
    """Write a static script, made from the very parsers that read the commands."""
    if shtab is None:
        raise CatalogueError("completion scripts need shtab: pip install 'pattern-genealogy[completion]'")
    put(shtab.complete(whole_parser(), shell=options.shell, preamble=_PREAMBLE))  # type: ignore[arg-type]  # shtab's own hint is too narrow
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
    for sub in commands.choices.values():
        _complete(sub)
    return parser


def _complete(parser: argparse.ArgumentParser) -> None:
    """Say what completes the values of a command's options, and of the commands under it."""
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for sub in action.choices.values():
                _complete(sub)
        elif action.metavar in ("NAME", "A", "B"):
            action.complete = _NAMES  # type: ignore[attr-defined]  # where shtab looks for it
        elif action.metavar in ("FILE", "PATH", "SOURCE", "FILE|NAME"):
            action.complete = shtab.FILE  # type: ignore[attr-defined]
