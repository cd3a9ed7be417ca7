"""The commands, as a table: what each is called and says of itself. Its module is imported when it is run."""

from typing import NamedTuple


class Command(NamedTuple):
    """One command, or one under another. Its module has ``EXAMPLES``, ``arguments(parser)`` and
    ``run(options) -> int``.
    """

    name: str
    module: str
    summary: str
    group: str


COMMANDS: tuple[Command, ...] = (
    Command("what-replaces", "what_replaces", "what replaces a pattern today, or at a date, and who says so", "Ask"),
    Command("what-it-replaced", "what_it_replaced", "what a pattern replaced", "Ask"),
    Command("show", "show", "everything that is known about one entry, with sources", "Ask"),
    Command("ancestors", "lineage", "what a pattern descends from", "Ask"),
    Command("descendants", "lineage", "what descends from a pattern", "Ask"),
    Command("tree", "tree", "the family tree of a pattern", "Ask"),
    Command("path", "path", "the shortest way from one pattern to another, or all ways", "Ask"),
    Command("relate", "relate", "every way in which two entries are related, and what they are to each other", "Ask"),
    Command("timeline", "timeline", "the evolution of families or of an entry, in order, and why people moved", "Ask"),
    Command("history", "history", "the life of an entry, in the world and in the catalogue", "Ask"),
    Command("migrate", "migrate", "how to get from a pattern to another, or to what is in use", "Ask"),
    Command("compare", "compare", "several patterns side by side: era, tier, use, limits, capabilities", "Ask"),
    Command("why", "why", "the proof of a statement: who says so, by which rules, or what is said instead", "Ask"),
    Command("disputes", "disputes", "everything that the sources disagree on, and how to decide it", "Ask"),
    Command("select", "select", "which pattern to choose, by the questions of a decision tree", "Ask"),
    Command("bisect", "bisect", "when the answer to a question changed, and which statement changed it", "Ask"),
    Command("list", "list", "entries with certain properties", "Ask"),
    Command("search", "search", "entries by name or text, forgiving of misspellings", "Ask"),
    Command("stats", "stats", "how large and how well connected the catalogue is", "Ask"),
    Command("draw", "draw", "a diagram as Mermaid, DOT, SVG or PNG", "Draw"),
    Command("load", "load", "load pages and evolution JSON into a catalogue", "Build"),
    Command("lint", "lint", "what is wrong with pages, without loading them", "Build"),
    Command(
        "mapping", "mapping", "mappings: a first one for your files, a check, and those that ship with kb", "Build"
    ),
    Command("decide", "decide", "settle a dispute, tie a name, state or deny a relation", "Build"),
    Command("diff", "diff", "how two catalogues, or two moments of one, differ", "Build"),
    Command("apply", "apply", "make a catalogue say what a patch of kb diff says, by decisions", "Build"),
    Command("settle", "settle", "settle the catalogue again from its claims", "Build"),
    Command("export", "export", "the whole catalogue in a format that others read", "Share"),
    Command("sparql", "sparql", "a query of your own in SPARQL to the graph of a catalogue", "Share"),
    Command("push", "push", "a catalogue onto a Neo4j server, or what changed of it", "Share"),
    Command("cypher", "cypher", "a query of your own to a Neo4j server, for reading alone", "Share"),
    Command("verify", "verify", "ask golden questions and compare the answers, for continuous integration", "Script"),
    Command("ask", "ask", "questions by the thousand, as JSON lines", "Script"),
    Command("schema", "schema", "the JSON Schema of what --format json prints, and of mappings", "Script"),
    Command("completion", "completion", "a completion script for bash, zsh or fish", "Script"),
)

BY_NAME = {command.name: command for command in COMMANDS}
