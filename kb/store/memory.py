"""A store in memory, over plain dicts: for notebooks, tests and small graphs. Implements ``queries.graph.Graph``.

It answers as the SQLite store does: edges by key, nodes by id, the same levels of names.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from typing import Any

from kb.ledger.lookup import KEPT, LEVELS, LIKE, NAME, NAME_RULES, closeness, keys_for, keys_of, likeness, terms_of
from kb.ledger.spelling import spellings
from ontology.builtin import VOCABULARY
from ontology.claim import Claim
from ontology.names import words
from ontology.vocabulary import Vocabulary
from queries.graph import Edge, Found, Graph, Held, Node
from queries.indexed import LineageIndex
from queries.moment import Moment, begun, holds
from queries.observed import held_at, word


class MemoryGraph:
    """A graph held in memory. Two graphs made of the same parts in another order give the same answers."""

    def __init__(
        self,
        nodes: Iterable[Node],
        edges: Iterable[Edge],
        vocabulary: Vocabulary = VOCABULARY,
        properties: Iterable[Held] = (),
        claims: Iterable[tuple[int, Claim]] = (),
        names: Iterable[tuple[str, str, str, str]] = (),
    ) -> None:
        """Hold nodes and edges; an edge's end without a node becomes one that is known only from references.

        ``claims`` are pairs of an edge's key and who says it, strongest first; ``names`` are further names of nodes as
        (id, name, rule, since). Raises ``ValueError`` where two nodes share an id or two edges a key.
        """
        given, joined = list(nodes), sorted(edges, key=lambda edge: edge.key)
        self._edges = {edge.key: edge for edge in joined}
        known = {node.id: node for node in given}
        if len(known) < len(given) or len(self._edges) < len(joined):
            raise ValueError("two nodes share an id, or two edges a key")
        ends = {end for edge in joined for end in (edge.subject, edge.object)}
        known.update({end: Node(end, end, "", defined=False) for end in ends - known.keys()})
        self._nodes = dict(sorted(known.items()))
        self._vocabulary = vocabulary
        self._held = sorted(properties, key=lambda held: (held.node, held.name))
        self._claims: dict[int, list[Claim]] = {}
        for key, claim in claims:
            self._claims.setdefault(key, []).append(claim)
        self._sides: dict[str, dict[str, list[Edge]]] = {"out": {}, "in": {}}
        for edge in joined:
            for side, end in (("out", edge.subject), ("in", edge.object)):
                self._sides[side].setdefault(end, []).append(edge)
        self._called: dict[str, dict[tuple[bool, str], tuple[str, str]]] = {}
        self._meant: dict[tuple[int, str], dict[str, str]] = {}
        self._name(names)

    def _name(self, names: Iterable[tuple[str, str, str, str]]) -> None:
        """Let every node be found by its id, its title and its further names; the first rule of a name stands."""
        for node in self._nodes.values():  # an id and an equal title stand side by side; so the flag
            self._called[node.id] = {(True, node.id): ("id", ""), (False, node.title): ("title", "")}
        for id_, name, rule, since in sorted(names, key=lambda row: (row[0], _strength(row[2]), row[3], row[1])):
            self._called[id_].setdefault((rule == "id", name), (rule, since))
        for id_, called in self._called.items():
            for (_, name), (rule, _) in called.items():
                for key in keys_of(name, rule):
                    self._meant.setdefault(key, {}).setdefault(id_, rule)

    @property
    def vocabulary(self) -> Vocabulary:
        """What the words of this graph mean."""
        return self._vocabulary

    def find(self, name: str) -> Found:
        """The nodes that a name means; defined nodes come before those known only from references."""
        matches: list[tuple[int, int, str, str]] = []
        for level, key in keys_for(name.strip()):
            for kept in KEPT[level] if key else ():
                for id_, rule in self._meant.get((kept, key), {}).items():
                    matches.append((closeness(level, self._nodes[id_].defined), level, id_, rule))
        if not matches:
            return Found(name, (), "", self._near(name))
        here = {id_: (level, rule) for close, level, id_, rule in matches if close == min(matches)[0]}
        level, rule = here[min(here)]
        return Found(name, tuple(self._nodes[id_] for id_ in sorted(here)), rule if level == NAME else LEVELS[level])

    def _near(self, name: str) -> tuple[Node, ...]:
        """The nearest names by spelling."""
        scored: dict[str, float] = {}
        for id_, called in self._called.items():
            for _, text in called:
                if (alike := likeness(name, text)) >= LIKE:
                    scored[id_] = max(alike, scored.get(id_, 0.0))
        best = sorted(scored, key=lambda id_: (-scored[id_], id_))[:5]
        return tuple(sorted((self._nodes[id_] for id_ in best), key=lambda node: not node.defined))

    def nodes(self, ids: Iterable[str]) -> dict[str, Node]:
        """The nodes with these ids, by id."""
        return {id_: self._nodes[id_] for id_ in sorted(set(ids)) if id_ in self._nodes}

    def select(self, where: Collection[tuple[str, str]] = (), day: int | None = None) -> Iterator[Node]:
        """All nodes with these property values, on a day or now, by id. ``id`` and ``defined`` (yes, no) count as properties."""
        stated: dict[tuple[str, str], set[str]] = {}
        if day is not None:  # what was observed only later did not hold at all
            stated = {(held.node, held.name): set() for held in self._held}
        for held in self._held if day is None else self._held_at(day):
            if held.state == "chosen" or day is not None:
                whole = self._vocabulary.property(held.name).holds == "record"  # nobody can write one as a filter
                stated.setdefault((held.node, held.name), set()).add("" if whole else word(held.value))
        for node in self._nodes.values():
            if all(_fits(node, name, value, stated.get((node.id, name))) for name, value in where):
                yield node

    def _held_at(self, day: int) -> Iterator[Held]:
        """The values that held on a day."""
        by_name: dict[tuple[str, str], list[Held]] = {}
        for held in self._held:
            by_name.setdefault((held.node, held.name), []).append(held)
        for (_, name), values in by_name.items():
            if self._vocabulary.property(name).holds == "one":
                yield from held_at(values, day)
            else:
                yield from (held for held in values if held.state == "chosen")

    def edges(self, frontier: Collection[str], relations: Collection[str], direction: str) -> list[Edge]:
        """Edges of a frontier, by key; each once."""
        sides = {"out": ("out",), "in": ("in",), "both": ("out", "in")}[direction]
        touched = (edge for side in sides for id_ in set(frontier) for edge in self._sides[side].get(id_, ()))
        return [self._edges[key] for key in sorted({edge.key for edge in touched if edge.relation in relations})]

    def kept(self, relations: tuple[str, ...]) -> LineageIndex | None:
        """Nothing besides: all of it is in memory."""
        del relations
        return None

    def properties(self, ids: Collection[str], names: Collection[str] = ()) -> list[Held]:
        """Values of these nodes with who says so: by node, property, and in the order given."""
        wanted = set(ids)
        return [held for held in self._held if held.node in wanted and (not names or held.name in names)]

    def claims(self, edges: Collection[Edge]) -> dict[int, tuple[Claim, ...]]:
        """Who says each edge, in the order given; an edge without a claim is left out."""
        return {key: tuple(self._claims[key]) for key in sorted({edge.key for edge in edges}) if key in self._claims}

    def names(self, ids: Collection[str]) -> list[tuple[str, str, str, str]]:
        """Every name of these nodes: (id, name, rule, since), id first, then title, then the others as written."""
        known = sorted(set(ids) & self._called.keys())
        return [(id_, name, rule, since) for id_ in known for (_, name), (rule, since) in self._called[id_].items()]

    def property_names(self) -> list[str]:
        """Every property that some node holds, by name."""
        return sorted({held.name for held in self._held})

    def search(self, text: str, limit: int) -> tuple[list[tuple[Node, str]], int]:
        """Nodes whose names or summary fit, best first; where none does, those whose names are spelt alike."""
        exact = self.find(text.replace('"', ""))
        found = {node.id: (node, exact.rule) for node in exact.nodes}
        texts = [(one.node, 2, str(one.value)) for one in self._held if (one.name, one.state) == ("summary", "chosen")]
        for id_, called in self._called.items():
            texts += [(id_, int(rule != "title"), name) for (_, name), (rule, _) in called.items()]
        wanted = [[" ".join(words(term))] for term in terms_of(text)]
        for id_, line in _fitting(texts, wanted):
            found.setdefault(id_, (self._nodes[id_], line))
        if not found:
            for id_, line in _fitting(texts, self._respelt(wanted, [line for _, _, line in texts])):
                found.setdefault(id_, (self._nodes[id_], f"spelt alike: {line}"))
            for node in exact.suggestions:
                found.setdefault(node.id, (node, "spelt alike"))
        return list(found.values())[:limit], len(found)

    def _respelt(self, wanted: list[list[str]], texts: list[str]) -> list[list[str]]:
        """The nearest spellings of the words that occur nowhere; none where one of them has no other."""
        known = {one for text in texts for one in words(text)}
        parts = [[form] if " " in form or form in known else spellings(form, known) for (form,) in wanted]
        return parts if all(parts) and parts != wanted else []

    def tally(self, at: Moment | None = None) -> dict[str, Any]:
        """Counts over the whole graph, under the same names as the SQLite store's; findings are none."""
        nodes = {id_: node for id_, node in self._nodes.items() if at is None or begun(node, at) is not False}
        edges = {key: edge for key, edge in self._edges.items() if at is None or holds(edge, at)}
        said = [claim for claims in self._claims.values() for claim in claims] + [held.claim for held in self._held]
        defined = {id_ for id_, node in nodes.items() if node.defined}
        ends = {key: {edge.subject, edge.object} for key, edge in edges.items()}
        pages = {id_ for id_, node in self._nodes.items() if node.defined}
        inside = [key for key in ends if ends[key] <= pages]
        way_of = {key: (edge.relation, edge.method) for key, edge in edges.items()}
        ways, between = Counter(way_of.values()), Counter(way_of[key] for key in inside)
        return {
            "sources": len({claim.source.path for claim in said}),
            "claims": len({repr(claim) for claim in said}),
            "nodes": len(defined),
            "references": len(nodes) - len(defined),
            "kinds": _ranked(nodes[id_].kind for id_ in defined),
            "tiers": _ranked(node.tier for node in nodes.values() if node.tier),
            "edges": [
                {"relation": way[0], "method": way[1], "edges": number, "between-pages": between[way]}
                for way, number in sorted(ways.items())
            ],
            "isolated": len(defined.difference(*ends.values())),
            "isolated-from-pages": len(defined.difference(*(ends[key] for key in inside))),
            "disputed": len({(held.node, held.name) for held in self._held if held.state == "other"})
            + sum(len(edge.details().get("disputed", {})) for edge in self._edges.values()),
            "findings": {},
        }


def _fitting(texts: Iterable[tuple[str, int, str]], wanted: list[list[str]]) -> list[tuple[str, str]]:
    """The nodes and lines that have one spelling of every word, titles before names before summaries."""
    fits = (
        (place, id_, line)
        for id_, place, line in texts
        if wanted and all(any(f" {one} " in f" {' '.join(words(line))} " for one in several) for several in wanted)
    )
    return [(id_, line) for _, id_, line in sorted(fits)]


def _strength(rule: str) -> int:
    return NAME_RULES.index(rule) if rule in NAME_RULES else len(NAME_RULES)


def _fits(node: Node, name: str, value: str, stated: set[str] | None) -> bool:
    if name == "defined":
        return node.defined == (value.casefold() in ("yes", "true", "1"))
    if name in ("id", "kind"):
        return bool(getattr(node, name) == value)
    if not stated and name in ("title", "tier", "status", "introduced"):  # a graph that comes without Held values
        return word(value) == word(getattr(node, name)) != ""
    return word(value) in (stated or ())


def _ranked(words_: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(words_).items(), key=lambda item: (-item[1], item[0])))


#: mypy holds the store to the protocol here.
_IS_A_GRAPH: type[Graph] = MemoryGraph
