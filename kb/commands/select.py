"""``kb select [DOMAIN]``: the pattern selector, as a dialogue in a terminal or with ``--answer``."""

import argparse
import sys

from exports.paint import Paint
from kb.commands.common import opened, paint, put, put_json, reading
from queries.errors import BadQuestion
from queries.graph import Graph
from queries.moment import Moment
from queries.select import Selection, decision_trees, select

EXAMPLES = {
    "select": """\
  kb select                                             which decision trees there are
  kb select distributed-transactions                    asks, one question after the other
  kb select distributed-transactions --answer data=services --answer isolation=yes"""
}

#: What leads back, out, and to an explanation in the dialogue.
BACK, QUIT = ("b", "back"), ("q", "quit")


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument("domain", metavar="DOMAIN", nargs="?", help="the domain, id or title of a decision tree")
    parser.add_argument(
        "--answer",
        action="append",
        default=[],
        metavar="QUESTION=OPTION",
        help="answer a question beforehand, by id or label (may be given again)",
    )
    reading(parser)


def run(options: argparse.Namespace) -> int:
    """Recommend: 0; 3 where a question is open and nobody is there to answer it; 1 where it recommends nothing."""
    graph, at = opened(options)
    if options.domain is None:
        return _offers(graph, at, options)
    answers: dict[str, str] = {}
    for name, value in map(_pair, options.answer):
        if answers.setdefault(name, value) != value:
            raise BadQuestion(f"'{name}' is answered twice: {answers[name]} and {value}")
    answer = select(graph, options.domain, answers, at)
    if options.format == "text" and sys.stdin.isatty() and sys.stderr.isatty():
        answer = _dialogue(graph, answer, answers, at, paint(options))
    if options.format == "json":
        from exports.data import selection as data

        put_json(data.selection(answer))
    else:
        from exports.select_text import render

        put(render(answer, paint(options)))
    if answer.question is not None:
        known = "|".join(one.id for one in answer.question.options)
        print(
            f"kb: the question '{answer.question.id}' is open: --answer {answer.question.id}={known}", file=sys.stderr
        )
        return 3
    return 0 if answer.choices else 1


def _offers(graph: Graph, at: Moment, options: argparse.Namespace) -> int:
    """List the trees; 1 where there is none."""
    if options.answer:
        raise BadQuestion("--answer needs a DOMAIN; without one, kb select lists the decision trees")
    offers = decision_trees(graph, at)
    if options.format == "json":
        from exports.data import selection as data

        put_json(data.offers(offers))
    else:
        from exports.select_text import render_offers

        put(render_offers(offers, paint(options)))
    return 0 if offers.trees else 1


def _pair(text: str) -> tuple[str, str]:
    name, equals, value = (part.strip() for part in text.partition("="))
    if not equals or not name or not value:
        raise BadQuestion(f"--answer {text}: write it as question=option")
    return name, value


def _dialogue(graph: Graph, answer: Selection, answers: dict[str, str], at: Moment, paint_: Paint) -> Selection:
    """Ask until the tree recommends something, or the user has enough. What is asked goes to stderr."""
    from exports.select_text import question_lines

    asked: list[str] = []
    while answer.question is not None:
        question = answer.question
        print("\n".join(question_lines(answer, paint_)), file=sys.stderr)
        hint = f"1 to {len(question.options)}, {'Enter for the default, ' if question.default else ''}b(ack), q(uit)"
        print(f"{hint}: ", end="", file=sys.stderr, flush=True)
        line = sys.stdin.readline()
        word = line.strip()
        if not line or word.lower() in QUIT:
            print(file=sys.stderr)
            return answer
        if word.lower() in BACK:
            if not asked:
                print("This is the first question.", file=sys.stderr)
                continue
            del answers[asked.pop()]
        else:
            chosen = _meant(answer, word)
            if not chosen:
                print(f"'{word}' is none of these." if word else "There is no default here.", file=sys.stderr)
                continue
            answers[question.id] = chosen
            asked.append(question.id)
        print(file=sys.stderr)
        answer = select(graph, answer.node.id, answers, at)
    return answer


def _meant(answer: Selection, word: str) -> str:
    """The id of the option that a user means by a number, an id, a label, or nothing at all; empty for none."""
    question = answer.question
    if question is None:
        return ""
    if not word:
        return question.default
    option = question.option(word)
    if option is None and word.isascii() and word.isdecimal() and 1 <= int(word[:6]) <= len(question.options):
        option = question.options[int(word) - 1]
    return option.id if option else ""
