"""``kb mapping list``."""

import argparse

from kb.commands.common import put
from kb.loading import mapping_names, shipped_mapping

EXAMPLES = {
    "list": """\
  kb mapping list                                  what ships with kb
  kb mapping list | grep -i adr                    whether there is one for decision records"""
}


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes: nothing."""


def run(options: argparse.Namespace) -> int:
    """Print each mapping's name with the first line of what it says about itself."""
    names = mapping_names()
    width = max(map(len, names))
    put("\n".join(f"{name:{width}}  {_first_comment(shipped_mapping(name))}" for name in names))
    return 0


def _first_comment(path: str) -> str:
    with open(path, encoding="utf-8") as file:
        return file.readline().removeprefix("#").strip()
