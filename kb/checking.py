"""Runs a mapping over files without loading them into any catalogue, and says what its author should know."""

import json
import os
from collections.abc import Iterator, Sequence
from contextlib import closing
from difflib import get_close_matches
from tempfile import TemporaryDirectory
from typing import Any

from kb.errors import NothingToLoad
from kb.ledger.said import MEANT
from kb.loading import files_of, load, roots_of, tables_of
from kb.mapped import mapped
from kb.store.file import open_for_reading
from kb.store.sqlite import SqliteGraph
from loaders.base import SourceFile
from loaders.mapping.model import MappingRule, Mention
from loaders.mapping.opened import source_of
from loaders.mapping.rules import Rule, reading, rules_of
from loaders.mapping.survey import Place, Survey
from ontology.problem import Problem
from ontology.source import Source
from ontology.text import clean
from queries.mapped import Checked, Example, Mapped, RuleCount, SourceFound, Unused

#: So many examples are shown of a rule, and of the files of a source.
EXAMPLES = 3

#: What stands in a file is shown so far.
WIDTH = 60


def check(mapping: MappingRule, sources: Sequence[str]) -> Checked:
    """What a mapping would make of some files and folders. Raises ``NothingToLoad`` for one that does not exist."""
    roots = roots_of(sources, os.getcwd())
    survey = Survey(mapping, tables_of(mapping, roots)[0])
    files = {file.path: file for file in files_of(roots, mapping, lambda path: source_of(mapping, path) is not None)}
    for file in files.values():
        survey.look(file)
    with TemporaryDirectory(prefix="kb-check-") as folder:
        kb = os.path.join(folder, "check.kb")
        try:
            load(sources, kb, base=os.getcwd(), mapping=mapping)
        except NothingToLoad:
            made, examples, problems = _nothing(mapping), [], []
        else:
            made = mapped(kb, mapping)
            examples = [one._replace(written=_written(one, files)) for one in _examples(kb, mapping)]
            with SqliteGraph(kb) as graph:
                problems = [one for one in graph.problems() if one.severity != "note"]
    return Checked(
        made,
        tuple(_sources(mapping, survey)),
        tuple(examples),
        tuple(sorted((_unused(*key, place) for key, place in survey.unused.items()), key=_most_first)),
        tuple(sorted((_unused("", path, place) for path, place in survey.untaken.items()), key=_most_first)),
        (*_of_mapping(mapping, made, survey), *problems, *_of_names(made, problems)),
    )


def _unused(record: str, path: str, place: Place) -> Unused:
    return Unused(record, path, place.times, place.text, place.source)


def _most_first(one: Unused) -> tuple[str, int, str]:
    return one.record, -one.times, one.field


def _nothing(mapping: MappingRule) -> Mapped:
    return Mapped(mapping.title, 0, tuple(RuleCount(rule.path, rule.sort) for rule in rules_of(mapping)))


def _sources(mapping: MappingRule, survey: Survey) -> Iterator[SourceFound]:
    for source in mapping.sources:
        files = survey.files.get(source.name, [])
        patterns = tuple(glob.text for glob in source.files)
        yield SourceFound(source.name, source.reader, patterns, len(files), tuple(files[:EXAMPLES]))


# ---- examples


def _written(one: Example, files: dict[str, SourceFile]) -> str:
    """The line of an example, or of a long one the rest from its value on."""
    line = files[one.source.path].text.split("\n")[one.source.line - 1] if one.source.path in files else ""
    short = len(line.strip()) <= WIDTH
    text = clean(line.strip() if short else line[one.source.column - 1 :].strip())
    return text if len(text) <= WIDTH else f"{text[: WIDTH - 1]}…"


def _examples(kb: str, mapping: MappingRule) -> Iterator[Example]:
    """The first few values of each rule, by rule, with what became of them; equal results once."""
    rules = {rule.path: rule for rule in rules_of(mapping)}
    found: dict[str, dict[str, Example]] = {path: {} for path in rules}
    with closing(open_for_reading(kb)) as connection:
        there = {id_ for (id_,) in connection.execute("SELECT id FROM node WHERE defined")}
        for row in connection.execute(
            f"SELECT claim.rule, predicate, claim.subject, claim.object, value, backwards, {MEANT}, s.id, o.id,"
            " path, line, col, pointer, quote FROM claim JOIN source ON source.id = claim.source"
            " LEFT JOIN edge_claim ON edge_claim.claim = claim.id LEFT JOIN edge ON edge.key = edge_claim.edge"
            " LEFT JOIN node s ON s.nid = edge.subject LEFT JOIN node o ON o.nid = edge.object"
            " ORDER BY path, line, col, claim.id"
        ):
            path = row[0].removeprefix(f"{mapping.title}/")
            for one in _example(rules[path], row, there) if path in rules else ():  # not what prose says
                known = found[one.rule]
                if len(known) < EXAMPLES:
                    known.setdefault(one.result, one)
    for several in found.values():
        yield from several.values()


