"""An answer that shows itself: as text at a prompt, as text and picture in a notebook, as data for a program."""

import html
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from exports.paint import Paint

if TYPE_CHECKING:
    from exports.table_html import Table

A = TypeVar("A")


class Answer(Generic[A]):
    """Wraps one answer of ``queries``; its fields are this object's attributes.

    >>> import kb
    >>> answer = kb.open("bundled").what_replaces("3pc")
    >>> answer.verdict, answer.to_dict()["verdict"]
    ('partly-replaced', 'partly-replaced')
    """

    def __init__(
        self,
        value: A,
        as_data: Callable[[A], dict[str, Any]],
        as_text: Callable[[A, Paint], str],
        as_picture: Callable[[], str] | None = None,
        as_tables: Callable[[A], Iterable["Table"]] | None = None,
    ) -> None:
        """``as_picture`` gives SVG, ``as_tables`` what is a table; they are asked only when somebody looks."""
        self.value = value
        self._as_data, self._as_text, self._as_picture = as_data, as_text, as_picture
        self._as_tables = as_tables

    def __getattr__(self, name: str) -> Any:
        """Any field of the answer itself."""
        if name.startswith("_"):
            raise AttributeError(name)
        return getattr(self.value, name)

    def __repr__(self) -> str:
        return self._as_text(self.value, Paint())

    def to_dict(self) -> dict[str, Any]:
        """The answer as plain data, the same object as ``--format json`` prints."""
        return self._as_data(self.value)

    def _repr_html_(self) -> str:
        """What a notebook shows: tables, else the text, and the picture where there is one and it can be drawn."""
        shown = f'<pre style="white-space: pre-wrap">{html.escape(repr(self))}</pre>'
        if tables := self._tables():
            shown = f"{tables}<details><summary>as text, with all that is to be said</summary>{shown}</details>"
        if self._as_picture is None:
            return shown
        from kb.errors import CatalogueError

        try:
            picture = self._as_picture()
        except CatalogueError as error:
            return f"{shown}<p>{html.escape(str(error))}</p>"
        return shown + picture[picture.index("<svg") :]

    def _tables(self) -> str:
        if self._as_tables is None:
            return ""
        from exports.table_html import render

        return render(self._as_tables(self.value))
