"""A catalogue on a Neo4j server, asked where it lies: one statement a call. Implements ``queries.graph.Graph``."""

import json
from collections.abc import Collection, Iterable, Iterator
from typing import TYPE_CHECKING, Any

from kb.errors import CatalogueError, Changed
from kb.ledger.lookup import KEPT, LEVELS, LIKE, MOST_COMPARED, NAME, NAME_RULES, closeness, keys_for, likeness
from kb.store.base import Store
from kb.store.server.address import Address, parse
from kb.store.server.layout import (
    EDGE,
    FORM,
    NODE,
    claim_of,
    edge_of,
    held_of,
    node_of,
    spoken_of,
    statement_of,
    type_of,
)
from kb.store.server.link import Link
from ontology.claim import Claim
from ontology.names import folded
from ontology.text import clean
from ontology.vocabulary import Vocabulary
from queries.errors import BadQuestion
from queries.graph import Edge, Found, Held, Node
from queries.observed import fitting_at

if TYPE_CHECKING:
    from queries.indexed import LineageIndex
    from queries.life import Statement
    from queries.moment import Moment

#: The first row of every answer: which generation of the catalogue the others are of.
_HEAD = "MATCH (c:KbCatalogue {name: $catalogue}) RETURN [c.generation] AS row UNION ALL "

_CATALOGUES = (
    "MATCH (c:KbCatalogue) WHERE c.name IS NOT NULL RETURN c.name, c.generation, c.form, c.vocabulary, c.width,"
    " c.property_names, c.names, c.counts, c.own_words, c.unspoken ORDER BY c.name"
)


