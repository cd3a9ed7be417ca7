"""``kb decide``: settle what sources disagree on, tie names to nodes, state or deny relations; and take it back."""

import argparse
import os
from collections.abc import Callable

from kb import deciding
from kb.catalogues import find_catalogue
from kb.commands.common import put, put_json
from kb.errors import CatalogueError
from kb.loading import beside
from kb.store.sqlite import SqliteGraph
from kb.today import today
from ontology.claim import STRENGTHS
from queries.errors import BadQuestion
from queries.graph import Graph
from queries.names import the_node

EXAMPLES = {
    "decide": """\
  kb decide settle saga introduced 1987 --why "the paper is from 1987"
  kb decide name "Basic Saga Pattern" saga --why "what the migration guides call it"
  kb decide same dc-saga saga --why "two pages about one pattern"
  kb decide deny kappa replaces lambda --why "both are in use; the index page guessed"
  kb decide state saga replaces 2pc --strength partial --when "services own their data" --why "our guideline 12"
  kb decide list                                   what was decided, numbered
  kb decide undo 2                                 take one back (without a number: the last)"""
}

Words = dict[str, str | list[str]]


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument("action", metavar="ACTION", choices=tuple(USES), help=", ".join(USES))
    parser.add_argument("words", metavar="WORD", nargs="*", help="what is decided; see the examples")
    parser.add_argument("--why", metavar="TEXT", help="the reason; every decision needs one")
    parser.add_argument("--by", metavar="WHO", help="who decides (default: KB_USER, else the user of this machine)")
    parser.add_argument("--on", metavar="DATE", help="when (default: today)")
    parser.add_argument("--strength", choices=STRENGTHS, help="of a stated replacement")
    parser.add_argument("--when", metavar="TEXT", help="the condition of a stated relation")
    parser.add_argument("--since", metavar="DATE", help="since when a stated relation holds")
    parser.add_argument("--until", metavar="DATE", help="until when it held")
    parser.add_argument("--kb", metavar="FILE", help="the catalogue (default: the nearest catalogue.kb)")
    parser.add_argument("--format", choices=("text", "json"), default="text", help="how to print a list")


def run(options: argparse.Namespace) -> int:
    """Decide, list or take back."""
    kb, label = ("", "bundled catalogue") if options.kb == "bundled" else find_catalogue(options.kb)
    if label == "bundled catalogue":
        raise CatalogueError(
            "the bundled catalogue cannot be changed; lay your own over it: kb load PAGES --over bundled"
        )
    if options.action == "list":
        return _list(kb, options)
    if options.action == "undo":
        number = _number(options.words)
        put(f"taken back:\n{deciding.take_back(kb, number).text.rstrip()}")
        return 0
    wanted = USES[options.action]
    if len(options.words) != wanted.count(" ") + 1:
        raise BadQuestion(f"write it as: kb decide {options.action} {wanted} --why TEXT")
    for name in ("strength", "when", "since", "until"):
        if getattr(options, name) and options.action != "state":
            raise BadQuestion(f"--{name} belongs to 'kb decide state', which states a relation")
    if not options.why or not options.why.strip():
        raise BadQuestion("a decision needs its reason: --why TEXT")
    with SqliteGraph(kb) as graph:
        words, vocabulary = _ACTIONS[options.action](graph, options), graph.vocabulary
    words |= {"by": options.by or signed_by(), "on": options.on or today().isoformat(), "why": options.why.strip()}
    written = deciding.add(kb, words, vocabulary)
    put(f"{beside(kb)}:\n{written.rstrip()}")
    with SqliteGraph(kb) as graph:
        found = [one for one in graph.problems() if one.rule.startswith("decision")]
    if found:
        from exports.findings_text import render

        put(render(found))
    return 0


def _settle(graph: Graph, options: argparse.Namespace) -> Words:
    name, property_, value = options.words
    return {"settle": property_, "of": the_node(graph, name).id, "is": value}


