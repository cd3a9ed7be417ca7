"""What a mapping would make of some files, as text for its author: each rule with examples, and what is left over."""

from collections.abc import Iterable

from exports.findings_text import render as findings_text
from exports.findings_text import summary
from exports.mapped_text import words
from exports.table_text import counted
from ontology.problem import Problem
from queries.mapped import Checked, Example, RuleCount, Unused

#: So many findings of files are shown unless all are asked for, and so many fields of a sort of record.
MOST, FEW = 20, 10


def render(path: str, made: Checked, *, everything: bool = False) -> str:
    """The whole; ``path`` is the mapping's."""
    mapped = made.mapped
    lines = [f"{mapped.title or path}: {counted(mapped.files, 'file')}"]
    for source in made.sources:
        lines.append(
            f"source {source.name}  {source.reader or 'pages'}  {', '.join(source.patterns)}  {counted(source.files, 'file')}"
        )
        for name, fields in source.examples:
            taken = ", ".join(f"{field} = {text}" for field, text in fields.items())
            lines.append(f"    {name}{f'  {taken}' if taken else ''}")
    examples: dict[str, list[Example]] = {}
    for one in made.examples:
        examples.setdefault(one.rule, []).append(one)
    records = {rule.rule for rule in mapped.rules if rule.sort == "record" and rule.values}
    for rule in mapped.rules:
        idle = not rule.values and rule.rule.partition(".")[0] in records
        if rule.sort in ("record", "property", "edge", "reference") or idle or rule.unread:
            lines += _rule(rule, examples.get(rule.rule, []))
    lines += _left("fields that no rule asks for:", made.unused, everything)
    lines += _left("records that no sort takes:", made.untaken, everything)
    lines += words(mapped.words, everything=everything)
    return "\n".join([*lines, *findings(path, made.findings, everything=everything)])


def findings(path: str, found: Iterable[Problem], *, everything: bool = False) -> list[str]:
    """What is worth acting on: all of it that the mapping says itself, and the first of what stands in the files."""
    own = [one for one in found if one.source.path == path]
    other = [one for one in found if one.source.path != path]
    shown = other if everything else other[:MOST]
    lines = [findings_text([*own, *shown])] if own or shown else []
    if len(other) > len(shown):
        lines.append(f"{counted(len(other) - len(shown), 'more finding')} in files; to see them: --verbose")
    return [*lines, summary([*own, *other])]


def _rule(rule: RuleCount, examples: list[Example]) -> list[str]:
    """A rule with its counts, and below what became of a few values."""
    noun = (
        ("record", "records")
        if rule.sort == "record"
        else ("name", "names")
        if rule.sort == "reference"
        else ("value", "values")
    )
    counts = {
        "left out": rule.left_out,
        "not read": rule.unread,
        "empty": rule.empty,
        "none": rule.none,
        "outside": rule.outside,
        "but for case": rule.folded,
        "without a record": rule.dangling,
    }
    found = counted(rule.values, *noun) if rule.values else "finds nothing"
    said = [found, *(f"{number:,} {what}" for what, number in counts.items() if number)]
    lines = ["", f"{rule.rule}  {', '.join(said)}"] if rule.sort == "record" else [f"  {rule.rule}  {', '.join(said)}"]
    there = {True: "", False: "  (no such record)"}
    return lines + [f"      {one.source}  {one.written}  →  {one.result}{there[one.known]}" for one in examples]


def _left(head: str, found: tuple[Unused, ...], everything: bool) -> list[str]:
    """What is left over, of each sort of record what stands most often, with its first place."""
    by_record: dict[str, list[Unused]] = {}
    for one in found:
        by_record.setdefault(one.record, []).append(one)
    lines = ["", head] if found else []
    for record, several in by_record.items():
        for one in several if everything else several[:FEW]:
            text = f"  '{one.text}'" if one.text else ""
            lines.append(f"  {f'{record}: ' if record else ''}{one.field}  {one.times:,}  {one.source}{text}")
        if len(several) > FEW and not everything:
            lines.append(
                f"  and {len(several) - FEW:,} more{f' of {record}' if record else ''}; to see them: --verbose"
            )
    return lines
