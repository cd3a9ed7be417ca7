"""What an open catalogue can draw, in Python."""

from collections.abc import Callable, Collection, Mapping
from typing import Any

from kb.answer import Answer
from kb.drawing import Drawn, Picture, Wish, draw, styled
from kb.store.base import Store
from kb.today import today
from queries.diff import Difference
from queries.errors import BadQuestion
from queries.moment import Moment, moment


class Drawing:
    """The part of a catalogue that draws; ``kb.Catalogue`` is one."""

    graph: Store
    _name: str | None
    _seen: str

    def _at(self, as_of: str | None) -> Moment:
        return moment(as_of, today(), self._seen)

    def draw(
        self,
        name: str = "",
        format: str = "svg",
        as_of: str | None = None,
        most: int = 0,
        *,
        picture: str = "relations",
        others: Collection[str] = (),
        **wishes: Any,
    ) -> Picture:
        """A picture of ``name``, of several (``others``), or of the whole catalogue, as text that shows itself in a notebook.

        More ``wishes``: ``where`` (properties with their values), ``relations``, ``hops``, ``lanes``, ``theme``, and
        ``style``, a file. See ``kb draw``.
        """
        if format == "png":
            raise BadQuestion("a PNG is no text: use catalogue.png(…), which gives bytes")
        drawn = self._drawn(name, format, as_of, most, picture, others, wishes)
        return Picture(drawn.data.decode(), drawn.hidden)

    def png(
        self,
        name: str = "",
        as_of: str | None = None,
        most: int = 0,
        *,
        picture: str = "lineage",
        others: Collection[str] = (),
        **wishes: Any,
    ) -> bytes:
        """The same in pixels."""
        return self._drawn(name, "png", as_of, most, picture, others, wishes).data

    def diff(
        self,
        other: str | None = None,
        as_of: str | None = None,
        and_as_of: str | None = None,
        as_seen: str | None = None,
        and_as_seen: str | None = None,
    ) -> Answer[Difference]:
        """How this catalogue differs from another file, or from itself at another moment: see ``kb diff``."""
        from exports import table_html as tables
        from exports.data import diff as data
        from exports.diff_text import render
        from kb.diffing.diff import diff
        from kb.diffing.sides import sides

        when = as_of, as_seen or self._seen or None
        with sides(self._name, other, when, (and_as_of, and_as_seen)) as (first, second):
            found = diff(first, second)
            # Drawn while both are open; a difference without changes has no picture.
            wish = Wish(form="svg", difference=found)
            picture = draw(second.graph, second.at, "diff", wish).data.decode() if found.changes else ""
        return Answer(found, data.difference, render, (lambda: picture) if picture else None, tables.difference)

    def _drawn(
        self,
        name: str,
        form: str,
        as_of: str | None,
        most: int,
        picture: str,
        others: Collection[str],
        wishes: Mapping[str, Any],
    ) -> Drawn:
        if picture == "diff":
            raise BadQuestion(
                "a diff is drawn by 'kb draw --picture diff', and shown by catalogue.diff(…) in a notebook"
            )
        more = dict(wishes)
        if unknown := sorted(more.keys() - {"where", "relations", "hops", "lanes", "theme", "style"}):
            raise TypeError(f"a picture takes no {unknown[0]!r}")
        where, style = more.pop("where", None), more.pop("style", None)
        wish = Wish(
            name,
            form,
            (where or {}).items(),
            most=most,
            others=tuple(others),
            vocabulary=styled(style, self.graph.vocabulary) if style else None,
            **more,
        )
        return draw(self.graph, self._at(as_of), picture, wish)

    def _picture(
        self,
        name: str,
        as_of: str | None,
        picture: str = "lineage",
        others: Collection[str] = (),
        relations: Collection[str] | None = None,
    ) -> Callable[[], str]:
        names = [name, *others] if name else list(others)
        wishes: dict[str, Any] = {"relations": relations} if relations else {}
        return lambda: self.draw(names[0], as_of=as_of, picture=picture, others=names[1:], **wishes)
