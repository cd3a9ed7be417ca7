"""Search over names and text in a catalogue file: every word must occur; words that nobody knows are spelt otherwise."""

import json
from collections.abc import Callable, Collection
from typing import Any

from kb.ledger.lookup import MOST_COMPARED, terms_of
from kb.ledger.spelling import spellings, trigrams
from ontology.names import words
from ontology.text import clean
from queries.graph import Found, Node

#: What is said of a hit whose words are others than those that were asked for.
ALIKE = "spelt alike"
#: Of a large catalogue, so many names that share a part with a misspelt word are looked through.
SHORTLIST = 200
#: So many letters a misspelt word may have more or less.
LONGER = 3

Hits = dict[str, tuple[Node, str]]


class TextSearch:
    """One search in one file."""

    def __init__(self, rows: Callable[..., list[Any]], node: Callable[[Any], Node], columns: str) -> None:
        """``rows`` runs a statement; ``node`` reads a row of ``columns``."""
        self._rows, self._node = rows, node
        self._columns = columns.replace("title", "node.title")

    def search(self, text: str, exact: Found, background: Collection[str], limit: int) -> tuple[Hits, int]:
        """What fits a text, best first, at most so many, and how many fit. ``exact`` is what the text is the name of."""
        found: Hits = {node.id: (node, exact.rule) for node in exact.nodes}
        terms = terms_of(clean(text))
        more, total = self._fitting(" ".join(map(_quoted, terms)), found, background, limit)
        found, total = found | more, total + len(found)
        if not found:
            found, total = self._fitting(self._respelt(terms), {}, background, limit)
            found = {id_: (node, f"{ALIKE}: {matched}") for id_, (node, matched) in found.items()}
            others = [node for node in exact.suggestions if node.id not in found]
            total += len(others)
            found |= {node.id: (node, ALIKE) for node in others}
        return dict(list(found.items())[:limit]), total

    def _fitting(self, query: str, known: Hits, background: Collection[str], limit: int) -> tuple[Hits, int]:
        """What the index over text finds beside what is known."""
        if not query:
            return {}, 0
        fits = (
            "FROM fulltext JOIN node ON node.nid = fulltext.rowid WHERE fulltext MATCH ?"
            " AND node.id NOT IN (SELECT value FROM json_each(?))"
        )
        ids = json.dumps(sorted(known))
        total = int(self._rows(f"SELECT count(*) {fits}", query, ids)[0][0])
        rows = self._rows(
            f"SELECT snippet(fulltext, -1, '', '', '…', 12), {self._columns} {fits}"
            " ORDER BY node.kind IN (SELECT value FROM json_each(?)), NOT defined, bm25(fulltext, 10, 8, 1), node.id"
            " LIMIT ?",
            query,
            ids,
            json.dumps(list(background)),
            max(limit - len(known), 0),
        )
        return {row[1]: (self._node(row[1:]), " ".join(str(row[0]).split())) for row in rows}, total

    def _respelt(self, terms: Collection[str]) -> str:
        """A query with the nearest spellings of the words that occur nowhere; empty where there are none."""
        parts, changed = [], False
        for term in terms:
            if " " in term or self._occurs(term):
                parts.append(_quoted(term))
                continue
            for word in words(term):
                near = [word] if self._occurs(word) else spellings(word, self._names_like(word))
                if not near:
                    return ""
                changed |= near != [word]
                # What the index knows are stems; it would stem them once more, so what begins like them fits.
                parts.append(f"({' OR '.join(f'{_quoted(one)} *' for one in near)})")
        return " AND ".join(parts) if changed else ""

    def _occurs(self, term: str) -> bool:
        return bool(self._rows("SELECT 1 FROM fulltext WHERE fulltext MATCH ? LIMIT 1", _quoted(term)))

    def _names_like(self, word: str) -> list[str]:
        """All names of a small catalogue, of a large one those that share a part with a word; and the words that begin as it does.

        A short word with a letter missing in its midst shares no three letters with the right one: ``phse``.
        """
        rows = self._rows(f"SELECT DISTINCT key FROM name WHERE level < 2 LIMIT {MOST_COMPARED + 1}")
        if len(rows) > MOST_COMPARED:
            query = trigrams(word)
            listed = f"SELECT name FROM spelling WHERE spelling MATCH ? ORDER BY rank LIMIT {SHORTLIST}"
            rows = self._rows(listed, query) if query else []
        self._rows("CREATE VIRTUAL TABLE IF NOT EXISTS temp.stem USING fts5vocab('main', 'fulltext', 'row')")
        rows += self._rows(
            "SELECT term FROM temp.stem WHERE term >= ? AND term < ? AND length(term) BETWEEN ? AND ?",
            word[0],
            word[0] + "\U0010ffff",
            len(word) - LONGER,
            len(word) + LONGER,
        )
        return [str(row[0]) for row in rows]


def _quoted(term: str) -> str:
    return '"' + term.replace('"', '""') + '"'
