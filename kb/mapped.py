"""Counts what a mapping made of a catalogue: from its open claims, the settled graph, and what files told beside."""

import json
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import TYPE_CHECKING, Any

from kb.ledger.said import MEANT
from kb.store.file import open_for_reading, translated
from loaders.mapping.rules import Rule, both_ways, reading, rules_of
from loaders.mapping.run import loaders_of
from ontology.problem import Problem
from ontology.source import Source
from queries.mapped import Dangling, Mapped, RuleCount, Word

if TYPE_CHECKING:
    from loaders.mapping.model import MappingRule

Rows = Callable[..., list[Any]]

#: The counts of a tally, and what each is in a report.
_COUNTS = {"values": "values", "empty": "empty", "left-out": "left_out", "unread": "unread", "without-id": "unread"}
_COUNTS |= {"none": "none", "outside": "outside"}

_MINE = "claim.closed IS NULL AND claim.source IN (SELECT value FROM json_each(?))"
_PLACE = "source.path, claim.line, claim.col, claim.pointer, claim.quote"
_SOURCE = "JOIN source ON source.id = claim.source"
_ENDS = (
    "JOIN edge_claim ON edge_claim.claim = claim.id JOIN edge ON edge.key = edge_claim.edge"
    " JOIN node s ON s.nid = edge.subject JOIN node o ON o.nid = edge.object"
)


def mapped(kb: str, mapping: "MappingRule") -> Mapped:
    """What a mapping made of the catalogue file ``kb``: of all files that it has read and that still count."""
    with translated(kb), closing(open_for_reading(kb)) as connection:
        return _Counting(lambda sql, *values: connection.execute(sql, values).fetchall(), mapping).whole()


