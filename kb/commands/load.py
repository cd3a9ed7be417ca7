"""``kb load SOURCE…``."""

import argparse
from typing import TYPE_CHECKING, Any

from kb.catalogues import DEFAULT_NAME
from kb.commands.common import put, put_json
from kb.commands.progress import counting
from kb.errors import CatalogueError
from kb.loading import load, own_mapping, own_vocabulary
from kb.recording import LoadReport
from kb.store.sqlite import SqliteGraph
from ontology.problem import Problem

if TYPE_CHECKING:
    from loaders.mapping.model import MappingRule
    from queries.mapped import Mapped

EXAMPLES = {
    "load": """\
  kb load docs/patterns                        pages and evolution JSON below a folder, into ./catalogue.kb
  kb load docs data/evolution.json --kb my.kb  several sources into a file of your choice
  kb load our/pages --over bundled             your own pages over the catalogue that ships with kb
  kb load docs/patterns --prose                also what stands only in lists, tables and diagrams of pages
  kb load docs/patterns --history              every version out of git, for --as-seen
  kb load peps --mapping peps                  a catalogue of another form, by a mapping"""
}


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument("sources", metavar="SOURCE", nargs="*", help="a folder or a file")
    parser.add_argument(
        "--kb", metavar="FILE", default=DEFAULT_NAME, help="the catalogue to write (default: ./catalogue.kb)"
    )
    parser.add_argument("--vocabulary", metavar="FILE", help="a YAML file that adds kinds, relations, tiers and words")
    parser.add_argument("--mapping", metavar="FILE|NAME", help="a mapping that says how to read the files")
    parser.add_argument("--history", action="store_true", help="read every version out of git, for --as-seen")
    parser.add_argument("--over", metavar="FILE|bundled", help="lay the catalogue over this one (none: no longer)")
    parser.add_argument("--prose", action="store_true", help="also read relations that stand only in the text of pages")
    parser.add_argument("--strict", action="store_true", help="exit 1 when there are errors or warnings")
    parser.add_argument("--verbose", action="store_true", help="print every finding, notes too")
    parser.add_argument("--format", choices=("text", "json"), default="text", help="how to print the report")
    parser.add_argument("--quiet", action="store_true", help="print the findings only")


def run(options: argparse.Namespace) -> int:
    """Load, and report what was found."""
    if options.kb == "bundled":
        raise CatalogueError("the bundled catalogue cannot be loaded into; choose a file with --kb")
    if not options.sources and options.over is None:
        raise CatalogueError("say what to load: a folder or a file (kb load --help)")
    vocabulary = own_vocabulary(options.vocabulary) if options.vocabulary else None
    mapping = own_mapping(options.mapping) if options.mapping else None
    report = load(
        options.sources,
        options.kb,
        vocabulary=vocabulary,
        mapping=mapping,
        history=options.history,
        over=options.over,
        prose=options.prose,
        progress=counting(options, "reading"),
    )
    made = _made(options.kb, mapping) if mapping is not None and mapping.records else None
    with SqliteGraph(options.kb) as graph:
        everything = {*graph.problems(), *report.problems}  # links that lead nowhere stand in the report alone
        counts = graph.tally()
        lies_over = graph.lies_over
    findings = sorted(everything, key=lambda one: (one.source, one.rule, one.message))
    if options.format == "json":
        from exports.data import mapping as mapping_data
        from exports.data import parts as parts_data

        put_json(
            {
                "schema": 1,
                "kb": options.kb,
                "files": report.files,
                "unchanged": report.unchanged,
                "removed": report.removed,
                "no-longer-read": report.unread,
                "left": report.left,
                "claims": report.claims,
                "commits": report.commits,
                "changed": report.changed,
                "over": lies_over,
                "findings": [parts_data.finding(one) for one in findings],
                "stats": counts,
                **({"mapping": mapping_data.mapped(made)} if made is not None else {}),
            }
        )
    else:
        _report(options, report, findings, counts, lies_over, made)
    grave = any(one.severity != "note" for one in findings)
    return 1 if options.strict and grave else 0


def _made(kb: str, mapping: "MappingRule") -> "Mapped":
    """What the mapping made of the catalogue as it is now, whatever this load read of it."""
    from kb.mapped import mapped  # most loads need none

    return mapped(kb, mapping)


def _report(
    options: argparse.Namespace,
    report: LoadReport,
    findings: list[Problem],
    counts: dict[str, Any],
    lies_over: str,
    made: "Mapped | None",
) -> None:
    """What was loaded, what was found, and what to do next."""
    from exports.findings_text import render, summary
    from exports.table_text import counted, prose

    shown = [one for one in findings if options.verbose or one.severity != "note"]
    if shown:
        put(render(shown))
    if options.quiet:
        return
    parts = _files(report)
    between = sum(one["between-pages"] for one in counts["edges"])
    edges = sum(one["edges"] for one in counts["edges"])
    put(
        f"{options.kb}: {', '.join(parts)}; {'nothing changed' if not report.changed else 'loaded'}\n"
        f"  {counted(counts['nodes'], 'entry', 'entries')}, {counted(counts['references'], 'name')} known only from references\n"
        f"  {counted(edges, 'edge')}, {between:,} of them between entries; {counted(counts['claims'], 'claim')}\n"
        f"  {summary(findings)}"
    )
    if lies_over:
        put(f"  it lies over {lies_over}, whose entries and edges are counted in")
    if counts.get("prose"):
        put(f"  from prose: {prose(counts['prose'])}")
    if made is not None:
        from exports.mapped_text import render as table

        put("".join(f"  {line}\n" for line in table(made, everything=options.verbose).splitlines()))
    hidden = len(findings) - len(shown)
    if hidden:
        put(f"  {counted(hidden, 'note')} not shown; to see {'it' if hidden == 1 else 'them'}: --verbose")
    if report.left:
        put(f"  left as they were: {counted(len(report.left), 'file')} that another mapping or loader read")
    others = [one for one in report.passed_over if not one.suffix.startswith(".kb")]
    if others:
        endings = ", ".join(f"{one.suffix or 'without ending'} {one.count:,}" for one in others)
        put(f"  passed over: {counted(sum(one.count for one in others), 'file')} of other forms ({endings})")
    put(f"  ask it: kb what-replaces NAME{'' if options.kb == DEFAULT_NAME else f' --kb {options.kb}'}")


def _files(report: LoadReport) -> list[str]:
    """How many files, and what became of them."""
    from exports.table_text import counted

    told = (
        (report.commits, counted(report.commits, "commit")),
        (report.unchanged, f"{report.unchanged:,} unchanged"),
        (len(report.removed), f"{len(report.removed):,} gone"),
        (len(report.unread), f"{len(report.unread):,} no longer read"),
    )
    return [counted(report.files, "file"), *(text for number, text in told if number)]
