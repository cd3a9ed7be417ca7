"""``kb ask --jsonl``."""

import argparse
import sys

from kb.asking import answer_line
from kb.commands.common import opened, put

EXAMPLES = {
    "ask": """\
  echo '{"ask": "what-replaces", "of": "2pc"}' | kb ask --jsonl
  kb ask --jsonl < questions.jsonl > answers.jsonl    one answer a line, in the same order"""
}


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument("--kb", metavar="FILE", help="the catalogue to ask (default: the nearest catalogue.kb)")
    parser.add_argument(
        "--jsonl", action="store_true", required=True, help="one JSON object a line on stdin and stdout"
    )
    parser.add_argument("--as-of", metavar="DATE", help="the moment for questions that name none")
    parser.add_argument("--as-seen", metavar="DATE|TAG|COMMIT", help="the catalogue's moment for the same")
    parser.add_argument("--quiet", action="store_true", help="do not say on stderr which catalogue answered")


def run(options: argparse.Namespace) -> int:
    """Answer line by line; a bad line gives an error for that line only."""
    graph, at = opened(options)
    for line in sys.stdin.buffer:
        if line.strip():
            put(answer_line(graph, line, at))
            sys.stdout.flush()
    return 0
