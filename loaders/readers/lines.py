"""Reads a file of lines: each line that is not blank is a value."""

import re
from collections.abc import Mapping

from loaders.readers.faults import MAX_VALUES, Faults
from loaders.readers.options import check_names, prefixes
from loaders.tree import Fault, Node, Scalar, Sequence

OPTIONS = ("comment",)

_LINE = re.compile(r"[^\r\n]+")


def read_lines(text: str, options: Mapping[str, object]) -> tuple[Node | None, list[Fault]]:
    """Read the lines of a file as they stand, without their line ends; those that begin with a ``comment`` are none.

    The scalars are not ``plain``: a line is text, even if it is ``1984`` or ``null``.

    >>> tree, faults = read_lines("Saga\\n\\n# of 1987\\n  Outbox\\n", {"comment": "#"})
    >>> [(line.raw, line.start, line.end) for line in tree.items]
    [('Saga', 0, 4), ('  Outbox', 16, 24)]
    """
    check_names(options, OPTIONS)
    comments = prefixes(options, "comment")
    faults = Faults()
    items: list[Node] = []
    for found in _LINE.finditer(text):
        line = found[0]
        if line.isspace() or line.startswith(comments):
            continue
        if len(items) == MAX_VALUES:
            faults.add_too_many(found.start())
            break
        items.append(Scalar(line, found.start(), found.end(), plain=False))
    return Sequence(0, items), faults.listed()
