"""The same power in Python: open a catalogue, ask it, load into one. ``import kb`` is all a user needs.

>>> import kb
>>> with kb.open("bundled") as catalogue:
...     answer = catalogue.what_replaces("2pc")
>>> answer.live[0].node.title
'Saga'
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from exports.data import entries as entries_data
from exports.data import lineage as lineage_data
from exports.data import path as path_data
from exports.data import relate as relate_data
from exports.data import replacement as replacement_data
from exports.data import times as times_data
from kb import loading
from kb.answer import Answer
from kb.catalogues import DEFAULT_NAME
from kb.errors import CatalogueError
from kb.handed import Handing
from kb.opening import open_catalogue
from kb.recording import LoadReport
from queries import card, golden, lineage, listing, neighbours, path, relate, replaced, replacement
from queries import compare as comparing
from queries import disputes as disputing
from queries import migrate as migrations
from queries import search as searching
from queries import structure as structures
from queries import timeline as times
from queries import why as proofs
from queries.flips import Bisection
from queries.life import Life, life
from queries.proof import Proof


class Catalogue(Handing):
    """An open catalogue. Every question takes ``as_of`` (a date as text); names may be ids, titles or acronyms.

    Answers are the frozen dataclasses of ``queries``, wrapped so that they show themselves in a notebook.
    """

    def __init__(self, kb: str | None = None, as_seen: str | None = None) -> None:
        """Open ``kb`` (a path, ``"bundled"``, an address, or None for the nearest ``catalogue.kb``), as it is or was."""
        self._file, self.label = open_catalogue(kb)
        self._name = kb
        self.graph = self._file
        self._seen = ""
        if as_seen is not None:
            try:
                self.graph, self._seen = self._file.as_seen(as_seen)
            except BaseException:
                self._file.close()
                raise
            self.label += f", as seen {self._seen}"

    def close(self) -> None:
        """Give the file back."""
        self._file.close()

    def __enter__(self) -> "Catalogue":
        return self

    def __exit__(self, *args: object) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<Catalogue {self.label}>"

    def what_replaces(self, name: str, as_of: str | None = None) -> Answer[replacement.Replacement]:
        """What replaces ``name``: see ``queries.replacement.Replacement``."""
        from exports.replacement_text import render

        found = replacement.what_replaces(self.graph, name, self._at(as_of))
        return Answer(
            found, replacement_data.replacement, lambda answer, paint: render(answer, paint), self._picture(name, as_of)
        )

    def what_it_replaced(self, name: str, as_of: str | None = None) -> Answer[replaced.Replaced]:
        """What ``name`` replaced: see ``queries.replaced.Replaced``."""
        from exports.lineage_text import render_replaced

        found = replaced.what_it_replaced(self.graph, name, self._at(as_of))
        return Answer(found, replacement_data.replaced, render_replaced, self._picture(name, as_of))

    def show(self, name: str, as_of: str | None = None) -> Answer[card.Card]:
        """Everything that is known about ``name``: see ``queries.card.Card``."""
        from exports.card_text import render

        found = card.show(self.graph, name, self._at(as_of))
        words = self.graph.vocabulary
        return Answer(
            found, entries_data.card, lambda answer, paint: render(answer, words, paint), self._picture(name, as_of)
        )

    def ancestors(
        self, name: str, as_of: str | None = None, relations: Collection[str] | None = None, inferred: bool = False
    ) -> Answer[lineage.Lineage]:
        """What ``name`` descends from: see ``queries.lineage.Lineage``."""
        return self._lineage(lineage.ancestors, name, as_of, relations, inferred)

    def descendants(
        self, name: str, as_of: str | None = None, relations: Collection[str] | None = None, inferred: bool = False
    ) -> Answer[lineage.Lineage]:
        """What descends from ``name``: see ``queries.lineage.Lineage``."""
        return self._lineage(lineage.descendants, name, as_of, relations, inferred)

    def _lineage(
        self,
        ask: Callable[..., lineage.Lineage],
        name: str,
        as_of: str | None,
        relations: Collection[str] | None,
        inferred: bool,
    ) -> Answer[lineage.Lineage]:
        from exports.lineage_text import render_tree

        found = ask(self.graph, name, self._at(as_of), relations, inferred)
        words = self.graph.vocabulary
        return Answer(
            found,
            lineage_data.lineage,
            lambda answer, paint: render_tree(answer, words, paint),
            self._picture(name, as_of),
        )

    def path(
        self,
        start: str,
        end: str,
        as_of: str | None = None,
        relations: Collection[str] | None = None,
        inferred: bool = False,
        *,
        consider: bool = False,
        through: Collection[str] = (),
        most: int | None = None,
    ) -> Answer[path.Path]:
        """The shortest way from ``start`` to ``end``, and with ``most`` all ways: see ``queries.path.Path``."""
        from exports import table_html as tables
        from exports.path_text import render

        found = path.path(
            self.graph,
            start,
            end,
            self._at(as_of),
            relations,
            inferred,
            consider=consider,
            through=through,
            most=most,
        )
        words = self.graph.vocabulary
        picture = self._picture(start, as_of, "path", [end], relations) if found.ids else None
        return Answer(
            found,
            path_data.path,
            lambda answer, paint: render(answer, words, paint),
            picture,
            (lambda answer: tables.path(answer, words)) if most is None else None,
        )

    def relate(self, first: str, second: str, as_of: str | None = None) -> Answer[relate.Related]:
        """Every way in which two are related: see ``queries.relate.Related``."""
        from exports.relate_text import render

        words = self.graph.vocabulary
        found = relate.relate(self.graph, first, second, self._at(as_of))
        return Answer(found, relate_data.relate, lambda answer, paint: render(answer, words, paint))

    def neighbours(
        self, name: str, relation: str, direction: str = "both", as_of: str | None = None, transitive: bool = False
    ) -> Answer[neighbours.Neighbours]:
        """What stands in ``relation`` to ``name``: see ``queries.neighbours.Neighbours``."""
        from exports.lineage_text import render_neighbours

        found = neighbours.neighbours(self.graph, name, relation, direction, self._at(as_of), transitive)
        return Answer(found, lineage_data.neighbours, render_neighbours)

    def common_ancestors(self, *names: str, as_of: str | None = None) -> Answer[lineage.CommonAncestors]:
        """What all ``names`` descend from: see ``queries.lineage.CommonAncestors``."""
        from exports import table_html as tables
        from exports.lineage_text import render_common

        found = lineage.common_ancestors(self.graph, names, self._at(as_of))
        picture = self._picture(names[0], as_of, "lineage", names[1:]) if found.all else None
        return Answer(found, lineage_data.common_ancestors, render_common, picture, tables.common)

    def timeline(self, name: str, as_of: str | None = None) -> Answer[times.Timeline]:
        """The timeline of a family or of a lineage: see ``queries.timeline.Timeline``."""
        from exports import table_html as tables
        from exports.timeline_text import render

        found = times.timeline(self.graph, name, self._at(as_of))
        picture = self._picture(name, as_of, "timeline")
        return Answer(
            found, times_data.timeline, lambda answer, paint: render([answer], paint), picture, tables.timeline
        )

    def history(
        self, name: str, property: str | None = None, as_of: str | None = None
    ) -> Answer[Life] | Answer[times.History]:
        """The life of an entry in the world and in the catalogue, or every observation of one property.

        See ``queries.life.Life`` and ``queries.timeline.History``.
        """
        from exports import table_html as tables
        from exports.life_text import render
        from exports.table_text import render_history

        if property is None:
            return Answer(
                life(self.graph, name, self._at(as_of)),
                times_data.life,
                lambda answer, paint: render(answer, self.graph.vocabulary, paint),
            )
        found = times.history(self.graph, name, property, self._at(as_of))
        return Answer(found, times_data.history, render_history, None, tables.history)

    def migrate(
        self, name: str, to: str | None = None, as_of: str | None = None, most: int | None = None
    ) -> Answer[migrations.Migration]:
        """The ways from ``name`` to another, or to whatever is in use: see ``queries.migrate.Migration``."""
        from exports.data import migration as data
        from exports.migrate_text import render

        found = migrations.migrate(self.graph, name, to, self._at(as_of), most or path.MOST_LISTED)
        words = self.graph.vocabulary
        picture = self._picture(name, as_of, "migration", [to] if to else []) if found.ways else None
        return Answer(found, data.migration, lambda answer, paint: render(answer, words, paint), picture)

    def compare(self, *names: str, family: str | None = None, as_of: str | None = None) -> Answer[comparing.Comparison]:
        """Several entries, or all members of a family, side by side: see ``queries.compare.Comparison``."""
        from exports import table_html as tables
        from exports.compare_text import render
        from exports.data import comparison as data

        at = self._at(as_of)
        if family is not None and not names:
            found = comparing.compare_family(self.graph, family, at)
        else:
            found = comparing.compare(self.graph, names, at)
        picture = self._picture("", as_of, "comparison", [one.node.id for one in found.entries])
        return Answer(found, data.comparison, render, picture if len(found.entries) > 1 else None, tables.comparison)

    def disputes(
        self, *names: str, properties: Collection[str] = (), state: str = "", as_of: str | None = None
    ) -> Answer[disputing.Disputes]:
        """What sources disagree on, of all or of some entries; ``state`` is ``open`` or ``decided``.

        See ``queries.disputes.Disputes``.
        """
        from exports.data import disputes as data
        from exports.disputes_text import render

        return Answer(disputing.disputes(self.graph, self._at(as_of), names, properties, state), data.disputes, render)

    def why(self, *statement: str, as_of: str | None = None) -> Answer[Proof]:
        """The proof of a statement, ``why("saga replaces 2pc")``: see ``queries.proof.Proof``."""
        from exports.data import proof as data
        from exports.why_text import render

        return Answer(proofs.why(self.graph, statement, self._at(as_of)), data.proof, render)

    def select(
        self, domain: str | None = None, answers: Mapping[str, str] | None = None, as_of: str | None = None
    ) -> Answer[Any]:
        """Which pattern to choose: the decision trees there are, or how far answers lead in the tree of a domain.

        See ``queries.select.Offers`` and ``Selection``; an answer with ``question`` asks for more ``answers``.
        """
        from exports import select_text as text
        from exports.data import selection as data
        from queries import select

        if domain is None:
            return Answer(select.decision_trees(self.graph, self._at(as_of)), data.offers, text.render_offers)
        found = select.select(self.graph, domain, answers or {}, self._at(as_of))
        return Answer(found, data.selection, text.render)

    def verify(self, path: str, as_of: str | None = None, only: str | None = None) -> Answer[golden.Verification]:
        """Ask the golden questions of a file, or those with a word in id or text: see ``queries.golden.Verification``.

        Raises ``CatalogueError`` with all mistakes of the file.
        """
        from exports.data import golden as golden_data
        from exports.golden_text import render
        from kb.golden.file import questions_of
        from kb.golden.verify import verify

        wanted, left_out = questions_of(path, only)
        found = verify(self.graph, path, wanted, self._at(as_of), left_out)
        return Answer(found, golden_data.verification, render)

    def bisect(
        self, question: str, *, seen: bool = False, begins: str | None = None, ends: str | None = None
    ) -> Answer[Bisection]:
        """When the answer to a question, ``bisect("verdict 2pc")``, changed: in the world, or in the catalogue (``seen``).

        See ``queries.flips.Bisection``.
        """
        from exports.data import flips as data
        from exports.flips_text import render
        from kb.bisect import bisect

        found = bisect(self.graph, question, self._at(None), seen=seen, begins=begins, ends=ends)
        return Answer(found, data.bisection, render)

    def list(
        self, as_of: str | None = None, alive_on: str | None = None, verdict: str | None = None, **where: str
    ) -> Answer[listing.Listing]:
        """Entries with properties, ``list(tier="gold")``: see ``queries.listing.Listing``."""
        from exports import table_html as tables
        from exports.table_text import listing as render

        pairs = [(name.replace("_", "-"), value) for name, value in where.items()]
        found = listing.listing(self.graph, self._at(as_of), pairs, alive_on, verdict, defined="defined" not in where)
        return Answer(found, entries_data.listing, render, None, tables.listing)

    def search(self, text: str, as_of: str | None = None, most: int = 20) -> Answer[searching.Hits]:
        """Entries by name or text, with filters such as ``tier:gold``: see ``queries.search.Hits``."""
        from exports import table_html as tables
        from exports.table_text import hits

        found = searching.search(self.graph, text, self._at(as_of), most)
        return Answer(
            found, entries_data.search, lambda answer, paint: hits(answer.found, answer.total, paint), None, tables.hits
        )

    def stats(self, as_of: str | None = None) -> Answer[structures.Structure]:
        """How large the catalogue is and how it hangs together: see ``queries.structure.Structure``."""
        from exports.data.structure import stats as as_data
        from exports.stats_text import render

        at = self._at(as_of)
        counts = self.graph.tally(at)
        return Answer(
            structures.structure(self.graph, at),
            lambda answer: as_data(counts, answer),
            lambda answer, paint: render(counts, answer, paint),
        )

    def ask(self, request: dict[str, Any]) -> dict[str, Any]:
        """Answer a question as data, as ``kb ask --jsonl`` does; raises where that gives an ``error``."""
        from kb.asking import answer

        return answer(self.graph, request, self._at(None))


def open(kb: str | None = None, as_seen: str | None = None) -> Catalogue:  # kb.open reads as what it does
    """Open a catalogue: a path, ``"bundled"``, an address on a Neo4j server (``bolt://host/NAME``), or None for the
    nearest ``catalogue.kb``, else the bundled one.

    With ``as_seen`` (a date, a tag, or a commit's id) it is the catalogue as it was then; what it said before that is
    known where it was loaded with its history, or from load to load.
    """
    return Catalogue(kb, as_seen)


def load(
    sources: str | Sequence[str],
    kb: str = DEFAULT_NAME,
    *,
    vocabulary: str | None = None,
    mapping: str | None = None,
    history: bool = False,
    over: str | None = None,
    prose: bool = False,
) -> LoadReport:
    """Load files and folders into the catalogue file ``kb``, with the words of a ``vocabulary`` file if one is given,
    and as a ``mapping`` (a file, or the name of a shipped one) describes them; with ``history`` every version of them
    out of git; laid ``over`` another catalogue (a file, or ``"bundled"``). With ``prose`` the relations that stand only
    in the text of pages are read, too.

    See ``kb.loading.load``. Raises ``CatalogueError`` where one of these files has a mistake.
    """
    if kb == "bundled":
        raise CatalogueError("the bundled catalogue cannot be loaded into; choose a file")
    return loading.load(
        [sources] if isinstance(sources, str) else sources,
        kb,
        vocabulary=loading.own_vocabulary(vocabulary) if vocabulary is not None else None,
        mapping=loading.own_mapping(mapping) if mapping is not None else None,
        history=history,
        over=over,
        prose=prose,
    )