class Neo4jGraph:
    """A catalogue on a server, opened for reading. Close it, or use it in a ``with`` block.

    ``link.trips`` counts how often it went to the server, ``link.rows`` the rows that came back.
    """

    def __init__(self, address: str | Address) -> None:
        """Open the catalogue at an address. Raises ``CatalogueError`` where it cannot be asked."""
        self.link = Link(parse(address) if isinstance(address, str) else address)
        self.path = str(self.link.address)
        self._past: dict[str, Neo4jGraph] = {}
        try:
            self._open()
        except BaseException:
            self.link.close()
            raise

    def _open(self) -> None:
        wanted = self.link.address
        rows = [row for row in self.link.read(_CATALOGUES) if not wanted.name or row[0] == wanted.name]
        if not rows:
            raise CatalogueError(self._none_there())
        present = [row for row in rows if "@" not in row[0]] if not wanted.name else rows
        if len(present) != 1:
            names = ", ".join(row[0] for row in present or rows)
            raise CatalogueError(f"{wanted.uri} holds several catalogues; name one of them, {wanted.uri}/NAME: {names}")
        self.catalogue, self._generation, form, words, self._width, self._property_names, self._names, *rest = present[
            0
        ]
        counts, own, self._unspoken = rest
        if form != FORM:
            raise CatalogueError(
                f"{self.path} was pushed by another version of kb (form {form}, not {FORM}); push it again"
            )
        if self._generation < 0:
            raise CatalogueError(f"a push to {self.path} is under way, or was cut off; push again to complete it")
        self.path = str(wanted._replace(name=self.catalogue))
        self.called: str = self.catalogue
        self._vocabulary = Vocabulary.from_data(json.loads(words))
        self._counts: dict[str, Any] = json.loads(counts)
        self.own_words: dict[str, Any] = json.loads(own)

    def _none_there(self) -> str:
        wanted, known = self.link.address, [row[0] for row in self.link.read(_CATALOGUES)]
        if not known:
            return f"{wanted.uri} holds no catalogue yet; put one there with: kb push {wanted.uri}/NAME"
        import difflib  # only after a mistake

        near = difflib.get_close_matches(wanted.name, known, 1)
        hint = f"did you mean {near[0]}?" if near else f"there are {', '.join(known)}"
        return f"{wanted.uri} holds no catalogue '{wanted.name}'; {hint}"

    def close(self) -> None:
        """Let the server go."""
        for graph in self._past.values():
            graph.close()
        self.link.close()

    def __enter__(self) -> "Neo4jGraph":
        return self

    def __exit__(self, *args: object) -> None:
        self.close()

    def as_seen(self, wanted: str) -> "tuple[Neo4jGraph, str]":
        """The catalogue as it was at a moment of its own clock, where that moment was pushed beside it (``NAME@MOMENT``)."""
        if wanted not in self._past:
            then = self.link.address._replace(name=f"{self.catalogue}@{wanted}")
            known = [row[0] for row in self.link.read(_CATALOGUES)]
            if then.name not in known:
                moments = [name.split("@", 1)[1] for name in known if name.startswith(f"{self.catalogue}@")]
                there = f"there are {', '.join(moments)}; " if moments else ""
                present = self.link.address._replace(name=self.catalogue)
                raise BadQuestion(
                    f"the server does not hold what '{self.catalogue}' said at '{wanted}'; {there}"
                    f"put it there from the catalogue's file: kb push {present} --as-seen {wanted}"
                )
            self._past[wanted] = Neo4jGraph(then)
        return self._past[wanted], wanted

    @property
    def stale(self) -> str:
        """Nothing: a pushed catalogue lies over no file."""
        return ""

    @property
    def vocabulary(self) -> Vocabulary:
        """What the words of this catalogue mean, as they were when it was pushed."""
        return self._vocabulary

    def _rows(self, statement: str, **values: Any) -> list[list[Any]]:
        """Rows of a statement that returns each as a list called ``row``, all of the generation that was opened."""
        rows = [row[0] for row in self.link.read(_HEAD + statement, catalogue=self.catalogue, **values)]
        if not rows or rows[0] != [self._generation]:
            raise Changed(f"{self.path} became another one while it was asked; ask again")
        return rows[1:]

    def find(self, name: str) -> Found:
        """The nodes that a name means; defined nodes come before those known only from references."""
        if name != name.strip() and (exact := self.nodes([name])):  # some catalogues tell ids by a blank at the end
            return Found(name, tuple(exact.values()), LEVELS[0])
        wanted = [[level, f"{kept} {key}"] for level, key in keys_for(name.strip()) if key for kept in KEPT[level]]
        rows = self._rows(
            "UNWIND $keys AS way MATCH (k:KbKey {catalogue: $catalogue, key: way[1]})-[m:KB_MEANS]->(n:KbNode)"
            f" WITH n, collect([way[0], m.rule]) AS ways RETURN [ways, {NODE}] AS row",
            keys=wanted,
        )
        if not rows:
            return Found(name, (), "", self._near(name))
        rows = [[*way, *row] for ways, *row in rows for way in ways]
        rows.sort(key=lambda row: (row[0], row[2], NAME_RULES.index(row[1])))
        best = min(closeness(row[0], row[5]) for row in rows)
        here = {row[2]: row for row in reversed(rows) if closeness(row[0], row[5]) == best}
        nodes = tuple(node_of(here[id_][2:]) for id_ in sorted(here))
        level, rule = here[nodes[0].id][:2]
        return Found(name, nodes, rule if level == NAME else LEVELS[level])

    def _near(self, name: str) -> tuple[Node, ...]:
        """The nearest names by spelling: all of a small catalogue, of a large one a shortlist, ranked by likeness."""
        if self._names <= MOST_COMPARED:
            shortlist = "MATCH (n:KbNode {catalogue: $catalogue}) WHERE n.id IS NOT NULL"
        else:
            shortlist = (
                "CALL db.index.fulltext.queryNodes('kb_spelling', $like, {limit: 400}) YIELD node AS n"
                " WITH n WHERE n.catalogue = $catalogue WITH n LIMIT 50"
            )
        like = " ".join(f"{word}~" for word in folded(name).split())
        rows = self._rows(f"{shortlist} RETURN [n.spellings, {NODE}] AS row", like=like) if like else []
        scored = []
        for names, *row in rows:
            if (alike := max((likeness(name, text) for text in names), default=0.0)) >= LIKE:
                scored.append((-alike, row[0], node_of(row)))
        best = [node for _, _, node in sorted(scored, key=lambda one: one[:2])[:5]]
        return tuple(sorted(best, key=lambda node: not node.defined))

    def nodes(self, ids: Iterable[str]) -> dict[str, Node]:
        """The nodes with these ids, by id."""
        wanted = sorted(set(ids))
        if not wanted:
            return {}
        rows = self._rows(
            f"UNWIND $ids AS id MATCH (n:KbNode {{catalogue: $catalogue, id: id}}) RETURN [{NODE}] AS row", ids=wanted
        )
        return {row[0]: node_of(row) for row in sorted(rows, key=lambda row: str(row[0]))}

    def select(self, where: Collection[tuple[str, str]] = (), day: int | None = None) -> Iterator[Node]:
        """All nodes with these property values, on a day or now, by id. ``id`` and ``defined`` (yes, no) count as properties."""
        conditions, held = ["n.id IS NOT NULL"], []
        values: dict[str, Any] = {}
        for place, (name, value) in enumerate(where):
            if name == "defined":
                conditions.append(f"n.defined = $value{place}")
                values[f"value{place}"] = value.casefold() in ("yes", "true", "1")
            elif name in ("id", "kind"):
                conditions.append(f"n.{name} = $value{place}")
                values[f"value{place}"] = clean(value)
            else:
                now = "" if day is not None else " WHERE said.now"
                conditions.append(
                    f"EXISTS {{ (n)-[said:KB_SAYS]->(:KbWord {{catalogue: $catalogue, word: $value{place}}}){now} }}"
                )
                held.append((name, clean(value)))
                values[f"value{place}"] = f"{name}\n{clean(value).casefold()[:200]}"
        start = "(n:KbNode {catalogue: $catalogue})"
        first = next((place for place, (name, _) in enumerate(where) if name not in ("defined", "id", "kind")), None)
        if first is not None:  # from the value, and not from every entry
            start = f"(:KbWord {{catalogue: $catalogue, word: $value{first}}})<-[:KB_SAYS]-(n:KbNode)"
        rows = self._rows(f"MATCH {start} WHERE {' AND '.join(conditions)} RETURN [{NODE}] AS row", **values)
        rows.sort(key=lambda row: str(row[0]))
        if day is not None and held:
            names = {name for name, _ in held}
            many = {name for name in names if self.vocabulary.property(name).holds != "one"}
            then = fitting_at(self.properties([row[0] for row in rows], names), held, many, day)
            rows = [row for row in rows if row[0] in then]
        yield from map(node_of, rows)

    def edges(self, frontier: Collection[str], relations: Collection[str], direction: str) -> list[Edge]:
        """Edges of a frontier, by key; each once."""
        if not relations or not frontier:
            return []
        types = "|".join(dict.fromkeys(type_of(name) for name in relations))
        sides = {
            "out": (f"(n)-[r:{types}]->(far:KbNode)", "n.id, far.id"),
            "in": (f"(n)<-[r:{types}]-(far:KbNode)", "far.id, n.id"),
        }
        parts = [
            f"UNWIND $ids AS id MATCH (n:KbNode {{catalogue: $catalogue, id: id}}) MATCH {way}"
            f" WHERE r.relation IN $relations RETURN [r.relation, {ends}, {EDGE}] AS row"
            for way, ends in (sides.values() if direction == "both" else [sides[direction]])
        ]
        rows = self._rows(" UNION ALL ".join(parts), ids=sorted(set(frontier)), relations=list(relations))
        found = {edge.key: edge for edge in (edge_of(row, self._width) for row in rows)}
        return [found[key] for key in sorted(found)]

    def kept(self, relations: tuple[str, ...]) -> "LineageIndex | None":
        """Nothing: the graph stays on the server."""
        del relations
        return None

    def properties(self, ids: Collection[str], names: Collection[str] = ()) -> list[Held]:
        """Values of these nodes with who says so: by node, property, and chosen first."""
        if not ids:
            return []
        chosen = " WHERE n.held_names[place] IN $names" if names else ""
        rows = self._rows(
            "UNWIND $ids AS id MATCH (n:KbNode {catalogue: $catalogue, id: id})"
            f" RETURN [n.id, [place IN range(0, size(n.held_names) - 1){chosen} | [n.held_names[place], n.held[place]]]]"
            " AS row",
            ids=sorted(set(ids)),
            names=list(names),
        )
        rows.sort(key=lambda row: str(row[0]))
        return [held_of(id_, name, text) for id_, values in rows for name, text in values]

    def claims(self, edges: Collection[Edge]) -> dict[int, tuple[Claim, ...]]:
        """Who says each edge, strongest first."""
        wanted = sorted({edge.key: edge for edge in edges}.values(), key=lambda edge: edge.key)
        if not wanted:
            return {}
        types = "|".join(dict.fromkeys(type_of(edge.relation) for edge in wanted))
        rows = self._rows(
            "UNWIND range(0, size($edges) - 1) AS place WITH place, $edges[place] AS wanted"
            " MATCH (n:KbNode {catalogue: $catalogue, id: wanted[1]})"
            f" MATCH (n)-[r:{types}]->(far:KbNode) WHERE r.relation = wanted[0] AND far.id = wanted[2]"
            " RETURN [place, r.claims] AS row",
            edges=[[edge.relation, edge.subject, edge.object] for edge in wanted],
        )
        said = {wanted[place].key: tuple(map(claim_of, json.loads(text))) for place, text in sorted(rows)}
        return {key: claims for key, claims in said.items() if claims}

    def names(self, ids: Collection[str]) -> list[tuple[str, str, str, str]]:
        """Every name of these nodes: (id, name, rule, since), id first, then title, then the others as written."""
        rows = self._rows(
            "UNWIND $ids AS id MATCH (n:KbNode {catalogue: $catalogue, id: id}) RETURN [n.id, n.called] AS row",
            ids=sorted(set(ids)),
        )
        rows.sort(key=lambda row: str(row[0]))
        return [(id_, name, rule, since) for id_, called in rows for name, rule, since in json.loads(called)]

    def property_names(self) -> list[str]:
        """Every property that some node holds, by name."""
        return list(self._property_names)

    def search(self, text: str, limit: int) -> tuple[list[tuple[Node, str]], int]:
        """Not here: the index over text stays with the file. Raises ``BadQuestion``."""
        del text, limit
        raise BadQuestion("text is searched in a catalogue's file, not on the server; ask the file with --kb FILE")

    def said(self, names: Collection[str]) -> "list[Statement]":
        """Every statement, open or ended, that names one of these as they are or but for case and hyphens."""
        rows = self._rows(
            "UNWIND $names AS name MATCH (x:KbSaid {catalogue: $catalogue, name: name})<-[:KB_NAMES]-(n:KbStatement)"
            " WITH DISTINCT n RETURN [n.key, n.data] AS row",
            names=sorted({folded(name) for name in names}),
        )
        found = [(key, statement_of(data)) for key, data in rows]
        found.sort(key=lambda one: (one[1].claim.source[:3], one[0]))
        return [one for _, one in found]

    def spoken(self) -> Iterator[tuple[str, Claim]]:
        """Everything that the sources of this catalogue say now, with their paths, in reading order."""
        rows = self._rows(
            "MATCH (n:KbStatement {catalogue: $catalogue}) WHERE n.key IS NOT NULL RETURN [n.key, n.data] AS row"
        )
        claims = [(claim.source[:3], key, claim) for key, data in rows if (claim := spoken_of(data)) is not None]
        claims.sort(key=lambda one: one[:2])
        for (path, *_), _, claim in claims:
            yield path, claim

    def unspoken(self) -> list[str]:
        """What the claims of today left out of the record when it was pushed, in words."""
        return list(self._unspoken)

    def tally(self, at: "Moment | None" = None) -> dict[str, Any]:
        """Counts over the whole catalogue, at a moment."""
        from kb.store.server.tally import tally  # only for kb stats

        return tally(self._rows, self._counts, at)


#: mypy holds the store to the protocol here.
_IS_A_STORE: type[Store] = Neo4jGraph
