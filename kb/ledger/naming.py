"""What every node is called, as the store keeps it: by key and level for a look-up, by trigrams for a misspelt one."""

from collections.abc import Iterator

from kb.ledger.lookup import MOST_COMPARED, exact_level, looser_keys
from kb.ledger.properties import Settled, chosen
from kb.ledger.retirement import NodeRow
from kb.ledger.said import Said
from kb.ledger.writing import Table
from ontology.names import folded

#: Properties that are names of their node, and what each is called as a rule.
CALLED = {"title": "title", "alias": "alias", "former-name": "former name"}

#: A row of the table of names: (level, key, number of the node, rule, since).
Row = tuple[int, str, int, str, str]


class Names:
    """The names of all nodes, gathered node by node."""

    def __init__(self, twins: dict[str, str]) -> None:
        """``twins`` are ids that are read as another one, which is then called so, too."""
        self._rows: list[Row] = []
        self._spellings: list[tuple[str, int]] = []
        self._names = 0
        self._twins: dict[str, list[str]] = {}
        for twin, id_ in sorted(twins.items()):
            self._twins.setdefault(id_, []).append(twin)

    def add(self, number: int, row: NodeRow, held: dict[str, list[Settled]], fulltext: Table) -> None:
        """Note what one node is called, and write what it is found by in a search."""
        exact: dict[tuple[int, str], tuple[str, str]] = {}
        looser: dict[tuple[int, str], None] = {}
        spelt: dict[str, None] = {}
        distinct: dict[str, None] = {}
        for rule, name, since in self._called(row, held):
            distinct[name] = None
            first = exact.setdefault((exact_level(rule), name), (rule, since))
            if first[0] == rule and since < first[1]:
                exact[exact_level(rule), name] = (rule, since)
            if rule != "title" or name != row.id:  # then by the others it is found as an id
                spelt[folded(name)] = None
                for key in looser_keys(name, rule):
                    looser[key] = None
        self._names += len(distinct)
        self._rows += [(level, key, number, rule, since) for (level, key), (rule, since) in exact.items()]
        self._rows += [(level, key, number, "", "") for level, key in looser]
        self._spellings += [(form, number) for form in spelt]
        # SQLite finds its snippet in quadratic time: a name of 100 kB would take ten seconds.
        fulltext.add((number, row.title[:1000], " · ".join(distinct)[:5000], chosen(held, "summary")))

    def _called(self, row: NodeRow, held: dict[str, list[Settled]]) -> Iterator[tuple[str, str, str]]:
        """All names as (rule, name, since), the strongest rule first."""
        yield "id", row.id, ""
        for twin in self._twins.get(row.id, ()):
            yield "id", twin, ""
        yield "title", row.title, ""
        for property_, rule in CALLED.items():
            for value in held.get(property_, ()):
                yield rule, value.text, since_of(value.said)

    def write(self, names: Table, spelling: Table) -> None:
        """Write what was noted, in the order of the table: SQLite then appends instead of searching for each place."""
        self._rows.sort()
        names.add(*self._rows)
        self._rows.clear()
        if self._names > MOST_COMPARED:  # of fewer names every one is compared, and nobody looks here
            spelling.add(*self._spellings)


def since_of(said: Said) -> str:
    """Since when a name held, as its source writes it; empty where it does not."""
    return str(said.extra.get("since", ""))
