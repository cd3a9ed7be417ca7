"""What a mapping made of a catalogue as text: a table with a line for each rule, and below what does not fit."""

from collections import Counter
from collections.abc import Sequence

from exports.table_text import counted
from queries.mapped import Dangling, Mapped, RuleCount, Word

#: The columns, in order; one in which nothing stands is left out.
COLUMNS = {
    "values": "values",
    "made": "made",
    "empty": "empty",
    "left out": "left_out",
    "not read": "unread",
    "outside": "outside",
    "folded": "folded",
    "dangling": "dangling",
    "both ends": "both",
    "one end": "one_side",
}
#: So many names are listed unless all are asked for.
FEW = 5
#: So many words of one rule that nobody declared, and so much of each.
MANY, WIDTH = 12, 40


def render(made: Mapped, *, everything: bool = False) -> str:
    """The table of records, properties and edges, the names without a record, and the words that nobody declared."""
    shown = [rule for rule in made.rules if everything or _matters(rule)]
    head = f"{made.title or 'the mapping'}: {counted(made.files, 'file')}"
    lines = [head, *table(shown), *dangling(made, everything=everything), *words(made.words, everything=everything)]
    found = [counted(len(made.duplicates), "id that stands twice", "ids that stand twice")] if made.duplicates else []
    found += [counted(len(made.cycles), "circle")] if made.cycles else []
    return "\n".join([*lines, f"{', '.join(found)}: see the findings"] if found else lines)


def _matters(rule: RuleCount) -> bool:
    """Whether a rule makes something by itself, or something is wrong with what it reads."""
    return rule.sort in ("record", "property", "edge", "earlier") or bool(rule.unread)


def table(rules: Sequence[RuleCount]) -> list[str]:
    """Lines of a table with numbers to the right."""
    columns = [name for name, field in COLUMNS.items() if name == "values" or any(getattr(one, field) for one in rules)]
    lines = [["", *columns]]
    for one in rules:
        numbers = [getattr(one, COLUMNS[name]) for name in columns]
        name = one.rule if one.sort == "record" or one.rule.startswith("references[") else f"  {one.rule}"
        shown = [
            f"{number:,}" if number or COLUMNS[column] == "values" else ""
            for number, column in zip(numbers, columns, strict=True)
        ]
        lines.append([name, *shown])
    widths = [max(len(line[place]) for line in lines) for place in range(len(lines[0]))]
    return [
        "  ".join(
            [line[0].ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(line[1:], widths[1:], strict=True))]
        ).rstrip()
        for line in lines
    ]


def dangling(made: Mapped, *, everything: bool) -> list[str]:
    """Names whose record is not there, each with its place; unless all are asked for, each name once."""
    if not made.dangling:
        return []
    times = Counter((one.rule, one.name) for one in made.dangling)
    firsts: dict[tuple[str, str], Dangling] = {}
    for one in made.dangling:
        firsts.setdefault((one.rule, one.name), one)
    distinct = list(firsts.values())
    lines = ["names of records that are not there:"]
    for one in made.dangling if everything else distinct[:FEW]:
        more = 0 if everything else times[one.rule, one.name] - 1
        lines.append(f"  '{one.name}'  {one.source}  ({one.rule}){f' and {more:,} more' if more else ''}")
    left = len(distinct) - FEW
    return lines + (
        [f"  and {counted(left, 'other name')}; to see them: --verbose"] if left > 0 and not everything else []
    )


def words(found: Sequence[Word], *, everything: bool = False) -> list[str]:
    """Words that nobody declared, those of one rule on one line; of many, and of long ones, the rest unless asked for."""
    by_rule: dict[str, list[Word]] = {}
    for one in found:
        by_rule.setdefault(one.rule, []).append(one)
    lines = ["words that nobody declared:"] if by_rule else []
    for rule, several in by_rule.items():
        shown = several if everything else several[:MANY]
        texts = [f"{one.word if everything else _short(one.word)} ({one.times:,})" for one in shown]
        left = len(several) - len(shown)
        more = f", and {counted(left, 'other')}; to see them: --verbose" if left else ""
        lines.append(f"  {rule}: {', '.join(texts)}{more}")
    return lines


def _short(word: str) -> str:
    return word if len(word) <= WIDTH else f"{word[: WIDTH - 1]}…"
