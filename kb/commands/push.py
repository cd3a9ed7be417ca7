"""``kb push ADDRESS``: a catalogue onto a Neo4j server."""

import argparse
import os
import sys

from kb.catalogues import find_catalogue
from kb.commands.common import put, put_json
from kb.errors import CatalogueError
from kb.store.server.address import PASSWORD, is_address, parse
from kb.store.sqlite import SqliteGraph

EXAMPLES = {
    "push": """\
  kb push bolt://localhost/pets                    the nearest catalogue, as 'pets'; again: only what changed
  kb push neo4j+s://db.example.org/pets --kb pets.kb --as-seen v1.2
  kb push bolt://localhost/pets --forget           take it off the server"""
}


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument(
        "address",
        metavar="ADDRESS",
        help=f"bolt://HOST[:PORT]/NAME[?database=DB], or neo4j://…, neo4j+s://…; {PASSWORD}",
    )
    parser.add_argument("--kb", metavar="FILE", help="the catalogue to push (default: the nearest catalogue.kb)")
    parser.add_argument(
        "--as-seen",
        metavar="DATE|TAG|COMMIT",
        help="push what it said then, beside the present, as NAME@DATE|TAG|COMMIT",
    )
    parser.add_argument("--forget", action="store_true", help="take the catalogue off the server instead")
    parser.add_argument("--format", choices=("text", "json"), default="text", help="how to print what was done")
    parser.add_argument("--quiet", action="store_true", help="no progress on stderr")


def run(options: argparse.Namespace) -> int:
    """Push, or forget."""
    from kb.store.server.link import Link
    from kb.store.server.push import forget, push

    if not is_address(options.address):
        shown = "this" if "@" in options.address else f"'{options.address}'"  # it may hold a password
        raise CatalogueError(f"{shown} is no address of a server; write it as bolt://localhost/NAME")
    address = parse(options.address)
    if not address.name:
        raise CatalogueError(f"say what the catalogue is to be called there: {address.uri}/NAME")
    if "@" in address.name and not options.forget:
        raise CatalogueError("a name with @ is one of a moment; push that moment with --as-seen")
    name = f"{address.name}@{options.as_seen}" if options.as_seen else address.name
    if options.forget:
        link = Link(address)
        try:
            gone = forget(link, name)
        finally:
            link.close()
        _say(
            options,
            {"schema": 1, "ask": "push", "catalogue": name, "forgotten": gone},
            f"{address}: forgotten, {gone:,} entries",
        )
        return 0
    path, label = find_catalogue(options.kb)
    with SqliteGraph(path) as present:
        present.check()
        graph = present.as_seen(options.as_seen)[0] if options.as_seen else present
        link = Link(address)
        try:
            done = push(graph, link, name, _told(options))
            _told(options)("", 0, 0)
        finally:
            link.close()
    data = {
        "schema": 1,
        "ask": "push",
        "catalogue": name,
        "there": done.there,
        "sent": done.sent,
        "removed": done.removed,
    }
    text = f"{address.uri}/{name} holds {label}: {_counted(done.there)}\n"
    text += f"  sent: {_counted(done.sent)}\n" if any(done.sent.values()) else ""
    text += f"  taken away: {_counted(done.removed)}\n" if any(done.removed.values()) else ""
    text += "" if done.changed else "  nothing had changed\n"
    _say(options, data, text)
    return 0


def _counted(numbers: dict[str, int]) -> str:
    one = {"entries": "entry", "edges": "edge", "statements": "statement"}
    return ", ".join(f"{number:,} {one[sort] if number == 1 else sort}" for sort, number in numbers.items() if number)


def _say(options: argparse.Namespace, data: dict[str, object], text: str) -> None:
    if options.format == "json":
        put_json(data)
    else:
        put(text)


def _told(options: argparse.Namespace):  # type: ignore[no-untyped-def]
    if options.quiet or not sys.stderr.isatty():
        return lambda *_: None
    width = os.get_terminal_size(sys.stderr.fileno()).columns

    def tell(what: str, done: int, total: int) -> None:
        of = f" of {total:,}" if total else ""
        line = f"{what}: {done:,}{of}"
        print(f"\r\x1b[K{line[: width - 1]}", end="", file=sys.stderr, flush=True)

    return tell
