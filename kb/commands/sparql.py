"""``kb sparql QUERY``: a question in SPARQL to a catalogue's graph, in a process that is ended at a time limit."""

import argparse
import os
import subprocess
import sys
import tempfile

from kb.commands.common import opened, put, reading
from kb.errors import CatalogueError

EXAMPLES = {
    "sparql": """\
  kb sparql 'SELECT ?old ?new { ?new kb:replaces ?old } LIMIT 3'
  kb sparql --claims 'SELECT ?line { ?c kb:subject "saga" ; kb:predicate "introduced" ; kb:line ?line }'"""
}


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument("query", metavar="QUERY", help="SELECT, ASK, CONSTRUCT or DESCRIBE; - reads it from stdin")
    parser.add_argument("--claims", action="store_true", help="ask the claims of all sources, too (as in TriG)")
    parser.add_argument("--seconds", metavar="N", type=float, default=30.0, help="how long it may take (default: 30)")
    reading(parser, "text", "json", "csv")


def run(options: argparse.Namespace) -> int:
    """Write the graph aside, ask it in another process, and end that process when its time is over."""
    from kb.exporting import BY_NAME

    query = sys.stdin.read() if options.query == "-" else options.query
    graph, at = opened(options)
    made = BY_NAME["trig" if options.claims else "turtle"].make(graph, at)
    with tempfile.TemporaryDirectory(prefix="kb-sparql-") as folder:
        path = os.path.join(folder, "graph.trig")
        with open(path, "wb") as file:
            file.writelines(made.files[""])
        command = [sys.executable, "-m", "kb.store.sparql", path, options.format]
        house = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
        env = {
            **os.environ,
            "PYTHONPATH": os.pathsep.join([house, os.environ.get("PYTHONPATH", "")]).rstrip(os.pathsep),
        }
        try:
            done = subprocess.run(
                command, input=query.encode(), capture_output=True, timeout=options.seconds, check=False, env=env
            )
        except subprocess.TimeoutExpired as error:
            raise CatalogueError(
                f"the query took longer than {options.seconds:g} seconds; ask for less, or allow more with --seconds"
            ) from error
    if done.returncode:
        message = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise CatalogueError(message[-1] if message else "the query ended without an answer")
    put(done.stdout.decode("utf-8", "replace"))
    for line in made.left_out():
        print(f"kb: not in it: {line}", file=sys.stderr)
    return 0
