"""``kb mapping check MAPPING [SOURCE…]``."""

import argparse

from kb.commands.common import put, put_json
from kb.loading import read_mapping

EXAMPLES = {
    "check": """\
  kb mapping check peps                 whether a mapping, of your own or a shipped one, is without mistakes
  kb mapping check adr docs/patterns    what each of its rules finds in a folder, with examples"""
}


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument("mapping", metavar="MAPPING", help="a mapping file, or the name of a shipped one")
    parser.add_argument(
        "sources", metavar="SOURCE", nargs="*", help="a folder or a file to run it over; nothing is loaded"
    )
    parser.add_argument("--verbose", action="store_true", help="print every finding and every field")
    parser.add_argument("--format", choices=("text", "json"), default="text", help="how to print it")


def run(options: argparse.Namespace) -> int:
    """Check; 1 where there is anything worth acting on."""
    from exports import check_text
    from exports.data import mapping as data

    rule, findings = read_mapping(options.mapping)
    made = None
    if rule is not None and options.sources:
        from kb.checking import check

        made = check(rule, options.sources)
        findings = list(made.findings)
    path = rule.path if rule is not None else findings[0].source.path
    if options.format == "json":
        put_json(data.checked(path, made, findings))
    elif made is not None:
        put(check_text.render(path, made, everything=options.verbose))
    elif rule is not None:
        put(f"{path}: no mistakes")
    else:
        put("\n".join(check_text.findings(path, findings)))
    return 1 if findings else 0
