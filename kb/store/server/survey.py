"""What is known of a catalogue as a whole once all its pieces were seen: how many, and a digest of each bucket."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from kb.store.server.layout import BUCKETS, FORM, edge_width, signed
from kb.store.server.pieces import SORTS, Piece, Sort
from queries.graph import Graph

#: Hears of progress: what is done, how many, of how many (0 where nobody knows yet).
Told = Callable[[str, int, int], None]


class Survey:
    """Notes pieces as they pass: while they are sent, or in a look of its own."""

    def __init__(self) -> None:
        self.counts: dict[str, int] = {}
        """How many pieces of each sort there are."""
        self._sums: dict[str, list[int]] = {}
        self._width = self._names = 0

    def look(self, graph: Graph, ids: Sequence[str], told: Told) -> None:
        """Look through everything."""
        for sort in SORTS:
            for _ in self.passing(sort, sort.read(graph, ids)):
                told(f"{sort.name} compared", self.counts[sort.name], len(ids) if sort.name == "entries" else 0)

    def passing(self, sort: Sort, all_pieces: Iterable[list[Piece]]) -> Iterator[list[Piece]]:
        """The pieces of one sort, which are noted as they pass; begun again, they are counted anew."""
        self.counts[sort.name], sums = 0, [0] * BUCKETS
        self._sums[sort.name] = sums
        if sort.name == "entries":
            self._names = 0
        for pieces in all_pieces:
            for piece in pieces:
                sums[piece.bucket] += piece.digest
                if sort.name == "edges":
                    self._width = max(self._width, edge_width(*piece.key))
                elif sort.name == "entries":
                    self._names += len(piece.whole.properties["spellings"])
            self.counts[sort.name] += len(pieces)
            yield pieces

    def digests(self, sort: str) -> list[int]:
        """A digest for each bucket of a sort, as the database holds numbers."""
        return list(map(signed, self._sums[sort]))

    def about(self, graph: Graph) -> dict[str, Any]:
        """What the server keeps of the catalogue as a whole."""
        return {
            "form": FORM,
            "own_words": json.dumps(getattr(graph, "own_words", {}), ensure_ascii=False),
            "unspoken": graph.unspoken() if hasattr(graph, "unspoken") else [],
            "vocabulary": json.dumps(graph.vocabulary.to_data(), ensure_ascii=False),
            "width": self._width,
            "names": self._names,
            "property_names": graph.property_names(),
            "counts": json.dumps(graph.tally(), ensure_ascii=False),
            **{f"buckets_{sort}": self.digests(sort) for sort in self._sums},
        }
