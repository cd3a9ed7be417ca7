"""What pages with tables say beyond their records: what they recommend and compare, and where a table is damaged.

A decision tree, the stages of a guide and a table of factors name patterns deep inside records. These names become
relations of their own, so that they are resolved as all names are; the pointer of each tells where in the record it is.
"""

from collections.abc import Iterable, Iterator

from loaders.base import SourceFile
from loaders.items import folded_key, pointer_to
from loaders.tree import Mapping, Node, Sequence
from ontology.claim import Claim, Value
from ontology.decision_tree import Record, flaws_of, read_tree
from ontology.fillers import is_placeholder
from ontology.problem import Problem
from ontology.text import clean, fold_space
from ontology.vocabulary import Vocabulary

#: Tables whose rows all have one column that names the row, and as many others as the table has.
TABLES = {"assessment": "factor", "factor": "factor"}

#: Columns of a table that hold no option.
ASIDE = ("factor", "why", "note", "source")

#: Records that need a name, and the key that holds it.
NAMED = {"phase": "name", "stage": "name"}

_GATHERED = (*TABLES, *NAMED, "question", "scenario", "start", "options")


def completed(
    file: SourceFile, vocabulary: Vocabulary, front: Mapping, kind: str, id_: str, read: Iterable[Claim | Problem]
) -> Iterator[Claim | Problem]:
    """All that was read of a page, and then what its tables say beyond it."""
    found: dict[str, list[Record]] = {}
    for item in read:
        if isinstance(item, Claim) and item.predicate in _GATHERED:
            found.setdefault(item.predicate, []).append((item.value, item.source.pointer))
        yield item
    page = _Page(file, vocabulary, front, id_)
    if kind == "decision-tree":
        yield from page.tree(found)
    for name, column in TABLES.items():
        yield from page.table(name, column, found.get(name, []))
    for name, key in NAMED.items():
        yield from page.named(name, key, found.get(name, []))
    yield from page.stages(found.get("stage", []))
    yield from page.options(found.get("factor", []), found.get("options", []))


class _Page:
    """One page on its way to claims."""

    def __init__(self, file: SourceFile, vocabulary: Vocabulary, front: Mapping, id_: str) -> None:
        self.file, self.vocabulary, self.front, self.id = file, vocabulary, front, id_

    def tree(self, found: dict[str, list[Record]]) -> Iterator[Claim | Problem]:
        """What a decision tree recommends, and where it leads astray."""
        tiers = [tier.name for scale in self.vocabulary.scales.values() for tier in scale.tiers]
        start = str(found["start"][0][0]) if found.get("start") else ""
        tree, flaws = read_tree(found.get("question", []), found.get("scenario", []), tiers, start)
        for scenario in tree.scenarios:
            for one in scenario.recommended:
                yield from self._recommends(one.name, one.pointer, one.why, one.ground)
        for flaw in (*flaws, *flaws_of(tree)):
            yield self._problem(flaw.rule, flaw.message, flaw.pointer)

    def table(self, name: str, column: str, rows: list[Record]) -> Iterator[Problem]:
        """Rows that are none, or have other columns than the first one."""
        columns: set[str] | None = None
        for data, pointer in rows:
            if not isinstance(data, dict) or not data.get(column):
                yield self._problem("wrong-shape", f"a row of this table needs '{column}'", pointer)
                continue
            here = set(data) - set(ASIDE)
            columns = here if columns is None else columns
            if here != columns:
                differ = ", ".join(sorted(here ^ columns))
                yield self._problem(
                    "wrong-shape", f"rows of one table have the same columns; not all have {differ}", pointer
                )

    def named(self, name: str, key: str, records: list[Record]) -> Iterator[Problem]:
        """Records without their name."""
        for data, pointer in records:
            if not isinstance(data, dict) or not data.get(key):
                yield self._problem("wrong-shape", f"a {name} is a mapping with '{key}'", pointer)

    def stages(self, records: list[Record]) -> Iterator[Claim | Problem]:
        """What the stages of a guide recommend under ``patterns``."""
        for data, pointer in records:
            names = data.get("patterns") if isinstance(data, dict) else None
            listed = names if isinstance(names, list) else [] if names is None else [names]
            for place, item in enumerate(listed):
                fields = item if isinstance(item, dict) else {"pattern": item}
                name = fields.get("pattern")
                where = f"{pointer}/patterns/{place}" if isinstance(names, list) else f"{pointer}/patterns"
                if isinstance(name, str):
                    yield from self._recommends(name, where, fields.get("why"), fields.get("source"))
                else:
                    yield self._problem("wrong-shape", "a pattern is a name, or a mapping with 'pattern'", where)

    def options(self, rows: list[Record], options: list[Record]) -> Iterator[Claim]:
        """What a table of factors compares: its columns, or what ``options`` says that they are."""
        meant = {key: value for data, _ in options if isinstance(data, dict) for key, value in data.items()}
        seen = set(ASIDE)
        for data, pointer in rows:
            for column in data if isinstance(data, dict) and data.get("factor") else ():
                name = meant.get(column, column)
                if column not in seen and isinstance(name, str):
                    yield self._claim("compares", name, pointer_to(pointer, column), {})
                seen.add(column)

    def _recommends(self, name: str, pointer: str, why: Value, ground: Value) -> Iterator[Claim | Problem]:
        if is_placeholder(name):
            yield self._problem("placeholder", f"'{name}' looks like a placeholder", pointer)
            return
        said = {"note": why, "ground": ground}
        yield self._claim("recommends", name, pointer, {key: value for key, value in said.items() if value})

    def _claim(self, predicate: str, name: str, pointer: str, qualifiers: dict[str, Value]) -> Claim:
        source = self.file.at(self._offset(pointer), pointer)
        rule = f"pages/{pointer.split('/')[1]}"
        return Claim(self.id, predicate, source, object=clean(fold_space(name)), qualifiers=qualifiers, rule=rule)

    def _problem(self, rule: str, message: str, pointer: str) -> Problem:
        return Problem(rule, clean(message), self.file.at(self._offset(pointer), pointer))

    def _offset(self, pointer: str) -> int:
        """Where what a pointer leads to stands; of what is not there, where the nearest thing above it does."""
        node: Node = self.front
        for part in pointer.split("/")[1:]:
            name = part.replace("~1", "/").replace("~0", "~")
            below: Node | None = None
            if isinstance(node, Mapping):
                below = next((value for key, value in node.entries if key.raw == name), None) or next(
                    (value for key, value in node.entries if folded_key(key.raw) == folded_key(name)), None
                )
            elif isinstance(node, Sequence) and name.isdecimal() and int(name) < len(node.items):
                below = node.items[int(name)]
            if below is None:
                break
            node = below
        return node.start
