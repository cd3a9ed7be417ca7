"""Sketches a mapping of a folder or a file."""

import os

from loaders.sketch.catalogue import catalogue
from loaders.sketch.draft import alias_draft, draft_of
from loaders.sketch.edges import Edge
from loaders.sketch.look import Seen, Source, see
from loaders.sketch.model import Draft, Line, Whole
from loaders.sketch.reference_rules import rules
from loaders.sketch.references import Index
from loaders.sketch.relating import LEADS_TO, relation_drafts
from loaders.sketch.sorts import Sort
from loaders.sketch.write import written
from ontology.text import clean

#: More sorts of records are not drafted.
MOST_SORTS = 12
#: More of what is not read is only counted.
MOST_UNREAD = 10

#: Folders whose names say nothing of what lies in them.
_DULL = frozenset("raw data docs doc src files content main master".split())
#: What a label ends with that reads on: "redirects to" has no "redirects to of".
_OPEN = frozenset("of to by from in with on for at as".split())


class NothingToSketchError(Exception):
    """Raised where no records were found; the message says what was looked at."""


def sketch(root: str, limit_mb: int) -> str:
    """A first mapping of what lies below ``root``, with comments; the same for the same files.

    Files above ``limit_mb`` million bytes are not looked at. Raises ``NothingToSketchError`` where there are no
    records.
    """
    seen = see(root, limit_mb)
    sorts = catalogue(seen)
    if not sorts:
        others = "".join(f"\n  {line}" for line in seen.unread[:MOST_UNREAD])
        read = f"{seen.looked_at:,} of {seen.files:,} file{'s were' if seen.files != 1 else ' was'} read"
        raise NothingToSketchError(f"no records were found in {clean(root)}; {read}{others}")
    return written(_whole(root, seen, sorts))


def _whole(root: str, seen: Seen, sorts: list[Sort]) -> Whole:
    """The draft of the mapping."""
    whole = Whole(_title(root))
    index = Index([sort for sort in sorts if sort.ends is None])
    declared: dict[str, Edge] = {}
    drawn = sorts[:MOST_SORTS]
    sources = [source for source in seen.sources if any(sort.source is source for sort in drawn)]
    names = {id(source): _source_name(source, sources) for source in sources}
    for sort in drawn:
        name = names[id(sort.source)]
        if sort.ends is not None:
            whole.records += relation_drafts(sort, *sort.ends, name)
            continue
        alias = alias_draft(sort, index, name)
        whole.records += [alias] if alias is not None else []
        has_parts = any(one.parent is sort for one in drawn)
        draft, own = draft_of(sort, index, name, has_parts=has_parts)
        whole.records.append(draft)
        declared.update({one.key: one for one in own})
    whole.relations = [Line(key, _relation(one.own_label)) for key, one in sorted(declared.items())]
    if any(LEADS_TO in str(line.value) for draft in whole.records for line in draft.lines if line.key == "edge"):
        whole.relations.append(Line(LEADS_TO, {"label": "leads to", "inverse": "comes from"}))
    whole.sources = [_source(source, names[id(source)]) for source in sources]
    whole.references = [Line("", rule, note) for rule, note in rules(index)]
    if not any("means" in rule for rule, _ in rules(index)):
        whole.records = [_without_outside(draft) for draft in whole.records]
    whole.unread = _unread(seen, sorts[MOST_SORTS:])
    whole.remarks = [
        f"A first mapping of {root}, by kb mapping sketch. Read it, correct it, then load it.",
        f"{seen.looked_at:,} of {seen.files:,} files were read. Comments say what was seen and what is not mapped.",
    ]
    return whole


def _without_outside(draft: Draft) -> Draft:
    """A record whose edges do not say what becomes of outside names, where no rule takes a name for one."""

    def bare(value: object) -> object:
        if isinstance(value, dict):
            return {key: bare(part) for key, part in value.items() if key != "outside"}
        return [bare(part) for part in value] if isinstance(value, list) else value

    for line in (*draft.lines, *draft.edges):
        line.value = bare(line.value)
    return draft


def _title(root: str) -> str:
    """What a catalogue is called: the last part of its path that says anything."""
    parts = [part for part in os.path.normpath(root).split(os.sep) if part not in ("", ".", "..")]
    parts = parts or [os.path.basename(os.path.abspath(root))]
    name = next((part for part in reversed(parts) if part.lower() not in _DULL), parts[-1])
    words = os.path.splitext(name)[0].replace("-", " ").replace("_", " ")
    return clean(words).strip().capitalize() or "Catalogue"


def _relation(label: str) -> dict[str, str]:
    """A relation of the catalogue's own; how it reads backwards is the first thing to correct."""
    is_open = label.rpartition(" ")[2] in _OPEN
    return {"label": label, "inverse": f"other end of {label}" if is_open else f"{label} of"}


def _source_name(source: Source, sources: list[Source]) -> str:
    """What a source is called, where there are several."""
    return f"{source.form.reader}-{sources.index(source) + 1}" if len(sources) > 1 else ""


def _source(source: Source, name: str) -> Draft:
    """A source's lines."""
    total = len(source.group.files)
    note = f"{total:,} file{'s' * (total != 1)}" + (
        "" if len(source.trees) == total else f", {len(source.trees):,} read"
    )
    made = Draft(name)
    made.lines.append(Line("files", source.files[0] if len(source.files) == 1 else source.files, note))
    if source.exclude:
        made.lines.append(Line("exclude", source.exclude if len(source.exclude) > 1 else source.exclude[0]))
    reader = source.form.reader
    made.lines.append(Line("read", {reader: source.form.options} if source.form.options else reader))
    if name:
        made.lines.append(Line("name", name))
    return made


def _unread(seen: Seen, more: list[Sort]) -> list[str]:
    """What the mapping does not read."""
    out = [f"not read: {line}" for line in seen.unread[:MOST_UNREAD]]
    if len(seen.unread) > MOST_UNREAD:
        out.append(f"not read: {len(seen.unread) - MOST_UNREAD:,} more")
    others = [one.name for one in seen.names.others + seen.names.about]
    if others:
        out.append(f"passed over: {', '.join(others[:5])}{f' and {len(others) - 5:,} more' if len(others) > 5 else ''}")
    if more:
        out.append(f"not mapped: {', '.join(sort.at or sort.name for sort in more)}")
    return out