def _name(graph: Graph, options: argparse.Namespace) -> Words:
    name, means = options.words
    return {"name": name, "means": the_node(graph, means).id}


def _same(graph: Graph, options: argparse.Namespace) -> Words:
    return {"same": [the_node(graph, name).id for name in options.words]}


def _state(graph: Graph, options: argparse.Namespace) -> Words:
    more = {name: getattr(options, name) for name in ("strength", "when", "since", "until")}
    return {**_relation(graph, options), **{name: value for name, value in more.items() if value}}


def _relation(graph: Graph, options: argparse.Namespace) -> Words:
    """``saga replaces 2pc``, or ``2pc replaced-by saga``."""
    first, word, second = options.words
    relations = graph.vocabulary.relations
    backwards = {one.inverse.replace(" ", "-"): one.name for one in relations.values()}
    folded = word.strip().replace(" ", "-")
    if folded not in relations and folded not in backwards:
        from loaders.meant import meant

        raise BadQuestion(f"there is no relation '{word}'{meant(folded, (*relations, *backwards))}")
    if folded not in relations:
        first, second, folded = second, first, backwards[folded]
    new, old = the_node(graph, first).id, the_node(graph, second).id
    if new == old:  # two that are read as one: only what was written tells them apart
        new, old = first, second
    return {options.action: folded, "new": new, "old": old}


def _list(kb: str, options: argparse.Namespace) -> int:
    known = deciding.listed(kb)
    if options.format == "json":
        put_json(
            {
                "schema": 1,
                "file": beside(kb),
                "decisions": [{"number": one.number, "line": one.line, **one.words} for one in known],
            }
        )
    elif known:
        put("\n".join(f"{one.number:>3}  {_worded(one.words)}" for one in known))
    else:
        put(f"nothing was decided yet; decisions stand in {beside(kb)}")
    return 0


def _worded(words: dict[str, str]) -> str:
    signed = (
        f"  ({', '.join(words[key] for key in ('by', 'on') if key in words)}: {words.get('why', 'no reason given')})"
    )
    if "settle" in words:
        return f"{words['settle']} of {words.get('of')} is {words.get('is')}{signed}"
    if "name" in words:
        return f"'{words['name']}' means {words.get('means')}{signed}"
    if "same" in words:
        return f"the same: {words['same']}{signed}"
    if "set" in words:
        return f"{words['set']} of {words.get('of')} is {words.get('to') or 'not said'}{signed}"
    if "entry" in words:
        return f"{words['entry']} is {words.get('is')}{' as ' + words['as'] if 'as' in words else ''}{signed}"
    sort = "deny" if "deny" in words else "state"
    ends = [words.get(new, words.get(other, "?")) for new, other in (("new", "subject"), ("old", "object"))]
    return f"{'not so' if sort == 'deny' else 'so'}: {ends[0]} {words.get(sort)} {ends[1]}{signed}"


def _number(words: list[str]) -> int | None:
    if len(words) > 1 or (words and not words[0].isdecimal()):
        raise BadQuestion("write it as: kb decide undo, or kb decide undo NUMBER (see: kb decide list)")
    return int(words[0]) if words else None


def signed_by() -> str:
    """Who decides, unless it is said."""
    import getpass  # only to sign

    try:
        return os.environ.get("KB_USER") or getpass.getuser()
    except (KeyError, OSError):
        return "unknown"


#: What each action takes.
USES = {
    "settle": "NAME PROPERTY VALUE",
    "name": "NAME ENTRY",
    "same": "ENTRY ENTRY",
    "state": "NEW RELATION OLD",
    "deny": "NEW RELATION OLD",
    "list": "",
    "undo": "",
}

_ACTIONS: dict[str, Callable[[Graph, argparse.Namespace], Words]] = {
    "settle": _settle,
    "name": _name,
    "same": _same,
    "state": _state,
    "deny": _relation,
}