class _Counting:
    """One report in the making."""

    def __init__(self, rows: Rows, mapping: "MappingRule") -> None:
        self.rows = rows
        self.mapping = mapping
        self.rules = {rule.path: rule for rule in rules_of(mapping)}
        self.counts: dict[str, dict[str, int]] = {path: {} for path in self.rules}
        self.words: dict[tuple[str, str], int] = {}
        self.dangling: list[Dangling] = []
        self.prefix = f"{mapping.title}/"
        forms = {one.name for one in loaders_of(mapping)}
        stamps = [stamp for (stamp,) in rows("SELECT DISTINCT loader FROM source") if stamp.rsplit("/", 2)[0] in forms]
        listed = "SELECT id FROM source WHERE layer = '' AND loader IN (SELECT value FROM json_each(?))"
        self.mine = json.dumps([id_ for (id_,) in rows(listed, json.dumps(stamps))])

    def whole(self) -> Mapped:
        """Everything."""
        files = self._told()
        for rule, number in self.rows(f"SELECT rule, count(*) FROM claim WHERE {_MINE} GROUP BY rule", self.mine):
            if self.rules and rule.startswith(self.prefix):  # not what prose says below a record
                self._add(self._path(rule), "made", number)
        self._sides()
        self._folded()
        found = {*self._references(), *self._ignored(), *self._aliases()}
        self.dangling += [one for one in found if not self._is_outside(one)]
        for one in self.dangling:
            self._add(one.rule, "dangling")
        order = {path: place for place, path in enumerate(self.counts)}
        words = sorted(self.words, key=lambda key: (order.get(key[0], len(order)), -self.words[key], key))
        return Mapped(
            self.mapping.title,
            files,
            tuple(RuleCount(path, self._sort(path), **number) for path, number in self.counts.items()),
            tuple(sorted(self.dangling, key=lambda one: (one.source, one.rule, one.name))),
            tuple(Word(*key, self.words[key]) for key in words),
            tuple(self._findings("duplicate-id")),
            tuple(self._findings("lineage-cycle", "relation-cycle")),
        )

    def _sort(self, path: str) -> str:
        """A rule's sort; one of an earlier form of the mapping, whose files wait to be loaded again, has none."""
        return self.rules[path].sort if path in self.rules else "earlier"

    def _add(self, path: str, what: str, times: int = 1) -> None:
        rule = self.counts.setdefault(path, {})
        rule[what] = rule.get(what, 0) + times

    def _path(self, rule: str) -> str:
        """A rule's name without the mapping's title, which stands before it in claims."""
        return rule.removeprefix(self.prefix)

    def _told(self) -> int:
        """Add up what files told beside their claims; the number of files."""
        mine, files = "source IN (SELECT value FROM json_each(?))", 0
        # Of many files of one form most tell the same.
        for counts, alike in self.rows(f"SELECT counts, count(*) FROM tally WHERE {mine} GROUP BY counts", self.mine):
            files += alike
            for path, number in json.loads(counts).items():
                for what, times in number.items():
                    self._add(path, _COUNTS[what], times * alike)
        for (words,) in self.rows(f"SELECT words FROM tally WHERE {mine} AND words != '{{}}'", self.mine):
            for path, several in json.loads(words).items():
                for word, times in several.items():
                    self.words[path, word] = self.words.get((path, word), 0) + times
        missing = "SELECT path, missing FROM tally JOIN source ON source.id = tally.source"
        for file, names in self.rows(f"{missing} WHERE {mine} AND missing != '[]'", self.mine):
            for path, name, *place in json.loads(names):
                self.dangling.append(Dangling(path, name, Source(file, *place)))
        if self.mapping.pages is not None:  # the loaders of pages leave no tally
            files = self.rows(f"SELECT count(DISTINCT source) FROM claim WHERE {_MINE}", self.mine)[0][0]
        return files

    def _sides(self) -> None:
        """Edges of two records that one end or both say, where the mapping reads both."""
        relations = json.dumps(sorted(both_ways(self.mapping)))
        if relations == "[]":
            return
        sql = (
            f"SELECT claim.rule, sum(instr(edge.detail, '\"said-by\"') > 0), count(*) FROM claim {_ENDS} WHERE {_MINE}"
            " AND s.defined AND o.defined AND edge.relation IN (SELECT value FROM json_each(?)) GROUP BY claim.rule"
        )
        for rule, both, number in self.rows(sql, self.mine, relations):
            if rule.startswith(self.prefix):
                self._add(self._path(rule), "both", both)
                self._add(self._path(rule), "one_side", number - both)

    def _folded(self) -> None:
        """Names that mean a record by its id but for case and outer white space: they may mean another thing."""
        sql = (
            f"SELECT claim.rule, {MEANT}, s.id, o.id FROM claim {_ENDS} WHERE {_MINE} AND claim.ids != ''"
            " AND s.defined AND o.defined"
            " AND NOT (claim.ids = '=' AND iif(claim.backwards, claim.subject = s.id, claim.object = o.id))"
        )
        for rule, ids, *ends in self.rows(sql, self.mine):
            meant = json.loads(ids)
            for several in meant if isinstance(meant[0], list) else [meant]:
                if rule.startswith(self.prefix) and not set(several) & set(ends):
                    alike = {id_.strip().casefold() for id_ in several} & {id_.strip().casefold() for id_ in ends}
                    self._add(self._path(rule), "folded", int(bool(alike)))

    def _references(self) -> Iterator[Dangling]:
        """Ends of edges that only references know."""
        sql = (  # from the few nodes that are not there, not from all claims
            "WITH gone AS MATERIALIZED (SELECT nid FROM node WHERE NOT defined), loose AS MATERIALIZED"
            " (SELECT key FROM edge WHERE subject IN gone UNION SELECT key FROM edge WHERE object IN gone)"
            f" SELECT claim.rule, claim.subject, claim.object, claim.backwards, {MEANT}, s.id, s.defined, o.id, o.defined,"
            f" {_PLACE} FROM loose CROSS JOIN edge_claim ON edge_claim.edge = loose.key"
            f" CROSS JOIN claim ON claim.id = edge_claim.claim {_SOURCE} JOIN edge ON edge.key = loose.key"
            f" JOIN node s ON s.nid = edge.subject JOIN node o ON o.nid = edge.object WHERE {_MINE}"
        )
        for rule, subject, object_, backwards, ids, *ends in self.rows(sql, self.mine):
            if not rule.startswith(self.prefix):
                continue
            unknown = {id_ for id_, defined in (ends[:2], ends[2:4]) if not defined}
            meant = json.loads(ids) if ids else []
            pairs = [(subject if backwards else object_, meant)]
            if meant and isinstance(meant[0], list):
                pairs = [(subject, meant[0]), (object_, meant[1])]
            for name, several in pairs:
                if unknown & {name, *several}:
                    yield Dangling(self._path(rule), name, Source(*ends[4:]))

    def _ignored(self) -> Iterator[Dangling]:
        """Names that the mapping leaves out where their record is missing."""
        found = self.rows("SELECT path, line, col, pointer FROM finding WHERE rule = 'no-such-record'")
        sql = (
            f"SELECT claim.rule, iif(claim.backwards, claim.subject, claim.object), {_PLACE} FROM claim {_SOURCE}"
            f" WHERE {_MINE} AND claim.ids LIKE '%, \"\"]' AND claim.id NOT IN (SELECT claim FROM edge_claim)"
        )
        places = set(found)
        for rule, name, *place in self.rows(sql, self.mine) if places else ():
            if tuple(place[:4]) in places:
                yield Dangling(self._path(rule), name, Source(*place))

    def _aliases(self) -> Iterator[Dangling]:
        """Other names of records that are not there."""
        sql = (
            f"SELECT claim.rule, claim.subject, {_PLACE} FROM property JOIN node ON node.nid = property.node"
            f" JOIN claim ON claim.id = property.claim {_SOURCE}"
            f" WHERE property.name = 'alias' AND NOT node.defined AND claim.by_name AND {_MINE}"
        )
        if any(record.alias_of is not None for record in self.mapping.records):
            for rule, name, *place in self.rows(sql, self.mine):
                yield Dangling(self._path(rule), name, Source(*place))

    def _is_outside(self, one: Dangling) -> bool:
        """Whether the rule that read a name takes it for a thing outside."""
        found = reading(self.rules.get(one.rule, Rule("", "")).references, one.name)
        return found is not None and found.meaning != "record"

    def _findings(self, *rules: str) -> Iterator[Problem]:
        """Findings of some rules in the mapping's files."""
        columns = "path, rule, line, col, pointer, quote, message, hint"
        where = "rule IN (SELECT value FROM json_each(?1)) AND path IN"
        where += " (SELECT path FROM source WHERE id IN (SELECT value FROM json_each(?2)))"
        sql = f"SELECT {columns} FROM problem WHERE {where} UNION SELECT {columns} FROM finding WHERE {where}"
        for row in self.rows(f"{sql} ORDER BY path, line, col, message", json.dumps(rules), self.mine):
            yield Problem(row[1], row[6], Source(row[0], row[2], row[3], row[4], row[5]), row[7])
