"""``kb cypher QUERY``: a question of one's own to a Neo4j server, which can read and nothing else."""

import argparse
import sys
from typing import Any

from kb.commands.common import put, put_json
from kb.errors import CatalogueError
from kb.store.server.address import is_address, parse

EXAMPLES = {
    "cypher": """\
  kb cypher --kb bolt://localhost/pets 'MATCH (n:KbNode {catalogue: $catalogue, tier: "bronze"}) RETURN n.id'
  kb cypher --kb bolt://localhost/pets - < query.cypher    $catalogue is the name in the address"""
}


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument("query", metavar="QUERY", help="a query in Cypher; - reads it from standard input")
    parser.add_argument("--kb", metavar="ADDRESS", required=True, help="bolt://HOST/NAME: the server, and $catalogue")
    parser.add_argument("--seconds", metavar="N", type=float, default=30.0, help="how long it may take (default: 30)")
    parser.add_argument("--format", choices=("text", "json"), default="text", help="tab-separated rows, or JSON")


def run(options: argparse.Namespace) -> int:
    """Ask, and print the rows."""
    from kb.store.server.link import Link

    if not is_address(options.kb):
        raise CatalogueError("Cypher is asked of a Neo4j server; name one with --kb bolt://HOST/NAME")
    address = parse(options.kb)
    query = sys.stdin.read() if options.query == "-" else options.query
    link = Link(address)
    try:
        names, rows = link.ask(query, options.seconds, catalogue=address.name)
    finally:
        link.close()
    if options.format == "json":
        put_json([dict(zip(names, map(_plain, row), strict=True)) for row in rows])
    else:
        put("".join("\t".join(_cell(_plain(value)) for value in row) + "\n" for row in [names, *rows]))
    return 0


def _plain(value: Any) -> Any:
    """A node, an edge or a path as the properties it has; times as text."""
    from neo4j.graph import Node, Path, Relationship

    if isinstance(value, Path):
        return [
            _plain(one) for pair in zip(value.nodes, [*value.relationships, None], strict=True) for one in pair if one
        ]
    if isinstance(value, (Node, Relationship)):
        return {name: _plain(one) for name, one in sorted(value.items())}
    if isinstance(value, list):
        return [_plain(one) for one in value]
    if isinstance(value, dict):
        return {name: _plain(one) for name, one in value.items()}
    return value if value is None or isinstance(value, (bool, int, float, str)) else str(value)


def _cell(value: Any) -> str:
    import json

    text = value if isinstance(value, str) else "" if value is None else json.dumps(value, ensure_ascii=False)
    return text.replace("\t", " ").replace("\n", " ")