def _example(rule: Rule, row: tuple[Any, ...], there: set[str]) -> Iterator[Example]:
    """A claim as an example of its rule, and of the reference rule that read its name."""
    _, predicate, subject, object_, value, backwards, ids, subject_id, object_id, *place = row
    source = Source(*place)
    if object_ is None:
        yield from _value(rule, source, predicate, subject, json.loads(value))
    elif rule.sort == "record":
        known = subject_id in there and object_id in there
        yield Example(rule.path, source, "", f"{subject} {predicate} {object_}", known)
    else:
        ends = (object_id, subject_id) if backwards else (subject_id, object_id)
        # Of a symmetric relation the edge has its ends in the order of their ids.
        other = ends[0] if ends[1] == (object_ if backwards else subject) != ends[0] else ends[1]
        meant = other or next(iter(json.loads(ids)))
        yield Example(rule.path, source, "", meant, meant in there)
        reference = reading(rule.references, subject if backwards else object_)
        if reference is not None:
            word = meant if reference.meaning == "record" else f"{meant} ({reference.meaning})"
            yield Example(reference.path, source, "", word, meant in there)


def _value(rule: Rule, source: Source, predicate: str, subject: str, value: Any) -> Iterator[Example]:
    """A property as an example: a record by its id, another name with whose it is, a thing outside as such."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    if rule.sort == "record":
        yield Example(rule.path, source, "", subject if predicate == "kind" else f"{text}, another name of {subject}")
        return
    outside = reading(rule.references, text) if rule.sort == "edge" else None
    yield Example(rule.path, source, "", f"{text} (outside)" if outside else text)
    if outside is not None:
        yield Example(outside.path, source, "", f"{text} (outside)")


# ---- findings


def _of_mapping(mapping: MappingRule, made: Mapped, survey: Survey) -> Iterator[Problem]:
    """Sources, records and rules that find nothing, and fields that no record has, at the mapping's own lines."""
    for source in mapping.sources:
        if source.name not in survey.files:
            patterns = ", ".join(glob.text for glob in source.files)
            yield _idle(mapping, f"source {source.name}", f"the source '{source.name}' finds no file: {patterns}")
    counts = {one.rule: one for one in made.rules}
    idle = []
    for record in mapping.records:
        one = counts[record.name]
        if not one.values and any(name in survey.files for name in record.sources or survey.files):
            at = f" at '{record.at}'" if record.at else ""
            why = f"none of {one.left_out:,} passes its 'where'" if one.left_out else f"nothing stands{at}"
            yield _idle(mapping, record.name, f"no record of the sort '{record.name}' is found: {why}")
    for one in made.rules:
        record_count = counts.get(one.rule.partition(".")[0])
        if one.values or one.sort in ("record", "earlier"):
            continue
        if one.sort == "reference":
            if any(other.values for other in made.rules if other.sort == "edge"):
                yield _idle(mapping, one.rule, f"the reference rule '{one.rule}' reads no name")
        elif record_count is not None and record_count.values > record_count.unread:
            idle.append(one.rule)
            missing = [mention for mention, times in survey.asked.items() if mention.rule == one.rule and not times]
            hint = "; ".join(_not_there(mention, survey) for mention in missing)
            yield _idle(mapping, one.rule, f"'{one.rule}' finds nothing in {record_count.values:,} records", hint)
    for mention, times in survey.asked.items():
        if not times and mention.rule not in idle:
            yield Problem("field-not-there", _not_there(mention, survey), mention.place)


def _not_there(mention: Mention, survey: Survey) -> str:
    of = f" of the sort '{mention.record}'" if mention.record else ""
    near = get_close_matches(mention.field.partition(".")[0].partition("[")[0], survey.fields_of(mention.record), 1)
    return f"no record{of} has a field '{mention.field}'{f'; did you mean {near[0]!r}?' if near else ''}"


def _idle(mapping: MappingRule, path: str, message: str, hint: str = "") -> Problem:
    """A rule that finds nothing, at its place in the mapping or that of what it is a part of."""
    while path not in mapping.places and "." in path:
        path = path.rpartition(".")[0]
    return Problem("rule-without-values", message, mapping.places.get(path, Source(mapping.path, 1)), hint)


def _of_names(made: Mapped, problems: Sequence[Problem]) -> Iterator[Problem]:
    """Names of records that are not there, each once for a rule; those that were reported already are left out."""
    said = {one.source for one in problems if one.rule == "no-such-record"}
    seen: dict[tuple[str, str], list[Source]] = {}
    for one in made.dangling:
        if one.source not in said:
            seen.setdefault((one.rule, one.name), []).append(one.source)
    for (rule, name), places in seen.items():
        times = f"; it stands {len(places):,} times" if len(places) > 1 else ""
        yield Problem("no-such-record", f"'{name}' is the name of no record ({rule}){times}", places[0])
