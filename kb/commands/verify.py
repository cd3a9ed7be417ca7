"""``kb verify FILE``: golden questions, for continuous integration."""

import argparse

from kb.commands.common import at_least_one, opened, paint, put, put_json, reading
from kb.golden.file import questions_of
from kb.golden.verify import verify
from kb.store.base import Store
from ontology.problem import Problem
from queries.errors import BadQuestion
from queries.golden import SHIFT, Golden
from queries.moment import Moment

EXAMPLES = {
    "verify": """\
  kb verify questions.yaml                          ask them all; exit 1 where an answer is not as expected
  kb verify questions.yaml -k saga --verbose        those whose id or question has the word
  kb verify questions.yaml --format junit > r.xml   for continuous integration
  kb verify questions.yaml --mutate                 which replacements could be wrong without a question noticing"""
}


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument("file", metavar="FILE", help="a YAML file of questions, see docs/verify.md")
    parser.add_argument("-k", dest="only", metavar="WORD", help="ask only those with the word in id or question")
    parser.add_argument("--strict", action="store_true", help="a question without a source is a finding")
    parser.add_argument(
        "--mutate",
        action="store_true",
        help="take each replacement away, turn it round and date it anew; print what no question notices",
    )
    parser.add_argument(
        "--shift", metavar="YEARS", type=at_least_one, default=SHIFT, help=f"how far --mutate dates anew ({SHIFT})"
    )
    parser.add_argument("--verbose", action="store_true", help="print what passed, too")
    reading(parser, "text", "json", "junit")


def run(options: argparse.Namespace) -> int:
    """Ask; 1 where an answer is not as expected, 2 where the file has mistakes."""
    wanted, left_out = questions_of(options.file, options.only)
    unsourced = [_unsourced(one) for one in wanted if options.strict and not one.source]
    graph, at = opened(options)
    if options.mutate:
        return _mutate(graph, options, wanted, at)
    answer = verify(graph, options.file, wanted, at, left_out)
    if options.format == "json":
        from exports.data import golden as data

        put_json(data.verification(answer))
    elif options.format == "junit":
        from exports.golden_junit import render as junit

        put(junit(answer))
    else:
        from exports.golden_text import render

        put(render(answer, paint(options), everything=options.verbose))
    return 1 if answer.failed or _told(unsourced) else 0


def _mutate(graph: Store, options: argparse.Namespace, questions: list[Golden], at: Moment) -> int:
    """Try the questions themselves; 1 where a change goes unnoticed."""
    from kb.golden.mutate import mutate  # most runs need none of it

    answer = mutate(graph, options.file, questions, at, options.shift)
    if options.format == "json":
        from exports.data import golden as data

        put_json(data.mutation(answer))
    elif options.format == "junit":
        raise BadQuestion("--mutate has no JUnit form; write --format json")
    else:
        from exports.mutation_text import render

        put(render(answer, paint(options)))
    return 1 if answer.unnoticed else 0


def _unsourced(one: Golden) -> Problem:
    return Problem("golden-unsourced", f"'{one.id}' does not say what its answer rests on ('source')", one.place)


def _told(problems: list[Problem]) -> bool:
    """Whether there are findings; they go to stderr, so that the answer stays what it is."""
    import sys

    from exports.findings_text import render

    if problems:
        print(render(problems), file=sys.stderr)
    return bool(problems)
