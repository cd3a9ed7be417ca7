"""``kb apply PATCH``: makes a catalogue say what a patch says, by decisions beside it; and takes that back."""

import argparse
from collections.abc import Sequence
from typing import Any

from exports.table_text import counted
from kb.catalogues import find_catalogue
from kb.commands.common import put, put_json
from kb.commands.decide import signed_by
from kb.diffing.apply import Applied, Step, apply, read_patch, undo
from kb.errors import CatalogueError
from kb.loading import beside
from kb.store.sqlite import SqliteGraph
from kb.today import today

EXAMPLES = {
    "apply": """\
  kb apply theirs.patch.yaml --kb mine.kb --dry-run    what would be decided, and what stands in the way
  kb apply theirs.patch.yaml --kb mine.kb              decide it; decisions.yaml has it then
  kb apply theirs.patch.yaml --kb mine.kb --undo       take the decisions of this patch back"""
}


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument("patch", metavar="PATCH", help="a patch that kb diff --format patch wrote")
    parser.add_argument("--kb", metavar="FILE", help="the catalogue (default: the nearest catalogue.kb)")
    parser.add_argument("--dry-run", action="store_true", help="say what would be done, and do nothing")
    parser.add_argument("--force", action="store_true", help="apply, too, what the catalogue says otherwise by now")
    parser.add_argument("--undo", action="store_true", help="take the decisions of the patch back")
    parser.add_argument("--by", metavar="WHO", help="who decides (default: KB_USER, else the user of this machine)")
    parser.add_argument("--on", metavar="DATE", help="when (default: today)")
    parser.add_argument("--format", choices=("text", "json"), default="text", help="how to print it")


def run(options: argparse.Namespace) -> int:
    """Apply; 1 where something stands in the way, or did not take."""
    kb, label = ("", "bundled catalogue") if options.kb == "bundled" else find_catalogue(options.kb)
    if label == "bundled catalogue":
        raise CatalogueError(
            "the bundled catalogue cannot be changed; lay your own over it: kb load PAGES --over bundled"
        )
    with SqliteGraph(kb) as graph:
        patch = read_patch(options.patch, graph.vocabulary)
    if options.undo:
        put(f"{beside(kb)}: {counted(undo(kb, patch), 'decision')} taken back")
        return 0
    done = apply(
        kb,
        patch,
        by=options.by or signed_by(),
        on=options.on or today().isoformat(),
        force=options.force,
        dry=options.dry_run,
    )
    refused = bool(done.conflicts) and not options.force
    if options.format == "json":
        put_json(_data(done, written=not (refused or options.dry_run)))
    else:
        put(_text(done, kb, refused=refused, dry=options.dry_run))
    return 1 if refused or done.missed else 0


def _text(done: Applied, kb: str, *, refused: bool, dry: bool) -> str:
    lines = []
    for step, said in done.conflicts:
        lines.append(f"{step.place}: conflict: {_worded(step)}: here it is {_short(said)}, not {_short(step.was)}")
    for step, said in done.missed:
        lines.append(f"{step.place}: did not take: {_worded(step)}: it is still {_short(said)}")
    if dry:
        lines += [f"would decide: {_worded(step)}" for step in done.made]
    already = f", {len(done.already):,} stood already" if done.already else ""
    if refused:
        lines.append(f"{counted(len(done.conflicts), 'conflict')}; nothing was decided (--force decides all the same)")
    elif dry:
        lines.append(f"{counted(len(done.made), 'decision')} would be made{already}; nothing was")
    elif done.made:
        lines.append(f"{beside(kb)}: {counted(len(done.made), 'decision')} made{already}")
    else:
        lines.append(f"nothing to do{already}")
    return "\n".join(lines)


def _worded(step: Step) -> str:
    words = step.words
    if "set" in words:
        return f"{words['set']} of {words['of']} = {_short(words['to'])}"
    if "entry" in words:
        return f"{words['entry']} is {words['is']}{' as ' + words['as'] if 'as' in words else ''}"
    return f"{'not so' if 'deny' in words else 'so'}: {words['new']} {words.get('state', words.get('deny'))} {words['old']}"


def _short(value: Any) -> str:
    from queries.answers import text_of

    text = " ".join(text_of(value).split()) or "nothing"
    return text if len(text) <= 60 else text[:59] + "…"


def _data(done: Applied, *, written: bool) -> dict[str, Any]:
    def pairs(found: Sequence[tuple[Step, Any]]) -> list[dict[str, Any]]:
        return [{**_step(step), "was": step.was, "said": said} for step, said in found]

    return {
        "schema": 1,
        "ask": "apply",
        "written": written and bool(done.made),
        "made": [_step(step) for step in done.made],
        "already": [_step(step) for step in done.already],
        "conflicts": pairs(done.conflicts),
        "missed": pairs(done.missed),
    }


def _step(step: Step) -> dict[str, Any]:
    return {"decision": step.words, "line": step.place.line}
